use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PulseRecord;
use crate::model::Time;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PulseMetric {
    /// From the first commit of a change to its deployment.
    LeadTime,
    /// Deployments a working day.
    Frequency,
    /// Share of deployments that caused an incident.
    FailRate,
    /// From the start of an incident that a deployment caused to its end.
    Recovery,
    /// Share of deployments that weren't planned but repair something.
    Rework,
    /// Share of incidents that a change caused.
    Caused,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct MetricTile {
    pub metric: PulseMetric,
    /// As the screen calls it, e.g. "Change fail rate".
    pub title: String,
    pub state: MetricState,
    /// Oldest first; the first and the last may be cut by the period. Empty when there is no data.
    pub weeks: Vec<MetricWeek>,
}

/// Zero, too few, pending and no data are four different things; zero is a value with its n.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum MetricState {
    Value(MetricValue),
    /// Fewer than five: no number, but the list.
    TooFew {
        n: u32,
        records: Vec<PulseRecord>,
    },
    /// Nothing can be said yet: so many are younger than 72 hours.
    Pending {
        n: u32,
        settles_at: Time,
    },
    NoData {
        /// One sentence each.
        why: String,
        todo: String,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct MetricValue {
    pub n: u32,
    pub unit: MetricUnit,
    /// The median of durations; else the number itself, where there is a range its lower end (confirmed only).
    pub value: f64,
    /// Upper end of the range: confirmed and suggested. Null where there is no range.
    pub upper: Option<f64>,
    /// Nine in ten are at most this; for durations.
    pub p90: Option<f64>,
    /// Behind the ends of the range: how many surely, and how many may besides.
    pub confirmed: Option<u32>,
    pub suggested: Option<u32>,
    /// Left out as too young; they settle at `settles_at`.
    pub pending: u32,
    pub settles_at: Option<Time>,
    /// What it counts, e.g. "production only, 64 working days".
    pub basis: String,
    /// What to keep in mind, one sentence each, e.g. that squashed changes hide their first commit.
    pub notes: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MetricUnit {
    Milliseconds,
    /// Deployments a working day.
    PerWorkingDay,
    /// 0–1.
    Share,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct MetricWeek {
    /// ISO week in the reader's zone, e.g. "2026-W48".
    pub week: String,
    pub from: Time,
    pub to: Time,
    pub state: WeekState,
    pub n: u32,
    /// In the tile's unit; null unless the state is `value`.
    pub value: Option<f64>,
    pub upper: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WeekState {
    Value,
    TooFew,
    Pending,
    NoData,
}
