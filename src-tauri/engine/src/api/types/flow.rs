use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::CountedRecord;
use crate::model::{SignalId, Time};

/// How work flows: those with the most open work first. The period is that of a `ChangesQuery`.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FlowList {
    /// By service.
    pub rows: Vec<FlowRow>,
    /// By product, without what belongs to none.
    pub products: Vec<FlowRow>,
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

/// Whose work a number is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FlowPlace {
    /// Null: of no service.
    Service {
        name: Option<String>,
    },
    Product {
        name: String,
    },
}

/// Which number of a row a receipt explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FlowNumber {
    /// What is open, and how old it is.
    Open,
    Waiting,
    OnHold,
    HandOvers,
    /// Changes a deployment.
    Batch,
    /// Emergencies beside what was planned.
    Rework,
}

/// How a number of a row came about, down to the records.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FlowReceipt {
    pub title: String,
    /// In words, a line each.
    pub how: Vec<String>,
    pub result: String,
    pub from: Time,
    pub to: Time,
    /// At most 500, those that add most first; `counted_total` says how many there are.
    pub counted: Vec<CountedRecord>,
    pub counted_total: u32,
    /// The whole as plain text, for copying.
    pub text: String,
}
