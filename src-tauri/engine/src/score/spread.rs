//! How far the doubt in the inputs spreads into the value, by drawing each input many times.
//!
//! A range is read as its P10, P50 and P90. It becomes a two-piece distribution that has exactly these three
//! quantiles: a standard normal draw z moves the likely value towards high (z > 0) or low (z < 0), and reaches
//! it at |z| = 1.2816, the normal's P90. The move is by ratio (a two-piece log-normal), so that "half" and
//! "double" weigh the same and a draw stays above zero; only where low is 0, which no ratio reaches, the move
//! is by difference. Draws are cut at the factor's bounds.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use super::rice::{self, Input};
use crate::model::{Range, RiceInputs};

/// The 90 % quantile of the standard normal distribution.
const Z90: f64 = 1.281_551_565_544_600_4;

/// RICE points. Zero-width inputs give p10 = p50 = p90 = the plain formula, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ValueSpread {
    pub p10: f64,
    pub p50: f64,
    pub p90: f64,
}

/// How often to draw, and from which random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chance {
    pub draws: u32,
    pub seed: u64,
}

impl Default for Chance {
    /// Enough draws that P10 and P90 stand still to about 1 %.
    fn default() -> Self {
        Chance { draws: 10_000, seed: 4_127 }
    }
}

/// One value per draw, in draw order; `None` while the score isn't complete.
///
/// The random numbers depend on the seed, the opportunity's uid and the factor alone. So draw 17 of one
/// opportunity can be compared with draw 17 of another, and neither moves when a third one is added.
pub fn draws(inputs: &RiceInputs, uid: &str, chance: Chance) -> Option<Vec<f64>> {
    let ranges = rice::complete(inputs)?;
    let many = chance.draws.max(1) as usize;
    let mut factors =
        Input::ALL.into_iter().zip(ranges).map(|(input, range)| factor(input, range, uid, chance.seed, many));
    let (reach, impact, confidence, effort) = (factors.next()?, factors.next()?, factors.next()?, factors.next()?);
    let rest = impact.iter().zip(&confidence).zip(&effort);
    Some(reach.iter().zip(rest).map(|(r, ((i, c), e))| rice::points(*r, *i, *c, *e)).collect())
}

/// P10, P50 and P90 by nearest rank: each is one of the draws.
pub fn spread(draws: &[f64]) -> Option<ValueSpread> {
    let mut draws = draws.to_vec();
    let mut quantile = |share: f64| {
        let position = (share * draws.len() as f64).ceil() as usize;
        let last = draws.len().checked_sub(1)?;
        Some(*draws.select_nth_unstable_by(position.saturating_sub(1).min(last), f64::total_cmp).1)
    };
    Some(ValueSpread { p10: quantile(0.1)?, p50: quantile(0.5)?, p90: quantile(0.9)? })
}

/// The value of one opportunity by itself.
pub fn value(inputs: &RiceInputs, uid: &str, chance: Chance) -> Option<ValueSpread> {
    spread(&draws(inputs, uid, chance)?)
}

fn factor(input: Input, range: Range, uid: &str, seed: u64, many: usize) -> Vec<f64> {
    if range.is_exact() {
        return vec![range.likely; many];
    }
    let (least, most) = input.bounds();
    let move_to = Move::new(range);
    normals(random_numbers(seed, uid, input), many).into_iter().map(|z| move_to.by(z).clamp(least, most)).collect()
}

fn random_numbers(seed: u64, uid: &str, input: Input) -> ChaCha8Rng {
    let mut name = Sha256::new();
    name.update(seed.to_le_bytes());
    name.update(input.name());
    name.update([0]);
    name.update(uid);
    ChaCha8Rng::from_seed(name.finalize().into())
}

/// Standard normal numbers by the Box–Muller transform, two from each pair of uniform ones.
fn normals(mut random: ChaCha8Rng, many: usize) -> Vec<f64> {
    let mut numbers = Vec::with_capacity(many + 1);
    while numbers.len() < many {
        let radius = (-2.0 * (1.0 - random.random::<f64>()).ln()).sqrt();
        let (sin, cos) = (std::f64::consts::TAU * random.random::<f64>()).sin_cos();
        numbers.push(radius * cos);
        numbers.push(radius * sin);
    }
    numbers.truncate(many);
    numbers
}

/// How a normal number moves the likely value.
enum Move {
    /// Logarithms of likely, and of the steps to low and high per unit of z.
    Ratio {
        likely: f64,
        down: f64,
        up: f64,
    },
    Difference {
        likely: f64,
        down: f64,
        up: f64,
    },
}

impl Move {
    fn new(range: Range) -> Self {
        let Range { low, likely, high } = range;
        if low > 0.0 {
            let (low, likely, high) = (low.ln(), likely.ln(), high.ln());
            Move::Ratio { likely, down: (likely - low) / Z90, up: (high - likely) / Z90 }
        } else {
            Move::Difference { likely, down: (likely - low) / Z90, up: (high - likely) / Z90 }
        }
    }

    fn by(&self, z: f64) -> f64 {
        match *self {
            Move::Ratio { likely, down, up } => (likely + z * if z < 0.0 { down } else { up }).exp(),
            Move::Difference { likely, down, up } => likely + z * if z < 0.0 { down } else { up },
        }
    }
}
