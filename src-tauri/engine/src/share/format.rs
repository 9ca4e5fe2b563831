//! The open form of a workspace: JSON, one object a line (NDJSON), in UTF-8 with `\n`.
//!
//! ```text
//! {"line":"header","format":"throughline workspace","version":1,"schema":9,"program":"0.1.0","made_at":"2026-…Z","counts":{"connection":2,…}}
//! {"line":"connection","id":1,"uid":"4be…","name":"Redmine",…}
//! …
//! {"line":"end","lines":18240,"sha256":"9f86…"}
//! ```
//!
//! - `line` says what a line is. The first one says what the file is: `version` is this format's, `schema` the number of the newest migration the
//!   fields follow, `counts` how many lines of each kind come.
//! - Every line between is one row. Its kind is one of [`KINDS`]; its other fields are the columns of the table of that
//!   name, as `migrations/*.sql` describe them: whole numbers (up to 64 bits, more than some programs keep exactly),
//!   texts, and null for what isn't set. Times are milliseconds since 1970 in UTC, booleans 0 and 1, small words the
//!   codes in `model.rs`. Numbers with a fraction are written as texts (`"0.8125"`), because programs differ in how
//!   they read the last digit; bytes are Base64.
//! - Kinds come in the order of the alphabet, rows in the order of their keys: the same content is the same bytes.
//! - The last line counts all lines before it and gives the SHA-256 of their bytes, line ends included. A file without
//!   it is not whole.
//! - Passwords and keys are never in it. [`DERIVED`] names what else is left out: it is made anew.
//! - Files that belong to a workspace, attached images, follow the rows as lines of the kind `file`: `sha256` of the
//!   content, and `content` as Base64. One whose file is lost is left out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Problem, ProblemKind, Result};

/// What the header's `format` says.
pub const FORMAT: &str = "throughline workspace";
/// This form. A program reads its own and every earlier one.
pub const VERSION: u32 = 1;

/// Every kind of line between the first and the last, and what it is.
#[rustfmt::skip]
pub const KINDS: &[(&str, &str)] = &[
    ("andon", "flags that stop the export of opportunities, and why"),
    ("annotation", "notes of designers on opportunities and images"),
    ("audit_count", "the numbers of each comparison of the backlog"),
    ("audit_item", "items of trackers as the backlog audit read them"),
    ("audit_match", "signals, themes, opportunities and items that an item looks like"),
    ("audit_reading", "how far the reading of a backlog is"),
    ("audit_verdict", "what people said of an item of the backlog"),
    ("assessment_answer", "answers about how people see their work; nothing says whose"),
    ("assessment_round", "when people were asked how they see their work"),
    ("assumption", "what must be true for a solution or an opportunity"),
    ("assumption_test", "tests of assumptions, with what they showed"),
    ("cause", "causes of problems and opportunities, as people wrote them"),
    ("change_record", "which change record a deployment belongs to, as a person said"),
    ("comment", "what people wrote to items in trackers"),
    ("connection", "accounts of tools, without their passwords and keys"),
    ("cursor", "where the next pull of a stream begins"),
    ("customer", "who is affected"),
    ("customer_choice", "whom an organisation or mail domain means, as a person said"),
    ("customer_sign", "by what a customer of a list is recognised"),
    ("detour", "what was decided about features that people may do with another one"),
    ("digest_destination", "where digests and alerts go, without addresses of webhooks and passwords"),
    ("digest_sent", "digests and alerts that were sent, with what became of them"),
    ("draft_edit", "what people made of drafts that aren't sent yet"),
    ("draft_template", "what the drafts for a tracker are made from"),
    ("estimate", "what several people answered about an input"),
    ("estimate_round", "who was asked for an input"),
    ("evidence", "which signals stand behind which opportunity"),
    ("evidence_against", "which of them speak against it"),
    ("feature", "what was decided about the use of a feature"),
    ("formula", "formulas that people wrote"),
    ("formula_version", "the texts of a formula, the newest last"),
    ("forum_action", "what a meeting agreed to do"),
    ("forum_item", "what people did to the agenda of a meeting, and decided"),
    ("forum_meeting", "meetings that were held, with their minutes"),
    ("highlight", "passages of signals that people marked"),
    ("highlight_for", "which opportunities a passage is evidence of"),
    ("image", "images attached to opportunities"),
    ("issued", "upcoming lists as they were given out"),
    ("improvement", "what is tried to work better, and what came of it"),
    ("item", "the counterparts of opportunities in trackers"),
    ("link_verdict", "whether a change caused an incident, as a person said"),
    ("looked", "how far each laptop has looked at what changed"),
    ("loop_reply", "what people who asked were told"),
    ("nothing_found", "where a person looked for causes and found none"),
    ("op", "the journal: every decision, a line for each changed field"),
    ("opportunity", "statements worth deciding on"),
    ("opportunity_outcome", "under which outcome an opportunity hangs"),
    ("outbox", "what was sent to trackers, or waits"),
    ("outcome_check", "what was decided about whether a delivery worked"),
    ("outcome", "what should get better, with a measure and a target"),
    ("place", "services as tools name them"),
    ("placement", "in which theme the program put a signal"),
    ("problem", "what people decided about what comes back"),
    ("product", "groups of services"),
    ("reply", "answers to notes"),
    ("reporter", "who told us"),
    ("risk", "what could go wrong with an opportunity"),
    ("scenario", "what-ifs that are kept"),
    ("score_input", "inputs of other frameworks than RICE"),
    ("seen", "signals that were looked at"),
    ("service", "what signals are about"),
    ("service_rule", "which words of tools mean which service"),
    ("set_aside", "records that could not become signals, with the reason"),
    ("setting", "the workspace's settings"),
    ("signal", "one record of a tool: the facts that lists show"),
    ("signal_pair", "signals that belong together, or apart, as a person said"),
    ("signal_text", "the record's text and its raw form"),
    ("solution", "what could be done about an opportunity"),
    ("standard_change", "kinds of change proposed as standard changes"),
    ("status_note", "notes on how far things are that were written by rule"),
    ("step", "the decisions of the journal: when, who and in which words"),
    ("theme", "groups of signals about the same"),
    ("theme_choice", "the theme a person put a signal in"),
    ("theme_proposal", "merges and splits that the program suggests"),
    ("theme_queue", "signals whose texts wait to be read"),
    ("theme_refusal", "\"not this theme\""),
    ("told", "customers as tools name them"),
    ("triage", "what was decided about a signal"),
    ("tried_level", "how many changes a sprint are being tried"),
    ("unlike_pair", "signals that aren't suggested as the same"),
    ("usage", "how much a feature was used on a day"),
    ("vector", "what a text means, as numbers"),
    ("view", "filters that were given a name"),
    ("wait", "what snoozed signals and themes wait for"),
];

/// Tables that no line comes from, and why nothing is lost without them.
pub const DERIVED: &[(&str, &str)] = &[
    ("_sqlx_migrations", "which migrations ran; the header's `schema` says it"),
    ("evidence_changed", "what memory has yet to follow; nothing outlives a commit"),
    ("evidence_people_changed", "the same of reporters and customers"),
    ("opportunities_changed", "the same of lists"),
    ("fts_queue", "what the full-text index lacks; everything, after the file is read"),
    ("signal_fts", "the full-text index, made anew from the texts"),
    ("signal_fts_word", "a view of the full-text index"),
];

/// The kind of the lines that are no rows: files beside the workspace.
pub const FILE: &str = "file";

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub line: String,
    pub format: String,
    pub version: u32,
    /// The newest migration the fields follow.
    pub schema: u32,
    /// The program that wrote the file.
    pub program: String,
    /// RFC 3339, UTC.
    pub made_at: String,
    pub counts: BTreeMap<String, u64>,
}

/// The last line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub line: String,
    /// Lines before this one, the header included.
    pub lines: u64,
    /// Of all bytes before this line, in lower-case hexadecimal digits.
    pub sha256: String,
}

impl Header {
    /// Of a file with the columns of `schema`, written at `made_at`.
    pub fn new(schema: u32, made_at: String, counts: BTreeMap<String, u64>) -> Self {
        Header {
            line: "header".to_owned(),
            format: FORMAT.to_owned(),
            version: VERSION,
            schema,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            made_at,
            counts,
        }
    }

    /// Reads a file's first line. `newest` is the newest schema this program knows.
    pub fn read(line: &[u8], newest: u32) -> Result<Header> {
        let foreign = || {
            Problem::new(ProblemKind::Foreign, "This is no workspace that Throughline saved as open JSON.")
                .kept("Nothing was changed.")
                .todo("Choose the file that “Save everything as open JSON” wrote.")
        };
        let header: Header = serde_json::from_slice(line).map_err(|_| foreign())?;
        if header.line != "header" || header.format != FORMAT || header.schema == 0 {
            return Err(foreign());
        }
        if header.version > VERSION || header.schema > newest {
            return Err(Problem::new(ProblemKind::Newer, "This file was written by a newer Throughline.")
                .kept("Nothing was changed.")
                .todo("Update Throughline, then bring the file in."));
        }
        Ok(header)
    }

    /// Lines between the first and the last.
    pub fn rows(&self) -> u64 {
        self.counts.values().fold(0, |sum, count| sum.saturating_add(*count))
    }
}

impl End {
    pub fn new(lines: u64, sha256: String) -> Self {
        End { line: "end".to_owned(), lines, sha256 }
    }
}

/// Why a file that isn't as it was written is refused.
pub fn altered(what: impl std::fmt::Display) -> Problem {
    Problem::bad_input(format!("The file isn't as Throughline wrote it: {what}."))
        .kept("Nothing was changed.")
        .todo("Save it again in the workspace it comes from, and bring that file in.")
}
