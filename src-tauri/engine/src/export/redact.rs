//! Takes personal data out of quoted text before it leaves the laptop.

use std::sync::LazyLock;

use regex::Regex;

/// What is taken out, and what stands in its place. Broad on purpose: a wrongly removed order number costs
/// less than a wrongly sent address.
static RULES: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    [
        (r"(?i)[a-z0-9._%+'-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", "[e-mail removed]"),
        (r"\b[A-Z]{2}[0-9]{2}( ?[A-Z0-9]{4}){2,7}( ?[A-Z0-9]{1,3})?\b", "[account number removed]"),
        (r"\b[0-9]{4}([ -]?[0-9]{4}){3}\b", "[card number removed]"),
        (r"(\+[0-9]{1,3}|\b0[0-9]{1,5})([ ()/.-]{0,2}[0-9]{2,5}){2,6}\b", "[phone number removed]"),
    ]
    .into_iter()
    .filter_map(|(pattern, instead)| Some((Regex::new(pattern).ok()?, instead)))
    .collect()
});

/// The text without e-mail addresses, bank accounts, cards and phone numbers, and how many were taken out.
pub fn redact(text: &str) -> (String, u32) {
    let mut count = 0;
    let mut text = text.to_owned();
    for (pattern, instead) in RULES.iter() {
        count += u32::try_from(pattern.find_iter(&text).count()).unwrap_or(u32::MAX);
        text = pattern.replace_all(&text, *instead).into_owned();
    }
    (text, count)
}

/// How many pieces were taken out of a text.
pub fn removed_from(text: &str) -> u32 {
    let many: usize = RULES.iter().map(|(_, instead)| text.matches(instead).count()).sum();
    u32::try_from(many).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Write to rosa.h+1@hartwell.example or call", "Write to [e-mail removed] or call", 1)]
    #[case("Call +49 (30) 123-4567 now", "Call [phone number removed] now", 1)]
    #[case("Call 030/1234567", "Call [phone number removed]", 1)]
    #[case("IBAN DE44 5001 0517 5407 3249 31.", "IBAN [account number removed].", 1)]
    #[case("Card 4111 1111 1111 1111", "Card [card number removed]", 1)]
    #[case("Order 340 lines since 2026-11-03, 7.41.0", "Order 340 lines since 2026-11-03, 7.41.0", 0)]
    #[case("a@b.example and c@d.example", "[e-mail removed] and [e-mail removed]", 2)]
    fn personal_data_is_taken_out(#[case] text: &str, #[case] expected: &str, #[case] count: u32) {
        assert_eq!(RULES.len(), 4);
        assert_eq!(redact(text), (expected.to_owned(), count));
        assert_eq!(removed_from(expected), count);
    }
}
