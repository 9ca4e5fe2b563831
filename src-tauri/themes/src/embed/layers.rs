//! The steps between the products: each works on rows of `HIDDEN` floats, one for each piece of a word.
//! They are written as plain loops over lanes of eight, which compilers turn into vector instructions.

use std::ops::Range;

use super::{HEADS, HIDDEN};
use crate::matrix::lanes::sum;

/// Components each head sees.
const HEAD: usize = HIDDEN / HEADS;

/// Keeps a division by zero away, as the model was trained.
const EPSILON: f32 = 1e-12;

/// Scales each row to mean 0 and deviation 1, then by the learnt weights.
#[inline(always)]
pub fn normalise(rows: &mut [f32], weight: &[f32], bias: &[f32]) {
    for row in rows.chunks_exact_mut(HIDDEN) {
        let mean = sum(row, |value| value) / HIDDEN as f32;
        let spread = sum(row, |value| (value - mean) * (value - mean)) / HIDDEN as f32;
        let inverse = 1.0 / (spread + EPSILON).sqrt();
        for ((value, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
            *value = (*value - mean) * inverse * weight + bias;
        }
    }
}

/// x · Φ(x), the share of a normal distribution below x, within 1e-6 (Abramowitz and Stegun, 7.1.28).
#[inline(always)]
pub fn gelu(values: &mut [f32]) {
    for value in values {
        let x = *value;
        let t = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
        let series = ((((0.000_043_063_8 * t + 0.000_276_567_2) * t + 0.000_152_014_3) * t + 0.009_270_527) * t
            + 0.042_282_01)
            * t
            + 0.070_523_076;
        let root = series * t + 1.0;
        let fourth = (root * root) * (root * root);
        let eighth = fourth * fourth;
        let above = 0.5 / (eighth * eighth);
        *value = x * if x > 0.0 { 1.0 - above } else { above };
    }
}

/// eˣ for x ≤ 0 within 3e-7 of its value; below e⁻⁸⁷ it stays there.
#[inline(always)]
fn exp(x: f32) -> f32 {
    let power = x.max(-87.0) * std::f32::consts::LOG2_E;
    let shifted = power + 12_582_912.0;
    let whole = shifted - 12_582_912.0;
    let rest = (power - whole) * std::f32::consts::LN_2;
    let fraction =
        (((((1.0 / 720.0 * rest + 1.0 / 120.0) * rest + 1.0 / 24.0) * rest + 1.0 / 6.0) * rest + 0.5) * rest + 1.0)
            * rest
            + 1.0;
    fraction * f32::from_bits((shifted.to_bits() << 23).wrapping_add(127 << 23))
}

/// Pieces that look at once, one in each lane.
const TOGETHER: usize = 16;

/// Room that attention uses again for each text: how much each of its pieces weighs for those that look.
pub type Weights = Vec<[f32; TOGETHER]>;

/// Lets the pieces of each text look at each other. `mixed` holds query, key and value of each piece side by side;
/// `out` gets what each piece saw. The queries are scaled already.
#[inline(always)]
pub fn attend(mixed: &[f32], texts: &[Range<usize>], weights: &mut Weights, out: &mut [f32]) {
    let (mixed, out) = (mixed.as_chunks().0, out.as_chunks_mut::<HEAD>().0);
    for text in texts {
        weights.resize(text.len(), [0.0; TOGETHER]);
        for first in text.clone().step_by(TOGETHER) {
            let looking = first..text.end.min(first + TOGETHER);
            for head in 0..HEADS {
                let total = weigh(mixed, text, &looking, head, weights);
                for (lane, piece) in looking.clone().enumerate() {
                    let mut seen = [0.0; HEAD];
                    for (weights, other) in weights.iter().zip(text.clone()) {
                        let value = &mixed[(3 * other + 2) * HEADS + head];
                        for (to, from) in seen.iter_mut().zip(value) {
                            *to += weights[lane] * from;
                        }
                    }
                    let share = 1.0 / total[lane];
                    for (to, from) in out[piece * HEADS + head].iter_mut().zip(seen) {
                        *to = from * share;
                    }
                }
            }
        }
    }
}

/// The weights of a text's pieces for some that look: e to the score, less the largest of a lane. Gives their sums.
#[inline(always)]
fn weigh(
    mixed: &[[f32; HEAD]],
    text: &Range<usize>,
    looking: &Range<usize>,
    head: usize,
    weights: &mut Weights,
) -> [f32; TOGETHER] {
    let mut queries = [[0.0; TOGETHER]; HEAD];
    for (lane, piece) in looking.clone().enumerate() {
        for (lanes, component) in queries.iter_mut().zip(mixed[3 * piece * HEADS + head]) {
            lanes[lane] = component;
        }
    }
    let mut largest = [f32::MIN; TOGETHER];
    for (scores, piece) in weights.iter_mut().zip(text.clone()) {
        let mut sums = [0.0; TOGETHER];
        for (lanes, factor) in queries.iter().zip(&mixed[(3 * piece + 1) * HEADS + head]) {
            for (sum, component) in sums.iter_mut().zip(lanes) {
                *sum += component * factor;
            }
        }
        *scores = sums;
        for (largest, score) in largest.iter_mut().zip(sums) {
            *largest = if score > *largest { score } else { *largest };
        }
    }
    let mut total = [0.0; TOGETHER];
    for weights in weights {
        for ((weight, largest), total) in weights.iter_mut().zip(largest).zip(&mut total) {
            *weight = exp(*weight - largest);
            *total += *weight;
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close_for_every_power() {
        for step in 0..8700 {
            let x = -(step as f32) / 100.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp(x)) - exact).abs() <= exact * 1e-5, "e^{x}: {} {exact}", exp(x));
        }
        assert!(exp(-1e9) < 1e-37);
    }

    #[test]
    fn gelu_agrees_with_worked_values() {
        let mut values = [-3.0, -1.0, 0.0, 0.5, 1.0, 3.0, 40.0, -40.0];
        gelu(&mut values);
        let exact = [-0.004_049_7, -0.158_655_3, 0.0, 0.345_731_2, 0.841_344_7, 2.995_950_3, 40.0, 0.0];
        for (value, exact) in values.iter().zip(exact) {
            assert!((value - exact).abs() < 2e-6, "{values:?}");
        }
    }

    #[test]
    fn rows_are_normalised() {
        let mut row: Vec<f32> = (0..HIDDEN).map(|at| at as f32).collect();
        normalise(&mut row, &[2.0; HIDDEN], &[1.0; HIDDEN]);
        let mean = row.iter().sum::<f32>() / HIDDEN as f32;
        let spread = row.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / HIDDEN as f32;
        assert!((mean - 1.0).abs() < 1e-4 && (spread - 4.0).abs() < 1e-3, "{mean} {spread}");
    }

    #[test]
    fn a_piece_alone_sees_itself_and_texts_do_not_mix() {
        let mut mixed: Vec<f32> = (0..3 * 3 * HIDDEN).map(|at| (at % 17) as f32 / 10.0).collect();
        let mut out = vec![0.0; 3 * HIDDEN];
        attend(&mixed, &[0..1, 1..3], &mut Weights::new(), &mut out);
        assert_eq!(out[..HIDDEN], mixed[2 * HIDDEN..3 * HIDDEN]);
        let before = out[HIDDEN..].to_vec();
        mixed[..3 * HIDDEN].fill(9.0);
        attend(&mixed, &[0..1, 1..3], &mut Weights::new(), &mut out);
        assert_eq!(out[HIDDEN..], before);
    }
}
