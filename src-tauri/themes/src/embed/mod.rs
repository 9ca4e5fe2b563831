//! Turning texts into vectors with all-MiniLM-L6-v2, in pure Rust and without a network: 384 components of length 1,
//! each within 1e-3 of the reference implementation (`tests/reference.rs`).
//!
//! Texts are sorted by length and packed side by side, so that no product is spent on padding. Each distinct text is
//! computed once. The result doesn't depend on which texts are computed together.

mod by_words;
mod files;
mod layers;
mod wordpiece;

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use crate::matrix::{Columns, Rows, multiply};
use files::Arrays;
use layers::{Weights, attend, gelu, normalise};
use wordpiece::WordPieces;

pub use by_words::by_words;

/// Components of a vector.
pub const HIDDEN: usize = 384;
const HEADS: usize = 12;
const LAYERS: usize = 6;
const WIDER: usize = 4 * HIDDEN;
const WORDS: usize = 30_522;
const POSITIONS: usize = 512;

/// Pieces of a text that are looked at, its marks included; the rest is cut off, as the model's authors do.
const LONGEST: usize = 256;

/// Pieces computed together, so that a layer's numbers stay in the processor's cache.
const PACK: usize = 288;

/// Why the model can't be used. The lexical ways still work without it.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error(
        "The language model's file {name} can't be read: {error}. Texts are grouped by their words until it is there."
    )]
    Missing { name: &'static str, error: std::io::Error },
    #[error(
        "{name} is not the file that belongs to the language model. Texts are grouped by their words until it is replaced."
    )]
    Different { name: &'static str },
}

/// The language model, ready to use: about 90 MB of memory.
pub struct Model {
    pieces: WordPieces,
    /// One row for each piece of a word.
    words: Vec<f32>,
    /// One row for each position in a text.
    positions: Vec<f32>,
    first_norm: Norm,
    layers: Vec<Layer>,
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

struct Layer {
    /// Query, key and value in one product.
    attention: Columns,
    attended: Columns,
    attended_norm: Norm,
    wider: Columns,
    narrower: Columns,
    norm: Norm,
}

impl Model {
    /// Reads model.safetensors and tokenizer.json from a folder and checks their hashes.
    pub fn load(folder: &Path) -> Result<Model, ModelError> {
        let words = files::read_checked(folder, files::WORDS)?;
        let weights = files::read_checked(folder, files::WEIGHTS)?;
        let pieces = files::words(&words).and_then(WordPieces::new);
        let pieces = pieces.ok_or(ModelError::Different { name: files::WORDS.0 })?;
        let arrays = Arrays::parse(&weights);
        let model = arrays.and_then(|arrays| Model::build(pieces, &arrays));
        model.ok_or(ModelError::Different { name: files::WEIGHTS.0 })
    }

    fn build(pieces: WordPieces, arrays: &Arrays) -> Option<Model> {
        let mut positions = arrays.get("embeddings.position_embeddings.weight", POSITIONS * HIDDEN)?;
        let kinds = arrays.get("embeddings.token_type_embeddings.weight", 2 * HIDDEN)?;
        // Every piece is of the first kind, which can be added here once.
        for row in positions.chunks_exact_mut(HIDDEN) {
            row.iter_mut().zip(&kinds).for_each(|(to, from)| *to += from);
        }
        Some(Model {
            pieces,
            words: arrays.get("embeddings.word_embeddings.weight", WORDS * HIDDEN)?,
            positions,
            first_norm: Norm::read(arrays, "embeddings.LayerNorm")?,
            layers: (0..LAYERS).map(|number| Layer::read(arrays, number)).collect::<Option<_>>()?,
        })
    }

    /// The numbers of a text's pieces, as the model sees them.
    pub fn pieces(&self, text: &str) -> Vec<u32> {
        self.pieces.cut(text, LONGEST)
    }

    /// Whether the model knows the language of a text: it learnt from English. Most scripts fall into single letters;
    /// a text in Latin ones is foreign when its letters look so and few of its words are on the model's list.
    pub fn knows(&self, text: &str) -> bool {
        let letters = text.chars().filter(|letter| letter.is_alphabetic());
        let (all, latin) =
            letters.fold((0, 0), |(all, latin), letter| (all + 1, latin + usize::from(is_latin(letter))));
        if latin * 10 < all * 7 {
            return false;
        }
        let words = crate::text::words(text);
        let whole = words.iter().filter(|word| self.pieces(word).len() == MARKS + 1).count();
        if words.len() < FEW_WORDS || whole as f64 >= words.len() as f64 * WHOLE {
            return true;
        }
        whatlang::detect_lang(text).is_none_or(|language| language == whatlang::Lang::Eng)
    }

    /// The vector of each text, of length 1, one row each in the order of `texts`.
    /// `progress` hears after each pack how many distinct texts are done and of how many, and stops the work by
    /// giving `false`; then there is no result.
    pub fn embed<T: AsRef<str>>(
        &self,
        texts: &[T],
        mut progress: impl FnMut(usize, usize) -> bool,
    ) -> Option<Vec<f32>> {
        let mut numbers: HashMap<Vec<u32>, usize> = HashMap::new();
        let of_text: Vec<usize> = texts
            .iter()
            .map(|text| {
                let next = numbers.len();
                *numbers.entry(self.pieces(text.as_ref())).or_insert(next)
            })
            .collect();
        let mut distinct: Vec<(Vec<u32>, usize)> = numbers.into_iter().collect();
        distinct.sort_by(|one, other| one.0.len().cmp(&other.0.len()).then(one.1.cmp(&other.1)));
        let mut vectors = vec![0.0; distinct.len() * HIDDEN];
        let mut work = Work::default();
        let mut done = 0;
        while let Some(pack) = next_pack(&distinct[done..]) {
            let packed = self.encode(pack, &mut work);
            for (vector, (_, number)) in packed.chunks_exact(HIDDEN).zip(pack) {
                vectors[number * HIDDEN..][..HIDDEN].copy_from_slice(vector);
            }
            done += pack.len();
            if !progress(done, distinct.len()) {
                return None;
            }
        }
        Some(of_text.iter().flat_map(|number| &vectors[number * HIDDEN..][..HIDDEN]).copied().collect())
    }

    fn encode(&self, pack: &[(Vec<u32>, usize)], work: &mut Work) -> Vec<f32> {
        #[cfg(target_arch = "x86_64")]
        {
            use crate::matrix::{avx2, avx512};
            if avx512::is_here() {
                // SAFETY: the processor has what this needs.
                return unsafe { self.encode_avx512(pack, work) };
            }
            if avx2::is_here() {
                // SAFETY: the processor has what this needs.
                return unsafe { self.encode_avx2(pack, work) };
            }
        }
        self.encode_with(pack, work)
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
    fn encode_avx512(&self, pack: &[(Vec<u32>, usize)], work: &mut Work) -> Vec<f32> {
        self.encode_with(pack, work)
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn encode_avx2(&self, pack: &[(Vec<u32>, usize)], work: &mut Work) -> Vec<f32> {
        self.encode_with(pack, work)
    }

    /// The vectors of the texts of one pack, one after the other.
    #[inline(always)]
    fn encode_with(&self, pack: &[(Vec<u32>, usize)], work: &mut Work) -> Vec<f32> {
        let mut rows = Vec::new();
        let mut texts = Vec::new();
        for (pieces, _) in pack {
            let start = rows.len() / HIDDEN;
            for (piece, position) in pieces.iter().zip(self.positions.chunks_exact(HIDDEN)) {
                let word = &self.words[(*piece as usize).min(WORDS - 1) * HIDDEN..][..HIDDEN];
                rows.extend(word.iter().zip(position).map(|(word, position)| word + position));
            }
            texts.push(start..rows.len() / HIDDEN);
        }
        normalise(&mut rows, &self.first_norm.weight, &self.first_norm.bias);
        work.narrow.fill(&rows, HIDDEN);
        for layer in &self.layers {
            layer.apply(&mut rows, &texts, work);
        }
        texts.into_iter().flat_map(|text| mean(&rows, text)).collect()
    }
}

/// Room used again for each pack.
#[derive(Default)]
struct Work {
    /// What a layer is given, and what its steps hand on, as whole numbers.
    narrow: Rows,
    wide: Rows,
    mixed: Vec<f32>,
    seen: Vec<f32>,
    between: Vec<f32>,
    product: Vec<f32>,
    weights: Weights,
}

impl Layer {
    fn read(arrays: &Arrays, number: usize) -> Option<Layer> {
        let at = |name: &str| format!("encoder.layer.{number}.{name}");
        let (mut weight, mut bias) = (Vec::new(), Vec::new());
        for part in ["query", "key", "value"] {
            // The scores are divided by the root of a head's width; the queries can carry that.
            let scale = if part == "query" { ((HIDDEN / HEADS) as f32).sqrt().recip() } else { 1.0 };
            let array = |what: &str, count| arrays.get(&at(&format!("attention.self.{part}.{what}")), count);
            weight.extend(array("weight", HIDDEN * HIDDEN)?.iter().map(|value| value * scale));
            bias.extend(array("bias", HIDDEN)?.iter().map(|value| value * scale));
        }
        Some(Layer {
            attention: Columns::new(&Rows::from_floats(HIDDEN, &weight)).with_bias(&bias),
            attended: linear(arrays, &at("attention.output.dense"), HIDDEN, HIDDEN)?,
            attended_norm: Norm::read(arrays, &at("attention.output.LayerNorm"))?,
            wider: linear(arrays, &at("intermediate.dense"), HIDDEN, WIDER)?,
            narrower: linear(arrays, &at("output.dense"), WIDER, HIDDEN)?,
            norm: Norm::read(arrays, &at("output.LayerNorm"))?,
        })
    }

    /// Each row is written down as whole numbers while it is in the nearest cache.
    #[inline(always)]
    fn apply(&self, rows: &mut [f32], texts: &[Range<usize>], work: &mut Work) {
        multiply(&work.narrow, &self.attention, &mut work.mixed);
        work.seen.resize(rows.len(), 0.0);
        attend(&work.mixed, texts, &mut work.weights, &mut work.seen);
        work.narrow.fill(&work.seen, HIDDEN);
        multiply(&work.narrow, &self.attended, &mut work.product);
        self.attended_norm.add(rows, &work.product, &mut work.narrow);
        multiply(&work.narrow, &self.wider, &mut work.between);
        work.wide.clear(WIDER);
        for row in work.between.chunks_exact_mut(WIDER) {
            gelu(row);
            work.wide.push(row);
        }
        multiply(&work.wide, &self.narrower, &mut work.product);
        self.norm.add(rows, &work.product, &mut work.narrow);
    }
}

fn linear(arrays: &Arrays, name: &str, from: usize, to: usize) -> Option<Columns> {
    let weight = arrays.get(&format!("{name}.weight"), from * to)?;
    let bias = arrays.get(&format!("{name}.bias"), to)?;
    Some(Columns::new(&Rows::from_floats(from, &weight)).with_bias(&bias))
}

impl Norm {
    fn read(arrays: &Arrays, name: &str) -> Option<Norm> {
        let read = |what: &str| arrays.get(&format!("{name}.{what}"), HIDDEN);
        Some(Norm { weight: read("weight")?, bias: read("bias")? })
    }

    /// Adds `more` to the rows and normalises them; `whole` becomes the same rows.
    #[inline(always)]
    fn add(&self, rows: &mut [f32], more: &[f32], whole: &mut Rows) {
        whole.clear(HIDDEN);
        for (row, more) in rows.chunks_exact_mut(HIDDEN).zip(more.chunks_exact(HIDDEN)) {
            row.iter_mut().zip(more).for_each(|(to, from)| *to += from);
            normalise(row, &self.weight, &self.bias);
            whole.push(row);
        }
    }
}

/// As many texts from the front as fit one pack; one at least.
fn next_pack(texts: &[(Vec<u32>, usize)]) -> Option<&[(Vec<u32>, usize)]> {
    let mut pieces = 0;
    let fitting = texts.iter().take_while(|(text, _)| {
        pieces += text.len();
        pieces <= PACK
    });
    let count = fitting.count().max(1);
    texts.get(..count)
}

/// The mean of some rows, scaled to length 1.
fn mean(rows: &[f32], text: Range<usize>) -> Vec<f32> {
    let mut sum = vec![0.0; HIDDEN];
    for row in rows[text.start * HIDDEN..text.end * HIDDEN].chunks_exact(HIDDEN) {
        sum.iter_mut().zip(row).for_each(|(to, from)| *to += from);
    }
    let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt().max(EMPTY);
    sum.iter_mut().for_each(|value| *value /= length);
    sum
}

/// Latin letters, with and without accents.
fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic() || matches!(u32::from(letter), 0x00C0..=0x024F | 0x1E00..=0x1EFF)
}

/// Texts with fewer words don't tell their language.
const FEW_WORDS: usize = 4;

/// Pieces around every text.
const MARKS: usize = 2;

/// A text with so large a share of whole words on the model's list is in a language that it knows.
const WHOLE: f64 = 0.6;

/// Shorter vectors have no direction.
const EMPTY: f32 = 1e-12;

#[cfg(test)]
mod tests;
