//! Text from tools as plain text: no markup, no control characters, Unix line ends. Nothing here fails.

/// One line: white space runs become a space, at most 300 characters.
pub(super) fn line(text: &str) -> String {
    const LONGEST: usize = 300;
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    let joined = words.join(" ");
    match joined.char_indices().nth(LONGEST) {
        None => joined,
        Some((end, _)) => format!("{}…", joined[..end].trim_end()),
    }
}

/// Lines as they are, without control characters, outer blank lines and runs of blank lines.
pub(super) fn plain(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for found in text.replace("\r\n", "\n").split(['\n', '\r']) {
        let found: String = found.chars().filter(|c| !c.is_control() || *c == '\t').collect();
        let found = found.trim_end();
        if !found.is_empty() || lines.last().is_some_and(|before| !before.is_empty()) {
            lines.push(found.to_owned());
        }
    }
    lines.join("\n").trim_end().to_owned()
}

/// HTML as a person would read it aloud: blocks become lines, list items get a dash, scripts and styles vanish.
pub(super) fn from_html(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&entities(&rest[..start]));
        let tag = &rest[start..];
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let is_tag = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!' || c == '?');
        let Some(end) = tag.find('>').filter(|_| is_tag) else {
            out.push('<');
            rest = &tag[1..];
            continue;
        };
        let name = tag_name(&tag[1..end]);
        rest = &tag[end + 1..];
        match name.as_str() {
            "script" | "style" | "head" => rest = after_closing(rest, &name),
            "li" => out.push_str("\n- "),
            "br" | "p" | "/p" | "div" | "/div" | "tr" | "/ul" | "/ol" | "pre" | "/pre" | "hr" | "blockquote"
            | "/blockquote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "/h1" | "/h2" | "/h3" | "/h4" | "/h5"
            | "/h6" => out.push('\n'),
            "td" | "th" => out.push(' '),
            _ => {}
        }
    }
    out.push_str(&entities(rest));
    plain(&out)
}

/// Redmine's Textile, and as much of Markdown as looks the same, without its signs. HTML is told by its first tag.
pub(super) fn from_textile(source: &str) -> String {
    if ["<p", "<div", "<h", "<ul", "<ol", "<table"].iter().any(|tag| source.trim_start().starts_with(tag)) {
        return from_html(source);
    }
    let mut lines = Vec::new();
    for line in plain(source).lines() {
        let line = without_tags(line);
        if line.is_empty() || line.trim_start().starts_with("```") {
            lines.push(String::new());
            continue;
        }
        lines.push(without_phrases(&without_block(&line)));
    }
    plain(&lines.join("\n"))
}

fn tag_name(inside: &str) -> String {
    let end =
        inside.char_indices().skip(1).find(|(_, c)| !c.is_ascii_alphanumeric()).map_or(inside.len(), |(at, _)| at);
    inside[..end].to_ascii_lowercase()
}

/// What follows `</name>`; nothing when it is never closed.
fn after_closing<'a>(rest: &'a str, name: &str) -> &'a str {
    let lower = rest.to_ascii_lowercase();
    let Some(start) = lower.find(&format!("</{name}")) else { return "" };
    rest[start..].find('>').map_or("", |end| &rest[start + end + 1..])
}

fn entities(text: &str) -> String {
    const LONGEST: usize = 12;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b';');
        match end.and_then(|end| Some((entity(&rest[1..end])?, end))) {
            Some((found, end)) => {
                out.push(found);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "euro" => '€',
        _ => return None,
    })
}

/// Without Textile's own `<pre>` and `<code>`; any other angle bracket is text.
fn without_tags(line: &str) -> String {
    let mut line = line.to_owned();
    for tag in ["<pre>", "</pre>", "<code>", "</code>", "<notextile>", "</notextile>"] {
        line = line.replace(tag, "");
    }
    line
}

/// Without `h2. `, `p. `, `bq. `; list stars become dashes.
fn without_block(line: &str) -> String {
    if let Some((mark, rest)) = line.split_once(". ") {
        let heading = mark.len() == 2 && mark.starts_with('h') && mark.ends_with(|c: char| ('1'..='6').contains(&c));
        if heading || mark == "p" {
            return rest.to_owned();
        }
        if mark == "bq" {
            return format!("> {rest}");
        }
    }
    let stars = line.len() - line.trim_start_matches('*').len();
    match line[stars..].strip_prefix(' ') {
        Some(item) if stars > 0 => format!("{}- {item}", "  ".repeat(stars.min(6) - 1)),
        _ => line.to_owned(),
    }
}

/// `*strong*`, `_emphasis_`, `@code@` without their signs; `"text":address` as `text (address)`.
fn without_phrases(line: &str) -> String {
    let mut out = links(line);
    for sign in ['*', '_', '@'] {
        out = phrase(&out, sign);
    }
    out
}

fn links(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(middle) = rest.find("\":http") {
        let address_start = middle + 2;
        let Some(start) = rest[..middle].rfind('"') else {
            out.push_str(&rest[..address_start]);
            rest = &rest[address_start..];
            continue;
        };
        let address = &rest[address_start..];
        let end = address.find(char::is_whitespace).unwrap_or(address.len());
        out.push_str(&rest[..start]);
        out.push_str(&format!("{} ({})", &rest[start + 1..middle], &address[..end]));
        rest = &address[end..];
    }
    out.push_str(rest);
    out
}

/// Takes pairs of `sign` away that stand around words, the way `2*3*4` doesn't.
fn phrase(line: &str, sign: char) -> String {
    let letters: Vec<char> = line.chars().collect();
    let word = |at: Option<&char>| at.is_some_and(|c| c.is_alphanumeric());
    let before = |at: usize| at.checked_sub(1).and_then(|b| letters.get(b));
    let opens = |at: usize| !word(before(at)) && letters.get(at + 1).is_some_and(|c| !c.is_whitespace() && *c != sign);
    let closes = |at: usize| !word(letters.get(at + 1)) && before(at).is_some_and(|c| !c.is_whitespace() && *c != sign);
    let mut drop = vec![false; letters.len()];
    let mut open = None;
    for (at, _) in letters.iter().enumerate().filter(|(_, c)| **c == sign) {
        match open {
            Some(start) if closes(at) => {
                drop[start] = true;
                drop[at] = true;
                open = None;
            }
            _ if opens(at) => open = Some(at),
            _ => {}
        }
    }
    letters.iter().zip(&drop).filter(|(_, gone)| !**gone).map(|(c, _)| *c).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("<p>The terminal <b>froze</b> &amp; stayed dark.</p>", "The terminal froze & stayed dark.")]
    #[case("<ul><li>one</li><li>two</li></ul>after", "- one\n- two\nafter")]
    #[case("a<br/>b<script>alert(1)</script><style>p{}</style>c<!-- x -->d", "a\nbcd")]
    #[case("1 < 2 &#8364; &#x41; &unknown; &", "1 < 2 € A &unknown; &")]
    #[case("<script>never closed", "")]
    fn html_reads_as_text(#[case] html: &str, #[case] wanted: &str) {
        assert_eq!(from_html(html), wanted);
    }

    #[rstest]
    #[case(
        "h2. What happened\r\n\r\n* The card was *refused*\r\n** at _once_",
        "What happened\n\n- The card was refused\n  - at once"
    )]
    #[case("\"Log\":http://logs.example.test/1 & <pre>code</pre>", "Log (http://logs.example.test/1) & code")]
    #[case("2*3*4 snake_case_name @key@ user@example.test", "2*3*4 snake_case_name key user@example.test")]
    #[case("<p>Written <em>with</em> an editor</p>", "Written with an editor")]
    #[case("bq. their words", "> their words")]
    fn textile_reads_as_text(#[case] textile: &str, #[case] wanted: &str) {
        assert_eq!(from_textile(textile), wanted);
    }

    #[test]
    fn a_title_is_one_short_line() {
        assert_eq!(line("  two\r\n\tlines\u{0} "), "two lines");
        assert_eq!(line(&"é".repeat(400)).chars().count(), 301);
    }

    proptest! {
        #[test]
        fn any_text_becomes_text_without_control_characters(source in "(?s).{0,200}|[<>&;*_@\"a:/# h2.!\\-\r\n]{0,80}") {
            for out in [from_html(&source), from_textile(&source), plain(&source), line(&source)] {
                prop_assert!(!out.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{out:?}");
            }
        }
    }
}
