//! Whether values fell for good at one point: Pettitt's test (1979). It looks at their order alone, so that a holiday is
//! one low week and no more.

/// Values on either side of the point, at least.
pub const SIDE: usize = 3;

/// Where the values fell most clearly, the first place after it, and how many more pairs of an earlier and a later value
/// fell than rose. None of too few values.
pub fn fall(values: &[f64]) -> Option<(usize, i64)> {
    let last = values.len().checked_sub(SIDE).filter(|last| *last >= SIDE)?;
    let sign = |one: f64, other: f64| i64::from(one > other) - i64::from(one < other);
    let mut sum = 0;
    let mut sums = Vec::with_capacity(values.len());
    for one in values {
        // Pairs of two earlier values cancel each other out in the sum.
        sum += values.iter().map(|other| sign(*one, *other)).sum::<i64>();
        sums.push(sum);
    }
    (SIDE..=last).filter_map(|cut| Some((cut, *sums.get(cut - 1)?))).max_by_key(|(_, sum)| *sum)
}

/// How likely it is that so many more pairs fall somewhere in `n` values by chance alone.
pub fn chance(sum: i64, n: usize) -> f64 {
    let size = n as f64;
    (-6.0 * (sum as f64).powi(2) / (size.powi(3) + size.powi(2))).exp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_point_is_where_every_earlier_value_is_higher() {
        let values = [9.0, 8.0, 9.0, 9.0, 2.0, 1.0, 2.0];
        assert_eq!(fall(&values), Some((4, 12)));
        assert_eq!(fall(&values[..5]), None);
        assert!((chance(12, 7) - (-864.0_f64 / 392.0).exp()).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn sums_are_those_of_the_pairs(values in prop::collection::vec(0.0..9.0_f64, 6..30)) {
            let (cut, sum) = fall(&values).expect("there are enough");
            let (earlier, later) = values.split_at(cut);
            let pairs = earlier.iter().flat_map(|one| later.iter().map(move |other| (one, other)));
            let fell: i64 = pairs.map(|(one, other)| i64::from(one > other) - i64::from(one < other)).sum();
            prop_assert_eq!(fell, sum);
        }
    }
}
