//! What a source prints, and how it is called.

use serde_json::{Value, json};

use super::super::BadReply;
use super::super::fields;
use super::super::tap::{Catalog, Line, Offer, Tap, Word, field_names};

pub(super) struct Airbyte;

impl Tap for Airbyte {
    fn prefixes(&self) -> &'static [&'static str] {
        &["source-", "airbyte-source-"]
    }

    fn check(&self) -> Option<&'static [Word]> {
        Some(&[Word::Plain("check"), Word::Plain("--config"), Word::Config])
    }

    fn discover(&self) -> &'static [Word] {
        &[Word::Plain("discover"), Word::Plain("--config"), Word::Config]
    }

    fn read(&self, has_state: bool) -> &'static [Word] {
        const WORDS: [Word; 7] = [
            Word::Plain("read"),
            Word::Plain("--config"),
            Word::Config,
            Word::Plain("--catalog"),
            Word::Catalog,
            Word::Plain("--state"),
            Word::State,
        ];
        if has_state { &WORDS } else { WORDS.split_at(5).0 }
    }

    /// The catalog is one of the lines.
    fn catalog(&self, printed: &str, wanted: &[String]) -> Result<Catalog, BadReply> {
        let lines = printed.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let found = lines.filter_map(|mut line| line.get_mut("catalog").map(Value::take)).next_back();
        let catalog = found.ok_or_else(|| BadReply("it prints no catalog of streams".to_owned()))?;
        let streams: Vec<&Value> = fields::list(&catalog, "streams")
            .map_err(|_| BadReply("its catalog holds no streams".to_owned()))?
            .iter()
            .filter(|stream| {
                fields::line(stream, "name").is_some_and(|name| wanted.is_empty() || wanted.contains(&name))
            })
            .collect();
        let configured: Vec<Value> = streams.iter().map(|stream| configured(stream)).collect();
        Ok(Catalog {
            streams: streams.iter().filter_map(|stream| offer(stream)).collect(),
            text: json!({ "streams": configured }).to_string(),
        })
    }

    fn line(&self, line: &str) -> Line {
        let Ok(mut value) = serde_json::from_str::<Value>(line) else { return Line::Other };
        let mut part = |name: &str| value.get_mut(name).map(Value::take).unwrap_or_default();
        match part("type").as_str() {
            Some("RECORD") => {
                let mut record = part("record");
                let stream = fields::line(&record, "stream");
                match (stream, record.get_mut("data").map(Value::take)) {
                    (Some(stream), Some(row)) if row.is_object() => Line::Record { stream, row },
                    _ => Line::Other,
                }
            }
            Some("STATE") => Line::State(part("state")),
            Some("TRACE") => trouble(&part("trace")),
            Some("CONNECTION_STATUS") => status(&part("connectionStatus")),
            _ => Line::Other,
        }
    }

    /// Each stream has a state of its own, and the file is the list of them. Old sources tell one for all.
    fn remember(&self, kept: Option<Value>, told: Value) -> Value {
        let is_stream = |state: &Value| state.get("type").and_then(Value::as_str) == Some("STREAM");
        if !is_stream(&told) {
            return match told.get("type").and_then(Value::as_str) {
                Some("GLOBAL") => json!([told]),
                _ => told.get("data").cloned().unwrap_or(told),
            };
        }
        let mut all = match kept {
            Some(Value::Array(all)) => all,
            _ => Vec::new(),
        };
        all.retain(|state| is_stream(state) && of(state) != of(&told));
        all.push(told);
        Value::Array(all)
    }
}

/// Which stream a state is about.
fn of(state: &Value) -> Option<&Value> {
    state.get("stream")?.get("stream_descriptor")
}

fn offer(stream: &Value) -> Option<Offer> {
    Some(Offer {
        name: fields::line(stream, "name")?,
        fields: field_names(stream.get("json_schema")),
        keys: keys(stream).unwrap_or_default(),
        only_changes: is_incremental(stream),
    })
}

fn is_incremental(stream: &Value) -> bool {
    let modes = stream.get("supported_sync_modes").and_then(Value::as_array);
    modes.is_some_and(|modes| modes.iter().any(|mode| mode == "incremental"))
}

/// The key, unless a part of it lies inside another field.
fn keys(stream: &Value) -> Option<Vec<String>> {
    let paths = stream.get("source_defined_primary_key")?.as_array()?;
    paths
        .iter()
        .map(|path| if let [Value::String(key)] = path.as_array()?.as_slice() { Some(key.clone()) } else { None })
        .collect()
}

/// Only what changed, where the source can tell that.
fn configured(stream: &Value) -> Value {
    let list = |name: &str| stream.get(name).cloned().filter(Value::is_array).unwrap_or_else(|| json!([]));
    json!({
        "stream": stream,
        "sync_mode": if is_incremental(stream) { "incremental" } else { "full_refresh" },
        "destination_sync_mode": "append",
        "cursor_field": list("default_cursor_field"),
        "primary_key": list("source_defined_primary_key"),
    })
}

fn trouble(trace: &Value) -> Line {
    let error = trace.get("error");
    match error.and_then(|error| fields::line(error, "message").or_else(|| fields::line(error, "internal_message"))) {
        Some(words) => Line::Trouble(words),
        None => Line::Other,
    }
}

fn status(status: &Value) -> Line {
    match status.get("status").and_then(Value::as_str) {
        Some("SUCCEEDED") => Line::Fine,
        _ => Line::Trouble(fields::line(status, "message").unwrap_or_else(|| "it can't connect".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(r#"{"type": "RECORD", "record": {"stream": "users", "data": {"id": 1}, "emitted_at": 1}}"#, Line::Record { stream: "users".into(), row: json!({"id": 1}) })]
    #[case(r#"{"type": "TRACE", "trace": {"type": "ERROR", "error": {"message": "No such host"}}}"#, Line::Trouble("No such host".into()))]
    #[case(r#"{"type": "TRACE", "trace": {"type": "STREAM_STATUS"}}"#, Line::Other)]
    #[case(r#"{"type": "LOG", "log": {"level": "INFO", "message": "hello"}}"#, Line::Other)]
    #[case(r#"{"type": "CONNECTION_STATUS", "connectionStatus": {"status": "SUCCEEDED"}}"#, Line::Fine)]
    #[case(r#"{"type": "CONNECTION_STATUS", "connectionStatus": {"status": "FAILED", "message": "no"}}"#, Line::Trouble("no".into()))]
    #[case(r#"{"type": "RECORD", "record": {"stream": "users"}}"#, Line::Other)]
    #[case("not JSON", Line::Other)]
    fn a_line_says_one_thing(#[case] line: &str, #[case] wanted: Line) {
        assert_eq!(Airbyte.line(line), wanted);
    }

    #[test]
    fn each_stream_keeps_its_own_state() {
        let told = |stream: &str, at: u32| json!({ "type": "STREAM", "stream": { "stream_descriptor": { "name": stream }, "stream_state": { "at": at } } });
        let mut kept = None;
        for state in [told("users", 1), told("orders", 1), told("users", 2)] {
            kept = Some(Airbyte.remember(kept, state));
        }
        assert_eq!(kept, Some(json!([told("orders", 1), told("users", 2)])));
        assert_eq!(Airbyte.remember(None, json!({ "data": { "at": 3 } })), json!({ "at": 3 }));
    }

    #[test]
    fn the_catalog_asks_for_changes_where_it_can() {
        let printed = [
            json!({ "type": "LOG", "log": { "message": "x" } }).to_string(),
            json!({ "type": "CATALOG", "catalog": { "streams": [
                { "name": "users", "supported_sync_modes": ["full_refresh", "incremental"], "default_cursor_field": ["at"], "source_defined_primary_key": [["id"]] },
                { "name": "files", "supported_sync_modes": ["full_refresh"] },
            ] } }).to_string(),
        ]
        .join("\n");
        let catalog = Airbyte.catalog(&printed, &[]).unwrap();
        let text: Value = serde_json::from_str(&catalog.text).unwrap();
        assert_eq!(catalog.names(), ["users", "files"]);
        assert_eq!(
            (catalog.streams[0].keys.as_slice(), catalog.streams[0].only_changes),
            (&["id".to_owned()][..], true)
        );
        assert_eq!(text["streams"][0]["sync_mode"], "incremental");
        assert_eq!(
            (&text["streams"][0]["cursor_field"], &text["streams"][0]["primary_key"]),
            (&json!(["at"]), &json!([["id"]]))
        );
        assert_eq!(text["streams"][1]["sync_mode"], "full_refresh");
    }
}
