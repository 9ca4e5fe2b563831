//! What a share seen in a few cases says about the share there really is.

/// 95 %, two-sided.
const Z: f64 = 1.959_963_984_540_054;

/// The Wilson score interval (1927) of a share at 95 %: `hits` of `n`. Nothing seen leaves everything open.
pub fn interval(hits: u32, n: u32) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let n_ = f64::from(n);
    let share = f64::from(hits.min(n)) / n_;
    let z2 = Z * Z;
    let middle = (share + z2 / (2.0 * n_)) / (1.0 + z2 / n_);
    let half = Z / (1.0 + z2 / n_) * (share * (1.0 - share) / n_ + z2 / (4.0 * n_ * n_)).sqrt();
    // Rounding must not leave what was seen outside.
    ((middle - half).clamp(0.0, share), (middle + half).clamp(share, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    /// The first four are in Newcombe (1998), table I; the rest by the formula.
    #[rstest]
    #[case(81, 263, 0.2553, 0.3662)]
    #[case(15, 148, 0.0624, 0.1605)]
    #[case(0, 20, 0.0, 0.1611)]
    #[case(1, 29, 0.0061, 0.1718)]
    #[case(0, 10, 0.0, 0.2775)]
    #[case(10, 10, 0.7225, 1.0)]
    #[case(0, 0, 0.0, 1.0)]
    fn golden(#[case] hits: u32, #[case] n: u32, #[case] low: f64, #[case] high: f64) {
        let found = interval(hits, n);
        assert!((found.0 - low).abs() < 5e-5 && (found.1 - high).abs() < 5e-5, "{found:?}");
    }

    proptest! {
        #[test]
        fn the_share_seen_lies_inside_and_both_sides_mirror(n in 1..5_000_u32, part in 0.0..=1.0_f64) {
            let hits = (f64::from(n) * part) as u32;
            let (low, high) = interval(hits, n);
            let share = f64::from(hits) / f64::from(n);
            prop_assert!(0.0 <= low && low <= share && share <= high && high <= 1.0);
            let (other_low, other_high) = interval(n - hits, n);
            prop_assert!((low - (1.0 - other_high)).abs() < 1e-9 && (high - (1.0 - other_low)).abs() < 1e-9);
        }
    }
}
