//! What a delivery was expected to do, as a number that weeks can meet.

use crate::week::Level;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// So many a week, or fewer.
    AtMost(f64),
    /// So many a week, or more.
    AtLeast(f64),
    /// So much less than before: 0.5 is half.
    FallBy(f64),
    /// So much more than before.
    RiseBy(f64),
}

/// Which weeks met a goal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Met {
    /// The line that weeks are held against, a week.
    pub line: f64,
    pub weeks: u32,
    pub of: u32,
    /// The mean of the weeks meets it.
    pub overall: bool,
}

impl Goal {
    /// The line a week, given what it was before.
    pub fn line(self, before: Level) -> f64 {
        match self {
            Goal::AtMost(line) | Goal::AtLeast(line) => line,
            Goal::FallBy(share) => before.per_week() * (1.0 - share),
            Goal::RiseBy(share) => before.per_week() * (1.0 + share),
        }
    }

    /// The change it asks for, as a ratio; None after nothing.
    pub fn ratio(self, before: Level) -> Option<f64> {
        (before.count > 0).then(|| self.line(before) / before.per_week())
    }

    pub fn wants_more(self) -> bool {
        matches!(self, Goal::AtLeast(_) | Goal::RiseBy(_))
    }

    pub fn met(self, before: Level, after: &[u32]) -> Met {
        let line = self.line(before);
        let good = |rate: f64| if self.wants_more() { rate >= line } else { rate <= line };
        let level = Level::of(after);
        let weeks = after.iter().filter(|count| good(f64::from(**count))).count();
        let weeks = u32::try_from(weeks).unwrap_or(u32::MAX);
        Met { line, weeks, of: level.weeks, overall: level.weeks > 0 && good(level.per_week()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Goal::AtMost(4.0), 4.0, 3, false)]
    #[case(Goal::FallBy(0.5), 10.0, 5, true)]
    #[case(Goal::AtLeast(5.0), 5.0, 2, false)]
    #[case(Goal::RiseBy(1.0), 40.0, 0, false)]
    fn weeks_on_goal(#[case] goal: Goal, #[case] line: f64, #[case] weeks: u32, #[case] overall: bool) {
        let met = goal.met(Level { count: 120, weeks: 6 }, &[6, 5, 4, 4, 3]);
        assert_eq!(met, Met { line, weeks, of: 5, overall });
    }

    #[test]
    fn no_weeks_meet_nothing() {
        let met = Goal::AtMost(6.0).met(Level::default(), &[]);
        assert_eq!((met.weeks, met.of, met.overall), (0, 0, false));
        assert_eq!(Goal::FallBy(0.5).ratio(Level::default()), None);
    }
}
