use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::OpportunityRef;
pub use crate::audit::{AuditCounts, Evidence};
use crate::model::{AuditItemId, ConnectionId, StatusCategory, Time};

/// The open items of the trackers, and what speaks for each.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AuditView {
    /// Oldest first; of unknown age last.
    pub items: Vec<AuditRow>,
    pub counts: AuditCounts,
    /// Every tracker that is connected, read or not.
    pub trackers: Vec<AuditTracker>,
    /// When items and signals were last compared.
    pub compared_at: Option<Time>,
    /// "31 % of 412 open items have no evidence", or why that can't be said.
    pub sentence: String,
    /// What it can be held against.
    pub known: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AuditTracker {
    pub connection: ConnectionId,
    pub name: String,
    pub vendor: String,
    /// When its backlog was last read to the end; null: never.
    pub read_at: Option<Time>,
    /// A read was broken off; the next one goes on from there.
    pub partial: bool,
    pub counts: AuditCounts,
}

/// Which items a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuditClass {
    #[default]
    All,
    Fresh,
    Stale,
    None,
    NoData,
    Duplicate,
    Shipped,
    Kept,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AuditRow {
    pub id: AuditItemId,
    pub connection_id: ConnectionId,
    /// Its name.
    pub connection: String,
    pub vendor: String,
    /// As people call it, e.g. `#8841`.
    pub label: String,
    pub title: String,
    pub url: String,
    pub status: String,
    pub category: StatusCategory,
    pub service: Option<String>,
    #[ts(type = "string | null")]
    pub due_on: Option<NaiveDate>,
    /// Null where the tracker doesn't tell.
    pub created_at: Option<Time>,
    pub updated_at: Time,
    pub evidence: Evidence,
    /// How many signals speak for it, and the newest of them.
    pub signals: u32,
    pub newest: Option<Time>,
    /// The older open item that says the same.
    pub duplicate_of: Option<AuditTwin>,
    /// What was delivered and says the same.
    pub shipped: Option<AuditTwin>,
    /// Why people keep it although nothing speaks for it.
    pub kept: Option<String>,
    /// The opportunity it belongs to.
    pub opportunity: Option<OpportunityRef>,
    /// Why it is in its class, in a few words.
    pub why: String,
}

impl AuditRow {
    pub fn is(&self, class: AuditClass) -> bool {
        match class {
            AuditClass::All => true,
            AuditClass::Fresh => self.evidence == Evidence::Fresh,
            AuditClass::Stale => self.evidence == Evidence::Stale,
            AuditClass::None => self.evidence == Evidence::None && self.kept.is_none(),
            AuditClass::NoData => self.evidence == Evidence::NoData && self.kept.is_none(),
            AuditClass::Duplicate => self.duplicate_of.is_some(),
            AuditClass::Shipped => self.shipped.is_some(),
            AuditClass::Kept => self.kept.is_some(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AuditTwin {
    /// `#8841` or OPP-31.
    pub label: String,
    pub title: String,
    /// Of an item of a tracker.
    pub url: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AuditMatchKind {
    Signal,
    Theme,
    Opportunity,
    Item,
    /// How the feature that its title names is used.
    Usage,
}

/// One item with everything that was found for it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AuditDetail {
    pub row: AuditRow,
    pub body: String,
    pub matches: Vec<AuditMatch>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AuditMatch {
    pub kind: AuditMatchKind,
    /// To say whether it is right; empty where nothing can be said.
    pub about: String,
    /// Number of the signal, theme, opportunity or item; 0 for use.
    pub id: u32,
    pub label: String,
    pub title: String,
    pub at: Option<Time>,
    /// 0 to 1; null for a link.
    pub score: Option<f64>,
    pub why: String,
    /// What a person said: right, or not the same.
    pub right: Option<bool>,
}

/// How a reading of a backlog went.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AuditReading {
    pub connection: ConnectionId,
    /// Items that came, open and closed.
    pub read: u32,
    pub problem: Option<crate::error::Problem>,
    pub message: String,
}

/// The audit as one sheet to read and to give away. Customers and people aren't in it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AuditReport {
    pub workspace: String,
    pub at: Option<Time>,
    pub title: String,
    /// Two sentences that say it all.
    pub lead: String,
    pub counts: AuditCounts,
    pub trackers: Vec<AuditTracker>,
    /// How old those without evidence are.
    pub ages: Vec<AuditAge>,
    /// "Half are older than 14 months. 75 are over a year old."
    pub ages_in_words: String,
    /// The oldest without evidence, six at most.
    pub start_with: Vec<AuditRow>,
    pub how_counted: String,
    pub cannot_see: String,
    pub known: String,
    /// Earlier comparisons, the newest first, this one among them.
    pub versions: Vec<AuditVersion>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AuditAge {
    pub label: String,
    pub items: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AuditVersion {
    pub at: Time,
    pub counts: AuditCounts,
}
