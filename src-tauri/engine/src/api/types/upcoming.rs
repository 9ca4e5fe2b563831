use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::OpportunityRef;
use crate::model::Time;

/// What is on its way, for customers and operations.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct UpcomingList {
    pub workspace: String,
    /// By stage, the furthest first; within it by date.
    pub rows: Vec<UpcomingRow>,
    /// When the last list was given out, and by whom; null: never.
    pub issued_at: Option<Time>,
    pub issued_by: Option<String>,
    /// What stood on the last list and won't come, or isn't planned any more.
    pub left: Vec<UpcomingRow>,
    /// How many rows are new or changed since the last list.
    pub changed: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UpcomingStage {
    Planned,
    InSprint,
    /// Built, and being tested or accepted.
    InTest,
    Released,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct UpcomingRow {
    pub opportunity: OpportunityRef,
    pub service: Option<String>,
    pub stage: UpcomingStage,
    /// The tracker's own word; empty while nothing was sent.
    pub status: String,
    /// As people call its item; empty while nothing was sent.
    pub item: String,
    /// As the tracker tells it; null where it doesn't.
    #[ts(type = "string | null")]
    pub expected: Option<NaiveDate>,
    pub released_at: Option<Time>,
    /// What is different from the last list, in words; empty: nothing.
    #[serde(default)]
    pub change: String,
}

/// What was delivered in a range of days, both included, by service.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReleaseNotes {
    pub workspace: String,
    #[ts(type = "string")]
    pub from: NaiveDate,
    #[ts(type = "string")]
    pub to: NaiveDate,
    pub services: Vec<ReleasedService>,
    pub delivered: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReleasedService {
    /// Empty: of no service.
    pub service: String,
    /// The newest first.
    pub notes: Vec<ReleaseNote>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReleaseNote {
    pub opportunity: OpportunityRef,
    pub delivered_at: Time,
    /// How many different people asked, by the evidence.
    pub people: u32,
    pub item: String,
}
