//! Minutes of a meeting as text, Markdown, a table, JSON or CSV. Pure.

use super::csv_table::marked;
use super::markdown::escaped;
use super::sheet::{Cell, Head, Sheet};
use crate::api::types::{Decided, Minutes, MinutesAction};
use crate::error::{Problem, Result};
use crate::export::redact::redact;
use crate::model::Time;

/// Plain text, to paste into a chat or a mail.
pub fn text(minutes: &Minutes) -> String {
    let mut text = format!("{}\n\nDecisions\n", title(minutes));
    text.push_str(&lines(minutes.items.iter().map(|item| format!("- {}: {}", item.title, decision(item))), "- None\n"));
    text.push_str("\nActions\n");
    text.push_str(&lines(minutes.actions.iter().map(|action| format!("- {}", agreed(action))), "- None\n"));
    if !minutes.not_reached.is_empty() {
        text.push_str("\nNot reached\n");
        text.push_str(&lines(minutes.not_reached.iter().map(|title| format!("- {title}")), ""));
    }
    if !minutes.notes.is_empty() {
        text.push_str(&format!("\nNotes\n{}\n", minutes.notes));
    }
    text
}

/// The same with headings; text from outside is escaped.
pub fn markdown(minutes: &Minutes) -> String {
    let mut text = format!("# {}\n\n## Decisions\n\n", escaped(&title(minutes)));
    for item in &minutes.items {
        let brings = if item.brings.is_empty() { String::new() } else { format!(", {}", escaped(&item.brings)) };
        text.push_str(&format!(
            "- **{}** ({}{brings}): {}\n",
            escaped(&item.title),
            escaped(&item.because),
            escaped(&decision(item))
        ));
        if !item.know.is_empty() {
            text.push_str(&format!("  - {}\n", escaped(&item.know)));
        }
    }
    if minutes.items.is_empty() {
        text.push_str("None.\n");
    }
    text.push_str("\n## Actions\n\n");
    for action in &minutes.actions {
        let mark = if action.done { 'x' } else { ' ' };
        text.push_str(&format!("- [{mark}] {}\n", escaped(&agreed(action))));
    }
    if minutes.actions.is_empty() {
        text.push_str("None.\n");
    }
    if !minutes.not_reached.is_empty() {
        text.push_str("\n## Not reached\n\n");
        text.push_str(&lines(minutes.not_reached.iter().map(|title| format!("- {}", escaped(title))), ""));
    }
    if !minutes.notes.is_empty() {
        text.push_str("\n## Notes\n\n");
        text.push_str(&lines(minutes.notes.lines().map(escaped), ""));
    }
    text
}

/// A table for a page or a print: decisions, then actions, then what wasn't reached, then notes.
pub fn sheet(minutes: &Minutes) -> Sheet {
    let head = |name: &str, share| Head { name: name.to_owned(), right: false, share };
    let decisions = minutes.items.iter().map(|item| {
        vec![
            Cell::of("Decided"),
            Cell::of(&item.title).under(&item.know),
            Cell::of(&item.way).under(&item.text),
            Cell::of(&item.because),
            Cell::of(&item.brings),
        ]
    });
    let actions = minutes.actions.iter().map(|action| {
        let state = if action.done { "Done" } else { "Action" };
        let due = action.due.map(|due| format!("due {}", day(due))).unwrap_or_default();
        vec![Cell::of(state), Cell::of(&action.text), Cell::of(due), Cell::default(), Cell::of(&action.owner)]
    });
    let rest = minutes
        .not_reached
        .iter()
        .map(|title| vec![Cell::of("Not reached"), Cell::of(title), Cell::default(), Cell::default(), Cell::default()]);
    let notes = (!minutes.notes.is_empty())
        .then(|| vec![Cell::of("Notes"), Cell::of(&minutes.notes), Cell::default(), Cell::default(), Cell::default()]);
    Sheet {
        title: title(minutes),
        lead: vec![format!("{} to {}.", minutes.from.rfc3339(), minutes.to.rfc3339())],
        heads: vec![
            head("", 0.11),
            head("Item", 0.33),
            head("Decision", 0.3),
            head("On the list because", 0.13),
            head("Who", 0.13),
        ],
        rows: decisions.chain(actions).chain(rest).chain(notes).collect(),
        empty: "Nothing was decided.".to_owned(),
    }
}

/// One line a decision, a line an action, and one for the notes.
pub fn csv(minutes: &Minutes) -> Result<String> {
    let head = ["what", "title", "decision", "text", "who", "due"];
    let day_of = |due: Option<Time>| due.map(day).unwrap_or_default();
    let decisions = minutes.items.iter().map(|item| {
        [
            "decision".to_owned(),
            item.title.clone(),
            item.way.clone(),
            item.text.clone(),
            item.brings.clone(),
            String::new(),
        ]
    });
    let actions = minutes.actions.iter().map(|action| {
        let state = if action.done { "done" } else { "action" };
        let nothing = String::new;
        [state.to_owned(), action.text.clone(), nothing(), nothing(), action.owner.clone(), day_of(action.due)]
    });
    let notes = (!minutes.notes.is_empty()).then(|| {
        let nothing = String::new;
        ["notes".to_owned(), nothing(), nothing(), minutes.notes.clone(), nothing(), nothing()]
    });
    marked(&head, decisions.chain(actions).chain(notes))
}

pub fn json(minutes: &Minutes) -> Result<String> {
    let text = serde_json::to_string_pretty(minutes);
    text.map(|text| text + "\n").map_err(|e| Problem::system(format!("The minutes can't be written as JSON: {e}.")))
}

/// The same without personal data in what records say.
#[must_use]
pub fn redacted(mut minutes: Minutes) -> Minutes {
    let titles = minutes.items.iter_mut().flat_map(|item| [&mut item.title, &mut item.know]);
    for text in titles.chain(&mut minutes.not_reached) {
        *text = redact(text).0;
    }
    minutes
}

fn title(minutes: &Minutes) -> String {
    format!("Forum of {}, {}", minutes.workspace, day(minutes.from))
}

/// How a decision reads: the way, and what is written down with it.
pub fn decision(item: &Decided) -> String {
    if item.text.is_empty() { item.way.clone() } else { format!("{}. {}", item.way, item.text) }
}

/// How an action reads: what, who, until when.
pub fn agreed(action: &MinutesAction) -> String {
    let mut text = action.text.clone();
    if !action.owner.is_empty() {
        text.push_str(&format!(", {}", action.owner));
    }
    if let Some(due) = action.due {
        text.push_str(&format!(", due {}", day(due)));
    }
    if action.done {
        text.push_str(", done");
    }
    text
}

pub fn day(at: Time) -> String {
    at.rfc3339().chars().take(10).collect()
}

fn lines(lines: impl Iterator<Item = String>, none: &str) -> String {
    let text: String = lines.map(|line| line + "\n").collect();
    if text.is_empty() { none.to_owned() } else { text }
}
