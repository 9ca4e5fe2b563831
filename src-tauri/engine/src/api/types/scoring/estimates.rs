use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::super::OpportunityRef;
use super::Framework;
use crate::model::{Range, Time};

/// Several people's answers to one input, kept apart. Nobody sees the others' before they are revealed.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct EstimateRound {
    pub framework: Framework,
    pub input: String,
    pub label: String,
    /// In the order people were asked.
    pub answers: Vec<EstimateView>,
    pub answered: u32,
    pub revealed: bool,
    /// P10, P50 and P90 of an equal mixture of the answers; None until it is revealed.
    pub together: Option<Range>,
    /// Pairs whose ranges don't overlap, furthest apart first.
    pub apart: Vec<(String, String)>,
    /// "Dana and Elif don't overlap. Talk first; the mean of two plans is no plan." Empty when all overlap.
    pub says: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct EstimateView {
    pub person: String,
    pub answered_at: Option<Time>,
    /// None until they are revealed, and for who hasn't answered.
    pub range: Option<Range>,
    /// Why, in the person's words; empty until they are revealed.
    pub note: String,
}

/// What a person answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EstimateForm {
    pub framework: Framework,
    pub input: String,
    pub person: String,
    pub range: Range,
    pub note: String,
}

/// An input that people see differently, or that waits for answers.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Disagreement {
    pub opportunity: OpportunityRef,
    pub round: EstimateRound,
    /// How far the answers lie apart: the span of the likely values over the mean width of a range; None while hidden.
    pub distance: Option<f64>,
}
