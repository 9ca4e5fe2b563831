//! How alike texts are, for the audit: by the measure that finds duplicates among signals.

use themes::embed::{HIDDEN, by_words};
use themes::similar::{Index, Report};

use crate::store::vectors::Packed;

/// The most that a likeness can be.
const MOST: f32 = 3.0;

/// A text with what it means: by the language model where `meaning` says so, else by its words.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub title: String,
    pub body: String,
    pub meaning: bool,
    pub vector: Vec<f32>,
    /// By its words in any case, to be compared with what the model doesn't know.
    pub words: Vec<f32>,
}

impl Told {
    /// `compared` is what of the text is read for its meaning.
    pub fn new(title: &str, body: &str, compared: &str, (meaning, vector): (bool, Vec<f32>)) -> Told {
        Told { title: title.to_owned(), body: body.to_owned(), meaning, vector, words: by_words(compared) }
    }

    /// The vector to compare with one that was made in the same way.
    pub fn like(&self, meaning: bool) -> &[f32] {
        if meaning { &self.vector } else { &self.words }
    }

    /// The scalar product with a packed vector made in the same way; None when it can't be compared.
    pub fn near(&self, other: &Packed, meaning: bool) -> Option<f32> {
        (!meaning || self.meaning).then(|| other.dot(self.like(meaning)))
    }
}

/// Texts that can be asked which of them are like another.
pub(super) struct Group {
    /// Ids and index of those known by meaning, and of those known by words.
    halves: [(Vec<u32>, Index); 2],
}

impl Group {
    pub fn new(texts: &[(u32, Told)]) -> Group {
        let half = |meaning: bool| {
            let these: Vec<&(u32, Told)> = texts.iter().filter(|(_, told)| told.meaning == meaning).collect();
            let reports: Vec<Report<'_>> =
                these.iter().map(|(_, told)| Report { title: &told.title, body: &told.body }).collect();
            let mut vectors: Vec<f32> = Vec::with_capacity(these.len() * HIDDEN);
            these.iter().for_each(|(_, told)| vectors.extend_from_slice(told.like(meaning)));
            (these.iter().map(|(id, _)| *id).collect(), Index::new(&reports, &vectors))
        };
        Group { halves: [half(true), half(false)] }
    }

    /// At most `limit` texts at least so alike, 0 to 1, best first, with the words they share.
    pub fn alike(&self, told: &Told, least: f64, limit: usize) -> Vec<(u32, f64, Vec<String>)> {
        let report = Report { title: &told.title, body: &told.body };
        let mut found = Vec::new();
        for ((ids, index), meaning) in self.halves.iter().zip([true, false]) {
            if ids.is_empty() || (meaning && !told.meaning) {
                continue;
            }
            for (at, likeness) in index.nearest(report, told.like(meaning), limit) {
                let score = f64::from((likeness.total / MOST).clamp(0.0, 1.0));
                if let Some(id) = ids.get(at as usize).filter(|_| score >= least) {
                    found.push((*id, score, likeness.shared));
                }
            }
        }
        found.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        found.truncate(limit);
        found
    }
}
