//! Markdown, as GitHub and GitLab tell it, read as plain text.

use super::text;

/// Tags that people write between their Markdown. Any other angle bracket is text.
const TAGS: [&str; 14] = [
    "<p>", "<br", "<div", "<details", "<summary", "<img", "<a ", "<ul", "<table", "<h1", "<h2", "<h3", "<script",
    "<style",
];

/// As a person would read it aloud: no marks, no comments, links with their address behind them.
pub(super) fn to_text(source: &str) -> String {
    let mut lines = Vec::new();
    let mut code = false;
    for line in without_comments(source).lines() {
        let bare = line.trim_start();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            code = !code;
            lines.push(String::new());
        } else if code {
            lines.push(line.to_owned());
        } else {
            lines.push(without_phrases(&links(&without_block(line))));
        }
    }
    let joined = lines.join("\n");
    let lower = joined.to_ascii_lowercase();
    if TAGS.iter().any(|tag| lower.contains(tag)) { text::from_html(&joined) } else { text::plain(&joined) }
}

fn without_comments(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, comment)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// Without `## ` and rules; list stars become dashes.
fn without_block(line: &str) -> String {
    let bare = line.trim_start();
    let hashes = bare.len() - bare.trim_start_matches('#').len();
    if (1..=6).contains(&hashes) && bare[hashes..].starts_with(' ') {
        return bare[hashes..].trim().trim_end_matches('#').trim_end().to_owned();
    }
    let rule = bare.len() >= 3 && (bare.chars().all(|c| c == '-') || bare.chars().all(|c| c == '*' || c == '_'));
    if rule {
        return String::new();
    }
    match bare.strip_prefix("* ").or_else(|| bare.strip_prefix("+ ")) {
        Some(item) => format!("{}- {item}", &line[..line.len() - bare.len()]),
        None => line.to_owned(),
    }
}

/// `[text](address)` as `text (address)`, `![picture](address)` as its description.
fn links(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(middle) = rest.find("](") {
        let end = rest[middle..].find(')').map(|end| middle + end);
        let (Some(start), Some(end)) = (rest[..middle].rfind('['), end) else {
            out.push_str(&rest[..middle + 2]);
            rest = &rest[middle + 2..];
            continue;
        };
        let (label, address) = (&rest[start + 1..middle], &rest[middle + 2..end]);
        let address = address.split_whitespace().next().unwrap_or_default();
        let before = &rest[..start];
        match before.strip_suffix('!') {
            Some(before) => out.push_str(&format!("{before}{label}")),
            None if address.is_empty() || address == label => out.push_str(&format!("{before}{label}")),
            None => out.push_str(&format!("{before}{label} ({address})")),
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

/// Without `**`, `__`, `~~` and backquotes, and without backslashes before a mark.
fn without_phrases(line: &str) -> String {
    let mut out = line.to_owned();
    for mark in ["**", "__", "~~", "`"] {
        // An odd one out belongs to the text.
        if out.matches(mark).count() % 2 == 0 {
            out = out.replace(mark, "");
        }
    }
    let mut letters = out.chars().peekable();
    let mut plain = String::with_capacity(out.len());
    while let Some(c) = letters.next() {
        if c != '\\' || !letters.peek().is_some_and(char::is_ascii_punctuation) {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        "## What happened\r\n\r\n* The card was **refused**\n  * at `once`",
        "What happened\n\n- The card was refused\n  - at once"
    )]
    #[case(
        "See [the log](https://logs.example/1 \"Log\") ![chart](x.png)",
        "See the log (https://logs.example/1) chart"
    )]
    #[case("a<!-- fill in\nthis -->b\n***\n```rust\nlet x: Vec<u8> = **y;\n```", "ab\n\nlet x: Vec<u8> = **y;")]
    #[case("<details><summary>Log</summary>x</details><script>alert(1)</script>", "Logx")]
    #[case("2 ** 3, snake_case_name, a\\_b, Vec<T>", "2 ** 3, snake_case_name, a_b, Vec<T>")]
    #[case("[open](never [a]( ](", "[open](never [a]( ](")]
    fn markdown_reads_as_text(#[case] source: &str, #[case] wanted: &str) {
        assert_eq!(to_text(source), wanted);
    }

    proptest! {
        #[test]
        fn any_text_is_read(source in "(?s).{0,200}|[\\[\\]()!`*_~<>#\\\\a/: \r\n-]{0,80}") {
            let read = to_text(&source);
            prop_assert!(!read.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{read:?}");
        }
    }
}
