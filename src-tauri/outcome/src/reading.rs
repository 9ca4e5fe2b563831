//! The verdict: fell, unchanged, rose, or why it can't be said.

use chrono::NaiveDate;

use crate::dispersion::{self, Dispersion};
use crate::ratio::{self, Ratio};
use crate::week::{Level, Week};
use crate::window::{self, LEAST_WEEKS, Plan, Role, Windows};

/// How sure the interval is that is shown, and the verdict at the end.
pub const LEVEL: f64 = 0.95;
/// How sure a verdict must be while the check still runs. Who looks every week has many chances to be fooled; looks on
/// the way that ask for three standard errors leave the last one nearly untouched (Haybittle 1971, Peto et al. 1976).
pub const EARLY_LEVEL: f64 = 0.998;
/// A change by this factor matters. Absence of proof is called "unchanged" only where the interval rules out more than
/// that (Altman and Bland 1995); otherwise there were too few signals to tell.
pub const MATTERS: f64 = 2.0;
/// Signals of the comparison group, before and in all, after taking bursts out.
const OTHERS_BEFORE: f64 = 20.0;
const OTHERS_IN_ALL: f64 = 50.0;
/// Weeks before delivery from which bursts are estimated, at most.
const HISTORY: usize = 26;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Fell,
    Unchanged,
    Rose,
    /// The check still runs, and nothing is clear yet.
    TooEarly,
    /// Too few signals to tell a change that matters from none.
    TooFew,
    /// The sources weren't read for enough of the weeks.
    NoData,
}

/// What the comparison group did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Others {
    pub before: Level,
    pub after: Level,
    pub ratio: Ratio,
    /// There were enough for the verdict to be taken against them.
    pub enough: bool,
}

/// All that was read of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub verdict: Verdict,
    pub windows: Windows,
    pub before: Level,
    pub after: Level,
    /// After over before, by itself; None without weeks on both sides.
    pub ratio: Option<Ratio>,
    pub others: Option<Others>,
    /// What the verdict rests on: against the others where there are enough and the plan says so.
    pub judged: Option<Ratio>,
    pub dispersion: Dispersion,
}

/// Reads `weeks`, consecutive and the oldest first, around the day of delivery.
pub fn of(weeks: &[Week], shipped: NaiveDate, today: NaiveDate, plan: Plan) -> Reading {
    let windows = window::of(weeks, shipped, today, plan);
    let own = |week: &Week| week.count;
    let others_of = |week: &Week| week.others;
    let (before, after) = (counts(weeks, &windows, Role::Before, own), counts(weeks, &windows, Role::After, own));
    let dispersion = dispersion::of(&[&history(weeks, &windows, own), &after]);
    let (before, after) = (Level::of(&before), Level::of(&after));
    let mut reading = Reading {
        verdict: Verdict::NoData,
        windows,
        before,
        after,
        ratio: None,
        others: None,
        judged: None,
        dispersion,
    };
    if before.weeks == 0 || after.weeks == 0 {
        reading.verdict = verdict(&reading, None, plan);
        return reading;
    }
    let others = others(weeks, &reading.windows, others_of);
    let at = |level: f64| {
        let own = ratio::of(before, after, dispersion, level);
        match &others {
            Some((found, bursts)) if plan.compare && found.enough => {
                ratio::against(own, ratio::of(found.before, found.after, *bursts, level))
            }
            _ => own,
        }
    };
    reading.ratio = Some(ratio::of(before, after, dispersion, LEVEL));
    reading.judged = Some(at(LEVEL));
    reading.verdict = verdict(&reading, Some(at(if reading.windows.ended { LEVEL } else { EARLY_LEVEL })), plan);
    reading.others = others.map(|(found, _)| found);
    reading
}

fn verdict(reading: &Reading, judged: Option<Ratio>, plan: Plan) -> Verdict {
    let windows = &reading.windows;
    if windows.passed < LEAST_WEEKS.min(plan.weeks) {
        return Verdict::TooEarly;
    }
    let enough = LEAST_WEEKS.max(plan.weeks.div_ceil(2)).min(plan.weeks);
    let after = if windows.ended { enough } else { LEAST_WEEKS.min(plan.weeks) };
    let Some(judged) = judged.filter(|_| reading.before.weeks >= enough && reading.after.weeks >= after) else {
        return Verdict::NoData;
    };
    match (judged.low > 1.0, judged.high < 1.0) {
        (true, _) => Verdict::Rose,
        (_, true) => Verdict::Fell,
        _ if !windows.ended => Verdict::TooEarly,
        _ if judged.low >= 1.0 / MATTERS && judged.high <= MATTERS => Verdict::Unchanged,
        _ => Verdict::TooFew,
    }
}

fn others(weeks: &[Week], windows: &Windows, count: fn(&Week) -> u32) -> Option<(Others, Dispersion)> {
    let before = counts(weeks, windows, Role::Before, count);
    let after = counts(weeks, windows, Role::After, count);
    let bursts = dispersion::of(&[&history(weeks, windows, count), &after]);
    let (before, after) = (Level::of(&before), Level::of(&after));
    if before.count == 0 && after.count == 0 {
        return None;
    }
    let known = |count: u32| f64::from(count) / bursts.factor;
    let enough = known(before.count) >= OTHERS_BEFORE && known(before.count) + known(after.count) >= OTHERS_IN_ALL;
    let ratio = ratio::of(before, after, bursts, LEVEL);
    Some((Others { before, after, ratio, enough }, bursts))
}

/// The counts of the weeks with a role, in order.
pub fn counts(weeks: &[Week], windows: &Windows, role: Role, count: impl Fn(&Week) -> u32) -> Vec<u32> {
    weeks.iter().zip(&windows.roles).filter(|(_, found)| **found == role).map(|(week, _)| count(week)).collect()
}

/// The whole weeks up to the delivery, the newest ones.
fn history(weeks: &[Week], windows: &Windows, count: impl Fn(&Week) -> u32) -> Vec<u32> {
    let known = |role: &Role| matches!(role, Role::Earlier | Role::Before);
    let pairs = weeks.iter().zip(&windows.roles).filter(|(week, role)| week.whole && known(role));
    let counts: Vec<u32> = pairs.map(|(week, _)| count(week)).collect();
    counts[counts.len().saturating_sub(HISTORY)..].to_vec()
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use rstest::rstest;

    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn weeks(counts: &[u32], others: u32) -> Vec<Week> {
        let from = day(7, 20);
        let week = |(place, count): (usize, &u32)| Week {
            monday: from + Days::new(7 * place as u64),
            count: *count,
            others,
            whole: true,
        };
        counts.iter().enumerate().map(week).collect()
    }

    const PLAN: Plan = Plan { weeks: 6, compare: true };
    /// Twelve weeks before 12 October, that week, and what came after.
    const BEFORE: [u32; 13] = [20, 17, 23, 16, 21, 19, 22, 18, 14, 24, 19, 15, 9];

    fn series(after: &[u32]) -> Vec<u32> {
        BEFORE.iter().chain(after).copied().collect()
    }

    #[rstest]
    #[case::fell(&[6, 5, 4, 4, 3, 3], day(11, 30), Verdict::Fell)]
    #[case::clear_before_the_end(&[6, 5, 4, 4, 3], day(11, 23), Verdict::Fell)]
    #[case::not_clear_before_the_end(&[14, 13, 15, 12], day(11, 16), Verdict::TooEarly)]
    #[case::unchanged(&[18, 20, 17, 21, 16, 19], day(11, 30), Verdict::Unchanged)]
    #[case::rose(&[30, 34, 29, 41, 33, 35], day(11, 30), Verdict::Rose)]
    #[case::two_weeks_are_too_early(&[0, 0], day(11, 2), Verdict::TooEarly)]
    fn verdicts(#[case] after: &[u32], #[case] today: NaiveDate, #[case] expected: Verdict) {
        let found = of(&weeks(&series(after), 0), day(10, 14), today, PLAN);
        assert_eq!(found.verdict, expected, "{found:#?}");
        assert_eq!((found.before.count, found.before.weeks), (112, 6));
    }

    #[test]
    fn a_handful_of_signals_is_too_few() {
        let found =
            of(&weeks(&[1, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0], 0), day(10, 14), day(11, 30), PLAN);
        assert_eq!(found.verdict, Verdict::TooFew);
        assert_eq!(of(&[], day(10, 14), day(11, 30), PLAN).verdict, Verdict::NoData);
    }

    #[test]
    fn weeks_that_were_not_read_are_left_out_and_too_many_of_them_leave_nothing() {
        let mut all = weeks(&series(&[6, 5, 0, 4, 3, 3]), 0);
        all[15].whole = false;
        let found = of(&all, day(10, 14), day(11, 30), PLAN);
        assert_eq!((found.verdict, found.after), (Verdict::Fell, Level { count: 21, weeks: 5 }));
        for week in &mut all[13..17] {
            week.whole = false;
        }
        assert_eq!(of(&all, day(10, 14), day(11, 30), PLAN).verdict, Verdict::NoData);
    }

    #[test]
    fn a_fall_that_all_others_share_is_not_the_deliveries() {
        let mut all = weeks(&series(&[9, 9, 9, 10, 9, 9]), 100);
        for week in &mut all[13..] {
            week.others = 50;
        }
        let found = of(&all, day(10, 14), day(11, 30), PLAN);
        assert_eq!(found.verdict, Verdict::Unchanged, "{found:#?}");
        let alone = of(&all, day(10, 14), day(11, 30), Plan { compare: false, ..PLAN });
        assert_eq!(alone.verdict, Verdict::Fell);
        assert!(alone.others.unwrap().enough);
    }
}
