use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ItemView, OpportunityRef};
use crate::error::Problem;
use crate::model::{CommentId, ItemId, Time};

/// What would be sent, exactly.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CommentPreview {
    pub item: ItemView,
    /// In the tracker's markup, with the line by which it is found again.
    pub body: String,
    /// To be handed back when it is sent; a comment with the same key is sent only once.
    pub key: String,
}

/// A comment that was written here.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct CommentView {
    pub id: CommentId,
    pub item: ItemId,
    pub item_label: String,
    pub opportunity: OpportunityRef,
    pub connection_name: String,
    /// As the person wrote it.
    pub text: String,
    pub state: CommentState,
    pub problem: Option<Problem>,
    pub queued_at: Time,
    pub changed_at: Time,
    pub attempts: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CommentState {
    /// Written down, not sent.
    Queued,
    /// Sent or being sent; no answer was stored. It is looked for before it is sent again.
    NeedsCheck,
    /// It was looked for in vain, but not everything could be looked through: a person has to say.
    Unclear,
    /// The tracker has it.
    Sent,
    /// The tracker refused it; nothing is there.
    Failed,
    /// Given up by a person.
    Cancelled,
}

impl CommentState {
    const ALL: [CommentState; 6] =
        [Self::Queued, Self::NeedsCheck, Self::Unclear, Self::Sent, Self::Failed, Self::Cancelled];

    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::NeedsCheck => "needs_check",
            Self::Unclear => "unclear",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}
