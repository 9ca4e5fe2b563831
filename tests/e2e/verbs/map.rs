//! No verb is forgotten: every one of the keyboard map has a row on each kind of screen that offers it, or a reason why
//! it has none.

use std::collections::BTreeSet;

use super::SCREENS;

const MAP: &str = include_str!("../../../ui/src/actions.ts");

const CHOOSER: &str = "It opens the system's own window for files.";
const BROWSER: &str = "It opens the browser.";
const NO_TRACKER: &str = "Nothing can be sent from the demo, and the whole way to a tracker is gone in main_job.";
const NO_UNMAPPED: &str = "Everything is mapped in the demo, and what isn't is assigned in mapping.";
const NO_DIGEST: &str = "The demo sends no digests, and a destination needs a password.";
const NO_FORMULA: &str = "Nobody wrote a formula in the demo.";
const NO_QUESTION: &str = "It needs a question that differs from today, which is asked with sliders.";
const NO_FILE: &str = "It needs a file, which only the system's own window hands over.";

/// Verb, scope and reason.
const WITHOUT: &[(&str, &str, &str)] = &[
    ("import", "first-run", CHOOSER),
    ("import", "sources", CHOOSER),
    ("import", "opportunities", CHOOSER),
    ("import", "opportunity", CHOOSER),
    ("nextProblem", "import", NO_FILE),
    ("send", "import", NO_FILE),
    ("visit", "backlog", BROWSER),
    ("visit", "opportunity", BROWSER),
    ("visit", "export", BROWSER),
    ("visit", "inbox", BROWSER),
    ("visit", "sources", BROWSER),
    ("accept", "sources", NO_UNMAPPED),
    ("decline", "sources", NO_UNMAPPED),
    ("setAside", "sources", "Every record of the demo could be read."),
    ("send", "backlog", "It writes into tickets, and nobody answers for those of the demo."),
    ("update", "backlog", "The items of the demo were linked, not sent."),
    ("readAnew", "backlog", "Nobody answers for the tracker of the demo."),
    ("template", "export", NO_TRACKER),
    ("tryAgain", "export", NO_TRACKER),
    ("tryAllAgain", "export", NO_TRACKER),
    ("nextProblem", "export", NO_TRACKER),
    ("remove", "export", NO_TRACKER),
    ("pause", "export", NO_TRACKER),
    ("send", "export", NO_TRACKER),
    ("linkFix", "export", NO_TRACKER),
    ("remove", "score", NO_FORMULA),
    ("repair", "score", NO_FORMULA),
    ("nextProblem", "score", NO_FORMULA),
    ("keep", "whatIf", NO_QUESTION),
    ("compare", "whatIf", NO_QUESTION),
    ("remove", "whatIf", NO_QUESTION),
    ("send", "whatIf", NO_QUESTION),
    ("preview", "settings", NO_DIGEST),
    ("sendTest", "settings", NO_DIGEST),
    ("send", "settings", NO_DIGEST),
    ("pause", "settings", NO_DIGEST),
    ("remove", "settings", NO_DIGEST),
];

/// Scopes that no kind of screen has to itself.
const SHARED: [&str; 2] = ["list", "everywhere"];

#[test]
fn every_verb_of_the_keyboard_map_has_a_row_or_a_reason() {
    let rows = rows();
    let map = map();
    let mut wrong = Vec::new();
    for &(verb, scope) in &map {
        let has_row = rows.iter().any(|&(other, at)| other == verb && (at == scope || SHARED.contains(&scope)));
        let has_reason = WITHOUT.iter().any(|&(other, at, _)| (other, at) == (verb, scope));
        match (has_row, has_reason) {
            (false, false) => wrong.push(format!("{verb} has no row for {scope}, and no reason why")),
            (true, true) => wrong.push(format!("{verb} has a row for {scope}, and a reason why it has none")),
            _ => {}
        }
    }
    for (verb, scope) in rows.into_iter().chain(WITHOUT.iter().map(|&(verb, scope, _)| (verb, scope))) {
        if !map.iter().any(|&(other, at)| other == verb && (at == scope || SHARED.contains(&at))) {
            wrong.push(format!("{verb} isn't offered by {scope}, as the map has it"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each verb that a table names, with the scope of its screen.
fn rows() -> BTreeSet<(&'static str, &'static str)> {
    let mut found = BTreeSet::new();
    for screen in SCREENS {
        let verbs = screen.rows.iter().map(|row| row.0).chain([screen.proves]);
        found.extend(verbs.flat_map(str::split_whitespace).map(|verb| (verb, screen.scope)));
    }
    found
}

/// Each verb of the keyboard map with each scope that offers it.
fn map() -> Vec<(&'static str, &'static str)> {
    let table = MAP.split_once("export const actions = {").unwrap().1.split_once("\n} as const").unwrap().0;
    // An entry begins with its name, two spaces in.
    let begins = table.match_indices("\n  ").map(|(at, indent)| at + indent.len());
    let begins: Vec<usize> = begins.filter(|at| table[*at..].starts_with(|c: char| c.is_ascii_lowercase())).collect();
    let ends = begins.iter().skip(1).copied().chain([table.len()]);
    let mut found = Vec::new();
    for (begin, end) in begins.iter().copied().zip(ends) {
        let (verb, entry) = table[begin..end].split_once(": {").unwrap();
        let (_, when) = entry.split_once("when: ").unwrap();
        found.extend(scopes(when).into_iter().map(|scope| (verb, scope)));
    }
    found
}

fn scopes(when: &str) -> Vec<&str> {
    if when.starts_with("inList") {
        vec!["list"]
    } else if when.starts_with("always") {
        vec!["everywhere"]
    } else {
        when.split_once(']').unwrap().0.split('\'').skip(1).step_by(2).collect()
    }
}
