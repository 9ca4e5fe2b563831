//! What a group is about: which of its texts says it best, which words its texts share and others don't, how well it
//! holds together.

use std::collections::{HashMap, HashSet};

use crate::grouping::Centres;
use crate::matrix::Rows;
use crate::text::hash;

/// English words that say nothing by themselves: articles, pronouns, auxiliaries, prepositions, and what is left of
/// contractions. Other languages' are only told by how common they are.
const GRAMMAR: &str = " a about after again all also always am an and any are as at back be because been before both \
    but by can could did do does doesn don down each even ever every few for from get gets getting go got had has have \
    haven having he her here his how if in into is isn it its just ll make me more most much my need no not now of off \
    on once one only or our out over own per please re same see shall she should since so some still such than that \
    the their them then there these they this those though through to too two under until up us ve very via want was \
    way we were what when where whether which while who whose why will with without won would you your ";

fn is_grammar(word: &str) -> bool {
    GRAMMAR.contains(&format!(" {word} "))
}

/// Words and pairs of neighbouring words of a text, each once; what says nothing by itself is left out.
fn phrases(words: &[String]) -> Vec<String> {
    let said: Vec<bool> = words.iter().map(|word| !is_grammar(word)).collect();
    let singles = words.iter().zip(&said).filter(|(_, said)| **said).map(|(word, _)| word.clone());
    // "Signed out" says more than "signed".
    let ends = |at: usize| said[at] || ["out", "off", "up"].contains(&words[at].as_str());
    let pairs = (1..words.len()).filter(|at| said[at - 1] && ends(*at) && words[at - 1] != words[*at]);
    let pairs = pairs.map(|at| format!("{} {}", words[at - 1], words[at]));
    let mut seen = HashSet::new();
    singles.chain(pairs).filter(|phrase| seen.insert(phrase.clone())).collect()
}

/// How many texts hold each word and each pair of words, over all texts.
#[derive(Default)]
pub struct Vocabulary {
    texts: u32,
    /// By the hash of the phrase: only its count is ever asked for.
    holders: HashMap<u64, u32>,
}

impl Vocabulary {
    pub fn new<'w>(texts: impl IntoIterator<Item = &'w [String]>) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for words in texts {
            vocabulary.texts += 1;
            for phrase in phrases(words) {
                *vocabulary.holders.entry(hash(&phrase)).or_default() += 1;
            }
        }
        vocabulary
    }

    fn share(&self, phrase: &str) -> f64 {
        let held = self.holders.get(&hash(phrase)).copied().unwrap_or(0);
        f64::from(held.max(1)) / f64::from(self.texts.max(1))
    }
}

/// A phrase counts when it is at least so many times as frequent in the group as everywhere, and at least this share
/// of the group's texts hold it.
const LEAST_LIFT: f64 = 2.0;
const LEAST_SHARE: f64 = 0.08;

/// The phrases that tell the group's texts from others, the most telling first: those whose share in the group,
/// weighed by the logarithm of how much more frequent they are there, is largest (a phrase's part of the
/// Kullback–Leibler divergence). No phrase holds another's word.
pub fn telling<'w>(group: impl IntoIterator<Item = &'w [String]>, all: &Vocabulary, limit: usize) -> Vec<String> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut texts = 0;
    for words in group {
        texts += 1;
        phrases(words).into_iter().for_each(|phrase| *counts.entry(phrase).or_default() += 1);
    }
    let ranked = counts
        .into_iter()
        .filter(|(phrase, count)| *count >= 2 && phrase.chars().count() > 2)
        .filter_map(|(phrase, count)| {
            let share = f64::from(count) / f64::from(texts);
            let lift = share / all.share(&phrase);
            (share >= LEAST_SHARE && lift >= LEAST_LIFT).then(|| (share * lift.ln(), phrase))
        })
        .collect();
    heaviest(ranked, limit)
}

/// Of a pair and its words with nearly the same weight the pair says more.
const PAIR: f64 = 1.25;

/// The heaviest phrases, none of which holds a word of another.
fn heaviest(mut ranked: Vec<(f64, String)>, limit: usize) -> Vec<String> {
    ranked.iter_mut().filter(|(_, phrase)| phrase.contains(' ')).for_each(|(weight, _)| *weight *= PAIR);
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    let mut chosen: Vec<String> = Vec::new();
    for (_, phrase) in ranked {
        let overlaps = phrase.split(' ').any(|word| chosen.iter().any(|taken| taken.split(' ').any(|own| own == word)));
        if !overlaps && chosen.len() < limit {
            chosen.push(phrase);
        }
    }
    chosen
}

/// What a text has in common with others: the phrases most of them hold, rare ones first; at most `limit`.
pub fn shared(text: &[String], others: &[&[String]], all: &Vocabulary, limit: usize) -> Vec<String> {
    let held: Vec<HashSet<String>> = others.iter().map(|words| phrases(words).into_iter().collect()).collect();
    let ranked = phrases(text)
        .into_iter()
        .filter(|phrase| phrase.chars().count() > 2)
        .filter_map(|phrase| {
            let count = held.iter().filter(|words| words.contains(&phrase)).count();
            let rarity = -all.share(&phrase).ln();
            (count > 0 && rarity > RARE).then_some((count as f64 * rarity, phrase))
        })
        .collect();
    heaviest(ranked, limit)
}

/// How much of what a text says another says too, 0–1: words that are rarer among all texts weigh more, and words that
/// say nothing by themselves nothing.
pub fn overlap(text: &[String], other: &[String], all: &Vocabulary) -> f64 {
    let mut seen = HashSet::new();
    let own = text.iter().filter(|word| !is_grammar(word) && seen.insert(*word));
    let (mut held, mut whole) = (0.0, 0.0);
    for word in own {
        let weight = -all.share(word).ln();
        whole += weight;
        held += if other.contains(word) { weight } else { 0.0 };
    }
    if whole > 0.0 { held / whole } else { 0.0 }
}

/// Natural logarithm of one in how many texts may hold a phrase that is worth showing: one in seven.
const RARE: f64 = 2.0;

/// A group's shape: its members from the middle outwards, and how near they are to it.
pub struct Shape {
    /// Numbers of the rows, the nearest to the centre first: the first one is the medoid.
    pub order: Vec<u32>,
    /// The mean similarity of the rows to their centre, 0–1.
    pub cohesion: f32,
    /// Of length 1.
    pub centre: Vec<f32>,
}

/// The shape of a group of rows; `weights` says how many signals each row stands for.
pub fn shape(rows: &Rows, weights: &[f32]) -> Shape {
    let mut centre = vec![0.0; rows.width()];
    for row in 0..rows.len() {
        rows.add_to(row, weights.get(row).copied().unwrap_or(1.0).sqrt(), &mut centre);
    }
    let length = centre.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        centre.iter_mut().for_each(|value| *value /= length);
    }
    let middle = Rows::from_floats(rows.width(), &centre);
    let near: Vec<f32> = (0..rows.len()).map(|row| rows.dot_with(row, &middle, 0)).collect();
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    order.sort_by(|one, other| near[*other as usize].total_cmp(&near[*one as usize]).then(one.cmp(other)));
    let cohesion = near.iter().sum::<f32>() / near.len().max(1) as f32;
    Shape { order, cohesion: cohesion.clamp(0.0, 1.0), centre }
}

/// Members a group must have, and the least share of its smaller half, before it can look mixed.
const LEAST_MEMBERS: usize = 8;
const LEAST_HALF: f64 = 0.2;

/// Halves at least this alike are about one thing.
const ONE_THING: f32 = 0.65;

/// Whether a group seems to be about two things: cut in two, its halves are less alike than the group is to
/// `next`, its similarity to the nearest other group, and clearly apart.
pub fn is_mixed(rows: &Rows, next: f32) -> bool {
    if rows.len() < LEAST_MEMBERS {
        return false;
    }
    let halves = halves(rows);
    let second = halves.iter().filter(|half| **half == 1).count();
    let smaller = second.min(rows.len() - second);
    if (smaller as f64) < LEAST_HALF * rows.len() as f64 {
        return false;
    }
    Centres::new(rows, &halves).alike(0, 1) < next.min(ONE_THING)
}

/// Two-means, begun with the row that is farthest from the first and the one farthest from that.
fn halves(rows: &Rows) -> Vec<u32> {
    let farthest = |from: usize| {
        let far = |row: &usize| (rows.dot(from, *row), *row);
        (0..rows.len()).min_by(|one, other| far(one).0.total_cmp(&far(other).0).then(one.cmp(other))).unwrap_or(0)
    };
    let one = farthest(0);
    let other = farthest(one);
    let mut centres = rows.select([one, other]);
    let mut halves = vec![0; rows.len()];
    for _ in 0..8 {
        let nearer = |row: usize| u32::from(rows.dot_with(row, &centres, 1) > rows.dot_with(row, &centres, 0));
        let next: Vec<u32> = (0..rows.len()).map(nearer).collect();
        if next == halves || next.iter().all(|half| *half == next[0]) {
            return next;
        }
        centres = Centres::new(rows, &next).into_rows();
        halves = next;
    }
    halves
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn tokens(texts: &[&str]) -> Vec<Vec<String>> {
        texts.iter().map(|text| words(text)).collect()
    }

    #[test]
    fn telling_words_are_frequent_here_and_rare_elsewhere() {
        let group = tokens(&[
            "The large cart times out at the payment step",
            "large cart, the spinner never ends at payment",
            "timeout with a large cart",
        ]);
        let others = tokens(&[
            "the invoice shows a wrong tax rate",
            "the login with SSO fails at noon",
            "a report with the wrong total",
            "the export is slow at month end",
            "where is the dark mode",
            "a small cart is fine",
        ]);
        let all = Vocabulary::new(group.iter().chain(&others).map(Vec::as_slice));
        let found = telling(group.iter().map(Vec::as_slice), &all, 3);
        assert_eq!(found, ["large cart", "payment"]);
        let one =
            shared(&group[0], &[&group[1], &group[2]], &Vocabulary::new(std::iter::repeat_n(&group[0][..0], 99)), 2);
        assert_eq!(one[0], "large cart");
    }

    #[test]
    fn only_telling_words_overlap() {
        let all = Vocabulary::new(std::iter::repeat_n(&tokens(&["to pay"])[0][..], 9));
        let own = words("unable to check out the cart");
        assert_eq!(overlap(&own, &words("the way out to go"), &all), 0.0);
        assert!(overlap(&own, &words("cart of mine"), &all) > 0.2);
        assert_eq!((overlap(&own, &own, &all), overlap(&[], &own, &all)), (1.0, 0.0));
    }

    #[test]
    fn the_middle_comes_first() {
        let rows = Rows::from_floats(2, &[1.0, 0.0, 0.8, 0.6, 0.6, 0.8]);
        let shape = shape(&rows, &[1.0; 3]);
        assert_eq!(shape.order[0], 1);
        assert!(shape.cohesion > 0.9 && shape.cohesion < 1.0);
    }

    #[test]
    fn two_far_halves_look_mixed_and_one_heap_does_not() {
        let point = |angle: f32| [angle.cos(), angle.sin()];
        let two: Vec<f32> =
            (0..20).flat_map(|at| point(if at % 2 == 0 { 0.01 } else { 1.2 } * (1.0 + at as f32 / 99.0))).collect();
        let one: Vec<f32> = (0..20).flat_map(|at| point(0.02 * at as f32)).collect();
        assert!(is_mixed(&Rows::from_floats(2, &two), 0.7));
        assert!(!is_mixed(&Rows::from_floats(2, &one), 0.7));
        assert!(!is_mixed(&Rows::from_floats(2, &two[..8]), 0.7));
    }
}
