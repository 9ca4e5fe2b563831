//! Numbers in the engine's sentences.

/// `18240` as `18,240`.
pub fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `2,611 tickets`, `1 ticket`. `many` is a plural that ends in s.
pub fn counted(number: u32, many: &str) -> String {
    let word = if number == 1 { many.strip_suffix('s').unwrap_or(many) } else { many };
    format!("{} {word}", thousands(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_words_agree() {
        let said: Vec<String> = [0, 1, 999, 1_000, 18_240, 4_294_967_295].map(|n| counted(n, "tickets")).into();
        assert_eq!(
            said,
            ["0 tickets", "1 ticket", "999 tickets", "1,000 tickets", "18,240 tickets", "4,294,967,295 tickets"]
        );
    }
}
