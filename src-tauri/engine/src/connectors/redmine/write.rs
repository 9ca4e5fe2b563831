//! Opportunities as issues, and how the issues fare.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::base::Base;
use super::super::marker::{carries, marked};
use super::super::room::Room;
use super::super::{
    Account, Auth, BadReply, Comments, Draft, ExportKey, FieldValue, ItemChange, OwnFields, Style, Tracker,
    TrackerItem, fields, named, room, words,
};
use super::{auth, escape};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Method};
use crate::model::{StatusCategory, Time};

type Read<T> = std::result::Result<T, BadReply>;

/// What Redmine takes.
const ROOM: Room = Room { title: 255, description: 65_535, label: 100, field: own_field };

/// Writes issues into one project.
pub(in super::super) struct IssueTracker {
    base: Base,
    project: String,
}

impl IssueTracker {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(IssueTracker { base: Base::of(account)?, project: account.project.trim().to_owned() })
    }

    fn item(&self, issue: &Value) -> Read<TrackerItem> {
        let id = fields::id(issue, "id").ok_or_else(|| BadReply("it holds an issue without a number".to_owned()))?;
        let external_id = id.to_string();
        let status = fields::named(issue, "status").unwrap_or_else(|| "unknown".to_owned());
        Ok(TrackerItem {
            label: format!("#{id}"),
            title: fields::line(issue, "subject").unwrap_or_else(|| format!("#{id}")),
            url: self.base.url(&["issues", &external_id], &[]),
            category: category(issue, &status),
            status,
            updated_at: fields::time(issue, "updated_on").unwrap_or(Time(0)),
            external_id,
        })
    }

    fn search_issues(&self, field: &str, words: &str, limit: &str) -> HttpRequest {
        let contains = format!("~{words}");
        let query = [("status_id", "*"), ("sort", "updated_on:desc"), ("limit", limit), (field, contains.as_str())];
        self.base.get(&["issues.json"], &query)
    }
}

impl Tracker for IssueTracker {
    fn auth(&self) -> Auth {
        auth()
    }

    fn projects(&self) -> HttpRequest {
        self.base.get(&["projects.json"], &[("limit", "100")])
    }

    /// Identifiers, which a person can type too, and names.
    fn parse_projects(&self, reply: &HttpReply) -> Read<Vec<(String, String)>> {
        let value = fields::json(reply)?;
        let projects = fields::list(&value, "projects")?;
        Ok(projects.iter().filter_map(|p| Some((fields::line(p, "identifier")?, fields::line(p, "name")?))).collect())
    }

    /// In every project the account sees: an issue may have been moved.
    fn find(&self, key: &ExportKey) -> HttpRequest {
        self.search_issues("description", &key.0, "100")
    }

    /// Redmine ignores a filter it doesn't know and then answers with any issues, from which nothing follows.
    fn parse_found(&self, key: &ExportKey, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        let value = fields::json(reply)?;
        let issues = fields::list(&value, "issues")?;
        if issues.iter().any(|issue| !fields::text(issue, "description").contains(&key.0)) {
            return Err(BadReply("this Redmine can't search descriptions".to_owned()));
        }
        issues.iter().filter(|issue| carries(fields::text(issue, "description"), key)).map(|i| self.item(i)).collect()
    }

    /// Redmine wants all words to be there, so it is asked for the two longest.
    fn search(&self, title: &str) -> HttpRequest {
        self.search_issues("subject", &words::longest(title, 2).join(" "), "25")
    }

    fn parse_items(&self, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        let value = fields::json(reply)?;
        fields::list(&value, "issues")?.iter().map(|issue| self.item(issue)).collect()
    }

    fn style(&self) -> Style {
        Style {
            heading: |title| format!("h3. {title}"),
            quote,
            bullet: |line| format!("* {line}"),
            link: escape::link,
            plain: escape,
            inline: escape,
        }
    }

    fn fitted(&self, draft: Draft) -> Draft {
        ROOM.draft(draft)
    }

    /// Plain Redmine has no labels: they stand in the description.
    fn create(&self, draft: &Draft, key: &ExportKey) -> HttpRequest {
        let draft = &ROOM.draft(draft.clone());
        let description = marked(&draft.description, &escape(&draft.labels.join(", ")), key);
        let mut issue = json!({ "project_id": self.project, "subject": draft.title, "description": description });
        fill(&mut issue, &draft.fields);
        self.base.send(Method::Post, &["issues.json"], &[], &json!({ "issue": issue }))
    }

    fn parse_item(&self, reply: &HttpReply) -> Read<TrackerItem> {
        let value = fields::json(reply)?;
        self.item(value.get("issue").ok_or_else(|| BadReply("it holds no issue".to_owned()))?)
    }

    fn status(&self, external_id: &str) -> HttpRequest {
        self.base.get(&["issues", &format!("{external_id}.json")], &[])
    }

    /// Answered with 204 and no body.
    fn comment(&self, external_id: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        let path = format!("{external_id}.json");
        self.base.send(Method::Put, &["issues", &path], &[], &json!({ "issue": { "notes": body } }))
    }

    fn commented(&self, reply: &HttpReply) -> Read<()> {
        if reply.status == 204 { Ok(()) } else { fields::json(reply).map(drop) }
    }

    fn comments(&self, external_id: &str, _from: Option<&str>) -> HttpRequest {
        self.base.get(&["issues", &format!("{external_id}.json")], &[("include", "journals")])
    }

    /// The issue's whole journal, of which the notes are a part.
    fn parse_comments(&self, _from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        let value = fields::json(reply)?;
        let issue = value.get("issue").ok_or_else(|| BadReply("it holds no issue".to_owned()))?;
        let notes = fields::list(issue, "journals")?.iter().map(|entry| fields::text(entry, "notes"));
        let texts = notes.filter(|notes| !notes.is_empty()).map(str::to_owned).collect();
        Ok(Comments { texts, ..Comments::default() })
    }

    /// `12`, `#12`, and the issue's page.
    fn named(&self, text: &str) -> Option<HttpRequest> {
        let steps = self.base.below(&["issues"], text);
        let number = named::number(steps.as_ref().map_or(Some(text), |steps| steps.first().map(String::as_str))?)?;
        Some(self.status(number))
    }

    fn own_fields(&self) -> OwnFields {
        OwnFields {
            known: &[("estimated_hours", "Estimated time"), ("priority_id", "Priority, by its number")],
            others: "the number of a custom field, as in its address under Administration",
        }
    }

    /// Labels stand in the description, so either is written with both.
    fn update(&self, external_id: &str, change: &ItemChange, key: &ExportKey) -> Option<HttpRequest> {
        let change = &ROOM.change(change.clone());
        let mut issue = json!({});
        if let Some(title) = &change.title {
            issue["subject"] = title.as_str().into();
        }
        if let Some(description) = &change.description {
            let labels = change.labels.join(", ");
            issue["description"] = marked(description, &escape(&labels), key).into();
        }
        fill(&mut issue, &change.fields);
        Some(self.base.send(Method::Put, &["issues", &format!("{external_id}.json")], &[], &json!({ "issue": issue })))
    }
}

/// A custom field by its number, or one of two that every Redmine has. Any other name might be one of ours.
fn own_field(name: &str, value: &FieldValue) -> Option<FieldValue> {
    let negative = matches!(value, FieldValue::Number(number) if *number < 0.0);
    match name {
        "estimated_hours" => room::number(value).filter(|_| room::whole(value, 0.0, 1e9).is_some() && !negative),
        "priority_id" => room::whole(value, 1.0, f64::from(i32::MAX)),
        _ if name.parse::<u32>().is_ok_and(|id| id > 0) => room::any(value),
        _ => None,
    }
}

/// Redmine knows its custom fields by number and its own fields by name.
fn fill(issue: &mut Value, given: &BTreeMap<String, FieldValue>) {
    let mut custom = Vec::new();
    for (name, value) in given {
        match name.parse::<u32>() {
            Ok(id) => custom.push(json!({ "id": id, "value": value.json() })),
            Err(_) => issue[name] = value.json(),
        }
    }
    if !custom.is_empty() {
        issue["custom_fields"] = custom.into();
    }
}

/// Textile and Markdown both quote lines that begin so.
fn quote(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

/// Redmine says only whether a status is a closed one; its name tells dropped from done and new from begun.
fn category(issue: &Value, status: &str) -> StatusCategory {
    let closed = issue.get("status").and_then(|s| s.get("is_closed")).and_then(Value::as_bool);
    let name = status.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if closed.unwrap_or(fields::time(issue, "closed_on").is_some()) {
        let dropped = says(&["reject", "cancel", "won't", "wont", "invalid", "duplicate", "dropped", "declined"]);
        return if dropped { StatusCategory::Dropped } else { StatusCategory::Done };
    }
    let waiting = says(&["new", "open", "backlog", "to do", "todo", "planned", "accepted"]);
    if waiting { StatusCategory::ToDo } else { StatusCategory::InProgress }
}
