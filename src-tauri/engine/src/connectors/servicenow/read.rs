//! Reads three tables, each in the order of its ids, which never change: a record that changes while we read keeps
//! its place. The order of change would need positions, which shift, or exact times, which ServiceNow reads in the
//! account's own zone.

use serde::{Deserialize, Serialize};
use url::Url;

use super::super::base::Base;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, links};
use super::auth;
use super::record::{FIELDS, kept, record};
use crate::error::{Problem, Result};
use crate::http::{HttpReply, HttpRequest, Verdict};
use crate::model::{Kind, Time};

type Read<T> = std::result::Result<T, BadReply>;

pub const INCIDENTS: &str = "incident";
pub const PROBLEMS: &str = "problem";
pub const CHANGES: &str = "change_request";

/// ServiceNow gives 10,000 rows at most; a tenth of that is a reply of some megabytes.
const PAGE: u32 = 1_000;

const STREAMS: [Stream; 3] = [
    Stream { name: INCIDENTS, kind: Kind::Incident, label: "incidents", page_size: PAGE },
    Stream { name: PROBLEMS, kind: Kind::Error, label: "problems", page_size: PAGE },
    Stream { name: CHANGES, kind: Kind::Change, label: "change requests", page_size: PAGE },
];

/// A date is read in the account's own time zone, which the Table API doesn't tell. The furthest west is 12 hours
/// behind UTC, so asking for 12 hours more misses nothing anywhere.
const ZONE: i64 = 12 * Time::HOUR;

/// Changes that were being written while the pull began.
const OVERLAP: i64 = 5 * Time::MINUTE;

/// Where a pull stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    /// Changes at or after this instant are wanted; None: all.
    since: Option<Time>,
    /// When the instance answered this pull first, by its own clock.
    began: Option<Time>,
    /// The last id read in this pull.
    after: String,
    /// So many rows behind it are hidden from the account.
    skip: u64,
    /// Read in this pull so far.
    seen: u64,
}

pub(in super::super) struct TableReader {
    base: Base,
    user: String,
    /// Further conditions of the search.
    query: String,
}

impl TableReader {
    pub fn new(account: &Account) -> Result<Self> {
        let query = account.setting("query").trim_matches('^').to_owned();
        // Either would let rows in that none of the other conditions speaks of.
        if query.contains("^NQ") || query.starts_with("OR") {
            return Err(Problem::bad_input("The query asks for rows beside all other conditions (^NQ).")
                .kept("Nothing was changed.")
                .todo("Write it with ^OR instead, or make a connection for each part."));
        }
        Ok(TableReader { base: Base::of(account)?, user: account.user.trim().to_owned(), query })
    }

    fn search(&self, place: &Place) -> String {
        let mut parts = Vec::new();
        if let Some(since) = place.since.and_then(|since| since.plus(-ZONE).utc()) {
            parts.push(format!("sys_updated_on>={}", since.format("%Y-%m-%d %H:%M:%S")));
        }
        if !place.after.is_empty() {
            parts.push(format!("sys_id>{}", place.after));
        }
        if !self.query.is_empty() {
            parts.push(self.query.clone());
        }
        parts.push("ORDERBYsys_id".to_owned());
        parts.join("^")
    }
}

impl Reader for TableReader {
    fn auth(&self) -> Auth {
        auth(&self.user)
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    fn check(&self) -> HttpRequest {
        let wanted = format!("user_name={}", self.user.replace('^', ""));
        let query = [("sysparm_query", wanted.as_str()), ("sysparm_fields", "name,user_name"), ("sysparm_limit", "1")];
        self.base.get(&["api", "now", "table", "sys_user"], &query)
    }

    /// Some accounts may not even see themselves, and are signed in all the same.
    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let value = fields::json(reply)?;
        let name = fields::list(&value, "result")?.first().and_then(|user| fields::line(user, "name"));
        Ok(format!("Signed in as {}", name.unwrap_or_else(|| self.user.clone())))
    }

    fn request(&self, stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        let place: Place = at.place();
        let (search, asked) = (self.search(&place), FIELDS.join(","));
        let (limit, offset) = (page_size.clamp(1, PAGE).to_string(), place.skip.to_string());
        let query = [
            ("sysparm_query", search.as_str()),
            ("sysparm_fields", &asked),
            ("sysparm_display_value", "all"),
            ("sysparm_exclude_reference_link", "true"),
            ("sysparm_limit", &limit),
            ("sysparm_offset", &offset),
        ];
        self.base.get(&["api", "now", "table", stream.name], &query)
    }

    /// Rows that the account may not see are taken out after the page was cut, so a short page, even an empty one,
    /// isn't the end; the links say what is.
    fn parse(&self, stream: &Stream, at: &Cursor, reply: &HttpReply, now: Time) -> Read<Page> {
        let place: Place = at.place();
        let value = fields::json(reply)?;
        // Sent with status 200 when the search took too long.
        if let Some(error) = value.get("error").filter(|error| error.is_object()) {
            let words = fields::line(error, "message").unwrap_or_else(|| "it reports an error".to_owned());
            return Err(BadReply(words));
        }
        let rows = fields::list(&value, "result")?;
        let count = rows.len() as u64;
        let last = rows.iter().rev().find_map(|row| kept(row, "sys_id"));
        let began = place.began.unwrap_or_else(|| fields::answered(reply).unwrap_or(now));
        let further = links::link(reply, "next");
        let (after, skip) = match &last {
            Some(last) if *last == place.after => {
                return Err(BadReply("it repeats records that were read already".to_owned()));
            }
            Some(last) => (last.clone(), 0),
            None => (place.after.clone(), further.and_then(offset).unwrap_or(0)),
        };
        let more = further.is_some() && (last.is_some() || skip > place.skip);
        let left = reply.header("x-total-count").and_then(|total| total.trim().parse::<u64>().ok());
        let total = left.map(|left| left.saturating_add(place.seen));
        let next = if more {
            Place { began: Some(began), after, skip, seen: place.seen.saturating_add(count), ..place }
        } else {
            Place { since: Some(began.plus(-OVERLAP)), ..Place::default() }
        };
        let page = fields::page(rows, |position, row| record(&self.base, stream.name, position, row));
        Ok(Page { next: Cursor::at(&next), more, total, ..page })
    }

    /// A table that the account may not read is no reason to leave the others unread.
    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        let says = String::from_utf8_lossy(&reply.body).to_lowercase();
        if reply.status == 403 && says.contains("authorized") {
            return Verdict::Refused("the account may not read this table".to_owned());
        }
        Verdict::from_status(reply, now)
    }
}

/// The position that the address of a page names.
fn offset(address: &str) -> Option<u64> {
    let url = Url::parse(address).ok()?;
    let (_, found) = url.query_pairs().find(|(name, _)| name == "sysparm_offset")?;
    found.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn reader(query: &str) -> Result<TableReader> {
        let settings = [("query".to_owned(), query.to_owned())].into();
        TableReader::new(&Account { base_url: "https://desk.example".into(), settings, ..Account::default() })
    }

    fn reply(rows: &Value, next: Option<u32>) -> HttpReply {
        let link = next.map(|o| format!("<https://desk.example/x?sysparm_limit=1000&sysparm_offset={o}>;rel=\"next\""));
        let headers = link.map(|link| ("link".to_owned(), link)).into_iter().collect();
        HttpReply { status: 200, headers, body: json!({ "result": rows }).to_string().into_bytes() }
    }

    #[test]
    fn an_empty_page_with_a_next_one_is_not_the_end() {
        let reader = reader("active=true").unwrap();
        let hidden = reader.parse(&STREAMS[0], &Cursor(None), &reply(&json!([]), Some(1000)), Time(0)).unwrap();
        assert!(hidden.more);
        assert_eq!(hidden.next.place::<Place>().skip, 1000);
        let rows = json!([{ "sys_id": { "value": "b2", "display_value": "b2" } }]);
        let seen = reader.parse(&STREAMS[0], &hidden.next, &reply(&rows, Some(2000)), Time(0)).unwrap();
        let place: Place = seen.next.place();
        assert_eq!((place.after.as_str(), place.skip), ("b2", 0));
        assert_eq!(reader.search(&place), "sys_id>b2^active=true^ORDERBYsys_id");
        assert!(reader.parse(&STREAMS[0], &seen.next, &reply(&rows, Some(1)), Time(0)).is_err(), "the same again");
        let end = reader.parse(&STREAMS[0], &seen.next, &reply(&json!([]), None), Time(0)).unwrap();
        assert!(!end.more);
    }

    #[test]
    fn a_query_cant_step_out_of_the_other_conditions() {
        assert!(reader("active=true^NQpriority=1").is_err());
        assert!(reader("^ORpriority=1").is_err());
        assert!(reader("priority=1^ORpriority=2").is_ok());
    }
}
