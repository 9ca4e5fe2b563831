//! The words of many texts, each distinct word once: half a million lists of strings would be 200 MB.

use std::collections::HashMap;

/// Each word has a number, from 0 in the order in which they first come, and each text is a list of those.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    numbers: HashMap<String, u32>,
    /// The words of all texts, one text after the other.
    words: Vec<u32>,
    /// Where the words of each text end.
    ends: Vec<usize>,
}

impl Lexicon {
    /// Adds one more text.
    pub fn push<Word: AsRef<str>>(&mut self, words: impl IntoIterator<Item = Word>) {
        for word in words {
            let next = self.numbers.len() as u32;
            let known = self.numbers.get(word.as_ref()).copied();
            self.words.push(known.unwrap_or_else(|| {
                self.numbers.insert(word.as_ref().to_owned(), next);
                next
            }));
        }
        self.ends.push(self.words.len());
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many distinct words there are.
    pub fn distinct(&self) -> usize {
        self.numbers.len()
    }

    /// The numbers of one text's words, in their order.
    pub fn of(&self, text: usize) -> &[u32] {
        let start = text.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(text).and_then(|end| self.words.get(start..*end)).unwrap_or_default()
    }
}

impl<Text: IntoIterator<Item: AsRef<str>>> FromIterator<Text> for Lexicon {
    fn from_iter<Texts: IntoIterator<Item = Text>>(texts: Texts) -> Lexicon {
        let mut lexicon = Lexicon::default();
        texts.into_iter().for_each(|text| lexicon.push(text));
        lexicon
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_numbered_as_they_come() {
        let lexicon: Lexicon = [vec!["the", "invoice"], vec![], vec!["the", "login", "the"]].iter().collect();
        assert_eq!((lexicon.len(), lexicon.distinct()), (3, 3));
        assert_eq!([0, 1, 2, 3].map(|text| lexicon.of(text)), [&[0, 1][..], &[], &[0, 2, 0], &[]]);
    }
}
