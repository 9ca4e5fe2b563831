//! How alike two texts are: the share of their words in common, rare words counting more. Pure; word
//! frequencies are passed in.

use std::collections::{HashMap, HashSet};

use super::words::words;

/// Words shorter than this tell nothing.
const SHORTEST: usize = 3;

/// A phrase worth quoting is, on average, of words that one in so many texts holds.
const RARE: f64 = 12.0;

/// The words of one signal, lower-case, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    words: Vec<String>,
    set: HashSet<String>,
}

impl Profile {
    pub fn of(title: &str, body: &str) -> Profile {
        let words: Vec<String> = [title, body].into_iter().flat_map(words).map(|word| word.to_lowercase()).collect();
        let set = words.iter().filter(|word| tells(word)).cloned().collect();
        Profile { words, set }
    }

    /// The words that can tell one signal from another, each once, in the order of the text.
    pub fn telling(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        self.words.iter().filter(|word| self.set.contains(*word) && seen.insert(*word)).cloned().collect()
    }

    fn holds(&self, phrase: &[&str]) -> bool {
        self.words.windows(phrase.len()).any(|window| window.iter().zip(phrase).all(|(word, wanted)| word == wanted))
    }
}

fn tells(word: &str) -> bool {
    word.chars().count() >= SHORTEST && !word.chars().all(char::is_numeric)
}

/// What each word weighs: inverse document frequency, ln(1 + N ÷ n) for a word that n of N texts hold
/// (Spärck Jones, 1972, smoothed).
#[derive(Clone, Debug, Default)]
pub struct Weights {
    known: HashMap<String, f64>,
    /// For words whose frequency nobody asked for: the middle of the known ones.
    otherwise: f64,
}

impl Weights {
    /// `holders`: how many of `texts` texts hold the word.
    pub fn new(texts: f64, holders: impl IntoIterator<Item = (String, f64)>) -> Weights {
        let known: HashMap<String, f64> =
            holders.into_iter().map(|(word, n)| (word, (texts.max(1.0) / n.max(1.0)).ln_1p())).collect();
        let mut all: Vec<f64> = known.values().copied().collect();
        all.sort_by(f64::total_cmp);
        let otherwise = all.get(all.len() / 2).copied().unwrap_or(1.0);
        Weights { known, otherwise }
    }

    pub fn of(&self, word: &str) -> f64 {
        self.known.get(word).copied().unwrap_or(self.otherwise)
    }

    fn sum<'w>(&self, words: impl Iterator<Item = &'w String>) -> f64 {
        words.map(|word| self.of(word)).sum()
    }
}

/// 0 (no word in common) to 1 (the same words): weight in common over the geometric mean of both weights.
pub fn similarity(a: &Profile, b: &Profile, weights: &Weights) -> f64 {
    let common = weights.sum(a.set.intersection(&b.set));
    let size = (weights.sum(a.set.iter()) * weights.sum(b.set.iter())).sqrt();
    if size > 0.0 { (common / size).min(1.0) } else { 0.0 }
}

/// The words both hold, the weightiest first, at most `limit`.
pub fn shared(a: &Profile, b: &Profile, weights: &Weights, limit: usize) -> Vec<String> {
    let mut words: Vec<&String> = a.set.intersection(&b.set).collect();
    words.sort_by(|a, b| weights.of(b).total_cmp(&weights.of(a)).then_with(|| a.cmp(b)));
    words.into_iter().take(limit).cloned().collect()
}

/// Up to two phrases of `signal` that most of `others` say too, weighed by their words, and how many of
/// `others` say at least one. Two neighbouring words make a better phrase than one.
pub fn common_phrases(signal: &Profile, others: &[Profile], weights: &Weights) -> (Vec<String>, usize) {
    let pairs = signal.words.windows(2).filter(|pair| pair.iter().all(|word| signal.set.contains(word)));
    let singles = signal.words.windows(1).filter(|word| word.iter().all(|word| signal.set.contains(word)));
    let rare =
        |phrase: &[&str]| phrase.iter().map(|word| weights.of(word)).sum::<f64>() >= RARE.ln_1p() * phrase.len() as f64;
    let mut ranked: Vec<(f64, Vec<&str>)> = pairs
        .chain(singles)
        .map(|phrase| phrase.iter().map(String::as_str).collect::<Vec<_>>())
        .filter(|phrase| rare(phrase))
        .map(|phrase| {
            let sayers = others.iter().filter(|other| other.holds(&phrase)).count();
            let weight: f64 = phrase.iter().map(|word| weights.of(word)).sum();
            ((sayers as f64).sqrt() * weight, phrase)
        })
        .filter(|(score, _)| *score > 0.0)
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut chosen: Vec<Vec<&str>> = Vec::new();
    for (_, phrase) in ranked {
        let overlaps = chosen.iter().flatten().any(|word| phrase.contains(word));
        if !overlaps && chosen.len() < 2 {
            chosen.push(phrase);
        }
    }
    let sayers = others.iter().filter(|other| chosen.iter().any(|phrase| other.holds(phrase))).count();
    (chosen.into_iter().map(|phrase| phrase.join(" ")).collect(), sayers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn profile(text: &str) -> Profile {
        Profile::of(text, "")
    }

    #[test]
    fn rare_words_count_more() {
        let weights = Weights::new(1_000.0, [("cart".into(), 900.0), ("spinner".into(), 3.0), ("order".into(), 900.0)]);
        let signal = profile("cart spinner");
        assert!(
            similarity(&signal, &profile("spinner order"), &weights)
                > similarity(&signal, &profile("cart order"), &weights)
        );
        assert_eq!(shared(&signal, &profile("the cart's spinner"), &weights, 9), ["spinner", "cart"]);
    }

    #[test]
    fn phrases_are_what_the_others_say_too() {
        let signal = profile("Cart with 340 lines never finishes, spinner");
        let others = [profile("checkout never finishes"), profile("It never finishes"), profile("spinner at payment")];
        let weights = Weights::new(100.0, [("spinner".into(), 2.0), ("with".into(), 60.0), ("finishes".into(), 3.0)]);
        let (phrases, sayers) = common_phrases(&signal, &others, &weights);
        assert_eq!((phrases, sayers), (vec!["never finishes".to_owned(), "spinner".to_owned()], 3));
        assert_eq!(common_phrases(&signal, &[], &weights), (vec![], 0));
    }

    proptest! {
        #[test]
        fn similarity_is_a_share(a in ".{0,60}", b in ".{0,60}", n in 1.0..1e6) {
            let weights = Weights::new(n, []);
            let (a, b) = (profile(&a), profile(&b));
            let there = similarity(&a, &b, &weights);
            prop_assert!((0.0..=1.0).contains(&there));
            prop_assert!((there - similarity(&b, &a, &weights)).abs() < 1e-9);
            if !a.telling().is_empty() {
                prop_assert!((similarity(&a, &a, &weights) - 1.0).abs() < 1e-9);
            }
        }
    }
}
