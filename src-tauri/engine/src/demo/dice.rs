//! Chance that comes out the same on every machine: whole numbers from ChaCha only, no logarithms or other
//! functions whose last digit differs between systems.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::model::Time;

/// A stream of chance.
pub struct Dice {
    seed: u64,
    rng: ChaCha8Rng,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice { seed, rng: ChaCha8Rng::seed_from_u64(seed) }
    }

    /// An independent stream for one part of the demo, so that a change in one part leaves the others as they are.
    pub fn part(&self, name: &str) -> Self {
        Dice::new(xxh3_64_with_seed(name.as_bytes(), self.seed))
    }

    /// 0 ≤ result < `n`; 0 when `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.rng.next_u64() % n as u64) as usize }
    }

    /// `low` ≤ result ≤ `high`, each equally likely.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.saturating_sub(low).max(0) as u64;
        low + (self.rng.next_u64() % (width + 1)) as i64
    }

    /// Like [`Dice::between`], but the middle is likelier than the ends.
    pub fn bell(&mut self, low: i64, high: i64) -> i64 {
        (self.between(low, high) + self.between(low, high) + self.between(low, high)) / 3
    }

    /// Like [`Dice::between`], but most results lie near `low` and a few far out.
    pub fn tail(&mut self, low: i64, high: i64) -> i64 {
        let reach = self.between(0, 1000) * self.between(0, 1000) * self.between(0, 1000) / 1_000_000;
        low + (high - low) * reach / 1000
    }

    /// True in `percent` of 100 throws.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent as usize
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// One of the words; empty when there are none.
    pub fn word(&mut self, from: &[&'static str]) -> &'static str {
        self.pick(from).copied().unwrap_or_default()
    }

    /// The position of one of the weights, in proportion to their sizes.
    pub fn weighted(&mut self, weights: &[u32]) -> usize {
        let total: u32 = weights.iter().sum();
        let mut left = self.below(total as usize) as u32;
        for (position, weight) in weights.iter().enumerate() {
            if left < *weight {
                return position;
            }
            left -= weight;
        }
        0
    }

    /// `n` lower-case hexadecimal digits.
    pub fn hex(&mut self, n: usize) -> String {
        (0..n).map(|_| char::from_digit(self.below(16) as u32, 16).unwrap_or('0')).collect()
    }

    /// A moment of the UTC day `day` (any moment of it will do) when offices are open, to the second.
    pub fn office_moment(&mut self, day: Time) -> Time {
        let midnight = day.0 - day.0.rem_euclid(Time::DAY);
        Time(midnight + self.bell(6 * 3600 + 1200, 17 * 3600 + 1800) * Time::SECOND)
    }
}
