//! Verbs on how people work together: the forum's agenda and the improvement register.

use super::row::Then::{Asks, Decides, Says};
use super::row::{Row, Screen};

pub const FORUM: Screen = Screen {
    name: "Pulse, forum",
    scope: "pulse",
    proves: "previousTab",
    there: "g p Ctrl+PageUp Ctrl+PageUp",
    ready: "[role='grid'][aria-label^='Agenda'] [aria-selected='true']",
    rows: &[
        Row("moveLater", "Home j Shift+Down", Decides("later", "[role='grid'] strong")),
        Row("moveEarlier", "Home j j Shift+Up", Decides("earlier", "[role='grid'] strong")),
        Row("new", "n", Asks("Add an item")),
        Row("decline", "Home j 3 'Not now' Enter", Decides("off the agenda", "[role='grid'] strong")),
        Row("agree", "Shift+Y 'Write it down' Enter", Decides("Write it down", "section[aria-label='Actions']")),
        Row("meeting", "Shift+N", Decides("Started the meeting", "header:not([data-region]) .lead")),
        Row("cadence", "Alt+d", Asks("When the forum is")),
        Row("copyText", "Alt+c", Says("Copied the minutes so far")),
        Row("open send", "Home j Enter 'Agreed' Ctrl+Enter", Decides("Decided “", ".decided")),
    ],
};

pub const IMPROVEMENTS: Screen = Screen {
    name: "Pulse, improvements",
    scope: "pulse",
    proves: "previousTab",
    there: "g p Ctrl+PageUp (open_assessment {}) {[aria-label='How we see ourselves'] .acts}",
    ready: "[role='group'][aria-label^='Improvements'] [aria-selected='true']",
    rows: &[
        Row("open", "Enter", Asks("Improvement")),
        Row("new", "n", Asks("New improvement")),
        Row("stageNext", "Home Shift+Right", Decides("Moved “", "[role='group'][aria-label^='Improvements']")),
        Row("stageBack", "Home j Shift+Left", Decides("Moved “", "[role='group'][aria-label^='Improvements']")),
        Row("improve", "Alt+i", Asks("New improvement")),
        Row("remove", "Delete", Decides("Removed the improvement “", "[role='group'][aria-label^='Improvements']")),
        Row("answer", "Alt+q", Asks("How do you see it?")),
    ],
};
