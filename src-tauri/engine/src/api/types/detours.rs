use chrono::NaiveDate;
use serde::Serialize;
use ts_rs::TS;

use super::OpportunityRef;
use crate::model::Range;

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DetourList {
    /// Those that chance explains least first.
    pub detours: Vec<DetourRow>,
    /// Pairs of a feature that lost and one that gained, of everything that is counted.
    pub pairs: u32,
    /// Those of them where about as much was gained as lost, at whatever time.
    pub alike: u32,
    /// Detours that nobody wrote about and nobody here decided on.
    pub silent: u32,
    /// The last day counted; null when no tool counts any use: then nothing is known, which isn't 0.
    #[ts(type = "string | null")]
    pub to: Option<NaiveDate>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DetourMeasure {
    People,
    /// How often something was done.
    Events,
}

/// A suggestion: people may do with `to` what they did with `from`. Counts of a day can't follow anybody.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DetourRow {
    pub from: DetourEnd,
    pub to: DetourEnd,
    /// Of whom; null: everybody.
    pub segment: Option<String>,
    pub measure: DetourMeasure,
    /// How much of the fall the rise explains, 1 is all of it, with its 95 % interval.
    pub share: Range,
    /// At most so likely is it that two changes of about the same size meet like this by chance, 0–1.
    pub chance: f64,
    /// Tickets, feedback and errors that name either, in the time before as long as that since, and since.
    pub told_before: u32,
    pub told_since: u32,
    /// Why it is suggested, in plain words.
    pub why: String,
    /// No more people wrote about it than before.
    pub silent: bool,
    /// A person said that it is nothing.
    pub dismissed: bool,
    pub opportunity: Option<OpportunityRef>,
}

impl DetourRow {
    /// Nobody wrote about it and nobody here decided on it.
    pub(crate) fn waits(&self) -> bool {
        self.silent && !self.dismissed && self.opportunity.is_none()
    }

    /// For sentences: of what a day counts.
    pub(crate) fn counts(&self) -> &'static str {
        match self.measure {
            DetourMeasure::People => "people",
            DetourMeasure::Events => "uses",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DetourEnd {
    pub feature: String,
    pub service: Option<String>,
    /// The first day of the week in which it began to lose or gain.
    #[ts(type = "string")]
    pub since: NaiveDate,
    /// A day, at the usual traffic.
    pub before: f64,
    pub after: f64,
    /// -0.26 is 26 % fewer; null after none.
    pub change: Option<f64>,
}

/// What a detour is told from, down to the days.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DetourReceipt {
    pub detour: DetourRow,
    /// How it is arrived at, a line each.
    pub how: Vec<String>,
    /// Every day of the weeks that speak, the oldest first.
    pub days: Vec<DetourDay>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DetourDay {
    #[ts(type = "string")]
    pub day: NaiveDate,
    /// As counted; null where nothing was.
    pub from: Option<u32>,
    pub to: Option<u32>,
    /// Of its week, against the usual: 1.1 is a tenth more.
    pub traffic: Option<f64>,
}
