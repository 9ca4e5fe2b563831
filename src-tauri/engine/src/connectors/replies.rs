//! Answering the people behind tickets, and telling the desk: a reply to the ticket a signal was read from, or a note
//! beside it.

use serde_json::Value;

use super::{Auth, BadReply, Comments, ExportKey, Tracker, cleaned, marker};
use crate::http::{HttpReply, HttpRequest, Verdict};
use crate::model::Time;

/// Writes replies and notes to tickets that were read, and finds them again. A ticket goes by its signal's external id,
/// unless [`own_name`](Replies::own_name) has another name for it.
pub trait Replies: Send + Sync {
    fn auth(&self) -> Auth;
    /// Asks how the tool itself names the ticket, where the signal's external id isn't enough to write to it. All other
    /// doors then take the name that [`parse_own_name`](Replies::parse_own_name) finds in the answer.
    fn own_name(&self, _ticket: &str) -> Option<HttpRequest> {
        None
    }
    fn parse_own_name(&self, ticket: &str, _reply: &HttpReply) -> Result<String, BadReply> {
        Ok(ticket.to_owned())
    }
    /// Takes the meaning from markup, mentions, commands and places to fill in.
    fn plain(&self, text: &str) -> String;
    /// Adds `body`, which [`written_reply`] made, where the person who asked sees it.
    fn reply(&self, ticket: &str, body: &str, key: &ExportKey) -> HttpRequest;
    /// Adds `body`, which [`written_reply`] made, where only the desk reads it; where everybody does, if the tool knows
    /// no such place.
    fn note(&self, ticket: &str, body: &str, key: &ExportKey) -> HttpRequest {
        self.reply(ticket, body, key)
    }
    /// Whether the answer says that the reply or the note was taken.
    fn replied(&self, reply: &HttpReply) -> Result<(), BadReply>;
    /// A page of what was written on the ticket, replies and notes, the newest first where the tool can. `from` is an
    /// earlier page's `next`.
    fn replies(&self, ticket: &str, from: Option<&str>) -> HttpRequest;
    /// `from` is that of the request.
    fn parse_replies(&self, from: Option<&str>, reply: &HttpReply) -> Result<Comments, BadReply>;
    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        Verdict::from_status(reply, now)
    }
}

/// What a person approved, as it is sent: in the tool's markup, with the key by which it is found again.
pub fn written_reply(replies: &dyn Replies, text: &str, key: &ExportKey) -> String {
    marker::marked(&replies.plain(text.trim()), "", key)
}

/// Tickets that are items of a tracker: replies are its comments. Signals bear the item's id behind `sign`.
pub(super) struct OnItems {
    pub tracker: Box<dyn Tracker>,
    pub sign: &'static str,
    /// What a comment says besides, to be the desk's alone; null where the tool knows no such comments.
    pub inward: Value,
}

impl OnItems {
    fn item<'a>(&self, ticket: &'a str) -> &'a str {
        ticket.strip_prefix(self.sign).unwrap_or(ticket)
    }
}

impl Replies for OnItems {
    fn auth(&self) -> Auth {
        self.tracker.auth()
    }

    fn plain(&self, text: &str) -> String {
        (self.tracker.style().plain)(&cleaned(text))
    }

    fn reply(&self, ticket: &str, body: &str, key: &ExportKey) -> HttpRequest {
        self.tracker.comment(self.item(ticket), body, key)
    }

    fn note(&self, ticket: &str, body: &str, key: &ExportKey) -> HttpRequest {
        let mut request = self.reply(ticket, body, key);
        let said: Option<Value> = request.body.as_deref().and_then(|said| serde_json::from_str(said).ok());
        if let Some(mut said) = said {
            lay(&mut said, &self.inward);
            request.body = Some(said.to_string());
        }
        request
    }

    fn replied(&self, reply: &HttpReply) -> Result<(), BadReply> {
        self.tracker.commented(reply)
    }

    fn replies(&self, ticket: &str, from: Option<&str>) -> HttpRequest {
        self.tracker.comments(self.item(ticket), from)
    }

    fn parse_replies(&self, from: Option<&str>, reply: &HttpReply) -> Result<Comments, BadReply> {
        self.tracker.parse_comments(from, reply)
    }

    fn verdict(&self, reply: &HttpReply, now: Time) -> Verdict {
        self.tracker.verdict(reply, now)
    }
}

/// Lays `more` over what is said, objects into objects.
fn lay(said: &mut Value, more: &Value) {
    match (said, more) {
        (_, Value::Null) => {}
        (Value::Object(said), Value::Object(more)) => {
            for (name, value) in more {
                lay(said.entry(name.as_str()).or_insert(Value::Null), value);
            }
        }
        (said, more) => *said = more.clone(),
    }
}
