//! Since when a feature has fewer people, or more, for good: a change at one point of a series of weeks. A slow trend is
//! none, nor is a dip that is over, nor a season that was there a year before.

use std::ops::Range;

use crate::pettitt::{self, SIDE};
use crate::spread::median;

/// Weeks in which a change is looked for; what lies before them says whether it comes every year.
const YEAR: usize = 52;

/// A level is the median of so many weeks.
const LEVEL: usize = 8;

/// Weeks on either side of the middle of a change that may lie between the two levels.
const TURN: usize = 4;

/// Weeks on either side that say where the middle is.
const NEAR: usize = 6;

/// Weeks on either side of the middle, at least.
const EDGE: usize = TURN + SIDE;

/// How sure a change must be.
const CHANCE: f64 = 0.01;

/// It is so many a day at least,
const LEAST: f64 = 5.0;

/// and such a share of those before.
const PART: f64 = 0.15;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Fewer,
    More,
}

/// A change for good. Weeks are indexes into the series.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// The first week after its middle.
    pub week: usize,
    /// The first week that had left the old level.
    pub began: usize,
    /// A day, before and after it.
    pub before: f64,
    pub after: f64,
    /// The first and the last week of which each level is the median.
    pub old: (usize, usize),
    pub new: (usize, usize),
    /// In how many weeks it could have been found.
    pub places: usize,
    /// Variance of the difference of the levels.
    pub(crate) doubt: f64,
}

impl Shift {
    pub fn size(&self) -> f64 {
        (self.after - self.before).abs()
    }
}

/// The change of the last year, if there is one beyond chance. Weeks not counted are passed over.
pub fn shift(weeks: &[Option<f64>], way: Way) -> Option<Shift> {
    // Turned so that every change is a fall.
    let sign = match way {
        Way::Fewer => 1.0,
        Way::More => -1.0,
    };
    let counted: Vec<(usize, f64)> = weeks
        .iter()
        .enumerate()
        .skip(weeks.len().saturating_sub(YEAR))
        .filter_map(|(week, value)| value.map(|value| (week, sign * value)))
        .collect();
    let values: Vec<f64> = counted.iter().map(|(_, value)| *value).collect();
    let n = values.len();
    let (_, most) = pettitt::fall(&values)?;
    if n < 2 * EDGE || most <= 0 || pettitt::chance(most, n) >= CHANCE {
        return None;
    }
    let cut = (EDGE..=n - EDGE).max_by(|one, other| step(&values, *one).total_cmp(&step(&values, *other)))?;
    let (old, new) = around(cut, n);
    let (before, doubt_before) = level(values.get(old.clone())?)?;
    let (after, doubt_after) = level(values.get(new.clone())?)?;
    let size = before - after;
    let week = counted.get(cut)?.0;
    let seasonal = a_year_before(weeks, week).is_some_and(|fell| sign * fell >= size / 2.0);
    if size < LEAST || size < PART * before.abs() || seasonal || !lasts(&values, before, size) {
        return None;
    }
    let mut began = cut;
    while began > 0 && values.get(began - 1).is_some_and(|value| before - value > size / 4.0) {
        began -= 1;
    }
    let ends = |of: &Range<usize>| Some((counted.get(of.start)?.0, counted.get(of.end - 1)?.0));
    Some(Shift {
        week,
        began: counted.get(began)?.0,
        before: before.abs(),
        after: after.abs(),
        old: ends(&old)?,
        new: ends(&new)?,
        places: (EDGE..=n - EDGE).filter(|cut| pettitt::chance((cut * (n - cut)) as i64, n) < CHANCE).count(),
        doubt: doubt_before + doubt_after,
    })
}

/// How much lower the weeks after a cut are than those before it.
fn step(values: &[f64], cut: usize) -> f64 {
    let sum = |of: Range<usize>| values.get(of).unwrap_or_default().iter().sum::<f64>();
    sum(cut - NEAR..cut) - sum(cut..cut + NEAR)
}

/// The places whose values are the level before, and those after a cut of `n` values.
fn around(cut: usize, n: usize) -> (Range<usize>, Range<usize>) {
    (cut.saturating_sub(TURN + LEVEL)..cut - TURN, cut + TURN..(cut + TURN + LEVEL).min(n))
}

/// The median and its variance: 1.2533² times that of a mean, for a spread that the distances from it tell.
fn level(values: &[f64]) -> Option<(f64, f64)> {
    let middle = median(values)?;
    let off: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    let spread = 1.2533 * 1.4826 * median(&off)?;
    Some((middle, spread * spread / values.len() as f64))
}

/// Whether at least half of a fall of `size` is still there, and no slow decline fell as much again.
fn lasts(values: &[f64], before: f64, size: f64) -> bool {
    let early = values.get(..LEVEL).and_then(median);
    let late = values.get(values.len().saturating_sub(LEVEL)..).and_then(median);
    early.zip(late).is_some_and(|(early, late)| before - late >= size / 2.0 && early - late <= 2.0 * size)
}

/// How much the same weeks fell a year before; None where too few of them were counted.
fn a_year_before(weeks: &[Option<f64>], week: usize) -> Option<f64> {
    let then = week.checked_sub(YEAR).filter(|then| *then >= EDGE)?;
    let (old, new) = around(then, weeks.len());
    let level = |of: Range<usize>| {
        let counted: Vec<f64> = weeks.get(of)?.iter().flatten().copied().collect();
        median(&counted).filter(|_| counted.len() >= SIDE)
    };
    Some(level(old)? - level(new)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    /// A level with a little of everything.
    fn level_of(value: f64, length: usize) -> impl Iterator<Item = f64> {
        (0..length).map(move |week| value + [0.0, 1.0, -1.0, 0.5][week % 4])
    }

    /// One level after the other.
    fn joined(levels: &[(f64, usize)]) -> Vec<f64> {
        levels.iter().flat_map(|(value, length)| level_of(*value, *length)).collect()
    }

    fn weeks(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn a_fall_and_a_rise_are_found_where_they_are() {
        let fell = weeks(&joined(&[(80.0, 30), (50.0, 22)]));
        let found = shift(&fell, Way::Fewer).expect("it fell");
        assert_eq!((found.week, found.began, found.old, found.new), (30, 30, (18, 25), (34, 41)));
        assert!((found.before - 80.0).abs() < 1.0 && (found.size() - 30.0).abs() < 1.5, "{found:?}");
        assert_eq!((shift(&fell, Way::More), found.places), (None, 37));
        let slowly: Vec<f64> = (0..6).map(|week| 40.0 + 5.0 * f64::from(week)).collect();
        let rose = [joined(&[(40.0, 25)]), slowly, joined(&[(70.0, 21)])].concat();
        let found = shift(&weeks(&rose), Way::More).expect("it rose");
        assert!((27..=29).contains(&found.week) && (26..=28).contains(&found.began), "{found:?}");
        assert!((found.after - 70.0).abs() < 1.0, "{found:?}");
    }

    #[rstest]
    #[case::a_dip_that_is_over(joined(&[(80.0, 20), (40.0, 10), (80.0, 22)]))]
    #[case::a_slow_decline((0..52).map(|week| 120.0 - f64::from(week)).collect::<Vec<f64>>())]
    #[case::too_little(joined(&[(80.0, 26), (71.0, 26)]))]
    #[case::too_few_people(joined(&[(9.0, 26), (5.0, 26)]))]
    #[case::too_short_ago(joined(&[(80.0, 47), (40.0, 5)]))]
    #[case::too_few_weeks(joined(&[(80.0, 6), (40.0, 6)]))]
    #[case::every_year(joined(&[(80.0, 30), (40.0, 20), (80.0, 30), (40.0, 24)]))]
    fn no_change_for_good(#[case] values: Vec<f64>) {
        assert_eq!(shift(&weeks(&values), Way::Fewer), None);
    }

    proptest! {
        #[test]
        fn a_shift_is_one(values in prop::collection::vec(prop::option::of(0.0..300.0_f64), 0..120)) {
            for way in [Way::Fewer, Way::More] {
                if let Some(found) = shift(&values, way) {
                    prop_assert_eq!(found.after > found.before, way == Way::More);
                    prop_assert!(found.began <= found.week && found.week < values.len() && found.size() >= LEAST);
                    prop_assert!(found.old.1 < found.week && found.week < found.new.1 && found.new.1 < values.len());
                }
            }
        }
    }
}
