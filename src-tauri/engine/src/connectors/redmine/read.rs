//! Issues as signals, in the order of their last change.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::base::Base;
use super::super::place::Place;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, text, words};
use super::{PAGE, auth};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest};
use crate::model::{Kind, Person, Record, SetAside, Severity, Status, Time};

type Read<T> = std::result::Result<T, BadReply>;

const STREAMS: [Stream; 1] = [Stream { name: "issues", kind: Kind::Ticket, label: "issues", page_size: PAGE }];

/// A later pull starts this much before the newest change that the last one saw.
const OVERLAP: i64 = Time::MINUTE;

/// Reads one account's issues: of one project and its sub-projects, or of all it may see.
pub(in super::super) struct IssueReader {
    base: Base,
    project: String,
}

impl IssueReader {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(IssueReader { base: Base::of(account)?, project: account.project.trim().to_owned() })
    }
}

impl Reader for IssueReader {
    fn auth(&self) -> Auth {
        auth()
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    /// Not the issues: with a wrong key Redmine shows a stranger's view of public projects.
    fn check(&self) -> HttpRequest {
        self.base.get(&["users", "current.json"], &[])
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let value = fields::json(reply)?;
        let user = value.get("user").ok_or_else(|| BadReply("it names no user".to_owned()))?;
        let login = fields::line(user, "login").ok_or_else(|| BadReply("it names no user".to_owned()))?;
        Ok(format!("Signed in as {login}"))
    }

    fn request(&self, _stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        let place: Place = at.place();
        let limit = page_size.clamp(1, PAGE).to_string();
        let offset = place.skip.to_string();
        let since = place.since.map(|since| format!(">={}", since.rfc3339()));
        let mut query =
            vec![("status_id", "*"), ("sort", "updated_on,id"), ("limit", limit.as_str()), ("offset", offset.as_str())];
        if let Some(since) = &since {
            query.push(("updated_on", since));
        }
        if !self.project.is_empty() {
            query.push(("project_id", &self.project));
        }
        self.base.get(&["issues.json"], &query)
    }

    fn parse(&self, _stream: &Stream, at: &Cursor, reply: &HttpReply, _now: Time) -> Read<Page> {
        let place: Place = at.place();
        let value = fields::json(reply)?;
        let issues = fields::list(&value, "issues")?;
        let count = issues.len() as u64;
        let left = value.get("total_count").and_then(Value::as_u64);
        let reached = place.skip.saturating_add(count);
        let more = left.map_or(count > 0, |left| reached < left);
        if more && count == 0 {
            return Err(BadReply("it speaks of more issues and holds none".to_owned()));
        }
        let newest = issues.iter().filter_map(|issue| fields::time(issue, "updated_on")).max();
        let next = if more { place.onwards(count, newest) } else { place.finished(newest, OVERLAP) };
        let mut page = Page { next: Cursor::at(&next), more, ..Page::default() };
        page.total = left.map(|left| left.saturating_sub(place.skip).saturating_add(place.seen));
        for (position, issue) in issues.iter().enumerate() {
            match self.record(position, issue) {
                Ok(record) => page.records.push(record),
                Err(set_aside) => page.set_aside.push(set_aside),
            }
        }
        Ok(page)
    }
}

impl IssueReader {
    fn record(&self, position: usize, issue: &Value) -> std::result::Result<Record, SetAside> {
        let id = fields::id(issue, "id").map(|id| id.to_string());
        let missing = |what: &str| fields::set_aside(position, issue, id.clone(), format!("The issue has no {what}."));
        let external_id = id.clone().ok_or_else(|| missing("number"))?;
        let title = fields::line(issue, "subject").ok_or_else(|| missing("subject"))?;
        let happened_at = fields::time(issue, "created_on").ok_or_else(|| missing("date of creation"))?;
        let updated_at = fields::time(issue, "updated_on").unwrap_or(happened_at);
        let (status, resolved_at) = standing(issue);
        Ok(Record {
            kind: fields::named(issue, "tracker").and_then(|name| words::kind(&name)).unwrap_or(Kind::Ticket),
            title,
            body: text::from_textile(fields::text(issue, "description")),
            url: Some(self.base.url(&["issues", &external_id], &[])),
            severity: severity(issue),
            status,
            happened_at,
            updated_at,
            resolved_at,
            service: fields::named(issue, "project"),
            customer: None,
            reporter: fields::named(issue, "author").map(|name| Person { name, email: None }),
            facts: facts(issue),
            raw: issue.to_string(),
            external_id,
        })
    }
}

/// Redmine dates only the closing, so that is when an issue counts as resolved. A status that says "resolved" and
/// isn't a closed one has no date at all.
fn standing(issue: &Value) -> (Status, Option<Time>) {
    let status = issue.get("status").unwrap_or(&Value::Null);
    let closed_on = fields::time(issue, "closed_on");
    let is_closed = status.get("is_closed").and_then(Value::as_bool);
    if is_closed.unwrap_or(closed_on.is_some()) {
        return (Status::Closed, closed_on);
    }
    let name = fields::line(status, "name").unwrap_or_default().to_lowercase();
    let resolved = ["resolved", "solved", "fixed"].contains(&name.as_str());
    (if resolved { Status::Resolved } else { Status::Open }, None)
}

fn severity(issue: &Value) -> Option<Severity> {
    words::severity(&fields::named(issue, "priority")?)
}

fn facts(issue: &Value) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    for (fact, field) in [
        ("tracker", "tracker"),
        ("status", "status"),
        ("priority", "priority"),
        ("category", "category"),
        ("version", "fixed_version"),
    ] {
        if let Some(found) = fields::named(issue, field) {
            facts.insert(fact.to_owned(), found);
        }
    }
    for custom in issue.get("custom_fields").and_then(Value::as_array).into_iter().flatten() {
        if let (Some(name), Some(value)) = (fields::line(custom, "name"), fields::line(custom, "value")) {
            facts.entry(name.to_lowercase()).or_insert(value);
        }
    }
    facts
}
