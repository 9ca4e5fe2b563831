use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::OpportunityRef;
use crate::model::{Stage, ThemeId, Time};

/// What a delivery was expected to do, as a number that weeks can meet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OutcomeGoal {
    pub measure: GoalMeasure,
    /// A week for "at most" and "at least"; percent for the others.
    pub amount: f64,
    /// Whose use is counted instead of the signals; None: the signals.
    pub feature: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GoalMeasure {
    AtMost,
    AtLeast,
    FallBy,
    RiseBy,
}

/// How a check compares; everything unset is as the program proposes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutcomePlan {
    /// Weeks on each side, 3 to 26.
    pub weeks: Option<u32>,
    /// An ISO date; None: when it first was delivered.
    pub shipped_on: Option<String>,
    /// The verdict isn't taken against other signals, even where there are enough.
    pub alone: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeVerdict {
    Fell,
    Unchanged,
    Rose,
    TooEarly,
    TooFew,
    NoData,
}

/// Where a check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeState {
    NotShipped,
    Running,
    Ended,
    /// It fell, and then rose again.
    CameBack,
    Settled,
}

/// What a person made of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeAnswer {
    /// It worked: the stage becomes verified.
    Verified,
    /// Back to assessing.
    Again,
    /// A new opportunity follows it up, with the same evidence.
    FollowUp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutcomeSettled {
    pub answer: OutcomeAnswer,
    pub note: String,
    /// The number of the opportunity that follows it up.
    pub follow_up: Option<u32>,
    pub at: Time,
    pub by: String,
}

/// What a week is to the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeRole {
    Earlier,
    Before,
    Shipping,
    After,
    Later,
    /// Not every source was read for all of it.
    Unread,
    Running,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct OutcomeWeek {
    /// ISO date of its Monday, in the reader's zone.
    pub monday: String,
    pub count: u32,
    pub others: u32,
    pub role: OutcomeRole,
    /// None where there is no goal, or the week isn't one after.
    pub met: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct OutcomeLevel {
    pub count: u32,
    pub weeks: u32,
    pub per_week: f64,
}

/// A change as a share: −0.76 is a fall by 76 %. With a 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct OutcomeChange {
    /// None when there was nothing before.
    pub seen: Option<f64>,
    pub low: f64,
    /// None when nothing bounds it.
    pub high: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct OutcomeOthers {
    pub before: OutcomeLevel,
    pub after: OutcomeLevel,
    pub change: OutcomeChange,
    /// The verdict is taken against them.
    pub used: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct GoalMet {
    /// What weeks are held against, a week.
    pub line: f64,
    pub weeks: u32,
    pub of: u32,
    /// The mean of the weeks meets it.
    pub overall: bool,
}

/// What was read of one series of weeks.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OutcomeReading {
    pub verdict: OutcomeVerdict,
    /// `On track.`
    pub headline: String,
    pub sentence: String,
    pub before: OutcomeLevel,
    pub after: OutcomeLevel,
    /// By itself; None without weeks on both sides.
    pub change: Option<OutcomeChange>,
    /// What the verdict rests on.
    pub judged: Option<OutcomeChange>,
    pub others: Option<OutcomeOthers>,
    pub goal: Option<GoalMet>,
    /// How much more single weeks vary than chance alone; 1 is not at all.
    pub dispersion: f64,
    pub weeks: Vec<OutcomeWeek>,
}

/// Whether it came back after it fell.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OutcomeWatch {
    /// Weeks followed since the check ended.
    pub weeks: u32,
    /// Signals a week up to which it is quiet, and at which it has come back.
    pub quiet: f64,
    pub back: f64,
    /// ISO date of the week in which the rise began, once it is beyond chance.
    pub since: Option<String>,
    /// ISO date of the day from which that is known: the end of the week that made it sure.
    pub known_on: Option<String>,
}

/// How the use of the goal's feature changed.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OutcomeUse {
    pub feature: String,
    pub reading: OutcomeReading,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OutcomeView {
    pub opportunity: OpportunityRef,
    pub stage: Stage,
    pub state: OutcomeState,
    /// ISO date in the reader's zone; None: not delivered.
    pub shipped: Option<String>,
    /// Who says so: `the stage`, `the item in the tracker`, `a person`.
    pub shipped_by: String,
    /// ISO date of the first day after the window.
    pub ends: Option<String>,
    /// Weeks on each side, and what the program proposes.
    pub weeks: u32,
    pub proposed_weeks: u32,
    pub plan: OutcomePlan,
    pub goal: Option<OutcomeGoal>,
    /// `6 or fewer a week`; empty: none.
    pub goal_in_words: String,
    /// The metric that people wrote down.
    pub expected: String,
    pub themes: Vec<(ThemeId, String)>,
    /// Linked signals outside the themes, which aren't counted.
    pub outside: u32,
    pub sources: Vec<String>,
    /// Sources that were first read too late; their signals aren't counted.
    pub late_sources: Vec<String>,
    /// Why the numbers may mislead; empty: nothing known.
    pub caution: String,
    pub reading: Option<OutcomeReading>,
    pub watch: Option<OutcomeWatch>,
    pub usage: Option<OutcomeUse>,
    pub settled: Option<OutcomeSettled>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OutcomeRow {
    pub opportunity: OpportunityRef,
    pub stage: Stage,
    pub state: OutcomeState,
    pub verdict: Option<OutcomeVerdict>,
    pub headline: String,
    pub shipped: Option<String>,
    pub ends: Option<String>,
    pub before: f64,
    pub after: f64,
    pub change: Option<OutcomeChange>,
    pub goal: Option<GoalMet>,
    pub goal_in_words: String,
}

/// How estimates of one framework held; its numbers are None under five.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CalibrationRow {
    pub framework: String,
    pub n: u32,
    /// Ranges that held what happened, and the share's 95 % interval.
    pub held: Option<u32>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// The median of what happened over what was likely, minus 1.
    pub bias: Option<f64>,
    pub pasts: Vec<CalibrationPast>,
}

/// One estimate, as multiples of its likely value, and what happened.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CalibrationPast {
    pub opportunity: OpportunityRef,
    pub value: f64,
    pub low: f64,
    pub high: f64,
    /// The change seen over the change that the goal asked for.
    pub happened: f64,
    pub held: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OutcomeList {
    /// What needs somebody first.
    pub rows: Vec<OutcomeRow>,
    pub calibration: Vec<CalibrationRow>,
}

/// The numbers of a check that open their receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeNumber {
    Change,
    Others,
    Goal,
    Watch,
    Usage,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct OutcomeInput {
    pub label: String,
    pub value: String,
}

/// How a number of a check came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct OutcomeReceipt {
    pub title: String,
    pub value: String,
    pub inputs: Vec<OutcomeInput>,
    /// The method in plain words, a sentence or two each.
    pub method: Vec<String>,
    pub weeks: Vec<OutcomeWeek>,
    /// Whom formulas are taken from.
    pub published: Vec<String>,
}
