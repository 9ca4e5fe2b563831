//! Possible duplicates: which known titles are most like one text, and why. Three kinds of likeness are added up:
//! what is meant, the words, and the letters, which forgive typing errors and other endings.

use std::collections::HashMap;
use std::hash::Hash;

use crate::embed::HIDDEN;
use crate::graph::top;
use crate::matrix::Rows;
use crate::text;

/// What words and letters count beside the meaning.
const WORDS_WEIGHT: f32 = 0.5;
const LETTERS_WEIGHT: f32 = 0.5;

/// Titles near by meaning and words whose letters are compared, for each one asked for; and at least.
const LOOKED_AT: usize = 10;
const LOOKED_AT_LEAST: usize = 200;

/// The most words named as shared.
const MOST_SHARED: usize = 5;

/// How alike two texts are.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// `meaning + 0.5 · words + 0.5 · letters`, at most 2.
    pub total: f32,
    /// The cosine of the vectors, −1 to 1.
    pub meaning: f32,
    /// The cosine of the words, each counted the more the rarer it is, 0 to 1.
    pub words: f32,
    /// The same of runs of three and four letters.
    pub letters: f32,
    /// The words that both have, the weightiest first, five at most.
    pub shared: Vec<String>,
}

/// Titles that can be asked which of them are like a text.
pub struct Index {
    vectors: Rows,
    titles: Vec<String>,
    words: Rarity<String>,
    letters: Rarity<Run>,
    /// The titles that hold each word, and its weight there.
    holders: HashMap<String, Vec<(u32, f32)>>,
}

/// Three or four letters in a row; the fourth may be missing.
type Run = [char; 4];

impl Index {
    /// Takes titles and their vectors of length 1, [`HIDDEN`] numbers a title one after the other.
    pub fn new(titles: &[impl AsRef<str>], vectors: &[f32]) -> Index {
        let titles: Vec<String> = titles.iter().map(|title| title.as_ref().to_owned()).collect();
        let words = Rarity::new(titles.iter().map(|title| text::words(title)));
        let letters = Rarity::new(titles.iter().map(|title| runs(title)));
        let mut holders: HashMap<String, Vec<(u32, f32)>> = HashMap::new();
        for (title, number) in titles.iter().zip(0..) {
            for (word, weight) in words.weigh(text::words(title)) {
                holders.entry(word).or_default().push((number, weight));
            }
        }
        Index { vectors: Rows::from_floats(HIDDEN, vectors), titles, words, letters, holders }
    }

    /// The `limit` titles most like the text with this vector, by their number, best first. A title is most like
    /// itself.
    pub fn nearest(&self, text: &str, vector: &[f32], limit: usize) -> Vec<(u32, Likeness)> {
        let words = self.words.weigh(text::words(text));
        let letters = self.letters.weigh(runs(text));
        let asked = Rows::from_floats(HIDDEN, vector);
        let mut by_words = vec![0.0; self.titles.len()];
        for (word, weight) in &words {
            for (title, there) in self.holders.get(word).into_iter().flatten() {
                by_words[*title as usize] += weight * there;
            }
        }
        let meaning = |title: u32| self.vectors.dot_with(title as usize, &asked, 0);
        let mut near: Vec<(u32, f32)> = (0..self.titles.len() as u32)
            .map(|title| (title, meaning(title) + WORDS_WEIGHT * by_words[title as usize]))
            .collect();
        top(&mut near, limit.saturating_mul(LOOKED_AT).max(LOOKED_AT_LEAST));
        let mut best: Vec<(u32, f32)> = Vec::new();
        let mut likeness: HashMap<u32, f32> = HashMap::new();
        for (title, likely) in near {
            let of_letters = cosine(&letters, &self.letters.weigh(runs(&self.titles[title as usize])));
            likeness.insert(title, of_letters);
            best.push((title, likely + LETTERS_WEIGHT * of_letters));
        }
        top(&mut best, limit);
        best.into_iter()
            .map(|(title, total)| {
                let shared = shared(&words, &text::words(&self.titles[title as usize]));
                let (words, letters) = (by_words[title as usize], likeness[&title]);
                (title, Likeness { total, meaning: meaning(title), words, letters, shared })
            })
            .collect()
    }
}

/// Runs of three and four letters of each word, its ends included: `log in` has ` lo`, `log`, `og `, ` log`, …
fn runs(text: &str) -> Vec<Run> {
    let lower = text.to_lowercase();
    let mut runs = Vec::new();
    for word in lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let letters: Vec<char> = format!(" {word} ").chars().collect();
        runs.extend(letters.windows(3).map(|run| [run[0], run[1], run[2], '\0']));
        runs.extend(letters.windows(4).map(|run| [run[0], run[1], run[2], run[3]]));
    }
    runs
}

/// How many texts hold each part, which may be a word or a run of letters.
struct Rarity<Part> {
    texts: usize,
    holders: HashMap<Part, u32>,
}

impl<Part: Ord + Hash + Clone> Rarity<Part> {
    fn new(texts: impl Iterator<Item = Vec<Part>>) -> Rarity<Part> {
        let mut rarity = Rarity { texts: 0, holders: HashMap::new() };
        for mut parts in texts {
            rarity.texts += 1;
            parts.sort_unstable();
            parts.dedup();
            parts.into_iter().for_each(|part| *rarity.holders.entry(part).or_default() += 1);
        }
        rarity
    }

    /// Each part once, in order, with its weight; of length 1 in all.
    fn weigh(&self, mut parts: Vec<Part>) -> Vec<(Part, f32)> {
        parts.sort_unstable();
        let mut weighed: Vec<(Part, f32)> = parts
            .chunk_by(|one, other| one == other)
            .map(|same| {
                let holders = self.holders.get(&same[0]).copied().unwrap_or(0);
                let rarity = ((1.0 + self.texts as f32) / (1.0 + holders as f32)).ln() + 1.0;
                (same[0].clone(), (1.0 + (same.len() as f32).ln()) * rarity)
            })
            .collect();
        let length = weighed.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        weighed.iter_mut().for_each(|(_, weight)| *weight /= length);
        weighed
    }
}

/// The scalar product of two lists in order.
fn cosine<Part: Ord>(one: &[(Part, f32)], other: &[(Part, f32)]) -> f32 {
    let weight = |part: &Part| other.binary_search_by(|(there, _)| there.cmp(part)).ok().map_or(0.0, |at| other[at].1);
    one.iter().map(|(part, here)| here * weight(part)).sum()
}

/// The weighed words that are among others, the weightiest first.
fn shared(words: &[(String, f32)], others: &[String]) -> Vec<String> {
    let mut both: Vec<&(String, f32)> = words.iter().filter(|(word, _)| others.contains(word)).collect();
    both.sort_by(|one, other| other.1.total_cmp(&one.1));
    both.into_iter().take(MOST_SHARED).map(|(word, _)| word.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(direction: usize) -> Vec<f32> {
        let mut vector = vec![0.0; HIDDEN];
        vector[direction] = 1.0;
        vector
    }

    #[test]
    fn meaning_words_and_letters_add_up() {
        let titles = ["Login page crashes", "Invoice is wrong", "Cannot sign in", "The logins page"];
        let index = Index::new(&titles, &[vector(0), vector(1), vector(0), vector(2)].concat());
        let found = index.nearest("login page crashed", &vector(0), 3);
        assert_eq!(found.iter().map(|(title, _)| *title).collect::<Vec<_>>(), [0, 2, 3]);
        let best = &found[0].1;
        assert_eq!(best.shared, ["login", "page"]);
        assert!(best.meaning > 0.99 && (0.3..0.95).contains(&best.words) && (0.6..0.95).contains(&best.letters));
        assert!((best.total - best.meaning - (best.words + best.letters) / 2.0).abs() < 1e-6);
        // No word in common, and still some letters.
        assert!(found[1].1.words == 0.0 && found[1].1.shared.is_empty() && found[1].1.letters < 0.3);
        assert!(found[2].1.meaning == 0.0 && found[2].1.letters > 0.3);
    }

    #[test]
    fn a_title_is_most_like_itself_and_nothing_is_no_trouble() {
        let index = Index::new(&["Über allem", "über allem?", "無法登入"], &[vector(0), vector(0), vector(1)].concat());
        let found = index.nearest("無法登入", &vector(1), 1);
        assert!(found[0].0 == 2 && (found[0].1.total - 2.0).abs() < 1e-3, "{found:?}");
        assert_eq!(index.nearest("", &[], 5).len(), 3);
        assert_eq!(Index::new(&[] as &[&str], &[]).nearest("a", &vector(0), 5), []);
    }
}
