//! Reading a tool's JSON without trusting its shape: what is missing or of another type is simply not there.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;

use super::text;
use super::{BadReply, Page};
use crate::http::HttpReply;
use crate::model::{Record, SetAside, Time};

type Read<T> = std::result::Result<T, BadReply>;

/// The reply's body as JSON.
pub(super) fn json(reply: &HttpReply) -> Read<Value> {
    serde_json::from_slice(&reply.body).map_err(|_| {
        let start = reply.body.iter().find(|byte| !byte.is_ascii_whitespace());
        BadReply(match start {
            None => "it is empty".to_owned(),
            Some(b'<') => "it is a web page, not data".to_owned(),
            Some(_) => "it is not JSON".to_owned(),
        })
    })
}

/// The list under `name`.
pub(super) fn list<'a>(value: &'a Value, name: &str) -> Read<&'a Vec<Value>> {
    value.get(name).and_then(Value::as_array).ok_or_else(|| BadReply(format!("it holds no list of {name}")))
}

/// A field as one line of plain text; numbers too. None when empty.
pub(super) fn line(value: &Value, name: &str) -> Option<String> {
    let found = match value.get(name)? {
        Value::String(found) => text::line(found),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!found.is_empty()).then_some(found)
}

/// `value[name].name`, the way many tools tell a reference.
pub(super) fn named(value: &Value, name: &str) -> Option<String> {
    line(value.get(name)?, "name")
}

/// A field as text with its lines; empty when it isn't there.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// An RFC 3339 time after 1970-01-01T00:00:00Z, which some tools send for "never".
pub(super) fn time(value: &Value, name: &str) -> Option<Time> {
    Time::parse_rfc3339(value.get(name)?.as_str()?).filter(|at| at.0 > 0)
}

/// A day as `2026-12-01`, with or without a time behind it.
pub(super) fn day(value: &Value, name: &str) -> Option<NaiveDate> {
    value.get(name)?.as_str()?.get(..10)?.parse().ok()
}

/// A time told as seconds since 1970, after that instant.
pub(super) fn seconds(value: &Value, name: &str) -> Option<Time> {
    let seconds = value.get(name)?.as_i64().filter(|seconds| *seconds > 0)?;
    Some(Time(seconds.saturating_mul(Time::SECOND)))
}

/// The tool's clock when it answered.
pub(super) fn answered(reply: &HttpReply) -> Option<Time> {
    chrono::DateTime::parse_from_rfc2822(reply.header("date")?).ok().map(|at| Time(at.timestamp_millis()))
}

/// Facts by their names, without those that aren't known.
pub(super) fn facts<const N: usize>(known: [(&str, Option<String>); N]) -> BTreeMap<String, String> {
    known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// A page of what `read` makes of each item and its position: a record, or the item set aside.
pub(super) fn page(items: &[Value], read: impl Fn(usize, &Value) -> std::result::Result<Record, SetAside>) -> Page {
    let mut page = Page::default();
    for (position, item) in items.iter().enumerate() {
        match read(position, item) {
            Ok(record) => page.records.push(record),
            Err(set_aside) => page.set_aside.push(set_aside),
        }
    }
    page
}

/// A positive whole number, told as a number or as text.
pub(super) fn id(value: &Value, name: &str) -> Option<u64> {
    match value.get(name)? {
        Value::Number(number) => number.as_u64(),
        Value::String(digits) => digits.parse().ok(),
        _ => None,
    }
    .filter(|id| *id > 0)
}

/// A record that can't become a signal. `position` counts from 0.
pub(super) fn set_aside(position: usize, value: &Value, id: Option<String>, reason: String) -> SetAside {
    let row = u32::try_from(position).unwrap_or(u32::MAX).saturating_add(1);
    SetAside { row, external_id: id, reason, raw: value.to_string() }
}
