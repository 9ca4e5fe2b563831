//! Cutting a text into the pieces of words that the model knows, as the model's authors did: lower case without
//! accents, punctuation and Chinese characters on their own, then the longest known pieces from the left.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// A longer word is unknown without a look.
const LONGEST_WORD: usize = 100;

/// Written in a text, these stand for themselves.
const SPECIAL: [&str; 5] = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

pub struct WordPieces {
    /// Pieces that begin a word.
    first: HashMap<String, u32>,
    /// Pieces that go on, without the `##` they are listed with.
    later: HashMap<String, u32>,
    unknown: u32,
    start: u32,
    end: u32,
}

impl WordPieces {
    /// From the listed words; `None` if the marks the model needs are not among them.
    pub fn new(words: HashMap<String, u32>) -> Option<WordPieces> {
        let unknown = *words.get("[UNK]")?;
        let start = *words.get("[CLS]")?;
        let end = *words.get("[SEP]")?;
        let (mut first, mut later) = (HashMap::new(), HashMap::new());
        for (word, number) in words {
            match word.strip_prefix("##") {
                Some(rest) => later.insert(rest.to_owned(), number),
                None => first.insert(word, number),
            };
        }
        Some(WordPieces { first, later, unknown, start, end })
    }

    /// The numbers of a text's pieces between the mark of the start and that of the end, at most `most` in all.
    pub fn cut(&self, text: &str, most: usize) -> Vec<u32> {
        let mut pieces = vec![self.start];
        let mut rest = text;
        while let Some((at, special)) = next_special(rest) {
            self.plain(&rest[..at], most, &mut pieces);
            pieces.extend(self.first.get(special));
            rest = &rest[at + special.len()..];
        }
        self.plain(rest, most, &mut pieces);
        pieces.truncate(most.saturating_sub(1));
        pieces.push(self.end);
        pieces
    }

    fn plain(&self, text: &str, most: usize, pieces: &mut Vec<u32>) {
        let mut word = String::new();
        for character in normalised(text) {
            if pieces.len() >= most {
                return;
            }
            let alone = is_punctuation(character) || is_chinese(character);
            if alone || character.is_whitespace() {
                self.word(&word, pieces);
                word.clear();
            }
            if alone {
                self.word(character.encode_utf8(&mut [0; 4]), pieces);
            } else if !character.is_whitespace() {
                word.push(character);
            }
        }
        self.word(&word, pieces);
    }

    fn word(&self, word: &str, pieces: &mut Vec<u32>) {
        if word.is_empty() {
            return;
        }
        if word.chars().count() > LONGEST_WORD {
            pieces.push(self.unknown);
            return;
        }
        let begun = pieces.len();
        let mut rest = word;
        while !rest.is_empty() {
            let known = if rest.len() == word.len() { &self.first } else { &self.later };
            let ends = rest.char_indices().rev().map(|(at, character)| at + character.len_utf8());
            let longest = ends.into_iter().find_map(|end| Some((end, *known.get(&rest[..end])?)));
            let Some((end, number)) = longest else {
                pieces.truncate(begun);
                pieces.push(self.unknown);
                return;
            };
            pieces.push(number);
            rest = &rest[end..];
        }
    }
}

/// The first special mark in a text, and where it is.
fn next_special(text: &str) -> Option<(usize, &'static str)> {
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find('[') {
        let at = from + found;
        if let Some(special) = SPECIAL.iter().find(|special| text[at..].starts_with(**special)) {
            return Some((at, special));
        }
        from = at + 1;
    }
    None
}

/// Without control characters and accents, in lower case.
fn normalised(text: &str) -> impl Iterator<Item = char> {
    let kept = text.chars().filter(|character| !is_dropped(*character));
    let unaccented = kept.nfd().filter(|character| !is_accent(*character));
    unaccented.flat_map(char::to_lowercase)
}

fn is_dropped(character: char) -> bool {
    let space = matches!(character, '\t' | '\n' | '\r');
    character == '\u{fffd}'
        || (!space
            && !character.is_ascii_graphic()
            && character.general_category_group() == GeneralCategoryGroup::Other)
}

fn is_accent(character: char) -> bool {
    is_combining_mark(character) && character.general_category() == GeneralCategory::NonspacingMark
}

fn is_punctuation(character: char) -> bool {
    character.is_ascii_punctuation()
        || (!character.is_ascii() && character.general_category_group() == GeneralCategoryGroup::Punctuation)
}

/// Ideographs, which stand for a word each; Japanese and Korean letters don't.
fn is_chinese(character: char) -> bool {
    matches!(u32::from(character),
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2A6DF | 0x2A700..=0x2B73F | 0x2B740..=0x2B81F
        | 0x2B920..=0x2CEAF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F)
}
