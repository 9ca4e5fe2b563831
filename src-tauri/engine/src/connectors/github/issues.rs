//! Issues as signals. Their kind, severity and service stand in labels, for want of fields.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::{fields, from_markdown, issue_labels, words};
use super::Repository;
use crate::model::{Kind, Person, Record, SetAside, Status, Time};

/// None for a pull request, which GitHub lists among the issues.
pub fn record(repository: &Repository, position: usize, issue: &Value) -> Option<Result<Record, SetAside>> {
    issue.get("pull_request").is_none_or(|pull| pull.is_null()).then(|| read(repository, position, issue))
}

fn read(repository: &Repository, position: usize, issue: &Value) -> Result<Record, SetAside> {
    let number = fields::id(issue, "number").map(|number| number.to_string());
    let missing = |what: &str| fields::set_aside(position, issue, number.clone(), format!("The issue has no {what}."));
    let external_id = format!("#{}", number.clone().ok_or_else(|| missing("number"))?);
    let title = fields::line(issue, "title").ok_or_else(|| missing("title"))?;
    let happened_at = fields::time(issue, "created_at").ok_or_else(|| missing("date of creation"))?;
    let names = names(issue);
    let (status, resolved_at) = standing(issue);
    Ok(Record {
        kind: kind(issue, &names),
        title,
        body: from_markdown::to_text(fields::text(issue, "body")),
        url: fields::line(issue, "html_url"),
        severity: issue_labels::severity(&names),
        status,
        happened_at,
        updated_at: fields::time(issue, "updated_at").unwrap_or(happened_at),
        resolved_at,
        service: issue_labels::service(&names).or_else(|| Some(repository.name.clone())),
        customer: None,
        reporter: issue.get("user").and_then(person),
        facts: facts(repository, issue, &names),
        raw: issue.to_string(),
        external_id,
    })
}

/// Nobody for an app: those who report are counted, and an app is not somebody.
pub fn person(user: &Value) -> Option<Person> {
    let name = fields::line(user, "login")?;
    (fields::text(user, "type") != "Bot").then_some(Person { name, email: None })
}

/// Names of the labels, which GitHub tells as objects and in old replies as text.
pub fn names(issue: &Value) -> Vec<String> {
    let listed = issue.get("labels").and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(|label| fields::line(label, "name").or_else(|| label.as_str().map(str::to_owned))).collect()
}

fn kind(issue: &Value, names: &[String]) -> Kind {
    let by_type = fields::named(issue, "type").and_then(|name| words::kind(&name));
    by_type.or_else(|| issue_labels::kind(names)).unwrap_or(Kind::Ticket)
}

/// An issue that was closed without being done was never resolved.
fn standing(issue: &Value) -> (Status, Option<Time>) {
    if fields::text(issue, "state") != "closed" {
        return (Status::Open, None);
    }
    let given_up = matches!(fields::text(issue, "state_reason"), "not_planned" | "duplicate");
    (Status::Closed, fields::time(issue, "closed_at").filter(|_| !given_up))
}

fn facts(repository: &Repository, issue: &Value, names: &[String]) -> BTreeMap<String, String> {
    let milestone = issue.get("milestone").and_then(|milestone| fields::line(milestone, "title"));
    fields::facts([
        ("repository", Some(repository.full_name())),
        ("labels", issue_labels::joined(names)),
        ("type", fields::named(issue, "type")),
        ("status", fields::line(issue, "state")),
        ("reason", fields::line(issue, "state_reason").map(|reason| reason.replace('_', " "))),
        ("milestone", milestone),
        ("comments", fields::line(issue, "comments")),
    ])
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!({"state": "open", "state_reason": "reopened", "closed_at": null}), Status::Open, None)]
    #[case(json!({"state": "closed", "state_reason": "completed", "closed_at": "1970-01-01T00:00:05Z"}), Status::Closed, Some(Time(5_000)))]
    #[case(json!({"state": "closed", "closed_at": "1970-01-01T00:00:05Z"}), Status::Closed, Some(Time(5_000)))]
    #[case(json!({"state": "closed", "state_reason": "duplicate", "closed_at": "1970-01-01T00:00:05Z"}), Status::Closed, None)]
    #[case(json!({}), Status::Open, None)]
    fn where_an_issue_stands(#[case] issue: Value, #[case] status: Status, #[case] resolved: Option<Time>) {
        assert_eq!(standing(&issue), (status, resolved));
    }
}
