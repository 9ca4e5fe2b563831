//! Verbs on one opportunity: its page and each of its tabs. It is the second of the table, which has an item in the
//! tracker.

use super::row::Then::{Asks, Changes, Decides, Loses, Reads, Sees};
use super::row::{Row, Screen};

pub const SUMMARY: Screen = Screen {
    name: "Opportunity, summary",
    scope: "opportunity",
    proves: "",
    there: "g o g 1 {[id^='opp-'][aria-selected='true']} Home j Enter",
    ready: "section[aria-label='Risk register']",
    rows: &[
        Row("stageBack", "Shift+Left", Decides("Moved OPP-", ".way")),
        Row("stageNext", "Shift+Right", Decides("Moved OPP-", ".way")),
        Row("decline", "3", Asks("Decline OPP-")),
        Row("rename", "F2", Sees("[aria-label='Title']:focus")),
        Row("hypothesis", "Shift+I", Sees("[aria-label='Hypothesis']:focus")),
        Row("expected", "Shift+X", Sees("[aria-label='What we expect']:focus")),
        Row(
            "risk",
            "Shift+R {[role='dialog'] input:focus} Enter",
            Decides("Judged the", "section[aria-label='Risk register']"),
        ),
        Row("link", "l", Asks("Link evidence")),
        Row("comment", "c", Asks("Comment on #")),
        Row("pastDate", "Alt+p", Asks("The value at a past date")),
        Row("facts", "]", Loses("section[aria-label='Delivery']")),
        Row("facts", "]", Sees("section[aria-label='Delivery']")),
        Row("tell", "m", Sees("[role='grid'][aria-label='People who asked']")),
        Row("export", "e", Asks("Export to a tracker")),
        // It is selected there.
        Row("whatIf", "Shift+W", Sees("[id^='if-'][aria-selected='true']")),
        Row("score", "r", Sees("[data-factor]")),
    ],
};

pub const CAUSES: Screen = Screen {
    name: "Opportunity, causes",
    scope: "opportunity",
    proves: "nextTab",
    there: "g o g 1 {[id^='opp-'][aria-selected='true']} Home j Enter {section[aria-label='Risk register']} \
        Ctrl+PageDown",
    ready: "section[aria-label='Root causes']",
    rows: &[Row("new", "n", Asks("Add a cause"))],
};

pub const EVIDENCE: Screen = Screen {
    name: "Opportunity, evidence",
    scope: "opportunity",
    proves: "nextTab",
    there: "g o g 1 {[id^='opp-'][aria-selected='true']} Home j Enter {section[aria-label='Risk register']} \
        Ctrl+PageDown Ctrl+PageDown {section .rate}",
    ready: "[role='grid'][aria-label='Evidence'] [aria-selected='true']",
    rows: &[
        Row("next", "j", Changes("[id^='evidence-'][aria-selected='true']")),
        Row("chart", "t", Sees(".weeks table")),
        Row("chart", "t", Loses(".weeks table")),
        Row("against", "Alt+a", Decides("as speaking against OPP-", "[id^='evidence-'][aria-selected='true'] .title")),
        Row("remove", "Delete", Decides("Unlinked “", "[role='tab'][aria-selected='true']")),
        Row("open", "Enter", Reads("h1", "Accepted")),
    ],
};

/// A note is there already.
pub const ANNOTATIONS: Screen = Screen {
    name: "Opportunity, annotations",
    scope: "opportunity",
    proves: "annotate",
    there: "g o g 1 {[id^='opp-'][aria-selected='true']} Home j Enter {section[aria-label='Risk register']} \
        a {.annotations} a 'Too small' Ctrl+Enter",
    ready: "li[id^='note-'][aria-current='true']",
    rows: &[
        Row("reply", "j Alt+c 'Agreed' Ctrl+Enter", Decides("Replied to note", "section[aria-label='Notes']")),
        Row("rename", "F2 ', and pale' Ctrl+Enter", Decides("Changed note", "li[aria-current='true'] .blocks")),
        Row("resolve", "Shift+C", Decides("Resolved note", "[role='tab'][aria-selected='true']")),
        Row("remove", "j Delete", Decides("Removed note", "[role='tab'][aria-selected='true']")),
    ],
};

/// Of something delivered, so that there is a check to settle.
pub const OUTCOME: Screen = Screen {
    name: "Opportunity, outcome",
    scope: "opportunity",
    proves: "goOutcomes",
    there: "g k {[id^='outcome-'][aria-selected='true']} Enter",
    ready: "[data-action='setGoal']:not([aria-disabled])",
    rows: &[
        Row("chart", "t", Changes("[role='radio'][aria-checked='true']")),
        Row("chart", "t", Changes("[role='radio'][aria-checked='true']")),
        Row("setGoal", "Shift+Y", Asks("Goal and comparison")),
        Row("accept", "1 1", Decides("Verified OPP-", ".way")),
    ],
};

/// Somebody stopped the exports of every product.
pub const STOPPED: Screen = Screen {
    name: "Opportunity, exports stopped",
    scope: "opportunity",
    proves: "",
    there: "g o g 1 {[id^='opp-'][aria-selected='true']} Home j Enter {section[aria-label='Risk register']} \
        (raise_andon {\"place\": {\"type\": \"product\", \"name\": \"Shipping\"}, \"reason\": \"Wrong totals\"}) \
        (raise_andon {\"place\": {\"type\": \"product\", \"name\": \"Payments\"}, \"reason\": \"Wrong totals\"}) \
        (raise_andon {\"place\": {\"type\": \"product\", \"name\": \"Platform\"}, \"reason\": \"Wrong totals\"})",
    ready: "[aria-label='Flags that stop it']",
    rows: &[Row(
        "linkFix",
        "F4 {[role='dialog'] [role='option']} Enter",
        Decides("Linked “", "[aria-label='Flags that stop it'] b"),
    )],
};

/// The sheet with the value at a past date, over the summary.
pub const PAST: Screen = Screen {
    name: "Opportunity, a past date",
    scope: "opportunity",
    proves: "pastDate",
    there: "g o g 1 {[id^='opp-'][aria-selected='true']} Home j Enter {section[aria-label='Risk register']} \
        Alt+p",
    ready: "[role='dialog'] .numbers",
    rows: &[
        Row("changeBefore", "Left", Changes("[role='dialog'] .banner")),
        Row("changeAfter", "Right", Changes("[role='dialog'] .banner")),
        Row("chart", "t", Changes("[role='dialog'] [role='radio'][aria-checked='true']")),
        Row("back", "Esc", Loses("[role='dialog']")),
    ],
};
