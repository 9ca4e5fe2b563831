use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AcceptInto, EvidenceLink};
use crate::model::Time;

/// A passage of a signal's body. The quote says which words, the offset which of several the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Passage {
    /// Where it begins, in UTF-16 code units as JavaScript counts them.
    pub start: u32,
    pub quote: String,
}

/// What a passage is to be evidence for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct HighlightTarget {
    pub into: AcceptInto,
    /// 0–3.
    pub importance: u8,
}

/// A passage that is evidence, as the reading pane shows it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct HighlightView {
    pub uid: String,
    pub quote: String,
    /// Where it begins in the body as it is now; null when the body changed and doesn't say it any more.
    pub start: Option<u32>,
    pub evidence_for: Vec<EvidenceLink>,
    pub made_at: Time,
    pub made_by: String,
}

/// A passage under the evidence of an opportunity.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PassageView {
    /// The highlight's.
    pub uid: String,
    pub quote: String,
    /// 0–3, for this opportunity.
    pub importance: u8,
    /// The body changed and doesn't say it any more.
    pub gone: bool,
}
