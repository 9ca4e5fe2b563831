//! The Atlassian Document Format, in which Jira Cloud keeps text: a tree of blocks, read as plain text and written
//! from the few signs that drafts use.

use serde_json::{Value, json};

use super::super::{text, web_address};

/// Deeper trees are cut off; a person's text is never that deep.
const DEEPEST: usize = 40;

/// Begins a heading in drafts for Jira Cloud.
pub const HEADING: &str = "### ";

/// Begins a line of a quotation.
pub const QUOTE: &str = "> ";

/// Invisible; before a sign it makes text of it.
const BREAK: char = '\u{200b}';

/// A document as a person would read it aloud. Text instead of a document stays as it is.
pub fn to_text(document: &Value) -> String {
    match document {
        Value::String(plain) => text::plain(plain),
        tree => {
            let mut out = String::new();
            node(tree, 0, &mut out);
            text::plain(&out)
        }
    }
}

/// A draft as a document: headings, quotations and paragraphs.
pub fn from_draft(draft: &str) -> Value {
    let mut blocks: Vec<Value> = Vec::new();
    for part in draft.split("\n\n").map(|part| part.trim_matches('\n')).filter(|part| !part.is_empty()) {
        let quoted = part.lines().take_while(|line| line.starts_with(QUOTE)).count();
        if let Some(title) = part.strip_prefix(HEADING).filter(|title| !title.contains('\n') && !title.is_empty()) {
            blocks.push(json!({ "type": "heading", "attrs": { "level": 3 }, "content": written(title) }));
            continue;
        }
        let lines: Vec<&str> = part.lines().collect();
        let (quotation, rest) = lines.split_at(quoted);
        if !quotation.is_empty() {
            let said: Vec<&str> = quotation.iter().map(|line| line.strip_prefix(QUOTE).unwrap_or(line)).collect();
            blocks.push(json!({ "type": "blockquote", "content": [paragraph(&said)] }));
        }
        if !rest.is_empty() {
            blocks.push(paragraph(rest));
        }
    }
    if blocks.is_empty() {
        blocks.push(paragraph(&[]));
    }
    json!({ "type": "doc", "version": 1, "content": blocks })
}

/// Untrusted text that must not begin a heading or quotation in a draft, nor be a link. Nothing else in it means
/// anything.
pub fn escape(source: &str) -> String {
    let harmless = |line: &str| {
        let line = line.replace("](", &format!("]{BREAK}("));
        let opens = line.starts_with(HEADING) || line.starts_with(QUOTE);
        if opens { format!("{BREAK}{line}") } else { line }
    };
    source.replace("\r\n", "\n").split('\n').map(harmless).collect::<Vec<_>>().join("\n")
}

fn paragraph(lines: &[&str]) -> Value {
    let mut content = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            content.push(json!({ "type": "hardBreak" }));
        }
        content.extend(written(line));
    }
    json!({ "type": "paragraph", "content": content })
}

/// A line's text with its links, written as in `see [the log](https://logs.example/1)`. Jira refuses empty text.
fn written(line: &str) -> Vec<Value> {
    let text = |said: &str| (!said.is_empty()).then(|| json!({ "type": "text", "text": said }));
    let (mut content, mut rest) = (Vec::new(), line);
    while let Some((before, label, address, behind)) = next_link(rest) {
        content.extend(text(before));
        let mark = json!({ "type": "link", "attrs": { "href": address } });
        content.push(json!({ "type": "text", "text": label, "marks": [mark] }));
        rest = behind;
    }
    content.extend(text(rest));
    content
}

/// What stands before the next link, its label and address, and what comes behind it.
fn next_link(line: &str) -> Option<(&str, &str, String, &str)> {
    line.match_indices("](").find_map(|(middle, _)| {
        let start = line[..middle].rfind('[')?;
        let (label, after) = (&line[start + 1..middle], &line[middle + 2..]);
        let (address, behind) = after.split_once(')')?;
        let address = web_address(address).filter(|_| !label.is_empty())?;
        Some((&line[..start], label, address, behind))
    })
}

fn node(value: &Value, depth: usize, out: &mut String) {
    if depth > DEEPEST {
        return;
    }
    let attribute = |name: &str| value.get("attrs").and_then(|attrs| attrs.get(name)).and_then(Value::as_str);
    let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
    match kind {
        "text" => inline_text(value, out),
        "hardBreak" => out.push('\n'),
        "mention" | "status" => out.push_str(attribute("text").unwrap_or_default()),
        "emoji" => out.push_str(attribute("text").or_else(|| attribute("shortName")).unwrap_or_default()),
        "inlineCard" | "blockCard" | "embedCard" => out.push_str(attribute("url").unwrap_or_default()),
        "date" => out.push_str(&date(attribute("timestamp"))),
        "media" => out.push_str(attribute("alt").unwrap_or_default()),
        "expand" | "nestedExpand" => out.push_str(&format!("{}\n", attribute("title").unwrap_or_default())),
        "tableCell" | "tableHeader" if !out.ends_with('\n') && !out.is_empty() => out.push_str(" | "),
        _ => {}
    }
    let mut inside = String::new();
    for child in value.get("content").and_then(Value::as_array).into_iter().flatten() {
        node(child, depth + 1, &mut inside);
    }
    match kind {
        "listItem" | "taskItem" | "decisionItem" => {
            let done = if attribute("state") == Some("DONE") { "done: " } else { "" };
            out.push_str(&format!("- {done}{}\n", inside.trim().replace('\n', "\n  ")));
        }
        "tableCell" | "tableHeader" => out.push_str(&inside.split_whitespace().collect::<Vec<_>>().join(" ")),
        "tableRow" => out.push_str(&format!("{inside}\n")),
        "blockquote" => {
            let said: Vec<String> = inside.trim().lines().map(|line| format!("> {line}")).collect();
            out.push_str(&format!("{}\n\n", said.join("\n")));
        }
        "paragraph" | "heading" | "codeBlock" | "bulletList" | "orderedList" | "taskList" | "table" | "panel"
        | "expand" | "rule" => out.push_str(&format!("{inside}\n\n")),
        _ => out.push_str(&inside),
    }
}

/// A text with the address it leads to behind it.
fn inline_text(value: &Value, out: &mut String) {
    let said = value.get("text").and_then(Value::as_str).unwrap_or_default();
    out.push_str(said);
    let marks = value.get("marks").and_then(Value::as_array).into_iter().flatten();
    let link = marks.filter_map(|mark| mark.get("attrs")?.get("href")?.as_str()).next();
    if let Some(address) = link.filter(|address| *address != said) {
        out.push_str(&format!(" ({address})"));
    }
}

fn date(millis: Option<&str>) -> String {
    let at = millis.and_then(|text| text.parse().ok()).and_then(|millis| crate::model::Time(millis).utc());
    at.map(|at| at.format("%Y-%m-%d").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_document_reads_as_text() {
        let item = |said: &str| json!({"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": said}]}]});
        let cell = |said: &str| json!({"type": "tableCell", "content": [{"type": "paragraph", "content": [{"type": "text", "text": said}]}]});
        let document = json!({"type": "doc", "version": 1, "content": [
            {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "What happened"}]},
            {"type": "paragraph", "content": [
                {"type": "mention", "attrs": {"id": "1", "text": "@Mara"}}, {"type": "text", "text": " saw "},
                {"type": "text", "text": "the log", "marks": [{"type": "link", "attrs": {"href": "https://logs.example/1"}}]},
                {"type": "hardBreak"}, {"type": "text", "text": "twice"}]},
            {"type": "bulletList", "content": [item("one"), item("two")]},
            {"type": "table", "content": [{"type": "tableRow", "content": [cell("a"), cell("b")]}]},
            {"type": "blockquote", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "dark"}]}]},
            {"type": "unknown", "content": [{"type": "text", "text": "kept"}]}]});
        insta::assert_snapshot!(to_text(&document), @r"
        What happened

        @Mara saw the log (https://logs.example/1)
        twice

        - one
        - two

        a | b

        > dark

        kept
        ");
    }

    #[test]
    fn a_draft_becomes_a_document_that_reads_the_same() {
        let draft = "### Problem\n\nRiders are refused.\nTwice.\n\n> E-17 again\nKestrel, 11 Nov";
        let document = from_draft(draft);
        assert_eq!(document["content"][0]["type"], "heading");
        assert_eq!(document["content"][2]["type"], "blockquote");
        assert_eq!(to_text(&document), "Problem\n\nRiders are refused.\nTwice.\n\n> E-17 again\n\nKestrel, 11 Nov");
        assert_eq!(from_draft(&escape("### x"))["content"][0]["type"], "paragraph");
    }

    #[test]
    fn a_bottomless_document_ends() {
        let deep = (0..60).fold(json!({"type": "text", "text": "deep"}), |inner, _| json!({"content": [inner]}));
        assert_eq!(to_text(&deep), "");
    }

    proptest! {
        #[test]
        fn any_draft_can_be_written(draft in "(?s).{0,80}|[#> a\n]{0,40}") {
            prop_assert!(from_draft(&draft)["content"].as_array().is_some_and(|blocks| !blocks.is_empty()));
        }
    }
}
