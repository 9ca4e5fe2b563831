use serde::Serialize;
use ts_rs::TS;

use super::{OpportunityRef, ValueSpread};
use crate::model::{Kind, SignalId, Time};

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
    /// What was linked then or is linked today, at most 200: first what was linked, unlinked, turned or weighed anew
    /// since, the newest signal first among these and the rest.
    pub evidence: Vec<EvidenceThen>,
    /// How many more there are.
    pub evidence_left: u32,
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
    /// Among all that had a value and were neither rejected nor deleted, by the same method; None where it wasn't one of
    /// them.
    pub rank: Option<u32>,
    pub of: u32,
    /// What it is counted in: RICE points.
    pub points: String,
    /// What was ranked by, e.g. `rice/1`.
    pub formula: String,
    /// In words: reach × impact × confidence ÷ effort.
    pub method: String,
    /// What was missing, by label.
    pub missing: Vec<String>,
    /// Linked signals that speak for it, and the people behind them.
    pub signals: u32,
    pub people: u32,
    /// Linked signals that speak against it.
    pub against: u32,
}

/// A signal that was linked at the end of that day, or is today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct EvidenceThen {
    pub signal: SignalId,
    pub kind: Kind,
    pub title: String,
    /// Reporter and customer; empty where nobody is named.
    pub who: String,
    pub happened_at: Time,
    /// None: it wasn't linked.
    pub then: Option<LinkThen>,
    /// None: it isn't linked any more.
    pub now: Option<LinkThen>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LinkThen {
    /// 0–3.
    pub importance: u8,
    /// It speaks against the opportunity.
    pub against: bool,
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
