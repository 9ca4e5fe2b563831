//! Verbs on the list of opportunities, in each of its layouts.

use super::row::Then::{Asks, Changes, Decides, Reads, Says, Sees};
use super::row::{Row, Screen};

pub const TABLE: Screen = Screen {
    name: "Opportunities, table",
    scope: "opportunities",
    proves: "goOpportunities asTable",
    there: "g o g 1",
    ready: "[role='grid'][aria-label='Opportunities'] [aria-selected='true']",
    rows: &[
        Row("next", "j", Changes("[id^='opp-'][aria-selected='true']")),
        Row("previous", "k", Changes("[id^='opp-'][aria-selected='true']")),
        Row("decline", "3 1", Decides("Rejected OPP-", "header .count")),
        Row("filter", "f", Asks("Filter")),
        Row("search", "/", Sees("[aria-label='Search the table']:focus")),
        Row("saveView", "Shift+V", Asks("Save as a view")),
        Row("saveFile", "Shift+E 1", Says("Saved")),
        Row("new", "n 'Less typing' Enter", Decides("Made OPP-", "header .count")),
        Row("rename", "F2 'Another name' Enter", Decides("Renamed OPP-", "[role='grid']")),
        Row("stageNext", "Home Shift+Right", Decides("Moved OPP-", "[role='grid']")),
        Row("stageBack", "Home j Shift+Left", Decides("Moved OPP-", "[role='grid']")),
        Row("remove", "Delete", Decides("Deleted OPP-", "header .count")),
        Row(
            "reopen previousTab",
            "Delete {.toast} Ctrl+PageUp {[data-action='reopen']} b",
            Decides("Brought back OPP-", ""),
        ),
        Row("nextTab", "Ctrl+PageDown", Sees("[id^='opp-'][aria-selected='true']")),
        Row("chart", "t", Sees("[aria-label='Opportunities by stage']")),
        Row("open", "Enter", Reads("h1", "OPP-")),
        Row("export", "e", Asks("Export to a tracker")),
        Row("exportAll", "Alt+e", Reads("h1", "Export several")),
        Row("score", "r", Sees("[data-factor]")),
        Row("whatIf", "Shift+W", Reads("h1", "What if")),
        Row("estimates", "Shift+D", Reads("h1", "Estimates")),
    ],
};

pub const BOARD: Screen = Screen {
    name: "Opportunities, board",
    scope: "opportunities",
    proves: "asBoard",
    there: "g o g 2",
    ready: "[aria-label='Opportunities by stage'] [aria-selected='true']",
    rows: &[
        Row("columnRight", "Right", Changes("[aria-selected='true']")),
        Row("columnLeft", "Left", Changes("[aria-selected='true']")),
        Row("chart", "t", Sees("[role='grid'][aria-label='Opportunities']")),
    ],
};

pub const MATRIX: Screen = Screen {
    name: "Opportunities, matrix",
    scope: "opportunities",
    proves: "asMatrix",
    there: "g o g 3",
    ready: "[aria-label*='by value and risk'] [aria-selected='true']",
    rows: &[],
};

pub const TREE: Screen = Screen {
    name: "Opportunities, tree",
    scope: "opportunities",
    proves: "asTree",
    there: "g o g 4",
    ready: "[role='tree'] [aria-selected='true']",
    rows: &[
        Row("newOutcome", "Shift+N 'Fewer calls' Enter", Decides("Added the outcome “", ".bar .quiet")),
        Row("moveDown", "Home Right Shift+Down", Decides("among its neighbours", "[role='tree']")),
        Row("moveUp", "Home Right j Shift+Up", Decides("among its neighbours", "[role='tree']")),
    ],
};

pub const TIMELINE: Screen = Screen {
    name: "Opportunities, timeline",
    scope: "opportunities",
    proves: "asTimeline",
    there: "g o g 5",
    ready: "[aria-label*='the dates of their stages'] [aria-selected='true']",
    rows: &[
        Row("timeScale", "Shift+Q", Changes("[data-action='timeScale']")),
        Row("timeScale", "Shift+Q", Changes("[data-action='timeScale']")),
    ],
};
