//! Possible duplicates: which known reports are most like one, and why. Four kinds of likeness are added up: what the
//! titles mean, their words, their letters, which forgive typing errors and other endings, and the words of title and
//! body together.

use std::collections::HashMap;
use std::hash::Hash;

use crate::embed::HIDDEN;
use crate::graph::top;
use crate::matrix::Rows;
use crate::text;

/// What the titles' words and letters count, and the words of everything, beside the meaning.
const WORDS_WEIGHT: f32 = 0.5;
const LETTERS_WEIGHT: f32 = 0.5;
const BODY_WEIGHT: f32 = 1.0;

/// Characters of a body that are read: what matters is said early, and logs and traces follow.
const BODY_READ: usize = 500;

/// Reports near by meaning and words whose letters are compared, for each one asked for; and at least.
const LOOKED_AT: usize = 10;
const LOOKED_AT_LEAST: usize = 200;

/// The most words named as shared.
const MOST_SHARED: usize = 5;

/// What is compared; the body may be empty.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    pub title: &'a str,
    pub body: &'a str,
}

/// How alike two reports are.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// `meaning + 0.5 · words + 0.5 · letters + body`, at most 3.
    pub total: f32,
    /// The cosine of the titles' vectors, −1 to 1.
    pub meaning: f32,
    /// The cosine of the titles' words, each counted the more the rarer it is, 0 to 1.
    pub words: f32,
    /// The same of runs of three and four letters of the titles.
    pub letters: f32,
    /// The same of the words of title and body.
    pub body: f32,
    /// The words that both titles have, the weightiest first, five at most.
    pub shared: Vec<String>,
}

/// Reports that can be asked which of them are like another.
pub struct Index {
    vectors: Rows,
    titles: Vec<String>,
    words: Words,
    letters: Rarity<Run>,
    body: Words,
}

/// Three or four letters in a row; the fourth may be missing.
type Run = [char; 4];

impl Index {
    /// Takes reports and the vectors of their titles, of length 1: [`HIDDEN`] numbers a title, one after the other.
    pub fn new(reports: &[Report], vectors: &[f32]) -> Index {
        Index {
            vectors: Rows::from_floats(HIDDEN, vectors),
            titles: reports.iter().map(|report| report.title.to_owned()).collect(),
            words: Words::new(reports.iter().map(|report| text::words(report.title))),
            letters: Rarity::new(reports.iter().map(|report| runs(report.title))),
            body: Words::new(reports.iter().map(|report| all_words(*report))),
        }
    }

    /// The `limit` reports most like the one with this vector of its title, by their number, best first. A report is
    /// most like itself.
    pub fn nearest(&self, report: Report, vector: &[f32], limit: usize) -> Vec<(u32, Likeness)> {
        let words = self.words.rarity.weigh(text::words(report.title));
        let letters = self.letters.weigh(runs(report.title));
        let by_words = self.words.cosines(&words);
        let by_body = self.body.cosines(&self.body.rarity.weigh(all_words(report)));
        let asked = Rows::from_floats(HIDDEN, vector);
        let likeness = |(other, _): (u32, f32)| {
            let at = other as usize;
            let meaning = self.vectors.dot_with(at, &asked, 0);
            let total = meaning + WORDS_WEIGHT * by_words[at] + BODY_WEIGHT * by_body[at];
            (
                other,
                Likeness { total, meaning, words: by_words[at], letters: 0.0, body: by_body[at], shared: Vec::new() },
            )
        };
        let mut near: Vec<(u32, f32)> =
            (0..self.titles.len() as u32).map(|other| (other, likeness((other, 0.0)).1.total)).collect();
        top(&mut near, limit.saturating_mul(LOOKED_AT).max(LOOKED_AT_LEAST));
        let mut best: Vec<(u32, Likeness)> = near.into_iter().map(likeness).collect();
        for (other, likeness) in &mut best {
            likeness.letters = cosine(&letters, &self.letters.weigh(runs(&self.titles[*other as usize])));
            likeness.total += LETTERS_WEIGHT * likeness.letters;
        }
        best.sort_by(|one, other| other.1.total.total_cmp(&one.1.total).then(one.0.cmp(&other.0)));
        best.truncate(limit);
        for (other, likeness) in &mut best {
            likeness.shared = shared(&words, &text::words(&self.titles[*other as usize]));
        }
        best
    }
}

/// The words of the title and of the beginning of the body.
fn all_words(report: Report) -> Vec<String> {
    let end = report.body.char_indices().nth(BODY_READ).map_or(report.body.len(), |(end, _)| end);
    let mut words = text::words(report.title);
    words.extend(text::words(&report.body[..end]));
    words
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

/// The words of many texts.
struct Words {
    rarity: Rarity<String>,
    /// The texts that hold each word, and its weight there.
    holders: HashMap<String, Vec<(u32, f32)>>,
    texts: usize,
}

impl Words {
    fn new(texts: impl Iterator<Item = Vec<String>> + Clone) -> Words {
        let rarity = Rarity::new(texts.clone());
        let mut holders: HashMap<String, Vec<(u32, f32)>> = HashMap::new();
        let mut count = 0;
        for words in texts {
            for (word, weight) in rarity.weigh(words) {
                holders.entry(word).or_default().push((count, weight));
            }
            count += 1;
        }
        Words { rarity, holders, texts: count as usize }
    }

    /// The likeness of weighed words to each of the texts.
    fn cosines(&self, words: &[(String, f32)]) -> Vec<f32> {
        let mut cosines = vec![0.0; self.texts];
        for (word, weight) in words {
            for (text, there) in self.holders.get(word).into_iter().flatten() {
                cosines[*text as usize] += weight * there;
            }
        }
        cosines
    }
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

    fn titles<'a>(titles: &[&'a str]) -> Vec<Report<'a>> {
        titles.iter().map(|title| Report { title, body: "" }).collect()
    }

    #[test]
    fn meaning_words_letters_and_body_add_up() {
        let mut reports = titles(&["Login page crashes", "Invoice is wrong", "Cannot sign in", "The logins page"]);
        reports[0].body = "NullPointerException when I press enter";
        let index = Index::new(&reports, &[vector(0), vector(1), vector(0), vector(2)].concat());
        let asked = Report { title: "login page crashed", body: "nullpointerexception" };
        let found = index.nearest(asked, &vector(0), 3);
        assert_eq!(found.iter().map(|(title, _)| *title).collect::<Vec<_>>(), [0, 2, 3]);
        let best = &found[0].1;
        assert_eq!(best.shared, ["login", "page"]);
        assert!(best.meaning > 0.99 && (0.3..0.95).contains(&best.words) && (0.6..0.95).contains(&best.letters));
        assert!((best.total - best.meaning - (best.words + best.letters) / 2.0 - best.body).abs() < 1e-6);
        assert!(best.body > index.nearest(Report { body: "other", ..asked }, &vector(0), 1)[0].1.body);
        // No word in common, and still some letters.
        assert!(found[1].1.words == 0.0 && found[1].1.shared.is_empty() && found[1].1.letters < 0.3);
        assert!(found[2].1.meaning == 0.0 && found[2].1.letters > 0.3);
    }

    #[test]
    fn a_report_is_most_like_itself_and_nothing_is_no_trouble() {
        let index = Index::new(
            &titles(&["Über allem", "über allem?", "無法登入"]),
            &[vector(0), vector(0), vector(1)].concat(),
        );
        let found = index.nearest(Report { title: "無法登入", body: "" }, &vector(1), 1);
        assert!(found[0].0 == 2 && (found[0].1.total - 3.0).abs() < 1e-3, "{found:?}");
        let nothing = Report { title: "", body: "" };
        assert_eq!(index.nearest(nothing, &[], 5).len(), 3);
        assert_eq!(Index::new(&[], &[]).nearest(nothing, &vector(0), 5), []);
    }
}
