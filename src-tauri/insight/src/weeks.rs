//! Days and ISO weeks in a time zone, right where clocks are put forward or back.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use crate::records::Millis;

/// Where the reader's midnights are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    Named(Tz),
    Offset(FixedOffset),
}

impl Zone {
    pub const UTC: Zone = Zone::Named(Tz::UTC);

    /// Reads an IANA name ("Europe/Berlin") or an offset ("+02:00", "-0330"); empty is UTC. None: neither.
    pub fn parse(text: &str) -> Option<Zone> {
        let text = text.trim();
        if text.is_empty() || text.eq_ignore_ascii_case("z") {
            return Some(Zone::UTC);
        }
        text.parse().map(Zone::Named).or_else(|_| text.parse().map(Zone::Offset)).ok()
    }

    /// As [`Zone::parse`] reads it.
    pub fn name(self) -> String {
        match self {
            Zone::Named(zone) => zone.name().to_owned(),
            Zone::Offset(offset) => offset.to_string(),
        }
    }

    /// What the wall clock shows.
    pub fn wall(self, at: Millis) -> NaiveDateTime {
        let utc = DateTime::from_timestamp_millis(at).unwrap_or(DateTime::UNIX_EPOCH);
        match self {
            Zone::Named(zone) => utc.with_timezone(&zone).naive_local(),
            Zone::Offset(offset) => utc.with_timezone(&offset).naive_local(),
        }
    }

    pub fn date(self, at: Millis) -> NaiveDate {
        self.wall(at).date()
    }

    /// The first instant at which the wall clock shows this or, where that is skipped, something later.
    pub fn instant(self, wall: NaiveDateTime) -> Millis {
        match self {
            Zone::Named(zone) => first(&zone, wall),
            Zone::Offset(offset) => first(&offset, wall),
        }
    }

    /// The first instant of a date.
    pub fn midnight(self, date: NaiveDate) -> Millis {
        self.instant(date.and_time(chrono::NaiveTime::MIN))
    }
}

/// Clocks skip whole quarters of an hour, and a day at most.
fn first<Z: TimeZone>(zone: &Z, wall: NaiveDateTime) -> Millis {
    let mut wall = wall;
    for _ in 0..=25 * 4 {
        if let Some(found) = zone.from_local_datetime(&wall).earliest() {
            return found.with_timezone(&Utc).timestamp_millis();
        }
        wall = wall.checked_add_signed(TimeDelta::minutes(15)).unwrap_or(wall);
    }
    wall.and_utc().timestamp_millis()
}

/// Half-open: from ≤ t < to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub from: Millis,
    pub to: Millis,
}

impl Window {
    pub fn holds(self, at: Millis) -> bool {
        (self.from..self.to).contains(&at)
    }

    /// What both hold; empty windows end where they begin.
    #[must_use]
    pub fn within(self, other: Window) -> Window {
        let from = self.from.max(other.from);
        Window { from, to: self.to.min(other.to).max(from) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    pub window: Window,
}

impl Day {
    pub fn is_weekend(&self) -> bool {
        is_weekend(self.date)
    }
}

/// An ISO week: Monday to Sunday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    pub monday: NaiveDate,
    pub window: Window,
}

impl Week {
    /// `2026-W48`; the year is the week's, which differs from the calendar's around the new year.
    pub fn label(&self) -> String {
        let week = self.monday.iso_week();
        format!("{}-W{:02}", week.year(), week.week())
    }
}

/// The window of so many days up to `now`, today included: from a midnight to `now`.
pub fn last_days(now: Millis, days: u32, zone: Zone) -> Window {
    let today = zone.date(now);
    let first = today.checked_sub_days(Days::new(u64::from(days.max(1) - 1))).unwrap_or(today);
    Window { from: zone.midnight(first), to: now }
}

/// The days that have a part in the window, whole.
pub fn days(window: Window, zone: Zone) -> Vec<Day> {
    let mut date = zone.date(window.from);
    let mut days = Vec::new();
    while let Some(next) = date.succ_opt() {
        let (from, to) = (zone.midnight(date), zone.midnight(next));
        if from >= window.to {
            break;
        }
        // A date that a zone left out is no day.
        if to > from {
            days.push(Day { date, window: Window { from, to } });
        }
        date = next;
    }
    days
}

/// The weeks that have a part in the window, whole.
pub fn weeks(window: Window, zone: Zone) -> Vec<Week> {
    let first = zone.date(window.from);
    let mut monday = first.week(Weekday::Mon).checked_first_day().unwrap_or(first);
    let mut weeks = Vec::new();
    while let Some(next) = monday.checked_add_days(Days::new(7)) {
        let (from, to) = (zone.midnight(monday), zone.midnight(next));
        if from >= window.to {
            break;
        }
        weeks.push(Week { monday, window: Window { from, to } });
        monday = next;
    }
    weeks
}

/// Mondays to Fridays that have a part in the window.
pub fn working_days(window: Window, zone: Zone) -> u32 {
    days(window, zone).iter().filter(|day| !day.is_weekend()).count() as u32
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::records::{DAY, HOUR};

    fn at(text: &str) -> Millis {
        DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
    }

    fn zone(name: &str) -> Zone {
        Zone::parse(name).unwrap()
    }

    #[rstest]
    #[case("Europe/Berlin", "2026-03-29T12:00:00Z", 23)]
    #[case("Europe/Berlin", "2026-10-25T12:00:00Z", 25)]
    #[case("Australia/Lord_Howe", "2026-10-04T00:00:00Z", 23)]
    #[case("UTC", "2026-03-29T12:00:00Z", 24)]
    fn days_have_the_hours_they_have(#[case] name: &str, #[case] moment: &str, #[case] hours: i64) {
        let moment = at(moment);
        let day = days(Window { from: moment, to: moment + 1 }, zone(name))[0];
        assert_eq!((day.window.to - day.window.from) / HOUR, hours);
    }

    #[test]
    fn weeks_keep_their_wall_clock_over_the_change() {
        let berlin = zone("Europe/Berlin");
        let all = weeks(Window { from: at("2026-10-20T00:00:00Z"), to: at("2026-11-02T12:00:00Z") }, berlin);
        let said: Vec<String> = all
            .iter()
            .map(|week| format!("{} {} h", week.label(), (week.window.to - week.window.from) / HOUR))
            .collect();
        assert_eq!(said, ["2026-W43 169 h", "2026-W44 168 h", "2026-W45 168 h"]);
        assert_eq!(all[0].window.from, at("2026-10-19T00:00:00+02:00"));
        assert_eq!(all[1].window.from, at("2026-10-26T00:00:00+01:00"));
    }

    #[rstest]
    #[case("2027-01-01T12:00:00Z", "2026-W53")]
    #[case("2024-12-30T12:00:00Z", "2025-W01")]
    fn years_of_weeks(#[case] moment: &str, #[case] wanted: &str) {
        let moment = at(moment);
        assert_eq!(weeks(Window { from: moment, to: moment + 1 }, Zone::UTC)[0].label(), wanted);
    }

    #[test]
    fn a_midnight_that_is_skipped_is_the_first_instant_after_it() {
        // Beirut puts its clocks forward at midnight.
        let beirut = zone("Asia/Beirut");
        let date = NaiveDate::from_ymd_opt(2025, 3, 30).unwrap();
        assert_eq!(beirut.midnight(date), at("2025-03-30T01:00:00+03:00"));
        // Samoa left 30 December 2011 out.
        let apia = zone("Pacific/Apia");
        let around = days(Window { from: at("2011-12-29T12:00:00-10:00"), to: at("2011-12-31T12:00:00+14:00") }, apia);
        let dates: Vec<String> = around.iter().map(|day| day.date.to_string()).collect();
        assert_eq!(dates, ["2011-12-29", "2011-12-31"]);
    }

    #[test]
    fn zones_are_read_and_named() {
        assert_eq!(zone("").name(), "UTC");
        assert_eq!(zone("+02:00").name(), "+02:00");
        assert_eq!(zone("America/New_York").name(), "America/New_York");
        assert_eq!(Zone::parse("Mars/Olympus"), None);
    }

    proptest! {
        #[test]
        fn weeks_and_days_cover_the_window_without_gaps(
            from in at("1995-01-01T00:00:00Z")..at("2035-01-01T00:00:00Z"),
            long in 1..120 * DAY,
            name in prop::sample::select(vec!["Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kolkata", "-03:30"]),
        ) {
            let (window, zone) = (Window { from, to: from + long }, zone(name));
            let parts: Vec<Vec<Window>> = vec![
                days(window, zone).iter().map(|day| day.window).collect(),
                weeks(window, zone).iter().map(|week| week.window).collect(),
            ];
            for part in parts {
                prop_assert!(part[0].from <= window.from && window.to <= part[part.len() - 1].to);
                prop_assert!(part.windows(2).all(|two| two[0].to == two[1].from));
                prop_assert!(part.iter().all(|one| one.from < one.to));
            }
            for day in days(window, zone) {
                prop_assert_eq!(zone.date(day.window.from), day.date);
                prop_assert_eq!(zone.date(day.window.to - 1), day.date);
            }
        }
    }
}
