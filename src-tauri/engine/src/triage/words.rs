//! Splits text into words exactly where the full-text index does.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The words of a text, composed (NFC), in their order.
pub fn words(text: &str) -> Vec<String> {
    let text = if is_nfc_quick(text.chars()) == IsNormalized::Yes { Cow::from(text) } else { text.nfc().collect() };
    text.split(|c| !belongs_to_word(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The tokenizer's own idea of a letter or digit (unicode61: the categories L and N). Rust counts marks and
/// circled letters too; the tokenizer splits at them, and also at the New Tai Lue vowels, which were marks in
/// the version of Unicode it knows. A word it would split again could not be looked up.
fn belongs_to_word(c: char) -> bool {
    c.is_alphanumeric()
        && !is_combining_mark(c)
        && !matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}' | '\u{19b0}'..='\u{19c9}' | '\u{1cf2}'..='\u{1cf3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(words("Cart: 340 lines (never) finishes!"), ["Cart", "340", "lines", "never", "finishes"]);
        assert_eq!(words("\"AND\" OR* NEAR(x) -y title:z"), ["AND", "OR", "NEAR", "x", "y", "title", "z"]);
        assert_eq!(words("cafe\u{301}s"), ["cafés"]);
        assert!(words(" \" ' ; -- \u{0} ").is_empty());
    }
}
