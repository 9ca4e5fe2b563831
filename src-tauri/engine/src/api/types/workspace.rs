use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{ConnectionId, StepId, Time};
pub use crate::secrets::{KeeperName, SecretsState, VaultState};

/// Which of the two workspaces on this laptop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WorkspaceName {
    /// The person's own data.
    Own,
    /// The invented company; can be broken and thrown away.
    Demo,
}

/// What the nav and the first-run screen show.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WorkspaceInfo {
    pub which: WorkspaceName,
    pub name: String,
    /// Folder of the workspace file, to tell the person where the data is.
    pub folder: String,
    /// Size of the workspace file on disk, bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    pub signals: u32,
    pub inbox: u32,
    pub snoozed: u32,
    /// Themes that nobody hid.
    pub themes: u32,
    pub opportunities: u32,
    pub items: u32,
    pub connections: u32,
    /// What changed since somebody on this laptop last looked.
    pub news: u32,
    /// Outcome checks that nobody has settled.
    pub outcome_checks: u32,
    /// Triaged since local midnight UTC by anyone on this laptop.
    pub triaged_today: u32,
    pub last_sync: Option<Time>,
    pub last_backup: Option<Time>,
    pub settings: Settings,
    pub version: String,
    /// Where passwords and keys are kept.
    pub secrets: SecretsState,
}

/// Settings the CLI needs too; kept in the workspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Settings {
    pub workspace_name: String,
    /// Who decides here; written into every op.
    pub actor: String,
    /// ISO 4217, e.g. EUR.
    pub currency: String,
    /// What RICE's reach counts, e.g. "customers a quarter".
    pub reach_unit: String,
}

/// A finished decision, ready for the toast. `step` is None when nothing changed.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct StepDone {
    pub step: Option<StepId>,
    /// e.g. `Declined "Old icon was nicer"`.
    pub message: String,
    pub changed: u32,
    pub left_out: Vec<LeftOut>,
    /// The opportunity the step made or changed, if one.
    pub opportunity: Option<super::OpportunityRef>,
}

/// One thing a bulk decision passed over, and why.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LeftOut {
    pub id: u32,
    pub title: String,
    pub reason: String,
}

/// One line of somebody's history, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct HistoryEntry {
    pub step: StepId,
    pub at: Time,
    pub actor: String,
    /// e.g. `Changed the title`.
    pub what: String,
    /// Which field of it changed, e.g. title, stage, rice; empty where it isn't one field.
    pub field: String,
    pub was: Option<String>,
    pub now: Option<String>,
    /// True when a later step took this back.
    pub undone: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Backup {
    pub name: String,
    pub at: Time,
    #[ts(type = "number")]
    pub bytes: u64,
    /// e.g. "daily", "before migration 2", "by hand".
    pub reason: String,
}

/// One hit of the palette's search over everything.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FoundThing {
    pub target: FoundTarget,
    pub title: String,
    pub detail: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "type", content = "id")]
pub enum FoundTarget {
    Signal(crate::model::SignalId),
    Opportunity(crate::model::OpportunityId),
    Connection(ConnectionId),
    Theme(crate::model::ThemeId),
}

/// What the engine tells whoever listens, while it happens.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Event {
    /// Something stored changed: ask again for what you show.
    Changed {
        revision: u32,
    },
    Progress(super::Progress),
    /// How far the grouping into themes is; null when it ended.
    Grouping {
        progress: Option<super::GroupingProgress>,
    },
    /// Connections wait to be read until the vault is unlocked.
    PassphraseNeeded,
}
