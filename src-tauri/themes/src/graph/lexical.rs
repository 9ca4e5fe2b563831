//! Near by words: the cosine of two texts' words, each counted the more the rarer it is.

use super::exact::top;
use super::{Lists, Neighbours};
use crate::course::Course;
use crate::text::Lexicon;

/// A word in more texts than this says little about any of them, and would make the search slow.
const COMMON: usize = 2_000;

pub fn nearest(texts: &Lexicon, count: usize, course: &Course) -> Option<Neighbours> {
    let words = weighed(texts);
    let holders = words.turned_round(texts.distinct());
    let mut sums = vec![0.0_f32; texts.len()];
    let (mut touched, mut found) = (Vec::new(), Vec::new());
    let mut nearest = Neighbours::default();
    for text in 0..texts.len() {
        course.go_on()?;
        for (word, weight) in words.of(text) {
            let holders = holders.of(*word as usize);
            if holders.len() > COMMON {
                continue;
            }
            for (other, of_other) in holders {
                let sum = &mut sums[*other as usize];
                if *sum == 0.0 {
                    touched.push(*other);
                }
                *sum += weight * of_other;
            }
        }
        found.clear();
        for other in touched.drain(..) {
            let similarity = std::mem::take(&mut sums[other as usize]);
            if other as usize != text {
                found.push((other, similarity));
            }
        }
        top(&mut found, count);
        nearest.push(&found);
    }
    Some(nearest)
}

/// Each text's words with their weight, of length 1 in all.
fn weighed(texts: &Lexicon) -> Lists {
    let mut holders = vec![0_u32; texts.distinct()];
    let mut weighed = Lists::default();
    let (mut sorted, mut counted) = (Vec::new(), Vec::new());
    for text in 0..texts.len() {
        sorted.clear();
        sorted.extend_from_slice(texts.of(text));
        sorted.sort_unstable();
        counted.clear();
        counted.extend(sorted.chunk_by(|one, other| one == other).map(|same| (same[0], same.len() as f32)));
        counted.iter().for_each(|(word, _)| holders[*word as usize] += 1);
        weighed.push(&counted);
    }
    for text in 0..texts.len() {
        let vector = weighed.of_mut(text);
        for (word, weight) in vector.iter_mut() {
            let rarity = ((1.0 + texts.len() as f32) / (1.0 + holders[*word as usize] as f32)).ln() + 1.0;
            *weight = (1.0 + weight.ln()) * rarity;
        }
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        vector.iter_mut().for_each(|(_, weight)| *weight /= length);
    }
    weighed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_shared_words_bring_texts_near() {
        let texts = ["the invoice is wrong", "the invoice twice", "the login fails", "the login page fails", ""];
        let texts: Lexicon = texts.iter().map(|text| text.split_whitespace()).collect();
        let nearest = nearest(&texts, 1, &Course::default()).unwrap();
        assert_eq!(
            nearest.iter().map(|found| found.first().map(|best| best.0)).collect::<Vec<_>>(),
            [Some(1), Some(0), Some(3), Some(2), None]
        );
        assert!((nearest.of(2)[0].1 - nearest.of(3)[0].1).abs() < 1e-6 && nearest.of(2)[0].1 < 1.0);
    }
}
