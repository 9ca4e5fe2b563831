use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DraftText, ItemView, KeptDraft, LeftOut, OpportunityRef, Readiness, TemplateProblem};
use crate::connectors::{Draft, ItemChange, TrackerItem};
use crate::error::Problem;
pub use crate::export::fields::{After, FieldRule, Told};
use crate::model::{ConnectionId, OutboxId, Time};

/// What would be sent, exactly.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ExportPreview {
    pub opportunity: OpportunityRef,
    pub connection: ConnectionId,
    /// With a person's text in it, where one is kept.
    pub draft: Draft,
    /// The same as the template makes it.
    pub written: DraftText,
    /// None while nobody has changed the draft.
    pub kept: Option<KeptDraft>,
    /// Why the usual template was taken instead of the tracker's own.
    pub template_problem: Option<TemplateProblem>,
    pub characters: u32,
    /// E-mail addresses and phone numbers taken out of what the template tells.
    pub redactions: u32,
    /// What a team would miss in the text; warns, never blocks.
    pub missing: Vec<String>,
    /// While it isn't ready, sending needs a reason.
    pub readiness: Readiness,
    /// Items already linked to this opportunity in that tracker.
    pub already: Vec<ItemView>,
}

/// What would become of several opportunities in one tracker.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct BulkPreview {
    pub connection: ConnectionId,
    /// Where the last one went, when the connection names no project; else empty.
    pub project: String,
    pub rows: Vec<BulkRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct BulkRow {
    pub opportunity: OpportunityRef,
    /// Of the item.
    pub title: String,
    pub characters: u32,
    /// E-mail addresses and phone numbers taken out of what the template tells.
    pub redactions: u32,
    /// What the checklist lacks; with gaps it goes only with a reason.
    pub gaps: Vec<String>,
    /// One of them is a flag, which a linked fix takes down.
    pub stopped: bool,
    /// Why it can't go; null: it can.
    pub stays: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct BulkQueued {
    pub queued: u32,
    pub left_out: Vec<LeftOut>,
}

/// What became of the entries that waited for a tracker.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct BulkSent {
    pub sent: u32,
    pub failed: u32,
    pub needs_check: u32,
    /// Still waiting.
    pub waiting: u32,
    /// "3 sent, 1 refused, 2 wait"
    pub message: String,
    /// The last that came up.
    pub problem: Option<Problem>,
}

/// A project of a tracker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Project {
    pub id: String,
    pub name: String,
}

/// Items in the tracker that look like the draft, for "link this one instead".
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LookAlike {
    pub item: TrackerItem,
    /// 0–1.
    pub score: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OutboxEntry {
    pub id: OutboxId,
    pub opportunity: OpportunityRef,
    pub connection: ConnectionId,
    pub connection_name: String,
    pub state: OutboxState,
    pub title: String,
    pub problem: Option<Problem>,
    pub item: Option<ItemView>,
    pub queued_at: Time,
    pub changed_at: Time,
    pub attempts: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Written down, not sent.
    Queued,
    /// Sent or being sent; no answer was stored. It may be in the tracker, so it is looked up before it is sent again.
    NeedsCheck,
    /// The tracker has it.
    Sent,
    /// The tracker refused it; nothing is there.
    Failed,
    /// Given up by a person.
    Cancelled,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct StatusReport {
    pub read: u32,
    pub changed: Vec<StatusChange>,
    pub problems: Vec<Problem>,
    pub message: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct StatusChange {
    pub item: ItemView,
    pub was: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    Csv,
    Markdown,
    Json,
    /// One page that needs nothing else.
    Html,
    Pdf,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SavedFile {
    pub name: String,
    /// Full path, to tell the person where it lies.
    pub path: String,
    pub rows: u32,
    #[ts(type = "number")]
    pub bytes: u64,
}

/// What goes where in one tracker.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FieldsView {
    pub rules: Vec<FieldRule>,
    /// Fields that every account of the tool has.
    pub own: Vec<OwnField>,
    /// What a person writes to name any other field; empty when there can be no other.
    pub others: String,
    /// False: its items are written once, so nothing can be kept in step.
    pub follows: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OwnField {
    pub name: String,
    pub label: String,
}

/// What would change in an item, exactly.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct UpdatePreview {
    pub item: ItemView,
    /// Empty: it is up to date.
    pub changes: Vec<FieldChange>,
    /// The same, ready to be sent.
    pub change: ItemChange,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FieldChange {
    pub name: String,
    pub label: String,
    /// As it was last sent; empty when it never was.
    pub was: String,
    pub now: String,
    /// What somebody has made of it in the tracker since.
    pub there: Option<String>,
}
