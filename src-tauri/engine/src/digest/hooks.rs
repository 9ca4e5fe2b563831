//! A message as the body that each chat's incoming webhook takes.

use serde_json::{Value, json};

use super::mail::unlinked;
use super::{DigestKind, Message};

/// Slack takes no longer header.
const LONGEST_HEAD: usize = 150;

/// The JSON to post. For a mail, its text as JSON: a mail has no webhook.
pub fn payload(kind: DigestKind, message: &Message) -> Value {
    match kind {
        DigestKind::Slack => slack(message),
        DigestKind::Mattermost => json!({ "text": markdown(message) }),
        DigestKind::Teams => teams(message),
        DigestKind::Mail => json!({ "text": super::text(message) }),
    }
}

/// A fallback for notifications, and blocks. `verbatim` keeps Slack from looking for channels, people and addresses;
/// nothing is unfurled.
fn slack(message: &Message) -> Value {
    let section =
        |text: String| json!({ "type": "section", "text": { "type": "mrkdwn", "text": text, "verbatim": true } });
    let head: String = message.title.chars().take(LONGEST_HEAD).collect();
    let title = json!({ "type": "header", "text": { "type": "plain_text", "text": head, "emoji": false } });
    let mut blocks = vec![title];
    if !message.lead.is_empty() {
        blocks.push(section(mrkdwn(&message.lead)));
    }
    for part in &message.sections {
        let lines = part.lines.iter().map(|line| format!("\n• {}", mrkdwn(line))).collect::<String>();
        blocks.push(section(format!("*{}*{lines}", mrkdwn(&part.title))));
    }
    json!({ "text": mrkdwn(&message.title), "blocks": blocks, "unfurl_links": false, "unfurl_media": false })
}

/// The three signs that Slack asks to be escaped carry its mentions and links. Those that make words bold, struck,
/// slanted or code get a sign without width beside them, since Slack knows no escape for them.
fn mrkdwn(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in unlinked(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '*' | '_' | '~' | '`' | '@' => safe.extend([c, '\u{200b}']),
            _ => safe.push(c),
        }
    }
    safe
}

fn markdown(message: &Message) -> String {
    let mut text = format!("#### {}\n", escaped(&message.title));
    if !message.lead.is_empty() {
        text.push_str(&format!("\n{}\n", escaped(&message.lead)));
    }
    for part in &message.sections {
        text.push_str(&format!("\n**{}**\n\n", escaped(&part.title)));
        for line in &part.lines {
            text.push_str(&format!("- {}\n", escaped(line)));
        }
    }
    text
}

/// Mattermost's Markdown: what could format is escaped. An escape doesn't end a mention, a channel or a hashtag, so that
/// a sign without width stands behind `@`, `~` and `#`.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in unlinked(text).chars() {
        match c {
            '@' => safe.extend([c, '\u{200b}']),
            '~' | '#' => safe.extend(['\\', c, '\u{200b}']),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '>' | '|' | '!' => safe.extend(['\\', c]),
            // A list within the list.
            '-' | '+' if safe.is_empty() => safe.extend(['\\', c]),
            _ => safe.push(c),
        }
    }
    safe
}

/// An Adaptive Card, the only form a Teams workflow takes. Text runs aren't read as Markdown.
fn teams(message: &Message) -> Value {
    let run = |text: &str, weight: &str, size: &str| json!({ "type": "TextRun", "text": unlinked(text), "weight": weight, "size": size });
    let block = |run: Value, spacing: &str| json!({ "type": "RichTextBlock", "spacing": spacing, "inlines": [run] });
    let mut body = vec![block(run(&message.title, "Bolder", "Medium"), "None")];
    if !message.lead.is_empty() {
        body.push(block(run(&message.lead, "Default", "Default"), "Small"));
    }
    for part in &message.sections {
        body.push(block(run(&part.title, "Bolder", "Default"), "Medium"));
        for line in &part.lines {
            body.push(block(run(&format!("• {line}"), "Default", "Default"), "Small"));
        }
    }
    json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": {
                "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                "type": "AdaptiveCard",
                "version": "1.4",
                "msteams": { "width": "Full" },
                "body": body,
            },
        }],
    })
}
