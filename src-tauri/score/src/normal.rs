//! The standard normal distribution's quantiles.

/// The 90 % quantile.
pub(crate) const Z90: f64 = 1.281_551_565_544_600_4;

/// The quantile of `share`, 0 < share < 1, to nine digits: Peter Acklam's rational approximation (2003).
pub(crate) fn quantile(share: f64) -> f64 {
    const TAIL: f64 = 0.024_25;
    if share < TAIL {
        tail((-2.0 * share.ln()).sqrt())
    } else if share > 1.0 - TAIL {
        -tail((-2.0 * (1.0 - share).ln()).sqrt())
    } else {
        middle(share - 0.5)
    }
}

fn middle(q: f64) -> f64 {
    const ABOVE: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const BELOW: [f64; 6] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
        1.0,
    ];
    let r = q * q;
    polynomial(&ABOVE, r) * q / polynomial(&BELOW, r)
}

fn tail(q: f64) -> f64 {
    const ABOVE: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const BELOW: [f64; 5] =
        [7.784_695_709_041_462e-3, 3.224_671_290_700_398e-1, 2.445_134_137_142_996, 3.754_408_661_907_416, 1.0];
    polynomial(&ABOVE, q) / polynomial(&BELOW, q)
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_quantiles_come_out() {
        for (share, z) in [(0.5, 0.0), (0.9, Z90), (0.1, -Z90), (0.975, 1.959_963_985), (0.000_1, -3.719_016_485)] {
            assert!((quantile(share) - z).abs() < 1e-7, "{share}");
        }
    }
}
