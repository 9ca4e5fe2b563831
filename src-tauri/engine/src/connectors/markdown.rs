//! Markdown, as most trackers read it: how headings and quotations are written, and untrusted text as it stands.

use super::Style;

/// Invisible, and no letter, white space or sign to Markdown: a mark next to it isn't a mark.
const BREAK: char = '\u{200b}';

/// How a description is written in Markdown.
pub(super) const STYLE: Style = Style {
    heading: |title| format!("### {title}"),
    quote,
    bullet: |line| format!("- {line}"),
    link: |label, address| format!("[{}](<{address}>)", escape(label)),
    plain: escape,
    inline: escape,
};

fn quote(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

/// The text with its marks made plain: a backslash before what Markdown reads as a sign, and a zero-width space in
/// mentions and in references to other items. Plain web addresses still become links.
pub(super) fn escape(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.split('\n').map(escape_line).collect::<Vec<_>>().join("\n")
}

fn escape_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let body = line.trim_start_matches([' ', '\t']);
    // Deep indents make code blocks; one space less than that says the same to a person.
    out.push_str(&" ".repeat((line.len() - body.len()).min(3)));
    let mut before = None;
    let mut rest = body.chars().peekable();
    if let Some(dot) = numbered(body) {
        out.extend(rest.by_ref().take(dot));
        out.push('\\');
    }
    while let Some(c) = rest.next() {
        let after = rest.peek().copied();
        let opens = before.is_none() && matches!(c, '#' | '>' | '+' | '-' | '=' | '|' | ':' | '/');
        let pairs = matches!(c, '*' | '`' | '~' | '[' | ']' | '<' | '\\') || (c == '!' && after == Some('['));
        let bends = c == '_' && !(inside(before) && inside(after));
        let entity = c == '&' && after.is_some_and(|a| a.is_alphabetic() || a == '#');
        if opens || pairs || bends || entity {
            out.push('\\');
        }
        out.push(c);
        let number = after.is_some_and(|a| a.is_ascii_digit());
        let named =
            c == '@' && after.is_some_and(|a| !a.is_whitespace()) || matches!(c, '~' | '%') && after == Some('"');
        let numbered = matches!(c, '!' | '%' | '&' | '$') && number || c == '-' && number && says_github(&out);
        let refers = matches!(c, '#' | '~') && inside(after) || named || numbered;
        if refers {
            out.push(BREAK);
        }
        before = Some(c);
    }
    out
}

fn inside(letter: Option<char>) -> bool {
    letter.is_some_and(char::is_alphanumeric)
}

/// Whether it ends with the `GH-` of GH-12, as GitHub writes references too.
fn says_github(text: &str) -> bool {
    let end: String = text.chars().rev().take(4).collect();
    end.to_uppercase().starts_with("-HG") && !end.chars().nth(3).is_some_and(char::is_alphanumeric)
}

/// Where the sign of a numbered list stands: the 1 of `3. next`.
fn numbered(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    ((1..10).contains(&digits) && line[digits..].starts_with(['.', ')'])).then_some(digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("# Loud", "\\# Loud")]
    #[case("- item", "\\- item")]
    #[case("3. item", "3\\. item")]
    #[case("a *bold* _word_", "a \\*bold\\* \\_word\\_")]
    #[case("snake_case_name, 5 > 4", "snake_case_name, 5 > 4")]
    #[case("[click](http://x.example) ![p](y)", "\\[click\\](http://x.example) \\!\\[p\\](y)")]
    #[case("<b>x</b> &lt;", "\\<b>x\\</b> \\&lt;")]
    #[case("    code", "   code")]
    #[case("@root see #12", "@\u{200b}root see #\u{200b}12")]
    #[case("> quoted", "\\> quoted")]
    #[case("/close", "\\/close")]
    #[case("~bug !3 %4", "\\~\u{200b}bug !\u{200b}3 %\u{200b}4")]
    #[case(
        "see ~\"my label\" %\"v 1\" @_all GH-7",
        "see \\~\u{200b}\"my label\" %\u{200b}\"v 1\" @\u{200b}\\_all GH-\u{200b}7"
    )]
    #[case("#12", "\\#\u{200b}12")]
    #[case(":-- | --:", "\\:-- | --:")]
    fn marks_lose_their_meaning_and_prose_stays(#[case] text: &str, #[case] wanted: &str) {
        assert_eq!(escape(text), wanted);
    }

    proptest! {
        #[test]
        fn the_words_stay_as_they_were(text in "(?s)[^\r\\\\\u{200b}]{0,200}") {
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(words(&escape(&text).replace(['\\', BREAK], "")), words(&text));
        }
    }
}
