//! Every screen of the window, and how a person gets there by keyboard.

use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use crate::window::{LOADING, READY, Window};

/// The screen that an empty workspace begins with, by its name for files and messages.
pub const FIRST_RUN: &str = "first-run";

/// All others: a name for files and messages, and the keys that lead there from the screen before; from the last,
/// Escape twice leads back to where the first can be reached.
pub const SCREENS: &[(&str, &str)] = &[
    ("inbox", "g i"),
    ("inbox-second", "j j"),
    ("inbox-selected", "x j x j x"),
    ("inbox-decline", "3"),
    ("inbox-snooze", "Esc Esc Esc h"),
    ("inbox-mark", "Esc q"),
    ("hidden", "Esc Esc g h"),
    ("news", "g n"),
    ("palette", "g i Ctrl+k"),
    ("keys", "Esc ?"),
    ("themes", "Esc g t"),
    ("theme", "j Enter"),
    ("theme-split", "Esc s"),
    ("opportunities", "Esc Esc g o g 1"),
    ("board", "g 2"),
    ("matrix", "g 3"),
    ("matrix-table", "t"),
    ("tree", "t g 4"),
    ("timeline", "g 5"),
    ("opportunity", "g 1 j Enter"),
    ("past-value", "Alt+p"),
    ("causes", "Esc Ctrl+PageDown"),
    ("evidence", "Ctrl+PageDown"),
    ("annotations", "Ctrl+PageDown"),
    ("outcome", "Ctrl+PageDown"),
    ("history", "Ctrl+PageDown"),
    ("score", "r"),
    ("export", "Esc e"),
    ("export-several", "Esc Esc Alt+e"),
    ("estimates", "Esc Esc Shift+d"),
    ("what-if", "Esc Shift+w"),
    ("outcomes", "g k"),
    ("outcome-check", "Enter"),
    ("pulse", "Esc g p"),
    ("problems", "Ctrl+PageDown"),
    ("problem", "Enter"),
    ("changes", "Esc Ctrl+PageDown"),
    ("cause-map", "Ctrl+PageDown"),
    ("forum", "Ctrl+PageDown"),
    ("improvements", "Ctrl+PageDown"),
    ("links", "g p v"),
    // K goes back from the last of what can be opened there.
    ("feature-use", "g p k k Enter"),
    ("backlog", "Esc Esc g b"),
    ("people-waiting", "Ctrl+PageUp Ctrl+PageUp Ctrl+PageUp Ctrl+PageUp"),
    ("audit", "Ctrl+PageDown Ctrl+PageDown"),
    ("upcoming", "Ctrl+PageDown"),
    ("sources", "g s"),
    ("services", "g v"),
    ("customers", "g c"),
    ("settings", "Ctrl+,"),
    ("appearance", "g a"),
    ("digests", "g d"),
];

/// The page anew, in that theme.
pub async fn show_in(window: &Window, theme: &str) -> Result<()> {
    window.client.refresh().await?;
    window.see(READY).await?;
    window.script("document.documentElement.style.colorScheme = arguments[0]", vec![json!(theme)]).await?;
    Ok(())
}

/// Presses each key once that is read which the one before has brought: a list hears none before.
pub async fn go(window: &Window, keys: &str) -> Result<()> {
    for chord in chords(keys) {
        window.press(&chord).await?;
        window.gone(LOADING).await?;
    }
    Ok(())
}

/// Each key by itself, and a g with its letter, for which the page waits a second only.
pub fn chords(keys: &str) -> Vec<String> {
    let mut rest = keys.split_whitespace();
    let mut chords = Vec::new();
    while let Some(chord) = rest.next() {
        let letter = if chord == "g" { rest.next() } else { None };
        chords.push(letter.map_or_else(|| chord.to_owned(), |letter| format!("{chord} {letter}")));
    }
    chords
}

/// Opens the demo and fills it, with its signals in themes; what the page shows has to be read anew.
pub async fn fill(window: &Window) -> Result<()> {
    let switch = "return window.__TAURI_INTERNALS__.invoke('switch_workspace', {which: 'demo'}).then(() => 0)";
    window.script(switch, vec![]).await?;
    window.call("fill_demo", json!({})).await?;
    // With the language model it takes longer than a script may.
    let begin = "window.__TAURI_INTERNALS__.invoke('call', {name: 'group_signals', args: {anew: true}}); return 0";
    window.script(begin, vec![]).await?;
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let standing = &window.call("themes", json!({ "query": {} })).await?["standing"];
        if standing["waiting"] == 0 && standing["progress"].is_null() {
            return Ok(());
        }
    }
}
