use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{OpportunityRef, PassageView, SignalRow};
use crate::model::{OpportunityId, RiceInputs, RiskKind, Stage, Time};
pub use crate::score::panel::{
    ActiveShare, Against, EvidencePanel, IncidentMinutes, RateTrend, RateTurn, Recency, Renewals, SeverityCount,
    SignalRate, SourceCount, TargetMisses,
};
pub use crate::score::{
    Check, EvidenceCounts, NumberOf, Readiness, Receipt, ReceiptLine, ReceiptSignal, Requirement, RiskAssessment,
    RiskLevel, SuggestedInput, TopChance, ValueSpread,
};

/// Which opportunities, in which order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct OpportunityQuery {
    pub text: String,
    /// Empty: every stage but rejected.
    pub stages: Vec<Stage>,
    pub services: Vec<String>,
    /// "" stands for nobody.
    pub owners: Vec<String>,
    pub min_evidence: u32,
    pub include_deleted: bool,
    pub sort: OpportunitySort,
}

/// The order of opportunities; what two have in common is settled by rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OpportunitySort {
    /// By value; those without a complete score follow, the one changed last first.
    #[default]
    Rank,
    /// Most linked signals first.
    Evidence,
    /// Widest likely reach first.
    Reach,
    /// Worst risk first.
    Risk,
    /// Changed last first.
    Updated,
    /// Furthest from delivery first.
    Stage,
    Title,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OpportunityList {
    pub rows: Vec<Arc<OpportunityRow>>,
    /// How many of the chosen stages the other filters hide.
    pub hidden: u32,
    pub draws: u32,
    #[ts(type = "number")]
    pub seed: u64,
    pub reach_unit: String,
    /// How many a stage of the board should hold, where somebody said so.
    pub limits: Vec<(Stage, u32)>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OpportunityRow {
    pub id: OpportunityId,
    pub label: String,
    pub title: String,
    pub service: Option<String>,
    /// Empty: nobody.
    pub owner: String,
    pub stage: Stage,
    /// 1-based, by P50; None while the score isn't complete.
    pub rank: Option<u32>,
    pub value: Option<ValueSpread>,
    pub inputs: RiceInputs,
    /// How often it is among the best k over all draws.
    pub top: Option<TopChance>,
    pub evidence: EvidenceCounts,
    /// The worst of its judged risks; None while none was judged.
    pub risk: Option<RiskView>,
    pub readiness: Readiness,
    pub delivery: Option<ItemView>,
    pub created_at: Time,
    pub updated_at: Time,
    pub deleted: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OpportunityDetail {
    pub row: OpportunityRow,
    pub uid: String,
    pub statement: String,
    pub hypothesis: String,
    /// The metric that should move, and how far.
    pub expected: String,
    pub reject_reason: String,
    /// Why it was last exported although something was missing; empty: never.
    pub export_anyway: String,
    /// What was judged, in the order of the kinds.
    pub risks: Vec<RiskView>,
    /// When each stage was first reached.
    pub reached: Vec<(Stage, Time)>,
    pub evidence: Vec<EvidenceView>,
    pub items: Vec<ItemView>,
    pub score_history: Vec<ScoreEntry>,
    /// What the evidence suggests for reach, with n, never applied by itself.
    pub suggested_reach: Option<SuggestedInput>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct EvidenceView {
    pub signal: SignalRow,
    pub importance: u8,
    /// It speaks against the opportunity, and isn't counted for it.
    pub against: bool,
    /// Who told us; the unit of "counted once".
    pub reporter: Option<String>,
    /// First lines of the body.
    pub excerpt: String,
    /// The passages of it that are evidence, in the order of the text.
    pub passages: Vec<PassageView>,
    pub linked_at: Time,
    pub linked_by: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ScoreEntry {
    pub at: Time,
    pub actor: String,
    pub inputs: RiceInputs,
    pub value: Option<ValueSpread>,
}

/// One judged risk.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RiskView {
    pub kind: RiskKind,
    pub assessment: RiskAssessment,
    /// Likelihood times impact, 1–25.
    pub score: u8,
    pub level: RiskLevel,
}

/// A backlog item as last read.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ItemView {
    pub id: crate::model::ItemId,
    pub connection: String,
    pub vendor: String,
    pub label: String,
    pub title: String,
    pub url: String,
    pub status: String,
    pub category: crate::model::StatusCategory,
    pub read_at: Time,
    pub opportunity: OpportunityRef,
    /// Made from here, rather than linked.
    pub sent_here: bool,
    /// The opportunity was changed since the item was last written.
    pub changed_since: bool,
}

/// The fields a person edits on an opportunity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OpportunityField {
    Title,
    Statement,
    Hypothesis,
    Expected,
    Owner,
    Service,
}
