//! Opportunities as cards, and how the cards fare.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::base::Base;
use super::super::marker::{carries, marked};
use super::super::room::Room;
use super::super::{
    Account, Auth, BadReply, Comments, Draft, ExportKey, ItemChange, ItemDetails, Style, Tracker, TrackerItem, fields,
    from_markdown, markdown, room, words,
};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Method};
use crate::model::{StatusCategory, Time};

/// What Trello takes.
const ROOM: Room = Room { title: 16_384, description: 16_384, label: 100, field: room::none };

type Read<T> = std::result::Result<T, BadReply>;

/// What we want to know of a card.
const CARD: (&str, &str) = ("fields", "name,desc,idList,idShort,closed,due,dueComplete,dateLastActivity,shortUrl");

/// What Trello gives at most.
const PAGE: usize = 1000;

/// Writes cards into one list of a board.
pub(in super::super) struct CardTracker {
    base: Base,
    /// Only letters and digits, as it becomes part of a header.
    key: String,
    board: String,
    list: String,
}

impl CardTracker {
    /// The account's project is `<board id>/<list id>`.
    pub fn new(account: &Account) -> Result<Self> {
        let (board, list) = account.project.trim().split_once('/').unwrap_or_default();
        Ok(CardTracker {
            base: Base::of(account)?,
            key: account.user.chars().filter(char::is_ascii_alphanumeric).collect(),
            board: board.to_owned(),
            list: list.to_owned(),
        })
    }

    /// The board's cards, of which `which` are wanted, from the newest on.
    fn cards(&self, which: &str, before: Option<&str>) -> HttpRequest {
        let mut query = vec![CARD, ("limit", "1000")];
        query.extend(before.map(|id| ("before", id)));
        self.base.get(&["1", "boards", &self.board, "cards", which], &query)
    }
}

impl Tracker for CardTracker {
    fn auth(&self) -> Auth {
        let before = format!("OAuth oauth_consumer_key=\"{}\", oauth_token=\"", self.key);
        Auth::Header { name: "authorization", before, after: "\"" }
    }

    fn projects(&self) -> HttpRequest {
        let query = [("filter", "open"), ("fields", "name"), ("lists", "open"), ("list_fields", "name")];
        self.base.get(&["1", "members", "me", "boards"], &query)
    }

    fn parse_projects(&self, reply: &HttpReply) -> Read<Vec<(String, String)>> {
        let mut found = Vec::new();
        for board in all(&fields::json(reply)?)? {
            let (Some(id), Some(name)) = (fields::line(board, "id"), fields::line(board, "name")) else { continue };
            for list in board.get("lists").and_then(Value::as_array).into_iter().flatten() {
                if let (Some(list_id), Some(list_name)) = (fields::line(list, "id"), fields::line(list, "name")) {
                    found.push((format!("{id}/{list_id}"), format!("{name} / {list_name}")));
                }
            }
        }
        Ok(found)
    }

    /// Reads the board itself, archived cards too: Trello's search learns of a card only after a while.
    fn find(&self, _key: &ExportKey) -> HttpRequest {
        self.cards("all", None)
    }

    fn parse_found(&self, key: &ExportKey, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        let value = fields::json(reply)?;
        all(&value)?.iter().filter(|card| carries(fields::text(card, "desc"), key)).map(item).collect()
    }

    /// The whole board: which cards resemble the title is decided here.
    fn search(&self, _title: &str) -> HttpRequest {
        self.cards("open", None)
    }

    fn open_items(&self) -> Option<HttpRequest> {
        Some(self.cards("open", None))
    }

    fn parse_items(&self, reply: &HttpReply) -> Read<Vec<TrackerItem>> {
        all(&fields::json(reply)?)?.iter().map(item).collect()
    }

    fn details(&self, reply: &HttpReply) -> Vec<(String, ItemDetails)> {
        let value = fields::json(reply).unwrap_or_default();
        let details = |card: &Value| {
            let id = fields::line(card, "id")?;
            let details = ItemDetails {
                body: from_markdown::to_text(fields::text(card, "desc")),
                due_on: fields::day(card, "due"),
                created_at: made_at(&id),
            };
            Some((id, details))
        };
        value.as_array().into_iter().flatten().filter_map(details).collect()
    }

    /// A full page may not be the last. Ids begin with the time they were made at, so the smallest is the oldest.
    fn further(&self, asked: &HttpRequest, reply: &HttpReply) -> Option<HttpRequest> {
        let value = fields::json(reply).ok()?;
        let cards = value.as_array().filter(|cards| cards.len() >= PAGE)?;
        let oldest = cards.iter().filter_map(|card| fields::line(card, "id")).min()?;
        let open = asked.url.contains("/cards/open?");
        Some(self.cards(if open { "open" } else { "all" }, Some(&oldest)))
    }

    /// A card tells the id of its list; the board tells its name.
    fn complete(&self, items: &mut Vec<TrackerItem>, replies: &[HttpReply]) -> Read<Option<HttpRequest>> {
        let Some(reply) = replies.first() else {
            let ask = || self.base.get(&["1", "boards", &self.board, "lists", "all"], &[("fields", "name")]);
            return Ok((!items.is_empty()).then(ask));
        };
        let value = fields::json(reply)?;
        let lists =
            all(&value)?.iter().filter_map(|list| Some((fields::line(list, "id")?, fields::line(list, "name")?)));
        let names: BTreeMap<String, String> = lists.collect();
        for item in items {
            let list = names.get(&item.status);
            let archived = item.category == StatusCategory::Dropped;
            item.category = category(list.map(String::as_str), item.category);
            item.status = match list {
                Some(name) if archived => format!("{name}, archived"),
                Some(name) => name.clone(),
                None => "on another board".to_owned(),
            };
        }
        Ok(None)
    }

    fn style(&self) -> Style {
        markdown::STYLE
    }

    fn fitted(&self, draft: Draft) -> Draft {
        ROOM.draft(draft)
    }

    /// Trello's labels have ids of their own, so ours stand in the description.
    fn create(&self, draft: &Draft, key: &ExportKey) -> HttpRequest {
        let draft = &ROOM.draft(draft.clone());
        let description = marked(&draft.description, &markdown::escape(&draft.labels.join(", ")), key);
        let card = json!({ "idList": self.list, "name": draft.title, "desc": description, "pos": "top" });
        self.base.send(Method::Post, &["1", "cards"], &[], &card)
    }

    fn parse_item(&self, reply: &HttpReply) -> Read<TrackerItem> {
        item(&fields::json(reply)?)
    }

    fn status(&self, external_id: &str) -> HttpRequest {
        self.base.get(&["1", "cards", external_id], &[CARD])
    }

    fn comment(&self, external_id: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        self.base.send(Method::Post, &["1", "cards", external_id, "actions", "comments"], &[], &json!({ "text": body }))
    }

    fn comments(&self, external_id: &str, from: Option<&str>) -> HttpRequest {
        let mut query = vec![("filter", "commentCard"), ("fields", "data"), ("limit", "1000")];
        query.extend(from.map(|oldest| ("before", oldest)));
        self.base.get(&["1", "cards", external_id, "actions"], &query)
    }

    fn parse_comments(&self, _from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        let value = fields::json(reply)?;
        let found = all(&value)?;
        let said = |action: &Value| action.get("data").map(|data| fields::text(data, "text").to_owned());
        let oldest = found.iter().filter_map(|action| fields::line(action, "id")).min();
        let full = found.len() >= PAGE;
        let texts = found.iter().filter_map(said).collect();
        Ok(Comments { texts, cut: full && oldest.is_none(), next: oldest.filter(|_| full) })
    }

    /// The card's page. A short number is found among the board's cards.
    fn named(&self, text: &str) -> Option<HttpRequest> {
        let steps = self.base.site().below(&["c"], text)?;
        let link = steps.first().filter(|link| link.chars().all(|c| c.is_ascii_alphanumeric()))?;
        Some(self.status(link))
    }

    fn update(&self, external_id: &str, change: &ItemChange, key: &ExportKey) -> Option<HttpRequest> {
        let change = &ROOM.change(change.clone());
        let mut card = json!({});
        if let Some(title) = &change.title {
            card["name"] = title.as_str().into();
        }
        if let Some(description) = &change.description {
            card["desc"] = marked(description, &markdown::escape(&change.labels.join(", ")), key).into();
        }
        Some(self.base.send(Method::Put, &["1", "cards", external_id], &[], &card))
    }
}

/// Trello's lists are bare.
fn all(value: &Value) -> Read<&Vec<Value>> {
    value.as_array().ok_or_else(|| BadReply("it is not a list".to_owned()))
}

/// The seconds since 1970 that an id begins with, in hexadecimal digits.
fn made_at(id: &str) -> Option<Time> {
    let seconds = i64::from_str_radix(id.get(..8)?, 16).ok()?;
    Some(Time(seconds.saturating_mul(Time::SECOND))).filter(|at| at.0 > 0)
}

/// With the id of its list as its status, until the name is known.
fn item(card: &Value) -> Read<TrackerItem> {
    let id = fields::line(card, "id").ok_or_else(|| BadReply("it holds a card without an id".to_owned()))?;
    let is = |name: &str| card.get(name).and_then(Value::as_bool).unwrap_or(false);
    let label = fields::id(card, "idShort").map_or_else(|| id.clone(), |number| format!("#{number}"));
    let category = match (is("dueComplete"), is("closed")) {
        (true, _) => StatusCategory::Done,
        (_, true) => StatusCategory::Dropped,
        _ => StatusCategory::ToDo,
    };
    Ok(TrackerItem {
        title: fields::line(card, "name").unwrap_or_else(|| label.clone()),
        url: fields::line(card, "shortUrl").unwrap_or_default(),
        status: fields::line(card, "idList").unwrap_or_default(),
        updated_at: fields::time(card, "dateLastActivity").unwrap_or(Time(0)),
        external_id: id,
        category,
        label,
    })
}

/// By the list's name. A card that is archived out of a list for finished ones is done, out of any other dropped.
fn category(list: Option<&str>, card: StatusCategory) -> StatusCategory {
    let said = list.and_then(words::category);
    match (card, said) {
        (StatusCategory::Done, _) => StatusCategory::Done,
        (StatusCategory::Dropped, Some(StatusCategory::Done)) => StatusCategory::Done,
        (StatusCategory::Dropped, _) => StatusCategory::Dropped,
        (_, said) => said.unwrap_or(StatusCategory::InProgress),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("6920a1b2c3d4e5f60718293a", Some("2025-11-21T17:30:26Z"))]
    #[case("aBcD12", None)]
    #[case("not hexadecimal at all", None)]
    fn a_card_tells_by_its_id_when_it_was_made(#[case] id: &str, #[case] wanted: Option<&str>) {
        assert_eq!(made_at(id).map(|at| at.rfc3339()).as_deref(), wanted);
    }

    #[rstest]
    #[case(Some("Backlog"), StatusCategory::ToDo, StatusCategory::ToDo)]
    #[case(Some("This sprint"), StatusCategory::ToDo, StatusCategory::InProgress)]
    #[case(Some("Done in May"), StatusCategory::ToDo, StatusCategory::Done)]
    #[case(Some("Doing"), StatusCategory::Dropped, StatusCategory::Dropped)]
    #[case(Some("Done"), StatusCategory::Dropped, StatusCategory::Done)]
    #[case(Some("Doing"), StatusCategory::Done, StatusCategory::Done)]
    #[case(None, StatusCategory::ToDo, StatusCategory::InProgress)]
    fn the_list_tells_and_the_archive_ends_it(
        #[case] list: Option<&str>,
        #[case] card: StatusCategory,
        #[case] wanted: StatusCategory,
    ) {
        assert_eq!(category(list, card), wanted);
    }
}
