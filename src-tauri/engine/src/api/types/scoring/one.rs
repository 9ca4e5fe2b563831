use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::super::{OpportunityRef, SuggestedInput, TopChance, ValueSpread};
use super::{EstimateRound, FormulaRef, Framework};
use crate::model::{Range, Time};

/// One opportunity in one framework.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ScoreView {
    pub opportunity: OpportunityRef,
    pub framework: Framework,
    /// Only with `custom`.
    pub formula: Option<FormulaRef>,
    /// In the order of the framework.
    pub inputs: Vec<ScoreInput>,
    pub value: Option<ValueSpread>,
    /// The plain formula at the likely inputs.
    pub plain: Option<f64>,
    /// The arithmetic with its numbers: (13 + 8 + 13) ÷ 8.
    pub working: String,
    /// RICE points
    pub points: String,
    /// For frameworks that sort into classes: "Attractive", "Must have".
    pub class: Option<String>,
    /// What still has to be set, by label.
    pub missing: Vec<String>,
    /// Among all that have a value in this framework; None without a value or when it doesn't compete.
    pub rank: Option<u32>,
    pub of: u32,
    /// How often it is among the best k.
    pub top: Option<TopChance>,
    pub draws: u32,
    #[ts(type = "number")]
    pub seed: u64,
    /// The draws from the first in 200 to the last in 200, in equal steps; empty for an exact value.
    pub histogram: Vec<ValueBar>,
    /// Where it lands in the draws: ranks from the best, the last one with all behind it.
    pub ranks: Vec<RankBar>,
    /// Which inputs make the value wide, widest first.
    pub widens: Vec<WideInput>,
    pub learn: Option<LearnNext>,
    /// What was saved before, newest first, at most 20.
    pub history: Vec<ScoreStep>,
    pub estimates: Vec<EstimateRound>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ScoreInput {
    pub name: String,
    /// None: not set, which is not zero.
    pub range: Option<Range>,
    /// Who set it, and when; None while it is only being tried, and for what is counted.
    pub set_by: Option<String>,
    pub set_at: Option<Time>,
    /// What the evidence says, never applied by itself.
    pub suggested: Option<SuggestedInput>,
    /// What the use of its services says; only about reach.
    pub by_use: Option<SuggestedInput>,
    /// The range is a suggestion, accepted as it was.
    pub accepted: bool,
}

/// What `set_inputs` and `try_inputs` take. An input that isn't named stays as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct InputEntry {
    pub name: String,
    /// Null takes it back to "not set".
    pub range: Option<Range>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct ValueBar {
    pub from: f64,
    pub to: f64,
    /// Of the draws, 0–1.
    pub share: f64,
    /// Between P10 and P90.
    pub inside: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct RankBar {
    pub rank: u32,
    /// This rank or any behind it.
    pub or_worse: bool,
    /// Of the draws, 0–1.
    pub share: f64,
}

/// How much of the spread of the value an input brings in.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WideInput {
    pub name: String,
    pub label: String,
    /// 0–1; those of one opportunity add up to 1.
    pub share: f64,
}

/// The input whose true value is most worth knowing before deciding.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LearnNext {
    pub name: String,
    pub label: String,
    /// Ready to be read: "A firmer effort would settle the order with OPP-18, which wins 41 % of the draws today."
    pub says: String,
    /// The neighbour whose order it would settle, where there is one.
    pub against: Option<OpportunityRef>,
    /// How often that neighbour is worth more, 0–1.
    pub loses: Option<f64>,
    /// What deciding between the two would be worth on average if this input were known, in points.
    pub worth: Option<f64>,
}

/// One saved score.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ScoreStep {
    pub at: Time,
    pub actor: String,
    pub value: Option<ValueSpread>,
    /// "Effort from 1.5 to 2".
    pub says: String,
}
