//! What a person types or pastes to name an item: a key, a number, the address of its page.

/// The number of `12` and `#12`.
pub(super) fn number(text: &str) -> Option<&str> {
    let digits = text.trim().trim_start_matches('#');
    let short = (1..=18).contains(&digits.len()) && text.trim().len() - digits.len() <= 1;
    (short && digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.bytes().any(|byte| byte != b'0'))
        .then_some(digits)
}

/// Project and number of `PAY-12`, in whatever case it was typed.
pub(super) fn key(text: &str) -> Option<(String, &str)> {
    let (project, digits) = text.trim().rsplit_once('-')?;
    let letters = project.starts_with(|c: char| c.is_ascii_alphabetic())
        && project.len() <= 40
        && project.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let digits = number(digits).filter(|_| !digits.contains(['#', ' ']))?;
    letters.then(|| (project.to_uppercase(), digits))
}

/// `owner/name` and `12` of `owner/name#12`; the owner may be of several steps.
pub(super) fn numbered_in(text: &str) -> Option<(&str, &str)> {
    let (place, digits) = text.trim().split_once('#')?;
    Some((place, number(digits)?)).filter(|(place, _)| place.contains('/') && !place.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(" #12 ", Some("12"))]
    #[case("12", Some("12"))]
    #[case("##12", None)]
    #[case("0", None)]
    #[case("12a", None)]
    #[case("#", None)]
    #[case("1234567890123456789", None)]
    fn numbers_are_told_from_words(#[case] text: &str, #[case] wanted: Option<&str>) {
        assert_eq!(number(text), wanted);
    }

    #[rstest]
    #[case("PAY-12", Some(("PAY", "12")))]
    #[case(" pay_2-12", Some(("PAY_2", "12")))]
    #[case("PAY-", None)]
    #[case("PAY-#12", None)]
    #[case("double charge-12", None)]
    #[case("2026-11", None)]
    fn keys_are_told_from_words(#[case] text: &str, #[case] wanted: Option<(&str, &str)>) {
        assert_eq!(key(text), wanted.map(|(project, number)| (project.to_owned(), number)));
    }

    #[rstest]
    #[case("kestrel/gate#61", Some(("kestrel/gate", "61")))]
    #[case("kestrel/sub/gate#61", Some(("kestrel/sub/gate", "61")))]
    #[case("see a/b#61", None)]
    #[case("gate#61", None)]
    fn a_number_may_name_its_place(#[case] text: &str, #[case] wanted: Option<(&str, &str)>) {
        assert_eq!(numbered_in(text), wanted);
    }
}
