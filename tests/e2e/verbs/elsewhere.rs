//! Verbs of the window itself, and of the screens beside the main ones.

use super::row::Then::{Asks, Changes, Decides, Loses, Reads, Sees};
use super::row::{Row, Screen};

/// An empty workspace of one's own, from which the test opens the demo.
pub const FIRST_RUN: Screen = Screen {
    name: "First run",
    scope: "first-run",
    proves: "goInbox demo",
    there: "g i",
    ready: ".ways",
    rows: &[Row("new", "n", Sees("[aria-label='Find a tool']:focus")), Row("help", "?", Asks("Keyboard"))],
};

/// What the whole window does is offered here as anywhere.
pub const APPEARANCE: Screen = Screen {
    name: "Appearance",
    scope: "settings",
    proves: "goAppearance",
    there: "g a",
    ready: ".size small",
    rows: &[
        Row("zoomIn", "Ctrl+=", Changes(".size small")),
        Row("zoomOut", "Ctrl+- Ctrl+-", Changes(".size small")),
        Row("zoomReset", "Ctrl+0", Changes(".size small")),
        Row("sidebar", "[", Sees("nav.rail")),
        Row("sidebar", "[", Loses("nav.rail")),
        Row("help", "?", Asks("Keyboard")),
        Row("palette", "Ctrl+k", Asks("Search everything")),
        Row("region", "F6", Sees("nav :focus, header :focus, main :focus")),
        Row("regionBack", "Shift+F6", Sees("nav :focus, header :focus, main :focus")),
    ],
};

pub const NEWS: Screen = Screen {
    name: "News",
    scope: "news",
    proves: "goNews",
    there: "g n",
    ready: "[id^='news-'][aria-selected='true']",
    rows: &[
        Row("next", "j", Changes("[aria-selected='true']")),
        Row("open", "Enter", Reads("h1", "OPP-")),
        Row("markSeen", "Shift+R", Loses("[id^='news-']")),
    ],
};

pub const SCORE: Screen = Screen {
    name: "Score",
    scope: "score",
    proves: "",
    there: "g o g 1 {[id^='opp-'][aria-selected='true']} Home j r",
    ready: "[data-factor]",
    rows: &[
        Row("chart", "t", Changes(".page")),
        Row("new", "n", Asks("Ask for estimates")),
        Row(
            "useEvidence send",
            "Alt+u {[data-action='send']:not([aria-disabled])} Ctrl+Enter",
            Decides("Scored OPP-", ""),
        ),
        Row("whatIf", "Shift+W", Reads("h1", "What if")),
        Row("estimates", "Shift+D", Reads("h1", "Estimates")),
    ],
};

pub const WHAT_IF: Screen = Screen {
    name: "What if",
    scope: "whatIf",
    proves: "",
    there: "g o g 1 {[id^='opp-'][aria-selected='true']} Shift+W",
    ready: "[id^='if-'][aria-selected='true']",
    rows: &[
        Row("next", "j", Changes("[id^='if-'][aria-selected='true']")),
        Row("estimates", "Shift+D", Reads("h1", "Estimates")),
    ],
};

pub const DIGESTS: Screen = Screen {
    name: "Digests",
    scope: "settings",
    proves: "goDigests",
    there: "g d",
    ready: "[data-action='preview']",
    rows: &[Row("new", "n", Asks("New destination"))],
};

pub const HIDDEN: Screen =
    Screen { name: "Hidden", scope: "inbox", proves: "goHidden", there: "g h", ready: "#by-people", rows: &[] };

pub const SETTINGS: Screen = Screen {
    name: "Settings",
    scope: "settings",
    proves: "goSettings",
    there: "Ctrl+,",
    ready: "[aria-label='Sections'] [aria-current='page']",
    rows: &[],
};
