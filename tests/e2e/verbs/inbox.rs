//! Verbs on signals, in the splits of the Inbox.

use super::row::Then::{Asks, Changes, Decides, Loses, Reads, Says, Sees};
use super::row::{Row, Screen};

/// Among tickets about one thing: an open incident would be left out of some verbs.
pub const INBOX: Screen = Screen {
    name: "Inbox",
    scope: "inbox",
    proves: "goInbox search",
    there: "g i / 'surcharge' Enter",
    ready: "[aria-label^='Inbox'] [aria-selected='true'] .title[title*='urcharge']",
    rows: &[
        Row("next", "j", Reads("article .position", "2 of")),
        Row("previous", "k", Reads("article .position", "1 of")),
        Row("last", "End", Changes("article .position")),
        Row("first", "Home", Reads("article .position", "1 of")),
        Row("pageDown", "PageDown", Changes("article .position")),
        Row("pageUp", "PageUp", Reads("article .position", "1 of")),
        Row("select", "x", Reads("[role='toolbar'] .selected", "1 selected")),
        Row("extendDown", "Shift+J", Reads("[role='toolbar'] .selected", "2 selected")),
        Row("back", "Esc", Loses("[role='toolbar'] .selected")),
        Row("extendUp", "End Shift+K", Reads("[role='toolbar'] .selected", "2 selected")),
        Row("selectAll", "Ctrl+a", Changes("[role='toolbar'] .selected")),
        Row("back", "Esc", Loses("[role='toolbar'] .selected")),
        Row("open", "Home Enter", Sees("[data-reader]:focus")),
        Row("facts", "]", Loses("aside[aria-label='Facts']")),
        Row("facts", "]", Sees("aside[aria-label='Facts']")),
        Row("whyHere", "y", Sees("section[aria-label='Why here?']")),
        Row("whyHere", "y", Loses("section[aria-label='Why here?']")),
        Row("grouped", "Shift+F", Sees("[role='listbox'] .head")),
        Row("grouped", "Shift+F", Loses("[role='listbox'] .head")),
        Row("filter", "f", Asks("Filter")),
        Row("saveView", "Shift+V 'Mine' Enter", Decides("Saved the view “Mine”", "nav ul:last-of-type .title")),
        Row("accept undo redo", "1 Enter", Decides("OPP-", "header .count")),
        Row("acceptTheme", "Shift+Enter", Asks("Accept the whole theme")),
        Row("merge", "2", Asks("Merge into another signal")),
        Row(
            "merge",
            "2 {[role='dialog'] [role='option']} Enter {[role='dialog'] .sides} Enter",
            Decides("Merged “", "header .count"),
        ),
        Row("decline", "x j x 3 3", Decides("Declined 2 signals", "header .count")),
        Row("snooze", "h 1", Decides("Snoozed “", "header .count")),
        Row("link", "l", Asks("Link")),
        Row(
            "moveTo",
            "Shift+M {[aria-label='Move to another theme'] [role='option']} Enter",
            Decides("Put “", "aside[aria-label='Facts']"),
        ),
        Row(
            "mark",
            "q Enter {[aria-label='Mark as evidence'] [role='option']} Enter \
             {[role='dialog'] [role='radio']:focus} Enter",
            Decides("Marked a passage of “", ".run.mark"),
        ),
        Row("sync", "Shift+S", Says("No connection to read")),
    ],
};

/// Two signals side by side, in the dialog that merges them.
pub const MERGING: Screen = Screen {
    name: "Inbox, merging",
    scope: "merge",
    proves: "",
    there: "g i / 'surcharge' Enter",
    ready: "[aria-label^='Inbox'] [aria-selected='true'] .title[title*='urcharge']",
    rows: &[Row(
        "keepApart",
        "2 {[role='dialog'] [role='option']} Enter {[role='dialog'] .sides} Shift+U Esc",
        Decides("won't be suggested together again", ""),
    )],
};

pub const DECLINED: Screen = Screen {
    name: "Inbox, declined",
    scope: "inbox",
    proves: "",
    there: "g h g i <Declined>",
    ready: "[aria-label^='Declined'] [aria-selected='true'] .title[title]",
    rows: &[Row("reopen", "b", Decides("Put back “", "header .count"))],
};

pub const MERGED: Screen = Screen {
    name: "Inbox, merged",
    scope: "inbox",
    proves: "",
    there: "g h g i <Merged>",
    ready: "[aria-label^='Merged'] [aria-selected='true'] .title[title]",
    rows: &[Row("split", "s", Decides("Took “", "header .count"))],
};
