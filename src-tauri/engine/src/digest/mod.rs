//! What a weekly digest or an andon alert says, and how each channel writes it. Pure: nothing here sends.
//!
//! A message is made of plain lines. Everything in them counts as text from outside: personal data is taken out, and
//! each channel's writer sees to it that no line mentions, links or formats anything.

mod answers;
mod clean;
mod hooks;
mod mail;
mod week;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use answers::{Answer, read_answer};
pub use clean::plain;
pub use hooks::payload;
pub use mail::text;
pub use week::{DetourSeen, Flagged, Judged, Moved, ProblemSeen, ThemeSeen, Week, alert, test_message};

/// Through what a destination is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DigestKind {
    Slack,
    Mattermost,
    Teams,
    Mail,
}

impl DigestKind {
    /// As its maker writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Slack => "Slack",
            Self::Mattermost => "Mattermost",
            Self::Teams => "Microsoft Teams",
            Self::Mail => "E-mail",
        }
    }
}

/// One message, in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "DigestMessage")]
pub struct Message {
    /// Also the subject of a mail.
    pub title: String,
    /// A sentence before the sections; may be empty.
    pub lead: String,
    pub sections: Vec<Section>,
}

/// What belongs together in a message, at most six lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "DigestSection")]
pub struct Section {
    pub title: String,
    pub lines: Vec<String>,
}
