use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{OpportunityRef, OpportunityRow, StepDone};
use crate::model::{OpportunityId, RiskKind, Stage, Time};
pub use crate::score::{TestState, TestVerdict};

/// The levels of the tree, from its root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TreeLevel {
    /// What should get better.
    Outcome,
    Opportunity,
    Solution,
    /// What must be true for a solution, or for the opportunity itself.
    Assumption,
    Test,
}

/// One node of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TreeRef {
    pub level: TreeLevel,
    pub uid: String,
}

/// A node as a person writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "level")]
pub enum TreeForm {
    Outcome {
        title: String,
        /// What is measured, and where it stands; may be empty.
        measure: String,
        /// Where it should be, and by when; may be empty.
        target: String,
    },
    Opportunity {
        title: String,
    },
    Solution {
        title: String,
        chosen: bool,
        /// In person-weeks; null: not sized.
        effort: Option<f64>,
    },
    Assumption {
        title: String,
        kind: RiskKind,
        /// 1 (a nuisance if it is wrong) to 5 (all is for nothing); null: not weighed.
        importance: Option<u8>,
        /// 1 (a guess) to 5 (as good as certain); null: not weighed.
        sureness: Option<u8>,
    },
    Test {
        method: String,
        /// The threshold: what must come out for the assumption to hold.
        expected: String,
        result: String,
        verdict: Option<TestVerdict>,
        #[ts(type = "string | null")]
        started_on: Option<NaiveDate>,
        #[ts(type = "string | null")]
        due_on: Option<NaiveDate>,
        #[ts(type = "string | null")]
        ended_on: Option<NaiveDate>,
    },
}

/// What was made, and the step that made it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TreeMade {
    pub node: TreeRef,
    pub step: StepDone,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OpportunityTree {
    pub outcomes: Vec<TreeOutcome>,
    /// Opportunities that hang under no outcome yet, by rank.
    pub without: Vec<TreeOpportunity>,
    /// The riskiest assumption of all that nobody has tested.
    pub next: Option<NextTest>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TreeOutcome {
    pub uid: String,
    pub title: String,
    pub measure: String,
    pub target: String,
    /// Why it was dropped; null while it is in force.
    pub dropped: Option<String>,
    pub opportunities: Vec<TreeOpportunity>,
    pub next: Option<NextTest>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TreeOpportunity {
    pub uid: String,
    pub row: OpportunityRow,
    pub solutions: Vec<TreeSolution>,
    /// Those about the opportunity itself.
    pub assumptions: Vec<TreeAssumption>,
    pub next: Option<NextTest>,
    /// Failed assumptions that its risk register doesn't show yet.
    pub risks: Vec<RiskHint>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SolutionStatus {
    Idea,
    Chosen,
    Dropped,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TreeSolution {
    pub uid: String,
    pub title: String,
    pub status: SolutionStatus,
    /// In person-weeks; null: not sized.
    pub effort: Option<f64>,
    pub dropped: Option<String>,
    pub assumptions: Vec<TreeAssumption>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TreeAssumption {
    pub uid: String,
    pub title: String,
    pub kind: RiskKind,
    pub importance: Option<u8>,
    pub sureness: Option<u8>,
    /// Importance times unsureness, 1 to 25; null while one of them isn't weighed.
    pub weight: Option<u8>,
    pub state: TestState,
    pub dropped: Option<String>,
    /// In their order.
    pub tests: Vec<TreeTest>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TreeTest {
    pub uid: String,
    pub method: String,
    pub expected: String,
    pub result: String,
    pub verdict: Option<TestVerdict>,
    pub state: TestState,
    #[ts(type = "string | null")]
    pub started_on: Option<NaiveDate>,
    #[ts(type = "string | null")]
    pub due_on: Option<NaiveDate>,
    #[ts(type = "string | null")]
    pub ended_on: Option<NaiveDate>,
    pub dropped: Option<String>,
}

/// The assumption to test next.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct NextTest {
    pub uid: String,
    pub title: String,
    pub opportunity: OpportunityRef,
    pub weight: u8,
    /// e.g. "importance 5 × unsureness 4 = 20 of 25".
    pub because: String,
}

/// What a failed assumption says about the risk register; a person judges.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RiskHint {
    pub assumption: String,
    pub kind: RiskKind,
    /// What didn't hold, with the result of the test that showed it.
    pub says: String,
    /// The importance of the assumption, for the impact; null: not weighed.
    pub impact: Option<u8>,
}

/// The stages an opportunity went through.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct StageTimes {
    pub id: OpportunityId,
    /// Every stage it was put into and when, oldest first; the first is its capture.
    pub stages: Vec<(Stage, Time)>,
    /// When tests of its assumptions are due that have no verdict yet.
    #[ts(type = "string[]")]
    pub due: Vec<NaiveDate>,
}
