//! Issues and incidents as signals.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::{fields, from_markdown, issue_labels, text, words};
use super::Project;
use crate::model::{Kind, Person, Record, SetAside, Severity, Status, Time};

pub fn record(project: &Project, position: usize, issue: &Value) -> Result<Record, SetAside> {
    let number = fields::id(issue, "iid").map(|number| number.to_string());
    let missing = |what: &str| fields::set_aside(position, issue, number.clone(), format!("The issue has no {what}."));
    let external_id = format!("#{}", number.clone().ok_or_else(|| missing("number"))?);
    let title = fields::line(issue, "title").ok_or_else(|| missing("title"))?;
    let happened_at = fields::time(issue, "created_at").ok_or_else(|| missing("date of creation"))?;
    let names = names(issue);
    let (status, resolved_at) = standing(issue, &names);
    Ok(Record {
        kind: kind(issue, &names),
        title,
        body: from_markdown::to_text(fields::text(issue, "description")),
        url: fields::line(issue, "web_url"),
        severity: severity(issue, &names),
        status,
        happened_at,
        updated_at: fields::time(issue, "updated_at").unwrap_or(happened_at),
        resolved_at,
        service: issue_labels::service(&names).or_else(|| project.name()),
        customer: None,
        reporter: reporter(issue),
        facts: facts(issue, &names),
        raw: issue.to_string(),
        external_id,
    })
}

pub fn names(issue: &Value) -> Vec<String> {
    let listed = issue.get("labels").and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(Value::as_str).map(text::line).collect()
}

fn kind(issue: &Value, names: &[String]) -> Kind {
    match fields::text(issue, "issue_type") {
        "incident" => Kind::Incident,
        _ => issue_labels::kind(names).unwrap_or(Kind::Ticket),
    }
}

/// Incidents have a severity of their own, which stays UNKNOWN until somebody sets it.
fn severity(issue: &Value, names: &[String]) -> Option<Severity> {
    fields::line(issue, "severity").and_then(|name| words::severity(&name)).or_else(|| issue_labels::severity(names))
}

/// An issue that was closed without being done was never resolved.
fn standing(issue: &Value, names: &[String]) -> (Status, Option<Time>) {
    if fields::text(issue, "state") != "closed" {
        return (Status::Open, None);
    }
    let moved = issue.get("moved_to_id").is_some_and(|to| !to.is_null());
    (Status::Closed, fields::time(issue, "closed_at").filter(|_| !moved && !issue_labels::given_up(names)))
}

/// What came in by e-mail is filed by a bot; the sender stands beside it.
fn reporter(issue: &Value) -> Option<Person> {
    if let Some(email) = fields::line(issue, "service_desk_reply_to") {
        return Some(Person { name: email.clone(), email: Some(email) });
    }
    let author = issue.get("author")?;
    let name = fields::line(author, "name").or_else(|| fields::line(author, "username"))?;
    let login = fields::text(author, "username");
    let bot = login.ends_with("-bot") || login.contains("_bot_") || login == "support-bot";
    (!bot).then_some(Person { name, email: None })
}

fn facts(issue: &Value, names: &[String]) -> BTreeMap<String, String> {
    let yes = |name: &str| issue.get(name).and_then(Value::as_bool).filter(|is| *is).map(|_| "yes".to_owned());
    fields::facts([
        ("reference", issue.get("references").and_then(|all| fields::line(all, "full"))),
        ("type", fields::line(issue, "issue_type")),
        ("status", fields::line(issue, "state")),
        ("labels", issue_labels::joined(names)),
        ("milestone", issue.get("milestone").and_then(|milestone| fields::line(milestone, "title"))),
        ("severity", fields::line(issue, "severity").filter(|name| name != "UNKNOWN")),
        ("confidential", yes("confidential")),
        ("upvotes", fields::line(issue, "upvotes").filter(|votes| votes != "0")),
    ])
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!({"author": {"name": "Mara Lindqvist", "username": "mara"}}), Some(("Mara Lindqvist", None)))]
    #[case(json!({"author": {"name": "GitLab Support Bot", "username": "support-bot"},
        "service_desk_reply_to": "mara@kestrel.example"}), Some(("mara@kestrel.example", Some("mara@kestrel.example"))))]
    #[case(json!({"author": {"name": "deploy", "username": "project_7_bot_2f"}}), None)]
    #[case(json!({}), None)]
    fn people_report_and_bots_dont(#[case] issue: Value, #[case] wanted: Option<(&str, Option<&str>)>) {
        let found = reporter(&issue);
        assert_eq!(found.as_ref().map(|p| (p.name.as_str(), p.email.as_deref())), wanted);
    }

    #[rstest]
    #[case(json!({"severity": "CRITICAL"}), &[], Some(Severity::Critical))]
    #[case(json!({"severity": "UNKNOWN"}), &["severity::3"], Some(Severity::Medium))]
    #[case(json!({}), &[], None)]
    fn how_bad_it_is(#[case] issue: Value, #[case] names: &[&str], #[case] wanted: Option<Severity>) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(severity(&issue, &names), wanted);
    }
}
