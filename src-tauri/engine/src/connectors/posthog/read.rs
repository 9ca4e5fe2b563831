//! One question answers everything: how many people made each event how often, on each day that is over. Events that
//! begin with a $ are PostHog's own and no features.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::base::Base;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, text};
use crate::error::{Problem, Result};
use crate::http::{HttpReply, HttpRequest};
use crate::model::{Kind, Time, UsageDay};

type Read<T> = std::result::Result<T, BadReply>;

const STREAMS: [Stream; 1] = [Stream { name: "usage", kind: Kind::Feedback, label: "days of use", page_size: 10_000 }];

/// Where a pull stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    /// Days from this one on are wanted; None: the last 90.
    since: Option<NaiveDate>,
    /// So many lines of the answer were read already.
    skip: u64,
    newest: Option<NaiveDate>,
}

/// Reads one project's events.
pub(in super::super) struct EventReader {
    base: Base,
    project: String,
    /// A property of people; empty: everybody is counted together.
    segment: String,
}

impl EventReader {
    pub fn new(account: &Account) -> Result<Self> {
        let project = account.project.trim().to_owned();
        if project.is_empty() {
            return Err(Problem::bad_input("PostHog wants to know which project to read.")
                .kept("Nothing was changed.")
                .todo("Enter the project's number; it stands under Settings → Project."));
        }
        let segment = account.setting("segment").to_owned();
        // It stands in a question in HogQL.
        if !segment.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Err(Problem::bad_input(format!("“{segment}” can't be the name of a segment property."))
                .kept("Nothing was changed.")
                .todo("Use letters, digits and underscores, as in plan."));
        }
        Ok(EventReader { base: Base::of(account)?, project, segment })
    }

    fn question(&self, place: &Place, limit: u32) -> HttpRequest {
        let since = match place.since {
            Some(day) => format!("toDateTime('{day} 00:00:00')"),
            None => "toStartOfDay(now() - INTERVAL 90 DAY)".to_owned(),
        };
        let (segment, by) = match self.segment.as_str() {
            "" => (String::new(), ""),
            name => {
                (format!(", coalesce(nullIf(toString(person.properties.{name}), ''), 'none') AS segment"), ", segment")
            }
        };
        let query = format!(
            "SELECT event, toDate(timestamp) AS day, count(DISTINCT person_id) AS users, count() AS events{segment} \
             FROM events WHERE timestamp >= {since} AND timestamp < toStartOfDay(now()) AND event NOT LIKE '$%' \
             GROUP BY event, day{by} ORDER BY day, event{by} LIMIT {limit} OFFSET {}",
            place.skip
        );
        let body = json!({ "query": { "kind": "HogQLQuery", "query": query } });
        self.base.ask(&["api", "projects", &self.project, "query", ""], &[], &body)
    }
}

impl Reader for EventReader {
    fn auth(&self) -> Auth {
        Auth::authorization("Bearer")
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    fn check(&self) -> HttpRequest {
        self.question(&Place::default(), 1)
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        fields::list(&fields::json(reply)?, "results")?;
        Ok(format!("Project {} answers", self.project))
    }

    fn request(&self, _stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        self.question(&at.place(), page_size.clamp(1, STREAMS[0].page_size))
    }

    /// Only an answer without lines is the end. The last day is read again by the next pull, because events can
    /// come in late.
    fn parse(&self, _stream: &Stream, at: &Cursor, reply: &HttpReply, _now: Time) -> Read<Page> {
        let place: Place = at.place();
        let value = fields::json(reply)?;
        let lines = fields::list(&value, "results")?;
        let mut page = Page { more: !lines.is_empty(), ..Page::default() };
        for (position, line) in lines.iter().enumerate() {
            match day(line) {
                Some(day) => page.usage.push(day),
                None => page.set_aside.push(fields::set_aside(
                    position,
                    line,
                    None,
                    "The line has no event, day or counts.".to_owned(),
                )),
            }
        }
        let newest = page.usage.iter().map(|usage| usage.day).max().max(place.newest);
        page.next = Cursor::at(&if page.more {
            Place { skip: place.skip.saturating_add(lines.len() as u64), newest, ..place }
        } else {
            Place { since: newest.or(place.since), ..Place::default() }
        });
        Ok(page)
    }
}

/// Event, day, people, times and the segment if one was asked for, in this order.
fn day(line: &Value) -> Option<UsageDay> {
    let cells = line.as_array()?;
    let count = |at: usize| cells.get(at).and_then(Value::as_u64).and_then(|count| u32::try_from(count).ok());
    let feature = text::line(cells.first()?.as_str()?);
    Some(UsageDay {
        feature: Some(feature).filter(|feature| !feature.is_empty())?,
        service: None,
        day: cells.get(1)?.as_str()?.get(..10)?.parse().ok()?,
        segment: cells.get(4).and_then(Value::as_str).map(text::line).filter(|segment| !segment.is_empty()),
        users: count(2)?,
        events: count(3)?,
    })
}
