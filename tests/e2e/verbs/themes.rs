//! Verbs on themes: the table, one theme, two being merged, one being split.

use super::row::Then::{Asks, Changes, Decides, Loses, Reads, Says, Sees};
use super::row::{Row, Screen};

pub const TABLE: Screen = Screen {
    name: "Themes",
    scope: "themes",
    proves: "goThemes",
    there: "g t",
    ready: "[role='grid'][aria-label^='Themes'] [aria-selected='true']",
    rows: &[
        Row("next", "j", Changes("[aria-selected='true'] .name")),
        Row("previous", "k", Changes("[aria-selected='true'] .name")),
        Row("last", "End", Changes("[aria-selected='true'] .name")),
        Row("first", "Home", Changes("[aria-selected='true'] .name")),
        Row("select", "x", Sees("[role='row'] .box")),
        Row("back", "Esc", Loses("[role='row'] .box")),
        Row("accept", "1 Enter", Decides("OPP-", "")),
        Row("link", "l", Asks("Link to an opportunity")),
        Row("merge", "2", Asks("Merge with another theme")),
        Row("rename", "F2 ' anew' Enter", Decides("Renamed “", "[aria-selected='true'] .name")),
        Row("decline", "3", Decides("is not a theme", "header .count")),
        Row("snooze", "h 1", Decides("Snoozed “", "header .count")),
        Row("filter", "f", Asks("Filter")),
        Row("search", "/", Sees("[aria-label='Search the table']:focus")),
        Row("grouped", "Shift+F", Sees("p.subject")),
        Row("grouped", "Shift+F", Loses("p.subject")),
        Row("saveView", "Shift+V", Asks("Save as a view")),
        Row("saveFile", "Shift+E 1", Says("Saved")),
        Row("split", "s", Reads("h1", "Split")),
        Row("open", "Enter", Sees("aside[aria-label='Signals']")),
    ],
};

/// Somebody paused the grouping, so that there is something to go on with.
pub const PAUSED: Screen = Screen {
    name: "Themes, paused",
    scope: "themes",
    proves: "",
    there: "g t (pause_grouping {\"paused\": true}) {.notice button}",
    ready: "[role='grid'][aria-label^='Themes'] [aria-selected='true']",
    rows: &[Row("pause", "p", Loses(".notice button"))],
};

pub const THEME: Screen = Screen {
    name: "Theme",
    scope: "theme",
    proves: "",
    there: "g t {[role='grid'] [aria-selected='true']} Home Enter",
    ready: "aside[aria-label='Signals'] [aria-selected='true'] .title[title]",
    rows: &[
        Row("next", "j", Changes("aside [aria-selected='true']")),
        Row("previous", "k", Changes("aside [aria-selected='true']")),
        Row("chart", "t", Sees(".overview caption")),
        Row("chart", "t", Loses(".overview caption")),
        Row("whyHere", "y", Sees("aside .why")),
        Row("whyHere", "y", Loses("aside .why")),
        Row("rename", "F2", Asks("Rename")),
        Row("decline", "3", Decides("is not a theme", "[data-action='decline']")),
        Row("snooze", "h", Asks("Snooze")),
        Row("link", "l", Asks("Link to an opportunity")),
        Row("merge", "2", Asks("Merge with another theme")),
        Row("moveTo", "Shift+M", Asks("Move to another theme")),
        Row("pin", "Shift+H", Decides("Put “", "[role='toolbar'] .context")),
        Row("keepOut", "Delete", Decides("Kept “", "")),
        Row("keepTogether", "x j x Shift+T", Decides("Kept 2 signals together", "")),
        Row("back", "Esc", Loses("[data-checked]")),
        Row("keepApart", "x j x Shift+U", Decides("Kept 2 signals apart", "")),
        Row("back", "Esc", Loses("[data-checked]")),
        Row("accept", "1 Enter", Decides("OPP-", "")),
        Row("split", "s", Reads("h1", "Split")),
        Row("open", "Enter", Reads("h1", "Inbox")),
    ],
};

pub const SPLITTING: Screen = Screen {
    name: "Theme, splitting",
    scope: "split",
    proves: "",
    there: "g t {[role='grid'] [aria-selected='true']} Home Enter \
        {aside[aria-label='Signals'] [aria-selected='true']} s",
    ready: "[data-column='0'] [aria-selected='true'] .title",
    rows: &[
        Row("select", "x", Reads("[role='toolbar'] .selected", "1 selected")),
        Row("back", "Esc", Loses("[role='toolbar'] .selected")),
        Row("partRight", "Right", Reads("p[role='status']", " to B, ")),
        Row("partLeft", "Tab Tab {[data-column='1']:focus} Left", Reads("p[role='status']", " to A, ")),
        Row("rename", "F2", Sees("[aria-label^='Title of part']:focus")),
        Row("open", "Enter", Decides("Split “", "")),
    ],
};

/// The first two themes of the table.
pub const MERGING: Screen = Screen {
    name: "Themes, merging",
    scope: "merge",
    proves: "",
    there: "g t {[role='grid'] [aria-selected='true']} Esc Home x j x 2",
    ready: "section.joins h1",
    rows: &[
        Row("swap", "w", Changes("section.stays h1")),
        Row("back", "Esc", Reads("h1", "Themes")),
        Row("split", "s", Reads("h1", "Split")),
        Row("open", "Enter", Decides("Merged “", "")),
    ],
};

/// Looking at everything again takes long, so it is the last.
pub const AGAIN: Screen = Screen {
    name: "Themes, grouped again",
    scope: "themes",
    proves: "",
    there: "g t",
    ready: "[role='grid'][aria-label^='Themes'] [aria-selected='true']",
    rows: &[Row("groupAgain", "Shift+G", Sees("[role='status'].running"))],
};
