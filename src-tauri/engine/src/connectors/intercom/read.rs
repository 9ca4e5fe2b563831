//! Conversations as signals, found by the time of their last change. The search keeps its own place from page to
//! page; what changes meanwhile is found by the next pull, which starts before this one began.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::base::Base;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, text, words};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest};
use crate::model::{Customer, Kind, Person, Record, SetAside, Severity, Status, Time};

type Read<T> = std::result::Result<T, BadReply>;

const STREAMS: [Stream; 1] =
    [Stream { name: "conversations", kind: Kind::Ticket, label: "conversations", page_size: 150 }];

/// The version of the interface that this is written for.
const VERSION: &str = "2.13";

/// Some of Intercom's searches count whole days and take "after" as "from the next day on".
const OVERLAP: i64 = Time::DAY + 10 * Time::MINUTE;

/// Where a pull stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    /// Changes after this instant are wanted; None: all.
    since: Option<Time>,
    /// When Intercom answered this pull first, by its own clock.
    began: Option<Time>,
    /// Intercom's own note of the next page.
    page: Option<String>,
}

/// Reads one workspace's conversations.
pub(in super::super) struct ConversationReader {
    base: Base,
}

impl ConversationReader {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(ConversationReader { base: Base::of(account)? })
    }
}

fn versioned(mut request: HttpRequest) -> HttpRequest {
    request.headers.push(("intercom-version", VERSION.to_owned()));
    request
}

impl Reader for ConversationReader {
    fn auth(&self) -> Auth {
        Auth::authorization("Bearer")
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    fn check(&self) -> HttpRequest {
        versioned(self.base.get(&["me"], &[]))
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let value = fields::json(reply)?;
        let name = fields::line(&value, "name").or_else(|| fields::line(&value, "email"));
        let name = name.ok_or_else(|| BadReply("it names no user".to_owned()))?;
        Ok(match value.get("app").and_then(|app| fields::line(app, "name")) {
            Some(workspace) => format!("Signed in as {name} to {workspace}"),
            None => format!("Signed in as {name}"),
        })
    }

    fn request(&self, _stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        let place: Place = at.place();
        let since = place.since.map_or(1, |since| since.0.div_euclid(Time::SECOND));
        let mut pagination = json!({ "per_page": page_size.clamp(1, STREAMS[0].page_size) });
        if let Some(page) = &place.page {
            pagination["starting_after"] = json!(page);
        }
        let body = json!({
            "query": { "field": "updated_at", "operator": ">", "value": since },
            "pagination": pagination,
        });
        versioned(self.base.ask(&["conversations", "search"], &[], &body))
    }

    fn parse(&self, _stream: &Stream, at: &Cursor, reply: &HttpReply, now: Time) -> Read<Page> {
        let place: Place = at.place();
        let value = fields::json(reply)?;
        let conversations = fields::list(&value, "conversations")?;
        let began = place.began.unwrap_or_else(|| fields::answered(reply).unwrap_or(now));
        let following = value.pointer("/pages/next").and_then(|next| fields::line(next, "starting_after"));
        let more = following.is_some();
        let next = if more {
            Place { began: Some(began), page: following, ..place }
        } else {
            Place { since: Some(began.plus(-OVERLAP)), ..Place::default() }
        };
        let total = value.get("total_count").and_then(Value::as_u64);
        Ok(Page { next: Cursor::at(&next), more, total, ..fields::page(conversations, record) })
    }
}

fn record(position: usize, conversation: &Value) -> std::result::Result<Record, SetAside> {
    let id = fields::line(conversation, "id");
    let missing =
        |what: &str| fields::set_aside(position, conversation, id.clone(), format!("The conversation has no {what}."));
    let external_id = id.clone().ok_or_else(|| missing("id"))?;
    let happened_at = fields::seconds(conversation, "created_at").ok_or_else(|| missing("date of creation"))?;
    let source = conversation.get("source").unwrap_or(&Value::Null);
    let body = text::from_html(fields::text(source, "body"));
    let first_line = || body.lines().map(text::line).find(|line| !line.is_empty());
    let subject = Some(text::line(&text::from_html(fields::text(source, "subject")))).filter(|line| !line.is_empty());
    let title = fields::line(conversation, "title").or(subject).or_else(first_line);
    let (status, resolved_at) = standing(conversation);
    Ok(Record {
        kind: kind(conversation),
        // A chat that began with a picture says nothing.
        title: title.unwrap_or_else(|| "Conversation without words".to_owned()),
        // Whoever may see it is led from here to the workspace it belongs to.
        url: Some(format!("https://app.intercom.com/a/apps/_/conversations/{}", escaped(&external_id))),
        severity: Some(Severity::High).filter(|_| fields::text(conversation, "priority") == "priority"),
        status,
        happened_at,
        updated_at: fields::seconds(conversation, "updated_at").unwrap_or(happened_at),
        resolved_at,
        service: None,
        customer: company(conversation),
        reporter: author(source),
        facts: facts(conversation, source),
        raw: conversation.to_string(),
        body,
        external_id,
    })
}

fn escaped(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_alphanumeric()).collect()
}

fn tags(conversation: &Value) -> Vec<String> {
    let tags = conversation.pointer("/tags/tags").and_then(Value::as_array).into_iter().flatten();
    tags.filter_map(|tag| fields::line(tag, "name")).collect()
}

fn kind(conversation: &Value) -> Kind {
    let wish = tags(conversation).iter().any(|tag| words::kind(tag) == Some(Kind::Feedback));
    if wish { Kind::Feedback } else { Kind::Ticket }
}

fn standing(conversation: &Value) -> (Status, Option<Time>) {
    let statistics = conversation.get("statistics").unwrap_or(&Value::Null);
    match fields::text(conversation, "state") {
        "closed" => (Status::Resolved, fields::seconds(statistics, "last_close_at")),
        _ => (Status::Open, None),
    }
}

/// Conversations that an employee or a bot began are addressed to customers, not from one.
fn author(source: &Value) -> Option<Person> {
    let author = source.get("author")?;
    if ["admin", "bot", "team"].contains(&fields::text(author, "type")) {
        return None;
    }
    let email = fields::line(author, "email");
    Some(Person { name: fields::line(author, "name").or_else(|| email.clone())?, email })
}

/// Only workspaces that sort conversations by company tell it.
fn company(conversation: &Value) -> Option<Customer> {
    let company = conversation.get("company")?;
    let plan = company.get("plan").and_then(|plan| fields::line(plan, "name"));
    let number = fields::line(company, "id");
    Some(Customer { name: fields::line(company, "name")?, plan, number, ..Customer::default() })
}

fn facts(conversation: &Value, source: &Value) -> BTreeMap<String, String> {
    let rating = conversation.get("conversation_rating").unwrap_or(&Value::Null);
    fields::facts([
        ("status", fields::line(conversation, "state")),
        ("channel", fields::line(source, "type")),
        ("page", fields::line(source, "url")),
        ("rating", fields::line(rating, "rating")),
        ("remark", fields::line(rating, "remark")),
        ("tags", Some(tags(conversation).join(", ")).filter(|tags| !tags.is_empty())),
    ])
}
