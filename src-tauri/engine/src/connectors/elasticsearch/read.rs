//! What a query finds, as errors, in the order of time. Each page goes on behind the last entry of the one before;
//! a later pull starts a little earlier, because entries can be found some time after they were made.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::base::Base;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, text, words};
use super::query::{self, Query};
use crate::error::{Problem, Result};
use crate::http::{HttpReply, HttpRequest};
use crate::model::{Kind, Record, SetAside, Severity, Status, Time};

type Read<T> = std::result::Result<T, BadReply>;

/// Elasticsearch would give 10,000, which with long entries is more than a reply may hold.
const STREAMS: [Stream; 1] = [Stream { name: "entries", kind: Kind::Error, label: "log entries", page_size: 1000 }];

const OVERLAP: i64 = 10 * Time::MINUTE;

/// Where a pull stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Place {
    /// Entries made at or after this instant are wanted; None: all.
    since: Option<Time>,
    /// The order values of the last entry read, word for word.
    after: Option<Value>,
    /// The newest entry read.
    newest: Option<Time>,
}

/// Reads what one query finds in one index.
pub(in super::super) struct HitReader {
    base: Base,
    user: String,
    index: String,
    query: Query,
}

impl HitReader {
    pub fn new(account: &Account) -> Result<Self> {
        let index = account.project.trim().to_owned();
        if index.is_empty() {
            return Err(Problem::bad_input("Elasticsearch wants to know which index to read.")
                .kept("Nothing was changed.")
                .todo("Enter the name of an index or a pattern, for example logs-*."));
        }
        let user = account.user.trim().to_owned();
        Ok(HitReader { base: Base::of(account)?, user, index, query: Query::of(account)? })
    }

    fn search(&self, place: &Place, size: u32) -> HttpRequest {
        let body = self.query.search(place.since, place.after.as_ref(), size.clamp(1, STREAMS[0].page_size));
        // Half an answer would be taken for the whole.
        self.base.ask(&[&self.index, "_search"], &[("allow_partial_search_results", "false")], &body)
    }

    fn record(&self, position: usize, hit: &Value) -> std::result::Result<Record, SetAside> {
        let entry = hit.get("_source").unwrap_or(&Value::Null);
        let id = fields::line(hit, "_id");
        let missing = |what: &str| fields::set_aside(position, hit, id.clone(), format!("The entry has no {what}."));
        let index = fields::line(hit, "_index").ok_or_else(|| missing("index"))?;
        let id = id.clone().ok_or_else(|| missing("id"))?;
        let happened_at = query::time(entry, &self.query.time).ok_or_else(|| missing("time"))?;
        let title = [&*self.query.title, "message", "error.message", "error.type"];
        let title = title.iter().find_map(|path| query::line(entry, path)).ok_or_else(|| missing("title"))?;
        Ok(Record {
            external_id: format!("{index}/{id}"),
            kind: Kind::Error,
            title,
            body: body(entry, &self.query.title),
            url: Some(self.base.url(&[&index, "_doc", &id], &[])),
            severity: severity(entry),
            // An entry is a moment, and over when it is written.
            status: Status::Closed,
            happened_at,
            updated_at: happened_at,
            resolved_at: None,
            service: query::line(entry, &self.query.service),
            customer: None,
            reporter: None,
            facts: facts(entry),
            raw: hit.to_string(),
        })
    }
}

impl Reader for HitReader {
    /// A name and its password, or without a name an API key.
    fn auth(&self) -> Auth {
        if self.user.is_empty() { Auth::authorization("ApiKey") } else { Auth::Basic { user: self.user.clone() } }
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    fn check(&self) -> HttpRequest {
        self.search(&Place::default(), 1)
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let value = fields::json(reply)?;
        hits(&value)?;
        let found = total(&value).map_or("some".to_owned(), |total| total.to_string());
        Ok(format!("The query finds {found} entries in {}", self.index))
    }

    fn request(&self, _stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        self.search(&at.place(), page_size)
    }

    /// Only an empty page is the end.
    fn parse(&self, _stream: &Stream, at: &Cursor, reply: &HttpReply, _now: Time) -> Read<Page> {
        let place: Place = at.place();
        let value = fields::json(reply)?;
        if value.get("timed_out").and_then(Value::as_bool) == Some(true) {
            return Err(BadReply("the search took too long there".to_owned()));
        }
        let hits = hits(&value)?;
        let page = fields::page(hits, |position, hit| self.record(position, hit));
        let newest = page.records.iter().map(|record| record.happened_at).max().max(place.newest);
        let next = match hits.last().map(|last| last.get("sort")) {
            Some(None) => return Err(BadReply("it doesn't say where to go on".to_owned())),
            Some(after) => Place { after: after.cloned(), newest, ..place },
            None => Place { since: newest.map(|at| at.plus(-OVERLAP)).or(place.since), ..Place::default() },
        };
        Ok(Page { next: Cursor::at(&next), more: !hits.is_empty(), total: total(&value), ..page })
    }
}

fn hits(value: &Value) -> Read<&Vec<Value>> {
    fields::list(value.get("hits").unwrap_or(&Value::Null), "hits")
}

fn total(value: &Value) -> Option<u64> {
    value.pointer("/hits/total/value").and_then(Value::as_u64)
}

/// The whole message and the stack behind it.
fn body(entry: &Value, title: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for path in [title, "message", "error.message", "error.stack_trace"] {
        let found = query::at(entry, path).and_then(Value::as_str).unwrap_or_default();
        if !parts.iter().any(|part| part.contains(found)) {
            parts.push(found);
        }
    }
    text::plain(&parts.join("\n\n"))
}

fn severity(entry: &Value) -> Option<Severity> {
    let names = ["log.level", "level", "severity", "severity_text"];
    let level = names.iter().find_map(|path| query::line(entry, path))?;
    match level.to_lowercase().as_str() {
        "alert" => Some(Severity::Critical),
        "err" => Some(Severity::High),
        "debug" | "trace" => Some(Severity::Low),
        level => words::severity(level),
    }
}

/// The fields that most services write under the same names.
fn facts(entry: &Value) -> BTreeMap<String, String> {
    let known = [
        ("environment", "service.environment"),
        ("version", "service.version"),
        ("level", "log.level"),
        ("logger", "log.logger"),
        ("host", "host.name"),
        ("error_type", "error.type"),
        ("trace_id", "trace.id"),
    ];
    fields::facts(known.map(|(fact, path)| (fact, query::line(entry, path))))
}
