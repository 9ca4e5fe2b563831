//! Correspondence on a ticket: Request Tracker mails it to who asked, and keeps it in the ticket's history.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::base::Base;
use super::super::replies::Replies;
use super::super::{Account, Auth, BadReply, Comments, ExportKey, fields, text};
use super::auth;
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Method};

type Read<T> = std::result::Result<T, BadReply>;

/// Replies of a page. Their parts must fit into one page of at most 100.
const PAGE: usize = 25;
const MOST_PARTS: &str = "100";

/// Where a look through a ticket's correspondence stands: a page of transactions, and then what these say.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Place {
    /// The transactions whose texts come next; none: a page of transactions comes.
    texts_of: Vec<u64>,
    /// 1-based: the page of transactions that comes now, or after the texts.
    page: u32,
    /// Texts are followed by a further page.
    more: bool,
}

impl Place {
    fn of(from: Option<&str>) -> Place {
        from.and_then(|from| serde_json::from_str(from).ok()).unwrap_or(Place { page: 1, ..Place::default() })
    }

    fn next(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }
}

/// Writes to the tickets of one account.
pub(in super::super) struct Correspondence {
    base: Base,
    user: String,
}

impl Correspondence {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(Correspondence { base: Base::of(account)?, user: account.user.trim().to_owned() })
    }
}

impl Replies for Correspondence {
    fn auth(&self) -> Auth {
        auth(&self.user)
    }

    /// It is sent as plain text, in which nothing is markup.
    fn plain(&self, given: &str) -> String {
        text::plain(given)
    }

    fn reply(&self, ticket: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        let message = json!({ "Content": body, "ContentType": "text/plain" });
        self.base.send(Method::Post, &["REST", "2.0", "ticket", ticket, "correspond"], &[], &message)
    }

    /// Answered with a list of sentences.
    fn replied(&self, reply: &HttpReply) -> Read<()> {
        match fields::json(reply)? {
            Value::Array(_) => Ok(()),
            _ => Err(BadReply("it doesn't say that the reply was taken".to_owned())),
        }
    }

    fn replies(&self, ticket: &str, from: Option<&str>) -> HttpRequest {
        let place = Place::of(from);
        if place.texts_of.is_empty() {
            let number: u64 = ticket.parse().unwrap_or(0);
            let query = format!("ObjectType = 'RT::Ticket' AND Type = 'Correspond' AND ObjectId = {number}");
            let (page, size) = (place.page.to_string(), PAGE.to_string());
            let query = [
                ("query", query.as_str()),
                ("orderby", "id"),
                ("order", "DESC"),
                ("per_page", size.as_str()),
                ("page", page.as_str()),
            ];
            return self.base.get(&["REST", "2.0", "transactions"], &query);
        }
        let mut search: Vec<Value> = place
            .texts_of
            .iter()
            .map(|id| json!({ "field": "TransactionId", "operator": "=", "value": id.to_string(), "entry_aggregator": "OR" }))
            .collect();
        search.push(json!({ "field": "ContentType", "operator": "LIKE", "value": "text/" }));
        let query = [("per_page", MOST_PARTS), ("fields", "TransactionId,ContentType,Content")];
        self.base.ask(&["REST", "2.0", "attachments"], &query, &Value::Array(search))
    }

    fn parse_replies(&self, from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        let place = Place::of(from);
        let value = fields::json(reply)?;
        let found = fields::list(&value, "items")?;
        let more = value.get("next_page").is_some_and(|next| !next.is_null());
        if place.texts_of.is_empty() {
            let texts_of: Vec<u64> = found.iter().filter_map(|entry| fields::id(entry, "id")).collect();
            let texts = (!texts_of.is_empty()).then_some(Place { texts_of, page: place.page, more });
            return Ok(Comments { next: texts.and_then(|place| place.next()), ..Comments::default() });
        }
        let further = Place { page: place.page.saturating_add(1), ..Place::default() };
        Ok(Comments {
            texts: found.iter().map(|part| fields::text(part, "Content").to_owned()).collect(),
            next: (place.more && !more).then(|| further.next()).flatten(),
            cut: more,
        })
    }
}
