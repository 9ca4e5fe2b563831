//! Tickets as signals, in the order of their numbers, which never change: a ticket that changes while we read
//! keeps its place, and one that is created comes last.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::base::Base;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, text, words};
use super::{auth, texts};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest};
use crate::model::{Kind, Person, Record, SetAside, Severity, Status, Time};

type Read<T> = std::result::Result<T, BadReply>;

/// 50, because the opening messages of a page's tickets must fit into one page of at most 100.
const STREAMS: [Stream; 1] = [Stream { name: "tickets", kind: Kind::Ticket, label: "tickets", page_size: 50 }];

/// Request Tracker reads a date in the account's own time zone, which it doesn't tell. The furthest west is 12
/// hours behind UTC, so asking for 12 hours more misses nothing anywhere.
const ZONE: i64 = 12 * Time::HOUR;

/// Changes that were being written while the pull began.
const OVERLAP: i64 = 5 * Time::MINUTE;

const FIELDS: &str = "Subject,Status,Created,LastUpdated,Started,Resolved,Priority,Queue,Requestor,CustomFields";

/// Where a pull stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    /// Changes at or after this instant are wanted; None: all.
    since: Option<Time>,
    /// When the tool answered this pull first, by its own clock.
    began: Option<Time>,
    /// The last number read in this pull.
    after: u64,
    /// Read in this pull so far.
    seen: u64,
}

impl Place {
    /// An unreadable cursor starts from the beginning: reading again is harmless.
    fn of(cursor: &Cursor) -> Place {
        cursor.0.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    fn cursor(self) -> Cursor {
        Cursor(serde_json::to_string(&self).ok())
    }
}

/// Reads one account's tickets: of one queue, or of all it may see.
pub(in super::super) struct TicketReader {
    base: Base,
    user: String,
    queue: String,
}

impl TicketReader {
    pub fn new(account: &Account) -> Result<Self> {
        let (user, queue) = (account.user.trim().to_owned(), account.project.trim().to_owned());
        Ok(TicketReader { base: Base::of(account)?, user, queue })
    }

    fn query(&self, place: &Place) -> String {
        let mut query = format!("Type = 'ticket' AND id > {}", place.after);
        if let Some(since) = place.since {
            let local = since.plus(-ZONE).utc().map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string());
            query.push_str(&format!(" AND LastUpdated >= '{}'", local.unwrap_or_default()));
        }
        if !self.queue.is_empty() {
            query.push_str(&format!(" AND Queue = '{}'", self.queue.replace('\\', "\\\\").replace('\'', "\\'")));
        }
        query
    }

    fn record(&self, position: usize, ticket: &Value) -> std::result::Result<Record, SetAside> {
        let id = fields::id(ticket, "id").map(|id| id.to_string());
        let missing =
            |what: &str| fields::set_aside(position, ticket, id.clone(), format!("The ticket has no {what}."));
        let external_id = id.clone().ok_or_else(|| missing("number"))?;
        let title = fields::line(ticket, "Subject").ok_or_else(|| missing("subject"))?;
        let happened_at = fields::time(ticket, "Created").ok_or_else(|| missing("date of creation"))?;
        let (status, resolved_at) = standing(ticket);
        let queue = ticket.get("Queue").and_then(|queue| fields::line(queue, "Name"));
        Ok(Record {
            kind: queue.as_deref().and_then(words::kind).unwrap_or(Kind::Ticket),
            title,
            body: String::new(),
            url: Some(self.base.url(&["Ticket", "Display.html"], &[("id", &external_id)])),
            severity: severity(ticket),
            status,
            happened_at,
            updated_at: fields::time(ticket, "LastUpdated").unwrap_or(happened_at),
            resolved_at,
            service: queue,
            customer: None,
            reporter: requestor(ticket),
            facts: facts(ticket),
            raw: ticket.to_string(),
            external_id,
        })
    }
}

impl Reader for TicketReader {
    fn auth(&self) -> Auth {
        auth(&self.user)
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    fn check(&self) -> HttpRequest {
        self.base.get(&["REST", "2.0", "rt"], &[])
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let value = fields::json(reply)?;
        let version = fields::line(&value, "Version").ok_or_else(|| BadReply("it names no version".to_owned()))?;
        let who = if self.user.is_empty() { "with the token".to_owned() } else { format!("as {}", self.user) };
        Ok(format!("Signed in {who} to Request Tracker {version}"))
    }

    fn request(&self, _stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        let place = Place::of(at);
        let per_page = page_size.clamp(1, STREAMS[0].page_size).to_string();
        let query = [
            ("query", &*self.query(&place)),
            ("orderby", "id"),
            ("order", "ASC"),
            ("per_page", &per_page),
            ("fields", FIELDS),
            ("fields[Queue]", "Name"),
            ("fields[Requestor]", "Name,RealName,EmailAddress"),
        ];
        self.base.get(&["REST", "2.0", "tickets"], &query)
    }

    fn parse(&self, _stream: &Stream, at: &Cursor, reply: &HttpReply, now: Time) -> Read<Page> {
        let place = Place::of(at);
        let value = fields::json(reply)?;
        let tickets = fields::list(&value, "items")?;
        let count = tickets.len() as u64;
        let began = place.began.unwrap_or_else(|| fields::answered(reply).unwrap_or(now));
        let more = value.get("next_page").is_some_and(|next| !next.is_null()) && count > 0;
        let last = tickets.iter().filter_map(|ticket| fields::id(ticket, "id")).max().unwrap_or(0);
        if more && last <= place.after {
            return Err(BadReply("it repeats tickets that were read already".to_owned()));
        }
        let next = if more {
            Place { began: Some(began), after: last, seen: place.seen.saturating_add(count), ..place }
        } else {
            Place { since: Some(began.plus(-OVERLAP)), ..Place::default() }
        };
        let mut page = Page { next: next.cursor(), more, ..Page::default() };
        page.total = value.get("total").and_then(Value::as_u64).map(|left| left.saturating_add(place.seen));
        for (position, ticket) in tickets.iter().enumerate() {
            match self.record(position, ticket) {
                Ok(record) => page.records.push(record),
                Err(set_aside) => page.set_aside.push(set_aside),
            }
        }
        Ok(page)
    }

    /// A search never returns what people wrote, so a page takes two more requests, whatever its size.
    fn complete(&self, page: &mut Page, replies: &[HttpReply]) -> Read<Option<HttpRequest>> {
        match replies {
            [] => Ok(texts::openings(&self.base, &page.records)),
            [openings] => texts::messages(&self.base, openings),
            [openings, messages, ..] => {
                texts::fill(&mut page.records, openings, messages)?;
                Ok(None)
            }
        }
    }
}

/// Unset dates arrive as 1970. A status of a team's own making counts as open until the ticket has a date of resolution.
fn standing(ticket: &Value) -> (Status, Option<Time>) {
    let resolved_at = fields::time(ticket, "Resolved");
    match fields::line(ticket, "Status").unwrap_or_default().to_lowercase().as_str() {
        "rejected" | "deleted" => (Status::Closed, resolved_at),
        "resolved" => (Status::Resolved, resolved_at),
        "new" | "open" | "stalled" => (Status::Open, None),
        _ if resolved_at.is_some() => (Status::Resolved, resolved_at),
        _ => (Status::Open, None),
    }
}

/// Request Tracker's own names for its numbers: 100 is High, 50 Medium; 0 is Low, but also what nobody set.
fn severity(ticket: &Value) -> Option<Severity> {
    let priority = fields::line(ticket, "Priority")?;
    match priority.parse::<i64>() {
        Ok(100..) => Some(Severity::High),
        Ok(50..) => Some(Severity::Medium),
        Ok(1..) => Some(Severity::Low),
        Ok(_) => None,
        Err(_) => words::severity(&priority),
    }
}

/// The first who asked.
fn requestor(ticket: &Value) -> Option<Person> {
    let person = match ticket.get("Requestor")? {
        Value::Array(people) => people.first()?,
        person => person,
    };
    let email = fields::line(person, "EmailAddress");
    let name = fields::line(person, "RealName").or_else(|| fields::line(person, "Name")).or_else(|| email.clone())?;
    Some(Person { name, email })
}

fn facts(ticket: &Value) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    for (fact, field) in [("status", "Status"), ("priority", "Priority")] {
        if let Some(found) = fields::line(ticket, field) {
            facts.insert(fact.to_owned(), found);
        }
    }
    for custom in ticket.get("CustomFields").and_then(Value::as_array).into_iter().flatten() {
        let value = custom.get("values").and_then(Value::as_array).and_then(|values| values.first());
        if let (Some(name), Some(value)) = (fields::line(custom, "name"), value.and_then(Value::as_str)) {
            facts.entry(name.to_lowercase()).or_insert_with(|| text::line(value));
        }
    }
    facts
}
