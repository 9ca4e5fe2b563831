//! Which other things a text names: by address, by key, by the name of a feature.

/// Shorter names of features are ordinary words.
const SHORTEST_FEATURE: usize = 4;

/// The web addresses in a text, without what ends the sentence after them.
pub fn addresses(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || "<>\"'()[]".contains(c));
    let addresses = words.filter(|word| word.starts_with("https://") || word.starts_with("http://"));
    addresses.map(|word| word.trim_end_matches(['.', ',', ';', ':', '!', '?']).to_owned()).collect()
}

/// The words in a text that tools may use as names of records: letters, then digits, with a dash between: INC-2261.
pub fn names(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '-'));
    words.filter(|word| is_key(word)).map(str::to_owned).collect()
}

/// The label of an item when it is distinct enough to be looked for in texts: CHK-88, but not #88.
pub fn key_of(label: &str) -> Option<&str> {
    is_key(label).then_some(label)
}

/// Whether a text holds a name that ends there: CHK-8 isn't in CHK-88.
pub fn holds(text: &str, name: &str) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || c == '-';
    text.match_indices(name).any(|(at, found)| {
        let (before, after) = (&text[..at], &text[at + found.len()..]);
        !after.starts_with(goes_on) && !before.ends_with(goes_on)
    })
}

fn is_key(word: &str) -> bool {
    word.rsplit_once('-').is_some_and(|(letters, digits)| {
        letters.chars().any(char::is_alphabetic)
            && letters.chars().next().is_some_and(char::is_alphabetic)
            && !digits.is_empty()
            && digits.chars().all(|c| c.is_ascii_digit())
    })
}

/// Whether a title has the name of a feature as words of its own.
pub fn names_feature(title: &str, feature: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let (title, feature_words) = (words(title), words(feature));
    feature.chars().count() >= SHORTEST_FEATURE
        && !feature_words.is_empty()
        && title.windows(feature_words.len()).any(|window| window == feature_words)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn what_a_text_names() {
        let text =
            "See https://desk.example/tickets/4, INC-2261 and (http://x.test/a?b=1). UTF-8, 2026-11-21, well-known.";
        assert_eq!(addresses(text), ["https://desk.example/tickets/4", "http://x.test/a?b=1"]);
        assert_eq!(names("INC-2261 and PAY-A-7, UTF-8x, 2026-11-21, -5 é-1"), ["INC-2261", "PAY-A-7", "é-1"]);
        assert_eq!((key_of("CHK-88"), key_of("#88"), key_of("88"), key_of("")), (Some("CHK-88"), None, None, None));
    }

    #[rstest]
    #[case("see CHK-8.", "CHK-8", true)]
    #[case("CHK-88 and XCHK-8", "CHK-8", false)]
    #[case("http://x.test/issues/1?a", "http://x.test/issues/1", true)]
    #[case("http://x.test/issues/12", "http://x.test/issues/1", false)]
    fn a_name_is_held_whole(#[case] text: &str, #[case] name: &str, #[case] wanted: bool) {
        assert_eq!(holds(text, name), wanted);
    }

    #[rstest]
    #[case("Bulk export as PDF", "bulk export", true)]
    #[case("Bulk-Export: faster", "Bulk export", true)]
    #[case("Exports", "Export", false)]
    #[case("Map of the tour", "Map", false)]
    #[case("Anything", "", false)]
    fn a_title_names_a_feature(#[case] title: &str, #[case] feature: &str, #[case] wanted: bool) {
        assert_eq!(names_feature(title, feature), wanted);
    }
}
