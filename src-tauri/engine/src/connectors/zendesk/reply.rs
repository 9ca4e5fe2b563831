//! Comments on a ticket: Zendesk mails the public ones to who asked, and shows the others to agents alone.

use serde_json::{Value, json};

use super::super::base::Base;
use super::super::replies::Replies;
use super::super::{Account, Auth, BadReply, Comments, ExportKey, fields, mail_html};
use super::auth;
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Method};

type Read<T> = std::result::Result<T, BadReply>;

/// Writes to the tickets of one account.
pub(in super::super) struct TicketComments {
    base: Base,
    user: String,
}

impl TicketComments {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(TicketComments { base: Base::of(account)?, user: account.user.trim().to_owned() })
    }

    fn comment(&self, ticket: &str, body: &str, public: bool) -> HttpRequest {
        let comment = json!({ "html_body": mail_html::broken(body), "public": public });
        let path = format!("{ticket}.json");
        self.base.send(Method::Put, &["api", "v2", "tickets", &path], &[], &json!({ "ticket": { "comment": comment } }))
    }
}

impl Replies for TicketComments {
    fn auth(&self) -> Auth {
        auth(&self.user)
    }

    fn plain(&self, text: &str) -> String {
        mail_html::escape(text)
    }

    fn reply(&self, ticket: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        self.comment(ticket, body, true)
    }

    fn note(&self, ticket: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        self.comment(ticket, body, false)
    }

    fn replied(&self, reply: &HttpReply) -> Read<()> {
        let value = fields::json(reply)?;
        value.get("ticket").map(drop).ok_or_else(|| BadReply("it holds no ticket".to_owned()))
    }

    /// `from` is the number of a page.
    fn replies(&self, ticket: &str, from: Option<&str>) -> HttpRequest {
        let query = [("sort_order", "desc"), ("per_page", "100"), ("page", from.unwrap_or("1"))];
        self.base.get(&["api", "v2", "tickets", ticket, "comments.json"], &query)
    }

    fn parse_replies(&self, from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        let value = fields::json(reply)?;
        let found = fields::list(&value, "comments")?;
        let more = value.get("next_page").is_some_and(|next| !next.is_null());
        let page: u32 = from.and_then(|from| from.parse().ok()).unwrap_or(1);
        Ok(Comments {
            texts: found.iter().map(|comment: &Value| fields::text(comment, "body").to_owned()).collect(),
            next: (more && !found.is_empty()).then(|| page.saturating_add(1).to_string()),
            cut: more && found.is_empty(),
        })
    }
}
