//! Where some numbers have their middle and their ends.

/// The middle value; the mean of the two in the middle when there is no single one. None of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    let n = values.len();
    let middle = n.checked_sub(1)? / 2;
    let (_, low, above) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let low = *low;
    if n % 2 == 1 {
        return Some(low);
    }
    let high = above.iter().copied().fold(f64::INFINITY, f64::min);
    Some((low + high) / 2.0)
}

/// The median of whole milliseconds, rounded.
pub fn median_millis(values: &[i64]) -> Option<i64> {
    let values: Vec<f64> = values.iter().map(|value| *value as f64).collect();
    median(&values).map(|value| value.round() as i64)
}

/// The smallest of the values that nine in ten don't exceed. None of nothing.
pub fn p90(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    let last = values.len().checked_sub(1)?;
    // The nearest rank, ⌈0.9 n⌉, in whole numbers.
    let rank = (values.len() * 9).div_ceil(10).saturating_sub(1).min(last);
    let (_, value, _) = values.select_nth_unstable_by(rank, f64::total_cmp);
    Some(*value)
}

/// The value below which the share `q` (0–1) of the values lies, between neighbours in proportion (type 7 of Hyndman
/// and Fan). What isn't a number is passed over.
pub fn quantile(values: &[f64], q: f64) -> Option<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let place = last as f64 * q.clamp(0.0, 1.0);
    let (low, part) = (place.floor() as usize, place.fract());
    let (below, above) = (sorted.get(low)?, sorted.get(low + 1).or(sorted.last())?);
    Some(below + (above - below) * part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_values() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0]), Some(3.0));
        assert_eq!(median(&[4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(p90(&(1..=10).map(f64::from).collect::<Vec<_>>()), Some(9.0));
        assert_eq!(p90(&[5.0, 1.0]), Some(5.0));
    }

    #[test]
    fn places_between_neighbours_are_in_proportion() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[3.0], 0.5), Some(3.0));
        assert_eq!(quantile(&[4.0, 1.0, f64::NAN], 0.5), Some(2.5));
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.9), Some(4.6));
        assert_eq!(median_millis(&[10, 21]), Some(16));
    }

    proptest! {
        #[test]
        fn a_quantile_lies_within_the_values(values in prop::collection::vec(-1e6..1e6_f64, 1..40), q in -1.0..2.0_f64) {
            let found = quantile(&values, q).expect("there are values");
            let low = values.iter().copied().fold(f64::INFINITY, f64::min);
            let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            prop_assert!((low..=high).contains(&found));
        }

        #[test]
        fn they_part_the_values(values in prop::collection::vec(-1e12..1e12_f64, 1..80)) {
            let (middle, high) = (median(&values).unwrap(), p90(&values).unwrap());
            let at_most = |bound: f64| values.iter().filter(|value| **value <= bound).count();
            prop_assert!(at_most(middle) * 2 >= values.len());
            prop_assert!(at_most(high) * 10 >= values.len() * 9);
            prop_assert!(high >= middle || values.len() < 3);
        }
    }
}
