//! What is counted: signals by the week they happened in.

use chrono::NaiveDate;

/// One week from Monday to Sunday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    pub monday: NaiveDate,
    /// Signals of the opportunity.
    pub count: u32,
    /// Signals of the comparison group.
    pub others: u32,
    /// Every source that counts was read for the whole week; otherwise the counts say nothing.
    pub whole: bool,
}

/// How much of something there was over so many weeks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Level {
    pub count: u32,
    pub weeks: u32,
}

impl Level {
    pub fn of(counts: &[u32]) -> Level {
        let count = counts.iter().fold(0_u32, |sum, count| sum.saturating_add(*count));
        Level { count, weeks: u32::try_from(counts.len()).unwrap_or(u32::MAX) }
    }

    /// Mean a week; 0 over no weeks.
    pub fn per_week(self) -> f64 {
        if self.weeks == 0 { 0.0 } else { f64::from(self.count) / f64::from(self.weeks) }
    }
}
