//! A clock that runs in business hours only.

use chrono::{Datelike, Days, NaiveTime};

use crate::records::{MINUTE, Millis};
use crate::weeks::{Window, Zone};

/// When somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Monday first.
    pub days: [bool; 7],
    /// Minutes after midnight; from < to ≤ 1440.
    pub from: u16,
    pub to: u16,
    pub zone: Zone,
}

impl Hours {
    /// Milliseconds of `window` that lie in business hours.
    pub fn within(&self, window: Window) -> Millis {
        let mut date = self.zone.date(window.from);
        let mut sum = 0;
        loop {
            let Some(next) = date.checked_add_days(Days::new(1)) else { return sum };
            if self.days.get(date.weekday().num_days_from_monday() as usize) == Some(&true) {
                let at =
                    |minutes: u16| match NaiveTime::from_hms_opt(u32::from(minutes / 60), u32::from(minutes % 60), 0) {
                        Some(time) => self.zone.instant(date.and_time(time)),
                        None => self.zone.midnight(next),
                    };
                let open = Window { from: at(self.from), to: at(self.to) }.within(window);
                sum += (open.to - open.from).max(0);
            }
            date = next;
            if self.zone.midnight(date) >= window.to {
                return sum;
            }
        }
    }

    /// Whether it can be: some day, from before to, no more than a day.
    pub fn is_sound(&self) -> bool {
        self.days.contains(&true) && self.from < self.to && Millis::from(self.to) * MINUTE <= crate::records::DAY
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use rstest::rstest;

    use super::*;
    use crate::records::HOUR;

    #[rstest]
    #[case::one_day("2026-11-24T08:00:00Z", "2026-11-24T11:30:00Z", 210)]
    #[case::over_night("2026-11-24T15:00:00Z", "2026-11-25T09:00:00Z", 120)]
    #[case::over_the_weekend("2026-11-27T15:30:00Z", "2026-11-30T08:30:00Z", 60)]
    #[case::at_night("2026-11-24T20:00:00Z", "2026-11-24T23:00:00Z", 0)]
    #[case::nothing("2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z", 0)]
    #[case::when_clocks_go_back("2026-10-23T07:00:00Z", "2026-10-26T08:00:00Z", 480)]
    fn the_clock_stands_still_outside(#[case] from: &str, #[case] to: &str, #[case] minutes: i64) {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis();
        let days = [true, true, true, true, true, false, false];
        let hours = Hours { days, from: 9 * 60, to: 17 * 60, zone: Zone::parse("Europe/Berlin").unwrap() };
        assert_eq!(hours.within(Window { from: at(from), to: at(to) }) / MINUTE, minutes);
        let always = Hours { days: [true; 7], from: 0, to: 24 * 60, zone: hours.zone };
        assert_eq!(always.within(Window { from: at(from), to: at(to) }), at(to) - at(from));
        assert!(hours.is_sound() && !Hours { from: 1_020, ..hours }.is_sound() && HOUR > 0);
    }
}
