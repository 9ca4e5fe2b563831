//! The middle of some numbers, and other places in their order.

/// The median; None of nothing. Even counts give the mean of the two in the middle.
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
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

/// The median of whole milliseconds, rounded.
pub fn median_millis(values: &[i64]) -> Option<i64> {
    let values: Vec<f64> = values.iter().map(|value| *value as f64).collect();
    median(&values).map(|value| value.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_between_neighbours_are_in_proportion() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0]), Some(3.0));
        assert_eq!(median(&[4.0, 1.0, f64::NAN]), Some(2.5));
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
    }
}
