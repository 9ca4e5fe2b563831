//! Goals and pages, day by day. Every pull reads the last 30 days again, which puts right what was counted late; the
//! first one, and one after a long pause, reads everything.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::base::Base;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, text};
use crate::error::{Problem, Result};
use crate::http::{HttpReply, HttpRequest};
use crate::model::{Kind, Time, UsageDay};

type Read<T> = std::result::Result<T, BadReply>;

const STREAMS: [Stream; 2] = [
    Stream { name: "goals", kind: Kind::Feedback, label: "days of use of goals", page_size: 10_000 },
    Stream { name: "pages", kind: Kind::Feedback, label: "days of use of pages", page_size: 10_000 },
];

/// Shorter than the 30 days that are read again, so that no day falls between two pulls.
const PAUSE: Days = Days::new(27);

/// Where a pull stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    /// The day on which everything up to the day before had been read; None: read everything.
    read_on: Option<NaiveDate>,
    /// So many lines of the answer were read already.
    skip: u64,
}

/// Reads one site's statistics.
pub(in super::super) struct StatsReader {
    base: Base,
    site: String,
}

impl StatsReader {
    pub fn new(account: &Account) -> Result<Self> {
        let site = account.project.trim().to_owned();
        if site.is_empty() {
            return Err(Problem::bad_input("Plausible wants to know which site to read.")
                .kept("Nothing was changed.")
                .todo("Enter the site as it is called in Plausible, for example parcelwise.example."));
        }
        Ok(StatsReader { base: Base::of(account)?, site })
    }

    fn question(&self, stream: &Stream, place: &Place, limit: u32) -> HttpRequest {
        let (dimension, events) = match stream.name {
            "pages" => ("event:page", "pageviews"),
            _ => ("event:goal", "events"),
        };
        let body = json!({
            "site_id": self.site,
            "metrics": ["visitors", events],
            "date_range": if place.read_on.is_none() { "all" } else { "30d" },
            "dimensions": ["time:day", dimension],
            "order_by": [["time:day", "asc"], [dimension, "asc"]],
            "include": { "total_rows": true },
            "pagination": { "limit": limit.clamp(1, STREAMS[0].page_size), "offset": place.skip },
        });
        self.base.ask(&["api", "v2", "query"], &[], &body)
    }
}

impl Reader for StatsReader {
    fn auth(&self) -> Auth {
        Auth::authorization("Bearer")
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    fn check(&self) -> HttpRequest {
        self.question(&STREAMS[1], &Place { read_on: Some(NaiveDate::default()), skip: 0 }, 1)
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        fields::list(&fields::json(reply)?, "results")?;
        Ok(format!("The site {} answers", self.site))
    }

    fn request(&self, stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        self.question(stream, &at.place(), page_size)
    }

    fn parse(&self, _stream: &Stream, at: &Cursor, reply: &HttpReply, now: Time) -> Read<Page> {
        let place: Place = at.place();
        let value = fields::json(reply)?;
        let lines = fields::list(&value, "results")?;
        let total = value.pointer("/meta/total_rows").and_then(Value::as_u64);
        let reached = place.skip.saturating_add(lines.len() as u64);
        let today = now.utc().map(|now| now.date_naive());
        let mut page = Page { total, ..Page::default() };
        for (position, line) in lines.iter().enumerate() {
            match day(line) {
                // Today isn't over.
                Some(day) if Some(day.day) >= today => {}
                Some(day) => page.usage.push(day),
                None => page.set_aside.push(fields::set_aside(
                    position,
                    line,
                    None,
                    "The line has no name, day or counts.".to_owned(),
                )),
            }
        }
        let goes_on = !lines.is_empty() && total.is_none_or(|total| reached < total);
        let too_late = place.read_on.is_some_and(|day| day.checked_add_days(PAUSE) < today);
        page.more = goes_on || too_late;
        page.next = Cursor::at(&match (too_late, goes_on) {
            (true, _) => Place::default(),
            (false, true) => Place { skip: reached, ..place },
            (false, false) => Place { read_on: today, skip: 0 },
        });
        Ok(page)
    }
}

/// A line names its day and what was used, and counts visitors and events, each in the order of the question.
fn day(line: &Value) -> Option<UsageDay> {
    let named = |at: usize| line.get("dimensions")?.get(at)?.as_str();
    let count = |at: usize| line.get("metrics")?.get(at)?.as_u64().and_then(|count| u32::try_from(count).ok());
    let feature = text::line(named(1)?);
    Some(UsageDay {
        feature: Some(feature).filter(|feature| !feature.is_empty())?,
        service: None,
        day: named(0)?.get(..10)?.parse().ok()?,
        segment: None,
        users: count(0)?,
        events: count(1)?,
    })
}
