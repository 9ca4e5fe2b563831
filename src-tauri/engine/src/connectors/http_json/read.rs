//! The records of an interface, page by page.

use super::super::base::Base;
use super::super::matched::{self, Matched};
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Sample, Stream, fields};
use super::paging::{self, Paging, Place};
use super::shape;
use crate::error::{Problem, Result};
use crate::http::{HttpReply, HttpRequest};
use crate::import::FieldMapping;
use crate::model::{Kind, Time};
use serde_json::Value;

type Read<T> = std::result::Result<T, BadReply>;

const STREAMS: [Stream; 1] = [Stream { name: "records", kind: Kind::Ticket, label: "records", page_size: 10_000 }];

/// A later pull asks for changes since this much before the newest one that the last pull saw.
const OVERLAP: i64 = 5 * Time::MINUTE;

/// Headers that say something else than who asks.
const TAKEN: [&str; 6] = ["host", "content-length", "content-type", "connection", "transfer-encoding", "accept"];

/// Reads the one list of records that the account names.
pub(in super::super) struct RecordReader {
    base: Base,
    auth: Auth,
    /// Escaped one by one by the base.
    steps: Vec<String>,
    query: Vec<(String, String)>,
    list: Vec<String>,
    paging: Paging,
    size: Option<(String, u32)>,
    /// The parameter for the last change, and what stands before the time.
    since: (String, String),
    mapping: Option<FieldMapping>,
}

impl RecordReader {
    pub fn new(account: &Account) -> Result<Self> {
        let (path, query) = account.setting("path").split_once('?').unwrap_or((account.setting("path"), ""));
        Ok(RecordReader {
            base: Base::of(account)?,
            auth: auth(account)?,
            steps: path.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect(),
            query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            list: shape::path(account.setting("list")),
            paging: Paging::of(account)?,
            size: paging::size(account.setting("size"))?,
            since: parameter(account.setting("since")),
            mapping: FieldMapping::parse(account.setting("mapping"))?,
        })
    }

    fn ask(&self, place: &Place, most: u32) -> HttpRequest {
        let mut query: Vec<(&str, String)> =
            self.query.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let mut set = |name, value: String| {
            query.retain(|(other, _)| *other != name);
            query.push((name, value));
        };
        if let Some((name, size)) = &self.size {
            set(name, most.clamp(1, *size).to_string());
        }
        let (name, before) = &self.since;
        if let Some(since) = place.since.filter(|_| !name.is_empty()) {
            set(name, format!("{before}{}", since.rfc3339()));
        }
        let steps: Vec<&str> = self.steps.iter().map(String::as_str).collect();
        let asked = self.base.url(&steps, &[]);
        if let Some(address) = self.paging.address(place, &asked) {
            return HttpRequest::get(address);
        }
        if let Some((name, value)) = self.paging.question(place) {
            set(name, value);
        }
        let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.base.get(&steps, &query)
    }

    /// Keys to the list in an answer: as the person said, as found before, or as found now.
    fn list(&self, value: &Value, known: Option<&Vec<String>>) -> Read<Vec<String>> {
        let said = (!self.list.is_empty()).then_some(&self.list).or(known);
        let path = match said {
            Some(path) => path.clone(),
            None => shape::find_list(value).ok_or_else(|| BadReply("it holds no list of records".to_owned()))?,
        };
        match shape::at(value, &path).is_some_and(Value::is_array) {
            true => Ok(path),
            false => Err(paging::no_list(&path)),
        }
    }

    /// What the records are called, by the last word of the path.
    fn name(&self) -> String {
        let last = self.steps.iter().rev().find(|step| step.chars().any(char::is_alphabetic));
        let name = last.map_or("records", |step| step.trim_end_matches(".json"));
        format!("{name}.json")
    }
}

impl Reader for RecordReader {
    fn auth(&self) -> Auth {
        self.auth.clone()
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    fn check(&self) -> HttpRequest {
        self.ask(&Place::default(), 1)
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let path = self.list(&fields::json(reply)?, None)?;
        Ok(match path.as_slice() {
            [] => "The answer is a list".to_owned(),
            path => format!("The answer holds a list at {}", path.join(".")),
        })
    }

    fn request(&self, _stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        self.ask(&Place::of(at), page_size)
    }

    fn parse(&self, _stream: &Stream, at: &Cursor, reply: &HttpReply, _now: Time) -> Read<Page> {
        let place = Place::of(at);
        let value = fields::json(reply)?;
        let path = self.list(&value, place.list.as_ref())?;
        let count = shape::at(&value, &path).and_then(Value::as_array).map_or(0, Vec::len) as u64;
        let mapping = self.mapping.as_ref().or(place.mapping.as_ref());
        let Matched { records, set_aside, mapping, .. } = matched::read(&self.name(), &reply.body, &path, mapping)?;
        let newest = records.iter().map(|record| record.updated_at).max().max(place.newest);
        let learned = Place {
            newest,
            list: if count > 0 && self.list.is_empty() { Some(path) } else { place.list.clone() },
            mapping: if self.mapping.is_none() { mapping } else { None },
            ..place
        };
        let onwards = self.paging.onwards(&learned, reply, &value, count);
        let more = onwards.is_some();
        let next = onwards.unwrap_or_else(|| finished(learned));
        Ok(Page { records, set_aside, next: next.cursor(), more, ..Page::default() })
    }

    fn sample(&self, reply: &HttpReply) -> Read<Sample> {
        let path = self.list(&fields::json(reply)?, None)?;
        let name = self.name();
        Ok(Sample { rows: matched::rows(&name, &reply.body, &path)?, name })
    }
}

/// `updated_after`, or `updated_on=>=` where an interface wants something before the time.
fn parameter(text: &str) -> (String, String) {
    let (name, before) = text.split_once('=').unwrap_or((text, ""));
    (name.trim().to_owned(), before.to_owned())
}

/// Where the next pull begins.
fn finished(place: Place) -> Place {
    let reached = place.newest.map(|at| at.plus(-OVERLAP)).max(place.since);
    Place { pages: 0, records: 0, next: None, newest: None, since: reached, ..place }
}

fn auth(account: &Account) -> Result<Auth> {
    let wrong = |what: String, todo: &str| Err(Problem::bad_input(what).kept("Nothing was read.").todo(todo));
    match account.setting("sign_in") {
        "" | "bearer" => Ok(Auth::authorization("Bearer")),
        "basic" => Ok(Auth::Basic { user: account.user.clone() }),
        "none" => Ok(Auth::None),
        "header" => {
            let name = account.setting("header").to_ascii_lowercase();
            let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
            if name.is_empty() || !is_name || TAKEN.contains(&name.as_str()) {
                return wrong(
                    format!("“{}” is no header that a token can be sent in.", account.setting("header")),
                    "Write the name that the interface asks for, for example X-API-Key.",
                );
            }
            Ok(Auth::OwnHeader { name })
        }
        other => wrong(format!("“{other}” is no way to sign in."), "Choose one of those offered."),
    }
}
