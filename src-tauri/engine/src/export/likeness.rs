//! How much two titles resemble each other.

use std::collections::BTreeSet;

/// Dice's coefficient over the letter pairs of the words, 0–1, blind to case, order and punctuation.
pub fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (pairs(a), pairs(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    2.0 * a.intersection(&b).count() as f64 / (a.len() + b.len()) as f64
}

fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let mut pairs = BTreeSet::new();
    for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let letters: Vec<char> = word.chars().collect();
        pairs.extend(letters.windows(2).map(|two| (two[0], two[1])));
        if let [only] = letters[..] {
            pairs.insert((only, ' '));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_in_another_order_are_alike() {
        assert_eq!(likeness("Stop double charges", "double charges, stop"), 1.0);
        assert_eq!(likeness("", "anything"), 0.0);
        let retry = likeness("One charge per order", "Stop double charges on retry");
        assert!(retry > likeness("One charge per order", "Dark mode"));
    }
}
