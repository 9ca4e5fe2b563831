//! One issue as a signal.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::{fields, text, words};
use super::{Edition, Site, adf, time, wiki};
use crate::model::{Customer, Kind, Person, Record, SetAside, Severity, Status, Time};

/// What is asked for beside the field of the organisations. Jira tells nothing unasked.
pub const FIELDS: [&str; 20] = [
    "summary",
    "description",
    "status",
    "issuetype",
    "priority",
    "project",
    "created",
    "updated",
    "resolutiondate",
    "resolution",
    "statuscategorychangedate",
    "labels",
    "components",
    "reporter",
    "fixVersions",
    "versions",
    "environment",
    "issuelinks",
    "parent",
    "comment",
];

/// What Jira calls a project of Service Management.
pub const DESK: &str = "service_desk";

/// Resolutions that end an issue without anything having been put right.
const GIVEN_UP: [&str; 9] =
    ["won't", "wont", "declin", "duplicate", "cancel", "reject", "cannot reproduce", "invalid", "not a bug"];

/// What a page of issues has in common.
pub struct Reading<'a> {
    pub site: &'a Site,
    /// The field that holds organisations, where there is one.
    pub organisations: Option<&'a str>,
}

impl Reading<'_> {
    pub fn record(&self, position: usize, issue: &Value) -> Result<Record, SetAside> {
        let key = fields::line(issue, "key");
        let missing = |what: &str| fields::set_aside(position, issue, key.clone(), format!("The issue has no {what}."));
        let external_id = key.clone().ok_or_else(|| missing("key"))?;
        let told = issue.get("fields").ok_or_else(|| missing("fields"))?;
        let title = fields::line(told, "summary").ok_or_else(|| missing("summary"))?;
        let happened_at = time(told, "created").ok_or_else(|| missing("date of creation"))?;
        let (status, resolved_at) = standing(told);
        let reporter = told.get("reporter").and_then(person);
        Ok(Record {
            kind: kind(told),
            title,
            body: self.body(told),
            url: Some(self.site.page(&external_id)),
            severity: severity(told),
            status,
            happened_at,
            updated_at: time(told, "updated").unwrap_or(happened_at),
            resolved_at,
            service: service(told),
            customer: self.organisations.and_then(|field| customer(told, field)),
            reporter,
            facts: self.facts(issue, told),
            raw: issue.to_string(),
            external_id,
        })
    }

    /// The record with the `comments` that were missing from it.
    pub fn completed(&self, record: &mut Record, mut issue: Value, comments: Vec<Value>) {
        if let Some(told) = issue.get_mut("fields").and_then(Value::as_object_mut) {
            told.insert("comment".to_owned(), json!({ "total": comments.len(), "comments": comments }));
        }
        record.body = self.body(issue.get("fields").unwrap_or(&Value::Null));
        record.raw = issue.to_string();
    }

    fn plain(&self, value: Option<&Value>) -> String {
        match (self.site.edition, value) {
            (_, None) => String::new(),
            (Edition::Cloud, Some(document)) => adf::to_text(document),
            (Edition::DataCenter, Some(source)) => wiki::to_text(source.as_str().unwrap_or_default()),
        }
    }

    /// The description, and at a service desk what was said since between it and the customer.
    fn body(&self, told: &Value) -> String {
        let mut parts = vec![self.plain(told.get("description"))];
        if at_a_desk(told) {
            let comments = told.get("comment").and_then(|comment| comment.get("comments")).and_then(Value::as_array);
            let public = |comment: &&Value| comment.get("jsdPublic").and_then(Value::as_bool) != Some(false);
            for comment in comments.into_iter().flatten().filter(public) {
                let author = comment.get("author").and_then(person).map_or_else(String::new, |author| author.name);
                let day = time(comment, "created").map(|at| at.rfc3339().chars().take(10).collect::<String>());
                let said = self.plain(comment.get("body"));
                if !said.is_empty() {
                    parts.push(format!("{author}, {}:\n{said}", day.unwrap_or_default()));
                }
            }
        }
        text::plain(&parts.join("\n\n"))
    }

    fn facts(&self, issue: &Value, told: &Value) -> BTreeMap<String, String> {
        let project = told.get("project").unwrap_or(&Value::Null);
        fields::facts([
            ("id", fields::line(issue, "id")),
            ("type", fields::named(told, "issuetype")),
            ("status", fields::named(told, "status")),
            ("resolution", fields::named(told, "resolution")),
            ("priority", fields::named(told, "priority")),
            ("project", fields::line(project, "key")),
            ("labels", joined(told, "labels")),
            ("components", joined(told, "components")),
            ("version", joined(told, "fixVersions")),
            ("affects", joined(told, "versions")),
            ("environment", Some(text::line(&self.plain(told.get("environment")))).filter(|line| !line.is_empty())),
            ("parent", told.get("parent").and_then(|parent| fields::line(parent, "key"))),
            ("caused_by", linked(told, "caused by")),
            ("causes", linked(told, "causes")),
        ])
    }
}

/// An issue of a service desk whose reply holds only some of its comments: those of other projects aren't read.
pub fn lacks_comments(issue: &Value) -> bool {
    let told = issue.get("fields").unwrap_or(&Value::Null);
    let comment = told.get("comment").unwrap_or(&Value::Null);
    let held = comment.get("comments").and_then(Value::as_array).map_or(0, Vec::len) as u64;
    at_a_desk(told) && comment.get("total").and_then(Value::as_u64).is_some_and(|total| total > held)
}

fn at_a_desk(told: &Value) -> bool {
    told.get("project").is_some_and(|project| fields::text(project, "projectTypeKey") == DESK)
}

/// A person or a customer of the service desk; nobody for an app. Addresses may be hidden.
fn person(user: &Value) -> Option<Person> {
    if fields::text(user, "accountType") == "app" {
        return None;
    }
    let email = fields::line(user, "emailAddress");
    let name = fields::line(user, "displayName").or_else(|| fields::line(user, "name")).or_else(|| email.clone())?;
    Some(Person { name, email })
}

/// An improvement is a wish, a problem the error behind incidents; a story or task is somebody's work, and so a
/// ticket.
fn kind(told: &Value) -> Kind {
    let name = fields::named(told, "issuetype").unwrap_or_default();
    let lower = name.to_lowercase();
    words::kind(&name).unwrap_or(match () {
        () if lower.contains("improvement") => Kind::Feedback,
        () if lower.contains("problem") => Kind::Error,
        () => Kind::Ticket,
    })
}

fn severity(told: &Value) -> Option<Severity> {
    let name = fields::named(told, "priority")?;
    match name.to_lowercase().as_str() {
        "highest" => Some(Severity::Critical),
        "lowest" => Some(Severity::Low),
        _ => words::severity(&name),
    }
}

/// Teams name their statuses; Jira knows only whether one means done. An issue that is done may still wait for its
/// paperwork, which statuses called "resolved" say.
fn standing(told: &Value) -> (Status, Option<Time>) {
    let status = told.get("status").unwrap_or(&Value::Null);
    let category = status.get("statusCategory").map(|category| fields::text(category, "key")).unwrap_or_default();
    let resolution = fields::named(told, "resolution").unwrap_or_default().to_lowercase();
    let resolved_at = time(told, "resolutiondate");
    if category != "done" {
        // A resolution that was left behind by a reopened issue says nothing.
        return (Status::Open, None);
    }
    let name = fields::line(status, "name").unwrap_or_default().to_lowercase();
    let given_up = GIVEN_UP.iter().any(|word| resolution.contains(word) || name.contains(word));
    let at = resolved_at.or_else(|| time(told, "statuscategorychangedate")).filter(|_| !given_up);
    let only_resolved = ["resolved", "restored", "solved", "fixed"].iter().any(|word| name.contains(word));
    (if only_resolved && !given_up { Status::Resolved } else { Status::Closed }, at)
}

/// The first component, a label such as `service:checkout`, or the project.
fn service(told: &Value) -> Option<String> {
    let listed = |name: &str| told.get(name).and_then(Value::as_array).into_iter().flatten();
    let component = listed("components").find_map(|component| fields::line(component, "name"));
    let label = || {
        listed("labels").filter_map(Value::as_str).find_map(|label| {
            let name = ["service:", "service-", "service_"].iter().find_map(|prefix| label.strip_prefix(prefix))?;
            Some(text::line(name)).filter(|name| !name.is_empty())
        })
    };
    component.or_else(label).or_else(|| fields::named(told, "project"))
}

fn customer(told: &Value, field: &str) -> Option<Customer> {
    let first = told.get(field).and_then(Value::as_array)?.first()?;
    let name = fields::line(first, "name")?;
    Some(Customer { name, ..Customer::default() })
}

/// Names of a list, of texts or of things with names.
fn joined(told: &Value, name: &str) -> Option<String> {
    let listed = told.get(name).and_then(Value::as_array)?;
    let one = |item: &Value| fields::line(item, "name").or_else(|| item.as_str().map(text::line));
    let names: Vec<String> = listed.iter().filter_map(one).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Keys of the issues that a link of this wording leads to, read in its direction.
fn linked(told: &Value, wording: &str) -> Option<String> {
    let links = told.get("issuelinks").and_then(Value::as_array)?;
    let keys: Vec<String> = links
        .iter()
        .flat_map(|link| [("inward", "inwardIssue"), ("outward", "outwardIssue")].map(|sides| (link, sides)))
        .filter(|(link, (side, _))| {
            link.get("type").is_some_and(|kind| fields::text(kind, side).to_lowercase().contains(wording))
        })
        .filter_map(|(link, (_, end))| link.get(end).and_then(|issue| fields::line(issue, "key")))
        .collect();
    (!keys.is_empty()).then(|| keys.join(", "))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    const AT: &str = "1970-01-01T00:00:05.000+0000";

    #[rstest]
    #[case("new", "To Do", "", Status::Open, false)]
    #[case("indeterminate", "Resolved soon", "Done", Status::Open, false)]
    #[case("done", "Resolved", "Done", Status::Resolved, true)]
    #[case("done", "Closed", "Fixed", Status::Closed, true)]
    #[case("done", "Closed", "Won't Do", Status::Closed, false)]
    #[case("done", "Canceled", "", Status::Closed, false)]
    fn where_an_issue_stands(
        #[case] category: &str,
        #[case] status: &str,
        #[case] resolution: &str,
        #[case] wanted: Status,
        #[case] resolved: bool,
    ) {
        let told = json!({"status": {"name": status, "statusCategory": {"key": category}},
            "resolution": {"name": resolution}, "resolutiondate": AT});
        assert_eq!(standing(&told), (wanted, resolved.then_some(Time(5_000))));
    }

    #[rstest]
    #[case("[System] Incident", Kind::Incident)]
    #[case("[System] Change", Kind::Change)]
    #[case("[System] Service request", Kind::Ticket)]
    #[case("Bug", Kind::Error)]
    #[case("New Feature", Kind::Feedback)]
    #[case("Improvement", Kind::Feedback)]
    #[case("[System] Problem", Kind::Error)]
    #[case("Story", Kind::Ticket)]
    fn a_type_says_what_an_issue_is(#[case] name: &str, #[case] wanted: Kind) {
        assert_eq!(kind(&json!({"issuetype": {"name": name}})), wanted);
    }

    #[test]
    fn links_are_read_in_their_direction() {
        let cause = json!({"name": "Cause", "inward": "is caused by", "outward": "causes"});
        let told = json!({"issuelinks": [{"type": cause, "inwardIssue": {"key": "CHG-4"}},
            {"type": cause, "outwardIssue": {"key": "INC-9"}}]});
        assert_eq!(linked(&told, "caused by").as_deref(), Some("CHG-4"));
        assert_eq!(linked(&told, "causes").as_deref(), Some("INC-9"));
    }
}
