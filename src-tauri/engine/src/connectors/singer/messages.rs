//! What a tap prints, and how it is called.

use serde_json::{Map, Value, json};

use super::super::BadReply;
use super::super::fields;
use super::super::tap::{Catalog, Line, Offer, Tap, Word, field_names};

pub(super) struct Singer;

impl Tap for Singer {
    fn prefixes(&self) -> &'static [&'static str] {
        &["tap-"]
    }

    fn check(&self) -> Option<&'static [Word]> {
        None
    }

    fn discover(&self) -> &'static [Word] {
        &[Word::Plain("--config"), Word::Config, Word::Plain("--discover")]
    }

    fn read(&self, has_state: bool) -> &'static [Word] {
        const WORDS: [Word; 6] = [
            Word::Plain("--config"),
            Word::Config,
            Word::Plain("--catalog"),
            Word::Catalog,
            Word::Plain("--state"),
            Word::State,
        ];
        if has_state { &WORDS } else { WORDS.split_at(4).0 }
    }

    fn catalog(&self, printed: &str, wanted: &[String]) -> Result<Catalog, BadReply> {
        let mut value: Value =
            serde_json::from_str(printed).map_err(|_| BadReply("it prints no catalog of streams".to_owned()))?;
        let streams = value
            .get_mut("streams")
            .and_then(Value::as_array_mut)
            .ok_or_else(|| BadReply("its catalog holds no streams".to_owned()))?;
        streams.retain(|stream| name(stream).is_some_and(|name| wanted.is_empty() || wanted.contains(&name)));
        let offers = streams.iter().filter_map(offer).collect();
        streams.iter_mut().filter_map(Value::as_object_mut).for_each(select);
        Ok(Catalog { streams: offers, text: value.to_string() })
    }

    fn line(&self, line: &str) -> Line {
        let Ok(mut value) = serde_json::from_str::<Value>(line) else { return Line::Other };
        let stream = fields::line(&value, "stream");
        let mut part = |name: &str| value.get_mut(name).map(Value::take);
        match (part("type").as_ref().and_then(Value::as_str), stream) {
            (Some("SCHEMA"), Some(stream)) => {
                let keys = part("key_properties").unwrap_or_default();
                let keys = keys.as_array().into_iter().flatten().filter_map(|key| key.as_str().map(str::to_owned));
                Line::Keys { stream, keys: keys.collect() }
            }
            (Some("RECORD"), Some(stream)) => match part("record") {
                Some(row) if row.is_object() => Line::Record { stream, row },
                _ => Line::Other,
            },
            (Some("STATE"), _) => part("value").map_or(Line::Other, Line::State),
            _ => Line::Other,
        }
    }

    /// A state says all there is to say, and replaces the one before.
    fn remember(&self, _kept: Option<Value>, told: Value) -> Value {
        told
    }
}

fn name(stream: &Value) -> Option<String> {
    fields::line(stream, "tap_stream_id").or_else(|| fields::line(stream, "stream"))
}

/// What a catalog says about a stream, beside it as taps do now or in its metadata as older ones do.
fn offer(stream: &Value) -> Option<Offer> {
    let metadata = stream.get("metadata").and_then(Value::as_array).into_iter().flatten();
    let whole = metadata.filter(|entry| is_whole(entry)).find_map(|entry| entry.get("metadata"));
    let told = |beside: &str, inside: &str| {
        let told = stream.get(beside).or_else(|| whole?.get(inside)).unwrap_or(&Value::Null);
        told.as_array().into_iter().flatten().filter_map(|key| key.as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let is_told = |name: &str, value: Option<&Value>| value.is_some_and(|value| value.as_str() == Some(name));
    let methods = [stream.get("replication_method"), whole.and_then(|whole| whole.get("forced-replication-method"))];
    let replicated = fields::line(stream, "replication_key").is_some()
        || !told("valid_replication_keys", "valid-replication-keys").is_empty();
    Some(Offer {
        name: name(stream)?,
        fields: field_names(stream.get("schema")),
        keys: told("key_properties", "table-key-properties"),
        only_changes: replicated || methods.into_iter().any(|method| is_told("INCREMENTAL", method)),
    })
}

/// The entry of a stream's metadata that is about all of it.
fn is_whole(entry: &Value) -> bool {
    entry.get("breadcrumb").and_then(Value::as_array).is_some_and(Vec::is_empty)
}

/// Asks for the stream with all its fields: in its metadata, as taps want it now, and in its schema, as old ones do.
fn select(stream: &mut Map<String, Value>) {
    stream.insert("selected".to_owned(), true.into());
    if let Some(schema) = stream.get_mut("schema").and_then(Value::as_object_mut) {
        schema.insert("selected".to_owned(), true.into());
    }
    let metadata = stream.entry("metadata").or_insert_with(|| json!([]));
    let Some(entries) = metadata.as_array_mut() else { return };
    if !entries.iter().any(is_whole) {
        entries.push(json!({ "breadcrumb": [], "metadata": {} }));
    }
    for entry in entries {
        let Some(about) = entry.get_mut("metadata").and_then(Value::as_object_mut) else { continue };
        if about.get("inclusion").and_then(Value::as_str) != Some("unsupported") {
            about.insert("selected".to_owned(), true.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(r#"{"type": "SCHEMA", "stream": "issues", "schema": {}, "key_properties": ["id"]}"#, Line::Keys { stream: "issues".into(), keys: vec!["id".into()] })]
    #[case(r#"{"type": "RECORD", "stream": "issues", "record": {"id": 1}, "time_extracted": "x"}"#, Line::Record { stream: "issues".into(), row: json!({"id": 1}) })]
    #[case(r#"{"type": "STATE", "value": {"bookmarks": {}}}"#, Line::State(json!({"bookmarks": {}})))]
    #[case(r#"{"type": "ACTIVATE_VERSION", "stream": "issues", "version": 3}"#, Line::Other)]
    #[case(r#"{"type": "BATCH", "stream": "issues", "manifest": []}"#, Line::Other)]
    #[case(r#"{"type": "RECORD", "stream": "issues", "record": [1]}"#, Line::Other)]
    #[case(r#"{"type": "RECORD"}"#, Line::Other)]
    #[case("INFO starting", Line::Other)]
    #[case("", Line::Other)]
    fn a_line_says_one_thing(#[case] line: &str, #[case] wanted: Line) {
        assert_eq!(Singer.line(line), wanted);
    }

    #[test]
    fn older_taps_tell_of_a_stream_in_its_metadata() {
        let about = json!({ "table-key-properties": ["id"], "valid-replication-keys": ["updated"] });
        let stream =
            json!({ "tap_stream_id": "a", "schema": {}, "metadata": [{ "breadcrumb": [], "metadata": about }] });
        let wanted = Offer { name: "a".into(), keys: vec!["id".into()], only_changes: true, ..Offer::default() };
        assert_eq!(offer(&stream), Some(wanted));
    }

    #[test]
    fn wanted_streams_are_selected_with_their_fields() {
        let printed = json!({ "streams": [
            { "tap_stream_id": "issues", "schema": { "properties": { "id": {}, "blob": {} } }, "key_properties": ["id"],
              "replication_method": "INCREMENTAL", "metadata": [
                { "breadcrumb": ["properties", "id"], "metadata": { "inclusion": "automatic" } },
                { "breadcrumb": ["properties", "blob"], "metadata": { "inclusion": "unsupported" } },
            ] },
            { "tap_stream_id": "users", "schema": {} },
        ] });
        let catalog = Singer.catalog(&printed.to_string(), &["issues".to_owned()]).unwrap();
        let text: Value = serde_json::from_str(&catalog.text).unwrap();
        let offer = Offer {
            name: "issues".into(),
            fields: vec!["blob".into(), "id".into()],
            keys: vec!["id".into()],
            only_changes: true,
        };
        assert_eq!(catalog.streams, [offer]);
        let about = |place: usize| text["streams"][0]["metadata"][place]["metadata"]["selected"] == true;
        assert_eq!([about(0), about(1), about(2)], [true, false, true]);
        assert!(Singer.catalog("Traceback", &[]).is_err());
        assert!(Singer.catalog("{}", &[]).is_err());
    }
}
