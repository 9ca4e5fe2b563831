//! What people wrote when they opened the tickets of a page: one request finds the opening transactions, a second
//! their messages.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::base::Base;
use super::super::{BadReply, fields, text};
use crate::http::{HttpReply, HttpRequest};
use crate::model::Record;

type Read<T> = std::result::Result<T, BadReply>;

/// None for a page without tickets.
pub fn openings(base: &Base, records: &[Record]) -> Option<HttpRequest> {
    let of_these: Vec<String> = records.iter().map(|record| format!("ObjectId = {}", record.external_id)).collect();
    if of_these.is_empty() {
        return None;
    }
    let query = format!("ObjectType = 'RT::Ticket' AND Type = 'Create' AND ({})", of_these.join(" OR "));
    let query = [("query", query.as_str()), ("per_page", "100"), ("fields", "ObjectId")];
    Some(base.get(&["REST", "2.0", "transactions"], &query))
}

/// The text parts of the opening transactions, without attached files. None when there are no openings.
pub fn messages(base: &Base, openings: &HttpReply) -> Read<Option<HttpRequest>> {
    let ids: Vec<u64> = tickets(openings)?.into_keys().collect();
    if ids.is_empty() {
        return Ok(None);
    }
    let mut search: Vec<Value> = ids
        .iter()
        .map(|id| json!({ "field": "TransactionId", "operator": "=", "value": id.to_string(), "entry_aggregator": "OR" }))
        .collect();
    search.push(json!({ "field": "ContentType", "operator": "LIKE", "value": "text/" }));
    let query = [
        ("per_page", "100"),
        ("orderby", "id"),
        ("order", "ASC"),
        ("fields", "TransactionId,ContentType,Filename,Content"),
    ];
    Ok(Some(base.ask(&["REST", "2.0", "attachments"], &query, &Value::Array(search))))
}

/// Gives every record its opening message: the plain part where there is one, else the HTML part as text.
pub fn fill(records: &mut [Record], openings: &HttpReply, messages: &HttpReply) -> Read<()> {
    let tickets = tickets(openings)?;
    let mut found: BTreeMap<String, (bool, String)> = BTreeMap::new();
    for part in fields::list(&fields::json(messages)?, "items")? {
        let ticket = fields::id(part, "TransactionId").and_then(|id| tickets.get(&id));
        let Some(ticket) = ticket.filter(|_| fields::line(part, "Filename").is_none()) else { continue };
        let html = fields::text(part, "ContentType").starts_with("text/html");
        let content = fields::text(part, "Content");
        let content = if html { text::from_html(content) } else { text::plain(content) };
        let better = found.get(ticket).is_none_or(|(was_html, _)| *was_html && !html);
        if better && !content.is_empty() {
            found.insert(ticket.clone(), (html, content));
        }
    }
    for record in records {
        if let Some((_, content)) = found.remove(&record.external_id) {
            record.body = content;
        }
    }
    Ok(())
}

/// Ticket by opening transaction.
fn tickets(openings: &HttpReply) -> Read<BTreeMap<u64, String>> {
    let value = fields::json(openings)?;
    let pairs = fields::list(&value, "items")?;
    Ok(pairs.iter().filter_map(|t| Some((fields::id(t, "id")?, fields::id(t, "ObjectId")?.to_string()))).collect())
}
