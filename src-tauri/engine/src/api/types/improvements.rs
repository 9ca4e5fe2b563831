use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PulseRecord;
use crate::model::Time;

/// Plan, do, check, act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImprovementStep {
    Plan,
    Do,
    Check,
    Act,
}

impl ImprovementStep {
    pub const ALL: [Self; 4] = [Self::Plan, Self::Do, Self::Check, Self::Act];

    /// For sentences.
    pub fn word(self) -> &'static str {
        ["Plan", "Do", "Check", "Act"][self as usize]
    }
}

/// What became of an improvement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImprovementVerdict {
    Kept,
    Changed,
    Dropped,
}

impl ImprovementVerdict {
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Changed => "changed",
            Self::Dropped => "dropped",
        }
    }
}

/// What an improvement was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ImprovementSource {
    #[default]
    None,
    Problem {
        key: String,
        title: String,
    },
    /// An item of the forum.
    Forum {
        key: String,
        title: String,
    },
    AntiPattern {
        id: String,
        title: String,
    },
}

/// A card as people write it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ImprovementForm {
    pub title: String,
    /// If we do this, then …
    pub hypothesis: String,
    /// What should move, from what to what. Without one a card stays in Plan.
    pub goal: String,
    /// What was seen so far.
    pub seen: String,
    /// A name or a role, as written.
    pub owner: String,
    /// When somebody looks at it next.
    pub check_at: Option<Time>,
    pub source: ImprovementSource,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ImprovementCard {
    pub uid: String,
    #[serde(flatten)]
    pub card: ImprovementForm,
    pub step: ImprovementStep,
    /// In its step.
    pub since: Time,
    /// Only in Act.
    pub verdict: Option<ImprovementVerdict>,
    /// Past its date and not in Act.
    pub overdue: bool,
    pub created_at: Time,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ImprovementRegister {
    /// In the order they were made.
    pub cards: Vec<ImprovementCard>,
    pub overdue: u32,
    pub decided: u32,
}

/// How people see working, tooling and culture, by round. Anonymous: answers carry no name anywhere.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Assessment {
    pub questions: Vec<AssessmentQuestion>,
    /// The oldest first.
    pub rounds: Vec<AssessmentRound>,
    /// With fewer answers only their number shows.
    pub least: u32,
    /// What falls or drifts apart, a sentence; null when nothing does.
    pub warning: Option<AssessmentWarning>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AssessmentQuestion {
    pub id: String,
    /// working, tooling or culture.
    pub dimension: String,
    /// e.g. "We see what breaks first".
    pub title: String,
    /// As it is asked.
    pub asks: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AssessmentRound {
    pub uid: String,
    pub opened_at: Time,
    /// Null: it is open. Its results show when it is closed.
    pub closed_at: Option<Time>,
    /// How many answered.
    pub n: u32,
    /// One a question; empty while it is open or has too few answers.
    pub results: Vec<AssessmentResult>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct AssessmentResult {
    pub question: String,
    /// 1 never, 5 always.
    pub mean: f64,
    /// The middle half of the answers.
    pub low: f64,
    pub high: f64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AssessmentWarning {
    pub question: String,
    pub says: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PatternState {
    Found,
    NotFound,
    /// What it looks at isn't read or is too little. Not the same as not found.
    NoData,
}

/// A habit that hurts, looked for in the records. What counts as found, and the records, are in its receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AntiPattern {
    pub id: String,
    pub title: String,
    pub state: PatternState,
    /// What was seen, one sentence with its n.
    pub says: String,
    /// What an improvement could try, one sentence.
    pub advice: String,
    /// The uid of the improvement that was made from it; null: none.
    pub improvement: Option<String>,
}

/// How the number of a habit came about, down to the records.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PatternReceipt {
    pub title: String,
    /// What counts as found, and how the number is made: a line each.
    pub how: Vec<String>,
    pub result: String,
    /// Null: whatever there is up to `to`.
    pub from: Option<Time>,
    pub to: Time,
    /// Those that count, at most 500; `counted_total` says how many there are.
    pub counted: Vec<PatternRecord>,
    pub counted_total: u32,
    /// Those that were looked at and don't count, likewise.
    pub others: Vec<PatternRecord>,
    pub others_total: u32,
    /// The whole as plain text, for copying.
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PatternRecord {
    pub of: PatternOf,
    /// Why it counts, or doesn't, e.g. "12 changes at once, usually 3".
    pub says: String,
}

/// What a habit is looked for in.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PatternOf {
    Record {
        record: PulseRecord,
    },
    /// A recurring problem.
    Problem {
        key: String,
        title: String,
    },
    /// Of a service; null: of none.
    Sprint {
        service: Option<String>,
    },
}
