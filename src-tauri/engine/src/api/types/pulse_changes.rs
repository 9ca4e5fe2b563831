use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{ProductId, ServiceId, Severity, SignalId, Time};

/// Which changes and deployments. The period ends now; standard-change candidates look back 180 days in any case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ChangesQuery {
    pub days: u32,
    /// Empty: all.
    pub services: Vec<ServiceId>,
    pub product: Option<ProductId>,
}

impl Default for ChangesQuery {
    fn default() -> Self {
        ChangesQuery { days: 90, services: Vec::new(), product: None }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ChangesPage {
    pub from: Time,
    pub to: Time,
    /// Those that could become standard changes first.
    pub standard: Vec<StandardCandidate>,
    /// The rule in words, e.g. "Same steps and service, 10 times or more in 180 days …".
    pub standard_rule: String,
    /// One a service, the one with the most changes first.
    pub sprints: Vec<SprintAdvice>,
    pub sprint_rule: String,
    pub unrecorded: UnrecordedList,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CandidateState {
    /// It meets the rule.
    Ready,
    /// It meets the rule, and a person proposed it.
    Proposed,
    /// Its records say that it is one already.
    Already,
    TooFew,
    /// It may fail too often, as far as can be said.
    NotSure,
    /// One of the two top classes of incidents was caused by it within 90 days.
    CausedIncident,
}

/// Changes with the same title but for what varies, in one service.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct StandardCandidate {
    pub key: String,
    pub title: String,
    pub service: Option<String>,
    /// Closed within 180 days.
    pub times: u32,
    /// Those that failed: the tool says so, or they caused an incident.
    pub failed: u32,
    /// The share that fails, 0–1, as a 95 % Wilson interval.
    pub fail_low: f64,
    pub fail_high: f64,
    /// Median milliseconds from ready to done, and from begun to done; null when the tool doesn't tell.
    #[ts(type = "number | null")]
    pub waiting: Option<i64>,
    #[ts(type = "number | null")]
    pub lead: Option<i64>,
    /// How many of the changes these medians are of.
    pub timed: u32,
    /// Days of waiting a quarter that end when approval is given once for all; null unless the rule is met.
    pub saves_days: Option<f64>,
    pub state: CandidateState,
    /// Why, or why not: one sentence.
    pub why: String,
    /// The changes, newest first; at most 50.
    pub changes: Vec<SignalId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SprintWord {
    /// As many changes as the level allows or nearly, and not too many failed.
    Good,
    /// Too many failed.
    Breach,
    /// Too few changes to say anything.
    Quiet,
    /// Younger than 72 hours: what it caused may not have shown yet.
    Pending,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SprintPoint {
    pub from: Time,
    pub to: Time,
    pub changes: u32,
    /// Changes that caused an incident, as far as that is confirmed.
    pub failed: u32,
    /// 0–1; null without changes.
    pub share: Option<f64>,
    pub word: SprintWord,
    /// What the level was in it.
    pub level: u32,
    /// What it did to the level, e.g. "two good sprints: 10 to 12"; null when nothing.
    pub step: Option<String>,
}

/// How many changes a service takes in a sprint of 14 days: advice, nothing is enforced.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SprintAdvice {
    pub service: Option<String>,
    /// Oldest first.
    pub points: Vec<SprintPoint>,
    /// What the rule arrives at for the sprint that runs now; null with fewer than three sprints that count.
    pub level: Option<u32>,
    /// Above this share of failed changes a sprint is a breach, 0–1.
    pub limit: f64,
    /// One sentence, or two.
    pub advice: String,
    pub tried: Option<TriedLevel>,
}

/// A level that a person decided to try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TriedLevel {
    pub level: u32,
    pub sprints: u32,
    pub since: Time,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct UnrecordedList {
    /// False: no change records are read at all, so that nothing can be said. Not the same as none.
    pub known: bool,
    /// Newest first.
    pub rows: Vec<UnrecordedDeployment>,
    /// All deployments of the period.
    pub deployments: u32,
    /// Those of the rows that look like a record that exists, and that do so strongly.
    pub look_alike: u32,
    pub strong: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct UnrecordedDeployment {
    pub signal: SignalId,
    pub label: String,
    pub title: String,
    pub at: Time,
    pub service: Option<String>,
    /// The record it may belong to; null when none is near.
    pub record: Option<RecordGuess>,
    /// The first incident that names it as its cause.
    pub after: Option<IncidentAfter>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MatchWord {
    Strong,
    Fair,
    Weak,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RecordGuess {
    pub signal: SignalId,
    pub label: String,
    pub title: String,
    /// 0–1.
    pub score: f64,
    pub word: MatchWord,
    /// e.g. "same service", "planned 20 min before it".
    pub reasons: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct IncidentAfter {
    pub signal: SignalId,
    pub label: String,
    pub title: String,
    pub at: Time,
    pub severity: Option<Severity>,
}

/// A deployment and the change record that it belongs to, or doesn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecordPair {
    pub deployment: SignalId,
    pub change: SignalId,
}
