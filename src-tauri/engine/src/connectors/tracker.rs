//! Trackers: what is written to them and read back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::{Auth, BadReply, ItemDetails, cleaned, fields, marker};
use crate::http::{HttpReply, HttpRequest, Verdict};
use crate::model::{StatusCategory, Time};

/// A backlog item ready to be written. `description` is in the tracker's own markup.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Draft {
    /// Where it goes when the connection names no project: an id of [`Tracker::projects`].
    #[serde(default)]
    pub project: String,
    pub title: String,
    pub description: String,
    pub labels: Vec<String>,
    /// Further fields, by the names or numbers that the tracker has for them.
    #[serde(default)]
    pub fields: BTreeMap<String, FieldValue>,
}

/// What changes in an item that is there; what is None or not named stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct ItemChange {
    pub title: Option<String>,
    pub description: Option<String>,
    /// Those that stand in the description where a tool has no labels of its own; elsewhere labels are set once.
    pub labels: Vec<String>,
    #[serde(default)]
    pub fields: BTreeMap<String, FieldValue>,
}

/// What one of a tracker's own fields is given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum FieldValue {
    Number(f64),
    Text(String),
}

impl FieldValue {
    /// Whole numbers without a fraction, which some trackers insist on.
    pub fn json(&self) -> Value {
        const EXACT: f64 = 9e15;
        match self {
            FieldValue::Number(number) if number.fract() == 0.0 && number.abs() < EXACT => Value::from(*number as i64),
            FieldValue::Number(number) => Value::from(*number),
            FieldValue::Text(text) => Value::from(text.as_str()),
        }
    }
}

/// Which fields of a tracker can be filled beside title, description and labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnFields {
    /// Those that every account of the tool has: name in the request, and in words.
    pub known: &'static [(&'static str, &'static str)],
    /// What a person writes to name any other field; empty when there can be no other.
    pub others: &'static str,
}

/// How a tracker writes headings, quotations, lists and links, and what has to be done to text that must stay plain.
#[derive(Clone, Copy)]
pub struct Style {
    /// Of one line, which is in the tracker's markup already.
    pub heading: fn(&str) -> String,
    /// Of text in the tracker's markup.
    pub quote: fn(&str) -> String,
    /// Of one line in the tracker's markup.
    pub bullet: fn(&str) -> String,
    /// One line of text that must stay plain, as a link to an address that [`web_address`](super::web_address) gave.
    pub link: fn(&str, &str) -> String,
    /// Takes the meaning from markup, mentions, macros and automatic links: text that stands alone.
    pub plain: fn(&str) -> String,
    /// The same for text within a line.
    pub inline: fn(&str) -> String,
}

/// The stable marker by which an item sent earlier can be found again, e.g. `tl-3f2a…`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportKey(pub String);

/// A backlog item as its tracker tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TrackerItem {
    pub external_id: String,
    /// What people call it, e.g. `#8841`.
    pub label: String,
    pub title: String,
    pub url: String,
    pub status: String,
    pub category: StatusCategory,
    pub updated_at: Time,
}

/// One page of an item's comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comments {
    /// What they say, in the tool's own markup.
    pub texts: Vec<String>,
    /// Where the list goes on.
    pub next: Option<String>,
    /// True: there are more, and the tool names no way to them.
    pub cut: bool,
}

impl Comments {
    /// Whether one of them carries `key`.
    pub fn carry(&self, key: &ExportKey) -> bool {
        self.texts.iter().any(|text| marker::carries(text, key))
    }
}

/// What a person wrote, as it is sent: in the tracker's markup, with the key by which it is found again.
pub fn written_comment(style: &Style, text: &str, key: &ExportKey) -> String {
    marker::marked(&(style.plain)(cleaned(text).trim()), "", key)
}

/// Writes backlog items and reads their status.
pub trait Tracker: Send + Sync {
    fn auth(&self) -> Auth;
    /// A project a person can choose to write to: id and name.
    fn projects(&self) -> HttpRequest;
    fn parse_projects(&self, reply: &HttpReply) -> std::result::Result<Vec<(String, String)>, BadReply>;
    /// Ask before sending twice: items that carry `key`.
    fn find(&self, key: &ExportKey) -> HttpRequest;
    fn parse_found(&self, key: &ExportKey, reply: &HttpReply) -> std::result::Result<Vec<TrackerItem>, BadReply>;
    /// Items whose title looks like `title`, for "link an existing one".
    fn search(&self, title: &str) -> HttpRequest;
    /// Of a search.
    fn parse_items(&self, reply: &HttpReply) -> std::result::Result<Vec<TrackerItem>, BadReply>;
    /// Every item that isn't closed, for a tool without a reader; [`Tracker::further`] leads on, and what comes is read
    /// like a search. None: this tool's reader lists them.
    fn open_items(&self) -> Option<HttpRequest> {
        None
    }
    /// What a page of [`Tracker::open_items`], or a reply that completes one, tells beside the items themselves, by
    /// their external ids.
    fn details(&self, _reply: &HttpReply) -> Vec<(String, ItemDetails)> {
        Vec::new()
    }
    /// How descriptions are written there.
    fn style(&self) -> Style;
    fn create(&self, draft: &Draft, key: &ExportKey) -> HttpRequest;
    fn parse_item(&self, reply: &HttpReply) -> std::result::Result<TrackerItem, BadReply>;
    /// By id, never by search.
    fn status(&self, external_id: &str) -> HttpRequest;
    /// Adds `body`, which [`written_comment`] made, to the item.
    fn comment(&self, external_id: &str, body: &str, key: &ExportKey) -> HttpRequest;
    /// Whether the answer to a comment says that it was taken.
    fn commented(&self, reply: &HttpReply) -> std::result::Result<(), BadReply> {
        fields::json(reply).map(drop)
    }
    /// A page of the item's comments, the newest first where the tool can. `from` is an earlier page's `next`.
    fn comments(&self, external_id: &str, from: Option<&str>) -> HttpRequest;
    /// `from` is that of the request.
    fn parse_comments(&self, from: Option<&str>, reply: &HttpReply) -> std::result::Result<Comments, BadReply>;
    /// Asks for the item that `text` names by its key or the address of its page; None unless it names one of this
    /// connection's own. The reply is read like that of a status.
    fn named(&self, text: &str) -> Option<HttpRequest>;
    /// The request for the rest of a list of projects or items, when the `reply` to `asked` holds only a part of it.
    fn further(&self, _asked: &HttpRequest, _reply: &HttpReply) -> Option<HttpRequest> {
        None
    }
    /// Completes items whose tool tells part of them elsewhere, such as the names of their statuses: the next request
    /// to send, given every reply to the earlier ones in order; None when the items are whole.
    fn complete(
        &self,
        _items: &mut Vec<TrackerItem>,
        _replies: &[HttpReply],
    ) -> std::result::Result<Option<HttpRequest>, BadReply> {
        Ok(None)
    }
    /// Which further fields `create` and `update` can fill.
    fn own_fields(&self) -> OwnFields {
        OwnFields::default()
    }
    /// The draft as `create` sends it: cut visibly to what the tool takes. What is cut already stays as it is.
    fn fitted(&self, draft: Draft) -> Draft;
    /// Writes `change` into the item that was sent with `key`. Doing so twice does no harm. None: this tool's items
    /// are written once.
    fn update(&self, _external_id: &str, _change: &ItemChange, _key: &ExportKey) -> Option<HttpRequest> {
        None
    }
    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        Verdict::from_status(reply, now)
    }
}
