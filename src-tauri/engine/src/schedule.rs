//! When a connection is read next. Pure: the past, the clock's zone and chance come in, an instant goes out.

mod weekly;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, Duration, LocalResult, NaiveDate, NaiveTime, TimeZone};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::connectors::VendorGroup;
use crate::error::ProblemKind;
use crate::model::Time;

pub use weekly::{Slot, Weekly, week};

/// Shorter ones would only be a burden to the tool.
const SHORTEST: u32 = 5;
const DAY: u32 = 24 * 60;

/// How long to wait after the first failure; it doubles with each further one in a row.
const FIRST_RETRY: i64 = 15 * Time::MINUTE;
const LONGEST_RETRY: i64 = 6 * 60 * Time::MINUTE;

/// How often a connection is read by itself. Written `off`, `15m`, `6h` or `daily 06:30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(into = "String", try_from = "String")]
#[ts(as = "String")]
pub enum Cadence {
    /// Only when somebody asks for it.
    Off,
    /// So many minutes after the last read: 5 to 1,440.
    Every(u32),
    /// At this minute of the day, by the laptop's clock.
    Daily(NaiveTime),
}

impl Cadence {
    /// What a new connection to a tool of this group gets.
    pub fn usual(group: VendorGroup) -> Cadence {
        match group {
            VendorGroup::Operations => Cadence::Every(15),
            VendorGroup::Support | VendorGroup::Work => Cadence::Every(60),
            // Counts of a day are there when the day is over.
            VendorGroup::Usage => Cadence::Every(6 * 60),
            VendorGroup::Files => Cadence::Off,
        }
    }
}

/// How the reads of a connection went so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// End of the last read, whichever way it ended. None: never read.
    pub ended: Option<Time>,
    /// Failures in a row up to now.
    pub failures: u32,
    /// What the last read failed with, if it did.
    pub problem: Option<ProblemKind>,
}

impl Cadence {
    /// When to read next, which may be in the past: then it is due now, once, however much was slept through. None:
    /// not by itself. `jitter`, 0 up to 1, spreads connections that would all be due at one moment.
    pub fn next<Z: TimeZone>(self, past: Past, now: Time, zone: &Z, jitter: f64) -> Option<Time> {
        if self == Cadence::Off || past.problem.is_some_and(needs_a_person) {
            return None;
        }
        // An end that is still to come was noted by a clock that went wrong: reading now sets it right.
        let Some(ended) = past.ended.filter(|ended| *ended <= now) else { return Some(now) };
        if past.failures > 0 {
            let retry = ended.plus(after(past.failures) + self.spread(jitter));
            return match self {
                // The time of day comes first when it is nearer.
                Cadence::Daily(_) => self.slot(ended, zone, jitter).map(|slot| Time(slot.0.min(retry.0))),
                _ => Some(retry),
            };
        }
        self.slot(ended, zone, jitter)
    }

    /// The first moment of this cadence after `ended`.
    fn slot<Z: TimeZone>(self, ended: Time, zone: &Z, jitter: f64) -> Option<Time> {
        let spread = self.spread(jitter);
        match self {
            Cadence::Off => None,
            Cadence::Every(minutes) => Some(ended.plus(i64::from(minutes) * Time::MINUTE + spread)),
            Cadence::Daily(at) => {
                let today = ended.utc()?.with_timezone(zone).date_naive();
                // The day before too: its slot may lie after midnight where the clock skips an hour there.
                let days = [today.checked_sub_days(Days::new(1)), Some(today), today.checked_add_days(Days::new(1))];
                let mut slots = days.into_iter().flatten().filter_map(|day| instant(day, at, zone));
                slots.find(|slot| *slot > ended).map(|slot| slot.plus(spread))
            }
        }
    }

    /// Up to a tenth of the interval and never more than five minutes; for a time of day less than its minute.
    fn spread(self, jitter: f64) -> i64 {
        let most = match self {
            Cadence::Off => 0,
            Cadence::Every(minutes) => (i64::from(minutes) * Time::MINUTE / 10).min(5 * Time::MINUTE),
            Cadence::Daily(_) => Time::MINUTE - Time::SECOND,
        };
        (jitter.clamp(0.0, 1.0) * most as f64) as i64
    }
}

/// Waiting changes nothing about these: reading again by itself could lock an account.
fn needs_a_person(kind: ProblemKind) -> bool {
    matches!(kind, ProblemKind::Credential | ProblemKind::BadInput)
}

/// How long to wait after so many failures in a row, in milliseconds.
pub fn after(failures: u32) -> i64 {
    let doubled = FIRST_RETRY.saturating_mul(1 << failures.saturating_sub(1).min(16));
    doubled.min(LONGEST_RETRY)
}

/// A time of day that the clock skips is the moment after the gap; one that comes twice is the first of the two.
fn instant<Z: TimeZone>(day: NaiveDate, at: NaiveTime, zone: &Z) -> Option<Time> {
    let mut local = day.and_time(at);
    // No zone has ever skipped more than a day.
    for _ in 0..DAY {
        match zone.from_local_datetime(&local) {
            LocalResult::Single(found) | LocalResult::Ambiguous(found, _) => return Some(time(&found)),
            LocalResult::None => local += Duration::minutes(1),
        }
    }
    None
}

fn time<Z: TimeZone>(at: &DateTime<Z>) -> Time {
    Time(at.timestamp_millis())
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cadence::Off => f.write_str("off"),
            Cadence::Every(minutes) if minutes % 60 == 0 => write!(f, "{}h", minutes / 60),
            Cadence::Every(minutes) => write!(f, "{minutes}m"),
            Cadence::Daily(at) => write!(f, "daily {}", at.format("%H:%M")),
        }
    }
}

impl FromStr for Cadence {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let word = text.trim().to_lowercase();
        if word == "off" {
            return Ok(Cadence::Off);
        }
        if let Some(at) = word.strip_prefix("daily ") {
            let at = NaiveTime::parse_from_str(at.trim(), "%H:%M");
            return at.map(Cadence::Daily).map_err(|_| format!("{text} has no time of day such as 06:30"));
        }
        let minutes = match (word.strip_suffix('m'), word.strip_suffix('h')) {
            (Some(minutes), _) => minutes.parse().ok(),
            (None, Some(hours)) => hours.parse::<u32>().ok().and_then(|hours| hours.checked_mul(60)),
            (None, None) => None,
        };
        match minutes {
            Some(minutes @ SHORTEST..=DAY) => Ok(Cadence::Every(minutes)),
            Some(_) => Err(format!("{text} is not between {SHORTEST}m and 24h")),
            None => Err(format!("{text} is neither off, nor like 15m, 6h or daily 06:30")),
        }
    }
}

impl TryFrom<String> for Cadence {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Cadence> for String {
    fn from(cadence: Cadence) -> Self {
        cadence.to_string()
    }
}
