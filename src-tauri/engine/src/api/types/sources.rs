use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SignalRow;
use crate::connectors::Account;
use crate::error::Problem;
pub use crate::import::{DateOrder, FieldMapping, FileFormat, Mapping, RowProblem, Target};
use crate::model::{ConnectionId, Customer, Kind, Severity, Time};
pub use crate::schedule::Cadence;

/// What the form sends. The secret travels beside it and is never stored in the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConnectionForm {
    pub name: String,
    pub account: Account,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ConnectionView {
    pub id: ConnectionId,
    pub name: String,
    pub account: Account,
    pub vendor_name: String,
    pub initials: String,
    pub reads: bool,
    pub writes: bool,
    pub health: Health,
    pub paused: bool,
    /// Present while a pull runs.
    pub progress: Option<Progress>,
    /// Why the last pull stopped, when it did.
    pub problem: Option<Problem>,
    pub last_sync: Option<Time>,
    /// How often it is read by itself.
    pub schedule: Cadence,
    /// When it is read by itself the next time; in the past: as soon as Throughline gets to it.
    pub next_read: Option<Time>,
    /// e.g. "2,611 tickets".
    pub brought: String,
    pub signals: u32,
    pub set_aside: u32,
    pub has_secret: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    NeverRead,
    Healthy,
    Syncing,
    Slowed,
    Stopped,
    Paused,
}

/// "18,240 of 28,400 tickets, 412 rows a second, 25 s left". Unknown total: no bar.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Progress {
    pub connection: Option<ConnectionId>,
    /// "tickets", "rows", "signals".
    pub what: String,
    pub done: u32,
    pub total: Option<u32>,
    pub rows_per_second: f64,
    pub seconds_left: Option<f64>,
    /// Set while a tool makes us wait: until when.
    pub waiting_until: Option<Time>,
    pub finished: bool,
}

/// "Check connection", step by step; a pull does exactly the same.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CheckReport {
    pub steps: Vec<CheckStep>,
    pub ok: bool,
    /// The newest record as it will look.
    pub first_row: Option<PreviewRow>,
    /// Where new items could go, in a tool that is only written to: what the form's project field takes, and its name.
    pub projects: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CheckStep {
    pub title: String,
    pub ok: bool,
    pub found: String,
}

/// A stream that a tap or source on this laptop can read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct OfferedStream {
    pub name: String,
    /// The fields of its records, as far as the program tells them; one inside another as `author.name`.
    pub fields: Vec<String>,
    /// The fields that tell its records apart.
    pub keys: Vec<String>,
    /// Later reads bring only what changed.
    pub only_changes: bool,
    /// By the names of its fields it could hold signals.
    pub fits: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PullReport {
    pub connection: ConnectionId,
    /// Records read.
    pub read: u32,
    pub new: u32,
    pub changed: u32,
    pub resolved_by_absence: u32,
    pub set_aside: u32,
    /// Why it stopped early, if it did. Everything read before is kept and the next pull goes on from there.
    pub problem: Option<Problem>,
    /// One plain sentence.
    pub message: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SetAsideView {
    pub row: u32,
    pub external_id: Option<String>,
    pub reason: String,
    pub raw: String,
    pub at: Time,
}

/// A file handed over by the person, waiting in the workspace's own folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StagedFile {
    /// Opaque; not a path.
    pub token: String,
    pub name: String,
    #[ts(type = "number")]
    pub bytes: u64,
    /// Which sheet of a workbook; the first when it isn't said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub sheet: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ImportPreview {
    pub file: StagedFile,
    pub format: FileFormat,
    /// The sheets of a workbook, the one that is shown first; empty for other files.
    pub sheets: Vec<String>,
    /// "UTF-8", "Windows-1252"
    pub encoding: String,
    /// "comma", "semicolon", "tab", "pipe" for CSV.
    pub delimiter: Option<String>,
    pub mapping: Mapping,
    pub columns: Vec<ColumnPreview>,
    pub rows: u32,
    /// Rows that would be stored without a remark.
    pub clean: u32,
    /// Rows that would be stored with a remark.
    pub noted: u32,
    /// Rows that would be set aside.
    pub left_out: u32,
    /// The first 100 remarks.
    pub problems: Vec<RowProblem>,
    /// The first 7 rows as they will look.
    pub first_rows: Vec<PreviewRow>,
    /// Rows whose id is here already; they update, they don't double.
    pub already_here: u32,
    /// Why it can't be imported yet ("No column becomes the title"), if it can't.
    pub blocked: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ColumnPreview {
    pub name: String,
    pub first_values: Vec<String>,
    /// Share of rows with a value, 0–1.
    pub filled: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PreviewRow {
    pub kind: Kind,
    pub title: String,
    pub external_id: String,
    pub customer: Option<Customer>,
    pub service: Option<String>,
    pub severity: Option<Severity>,
    pub happened_at: Time,
    pub body_characters: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ImportReport {
    pub connection: ConnectionId,
    pub new: u32,
    pub changed: u32,
    pub unchanged: u32,
    pub set_aside: u32,
    pub first: Option<SignalRow>,
    /// Why it stopped early, if it did.
    pub problem: Option<Problem>,
    pub message: String,
}
