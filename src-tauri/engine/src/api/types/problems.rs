use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CausesView, OpportunityRef, ThemeTrend};
use crate::model::{Kind, ProductId, Range, ServiceId, Severity, SignalId, ThemeId, Time};

/// Which recurring problems. The period ends now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ProblemQuery {
    pub days: u32,
    /// Empty: all.
    pub services: Vec<ServiceId>,
    pub product: Option<ProductId>,
}

impl Default for ProblemQuery {
    fn default() -> Self {
        ProblemQuery { days: 90, services: Vec::new(), product: None }
    }
}

/// Incidents and alerts that come back, those with the most records first.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ProblemList {
    pub problems: Vec<ProblemRow>,
    pub from: Time,
    pub to: Time,
    /// Incidents and alerts in the period, whether they come back or not.
    pub records: u32,
    /// How many of the first problems `top_share` is about: 20, or as many as there are.
    pub top: u32,
    /// The share of the records that these cause, 0–1; null when there are no records.
    pub top_share: Option<f64>,
    /// What an hour costs where nothing is said at a problem; all null while nobody said.
    pub rates: CostRates,
    pub currency: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ProblemRow {
    /// Stable across pulls and laptops.
    pub key: String,
    pub title: String,
    /// A person gave the title; otherwise it is the newest record's, with what varies as …
    pub named: bool,
    pub service: Option<String>,
    pub kind: Kind,
    /// Occurrences in the period; one that was reopened soon is one.
    pub episodes: u32,
    /// Incidents and alerts in the period.
    pub signals: u32,
    /// Of all records of the period, 0–1: its own, and with the problems before it.
    pub share: f64,
    pub share_so_far: f64,
    /// Who wrote about the service while it lasted, or is named in its records.
    pub customers: u32,
    pub first_at: Time,
    pub last_at: Time,
    /// Its last episode isn't over.
    pub open: bool,
    pub worst: Option<Severity>,
    /// Of its records.
    pub trend: ThemeTrend,
    /// Records a week, the oldest of twelve weeks first; the last one ends now.
    pub weeks: Vec<u32>,
    /// Median milliseconds to restore; null when no episode is over.
    #[ts(type = "number | null")]
    pub restore: Option<i64>,
    /// A way round is known.
    pub workaround: bool,
    /// The cause is known, the fix is not in place.
    pub known_error: bool,
    /// A quarter's cost; null while no rate is set.
    pub cost: Option<Range>,
    pub opportunity: Option<OpportunityRef>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ProblemDetail {
    pub row: ProblemRow,
    /// Why these records belong together, in one sentence.
    pub why: String,
    /// Newest first.
    pub episodes: Vec<EpisodeView>,
    /// Deployments of its service in the period, oldest first.
    pub deployments: Vec<EpisodeDeployment>,
    /// Median days from an episode to the next, in the later and in the earlier half; null with too few.
    pub days_apart: Option<f64>,
    pub days_apart_before: Option<f64>,
    /// Episodes that were followed by another within 14 days of their end, and of how many that can be said yet.
    pub came_back: u32,
    pub came_back_of: u32,
    /// How many episodes the median time to restore is of.
    pub restored: u32,
    pub workaround: Option<WorkaroundView>,
    pub known_error_since: Option<Time>,
    pub cost: ProblemCost,
    pub causes: CausesView,
    pub evidence: ProblemEvidence,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct EpisodeView {
    /// The record that began it.
    pub signal: SignalId,
    /// The tool's own name of it, e.g. INC-2285.
    pub label: String,
    pub title: String,
    pub at: Time,
    /// Null while it isn't over.
    pub ended_at: Option<Time>,
    /// The worst of its records.
    pub severity: Option<Severity>,
    /// Milliseconds from its start to its end, pauses between reopenings taken out; null while it isn't over.
    #[ts(type = "number | null")]
    pub restore: Option<i64>,
    /// Its records; more than one when it was reopened or told twice.
    pub signals: u32,
    /// The change that caused it, as far as that is known.
    pub link: Option<EpisodeLink>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct EpisodeLink {
    pub signal: SignalId,
    pub kind: Kind,
    pub title: String,
    pub at: Time,
    /// False: suggested.
    pub confirmed: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct EpisodeDeployment {
    pub signal: SignalId,
    pub title: String,
    pub at: Time,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WorkaroundView {
    pub text: String,
    pub since: Time,
    /// False: a record of the tool says it, and nobody here has changed it.
    pub by_person: bool,
}

/// What is known of the cost of handling. A null is "not set", which is not 0. Money is in the workspace's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CostRates {
    /// An hour of those who restore the service.
    pub hour: Option<Range>,
    /// Hours of work on an episode; null takes the time to restore.
    pub hours: Option<Range>,
    /// An hour of support, and the hours that a ticket takes.
    pub support_hour: Option<Range>,
    pub ticket_hours: Option<Range>,
    /// Given back to customers, an episode.
    pub credits: Option<Range>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ProblemCost {
    /// Of 91 days at the rate of the period; null while nothing can be said.
    pub quarter: Option<Range>,
    pub lines: Vec<CostLine>,
    /// What the lines are computed with; `own` says that they were set for this problem.
    pub rates: CostRates,
    pub own: bool,
    pub currency: String,
    /// What is left out, and what is missing, as sentences.
    pub not_counted: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CostLine {
    /// e.g. "Support".
    pub name: String,
    /// e.g. "9 episodes × 1.2 to 2.3 h × 65".
    pub how: String,
    /// A quarter's.
    pub amount: Range,
}

/// What an opportunity made from the problem takes.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ProblemEvidence {
    /// Its incidents and alerts, whenever they were.
    pub records: u32,
    /// Tickets and feedback about the service, written while it lasted, at most a day: taken on request.
    pub meanwhile: u32,
    /// The theme that most of its records are in.
    pub theme: Option<ProblemTheme>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ProblemTheme {
    pub id: ThemeId,
    pub title: String,
    pub signals: u32,
    /// Those among them that are the problem's own.
    pub shared: u32,
}
