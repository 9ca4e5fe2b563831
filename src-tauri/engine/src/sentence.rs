//! Words as sentences need them.

/// `text` with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::capital;

    #[rstest]
    #[case("note 3 of OPP-1", "Note 3 of OPP-1")]
    #[case("éclair", "Éclair")]
    #[case("Already", "Already")]
    #[case("", "")]
    fn the_first_letter_alone_becomes_a_capital(#[case] text: &str, #[case] wanted: &str) {
        assert_eq!(capital(text), wanted);
    }
}
