use serde::Serialize;
use ts_rs::TS;

use crate::model::{SignalId, Time};

/// How work flows, by service: those with the most open work first. The period is that of a `ChangesQuery`.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FlowList {
    pub rows: Vec<FlowRow>,
    pub from: Time,
    pub to: Time,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FlowRow {
    pub service: Option<String>,
    pub product: Option<String>,
    /// Incidents, tickets and changes that are open now, whenever they began.
    pub open: u32,
    /// Their age in milliseconds: the median, of nine in ten at most, the oldest; null when none is open.
    #[ts(type = "number | null")]
    pub age: Option<i64>,
    #[ts(type = "number | null")]
    pub age_p90: Option<i64>,
    #[ts(type = "number | null")]
    pub oldest: Option<i64>,
    /// The share of its time that a change waits between ready and done, 0–1, and of how many changes; null when no tool
    /// tells.
    pub waiting: Option<f64>,
    pub waiting_of: u32,
    /// How often an incident, ticket or change that was resolved in the period went to another group: the mean, the
    /// share that did at all (0–1), and of how many records; null when no tool tells.
    pub hand_overs: Option<f64>,
    pub moved: Option<f64>,
    pub hand_overs_of: u32,
    /// The share of their time from begin to resolution that such records were on hold, 0–1, and of how many; null when
    /// no tool tells.
    pub on_hold: Option<f64>,
    pub on_hold_of: u32,
    /// Deployments whose changes are known, and how many changes one usually brings.
    pub batches: u32,
    pub batch: Option<f64>,
    /// Deployments that bring far more than usual, the largest first; at most 10.
    pub large: Vec<LargeBatch>,
    /// Changes done, and those of them that put something right at once (emergencies): rework instead of new work.
    pub changes: u32,
    pub emergencies: u32,
    /// What to look at, one sentence; null when nothing stands out.
    pub warning: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LargeBatch {
    pub signal: SignalId,
    pub title: String,
    pub at: Time,
    pub changes: u32,
}
