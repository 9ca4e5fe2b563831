//! Draws: the doubt in inputs, carried through a formula.
//!
//! A range is read as its P10, P50 and P90. It becomes a two-piece distribution that has exactly these three quantiles:
//! a standard normal number z moves the likely value towards high (z > 0) or low (z < 0), and reaches it at |z| = 1.2816,
//! the normal's P90. The move is by ratio (a two-piece log-normal), so that "half" and "double" weigh the same and a draw
//! stays above zero. Where low is 0 or less, which no ratio reaches, or the input's scale goes below zero, which doubling
//! says nothing of, the move is by difference. Draws are cut at the input's bounds.
//!
//! Draw 17 of everybody is one possible world. The normal numbers are shared: every input takes the same evenly spaced
//! quantiles (McKay, Beckman and Conover's Latin hypercube, 1979) in the shuffled order of its stream, begun at a place
//! that the seed and the opportunity's uid alone decide. So ranks don't jitter, and nobody moves when one is added.

use std::sync::LazyLock;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use sha2::{Digest, Sha256};

use crate::formula::{Formula, Product};
use crate::normal::{self, Z90};
use crate::quantile;
use crate::range::{Chance, Given, ValueSpread};

/// How many orders of the normal numbers there are.
pub const STREAMS: u8 = 24;

/// Draws that all factors are added to before the next ones: few enough to stay in the processor's nearest cache.
const BLOCK: usize = 1_024;

/// The random numbers of all draws.
pub struct Worlds {
    chance: Chance,
    draws: usize,
    /// By stream, each twice in a row, so that it can be begun anywhere.
    normals: Vec<f32>,
}

/// A value over all draws, as numbers in the same order: `ln` of it where the formula only multiplies and divides.
pub(crate) struct Plan<'f> {
    formula: &'f Formula,
    given: Vec<Given>,
    start: usize,
    product: Option<Vec<Term>>,
    /// With a product: the logarithm of all that is exact.
    exact: f64,
    /// The formula at the likely inputs.
    plain: f64,
    is_exact: bool,
}

/// One doubtful factor of a product. All are logarithms, times the factor's exponent.
struct Term {
    stream: u8,
    likely: f32,
    down: f32,
    up: f32,
    /// Where the factor's bounds cut.
    floor: f32,
    ceiling: f32,
    /// A factor that may be zero is moved by difference first; the exponent that its logarithm is taken times.
    by_difference: Option<f32>,
}

impl Worlds {
    /// The draws that everything is said from, unless a test wants others.
    pub fn usual() -> &'static Worlds {
        static USUAL: LazyLock<Worlds> = LazyLock::new(|| Worlds::new(Chance::default()));
        &USUAL
    }

    pub fn new(chance: Chance) -> Worlds {
        let draws = chance.draws.max(1) as usize;
        let quantiles: Vec<f32> =
            (0..draws).map(|n| normal::quantile((n as f64 + 0.5) / draws as f64) as f32).collect();
        let mut normals = Vec::with_capacity(draws * 2 * usize::from(STREAMS));
        for stream in 0..STREAMS {
            let mut order = quantiles.clone();
            let mut random = random_numbers(chance.seed, &[b"stream", &[stream]]);
            for last in (1..order.len()).rev() {
                order.swap(last, random.random_range(0..=last));
            }
            normals.extend_from_slice(&order);
            normals.extend_from_slice(&order);
        }
        Worlds { chance, draws, normals }
    }

    pub fn chance(&self) -> Chance {
        self.chance
    }

    pub(crate) fn draws(&self) -> usize {
        self.draws
    }

    /// One value per draw, in draw order. `None` while an input isn't set, and where the formula has no value for some
    /// draw (a division by zero).
    pub fn values(&self, formula: &Formula, uid: &str, given: &[Option<Given>]) -> Option<Vec<f64>> {
        let plan = self.plan(formula, uid, given)?;
        if plan.is_exact {
            return Some(vec![plan.plain; self.draws]);
        }
        let mut keys = vec![0.0; self.draws];
        self.keys(&plan, 0, &mut keys).then(|| keys.into_iter().map(|key| plan.value(key)).collect())
    }

    /// The value of one opportunity by itself.
    pub fn spread(&self, formula: &Formula, uid: &str, given: &[Option<Given>]) -> Option<ValueSpread> {
        let plan = self.plan(formula, uid, given)?;
        let mut keys = vec![0.0; self.draws];
        if !self.keys(&plan, 0, &mut keys) {
            return None;
        }
        Some(plan.spread(&keys, quantile::ends(&keys), &mut quantile::Search::default()))
    }

    /// `given` in the order of the formula's names.
    pub(crate) fn plan<'f>(&self, formula: &'f Formula, uid: &str, given: &[Option<Given>]) -> Option<Plan<'f>> {
        let given: Vec<Given> = given.iter().copied().collect::<Option<_>>()?;
        let likely: Vec<f64> = given.iter().map(|one| one.range.likely).collect();
        let plain = formula.at(&likely)?;
        let is_exact = given.iter().all(|one| one.range.is_exact());
        let start = random_numbers(self.chance.seed, &[uid.as_bytes()]).random_range(0..self.draws);
        let product = formula.product().filter(|_| given.iter().all(|one| one.least >= 0.0));
        let (product, exact) = match product {
            Some(product) => {
                let (terms, exact) = terms(product, &given);
                (Some(terms), exact)
            }
            None => (None, 0.0),
        };
        Some(Plan { formula, given, start, product, exact, plain, is_exact })
    }

    /// Fills `keys` with the draws from `from` on. False where some draw has no value.
    #[inline(always)]
    pub(crate) fn keys(&self, plan: &Plan, from: usize, keys: &mut [f32]) -> bool {
        if plan.is_exact {
            keys.fill(if plan.product.is_some() { plan.plain.ln() } else { plan.plain } as f32);
            return true;
        }
        match &plan.product {
            Some(terms) => {
                for (start, block) in (plan.start + from..).step_by(BLOCK).zip(keys.chunks_mut(BLOCK)) {
                    block.fill(plan.exact as f32);
                    for term in terms {
                        term.add(self.normals_of(term.stream, start, block.len()), block);
                    }
                }
                true
            }
            None => self.evaluated(plan, from, keys),
        }
    }

    fn evaluated(&self, plan: &Plan, from: usize, keys: &mut [f32]) -> bool {
        let columns: Vec<Column> = plan
            .given
            .iter()
            .map(|one| match one.range.is_exact() {
                true => Column::Same(one.range.likely),
                false => {
                    let moved = Move::new(one);
                    let normals = self.normals_of(one.stream, plan.start + from, keys.len());
                    Column::Each(normals.iter().map(|z| moved.by(f64::from(*z))).collect())
                }
            })
            .collect();
        let Some(values) = plan.formula.over(&columns, keys.len()) else { return false };
        for (key, value) in keys.iter_mut().zip(values) {
            *key = value as f32;
        }
        keys.iter().all(|key| key.is_finite())
    }

    /// The draws of one input, from the first.
    pub(crate) fn input(&self, plan: &Plan, input: usize) -> Vec<f32> {
        let Some(one) = plan.given.get(input) else { return Vec::new() };
        let moved = Move::new(one);
        let normals = self.normals_of(one.stream, plan.start, self.draws);
        normals.iter().map(|z| moved.by(f64::from(*z)) as f32).collect()
    }

    fn normals_of(&self, stream: u8, start: usize, many: usize) -> &[f32] {
        let begins = usize::from(stream % STREAMS) * 2 * self.draws + start % self.draws;
        self.normals.get(begins..begins + many.min(self.draws)).unwrap_or_default()
    }
}

impl Plan<'_> {
    pub(crate) fn is_exact(&self) -> bool {
        self.is_exact
    }

    pub(crate) fn value(&self, key: f32) -> f64 {
        if self.product.is_some() { f64::from(key).exp() } else { f64::from(key) }
    }

    /// P10, P50 and P90 of all its draws.
    #[inline(always)]
    pub(crate) fn spread(&self, keys: &[f32], ends: (f32, f32), search: &mut quantile::Search) -> ValueSpread {
        if self.is_exact {
            return ValueSpread::exactly(self.plain);
        }
        let [p10, p50, p90] = search.nearest_rank(keys, ends, [0.1, 0.5, 0.9]).map(|key| self.value(key));
        ValueSpread { p10, p50, p90 }
    }
}

/// One input over the draws.
pub(crate) enum Column {
    Same(f64),
    Each(Vec<f64>),
}

fn terms(product: &Product, given: &[Given]) -> (Vec<Term>, f64) {
    let mut exact = product.constant.ln();
    let mut terms = Vec::new();
    for (one, exponent) in given.iter().zip(&product.exponents).filter(|(_, exponent)| **exponent != 0.0) {
        if one.range.is_exact() {
            exact += exponent * one.range.likely.ln();
            continue;
        }
        let moved = Move::new(one);
        let (least, most) = (exponent * one.least.ln(), exponent * one.most.ln());
        let (likely, down, up, by_difference) = match moved.kind {
            Kind::Ratio => (moved.likely * exponent, moved.down * exponent, moved.up * exponent, None),
            Kind::Difference => (moved.likely, moved.down, moved.up, Some(*exponent as f32)),
        };
        let (floor, ceiling) =
            if by_difference.is_some() { (one.least, one.most) } else { (least.min(most), least.max(most)) };
        terms.push(Term {
            stream: one.stream,
            likely: likely as f32,
            down: down as f32,
            up: up as f32,
            floor: floor as f32,
            ceiling: ceiling as f32,
            by_difference,
        });
    }
    (terms, exact)
}

impl Term {
    #[inline(always)]
    fn add(&self, normals: &[f32], keys: &mut [f32]) {
        let Term { likely, down, up, floor, ceiling, by_difference, .. } = *self;
        // Down where z is below zero, else up. The sign, spread over all bits, chooses: quicker than choosing between
        // two numbers is for processors.
        let (up, differing) = (up.to_bits(), up.to_bits() ^ down.to_bits());
        let sign = |z: f32| (z.to_bits().cast_signed() >> 31).cast_unsigned();
        let moved = |z: f32| likely + z * f32::from_bits(up ^ (differing & sign(z)));
        match by_difference {
            Some(exponent) => {
                for (key, z) in keys.iter_mut().zip(normals) {
                    *key += exponent * moved(*z).clamp(floor, ceiling).ln();
                }
            }
            None if self.is_cut() => {
                for (key, z) in keys.iter_mut().zip(normals) {
                    // Comparing by hand: `max` and `min` also ask for NaN, which takes as long again.
                    let moved = moved(*z);
                    let moved = if moved < floor { floor } else { moved };
                    *key += if moved > ceiling { ceiling } else { moved };
                }
            }
            None => {
                for (key, z) in keys.iter_mut().zip(normals) {
                    *key += moved(*z);
                }
            }
        }
    }

    /// Whether any normal number that is drawn goes past a bound: none is larger than 6.
    fn is_cut(&self) -> bool {
        let (one, other) = (self.likely - 6.0 * self.down, self.likely + 6.0 * self.up);
        one.min(other) < self.floor || one.max(other) > self.ceiling
    }
}

/// How a normal number moves the likely value. With [`Kind::Ratio`], logarithms.
struct Move {
    kind: Kind,
    likely: f64,
    /// Steps to low and to high for each unit of z.
    down: f64,
    up: f64,
    least: f64,
    most: f64,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Ratio,
    Difference,
}

impl Move {
    fn new(given: &Given) -> Self {
        let crate::range::Range { low, likely, high } = given.range;
        let (kind, [low, likely, high]) = match low > 0.0 && given.least >= 0.0 {
            true => (Kind::Ratio, [low, likely, high].map(f64::ln)),
            false => (Kind::Difference, [low, likely, high]),
        };
        let (down, up) = ((likely - low) / Z90, (high - likely) / Z90);
        Move { kind, likely, down, up, least: given.least, most: given.most }
    }

    fn by(&self, z: f64) -> f64 {
        let moved = self.likely + z * if z < 0.0 { self.down } else { self.up };
        let moved = if self.kind == Kind::Ratio { moved.exp() } else { moved };
        moved.max(self.least).min(self.most)
    }
}

fn random_numbers(seed: u64, named: &[&[u8]]) -> ChaCha8Rng {
    let mut name = Sha256::new();
    name.update(seed.to_le_bytes());
    for part in named {
        name.update(part);
        name.update([0]);
    }
    ChaCha8Rng::from_seed(name.finalize().into())
}
