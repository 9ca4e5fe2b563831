//! Answering the people behind tickets: a reply to the ticket a signal was read from.

use super::{Auth, BadReply, Comments, ExportKey, Tracker, cleaned, marker};
use crate::http::{HttpReply, HttpRequest, Verdict};
use crate::model::Time;

/// Writes replies to tickets that were read, and finds them again. A ticket is named by its signal's external id.
pub trait Replies: Send + Sync {
    fn auth(&self) -> Auth;
    /// Takes the meaning from markup, mentions, commands and places to fill in.
    fn plain(&self, text: &str) -> String;
    /// Adds `body`, which [`written_reply`] made, where the person who asked sees it.
    fn reply(&self, ticket: &str, body: &str, key: &ExportKey) -> HttpRequest;
    /// Adds `body` where only the desk reads it; where everybody does, if the tool knows no such place.
    fn note(&self, ticket: &str, body: &str, key: &ExportKey) -> HttpRequest {
        self.reply(ticket, body, key)
    }
    /// Whether the answer says that the reply or the note was taken.
    fn replied(&self, reply: &HttpReply) -> Result<(), BadReply>;
    /// A page of what was written on the ticket, replies and notes, the newest first where the tool can. `from` is an earlier page's
    /// `next`.
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
