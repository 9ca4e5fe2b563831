//! Vectors without a language model: what a text literally says, for languages that the model doesn't know and for
//! laptops without it. Each word, and each run of four letters in it, points in a direction of its own that its hash
//! names (feature hashing, Weinberger et al., 2009), so that texts with words in common are near each other.

use super::HIDDEN;
use crate::text::{hash, words};

/// Letters of a run: long enough to mean something, short enough to outlive inflection.
const RUN: usize = 4;

/// Components that one word moves.
const SPREAD: u64 = 12;

/// The text's vector, of length 1; all zero for a text without words.
pub fn by_words(text: &str) -> Vec<f32> {
    let mut vector = vec![0.0; HIDDEN];
    for word in words(text) {
        let letters: Vec<char> = word.chars().collect();
        // Long words say more than short ones, which are mostly grammar.
        let weight = (letters.len() as f32).ln();
        add(&mut vector, &word, weight);
        let runs = letters.windows(RUN).filter(|_| letters.len() > RUN);
        let share = weight / (letters.len().saturating_sub(RUN) + 1) as f32;
        runs.for_each(|run| add(&mut vector, &run.iter().collect::<String>(), share));
    }
    let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
    vector
}

fn add(vector: &mut [f32], feature: &str, weight: f32) {
    let mut state = hash(feature);
    for _ in 0..SPREAD {
        // SplitMix64 (Steele et al., 2014): a well-mixed sequence from one hash.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let sign = if mixed >> 63 == 0 { weight } else { -weight };
        if let Some(component) = vector.get_mut(mixed as usize % HIDDEN) {
            *component += sign;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(one: &str, other: &str) -> f32 {
        by_words(one).iter().zip(by_words(other)).map(|(left, right)| left * right).sum()
    }

    #[test]
    fn texts_with_the_same_words_are_near() {
        let invoice = "Die Rechnung zeigt den falschen Steuersatz";
        assert!((near(invoice, invoice) - 1.0).abs() < 1e-5);
        let (alike, other) =
            (near(invoice, "Falscher Steuersatz auf Rechnungen"), near(invoice, "Ich kann mich nicht anmelden"));
        assert!(alike > 0.3 && other.abs() < 0.15, "{alike} {other}");
        assert_eq!(by_words("🙂"), [0.0; HIDDEN]);
    }
}
