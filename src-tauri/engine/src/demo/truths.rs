//! What is really going on in the demo. The app isn't told; tests ask whether it finds it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::Time;

/// Everything planted. Signals are named by their external ids, which are unique over all sources of the demo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Truths {
    /// Incidents that a deployment caused.
    pub caused: Vec<Caused>,
    /// Incidents that only look as if: a deployment of the service came before, but the cause lay outside.
    pub decoys: Vec<Decoy>,
    /// Incidents that come back.
    pub problems: Vec<RecurringProblem>,
    /// Tickets about the same occurrence.
    pub duplicates: Vec<Duplicates>,
    /// Story id → what it is about and the tickets and feedback written from it.
    pub themes: BTreeMap<String, Theme>,
    /// Stories that are no theme worth deciding on: office post, questions, praise, strays.
    pub noise: Vec<String>,
    /// Incident → the tickets people wrote while it lasted.
    pub fallout: BTreeMap<String, Vec<String>>,
    pub fading: FadingFeature,
    pub detour: Detour,
    /// Features that next to nobody uses.
    pub unused: Vec<String>,
    pub at_risk: AtRisk,
    /// What the stories justify doing.
    pub opportunities: Vec<Justified>,
    /// Delivered changes, and whether the complaints really fell afterwards.
    pub outcomes: Vec<Outcome>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caused {
    pub incident: String,
    pub deployment: String,
    /// True: the incident names the deployment in its fact `caused_by`. False: only service and time tell.
    pub told: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decoy {
    pub incident: String,
    /// The deployment before it that had nothing to do with it.
    pub deployment: String,
    pub real_cause: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecurringProblem {
    pub name: String,
    pub service: String,
    /// Its episodes, oldest first; at least four.
    pub incidents: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// The trouble in one plain sentence.
    pub about: String,
    pub signals: Vec<String>,
}

/// In which way tickets are duplicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sameness {
    /// The same person writes again days later, in other words.
    SamePersonAgain,
    /// Two people of one customer write about it on the same day.
    Colleagues,
    /// The form was sent twice, word for word.
    SentTwice,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicates {
    pub how: Sameness,
    /// Oldest first.
    pub tickets: Vec<String>,
}

/// A feature that loses its users while nobody complains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FadingFeature {
    pub feature: String,
    pub service: String,
    /// First day of the decline.
    pub from: NaiveDate,
    /// Users on a usual working day before, and in the last weeks.
    pub before: u32,
    pub after: u32,
}

/// A feature that people leave for another one while nobody complains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detour {
    pub from: String,
    pub to: String,
    /// First day on which some did.
    pub since: NaiveDate,
    /// People of a usual working day.
    pub lost: u32,
    pub gained: u32,
}

/// A group of customers likely to leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtRisk {
    pub why: String,
    pub customers: Vec<String>,
    /// The story they tell.
    pub story: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Justified {
    pub title: String,
    pub stories: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub title: String,
    pub delivered_at: Time,
    pub story: String,
    /// Whether fewer people wrote about it afterwards.
    pub fell: bool,
}
