use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{MetricState, PulseMetric, PulseRecord};
use crate::model::{Severity, Time};

/// Which number a receipt explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "type", content = "of")]
pub enum PulseNumber {
    Metric(PulseMetric),
    /// Time to restore of a class.
    Restore(Severity),
}

/// How a number came about, down to the records.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PulseReceipt {
    pub title: String,
    /// Version of the formula, e.g. "fail rate 1, links 1".
    pub formula: String,
    /// The formula in words, a line each.
    pub how: Vec<String>,
    pub from: Time,
    pub to: Time,
    pub zone: String,
    pub result: MetricState,
    /// At most 500, the newest first; `counted_total` says how many there are.
    pub counted: Vec<CountedRecord>,
    pub counted_total: u32,
    pub left_out: Vec<LeftOutRecord>,
    pub left_out_total: u32,
    /// The whole as plain text, for copying.
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CountedRecord {
    pub record: PulseRecord,
    /// What it adds: milliseconds of a duration; 1 or 0 in a share, or 0.5 where it is only suggested.
    pub value: f64,
    /// In words, e.g. "3.2 days from the first commit", "caused INC-2274 (confirmed)".
    pub said: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LeftOutRecord {
    pub record: PulseRecord,
    pub why: String,
}
