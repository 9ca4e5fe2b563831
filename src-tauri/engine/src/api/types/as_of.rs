use serde::Serialize;
use ts_rs::TS;

use super::{OpportunityRef, ValueSpread};
use crate::model::Time;

/// An opportunity's value at the end of a day beside today's, and what happened in between. Evidence is counted with
/// what is known of its signals today: what a source changed afterwards isn't kept.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ValueAt {
    pub opportunity: OpportunityRef,
    /// The day whose end is meant, as 2026-10-01, in the zone that was asked for.
    pub date: String,
    /// Its last instant; the present one where the day isn't over.
    pub at: Time,
    /// The reader's day now.
    pub today: String,
    pub then: ValueThen,
    pub now: ValueThen,
    /// The factors of both, in the order they are shown.
    pub factors: Vec<FactorThen>,
    /// Oldest first; each holds until the next.
    pub line: Vec<ValuePoint>,
    /// After that day, oldest first; each begins where the one before it ended, so that all of them add up.
    pub changes: Vec<ValueChange>,
    /// The newest day before, and the first one after, on which something changed; today where nothing did since.
    pub earlier: Option<String>,
    pub later: Option<String>,
    pub draws: u32,
    /// The same for then and now.
    #[ts(type = "number")]
    pub seed: u64,
    /// All of it as plain text for copying.
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ValueThen {
    /// None while an input was missing.
    pub value: Option<ValueSpread>,
    /// What it is counted in: RICE points.
    pub points: String,
    /// What was ranked by, e.g. `rice/1`.
    pub formula: String,
    /// In words: reach × impact × confidence ÷ effort.
    pub method: String,
    /// What was missing, by label.
    pub missing: Vec<String>,
    /// Linked signals, and the people behind them.
    pub signals: u32,
    pub people: u32,
}

/// One factor of the value, then and now. Numbers are as shown; empty where the factor doesn't count.
#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct FactorThen {
    pub operator: String,
    pub label: String,
    pub then: String,
    pub now: String,
    /// Who set it and what evidence stood behind it.
    pub then_from: String,
    pub now_from: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct ValuePoint {
    pub at: Time,
    /// None while an input was missing.
    pub value: Option<ValueSpread>,
}

/// What a change of the value is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ValueCause {
    Inputs,
    Evidence,
    Duplicates,
    Risks,
    Method,
    /// Nobody decided anything; what is counted by age grew older.
    Time,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ValueChange {
    pub at: Time,
    pub cause: ValueCause,
    /// "14 signals linked".
    pub what: String,
    /// Who decided it; empty for what time did.
    pub who: String,
    /// P50 before and after it.
    pub before: Option<f64>,
    pub after: Option<f64>,
}
