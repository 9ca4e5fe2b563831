//! What the evidence says about an input. Only ever shown beside it, never applied by itself.

use std::collections::HashSet;

use serde::Serialize;
use ts_rs::TS;

use super::evidence::Piece;
use super::numbers;
use crate::model::{Range, Time};

/// A quarter of a mean Gregorian year (365.2425 days).
const QUARTER: i64 = 7_889_238 * Time::SECOND;

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SuggestedInput {
    pub range: Range,
    pub n: u32,
    pub because: String,
}

/// Reach a quarter: how many distinct customers (or people, where no customer is known) stand behind the
/// linked signals of each of the last four quarters, as smallest, median and largest. Quarters before the
/// first linked signal say nothing and are left out. `None` when the last year names nobody.
pub fn reach(pieces: &[Piece], now: Time) -> Option<SuggestedInput> {
    let by_customer = per_quarter(pieces, now, |piece| piece.customer.map(|id| id.0));
    let by_reporter = || per_quarter(pieces, now, |piece| piece.reporter.map(|id| id.0));
    let (who, (n, counts)) = match by_customer {
        Some(found) => ("customers", found),
        None => ("people", by_reporter()?),
    };
    let mut sorted = counts.clone();
    sorted.sort_unstable();
    let (low, high) = (f64::from(*sorted.first()?), f64::from(*sorted.last()?));
    let range = Range { low, likely: median(&sorted)?, high };
    let listed: Vec<String> = counts.iter().map(|count| numbers::count(*count)).collect();
    let because = match listed.as_slice() {
        [only] => format!("{only} distinct {who} in the linked signals of the last quarter"),
        all => format!("Distinct {who} in the linked signals, quarter by quarter: {}", all.join(", ")),
    };
    Some(SuggestedInput { range, n, because })
}

/// Signals that name somebody in the last four quarters, and distinct names in each quarter, oldest first.
fn per_quarter(pieces: &[Piece], now: Time, who: impl Fn(&Piece) -> Option<u32>) -> Option<(u32, Vec<u32>)> {
    let mut quarters: [HashSet<u32>; 4] = Default::default();
    let mut n = 0;
    for piece in pieces {
        let age = now.0.saturating_sub(piece.happened_at.0);
        let quarter = usize::try_from(age.div_euclid(QUARTER)).ok().and_then(|ago| quarters.get_mut(ago));
        if let (Some(quarter), Some(name)) = (quarter, who(piece)) {
            quarter.insert(name);
            n += 1;
        }
    }
    let oldest = quarters.iter().rposition(|names| !names.is_empty())?;
    Some((n, quarters.iter().take(oldest + 1).rev().map(|names| names.len() as u32).collect()))
}

fn median(sorted: &[u32]) -> Option<f64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get((sorted.len() - 1) / 2)?;
    Some((f64::from(lower) + f64::from(upper)) / 2.0)
}
