use serde::Serialize;
use ts_rs::TS;

use super::OpportunityRef;
use crate::model::{StepId, Time};

/// What changed since somebody on this laptop last looked.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct NewsView {
    /// Null when nobody has ever said that they have looked: then it is everything.
    pub since: Option<Time>,
    /// To be handed back with `as_of` when it is marked as seen, so that what comes meanwhile stays new.
    pub step: StepId,
    pub as_of: Time,
    pub count: u32,
    /// What changed last, first.
    pub things: Vec<ChangedThing>,
}

/// One opportunity that changed.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ChangedThing {
    pub opportunity: OpportunityRef,
    /// Newest first.
    pub changes: Vec<NewsEntry>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct NewsEntry {
    pub at: Time,
    /// Who decided it; the connection's name where a tracker told it.
    pub actor: String,
    /// e.g. `Linked “Charged again” to OPP-31`, `#588 is In progress`.
    pub what: String,
}
