//! Near by words: the cosine of two texts' words, each counted the more the rarer it is.

use std::collections::HashMap;

use super::Neighbours;
use super::exact::top;
use crate::course::Course;

/// A word in more texts than this says little about any of them, and would make the search slow.
const COMMON: usize = 2_000;

pub fn nearest(texts: &[Vec<String>], count: usize, course: &Course) -> Option<Neighbours> {
    let (vectors, words) = weighed(texts);
    let mut holders: Vec<Vec<(u32, f32)>> = vec![Vec::new(); words];
    for (text, vector) in vectors.iter().enumerate() {
        for (word, weight) in vector {
            holders[*word as usize].push((text as u32, *weight));
        }
    }
    let mut sums = vec![0.0_f32; texts.len()];
    let mut touched = Vec::new();
    let mut nearest = Neighbours::default();
    let mut found = Vec::new();
    for (text, vector) in vectors.iter().enumerate() {
        course.go_on()?;
        for (word, weight) in vector {
            let holders = &holders[*word as usize];
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

/// Each text's words as numbers with their weight, of length 1 in all, and how many words there are.
fn weighed(texts: &[Vec<String>]) -> (Vec<Vec<(u32, f32)>>, usize) {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut holders: Vec<u32> = Vec::new();
    let mut vectors: Vec<Vec<(u32, f32)>> = Vec::with_capacity(texts.len());
    for text in texts {
        let mut words: Vec<u32> = text
            .iter()
            .map(|word| {
                let next = numbers.len() as u32;
                *numbers.entry(word).or_insert(next)
            })
            .collect();
        words.sort_unstable();
        let mut vector: Vec<(u32, f32)> = Vec::with_capacity(words.len());
        for word in words {
            match vector.last_mut() {
                Some(last) if last.0 == word => last.1 += 1.0,
                _ => vector.push((word, 1.0)),
            }
        }
        holders.resize(numbers.len(), 0);
        vector.iter().for_each(|(word, _)| holders[*word as usize] += 1);
        vectors.push(vector);
    }
    for vector in &mut vectors {
        for (word, weight) in vector.iter_mut() {
            let rarity = ((1.0 + texts.len() as f32) / (1.0 + holders[*word as usize] as f32)).ln() + 1.0;
            *weight = (1.0 + weight.ln()) * rarity;
        }
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        vector.iter_mut().for_each(|(_, weight)| *weight /= length);
    }
    (vectors, numbers.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_shared_words_bring_texts_near() {
        let texts = ["the invoice is wrong", "the invoice twice", "the login fails", "the login page fails", ""];
        let texts: Vec<Vec<String>> =
            texts.iter().map(|text| text.split_whitespace().map(str::to_owned).collect()).collect();
        let nearest = nearest(&texts, 1, &Course::default()).unwrap();
        assert_eq!(
            nearest.iter().map(|found| found.first().map(|best| best.0)).collect::<Vec<_>>(),
            [Some(1), Some(0), Some(3), Some(2), None]
        );
        assert!((nearest.of(2)[0].1 - nearest.of(3)[0].1).abs() < 1e-6 && nearest.of(2)[0].1 < 1.0);
    }
}
