//! Numbers that nobody knows exactly.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A low–likely–high estimate; P10, P50, P90. Zero width means "exactly this".
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Range {
    pub low: f64,
    pub likely: f64,
    pub high: f64,
}

impl Range {
    pub fn exactly(value: f64) -> Self {
        Range { low: value, likely: value, high: value }
    }

    pub fn is_exact(self) -> bool {
        self.low == self.high
    }

    /// Finite, in order and within the bounds.
    pub fn fits(self, least: f64, most: f64) -> bool {
        least <= self.low && self.low <= self.likely && self.likely <= self.high && self.high <= most
    }
}

/// What a value is, over all draws. Zero-width inputs give p10 = p50 = p90 = the plain formula, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ValueSpread {
    pub p10: f64,
    pub p50: f64,
    pub p90: f64,
}

impl ValueSpread {
    pub fn exactly(value: f64) -> Self {
        ValueSpread { p10: value, p50: value, p90: value }
    }
}

/// How often to draw, and from which random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// An input as a formula takes it: the estimate, the bounds draws are cut at, and its own random numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    pub range: Range,
    pub least: f64,
    pub most: f64,
    /// Which of the [`STREAMS`](crate::worlds::STREAMS) it draws from. Inputs of one opportunity have different ones.
    pub stream: u8,
}

impl Given {
    /// A number that is known.
    pub fn exactly(value: f64) -> Self {
        Given { range: Range::exactly(value), least: value, most: value, stream: 0 }
    }
}
