//! A time of the week. Pure, too.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeZone, Weekday};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::instant;
use crate::model::Time;

/// A minute of a day of the week, by the laptop's clock. Written `mon 09:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(into = "String", try_from = "String")]
#[ts(as = "String")]
pub struct Weekly {
    pub day: Weekday,
    pub at: NaiveTime,
}

/// One time it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub at: Time,
    /// Its day by the laptop's clock.
    pub day: NaiveDate,
}

impl Slot {
    /// The week of the year (ISO 8601), e.g. `2026-W48`.
    pub fn week(&self) -> String {
        week(self.day)
    }
}

/// The week of the year a day is in, e.g. `2026-W48`.
pub fn week(day: NaiveDate) -> String {
    let week = day.iso_week();
    format!("{}-W{:02}", week.year(), week.week())
}

impl Weekly {
    /// The newest time it came, up to `now`. Where the clock skips that minute it came after the gap; where it comes
    /// twice, at the first.
    pub fn last<Z: TimeZone>(self, now: Time, zone: &Z) -> Option<Slot> {
        self.slots(now, zone).into_iter().rev().find(|slot| slot.at <= now)
    }

    /// The first time it comes after `now`.
    pub fn next<Z: TimeZone>(self, now: Time, zone: &Z) -> Option<Slot> {
        self.slots(now, zone).into_iter().find(|slot| slot.at > now)
    }

    /// From more than a week before `now` to more than a week after it, the oldest first.
    fn slots<Z: TimeZone>(self, now: Time, zone: &Z) -> Vec<Slot> {
        let Some(today) = now.utc().map(|now| now.with_timezone(zone).date_naive()) else { return Vec::new() };
        let Some(first) = today.checked_sub_days(Days::new(9)) else { return Vec::new() };
        let days = (0..19).filter_map(|ahead| first.checked_add_days(Days::new(ahead)));
        let days = days.filter(|day| day.weekday() == self.day);
        days.filter_map(|day| Some(Slot { at: instant(day, self.at, zone)?, day })).collect()
    }
}

impl fmt::Display for Weekly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.day.to_string().to_lowercase(), self.at.format("%H:%M"))
    }
}

impl FromStr for Weekly {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("“{text}” is not like mon 09:00");
        let (day, at) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let day = day.parse::<Weekday>().map_err(|_| wrong())?;
        let at = NaiveTime::parse_from_str(at.trim(), "%H:%M").map_err(|_| wrong())?;
        Ok(Weekly { day, at })
    }
}

impl TryFrom<String> for Weekly {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Weekly> for String {
    fn from(weekly: Weekly) -> Self {
        weekly.to_string()
    }
}
