//! When meetings are due, and which were skipped. Pure.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use insight::weeks::Zone;

use crate::api::types::ForumCadence;
use crate::model::Time;

/// A Monday from which weeks are counted while no meeting was held.
const FIRST_MONDAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2024, 1, 1);

/// Most skipped meetings that are named.
const NAMED: usize = 10;

/// The next meeting that is due and isn't held yet; None for a cadence that no calendar knows. `last` is when the
/// newest one began.
pub(super) fn next(cadence: &ForumCadence, last: Option<Time>, now: Time) -> Option<Time> {
    let due = Due::of(cadence, last)?;
    let slots = due.from(due.slot_before(now)?);
    // One that was held up to half a cadence early or late is over; one of today that isn't held yet is still to come.
    slots.take(4).find(|slot| *slot >= now.plus(-Time::DAY) && !due.is_held(*slot, last))
}

/// The meetings that were due since the last one and weren't held, the oldest first, at most ten. A day late isn't
/// skipped. Nothing was skipped before the first meeting.
pub(super) fn skipped(cadence: &ForumCadence, last: Option<Time>, now: Time) -> Vec<Time> {
    let Some((due, last)) = Due::of(cadence, last).zip(last) else { return Vec::new() };
    let Some(first) = due.slot_before(last) else { return Vec::new() };
    let over = due.from(first).take(1_000).take_while(|slot| *slot < now.plus(-Time::DAY));
    let mut skipped: Vec<Time> =
        over.filter(|slot| slot.0 > last.0 - due.half() && !due.is_held(*slot, Some(last))).collect();
    skipped.drain(..skipped.len().saturating_sub(NAMED));
    skipped
}

/// A cadence that was understood.
struct Due {
    zone: Zone,
    at: NaiveTime,
    /// The day of one meeting.
    anchor: NaiveDate,
    days: u64,
}

impl Due {
    fn of(cadence: &ForumCadence, last: Option<Time>) -> Option<Due> {
        let zone = Zone::parse(&cadence.zone)?;
        let at = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(cadence.at) * 60, 0)?;
        let weekday = u64::from(cadence.weekday.clamp(1, 7)) - 1;
        // The week of the last meeting is one of the weeks in which meetings are.
        let monday = match last {
            Some(last) => monday(zone.date(last.0)),
            None => FIRST_MONDAY?,
        };
        let anchor = monday.checked_add_days(Days::new(weekday))?;
        Some(Due { zone, at, anchor, days: 7 * u64::from(cadence.every_weeks.max(1)) })
    }

    /// The meeting of the cadence before `when`, at least a whole cadence before.
    fn slot_before(&self, when: Time) -> Option<NaiveDate> {
        let between = (self.zone.date(when.0) - self.anchor).num_days();
        let cycles = between.div_euclid(self.days as i64) - 1;
        let shift = cycles * self.days as i64;
        self.anchor.checked_add_signed(chrono::TimeDelta::try_days(shift)?)
    }

    fn from(&self, first: NaiveDate) -> impl Iterator<Item = Time> {
        let dates = (0..).map_while(move |n: u64| first.checked_add_days(Days::new(n.checked_mul(self.days)?)));
        dates.map(|date| Time(self.zone.instant(date.and_time(self.at))))
    }

    fn half(&self) -> i64 {
        self.days as i64 * Time::DAY / 2
    }

    fn is_held(&self, slot: Time, last: Option<Time>) -> bool {
        last.is_some_and(|last| slot.0 < last.0 + self.half())
    }
}

fn monday(date: NaiveDate) -> NaiveDate {
    let back = u64::from(date.weekday().num_days_from_monday());
    date.checked_sub_days(Days::new(back)).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn time(text: &str) -> Time {
        Time::parse_rfc3339(text).unwrap()
    }

    fn thursdays(every_weeks: u8) -> ForumCadence {
        ForumCadence { weekday: 4, every_weeks, at: 14 * 60, zone: "Europe/Berlin".to_owned(), time_box: 45 }
    }

    #[rstest]
    #[case::none_was_held(1, None, "2026-11-24T09:00:00Z", "2026-11-26T13:00:00Z")]
    #[case::of_today_and_not_held(1, None, "2026-11-26T15:00:00Z", "2026-11-26T13:00:00Z")]
    #[case::held_today(1, Some("2026-11-26T13:02:00Z"), "2026-11-26T15:00:00Z", "2026-12-03T13:00:00Z")]
    #[case::held_a_day_early(1, Some("2026-11-25T13:02:00Z"), "2026-11-26T15:00:00Z", "2026-12-03T13:00:00Z")]
    #[case::every_second_week(2, Some("2026-11-19T13:00:00Z"), "2026-11-24T09:00:00Z", "2026-12-03T13:00:00Z")]
    #[case::summer_time_ends(1, Some("2026-10-22T12:00:00Z"), "2026-10-27T09:00:00Z", "2026-10-29T13:00:00Z")]
    fn the_next_one_is_due(#[case] weeks: u8, #[case] last: Option<&str>, #[case] now: &str, #[case] next_at: &str) {
        assert_eq!(next(&thursdays(weeks), last.map(time), time(now)), Some(time(next_at)));
    }

    #[rstest]
    #[case::none_before_the_first(1, None, "2026-11-24T09:00:00Z", &[])]
    #[case::the_last_was_held(1, Some("2026-11-19T13:02:00Z"), "2026-11-24T09:00:00Z", &[])]
    #[case::a_day_late_is_not_skipped(1, Some("2026-11-12T13:00:00Z"), "2026-11-20T12:00:00Z", &[])]
    #[case::two(1, Some("2026-11-05T13:00:00Z"), "2026-11-24T09:00:00Z", &["2026-11-12T13:00:00Z", "2026-11-19T13:00:00Z"])]
    #[case::every_second_week(2, Some("2026-11-05T13:00:00Z"), "2026-11-24T09:00:00Z", &["2026-11-19T13:00:00Z"])]
    fn a_skipped_meeting_is_told(
        #[case] weeks: u8,
        #[case] last: Option<&str>,
        #[case] now: &str,
        #[case] expected: &[&str],
    ) {
        let expected: Vec<Time> = expected.iter().copied().map(time).collect();
        assert_eq!(skipped(&thursdays(weeks), last.map(time), time(now)), expected);
    }
}
