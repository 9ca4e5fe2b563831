//! How much a rate changed, with an interval.

use crate::beta::quantile;
use crate::dispersion::Dispersion;
use crate::week::Level;

/// The rate after over the rate before: 0.24 is a fall by 76 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// None when there was nothing before.
    pub seen: Option<f64>,
    pub low: f64,
    /// Infinite when nothing bounds it.
    pub high: f64,
}

/// The ratio of two rates with a two-sided interval at `level`. Given their sum, the count after is binomial (Przyborowski
/// and Wilenski 1940); its share gets the Jeffreys interval (Brown, Cai and DasGupta 2001), which is near its level for
/// small counts too. Counts that vary more than Poisson are first divided down to what they know (Korn and Graubard 1998).
pub fn of(before: Level, after: Level, dispersion: Dispersion, level: f64) -> Ratio {
    let deflator = dispersion.deflator(level);
    let (a, b) = (f64::from(before.count) / deflator, f64::from(after.count) / deflator);
    let weeks = f64::from(before.weeks.max(1)) / f64::from(after.weeks.max(1));
    let odds = |share: f64| if share >= 1.0 - 1e-12 { f64::INFINITY } else { weeks * share / (1.0 - share) };
    let tail = (1.0 - level) / 2.0;
    let low = if after.count == 0 { 0.0 } else { odds(quantile(tail, b + 0.5, a + 0.5)) };
    let high = if before.count == 0 { f64::INFINITY } else { odds(quantile(1.0 - tail, b + 0.5, a + 0.5)) };
    let seen = (before.count > 0).then(|| weeks * f64::from(after.count) / f64::from(before.count));
    Ratio { seen, low, high }
}

/// `own` set against what `others` did meanwhile: the difference of differences of logarithms. The interval is put
/// together from both by the method of variance estimates recovery (Donner and Zou 2012), which needs no symmetry.
pub fn against(own: Ratio, others: Ratio) -> Ratio {
    let (Some(seen), Some(other)) = (own.seen, others.seen) else { return own };
    if other <= 0.0 || others.low <= 0.0 || !others.high.is_finite() {
        return own;
    }
    let middle = seen.max(own.low).max(1e-9);
    let down = distance(middle, own.low).hypot(distance(others.high, other));
    let up = distance(own.high, middle).hypot(distance(other, others.low));
    let ratio = middle / other;
    Ratio { seen: Some(seen / other), low: ratio * (-down).exp(), high: ratio * up.exp() }
}

/// How far the logarithms are apart.
fn distance(larger: f64, smaller: f64) -> f64 {
    if smaller <= 0.0 { f64::INFINITY } else { (larger / smaller).ln() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn level(count: u32, weeks: u32) -> Level {
        Level { count, weeks }
    }

    #[test]
    fn a_clear_fall_is_seen_with_its_doubt() {
        let found = of(level(112, 6), level(22, 5), Dispersion::POISSON, 0.95);
        // 22 ÷ 5 over 112 ÷ 6.
        assert!((found.seen.unwrap() - 0.2357).abs() < 1e-4);
        // By logarithms: exp(ln 0.2357 ± 1.96 √(1/112 + 1/22)) = 0.149 … 0.372.
        assert!((found.low - 0.146).abs() < 0.01 && (found.high - 0.366).abs() < 0.01, "{found:?}");
    }

    #[test]
    fn nothing_before_and_nothing_after_are_no_certainty() {
        let gone = of(level(6, 6), level(0, 6), Dispersion::POISSON, 0.95);
        assert_eq!((gone.seen, gone.low), (Some(0.0), 0.0));
        assert!(gone.high > 0.2 && gone.high < 0.7, "{gone:?}");
        let came = of(level(0, 6), level(9, 6), Dispersion::POISSON, 0.95);
        assert_eq!(came.seen, None);
        assert!(came.low > 1.0 && came.high.is_infinite());
    }

    #[test]
    fn what_fell_with_all_others_did_not_fall_by_itself() {
        let fell = of(level(60, 6), level(30, 6), Dispersion::POISSON, 0.95);
        let others = of(level(600, 6), level(300, 6), Dispersion::POISSON, 0.95);
        let found = against(fell, others);
        assert!((found.seen.unwrap() - 1.0).abs() < 1e-9);
        assert!(found.low < 1.0 && found.high > 1.0, "{found:?}");
        let gone = against(of(level(60, 6), level(0, 6), Dispersion::POISSON, 0.95), others);
        assert!(gone.high < 1.0 && gone.low == 0.0, "{gone:?}");
    }

    proptest! {
        #[test]
        fn what_was_seen_lies_inside_and_bursts_only_widen(
            a in 1..4_000_u32, b in 0..4_000_u32, before in 1..26_u32, after in 1..26_u32, factor in 1.0..9.0_f64,
        ) {
            let (a, b) = (level(a, before), level(b, after));
            let found = of(a, b, Dispersion::POISSON, 0.95);
            let seen = found.seen.unwrap();
            prop_assert!(found.low <= seen * (1.0 + 1e-9) && seen <= found.high * (1.0 + 1e-9), "{found:?}");
            let wide = of(a, b, Dispersion { factor, freedom: 20 }, 0.95);
            prop_assert!(wide.low <= found.low * (1.0 + 1e-9) && wide.high >= found.high * (1.0 - 1e-9));
        }
    }
}
