//! What a person does, as the tables write it.
//!
//! Chords with spaces between them, as [`Window::press`] takes them, and between those: `'words'` are typed into the
//! field that has the focus, `{selector}` is waited for, `<title>` is clicked in the sidebar, `*chord{selector}` presses
//! a chord until something matches, and `(command {"arguments": …})` is a command of the engine's that somebody gives
//! elsewhere.

use anyhow::{Result, bail};
use serde_json::json;
use support::window::Window;

/// More than any list of the demo holds.
const MOST_PRESSES: usize = 60;

#[derive(Debug, PartialEq)]
enum Deed<'a> {
    Press(&'a str),
    Type(&'a str),
    Await(&'a str),
    Click(&'a str),
    PressUntil(&'a str, &'a str),
    Command(&'a str, &'a str),
}

/// Does one after the other.
pub async fn act(window: &Window, text: &str) -> Result<()> {
    for deed in deeds(text) {
        match deed {
            Deed::Press(chords) => window.press(chords).await?,
            Deed::Type(words) => {
                let test = "return document.activeElement?.matches('input, textarea');";
                window.until("a field to type into", test, vec![]).await?;
                window.type_text(words).await?;
            }
            Deed::Await(css) => {
                window.see(css).await?;
            }
            Deed::Click(title) => {
                let test = "const all = [...document.querySelectorAll('nav button')];
                    const wanted = all.find((one) => one.textContent.trim().startsWith(given[0]));
                    wanted?.click();
                    return wanted !== undefined;";
                window.until(title, test, vec![json!(title)]).await?;
            }
            Deed::PressUntil(chord, css) => press_until(window, chord, css).await?,
            Deed::Command(name, arguments) => {
                window.call(name, serde_json::from_str(arguments)?).await?;
            }
        }
    }
    Ok(())
}

async fn press_until(window: &Window, chord: &str, css: &str) -> Result<()> {
    for _ in 0..MOST_PRESSES {
        let found = window.script("return document.querySelector(arguments[0]) !== null", vec![json!(css)]).await?;
        if found == json!(true) {
            return Ok(());
        }
        window.press(chord).await?;
    }
    bail!("{css} never showed, however often {chord} was pressed")
}

fn deeds(text: &str) -> Vec<Deed<'_>> {
    let mut all = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (deed, after) = first(rest);
        all.push(deed);
        rest = after.trim_start();
    }
    all
}

fn first(text: &str) -> (Deed<'_>, &str) {
    let within = |open: char, close: char| text.strip_prefix(open).and_then(|text| text.split_once(close));
    if let Some((words, rest)) = within('\'', '\'') {
        return (Deed::Type(words), rest);
    }
    if let Some((css, rest)) = within('{', '}') {
        return (Deed::Await(css), rest);
    }
    if let Some((title, rest)) = within('<', '>') {
        return (Deed::Click(title), rest);
    }
    if let Some((until, rest)) = within('*', '}') {
        let (chord, css) = until.split_once('{').unwrap_or((until, ""));
        return (Deed::PressUntil(chord, css), rest);
    }
    if let Some((command, rest)) = within('(', ')') {
        let (name, arguments) = command.split_once(' ').unwrap_or((command, "{}"));
        return (Deed::Command(name, arguments), rest);
    }
    let ends = [" '", " {", " <", " *", " ("].into_iter().filter_map(|next| text.find(next)).min();
    let (chords, rest) = text.split_at(ends.unwrap_or(text.len()));
    (Deed::Press(chords), rest)
}

#[test]
fn deeds_are_read_in_their_order() {
    let read = deeds("g t {a:not([b])} Shift+F2 'two words' Enter *j{c} <Declined> (undo {\"a\": 1})");
    let wanted = [
        Deed::Press("g t"),
        Deed::Await("a:not([b])"),
        Deed::Press("Shift+F2"),
        Deed::Type("two words"),
        Deed::Press("Enter"),
        Deed::PressUntil("j", "c"),
        Deed::Click("Declined"),
        Deed::Command("undo", "{\"a\": 1}"),
    ];
    assert_eq!(read, wanted);
}
