//! Conversations on a ticket: replies, which Freshdesk mails to who asked, and private notes.

use serde_json::json;

use super::super::base::Base;
use super::super::replies::Replies;
use super::super::{Account, Auth, BadReply, Comments, ExportKey, fields, mail_html};
use super::auth;
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Method};

type Read<T> = std::result::Result<T, BadReply>;

/// Conversations of a page, at most.
const PAGE: usize = 100;

/// Writes to the tickets of one account.
pub(in super::super) struct TicketReplies {
    base: Base,
}

impl TicketReplies {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(TicketReplies { base: Base::of(account)? })
    }
}

impl Replies for TicketReplies {
    fn auth(&self) -> Auth {
        auth()
    }

    fn plain(&self, text: &str) -> String {
        mail_html::escape(text)
    }

    fn reply(&self, ticket: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        let message = json!({ "body": mail_html::broken(body) });
        self.base.send(Method::Post, &["api", "v2", "tickets", ticket, "reply"], &[], &message)
    }

    fn note(&self, ticket: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        let note = json!({ "body": mail_html::broken(body), "private": true });
        self.base.send(Method::Post, &["api", "v2", "tickets", ticket, "notes"], &[], &note)
    }

    /// Answered with what was made, a reply or a note.
    fn replied(&self, reply: &HttpReply) -> Read<()> {
        let made = fields::id(&fields::json(reply)?, "id");
        made.map(drop).ok_or_else(|| BadReply("it holds no reply or note".to_owned()))
    }

    /// The oldest first: Freshdesk knows no other order. `from` is the number of a page.
    fn replies(&self, ticket: &str, from: Option<&str>) -> HttpRequest {
        let size = PAGE.to_string();
        let query = [("per_page", size.as_str()), ("page", from.unwrap_or("1"))];
        self.base.get(&["api", "v2", "tickets", ticket, "conversations"], &query)
    }

    fn parse_replies(&self, from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        let value = fields::json(reply)?;
        let found = value.as_array().ok_or_else(|| BadReply("it is no list of conversations".to_owned()))?;
        let page: u32 = from.and_then(|from| from.parse().ok()).unwrap_or(1);
        Ok(Comments {
            texts: found.iter().map(|said| fields::text(said, "body").to_owned()).collect(),
            next: (found.len() >= PAGE).then(|| page.saturating_add(1).to_string()),
            cut: false,
        })
    }
}
