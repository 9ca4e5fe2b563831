//! What a person wrote in a message, without what comes along: quoted replies, signatures, greetings, addresses and
//! tracking numbers. The language doesn't matter: it goes by shape.

/// The message without what comes along. If nothing would be left, the message itself with its spaces put right.
pub fn clean(text: &str) -> String {
    let mut kept = String::new();
    for line in text.lines() {
        let line = line.trim();
        if begins_the_end(line) {
            break;
        }
        if line.starts_with('>') || introduces_a_quote(line) || is_greeting(line) {
            continue;
        }
        for word in line.split_whitespace().filter(|word| !is_noise(word)) {
            if !kept.is_empty() {
                kept.push(' ');
            }
            kept.push_str(word);
        }
    }
    if kept.is_empty() { text.split_whitespace().collect::<Vec<_>>().join(" ") } else { kept }
}

/// The line above a signature or a forwarded message: `--`, or a rule with words in it.
fn begins_the_end(line: &str) -> bool {
    let rule = |mark: char| line.len() >= 5 && line.starts_with(&String::from(mark).repeat(3)) && line.ends_with(mark);
    line == "--" || ((rule('-') || rule('_')) && line.contains(char::is_alphabetic))
}

/// `On Monday, Ann <ann@example.com> wrote:` in any language: it ends in a colon and holds an address.
fn introduces_a_quote(line: &str) -> bool {
    line.ends_with(':') && line.contains('@')
}

/// A short line that ends in a comma, or a name alone after it: `Hi Ann,` and `Kind regards,`.
fn is_greeting(line: &str) -> bool {
    line.ends_with([',', '،', '，']) && line.split_whitespace().count() <= 3
}

/// An address, or a long run of letters and digits that names one record.
fn is_noise(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    let is_address = word.contains("://") || word.starts_with("www.") || (word.contains('@') && word.contains('.'));
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let joined = word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_');
    is_address || (joined && word.len() >= 12 && digits >= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_person_wrote_is_left() {
        let mail = "Hallo Frau Weiß,\n\nthe invoice 7f3a9c2e-1b4d-4e6f-9a8b-0c1d2e3f4a5b is wrong, see https://x.example/a?utm=1\n\
                    Order 12 was charged twice.\n\nOn Mon, Ann <ann@example.com> wrote:\n> did you pay?\n--\nAnn Weiß\nACME";
        assert_eq!(clean(mail), "the invoice is wrong, see Order 12 was charged twice.");
        assert_eq!(clean("Stuck\n-----Original Message-----\nold"), "Stuck");
    }

    #[test]
    fn nothing_left_means_the_message_itself() {
        assert_eq!(clean("  https://x.example/a \n"), "https://x.example/a");
        assert_eq!(clean(""), "");
        assert_eq!(clean("Wi-Fi drops"), "Wi-Fi drops");
    }
}
