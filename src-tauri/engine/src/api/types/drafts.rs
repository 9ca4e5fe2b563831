use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::connectors::Draft;
pub use crate::export::template::TemplateProblem;
use crate::model::Time;

/// What a person may change in a draft; the description is in the tracker's own markup.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftText {
    pub title: String,
    pub description: String,
    pub labels: Vec<String>,
}

/// A person's text, kept until it is sent or thrown away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct KeptDraft {
    pub at: Time,
    pub by: String,
    /// The opportunity, its evidence or the template has changed since.
    pub changed_since: bool,
}

/// What the drafts for one tracker are made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct TemplateView {
    pub text: String,
    /// A person wrote it; else it is the usual one.
    pub own: bool,
    pub usual: String,
    /// What can stand in it, and what that means.
    pub names: Vec<(String, String)>,
}

/// A template tried on an opportunity.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TemplateTry {
    /// Null when the template can't be used.
    pub draft: Option<Draft>,
    pub redactions: u32,
    pub problem: Option<TemplateProblem>,
}
