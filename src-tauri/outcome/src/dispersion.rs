//! How much more counts of single weeks vary than a Poisson process would: tickets come in bursts.

use crate::beta::{t_quantile, z_quantile};

/// 1 for Poisson counts; never less, since what looks calmer than chance is chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dispersion {
    /// Variance of a week's count over its mean.
    pub factor: f64,
    /// From how many independent deviations it was estimated.
    pub freedom: u32,
}

impl Dispersion {
    pub const POISSON: Dispersion = Dispersion { factor: 1.0, freedom: 0 };

    /// By what counts are divided so that they carry no more than they know, at a two-sided `level`: the factor, widened
    /// because it was itself estimated. (z ÷ t)² is Korn and Graubard's (1998) correction of an effective sample size.
    pub fn deflator(self, level: f64) -> f64 {
        if self.factor <= 1.0 || self.freedom == 0 {
            return 1.0;
        }
        let share = 0.5 + level / 2.0;
        let widening = t_quantile(share, f64::from(self.freedom)) / z_quantile(share);
        self.factor * widening.powi(2)
    }
}

/// Pearson's estimate of the quasi-Poisson model (McCullagh and Nelder 1989, §6.2.4): Σ (count − mean)² ÷ mean over the
/// degrees of freedom, where each series has its own mean.
pub fn of(series: &[&[u32]]) -> Dispersion {
    let (mut squares, mut freedom) = (0.0, 0);
    for counts in series {
        let mean = counts.iter().map(|count| f64::from(*count)).sum::<f64>() / counts.len().max(1) as f64;
        if counts.len() < 2 || mean <= 0.0 {
            continue;
        }
        squares += counts.iter().map(|count| (f64::from(*count) - mean).powi(2)).sum::<f64>() / mean;
        freedom += counts.len() as u32 - 1;
    }
    if freedom == 0 {
        return Dispersion::POISSON;
    }
    Dispersion { factor: (squares / f64::from(freedom)).max(1.0), freedom }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calm_counts_are_poisson_and_bursts_are_not() {
        assert_eq!(of(&[&[5, 5, 5, 5]]), Dispersion { factor: 1.0, freedom: 3 });
        // Mean 5: squares 25 + 25 + 25 + 25 over 5 is 20, over 3 is 6.67.
        let bursts = of(&[&[0, 10, 0, 10]]);
        assert!((bursts.factor - 20.0 / 3.0).abs() < 1e-12);
        assert!(bursts.deflator(0.95) > bursts.factor);
        assert_eq!(of(&[&[], &[3], &[0, 0]]), Dispersion::POISSON);
    }
}
