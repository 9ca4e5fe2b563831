use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::super::{OpportunityRef, ValueSpread};
use crate::model::Time;

/// A formula that people wrote here. A version that was saved never changes.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FormulaView {
    pub uid: String,
    pub name: String,
    /// Of the newest version.
    pub text: String,
    pub version: u32,
    /// Newest first.
    pub versions: Vec<FormulaVersion>,
    /// The workspace ranks by it.
    pub chosen: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FormulaVersion {
    pub version: u32,
    pub text: String,
    pub at: Time,
    pub actor: String,
}

/// A name that formulas can use.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FormulaName {
    pub name: String,
    pub kind: FormulaNameKind,
    /// "person-months"; empty for a plain number and for functions.
    pub unit: String,
    pub meaning: String,
    /// What to write: `min(a, b)`.
    pub example: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FormulaNameKind {
    /// What people enter, with its range.
    Input,
    /// What is counted from the linked signals and the judged risks.
    Evidence,
    Function,
}

/// What a text would give, before it is saved.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FormulaCheck {
    /// None: it can be saved.
    pub problem: Option<FormulaProblem>,
    /// The rows are those of the text with the repair in it.
    pub repaired: bool,
    /// Of the value, in words: "customers × points ÷ person-months".
    pub unit: String,
    /// Names it uses.
    pub uses: Vec<String>,
    /// By value, those that lack an input last.
    pub rows: Vec<CheckRow>,
    pub with_value: u32,
    pub lacking: u32,
    /// Which opportunities lack what.
    pub lacks: Vec<Lack>,
    /// The end of the axis: the largest P90, rounded up.
    pub axis: f64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FormulaProblem {
    /// 1-based.
    pub line: u32,
    /// 1-based, in characters (UTF-16 units, as the page counts them).
    pub character: u32,
    /// How many characters from there are meant; 0 at the end of a line.
    pub length: u32,
    /// "a closing bracket is missing."
    pub says: String,
    /// "Add “)” after risk_cost."
    pub todo: String,
    pub repair: Option<FormulaRepair>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FormulaRepair {
    /// What the button says: "Add it".
    pub label: String,
    /// The whole text with the repair in it.
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CheckRow {
    pub opportunity: OpportunityRef,
    pub rank: Option<u32>,
    pub value: Option<ValueSpread>,
    /// Its rank today; None when it has none.
    pub today: Option<u32>,
    /// Names without a value; empty when there is one.
    pub missing: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Lack {
    pub name: String,
    pub opportunities: Vec<OpportunityRef>,
}
