//! Comments and work notes on a record: entries of its journal. ServiceNow mails the comments to who called, and shows
//! the work notes to the desk alone.
//!
//! Signals bear a record's number, and the Table API writes to its sys_id, so that is asked for first. The journal is
//! read from the record itself: its own table answers those who may not read it with an empty list, from which a reply
//! would seem to be missing.

use serde_json::json;

use super::super::base::Base;
use super::super::replies::Replies;
use super::super::{Account, Auth, BadReply, Comments, ExportKey, cleaned, fields, marker, text};
use super::auth;
use super::read::{CHANGES, INCIDENTS, PROBLEMS};
use crate::error::Result;
use crate::http::{HttpReply, HttpRequest, Method};

type Read<T> = std::result::Result<T, BadReply>;

/// Read by who called, and by the desk.
const COMMENTS: &str = "comments";
/// Read by the desk.
const WORK_NOTES: &str = "work_notes";
const FIELDS: [&str; 2] = [COMMENTS, WORK_NOTES];

/// How the numbers of a table's records begin, unless a team has prefixes of its own.
const PREFIXES: [(&str, &str); 3] = [("INC", INCIDENTS), ("PRB", PROBLEMS), ("CHG", CHANGES)];

/// Invisible, so that a tag is none.
const BREAK: char = '\u{200b}';

/// Writes into the journals of one account's records. Their own names are a table and a sys_id, `incident/46e1…`.
pub(in super::super) struct Journal {
    base: Base,
    user: String,
}

impl Journal {
    pub fn new(account: &Account) -> Result<Self> {
        Ok(Journal { base: Base::of(account)?, user: account.user.trim().to_owned() })
    }

    /// A field that the account may not write is passed over in silence, so the answer has to show its entries.
    fn write(&self, record: &str, field: &str, body: &str) -> HttpRequest {
        let query = [("sysparm_fields", field), ("sysparm_display_value", "true")];
        self.base.send(Method::Patch, &place(record), &query, &json!({ field: body }))
    }
}

impl Replies for Journal {
    fn auth(&self) -> Auth {
        auth(&self.user)
    }

    fn own_name(&self, ticket: &str) -> Option<HttpRequest> {
        let search = format!("number={ticket}");
        let query = [("sysparm_query", search.as_str()), ("sysparm_fields", "sys_id,number"), ("sysparm_limit", "2")];
        Some(self.base.get(&["api", "now", "table", table(ticket)?], &query))
    }

    /// A query that ServiceNow doesn't understand is answered with any rows, from which nothing follows.
    fn parse_own_name(&self, ticket: &str, reply: &HttpReply) -> Read<String> {
        let value = fields::json(reply)?;
        let sys_id = match fields::list(&value, "result")?.as_slice() {
            [row] if fields::text(row, "number") == ticket => fields::line(row, "sys_id"),
            _ => None,
        };
        let name = table(ticket).zip(sys_id).map(|(table, sys_id)| format!("{table}/{sys_id}"));
        name.ok_or_else(|| BadReply(format!("it doesn't hold {ticket} once, or hides it from the account")))
    }

    /// Plain text, except between the tags of code, where it would be HTML.
    fn plain(&self, given: &str) -> String {
        let given = text::plain(&cleaned(given));
        let mut out = String::with_capacity(given.len());
        for (at, c) in given.char_indices() {
            out.push(c);
            if c == '[' && begins_code(&given[at + 1..]) {
                out.push(BREAK);
            }
        }
        out
    }

    fn reply(&self, ticket: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        self.write(ticket, COMMENTS, body)
    }

    fn note(&self, ticket: &str, body: &str, _key: &ExportKey) -> HttpRequest {
        self.write(ticket, WORK_NOTES, body)
    }

    fn replied(&self, reply: &HttpReply) -> Read<()> {
        let value = fields::json(reply)?;
        let record = value.get("result").ok_or_else(|| BadReply("it holds no record".to_owned()))?;
        if FIELDS.into_iter().any(|field| marker::is_marked(fields::text(record, field))) {
            return Ok(());
        }
        Err(BadReply("the record doesn't show the text, as if the account may not write this field".to_owned()))
    }

    /// Each field shows all its entries as one text, the newest first.
    fn replies(&self, ticket: &str, _from: Option<&str>) -> HttpRequest {
        let both = FIELDS.join(",");
        let query = [("sysparm_fields", both.as_str()), ("sysparm_display_value", "true")];
        self.base.get(&place(ticket), &query)
    }

    /// A field that the account may not read isn't there.
    fn parse_replies(&self, _from: Option<&str>, reply: &HttpReply) -> Read<Comments> {
        let value = fields::json(reply)?;
        let record = value.get("result").ok_or_else(|| BadReply("it holds no record".to_owned()))?;
        let shown = FIELDS.into_iter().filter_map(|field| record.get(field)?.as_str());
        let texts: Vec<String> = shown.map(str::to_owned).collect();
        Ok(Comments { next: None, cut: texts.len() < FIELDS.len(), texts })
    }
}

/// The table of the record with this number; None where its prefix tells none.
pub(super) fn table(number: &str) -> Option<&'static str> {
    PREFIXES.iter().find_map(|(prefix, table)| {
        let digits = number.strip_prefix(prefix)?;
        let numbered = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        numbered.then_some(*table)
    })
}

/// The steps to a record by its own name.
fn place(record: &str) -> [&str; 5] {
    let (table, sys_id) = record.split_once('/').unwrap_or((record, ""));
    ["api", "now", "table", table, sys_id]
}

/// Whether `[code]` or `[/code]` stands here, behind its bracket.
fn begins_code(rest: &str) -> bool {
    let name = rest.strip_prefix('/').unwrap_or(rest);
    name.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("code"))
}
