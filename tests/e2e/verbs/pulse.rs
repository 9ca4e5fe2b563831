//! Verbs on how the product runs: the overview, problems, changes, links, causes.

use super::row::Then::{Asks, Changes, Decides, Loses, Reads, Says, Sees};
use super::row::{Row, Screen};

pub const OVERVIEW: Screen = Screen {
    name: "Pulse",
    scope: "pulse",
    proves: "goPulse",
    there: "g p",
    ready: "section[aria-label='Five numbers']",
    rows: &[
        Row("next", "j", Sees("[data-stop]:focus")),
        Row("chart", "t", Sees(".wide-table")),
        Row("chart", "t", Loses(".wide-table")),
        Row("earlier", "Left", Sees("[data-action='later']:not([aria-disabled])")),
        Row("later", "Right", Sees("[data-action='later'][aria-disabled]")),
        Row("targets", "Shift+B", Asks("Targets for time to restore")),
        Row("filter", "f", Asks("Service or product")),
        Row("saveFile", "Shift+E 1", Says("Saved the Pulse")),
        Row(
            "andon",
            "{[data-action='andon']:not([aria-disabled])} Shift+Q 'Wrong totals' Enter",
            Decides("Stopped exports of", ".page .notice strong"),
        ),
        Row("reviewLinks", "v", Reads("h1", "Links to review")),
    ],
};

/// Somebody stopped the exports of a product.
pub const STOPPED: Screen = Screen {
    name: "Pulse, exports stopped",
    scope: "pulse",
    proves: "",
    there: "g p \
        (raise_andon {\"place\": {\"type\": \"product\", \"name\": \"Payments\"}, \"reason\": \"Wrong totals\"})",
    ready: ".page .notice .acts",
    rows: &[
        Row("flags", "Alt+f", Asks("Flags and their fixes")),
        Row("lift", "Shift+U 'They add up' Enter", Decides("go again", ".page .notice strong")),
        Row("linkFix", "F4 {[role='dialog'] [role='option']} Enter", Decides("Linked “", ".page .notice strong")),
    ],
};

pub const PROBLEMS: Screen = Screen {
    name: "Pulse, problems",
    scope: "pulse",
    proves: "nextTab",
    there: "g p Ctrl+PageDown",
    ready: "[role='grid'][aria-label^='Recurring problems'] [aria-selected='true']",
    rows: &[Row("costRates", "Shift+D", Asks("What a problem costs"))],
};

pub const PROBLEM: Screen = Screen {
    name: "Problem",
    scope: "problem",
    proves: "",
    there: "g p Ctrl+PageDown {[id^='problem-'][aria-selected='true']} Enter",
    ready: "[role='grid'][aria-label^='Episodes'] [aria-selected='true']",
    rows: &[
        Row("next", "j", Changes("[id^='episode-'][aria-selected='true']")),
        Row("accept", "1 Enter", Decides("OPP-", "")),
        Row("link", "l", Asks("Opportunity")),
        Row("new", "n", Asks("Add a cause")),
        Row("workaround", "Shift+W", Asks("Workaround")),
        Row("knownError", "Shift+O", Decides("The cause is known", ".head")),
        Row("costRates", "Shift+D", Asks("What this problem costs")),
        Row("improve", "Alt+i", Asks("New improvement")),
        Row("rename", "F2", Asks("Rename")),
        Row("chart", "t", Changes("section[aria-label='Episodes']")),
        Row("chart", "t", Changes("section[aria-label='Episodes']")),
        Row("reviewLinks", "v", Reads("h1", "Links to review")),
        Row("open", "Enter", Reads("h1", "Inbox")),
    ],
};

pub const CHANGES: Screen = Screen {
    name: "Pulse, changes",
    scope: "pulse",
    proves: "nextTab",
    there: "g p Ctrl+PageDown Ctrl+PageDown",
    ready: "[role='grid'][aria-label^='Changes'] [aria-selected='true']",
    rows: &[
        Row(
            "tryLevel",
            "Shift+L",
            Decides("changes a sprint for", "section[aria-label='How many changes in a sprint'] .advice"),
        ),
        // Named as the kind of change is.
        Row("open", "Enter", Asks("")),
    ],
};

pub const LINKS: Screen = Screen {
    name: "Pulse, links to review",
    scope: "pulse",
    proves: "reviewLinks",
    there: "g p v",
    ready: "[role='grid'][aria-label^='Incidents and the changes'] [aria-selected='true']",
    rows: &[
        Row("accept", "1", Decides("caused “", "header .count")),
        Row("decline", "3", Decides("didn't cause “", "[id^='link-'] .what")),
        Row("open", "Enter", Reads("h1", "Inbox")),
        Row("back", "Esc", Sees("section[aria-label='Five numbers']")),
    ],
};

pub const FEATURES: Screen = Screen {
    name: "Pulse, feature use",
    scope: "pulse",
    proves: "",
    there: "g p <Unused features>",
    ready: "[role='grid'][aria-label^='Features'] [aria-selected='true']",
    rows: &[
        Row("open", "Enter", Asks("From ")),
        Row("accept", "End *k{[data-action='accept']:not([aria-disabled])} 1", Asks("Opportunity")),
        Row("decline", "3", Decides("is nothing", "[id^='feature-'][aria-selected='true']")),
    ],
};
