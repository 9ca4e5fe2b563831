//! Opportunities as issues, and how the issues fare.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::room::Room;
use super::super::{
    Account, Auth, BadReply, Comments, Draft, ExportKey, FieldValue, ItemChange, OwnFields, Style, Tracker,
    TrackerItem, fields, issue_labels, markdown, marker, named, pages, room, words,
};
use super::{Project, auth, issues, verdict};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Method, Verdict};
use crate::model::{StatusCategory, Time};

type Read<T> = std::result::Result<T, BadReply>;

/// What GitLab takes.
const ROOM: Room = Room { title: 255, description: 1_048_576, label: 255, field: own_field };

/// Writes issues into one project.
pub(in super::super) struct IssueTracker {
    project: Project,
}

impl IssueTracker {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(IssueTracker { project: Project::of(account)? })
    }

    fn search_issues(&self, words: &str, field: &str) -> HttpRequest {
        let query =
            [("search", words), ("in", field), ("scope", "all"), ("order_by", "updated_at"), ("per_page", "50")];
        self.project.base.get(&self.project.path(&["issues"]), &query)
    }

    fn send(&self, method: Method, steps: &[&str], body: &Value) -> HttpRequest {
        self.project.base.send(method, &self.project.path(steps), &[], body)
    }
}

impl Tracker for IssueTracker {
    fn auth(&self) -> Auth {
        auth()
    }

    fn projects(&self) -> HttpRequest {
        let query = [
            ("membership", "true"),
            ("archived", "false"),
            ("with_issues_enabled", "true"),
            ("simple", "true"),
            ("order_by", "last_activity_at"),
            ("per_page", "100"),
        ];
        self.project.base.get(&["api", "v4", "projects"], &query)
    }

    /// Paths, which a person can type too, and names.
    fn parse_projects(&self, reply: &HttpReply) -> Read<Vec<(String, String)>> {
        let value = fields::json(reply)?;
        let listed = value.as_array().ok_or_else(|| BadReply("it is not a list of projects".to_owned()))?;
        let one = |p: &Value| {
            let path = fields::line(p, "path_with_namespace")?;
            let name = fields::line(p, "name_with_namespace").unwrap_or_else(|| path.clone());
            Some((path, name))
        };
        Ok(listed.iter().filter_map(one).collect())
    }

    fn find(&self, key: &ExportKey) -> HttpRequest {
        self.search_issues(&key.0, "description")
    }

    fn parse_found(&self, key: &ExportKey, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        let value = fields::json(reply)?;
        let found = listed(&value)?.iter();
        found.filter(|issue| marker::carries(fields::text(issue, "description"), key)).map(item).collect()
    }

    /// GitLab wants all words to be there, so it is asked for the two longest.
    fn search(&self, title: &str) -> HttpRequest {
        self.search_issues(&words::longest(title, 2).join(" "), "title")
    }

    fn parse_items(&self, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        listed(&fields::json(reply)?)?.iter().map(item).collect()
    }

    fn style(&self) -> Style {
        markdown::STYLE
    }

    fn fitted(&self, draft: Draft) -> Draft {
        ROOM.draft(draft)
    }

    /// A comma would make two labels of one.
    fn create(&self, draft: &Draft, key: &ExportKey) -> HttpRequest {
        let draft = &ROOM.draft(draft.clone());
        let names: Vec<String> = draft.labels.iter().map(|label| label.replace(',', " ")).collect();
        let description = marker::marked(&draft.description, "", key);
        let mut issue = json!({ "title": draft.title, "description": description, "labels": names.join(",") });
        fill(&mut issue, &draft.fields);
        self.send(Method::Post, &["issues"], &issue)
    }

    fn own_fields(&self) -> OwnFields {
        OwnFields { known: &[("weight", "Weight"), ("due_date", "Due date")], others: "" }
    }

    fn update(&self, external_id: &str, change: &ItemChange, key: &ExportKey) -> Option<HttpRequest> {
        let change = &ROOM.change(change.clone());
        let mut issue = json!({});
        if let Some(title) = &change.title {
            issue["title"] = title.as_str().into();
        }
        if let Some(description) = &change.description {
            issue["description"] = marker::marked(description, "", key).into();
        }
        fill(&mut issue, &change.fields);
        Some(self.send(Method::Put, &["issues", external_id], &issue))
    }

    fn parse_item(&self, reply: &HttpReply) -> Read<TrackerItem> {
        item(&fields::json(reply)?)
    }

    fn status(&self, external_id: &str) -> HttpRequest {
        self.project.base.get(&self.project.path(&["issues", external_id]), &[])
    }

    fn comment(&self, external_id: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        self.send(Method::Post, &["issues", external_id, "notes"], &json!({ "body": body }))
    }

    fn comments(&self, external_id: &str, from: Option<&str>) -> HttpRequest {
        let query = [("order_by", "created_at"), ("sort", "desc"), ("per_page", "100"), ("page", from.unwrap_or("1"))];
        self.project.base.get(&self.project.path(&["issues", external_id, "notes"]), &query)
    }

    fn parse_comments(&self, from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        pages::comments(from, reply, 100)
    }

    /// `61`, `#61`, `group/name#61`, and the issue's page. Which page belongs to a project given by its number can't
    /// be told.
    fn named(&self, text: &str) -> Option<HttpRequest> {
        let project = self.project.id.as_str();
        let steps: Vec<&str> = project.split('/').collect();
        let below = self.project.base.below(&steps, text).filter(|_| self.project.name().is_some());
        let below: Option<Vec<&str>> = below.as_ref().map(|steps| steps.iter().map(String::as_str).collect());
        let number = match (below.as_deref(), named::numbered_in(text)) {
            (Some(["-", "issues" | "work_items", number, ..] | ["issues", number, ..]), _) => named::number(number)?,
            (None, Some((place, number))) if place.eq_ignore_ascii_case(project) => number,
            _ => named::number(text)?,
        };
        Some(self.status(number))
    }

    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        verdict(reply, now)
    }
}

fn fill(issue: &mut Value, given: &BTreeMap<String, FieldValue>) {
    for (name, value) in given {
        issue[name] = value.json();
    }
}

/// The two fields of its own that we know.
fn own_field(name: &str, value: &FieldValue) -> Option<FieldValue> {
    match name {
        "weight" => room::whole(value, 0.0, f64::from(i32::MAX)),
        "due_date" => room::day(value),
        _ => None,
    }
}

fn listed(value: &Value) -> Read<&Vec<Value>> {
    value.as_array().ok_or_else(|| BadReply("it is not a list of issues".to_owned()))
}

fn item(issue: &Value) -> Read<TrackerItem> {
    let missing = |what: &str| BadReply(format!("it holds an issue without {what}"));
    let number = fields::id(issue, "iid").ok_or_else(|| missing("a number"))?;
    let status = fields::line(issue, "state").ok_or_else(|| missing("a state"))?;
    let names = issues::names(issue);
    Ok(TrackerItem {
        external_id: number.to_string(),
        label: format!("#{number}"),
        title: fields::line(issue, "title").unwrap_or_else(|| format!("#{number}")),
        url: fields::line(issue, "web_url").unwrap_or_default(),
        category: match status.as_str() {
            "closed" if issue_labels::given_up(&names) => StatusCategory::Dropped,
            "closed" => StatusCategory::Done,
            _ if issue_labels::begun(&names) => StatusCategory::InProgress,
            _ => StatusCategory::ToDo,
        },
        status,
        updated_at: fields::time(issue, "updated_at").unwrap_or(Time(0)),
    })
}
