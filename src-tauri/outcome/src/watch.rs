//! Whether what fell comes back, asked every week.
//!
//! A cumulative sum (Page 1954; for counts Lucas 1985) of how much better "it is coming back" explains each week than
//! "it stays", never below zero. Its limit needs no table: the sum is a likelihood ratio, which exceeds e^h by chance
//! with a probability of at most e^−h from each week it can begin in (Ville 1939), so a year of weeks stays below
//! 52 · e^−h. `simulate` counts the alarms. The change of level in `themes::trend` looks back at a finished series
//! instead: asked anew every week it would cry wolf, so this doesn't share it.

use crate::dispersion::Dispersion;
use crate::week::Level;

/// The likelihood ratio that is an alarm: e^6.
pub const LIMIT: f64 = 6.0;
/// A smaller rise isn't looked for.
const LEAST_RISE: f64 = 1.5;

#[derive(Clone, Debug, PartialEq)]
pub struct Watch {
    /// A week, from which it can come back; somewhat above what was seen, since few weeks were.
    pub quiet: f64,
    /// A week, at which it has come back: half way, as factors go, to what it was before.
    pub back: f64,
    /// The sum after each week.
    pub path: Vec<f64>,
    /// The first week whose sum is above [`LIMIT`].
    pub alarm: Option<usize>,
    /// Where the rise that led to the alarm began.
    pub since: Option<usize>,
}

/// Follows the weeks after a check that ended with "fell". None stands for a week that wasn't read: it says nothing.
pub fn of(before: Level, after: Level, dispersion: Dispersion, weeks: &[Option<u32>]) -> Watch {
    let factor = dispersion.deflator(0.95);
    // One standard deviation above, by Anscombe's (1948) square root.
    let known = f64::from(after.count) / factor;
    let quiet = ((known + 0.375).sqrt() + 0.5).powi(2) * factor / f64::from(after.weeks.max(1));
    let back = (quiet * before.per_week()).sqrt().max(LEAST_RISE * quiet);
    let (gain, cost) = ((back / quiet).ln() / factor, (back - quiet) / factor);
    let mut watch = Watch { quiet, back, path: Vec::new(), alarm: None, since: None };
    let (mut sum, mut began) = (0.0_f64, 0);
    for (week, count) in weeks.iter().enumerate() {
        if let Some(count) = count {
            sum = (sum + f64::from(*count) * gain - cost).max(0.0);
        }
        if sum <= 0.0 {
            began = week + 1;
        }
        if sum > LIMIT && watch.alarm.is_none() {
            (watch.alarm, watch.since) = (Some(week), Some(began));
        }
        watch.path.push(sum);
    }
    watch
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: Level = Level { count: 112, weeks: 6 };
    const AFTER: Level = Level { count: 24, weeks: 6 };

    #[test]
    fn it_is_heard_when_it_comes_back_and_where_it_began() {
        let quiet = [4, 5, 3, 4, 6, 2].map(Some);
        assert_eq!(of(BEFORE, AFTER, Dispersion::POISSON, &quiet).alarm, None);
        let back = [4, 3, 4, 15, 19].map(Some);
        let found = of(BEFORE, AFTER, Dispersion::POISSON, &back);
        assert_eq!((found.since, found.alarm), (Some(3), Some(4)), "{found:?}");
    }

    #[test]
    fn a_week_that_was_not_read_says_nothing() {
        let found = of(BEFORE, AFTER, Dispersion::POISSON, &[Some(12), None, None]);
        assert_eq!(found.path[0], found.path[2]);
        assert!(of(Level::default(), Level::default(), Dispersion::POISSON, &[]).path.is_empty());
    }
}
