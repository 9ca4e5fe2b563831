//! Words as sentences need them.

/// `text` with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `planned`, `planned and shipped`, `planned, in progress and shipped`.
pub fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{capital, list};

    #[rstest]
    #[case(&[], "")]
    #[case(&["planned"], "planned")]
    #[case(&["planned", "shipped"], "planned and shipped")]
    #[case(&["planned", "in progress", "shipped"], "planned, in progress and shipped")]
    fn words_are_listed(#[case] words: &[&str], #[case] wanted: &str) {
        assert_eq!(list(words), wanted);
    }

    #[rstest]
    #[case("note 3 of OPP-1", "Note 3 of OPP-1")]
    #[case("éclair", "Éclair")]
    #[case("Already", "Already")]
    #[case("", "")]
    fn the_first_letter_alone_becomes_a_capital(#[case] text: &str, #[case] wanted: &str) {
        assert_eq!(capital(text), wanted);
    }
}
