use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use crate::digest::{DigestKind, Message, Section};
use crate::error::Problem;
pub use crate::http::Security;
use crate::model::Time;
pub use crate::schedule::Weekly;

/// Where digests and alerts go, as a person sets it up. A webhook's address and the password for a mail server are
/// given beside it and never come back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DigestForm {
    pub name: String,
    pub kind: DigestKind,
    /// A digest is sent every week.
    pub weekly: bool,
    /// When, by the laptop's clock: "mon 09:00".
    pub when: Weekly,
    /// Flags that stop exports, and that let them go again, are told at once.
    pub andon: bool,
    /// Null unless the kind is mail.
    pub mail: Option<MailForm>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MailForm {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// Empty: nobody signs in.
    pub user: String,
    /// An address, or a name with an address in angle brackets.
    pub from: String,
    pub to: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DigestPage {
    /// In the order of the alphabet.
    pub destinations: Vec<DigestView>,
    /// What was sent, or was to be; the newest first, at most 100.
    pub sent: Vec<DigestSent>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DigestView {
    /// Stable across laptops.
    pub uid: String,
    pub form: DigestForm,
    /// The server without anything secret, e.g. "hooks.slack.com".
    pub server: String,
    /// The webhook's address or the password is kept on this laptop, or none is needed.
    pub ready: bool,
    /// When the next digest is sent; in the past when it is due. Null: not by itself.
    pub next: Option<Time>,
    /// The newest message to it.
    pub last: Option<DigestSent>,
}

/// What kind of message it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DigestWhat {
    Week,
    Andon,
    Test,
}

/// Whether a message arrived, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DigestState {
    /// The server took it.
    Sent,
    /// It surely wasn't sent.
    Failed,
    /// It was written down to be sent, and no answer came. It is sent again only when a person says so.
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DigestSent {
    pub id: u32,
    /// The uid of its destination.
    pub destination: String,
    /// The destination's name when it was sent.
    pub name: String,
    pub what: DigestWhat,
    pub title: String,
    pub state: DigestState,
    /// What the server said.
    pub answer: String,
    pub problem: Option<Problem>,
    /// When it is tried again by itself.
    pub retry_at: Option<Time>,
    pub attempts: u32,
    pub written_at: Time,
    pub changed_at: Time,
}

/// What a digest would say now.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DigestPreview {
    pub message: Message,
    /// Exactly what is sent: JSON for a webhook, the text of a mail.
    pub body: String,
}
