//! Middle and upper end of durations.

/// The middle value; the mean of the two in the middle when there is no single one. None of nothing.
pub fn median(values: &mut [f64]) -> Option<f64> {
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

/// The smallest of the values that nine in ten don't exceed. None of nothing.
pub fn p90(values: &mut [f64]) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    // The nearest rank, ⌈0.9 n⌉, in whole numbers.
    let rank = (values.len() * 9).div_ceil(10).saturating_sub(1).min(last);
    let (_, value, _) = values.select_nth_unstable_by(rank, f64::total_cmp);
    Some(*value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_values() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [3.0]), Some(3.0));
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(p90(&mut (1..=10).map(f64::from).collect::<Vec<_>>()), Some(9.0));
        assert_eq!(p90(&mut [5.0, 1.0]), Some(5.0));
    }

    proptest! {
        #[test]
        fn they_part_the_values(mut values in prop::collection::vec(-1e12..1e12_f64, 1..80)) {
            let (middle, high) = (median(&mut values).unwrap(), p90(&mut values).unwrap());
            let at_most = |bound: f64| values.iter().filter(|value| **value <= bound).count();
            prop_assert!(at_most(middle) * 2 >= values.len());
            prop_assert!(at_most(high) * 10 >= values.len() * 9);
            prop_assert!(high >= middle || values.len() < 3);
        }
    }
}
