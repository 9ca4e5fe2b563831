use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PulseRecord;
use crate::model::{Severity, Time};

/// Whether a change caused an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    /// A record says so, or a person did.
    Confirmed,
    /// It fits in time and place; nobody has judged it.
    Suggested,
    /// A person said no; not suggested again.
    Refused,
}

/// What a person says about a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkVerdict {
    Confirmed,
    Refused,
}

/// Which incidents to show with their links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkView {
    /// With a suggestion that waits for a verdict.
    #[default]
    ToReview,
    /// With a confirmed link.
    Confirmed,
    /// With a refused link.
    Refused,
    /// Without any change that could be the cause: a valid answer.
    Without,
    All,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LinkReview {
    /// The newest incident first.
    pub incidents: Vec<IncidentLinks>,
    pub counts: LinkCounts,
    /// Version of the rule that suggests.
    pub rule: String,
}

/// Incidents of the period in each view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct LinkCounts {
    pub to_review: u32,
    pub confirmed: u32,
    pub refused: u32,
    pub without: u32,
    pub all: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct IncidentLinks {
    pub incident: PulseRecord,
    pub severity: Option<Severity>,
    /// Null while it is open.
    pub resolved_at: Option<Time>,
    /// Confirmed ones first, then at most three suggestions with the likeliest first, then refused ones.
    pub candidates: Vec<LinkCandidate>,
    /// Why there is none, one sentence; null when there are candidates.
    pub none: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LinkCandidate {
    /// A deployment, or a change that no deployment is known to carry.
    pub change: PulseRecord,
    /// The changes the deployment carries.
    pub carries: Vec<PulseRecord>,
    pub state: LinkState,
    /// 0–1: how well the place matches, less with every hour between. 1 for what a record says.
    pub score: f64,
    /// Milliseconds from the end of the change to the start of the incident; negative while it was being changed.
    #[ts(type = "number")]
    pub lag: i64,
    /// Why, one plain phrase each, the strongest first.
    pub reasons: Vec<String>,
    /// Who judged it; null: a record says so, or nobody did yet.
    pub judged_by: Option<String>,
    pub judged_at: Option<Time>,
    /// Version of the rule under which it was suggested when it was judged; null while it wasn't.
    pub judged_rule: Option<String>,
}
