//! The steps between the products: each works on rows of `HIDDEN` floats, one for each piece of a word.
//! They are written as plain loops over lanes of eight, which compilers turn into vector instructions.

use std::ops::Range;

use super::{HEADS, HIDDEN};

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

#[inline(always)]
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; 8];
    for chunk in row.chunks_exact(8) {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += of(*value);
        }
    }
    lanes.iter().sum()
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

/// Room that attention uses again for each text.
#[derive(Default)]
pub struct Desk {
    /// Keys of one head, component by component, each padded to whole lanes.
    keys: Vec<f32>,
    scores: Vec<f32>,
}

/// Lets the pieces of each text look at each other. `mixed` holds query, key and value of each piece side by side;
/// `out` gets what each piece saw. The queries are scaled already.
#[inline(always)]
pub fn attend(mixed: &[f32], texts: &[Range<usize>], desk: &mut Desk, out: &mut [f32]) {
    for text in texts {
        let count = text.len();
        let padded = count.next_multiple_of(8);
        desk.keys.clear();
        desk.keys.resize(HEAD * padded, 0.0);
        desk.scores.clear();
        desk.scores.resize(padded, 0.0);
        for head in 0..HEADS {
            for (at, piece) in text.clone().enumerate() {
                let key = &mixed[piece * 3 * HIDDEN + HIDDEN + head * HEAD..][..HEAD];
                for (component, value) in key.iter().enumerate() {
                    desk.keys[component * padded + at] = *value;
                }
            }
            for piece in text.clone() {
                let query = &mixed[piece * 3 * HIDDEN + head * HEAD..][..HEAD];
                score(query, &desk.keys, padded, &mut desk.scores);
                let total = softmax(&mut desk.scores, count);
                let mut seen = [0.0_f32; HEAD];
                for (weight, other) in desk.scores.iter().zip(text.clone()) {
                    let value = &mixed[other * 3 * HIDDEN + 2 * HIDDEN + head * HEAD..][..HEAD];
                    seen.iter_mut().zip(value).for_each(|(to, from)| *to += weight * from);
                }
                let target = &mut out[piece * HIDDEN + head * HEAD..][..HEAD];
                target.iter_mut().zip(seen).for_each(|(to, from)| *to = from / total);
            }
        }
    }
}

#[inline(always)]
fn score(query: &[f32], keys: &[f32], padded: usize, scores: &mut [f32]) {
    for (block, scores) in scores.chunks_exact_mut(8).enumerate() {
        let mut lanes = [0.0; 8];
        let keys = keys[block * 8..].chunks(padded).filter_map(|keys| keys.first_chunk::<8>());
        for (factor, keys) in query.iter().zip(keys) {
            lanes.iter_mut().zip(keys).for_each(|(lane, key)| *lane += factor * key);
        }
        scores.copy_from_slice(&lanes);
    }
}

/// Replaces each of the first `count` scores by e to it, less the largest; gives their sum. Those after them, which fill
/// up the lanes, become whatever they become.
#[inline(always)]
fn softmax(scores: &mut [f32], count: usize) -> f32 {
    let largest =
        scores[..count].iter().fold(f32::MIN, |largest, score| if *score > largest { *score } else { largest });
    for lanes in scores.chunks_exact_mut(8) {
        lanes.iter_mut().for_each(|score| *score = exp(*score - largest));
    }
    scores[..count].iter().sum()
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
        attend(&mixed, &[0..1, 1..3], &mut Desk::default(), &mut out);
        assert_eq!(out[..HIDDEN], mixed[2 * HIDDEN..3 * HIDDEN]);
        let before = out[HIDDEN..].to_vec();
        mixed[..3 * HIDDEN].fill(9.0);
        attend(&mixed, &[0..1, 1..3], &mut Desk::default(), &mut out);
        assert_eq!(out[HIDDEN..], before);
    }
}
