//! What themes add up to, from the columns alone: signals, customers, weeks.

use std::collections::{HashMap, HashSet};

use super::columns::{Columns, NO_THEME, Row};
use crate::model::{Kind, SignalId, Time, TriageState};

/// Weeks that lists show.
pub const WEEKS: usize = 12;

const WEEK: u32 = 7 * 24 * 3_600;

/// One theme's numbers. Signals merged into another count with that one only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    pub signals: u32,
    /// Those of them that people declined.
    pub declined: u32,
    pub customers: HashSet<u32>,
    /// A year's revenue of the customers, each once; `None` when none is known.
    pub at_stake: Option<i64>,
    /// By week, the oldest first; the last one ends now.
    pub weeks: [u32; WEEKS],
    /// Operations, changes, voice.
    pub families: [u32; 3],
    pub services: HashSet<u32>,
    /// When the first signal happened, in seconds since 1970.
    first: Option<u32>,
}

impl Sum {
    /// Whole weeks since the first signal.
    pub fn age_weeks(&self, now: Time) -> u32 {
        self.first.map_or(0, |first| super::columns::seconds(now).saturating_sub(first) / WEEK)
    }

    fn add(&mut self, columns: &Columns, row: Row, now: u32) {
        self.signals += 1;
        self.declined += u32::from(row.state_code() == TriageState::Declined.code());
        if row.customer != 0
            && self.customers.insert(row.customer)
            && let Some(revenue) = columns.revenue(row.customer)
        {
            self.at_stake = Some(self.at_stake.unwrap_or(0).saturating_add(revenue));
        }
        if row.service != 0 {
            self.services.insert(row.service);
        }
        if let Some(count) = week(row.happened, now, WEEKS).and_then(|week| self.weeks.get_mut(week)) {
            *count += 1;
        }
        let family = match Kind::from_code(row.kind_code()) {
            Some(Kind::Incident | Kind::Alert | Kind::Error) => 0,
            Some(Kind::Change | Kind::Deployment) => 1,
            _ => 2,
        };
        self.families[family] += 1;
        self.first = Some(self.first.map_or(row.happened, |first| first.min(row.happened)));
    }
}

/// The place of an instant among so many weeks that end now.
fn week(happened: u32, now: u32, weeks: usize) -> Option<usize> {
    let back = (now.checked_sub(happened)? / WEEK) as usize;
    (weeks - 1).checked_sub(back)
}

/// The sums of all themes; with `min_revenue` only signals of customers worth at least that a year count.
pub fn of_themes(columns: &Columns, min_revenue: Option<i64>, now: Time) -> HashMap<u32, Sum> {
    let mut sums: HashMap<u32, Sum> = HashMap::new();
    let counted = |row: &Row| {
        min_revenue.is_none_or(|least| columns.revenue(row.customer).is_some_and(|revenue| revenue >= least))
    };
    let seconds = super::columns::seconds(now);
    for (row, theme) in columns.rows.iter().zip(&columns.themes) {
        if *theme != 0 && *theme != NO_THEME && is_shown(*row) && counted(row) {
            sums.entry(*theme).or_default().add(columns, *row, seconds);
        }
    }
    sums
}

/// The sum of some signals.
pub fn of_signals(columns: &Columns, signals: &[SignalId], now: Time) -> Sum {
    let mut sum = Sum::default();
    let seconds = super::columns::seconds(now);
    for row in signals.iter().filter_map(|id| columns.rows.get((id.0 as usize).checked_sub(1)?)) {
        if is_shown(*row) {
            sum.add(columns, *row, seconds);
        }
    }
    sum
}

/// How many customers some signals have, and a year's revenue of them, each once; merged signals count too.
pub fn customers_of(columns: &Columns, signals: &[SignalId]) -> (u32, Option<i64>) {
    let rows = signals.iter().filter_map(|id| columns.rows.get((id.0 as usize).checked_sub(1)?));
    let customers: HashSet<u32> = rows.map(|row| row.customer).filter(|customer| *customer != 0).collect();
    let known: Vec<i64> = customers.iter().filter_map(|customer| columns.revenue(*customer)).collect();
    let revenue = (!known.is_empty()).then(|| known.iter().fold(0_i64, |sum, one| sum.saturating_add(*one)));
    (u32::try_from(customers.len()).unwrap_or(u32::MAX), revenue)
}

/// The customers and their revenue that two sums share.
pub fn in_both(columns: &Columns, one: &Sum, other: &Sum) -> (u32, Option<i64>) {
    let both: Vec<u32> = one.customers.intersection(&other.customers).copied().collect();
    let revenues: Vec<i64> = both.iter().filter_map(|customer| columns.revenue(*customer)).collect();
    (both.len() as u32, (!revenues.is_empty()).then(|| revenues.iter().sum()))
}

/// Signals a week of one theme over `weeks` weeks, the oldest first.
pub fn weekly(columns: &Columns, theme: u32, weeks: usize, now: Time) -> Vec<u32> {
    let mut counts = vec![0; weeks];
    let seconds = super::columns::seconds(now);
    for (row, of) in columns.rows.iter().zip(&columns.themes) {
        if *of == theme
            && is_shown(*row)
            && let Some(count) = week(row.happened, seconds, weeks).and_then(|week| counts.get_mut(week))
        {
            *count += 1;
        }
    }
    counts
}

/// The signals of a theme that are shown, newest id first, with service and customer (0 is none).
pub fn members(columns: &Columns, theme: u32) -> Vec<(SignalId, u32, u32)> {
    let all = (1..).zip(columns.rows.iter().zip(&columns.themes));
    let mut members: Vec<(SignalId, u32, u32)> = all
        .filter(|(_, (row, of))| **of == theme && is_shown(**row))
        .map(|(id, (row, _))| (SignalId(id), row.service, row.customer))
        .collect();
    members.reverse();
    members
}

/// The theme of a signal that is shown.
pub fn theme_of(columns: &Columns, signal: SignalId) -> Option<u32> {
    let row = columns.rows.get((signal.0 as usize).checked_sub(1)?)?;
    Some(columns.theme(signal.0)).filter(|theme| *theme != 0 && *theme != NO_THEME && is_shown(*row))
}

/// How many signals are in one of `themes`, and how many fit none.
pub fn standing(columns: &Columns, themes: &HashSet<u32>) -> (u32, u32) {
    let (mut inside, mut unsorted) = (0, 0);
    for (_, theme) in columns.rows.iter().zip(&columns.themes).filter(|(row, _)| is_shown(**row)) {
        inside += u32::from(themes.contains(theme));
        unsorted += u32::from(*theme == NO_THEME);
    }
    (inside, unsorted)
}

fn is_shown(row: Row) -> bool {
    row.present() && row.state_code() != TriageState::Merged.code()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_end_now() {
        let now = 100 * WEEK;
        assert_eq!(week(now, now, 12), Some(11));
        assert_eq!(week(now - WEEK + 1, now, 12), Some(11));
        assert_eq!(week(now - WEEK, now, 12), Some(10));
        assert_eq!(week(now - 12 * WEEK, now, 12), None);
        assert_eq!(week(now + 1, now, 12), None);
    }
}
