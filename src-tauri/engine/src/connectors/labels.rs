//! Labels and annotations, the way Prometheus and Alertmanager describe an alert.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{text, words};
use crate::model::Severity;

/// The string values of the object under `name`.
pub(super) fn strings(alert: &Value, name: &str) -> BTreeMap<String, String> {
    let fields = alert.get(name).and_then(Value::as_object);
    let pairs = fields.into_iter().flatten();
    pairs.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

/// The first of `names` that has a value.
fn first(found: &BTreeMap<String, String>, names: &[&str]) -> Option<String> {
    names.iter().filter_map(|name| found.get(*name)).find(|value| !value.trim().is_empty()).cloned()
}

/// What the alert says in one line.
pub(super) fn title(labels: &BTreeMap<String, String>, notes: &BTreeMap<String, String>) -> Option<String> {
    let found = first(notes, &["summary", "title"])
        .or_else(|| first(labels, &["alertname"]))
        .or_else(|| first(notes, &["description", "message"]))?;
    Some(text::line(&found)).filter(|title| !title.is_empty())
}

pub(super) fn severity(labels: &BTreeMap<String, String>) -> Option<Severity> {
    first(labels, &["severity", "priority", "level"]).and_then(|name| words::severity(&name))
}

pub(super) fn service(labels: &BTreeMap<String, String>) -> Option<String> {
    first(labels, &["service", "app", "job"])
}

/// The description, and the other notes below it.
pub(super) fn body(notes: &BTreeMap<String, String>) -> String {
    let told = ["summary", "title", "description", "message"];
    let mut lines: Vec<String> = first(notes, &["description", "message"]).into_iter().collect();
    lines.extend(
        notes.iter().filter(|(name, _)| !told.contains(&name.as_str())).map(|(n, value)| format!("{n}: {value}")),
    );
    text::plain(&lines.join("\n"))
}
