//! Tickets as signals, from Zendesk's incremental export: every reply names the place where the next one goes on,
//! today or next month. Zendesk leaves out the last minute, so that nothing is missed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::base::Base;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, text, words};
use super::auth;
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Verdict};
use crate::model::{Customer, Kind, Person, Record, SetAside, Status, Time};

type Read<T> = std::result::Result<T, BadReply>;

const STREAMS: [Stream; 1] = [Stream { name: "tickets", kind: Kind::Ticket, label: "tickets", page_size: 1000 }];

/// What comes beside the tickets, so that no further request is needed.
const BESIDE: &str = "users,organizations,metric_sets";

/// Reads one account's tickets.
pub(in super::super) struct TicketReader {
    base: Base,
    user: String,
}

impl TicketReader {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(TicketReader { base: Base::of(account)?, user: account.user.trim().to_owned() })
    }

    fn record(&self, beside: &Beside<'_>, position: usize, ticket: &Value) -> std::result::Result<Record, SetAside> {
        let id = fields::id(ticket, "id").map(|id| id.to_string());
        let missing =
            |what: &str| fields::set_aside(position, ticket, id.clone(), format!("The ticket has no {what}."));
        let external_id = id.clone().ok_or_else(|| missing("number"))?;
        let body = text::plain(fields::text(ticket, "description"));
        let first_line = || Some(text::line(body.lines().next()?)).filter(|line| !line.is_empty());
        // Tickets from chat and calls often have no subject.
        let title = fields::line(ticket, "subject").or_else(first_line).ok_or_else(|| missing("subject"))?;
        let happened_at = fields::time(ticket, "created_at").ok_or_else(|| missing("date of creation"))?;
        let (status, resolved_at) = standing(ticket, beside);
        Ok(Record {
            kind: kind(ticket),
            url: Some(self.base.url(&["agent", "tickets", &external_id], &[])),
            severity: fields::line(ticket, "priority").and_then(|name| words::severity(&name)),
            status,
            happened_at,
            updated_at: fields::time(ticket, "updated_at").unwrap_or(happened_at),
            resolved_at,
            service: None,
            customer: beside.organisation(ticket),
            reporter: beside.requester(ticket),
            facts: facts(ticket).into_iter().chain(beside.flow(ticket)).collect(),
            raw: ticket.to_string(),
            title,
            body,
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
        self.base.get(&["api", "v2", "users", "me.json"], &[])
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let value = fields::json(reply)?;
        let user = value.get("user").ok_or_else(|| BadReply("it names no user".to_owned()))?;
        let name = fields::line(user, "name").ok_or_else(|| BadReply("it names no user".to_owned()))?;
        Ok(format!("Signed in as {name}"))
    }

    fn request(&self, _stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        let per_page = page_size.clamp(1, STREAMS[0].page_size).to_string();
        let place = match &at.0 {
            Some(cursor) => ("cursor", cursor.as_str()),
            None => ("start_time", "1"),
        };
        let query = [place, ("per_page", per_page.as_str()), ("include", BESIDE)];
        self.base.get(&["api", "v2", "incremental", "tickets", "cursor.json"], &query)
    }

    fn parse(&self, _stream: &Stream, at: &Cursor, reply: &HttpReply, _now: Time) -> Read<Page> {
        let value = fields::json(reply)?;
        let tickets = fields::list(&value, "tickets")?;
        let end = value.get("end_of_stream").and_then(Value::as_bool);
        let end = end.ok_or_else(|| BadReply("it doesn't say whether more tickets follow".to_owned()))?;
        let next = value.get("after_cursor").and_then(Value::as_str).map(str::to_owned);
        if !end && next.is_none() {
            return Err(BadReply("it speaks of more tickets and doesn't say where".to_owned()));
        }
        let beside = Beside::of(&value);
        let page = fields::page(tickets, |position, ticket| self.record(&beside, position, ticket));
        Ok(Page { next: Cursor(next.or_else(|| at.0.clone())), more: !end, ..page })
    }

    /// To a stranger Zendesk answers who he is: nobody.
    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        let value = fields::json(reply).unwrap_or_default();
        let nobody = value.get("user").is_some_and(|user| fields::id(user, "id").is_none());
        if reply.status == 200 && nobody { Verdict::CredentialRejected } else { Verdict::from_status(reply, now) }
    }
}

/// What a page tells beside its tickets, by number.
struct Beside<'a> {
    users: BTreeMap<u64, &'a Value>,
    organisations: BTreeMap<u64, &'a Value>,
    /// By the ticket's number.
    metrics: BTreeMap<u64, &'a Value>,
}

impl<'a> Beside<'a> {
    fn of(page: &'a Value) -> Self {
        let by = |list: &str, key: &str| {
            let items = page.get(list).and_then(Value::as_array).into_iter().flatten();
            items.filter_map(|item| Some((fields::id(item, key)?, item))).collect()
        };
        Beside {
            users: by("users", "id"),
            organisations: by("organizations", "id"),
            metrics: by("metric_sets", "ticket_id"),
        }
    }

    fn organisation(&self, ticket: &Value) -> Option<Customer> {
        let found = self.organisations.get(&fields::id(ticket, "organization_id")?)?;
        let domains = found.get("domain_names").and_then(Value::as_array);
        let domain = domains.and_then(|all| all.first()).and_then(Value::as_str).map(text::line);
        let number = fields::line(found, "id");
        Some(Customer { name: fields::line(found, "name")?, domain, number, ..Customer::default() })
    }

    fn requester(&self, ticket: &Value) -> Option<Person> {
        let found = self.users.get(&fields::id(ticket, "requester_id")?)?;
        let email = fields::line(found, "email");
        Some(Person { name: fields::line(found, "name").or_else(|| email.clone())?, email })
    }

    /// A ticket carries its own metrics, or they stand beside it.
    fn metrics<'t>(&self, ticket: &'t Value) -> Option<&'t Value>
    where
        'a: 't,
    {
        let own = ticket.get("metric_set");
        own.or_else(|| self.metrics.get(&fields::id(ticket, "id")?).copied())
    }

    fn solved_at(&self, ticket: &Value) -> Option<Time> {
        fields::time(self.metrics(ticket)?, "solved_at")
    }

    /// How often the ticket went to another group, and how long it was on hold.
    fn flow(&self, ticket: &Value) -> BTreeMap<String, String> {
        let metrics = self.metrics(ticket).unwrap_or(&Value::Null);
        let stations = metrics.get("group_stations").and_then(Value::as_u64);
        let held = metrics.pointer("/on_hold_time_in_minutes/calendar").and_then(Value::as_u64);
        fields::facts([
            ("hand_overs", stations.map(|stations| stations.saturating_sub(1).to_string())),
            ("on_hold_minutes", held.map(|minutes| minutes.to_string())),
        ])
    }
}

/// What Zendesk calls an incident is one customer's report of a problem, so it stays a ticket.
fn kind(ticket: &Value) -> Kind {
    let tags = ticket.get("tags").and_then(Value::as_array).into_iter().flatten();
    let wish = tags.filter_map(Value::as_str).any(|tag| words::kind(tag) == Some(Kind::Feedback));
    if wish { Kind::Feedback } else { Kind::Ticket }
}

/// A ticket is solved by whoever answered it, and closed by Zendesk some days later.
fn standing(ticket: &Value, beside: &Beside<'_>) -> (Status, Option<Time>) {
    let told = || beside.solved_at(ticket);
    match fields::text(ticket, "status") {
        "solved" => (Status::Resolved, told().or_else(|| fields::time(ticket, "updated_at"))),
        "closed" | "deleted" => (Status::Closed, told()),
        _ => (Status::Open, None),
    }
}

fn facts(ticket: &Value) -> BTreeMap<String, String> {
    let tags = ticket.get("tags").and_then(Value::as_array).into_iter().flatten();
    let tags: Vec<String> = tags.filter_map(Value::as_str).map(text::line).collect();
    let via = ticket.get("via").unwrap_or(&Value::Null);
    let rating = ticket.get("satisfaction_rating").unwrap_or(&Value::Null);
    fields::facts([
        ("status", fields::line(ticket, "status")),
        ("priority", fields::line(ticket, "priority")),
        ("type", fields::line(ticket, "type")),
        ("channel", fields::line(via, "channel")),
        ("problem", fields::line(ticket, "problem_id")),
        ("rating", fields::line(rating, "score").filter(|score| score != "unoffered" && score != "offered")),
        ("tags", Some(tags.join(", ")).filter(|tags| !tags.is_empty())),
    ])
}
