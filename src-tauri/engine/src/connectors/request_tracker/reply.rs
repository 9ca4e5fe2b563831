//! Correspondence and comments on a ticket: Request Tracker mails the one to who asked, the other to the desk alone, and
//! keeps both in the ticket's history.

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
const MOST_PARTS: usize = 100;

/// Where a look through what was said on a ticket stands: a page of transactions, and then what these say.
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

    fn say(&self, ticket: &str, how: &str, body: &str) -> HttpRequest {
        let message = json!({ "Content": body, "ContentType": "text/plain" });
        self.base.send(Method::Post, &["REST", "2.0", "ticket", ticket, how], &[], &message)
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
        self.say(ticket, "correspond", body)
    }

    fn note(&self, ticket: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        self.say(ticket, "comment", body)
    }

    /// Answered with a list of sentences.
    fn replied(&self, reply: &HttpReply) -> Read<()> {
        match fields::json(reply)? {
            Value::Array(_) => Ok(()),
            _ => Err(BadReply("it doesn't say that the text was taken".to_owned())),
        }
    }

    fn replies(&self, ticket: &str, from: Option<&str>) -> HttpRequest {
        let place = Place::of(from);
        if place.texts_of.is_empty() {
            let number: u64 = ticket.parse().unwrap_or(0);
            let said = "(Type = 'Correspond' OR Type = 'Comment')";
            let query = format!("ObjectType = 'RT::Ticket' AND {said} AND ObjectId = {number}");
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
        let most = MOST_PARTS.to_string();
        let query = [("per_page", most.as_str()), ("fields", "TransactionId,ContentType,Content")];
        self.base.ask(&["REST", "2.0", "attachments"], &query, &Value::Array(search))
    }

    /// Only to a superuser does Request Tracker tell how many there are and where a further page is; from others it may
    /// hide some, and says so by a total of null. For them we ask until nothing comes, and then a person has to look.
    fn parse_replies(&self, from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        let place = Place::of(from);
        let value = fields::json(reply)?;
        let found = fields::list(&value, "items")?;
        let there = |name: &str| value.get(name).is_some_and(|told| !told.is_null());
        if place.texts_of.is_empty() {
            let whole = there("total");
            let texts_of: Vec<u64> = found.iter().filter_map(|entry| fields::id(entry, "id")).collect();
            let more = if whole { there("next_page") } else { !texts_of.is_empty() };
            let texts = (!texts_of.is_empty()).then_some(Place { texts_of, page: place.page, more });
            return Ok(Comments { next: texts.and_then(|place| place.next()), cut: !whole, ..Comments::default() });
        }
        let cut = there("next_page") || (!there("total") && found.len() >= MOST_PARTS);
        let further = Place { page: place.page.saturating_add(1), ..Place::default() };
        Ok(Comments {
            texts: found.iter().map(|part| fields::text(part, "Content").to_owned()).collect(),
            next: (place.more && !cut).then(|| further.next()).flatten(),
            cut,
        })
    }
}
