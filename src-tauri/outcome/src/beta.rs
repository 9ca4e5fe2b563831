//! Functions of probability: the beta distribution, and Student's t by it.

/// Natural logarithm of the gamma function for x > 0: Lanczos (1964) with the coefficients of Numerical Recipes §6.1.
pub fn ln_gamma(x: f64) -> f64 {
    const COEFFICIENTS: [f64; 6] = [
        76.180_091_729_471_46,
        -86.505_320_329_416_77,
        24.014_098_240_830_91,
        -1.231_739_572_450_155,
        0.120_865_097_386_617_9e-2,
        -0.539_523_938_495_3e-5,
    ];
    let step = x + 5.5;
    let mut sum = 1.000_000_000_190_015;
    for (place, coefficient) in COEFFICIENTS.iter().enumerate() {
        sum += coefficient / (x + 1.0 + place as f64);
    }
    (x + 0.5) * step.ln() - step + (2.506_628_274_631_000_5 * sum / x).ln()
}

/// The share of a Beta(a, b) variable below `x`: the regularised incomplete beta function, by Lentz's continued
/// fraction (Numerical Recipes §6.4).
pub fn below(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(x, a, b) / a
    } else {
        1.0 - front * fraction(1.0 - x, b, a) / b
    }
}

fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let safe = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / safe(1.0 - (a + b) * x / (a + 1.0));
    let mut product = d;
    for step in 1..=500 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        for term in [even, odd] {
            d = 1.0 / safe(1.0 + term * d);
            c = safe(1.0 + term / c);
            product *= c * d;
        }
        if (c * d - 1.0).abs() < 1e-14 {
            break;
        }
    }
    product
}

/// The value below which `share` of a Beta(a, b) variable lies, by halving.
pub fn quantile(share: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..48 {
        let middle = 0.5 * (low + high);
        if below(middle, a, b) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The quantile of Student's t with `freedom` > 0 degrees of freedom, 0.5 ≤ share < 1: t² ÷ (freedom + t²) is
/// Beta(½, freedom ÷ 2).
pub fn t_quantile(share: f64, freedom: f64) -> f64 {
    let part = quantile(2.0 * share - 1.0, 0.5, freedom / 2.0).min(1.0 - 1e-15);
    (freedom * part / (1.0 - part)).sqrt()
}

/// The standard normal quantile, 0.5 ≤ share < 1, to three digits: Abramowitz and Stegun 26.2.23.
pub fn z_quantile(share: f64) -> f64 {
    let t = (-2.0 * (1.0 - share).ln()).sqrt();
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    t - above / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// From tables: the binomial tail 1 − Σ C(10, i) ½¹⁰ and the like.
    #[rstest]
    #[case(0.5, 5.0, 6.0, 0.623_046_875)]
    #[case(0.5, 1.0, 1.0, 0.5)]
    #[case(0.1, 2.0, 3.0, 0.0523)]
    #[case(0.9, 3.0, 2.0, 0.9477)]
    fn shares(#[case] x: f64, #[case] a: f64, #[case] b: f64, #[case] expected: f64) {
        assert!((below(x, a, b) - expected).abs() < 1e-9, "{}", below(x, a, b));
    }

    #[test]
    fn normal() {
        assert!((z_quantile(0.975) - 1.959_96).abs() < 5e-4 && (z_quantile(0.999) - 3.090_23).abs() < 5e-4);
    }

    /// Any table of Student's t.
    #[rstest]
    #[case(0.975, 1.0, 12.706_2)]
    #[case(0.975, 10.0, 2.228_1)]
    #[case(0.95, 5.0, 2.015_0)]
    #[case(0.975, 1e4, 1.960_2)]
    fn student(#[case] share: f64, #[case] freedom: f64, #[case] expected: f64) {
        let found = t_quantile(share, freedom);
        assert!((found - expected).abs() < 2e-4, "{found}");
    }
}
