//! Keys as WebDriver knows them.

use anyhow::{Result, bail};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};

/// The keys of a chord go down in order and up again.
pub fn pressed(mut actions: KeyActions, chord: &str) -> Result<KeyActions> {
    let keys: Vec<char> = chord.split('+').map(key).collect::<Result<_>>()?;
    for value in &keys {
        actions = actions.then(KeyAction::Down { value: *value });
    }
    for value in keys.iter().rev() {
        actions = actions.then(KeyAction::Up { value: *value });
    }
    Ok(actions)
}

/// WebDriver's code of a key's name; a single character is itself.
fn key(name: &str) -> Result<char> {
    Ok(match name {
        "Ctrl" => '\u{E009}',
        "Shift" => '\u{E008}',
        "Alt" => '\u{E00A}',
        "Enter" => '\u{E007}',
        "Esc" => '\u{E00C}',
        "Tab" => '\u{E004}',
        "Space" => ' ',
        "Up" => '\u{E013}',
        "Down" => '\u{E015}',
        "Left" => '\u{E012}',
        "Right" => '\u{E014}',
        "Home" => '\u{E011}',
        "Delete" => '\u{E017}',
        "End" => '\u{E010}',
        "PageUp" => '\u{E00E}',
        "PageDown" => '\u{E00F}',
        "F2" => '\u{E032}',
        "F4" => '\u{E034}',
        "F6" => '\u{E036}',
        other => {
            let mut characters = other.chars();
            match (characters.next(), characters.next()) {
                (Some(only), None) => only,
                _ => bail!("there is no key {other}"),
            }
        }
    })
}
