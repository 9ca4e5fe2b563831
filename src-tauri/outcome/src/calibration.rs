//! How estimates held against what happened: of ranges that mean "eight in ten", about eight in ten should hold it.

/// Fewer say nothing about a habit.
pub const LEAST: usize = 5;

/// One estimate with what happened, in the same unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Past {
    /// P10, P50, P90.
    pub low: f64,
    pub likely: f64,
    pub high: f64,
    pub happened: f64,
}

impl Past {
    pub fn held(&self) -> bool {
        (self.low..=self.high).contains(&self.happened)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    pub n: usize,
    /// How many ranges held what happened, and the Wilson interval (1927) of the share at 95 %. None of the numbers
    /// under [`LEAST`] estimates.
    pub held: Option<(usize, f64, f64)>,
    /// The median of what happened over what was likely, minus 1: −0.2 is a fifth less than was promised.
    pub bias: Option<f64>,
}

pub fn of(pasts: &[Past]) -> Calibration {
    let n = pasts.len();
    if n < LEAST {
        return Calibration { n, held: None, bias: None };
    }
    let held = pasts.iter().filter(|past| past.held()).count();
    let (low, high) = wilson(held as f64, n as f64);
    let mut ratios: Vec<f64> =
        pasts.iter().filter(|past| past.likely > 0.0).map(|past| past.happened / past.likely - 1.0).collect();
    ratios.sort_by(f64::total_cmp);
    let bias = (ratios.len() >= LEAST).then(|| median(&ratios));
    Calibration { n, held: Some((held, low, high)), bias }
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { 0.5 * (sorted[middle - 1] + sorted[middle]) }
}

fn wilson(hits: f64, n: f64) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    let (share, z2) = (hits / n, Z * Z);
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    ((middle - half).clamp(0.0, share), (middle + half).clamp(share, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn past(happened: f64) -> Past {
        Past { low: 0.7, likely: 1.0, high: 1.4, happened }
    }

    #[test]
    fn shares_and_bias_need_five() {
        let four = of(&[past(1.0); 4]);
        assert_eq!(four, Calibration { n: 4, held: None, bias: None });
        let six = of(&[0.2, 0.5, 0.8, 0.9, 1.3, 0.6].map(past));
        let (held, low, high) = six.held.unwrap();
        assert_eq!((six.n, held), (6, 3));
        assert!(low < 0.5 && high > 0.5);
        assert!((six.bias.unwrap() + 0.3).abs() < 1e-9);
    }
}
