//! Tickets as signals, in the order of their last change.
//!
//! Freshdesk gives no more than 300 pages of a listing, and a ticket that changes while we read moves to its end
//! and shifts all others. So every page starts at the last second read and repeats what it has of it; pages are
//! only counted among tickets of the same second.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::base::Base;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, text, words};
use super::auth;
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest};
use crate::model::{Customer, Kind, Person, Record, SetAside, Severity, Status, Time};

type Read<T> = std::result::Result<T, BadReply>;

const STREAMS: [Stream; 1] = [Stream { name: "tickets", kind: Kind::Ticket, label: "tickets", page_size: 100 }];

/// Before there was a Freshdesk. Without a date it gives the last 30 days only.
const BEGINNING: &str = "2010-01-01T00:00:00Z";

const OVERLAP: i64 = Time::MINUTE;

/// Where a pull stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    /// Changes at or after this instant are wanted; None: all.
    since: Option<Time>,
    /// So many pages of them were read already.
    pages: u32,
}

impl Place {
    /// After a page whose newest change was at `newest`.
    fn next(self, newest: Option<Time>, more: bool) -> Place {
        match (more, newest) {
            (true, Some(newest)) if Some(newest) > self.since => Place { since: Some(newest), pages: 0 },
            (true, _) => Place { pages: self.pages.saturating_add(1), ..self },
            (false, Some(newest)) => Place { since: Some(newest.plus(-OVERLAP)), pages: 0 },
            (false, None) => Place { pages: 0, ..self },
        }
    }
}

/// Reads one account's tickets.
pub(in super::super) struct TicketReader {
    base: Base,
}

impl TicketReader {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(TicketReader { base: Base::of(account)? })
    }

    fn record(&self, position: usize, ticket: &Value) -> std::result::Result<Record, SetAside> {
        let id = fields::id(ticket, "id").map(|id| id.to_string());
        let missing =
            |what: &str| fields::set_aside(position, ticket, id.clone(), format!("The ticket has no {what}."));
        let external_id = id.clone().ok_or_else(|| missing("number"))?;
        let title = fields::line(ticket, "subject").ok_or_else(|| missing("subject"))?;
        let happened_at = fields::time(ticket, "created_at").ok_or_else(|| missing("date of creation"))?;
        let (status, resolved_at) = standing(ticket);
        Ok(Record {
            kind: kind(ticket),
            title,
            body: body(ticket),
            url: Some(self.base.url(&["a", "tickets", &external_id], &[])),
            severity: severity(ticket),
            status,
            happened_at,
            updated_at: fields::time(ticket, "updated_at").unwrap_or(happened_at),
            resolved_at,
            service: None,
            customer: company(ticket),
            reporter: requester(ticket),
            facts: facts(ticket),
            raw: ticket.to_string(),
            external_id,
        })
    }
}

impl Reader for TicketReader {
    fn auth(&self) -> Auth {
        auth()
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    fn check(&self) -> HttpRequest {
        self.base.get(&["api", "v2", "agents", "me"], &[])
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let value = fields::json(reply)?;
        let contact = value.get("contact").ok_or_else(|| BadReply("it names no agent".to_owned()))?;
        let name = fields::line(contact, "name").ok_or_else(|| BadReply("it names no agent".to_owned()))?;
        Ok(format!("Signed in as {name}"))
    }

    fn request(&self, _stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        let place: Place = at.place();
        let (page, per_page) =
            (place.pages.saturating_add(1).to_string(), page_size.clamp(1, STREAMS[0].page_size).to_string());
        let since = place.since.map_or(BEGINNING.to_owned(), Time::rfc3339);
        let query = [
            ("updated_since", since.as_str()),
            ("order_by", "updated_at"),
            ("order_type", "asc"),
            ("include", "requester,company,description,stats"),
            ("per_page", &per_page),
            ("page", &page),
        ];
        self.base.get(&["api", "v2", "tickets"], &query)
    }

    fn parse(&self, _stream: &Stream, at: &Cursor, reply: &HttpReply, _now: Time) -> Read<Page> {
        let place: Place = at.place();
        let value = fields::json(reply)?;
        let tickets = value.as_array().ok_or_else(|| BadReply("it is not a list of tickets".to_owned()))?;
        let more = reply.header("link").is_some_and(|link| link.contains("rel=\"next\"")) && !tickets.is_empty();
        let newest = tickets.iter().filter_map(|ticket| fields::time(ticket, "updated_at")).max();
        let page = fields::page(tickets, |position, ticket| self.record(position, ticket));
        Ok(Page { next: Cursor::at(&place.next(newest, more)), more, ..page })
    }
}

/// What Freshdesk calls an incident is one customer's report, so it stays a ticket.
fn kind(ticket: &Value) -> Kind {
    match fields::line(ticket, "type").and_then(|name| words::kind(&name)) {
        Some(kind @ (Kind::Feedback | Kind::Error)) => kind,
        _ => Kind::Ticket,
    }
}

fn body(ticket: &Value) -> String {
    let plain = fields::text(ticket, "description_text");
    if plain.is_empty() { text::from_html(fields::text(ticket, "description")) } else { text::plain(plain) }
}

fn severity(ticket: &Value) -> Option<Severity> {
    match fields::id(ticket, "priority")? {
        1 => Some(Severity::Low),
        2 => Some(Severity::Medium),
        3 => Some(Severity::High),
        4 => Some(Severity::Critical),
        _ => None,
    }
}

/// 2 is open, 3 pending, 4 resolved, 5 closed; a team's own numbers follow.
fn standing(ticket: &Value) -> (Status, Option<Time>) {
    let stats = ticket.get("stats").unwrap_or(&Value::Null);
    let resolved_at = fields::time(stats, "resolved_at").or_else(|| fields::time(stats, "closed_at"));
    match fields::id(ticket, "status") {
        Some(4) => (Status::Resolved, resolved_at),
        Some(5) => (Status::Closed, resolved_at),
        _ => (Status::Open, None),
    }
}

fn company(ticket: &Value) -> Option<Customer> {
    let company = ticket.get("company")?;
    let domains = company.get("domains").and_then(Value::as_array);
    let domain = domains.and_then(|all| all.first()).and_then(Value::as_str).map(text::line);
    let number = fields::line(company, "id");
    Some(Customer { name: fields::line(company, "name")?, domain, number, ..Customer::default() })
}

fn requester(ticket: &Value) -> Option<Person> {
    let requester = ticket.get("requester")?;
    let email = fields::line(requester, "email");
    Some(Person { name: fields::line(requester, "name").or_else(|| email.clone())?, email })
}

fn facts(ticket: &Value) -> BTreeMap<String, String> {
    let tags = ticket.get("tags").and_then(Value::as_array).into_iter().flatten();
    let tags: Vec<String> = tags.filter_map(Value::as_str).map(text::line).collect();
    let status = match fields::id(ticket, "status") {
        Some(2) => Some("open".to_owned()),
        Some(3) => Some("pending".to_owned()),
        Some(4) => Some("resolved".to_owned()),
        Some(5) => Some("closed".to_owned()),
        other => other.map(|number| number.to_string()),
    };
    fields::facts([
        ("status", status),
        ("type", fields::line(ticket, "type")),
        ("product", fields::line(ticket, "product_id")),
        ("tags", Some(tags.join(", ")).filter(|tags| !tags.is_empty())),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_gets_further() {
        let second = |seconds: i64, pages| Place { since: Some(Time(seconds * Time::SECOND)), pages };
        let newest = |seconds: i64| Some(Time(seconds * Time::SECOND));
        assert_eq!(Place::default().next(newest(100), true), second(100, 0));
        assert_eq!(second(100, 0).next(newest(100), true), second(100, 1), "all of one second");
        assert_eq!(second(100, 1).next(newest(101), true), second(101, 0));
        assert_eq!(second(101, 0).next(newest(120), false), second(60, 0));
        assert_eq!(second(60, 0).next(None, false), second(60, 0), "nothing changed");
    }
}
