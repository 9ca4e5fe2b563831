//! The wiki markup of Jira Data Center: read as plain text, and kept from untrusted text.

use super::super::text;

/// Marks that a backslash makes harmless.
const MARKS: &str = "\\{}[]*_-+^~?!|@#";

/// Signs without marks that Jira draws as pictures.
const PICTURES: [&str; 15] =
    [":)", ":(", ":P", ":p", ":D", ";)", "(y)", "(n)", "(i)", "(/)", "(x)", "(on)", "(off)", "(flag)", "(flagoff)"];

/// Invisible; what it comes between isn't one sign.
const BREAK: char = '\u{200b}';

/// As a person would read it aloud. Its phrases and headings look like Textile's; macros and links don't.
pub fn to_text(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for line in source.lines() {
        out.push_str(&links(&without_macros(line)));
        out.push('\n');
    }
    text::from_textile(&out)
}

/// Untrusted text as it stands, every mark behind a backslash. Web addresses stay whole.
pub fn escape(source: &str) -> String {
    let lines: Vec<String> = source.replace("\r\n", "\n").split('\n').map(escape_line).collect();
    lines.join("\n")
}

fn escape_line(line: &str) -> String {
    let line = line.trim_start();
    let words: Vec<String> = line.split(' ').map(escape_word).collect();
    let out = words.join(" ");
    // `h1. `, `bq. `
    let block =
        out.split_once(". ").is_some_and(|(mark, _)| mark == "bq" || (mark.len() == 2 && mark.starts_with('h')));
    if block { format!("{BREAK}{out}") } else { out }
}

fn escape_word(word: &str) -> String {
    let address = word.starts_with("http://") || word.starts_with("https://");
    if address && word.chars().all(|c| c.is_ascii_alphanumeric() || "-._/:?=%&+,;".contains(c)) {
        return word.to_owned();
    }
    let mut out = String::with_capacity(word.len() + 4);
    for c in word.chars() {
        if MARKS.contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    for picture in PICTURES {
        let (first, rest) = picture.split_at(1);
        out = out.replace(picture, &format!("{first}{BREAK}{rest}"));
    }
    out
}

/// Without `{code}`, `{quote}`, `{color:red}` and their kind; braces around other text stay.
fn without_macros(line: &str) -> String {
    const MACROS: [&str; 6] = ["code", "noformat", "quote", "color", "panel", "anchor"];
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let known = after.split_once('}').filter(|(name, _)| {
            MACROS.contains(&name.split(':').next().unwrap_or_default().trim().to_lowercase().as_str())
        });
        match known {
            Some((_, behind)) => rest = behind,
            None => {
                // `{{fixed width}}`
                rest = after.strip_prefix('{').unwrap_or(after);
                if rest.len() == after.len() {
                    out.push('{');
                }
            }
        }
    }
    out.push_str(rest);
    out.replace("}}", "")
}

/// `[text|address]` as `text (address)`, `[address]` as it is, `[~name]` as `@name`.
fn links(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        let Some((inside, behind)) = after.split_once(']') else {
            out.push('[');
            rest = after;
            continue;
        };
        match inside.split_once('|') {
            Some((label, address)) if address.starts_with("http") => out.push_str(&format!("{label} ({address})")),
            _ if inside.starts_with("http") => out.push_str(inside),
            _ => match inside.strip_prefix('~') {
                Some(name) => out.push_str(&format!("@{name}")),
                None => out.push_str(&format!("[{inside}]")),
            },
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("h2. What happened\r\n* The card was *refused*", "What happened\n- The card was refused")]
    #[case("{code:java}\nint x = {1};\n{code}", "int x = {1};")]
    #[case(
        "[log|https://logs.example/1] and [https://a.example] by [~mara], see [1]",
        "log (https://logs.example/1) and https://a.example by @mara, see [1]"
    )]
    #[case("{color:red}dark{color} {{E-17}}", "dark E-17")]
    fn wiki_markup_reads_as_text(#[case] source: &str, #[case] wanted: &str) {
        assert_eq!(to_text(source), wanted);
    }

    #[rstest]
    #[case("[~root] {code} *b*", "\\[\\~root\\] \\{code\\} \\*b\\*")]
    #[case("h1. Loud", "\u{200b}h1. Loud")]
    #[case("done (/) :) (!)", "done (\u{200b}/) :\u{200b}) (\\!)")]
    #[case("see https://a.example/b-c?d=e", "see https://a.example/b-c?d=e")]
    fn marks_lose_their_meaning(#[case] source: &str, #[case] wanted: &str) {
        assert_eq!(escape(source), wanted);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_written(source in "(?s).{0,200}|[\\[\\]{}|~a:*\n ]{0,60}") {
            prop_assert!(!to_text(&source).chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
            escape(&source);
        }
    }
}
