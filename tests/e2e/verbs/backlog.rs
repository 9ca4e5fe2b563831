//! Verbs on what was sent: items, people who wait, the audit, the upcoming list.

use super::row::Then::{Asks, Changes, Decides, Loses, Reads, Says, Sees};
use super::row::{Row, Screen};

pub const ITEMS: Screen = Screen {
    name: "Backlog",
    scope: "backlog",
    proves: "goBacklog",
    there: "g h g b",
    ready: "[role='grid'][aria-label='Backlog items'] [aria-selected='true']",
    rows: &[
        Row("next", "j", Changes("[id^='item-'][aria-selected='true']")),
        Row("comment", "c", Asks("Comment on #")),
        Row("sync", "Shift+S", Says("Read 0 statuses")),
        Row("open", "Enter", Reads("h1", "OPP-")),
    ],
};

pub const PEOPLE: Screen = Screen {
    name: "Backlog, people waiting",
    scope: "backlog",
    proves: "previousTab",
    there: "g h g b Ctrl+PageUp Ctrl+PageUp Ctrl+PageUp Ctrl+PageUp",
    ready: "[role='grid'][aria-label='People who asked'] [aria-selected='true']",
    rows: &[
        Row("tell", "{aside textarea} m", Sees("aside textarea:focus")),
        Row("tellAll", "Shift+Enter", Asks("Tell everybody about")),
        Row("toldElsewhere", "Shift+M", Asks(" was told")),
        Row("loopTexts", "Shift+T", Asks("Texts for people who asked")),
        Row("notesByRule", "Alt+n", Asks("Notes by rule")),
        Row("open", "Enter", Reads("h1", "OPP-")),
        Row("filter", "f", Sees("[aria-label='Who is listed'] [aria-checked='true']:focus")),
    ],
};

pub const AUDIT: Screen = Screen {
    name: "Backlog, audit",
    scope: "backlog",
    proves: "previousTab",
    there: "g h g b Ctrl+PageUp Ctrl+PageUp",
    ready: "[id^='audit-'][aria-selected='true']",
    rows: &[
        Row("next", "j", Changes("[id^='audit-'][aria-selected='true']")),
        Row("filter", "f", Asks("Which items")),
        Row("accept", "1", Asks("Opportunity")),
        Row("keepItem", "Shift+Y 'must, by law' Enter", Decides("Kept ", "[id^='audit-'][aria-selected='true']")),
        Row("report", "Shift+N", Loses("[id^='audit-']")),
        Row("filter", "f 2", Sees("[data-action='link']:not([aria-disabled])")),
        Row("link", "l", Decides("is right", "aside .card ul")),
        Row("decline", "3", Decides("isn't the same", "aside .card ul")),
    ],
};

pub const UPCOMING: Screen = Screen {
    name: "Backlog, upcoming",
    scope: "backlog",
    proves: "previousTab",
    there: "g h g b Ctrl+PageUp",
    ready: "[role='grid'][aria-label^='Upcoming'] [aria-selected='true']",
    rows: &[
        Row("next", "j", Changes("[id^='upcoming-'][aria-selected='true']")),
        Row("saveFile", "Shift+E 1", Says("Saved")),
        Row("open", "Enter", Reads("h1", "OPP-")),
    ],
};
