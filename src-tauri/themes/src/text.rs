//! What of a text says what it is about.

mod clean;
mod lexicon;
mod template;
mod templates;
mod words;

pub use clean::clean;
pub use lexicon::Lexicon;
pub use template::template;
pub use templates::templates;
pub use words::words;

/// A text as a number, the same in every run and on every machine (FNV-1a).
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
