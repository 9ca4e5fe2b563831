//! Every screen of the window, and how a person gets there by keyboard.

/// A name for files and messages, and the keys that lead there from the screen before; from the last, Escape twice
/// leads back to where the first can be reached.
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
    ("opportunities", "Esc Esc g o"),
    ("board", "t"),
    ("opportunity", "t j Enter"),
    ("annotations", "a"),
    ("score", "Esc r"),
    ("export", "Esc e"),
    ("what-if", "Esc Esc Shift+w"),
    ("pulse", "Esc g p"),
    ("links", "v"),
    ("backlog", "Esc Esc g b"),
    ("sources", "g s"),
    ("services", "g v"),
    ("customers", "g c"),
    ("settings", "Ctrl+,"),
    ("appearance", "g a"),
];
