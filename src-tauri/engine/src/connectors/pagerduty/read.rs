//! Incidents as signals, in slices of the time they were created in.
//!
//! PagerDuty finds incidents by the time of their creation only, in at most six months at once and not beyond
//! the 10,000th of a listing. So the first page asks where the history begins, slices lead from there to the
//! present, and incidents that were open when they were last read are asked for again by their ids.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::base::Base;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, text, words};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Verdict};
use crate::model::{Kind, Record, SetAside, Severity, Status, Time};

type Read<T> = std::result::Result<T, BadReply>;

const STREAMS: [Stream; 1] = [Stream { name: "incidents", kind: Kind::Incident, label: "incidents", page_size: 100 }];

/// Short of the six months that are allowed, whatever months they are.
const SLICE: i64 = 170 * Time::DAY;

/// PagerDuty gives nothing beyond this place of a listing.
const FURTHEST: u64 = 9_900;

/// Incidents that were being written while the pull went on.
const OVERLAP: i64 = 10 * Time::MINUTE;

/// Where a pull stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    /// Incidents created at or after this instant are wanted; None: all.
    since: Option<Time>,
    /// So many of them were read already.
    skip: u64,
    /// What was open when it was last read.
    open: BTreeSet<String>,
    /// What of it this pull has still to ask for by its id. None while it reads slices.
    ask: Option<BTreeSet<String>>,
}

/// Reads one account's incidents: of some services, or of all it may see.
pub(in super::super) struct IncidentReader {
    base: Base,
    services: Vec<String>,
}

impl IncidentReader {
    pub fn new(account: &Account) -> Result<Self> {
        let services = account.project.split([',', ' ', '\n']).filter(|id| !id.is_empty()).map(str::to_owned).collect();
        Ok(IncidentReader { base: Base::of(account)?, services })
    }

    fn get(&self, steps: &[&str], query: &[(&str, &str)]) -> HttpRequest {
        let headers = vec![("accept", "application/vnd.pagerduty+json;version=2".to_owned())];
        HttpRequest { headers, ..self.base.get(steps, query) }
    }

    fn listing(&self, place: &Place, limit: u32) -> HttpRequest {
        let (limit, offset) = (limit.clamp(1, 100).to_string(), place.skip.to_string());
        let mut query = vec![("limit", &*limit), ("offset", &*offset), ("sort_by", "created_at:asc")];
        query.extend([("time_zone", "UTC"), ("include[]", "priorities")]);
        let slice = place.since.map(|since| (since.rfc3339(), since.plus(SLICE).rfc3339()));
        match &slice {
            Some((since, until)) => query.extend([("since", &**since), ("until", &**until)]),
            None => query.push(("date_range", "all")),
        }
        query.extend(self.services.iter().map(|id| ("service_ids[]", id.as_str())));
        self.get(&["incidents"], &query)
    }

    /// After a page of the listing.
    fn onwards(mut place: Place, incidents: &[Value], goes_on: bool, now: Time) -> Place {
        let newest = incidents.iter().filter_map(|incident| fields::time(incident, "created_at")).max();
        let end = place.since.map(|since| since.plus(SLICE));
        let skip = place.skip.saturating_add(incidents.len() as u64);
        if goes_on && skip <= FURTHEST && place.since.is_some() {
            place.skip = skip;
        } else if goes_on && newest > place.since {
            (place.since, place.skip) = (newest, 0);
        } else if let Some(end) = end.filter(|end| *end < now) {
            (place.since, place.skip) = (Some(end), 0);
        } else {
            let read: BTreeSet<String> = incidents.iter().filter_map(|incident| fields::line(incident, "id")).collect();
            place.since = Some(now.plus(-OVERLAP));
            place.skip = 0;
            place.ask = Some(place.open.difference(&read).cloned().collect());
        }
        place
    }

    /// After an incident that was asked for by its id. One that is gone is not asked for again.
    fn asked(mut place: Place, found: bool) -> Place {
        let id = place.ask.as_mut().and_then(BTreeSet::pop_first);
        if let Some(id) = id.filter(|_| !found) {
            place.open.remove(&id);
        }
        place
    }
}

impl Reader for IncidentReader {
    fn auth(&self) -> Auth {
        Auth::Header { name: "authorization", before: "Token token=".to_owned(), after: "" }
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    fn check(&self) -> HttpRequest {
        self.listing(&Place::default(), 1)
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let value = fields::json(reply)?;
        let found = fields::list(&value, "incidents")?.first().and_then(|incident| fields::line(incident, "html_url"));
        let host = found.and_then(|url| url::Url::parse(&url).ok()?.host_str().map(str::to_owned));
        Ok(host.map_or("Signed in to PagerDuty".to_owned(), |host| format!("Signed in to {host}")))
    }

    fn request(&self, _stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        let place: Place = at.place();
        match place.ask.as_ref().and_then(BTreeSet::first) {
            Some(id) => self.get(&["incidents", id], &[("include[]", "priorities")]),
            None => self.listing(&place, page_size),
        }
    }

    fn parse(&self, _stream: &Stream, at: &Cursor, reply: &HttpReply, now: Time) -> Read<Page> {
        let place: Place = at.place();
        let value = fields::json(reply)?;
        let asked = place.ask.as_ref().is_some_and(|ask| !ask.is_empty());
        let incidents: Vec<Value> = match value.get("incident") {
            Some(incident) if asked => vec![incident.clone()],
            // An incident that is gone stays here as it was.
            None if asked && says_gone(&value) => Vec::new(),
            _ if asked => return Err(BadReply("it holds no incident".to_owned())),
            _ => fields::list(&value, "incidents")?.clone(),
        };
        let goes_on = value.get("more").and_then(Value::as_bool).unwrap_or(false) && !incidents.is_empty();
        let mut page = fields::page(&incidents, record);
        let mut next = place.clone();
        for record in &page.records {
            if record.status == Status::Open {
                next.open.insert(record.external_id.clone());
            } else {
                next.open.remove(&record.external_id);
            }
        }
        next = if asked {
            Self::asked(next, !incidents.is_empty())
        } else {
            Self::onwards(next, &incidents, goes_on, now)
        };
        page.more = next.ask.as_ref().is_none_or(|ask| !ask.is_empty());
        if !page.more {
            next.ask = None;
        }
        page.next = Cursor::at(&next);
        Ok(page)
    }

    /// One incident that can't be found any more doesn't end the pull.
    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        let value = fields::json(reply).unwrap_or_default();
        if reply.status == 404 && says_gone(&value) { Verdict::Done } else { Verdict::from_status(reply, now) }
    }
}

/// PagerDuty's own number for what it doesn't have.
fn says_gone(value: &Value) -> bool {
    value.pointer("/error/code").and_then(Value::as_u64) == Some(2100)
}

fn record(position: usize, incident: &Value) -> std::result::Result<Record, SetAside> {
    let id = fields::line(incident, "id");
    let missing =
        |what: &str| fields::set_aside(position, incident, id.clone(), format!("The incident has no {what}."));
    let external_id = id.clone().ok_or_else(|| missing("id"))?;
    let title = fields::line(incident, "title").or_else(|| fields::line(incident, "summary"));
    let title = title.ok_or_else(|| missing("title"))?;
    let happened_at = fields::time(incident, "created_at").ok_or_else(|| missing("date of creation"))?;
    let changed_at = fields::time(incident, "last_status_change_at");
    let resolved = fields::text(incident, "status") == "resolved";
    let resolved_at = fields::time(incident, "resolved_at").or(changed_at).filter(|_| resolved);
    Ok(Record {
        kind: Kind::Incident,
        title,
        body: text::plain(incident.pointer("/body/details").and_then(Value::as_str).unwrap_or_default()),
        url: fields::line(incident, "html_url"),
        severity: severity(incident),
        status: if resolved { Status::Resolved } else { Status::Open },
        happened_at,
        updated_at: fields::time(incident, "updated_at").or(changed_at).unwrap_or(happened_at),
        resolved_at,
        service: summary(incident, "service"),
        customer: None,
        reporter: None,
        facts: facts(incident),
        raw: incident.to_string(),
        external_id,
    })
}

/// A priority says more than an urgency, which only says whether somebody is woken up.
fn severity(incident: &Value) -> Option<Severity> {
    let urgency = match fields::text(incident, "urgency") {
        "high" => Some(Severity::High),
        "low" => Some(Severity::Low),
        _ => None,
    };
    summary(incident, "priority").and_then(|name| words::severity(&name)).or(urgency)
}

fn facts(incident: &Value) -> BTreeMap<String, String> {
    let first = |name: &str| incident.get(name).and_then(Value::as_array).and_then(|list| list.first()).cloned();
    let reason = incident.get("resolve_reason").unwrap_or(&Value::Null);
    fields::facts([
        ("number", fields::line(incident, "incident_number")),
        ("status", fields::line(incident, "status")),
        ("urgency", fields::line(incident, "urgency")),
        ("priority", summary(incident, "priority")),
        ("team", first("teams").and_then(|team| fields::line(&team, "summary"))),
        ("escalation_policy", summary(incident, "escalation_policy")),
        ("acknowledged_at", first("acknowledgements").and_then(|ack| Some(fields::time(&ack, "at")?.rfc3339()))),
        ("alerts", incident.get("alert_counts").and_then(|counts| fields::line(counts, "all"))),
        ("merged_into", reason.get("incident").and_then(|into| fields::line(into, "id"))),
    ])
}

/// What PagerDuty calls a reference; a priority that is told in full has a name too.
fn summary(incident: &Value, name: &str) -> Option<String> {
    let found = incident.get(name)?;
    fields::line(found, "summary").or_else(|| fields::line(found, "name"))
}
