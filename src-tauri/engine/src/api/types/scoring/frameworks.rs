use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::Time;
pub use crate::score::Framework;

/// By what the workspace ranks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ScoredBy {
    pub framework: Framework,
    /// The uid of the formula; only with `custom`.
    pub formula: Option<String>,
    /// Only those that differ from 1 (from 0 for `risk`).
    pub weights: Vec<InputWeight>,
}

/// How much an input counts: 0 leaves it out, 1 counts it as scored, 2 counts it twice. `risk` is the worst judged risk
/// and counts 0 unless somebody says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct InputWeight {
    pub name: String,
    /// 0–5.
    pub weight: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FrameworkList {
    pub chosen: ScoredBy,
    /// "RICE", or the name of the formula.
    pub chosen_name: String,
    /// Who chose it, and when; None while nobody has.
    pub chosen_by: Option<String>,
    pub chosen_at: Option<Time>,
    pub frameworks: Vec<FrameworkView>,
    /// Those that people wrote here.
    pub formulas: Vec<FormulaRef>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FrameworkView {
    pub framework: Framework,
    /// RICE
    pub name: String,
    /// In a sentence: what it is good for.
    pub about: String,
    /// The formula in words: reach × impact × confidence ÷ effort.
    pub method: String,
    /// e.g. `rice/1`.
    pub version: String,
    /// The same as the text of a custom formula, to start one from.
    pub text: String,
    /// What a value is counted in: RICE points.
    pub points: String,
    /// Who published it, where and when.
    pub source: String,
    pub inputs: Vec<InputView>,
    /// How many opportunities that compete have a value in it, of how many.
    pub complete: u32,
    pub of: u32,
    /// What is wrong with the whole: more than 60 % of the effort is "must".
    pub warning: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FormulaRef {
    pub uid: String,
    pub name: String,
    pub version: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct InputView {
    /// `reach`; what commands and formulas call it.
    pub name: String,
    pub label: String,
    /// person-months
    pub unit: String,
    /// How it stands in the formula: "", "×", "÷", "+", "−".
    pub operator: String,
    pub least: f64,
    pub most: f64,
    /// What can be chosen. Empty: any number between least and most. Values between two steps are allowed where a
    /// range is entered, unless `only_steps`.
    pub steps: Vec<InputStep>,
    pub only_steps: bool,
    pub help: String,
    /// Without it there is no value.
    pub required: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct InputStep {
    pub value: f64,
    /// "massive"; empty where the number says it all.
    pub label: String,
}
