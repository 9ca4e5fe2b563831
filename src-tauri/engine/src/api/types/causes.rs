use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{OpportunityId, Time};

/// What a cause is about: the four dimensions of service management.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CauseDimension {
    /// Organisations and people.
    People,
    /// Information and technology.
    Technology,
    /// Partners and suppliers.
    Partners,
    /// Value streams and processes.
    Processes,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CauseState {
    #[default]
    Suggested,
    Confirmed,
}

/// What has causes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum CausesOf {
    Problem { key: String },
    Opportunity { id: OpportunityId },
}

/// A cause as a person writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CauseForm {
    pub dimension: CauseDimension,
    pub text: String,
    #[serde(default)]
    pub state: CauseState,
    /// The answers to "why?", each asked of the one before; at most five.
    #[serde(default)]
    pub whys: Vec<String>,
    /// What is done differently from now on, so that it doesn't come back; empty while nothing is.
    #[serde(default)]
    pub process_change: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CauseView {
    pub uid: String,
    pub dimension: CauseDimension,
    pub text: String,
    pub state: CauseState,
    pub whys: Vec<String>,
    pub process_change: String,
    pub written_at: Time,
    pub written_by: String,
}

/// One of the four boxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DimensionView {
    pub dimension: CauseDimension,
    /// e.g. "Organisations and people".
    pub name: String,
    /// What to ask while it is empty.
    pub question: String,
    pub causes: Vec<CauseView>,
    /// A person looked and found nothing.
    pub nothing_found: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CausesView {
    /// All four, in their order.
    pub dimensions: Vec<DimensionView>,
    pub causes: u32,
    pub confirmed: u32,
    /// Dimensions with a cause, and those with a cause or nothing found.
    pub filled: u32,
    pub looked_at: u32,
    /// Why that isn't enough yet; null when it is, or when nothing is written.
    pub warning: Option<String>,
}

/// The causes of all opportunities and problems, to see where they gather. What a problem and the opportunity made of it
/// say alike counts once, for the opportunity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CauseMap {
    /// Opportunities and problems with a cause, the most causes first. A problem without a record in the last year is
    /// left out.
    pub rows: Vec<CauseMapRow>,
    /// The same summed up by service, the most causes first.
    pub services: Vec<CauseMapService>,
    /// Causes in each dimension, in the order of the dimensions.
    pub totals: Vec<u32>,
    /// Opportunities with evidence and without any cause.
    pub without: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CauseMapService {
    /// Null: what belongs to no service.
    pub service: Option<String>,
    /// Causes in each dimension, in the order of the dimensions.
    pub causes: Vec<u32>,
    /// Opportunities and problems behind them.
    pub rows: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct CauseMapRow {
    pub of: CausesOf,
    /// "OPP-3"; empty for a problem.
    pub label: String,
    pub title: String,
    pub service: Option<String>,
    /// Causes in each dimension, in the order of the dimensions.
    pub causes: Vec<u32>,
    /// Dimensions where a person looked and found nothing.
    pub nothing_found: Vec<CauseDimension>,
    /// Causes whose fix changes how work is done.
    pub process_changes: u32,
    pub warning: Option<String>,
}
