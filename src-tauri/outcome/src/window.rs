//! Which weeks are compared: equally many before and after the one of shipping, which belongs to neither.

use chrono::{Datelike, Days, NaiveDate};

use crate::week::Week;

/// Fewer full weeks on a side say nothing.
pub const LEAST_WEEKS: u32 = 3;
/// The shortest and the longest window that is proposed, in weeks.
pub const SHORTEST: u32 = 6;
pub const LONGEST: u32 = 12;
/// With so many signals before, a fall by half is nearly always found (`simulate`).
const ENOUGH: u32 = 60;

/// What the comparison is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Weeks on each side.
    pub weeks: u32,
    /// The verdict is taken against the comparison group when that has enough signals.
    pub compare: bool,
}

/// What a week is to the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Before the window.
    Earlier,
    Before,
    /// The week of delivery.
    Shipping,
    After,
    /// After the window.
    Later,
    /// In the window, but not every source was read for all of it.
    Unread,
    /// Not over yet.
    Running,
}

/// The weeks with their roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Windows {
    /// In the order of the weeks.
    pub roles: Vec<Role>,
    /// The first day after the window.
    pub ends: NaiveDate,
    pub ended: bool,
    /// Weeks of the window after that are over, read or not.
    pub passed: u32,
}

/// The Monday of a date's week.
pub fn monday(date: NaiveDate) -> NaiveDate {
    date - Days::new(u64::from(date.weekday().num_days_from_monday()))
}

pub fn of(weeks: &[Week], shipped: NaiveDate, today: NaiveDate, plan: Plan) -> Windows {
    let shipping = monday(shipped);
    let ends = shipping + Days::new(7 * (u64::from(plan.weeks) + 1));
    let roles = weeks.iter().map(|week| role(*week, shipping, today, plan)).collect();
    let passed = (monday(today) - shipping).num_days() / 7 - 1;
    let passed = u32::try_from(passed.max(0)).unwrap_or(u32::MAX).min(plan.weeks);
    Windows { roles, ends, ended: today >= ends, passed }
}

fn role(week: Week, shipping: NaiveDate, today: NaiveDate, plan: Plan) -> Role {
    let offset = (week.monday - shipping).num_days() / 7;
    let span = i64::from(plan.weeks);
    if offset == 0 {
        return Role::Shipping;
    }
    if (today - week.monday).num_days() < 7 {
        return Role::Running;
    }
    match offset {
        _ if offset < -span => Role::Earlier,
        _ if offset > span => Role::Later,
        _ if !week.whole => Role::Unread,
        _ if offset < 0 => Role::Before,
        _ => Role::After,
    }
}

/// The weeks a side that are proposed: the shortest window with enough signals before. It looks at nothing after the
/// delivery, so that it can't be chosen to please.
pub fn proposed(weeks: &[Week], shipped: NaiveDate) -> u32 {
    let shipping = monday(shipped);
    let counts = weeks.iter().rev().filter(|week| week.monday < shipping).map(|week| week.count);
    let mut sum = 0_u32;
    for (place, count) in (1..=LONGEST).zip(counts) {
        sum = sum.saturating_add(count);
        if sum >= ENOUGH {
            return place.max(SHORTEST);
        }
    }
    LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn weeks(from: NaiveDate, counts: &[u32]) -> Vec<Week> {
        let week = |(place, count): (usize, &u32)| Week {
            monday: from + Days::new(7 * place as u64),
            count: *count,
            others: 0,
            whole: true,
        };
        counts.iter().enumerate().map(week).collect()
    }

    #[test]
    fn the_week_of_shipping_belongs_to_neither_side() {
        use Role::{After, Before, Earlier, Later, Running, Shipping, Unread};
        let mut weeks = weeks(day(9, 21), &[1; 9]);
        weeks[2].whole = false;
        let found = of(&weeks, day(10, 14), day(11, 18), Plan { weeks: 2, compare: true });
        assert_eq!(found.roles, [Earlier, Before, Unread, Shipping, After, After, Later, Later, Running]);
        assert_eq!((found.ends, found.ended, found.passed), (day(11, 2), true, 2));
        let young = of(&weeks, day(11, 14), day(11, 18), Plan { weeks: 6, compare: true });
        assert_eq!((young.ended, young.passed), (false, 0));
    }

    #[test]
    fn few_signals_take_a_longer_window() {
        let shipped = day(12, 30);
        assert_eq!(proposed(&weeks(day(6, 1), &[20; 20]), shipped), 6);
        assert_eq!(proposed(&weeks(day(6, 1), &[7; 20]), shipped), 9);
        assert_eq!(proposed(&weeks(day(6, 1), &[1; 20]), shipped), 12);
        assert_eq!(proposed(&[], shipped), 12);
    }
}
