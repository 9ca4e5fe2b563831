//! How work flows: how old the open work is, how much of its time a change waits, how much is done at once.

use crate::spread::{median, quantile};

/// A batch is large above three times the usual one, and above five in any case.
const LARGE: f64 = 3.0;
const LARGE_AT_LEAST: u32 = 5;

/// The ages of open work, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ages {
    pub open: u32,
    pub median: f64,
    pub p90: f64,
    pub oldest: f64,
}

/// From when each piece was begun; None without any. What begins later than `now` is just begun.
pub fn ages(begun: &[i64], now: i64) -> Option<Ages> {
    let ages: Vec<f64> = begun.iter().map(|at| now.saturating_sub(*at).max(0) as f64).collect();
    let oldest = ages.iter().copied().fold(0.0, f64::max);
    Some(Ages { open: ages.len() as u32, median: median(&ages)?, p90: quantile(&ages, 0.9)?, oldest })
}

/// The share of the whole time that was waiting, 0–1, over (waiting, whole) in milliseconds; None when no time passed.
pub fn waiting_share(spans: &[(i64, i64)]) -> Option<f64> {
    let fits = |(waiting, whole): &&(i64, i64)| *waiting >= 0 && *whole >= *waiting;
    let sum = |of: fn(&(i64, i64)) -> i64| spans.iter().filter(fits).map(|span| of(span) as f64).sum::<f64>();
    let (waiting, whole) = (sum(|span| span.0), sum(|span| span.1));
    (whole > 0.0).then(|| waiting / whole)
}

/// How often records went from one group to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HandOvers {
    pub n: u32,
    pub mean: f64,
    /// Records that went to another group at least once, 0–1.
    pub moved: f64,
}

/// Over the hand-overs of each record; None without any record.
pub fn hand_overs(each: &[u32]) -> Option<HandOvers> {
    let n = each.len();
    let moved = each.iter().filter(|count| **count > 0).count();
    let sum: f64 = each.iter().map(|count| f64::from(*count)).sum();
    (n > 0).then(|| HandOvers { n: n as u32, mean: sum / n as f64, moved: moved as f64 / n as f64 })
}

/// The usual size of a batch, and from which size one is large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Batches {
    pub n: u32,
    pub median: f64,
    pub large_from: u32,
}

/// Over the sizes of all batches; None without any.
pub fn batches(sizes: &[u32]) -> Option<Batches> {
    let values: Vec<f64> = sizes.iter().map(|size| f64::from(*size)).collect();
    let median = median(&values)?;
    let large_from = ((median * LARGE).floor() as u32).saturating_add(1).max(LARGE_AT_LEAST + 1);
    Some(Batches { n: sizes.len() as u32, median, large_from })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn golden() {
        let found = ages(&[0, 60, 90, 120], 100).map(|ages| (ages.open, ages.median, ages.p90.round(), ages.oldest));
        assert_eq!(found, Some((4, 25.0, 82.0, 100.0)));
        assert_eq!((ages(&[], 5), batches(&[]), waiting_share(&[])), (None, None, None));
        assert_eq!(waiting_share(&[(30, 40), (0, 60), (9, 3), (-1, 5)]), Some(0.3));
        assert_eq!(waiting_share(&[(0, 0)]), None);
        assert_eq!(hand_overs(&[0, 0, 3, 1]), Some(HandOvers { n: 4, mean: 1.0, moved: 0.5 }));
        assert_eq!(hand_overs(&[]), None);
        // One change at a time: six together are large. Four at a time: thirteen.
        assert_eq!(batches(&[1, 1, 2, 7]).map(|b| (b.n, b.median, b.large_from)), Some((4, 1.5, 6)));
        assert_eq!(batches(&[4, 4, 4]).map(|b| b.large_from), Some(13));
    }

    proptest! {
        #[test]
        fn shares_are_shares(spans in prop::collection::vec((any::<i64>(), any::<i64>()), 0..50)) {
            prop_assert!(waiting_share(&spans).is_none_or(|share| (0.0..=1.0).contains(&share)));
        }

        #[test]
        fn ages_are_in_order(begun in prop::collection::vec(any::<i64>(), 1..50), now in any::<i64>()) {
            let found = ages(&begun, now).expect("there is work");
            prop_assert!(0.0 <= found.median && found.median <= found.p90 && found.p90 <= found.oldest);
        }
    }
}
