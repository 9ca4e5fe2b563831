//! Untrusted text as it stands, where Redmine would read Textile, macros and references in it.

/// Invisible, and no letter, white space or sign to Redmine: a mark next to it isn't a mark.
const BREAK: char = '\u{200b}';

/// An @ that neither mentions anybody nor begins or ends code.
const AT: &str = "&#64;";

/// Marks that Textile reads in pairs around words.
const PAIRS: &str = "*_+-^~?%!`=|";

/// Words before a colon that Redmine turns into references.
const REFERENCES: [&str; 14] = [
    "commit",
    "document",
    "version",
    "attachment",
    "source",
    "export",
    "message",
    "project",
    "user",
    "forum",
    "news",
    "wiki",
    "issue",
    "note",
];

/// The text with every mark that would make a heading, list, quotation, table, picture, link, macro, mention or
/// reference broken by a zero-width space. Plain web addresses still become links. Reads the same to a person.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (number, line) in text.replace("\r\n", "\n").split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        escape_line(line, &mut out);
    }
    out
}

/// `"text":address`. What begins or ends with a bracket would set the link's class or title.
pub fn link(label: &str, address: &str) -> String {
    format!("\"{BREAK}{}{BREAK}\":{address}", escape(label).replace('"', "\u{201d}"))
}

fn escape_line(line: &str, out: &mut String) {
    let letters: Vec<char> = line.chars().collect();
    if opens_a_block(line) {
        out.push(BREAK);
    }
    let mut word = String::new();
    for (at, &c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|b| letters.get(b)).copied();
        let after = letters.get(at + 1).copied();
        let inside_a_word = before.is_some_and(char::is_alphanumeric);
        // A break on either side of an @ would still leave room for code between two of them.
        if c == '@' && !(inside_a_word && after.is_some_and(char::is_alphanumeric)) {
            out.push_str(AT);
            word.clear();
            continue;
        }
        if PAIRS.contains(c) && !inside_a_word && after.is_some_and(|a| !a.is_whitespace()) {
            out.push(BREAK);
        }
        out.push(c);
        let reference = c == ':' && REFERENCES.contains(&word.to_lowercase().as_str());
        let revision = c == 'r' && !inside_a_word && after.is_some_and(|a| a.is_ascii_digit());
        let broken = match c {
            '<' | '&' => after.is_some_and(|a| a.is_alphabetic() || matches!(a, '/' | '!' | '#')),
            '{' => after == Some('{'),
            // `[1]` behind a word refers to a footnote.
            '[' => after.is_some_and(|a| a == '[' || a.is_ascii_digit()),
            ']' => matches!(after, Some('(' | ':')),
            '"' => after == Some(':'),
            '#' => after.is_some_and(|a| a.is_alphanumeric() || a == '#'),
            '!' => after.is_some_and(char::is_alphanumeric) && !inside_a_word,
            _ => reference || revision,
        };
        if broken {
            out.push(BREAK);
        }
        if c.is_alphanumeric() {
            word.push(c);
        } else {
            word.clear();
        }
    }
}

/// `h2. `, `bq. `, `* `, `# `, `> `, `|`, `---` or the indent of a code block.
fn opens_a_block(line: &str) -> bool {
    let mark = line.split(' ').next().unwrap_or_default();
    let named = mark.ends_with('.') || mark.ends_with(':');
    let listed = !mark.is_empty() && mark.chars().all(|c| "*#-+>|=~`_".contains(c));
    named && mark.starts_with(|c: char| c.is_ascii_alphabetic())
        || listed
        || line.starts_with(['|', '>', '#', '\t'])
        || line.starts_with("    ")
        || line.starts_with("---")
        || line.starts_with("- ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn seen(text: &str) -> String {
        escape(text).replace(BREAK, "·")
    }

    #[rstest]
    #[case("h1. Loud", "·h1. Loud")]
    #[case("* item", "·* item")]
    #[case("a *bold* word", "a ·*bold* word")]
    #[case("see #12, r34 and commit:abc", "see #·12, r·34 and commit:·abc")]
    #[case("{{include(Secret)}} [[Wiki]]", "{·{include(Secret)}} [·[Wiki]]")]
    #[case("@root mail me@example.test", "&#64;root mail me@example.test")]
    #[case("an array[1]", "an array[·1]")]
    #[case("<pre>x</pre> &lt;", "<·pre>x<·/pre> &·lt;")]
    #[case("\"click\":http://x.test !http://x.test/p.png!", "\"click\"·:http://x.test ·!·http://x.test/p.png!")]
    #[case("well-known 2 * 3 = 6, 5 < 6 & 7; a_b_c", "well-known 2 * 3 = 6, 5 < 6 & 7; a_b_c")]
    fn marks_lose_their_meaning_and_prose_stays(#[case] text: &str, #[case] wanted: &str) {
        assert_eq!(seen(text), wanted);
    }

    proptest! {
        #[test]
        fn the_words_stay_as_they_were(text in "(?s)[^\r\u{200b}]{0,200}") {
            prop_assert_eq!(escape(&text).replace(AT, "@").replace(BREAK, ""), text);
        }
    }
}
