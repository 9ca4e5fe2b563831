//! Items of a backlog, as the audit keeps them: what they say and how far they are, without a word about who wrote them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;

use super::{TrackerItem, words};
use crate::model::{Record, Status, StatusCategory, Time};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BacklogItem {
    /// As the tracker is asked for it.
    pub external_id: String,
    /// What a signal is called that is this item, read from the same tool.
    pub signal_key: String,
    /// What people call it, e.g. `#8841`.
    pub label: String,
    pub title: String,
    /// Plain text; empty where the tracker's list doesn't tell it.
    pub body: String,
    pub url: String,
    pub status: String,
    pub category: StatusCategory,
    /// The tracker's name of what it is about; may be empty.
    pub service: String,
    /// What else the tracker says: project, components, labels; rules tell the service by them.
    pub facts: BTreeMap<String, String>,
    pub due_on: Option<NaiveDate>,
    /// None where the tracker's list doesn't tell it.
    pub created_at: Option<Time>,
    pub updated_at: Time,
}

/// What a tracker's list tells of an item beside a [`TrackerItem`]; what it doesn't tell is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemDetails {
    /// Plain text.
    pub body: String,
    pub due_on: Option<NaiveDate>,
    pub created_at: Option<Time>,
}

/// An issue of a tracker's reader as an item.
pub fn of_record(vendor: &str, record: Record) -> BacklogItem {
    let raw: Value = serde_json::from_str(&record.raw).unwrap_or_default();
    let (external_id, label) = names(vendor, &record.external_id, &raw);
    let status = record.facts.get("status").cloned().unwrap_or_else(|| record.status.word().to_owned());
    BacklogItem {
        external_id,
        label,
        category: category(&record, &status),
        due_on: due_on(&raw),
        signal_key: record.external_id,
        title: record.title,
        body: record.body,
        url: record.url.unwrap_or_default(),
        status,
        service: record.service.unwrap_or_default(),
        facts: record.facts,
        created_at: Some(record.happened_at),
        updated_at: record.updated_at,
    }
}

/// An item of a tracker's list.
pub fn of_tracker(item: TrackerItem, details: ItemDetails) -> BacklogItem {
    BacklogItem {
        signal_key: item.external_id.clone(),
        external_id: item.external_id,
        label: item.label,
        title: item.title,
        body: details.body,
        url: item.url,
        status: item.status,
        category: item.category,
        service: String::new(),
        facts: BTreeMap::new(),
        due_on: details.due_on,
        created_at: details.created_at,
        updated_at: item.updated_at,
    }
}

/// Readers call an issue as people do, trackers by the number that the tool's interface wants.
fn names(vendor: &str, key: &str, raw: &Value) -> (String, String) {
    let bare = key.trim_start_matches('#');
    if vendor.starts_with("jira") {
        let number = raw.get("id").and_then(Value::as_str).unwrap_or(key);
        return (number.to_owned(), key.to_owned());
    }
    let number = bare.chars().all(|c| c.is_ascii_digit());
    (bare.to_owned(), if number { format!("#{bare}") } else { key.to_owned() })
}

/// What is closed is done, unless its status or its reason says that it was given up.
fn category(record: &Record, status: &str) -> StatusCategory {
    let said = words::category(status);
    if record.status == Status::Open {
        return said.filter(|said| *said == StatusCategory::InProgress).unwrap_or(StatusCategory::ToDo);
    }
    let reason = record.facts.get("reason").map_or("", String::as_str);
    let given_up = said == Some(StatusCategory::Dropped)
        || words::category(reason) == Some(StatusCategory::Dropped)
        || reason.eq_ignore_ascii_case("not planned");
    if given_up { StatusCategory::Dropped } else { StatusCategory::Done }
}

/// Where trackers write when something is expected: an item's own date before that of its milestone.
fn due_on(raw: &Value) -> Option<NaiveDate> {
    let places = [
        raw.get("due_date"),
        raw.pointer("/fields/duedate"),
        raw.pointer("/milestone/due_on"),
        raw.pointer("/milestone/due_date"),
    ];
    let mut told = places.into_iter().flatten().filter_map(Value::as_str);
    told.find_map(|text| text.get(..10)?.parse().ok())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::model::Kind;

    fn record(key: &str, status: Status, facts: &[(&str, &str)], raw: &Value) -> Record {
        Record {
            external_id: key.to_owned(),
            kind: Kind::Ticket,
            title: "Gift cards".to_owned(),
            body: String::new(),
            url: None,
            severity: None,
            status,
            happened_at: Time(5),
            updated_at: Time(6),
            resolved_at: None,
            service: None,
            customer: None,
            reporter: None,
            facts: facts
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect::<BTreeMap<_, _>>(),
            raw: raw.to_string(),
        }
    }

    #[rstest]
    #[case("redmine", "88", "88", "#88")]
    #[case("github", "#61", "61", "#61")]
    #[case("gitlab", "#7", "7", "#7")]
    #[case("jira_cloud", "CHK-88", "10021", "CHK-88")]
    fn an_item_is_called_as_its_tracker_calls_it(
        #[case] vendor: &str,
        #[case] key: &str,
        #[case] id: &str,
        #[case] label: &str,
    ) {
        let item = of_record(vendor, record(key, Status::Open, &[], &json!({ "id": "10021" })));
        assert_eq!((item.external_id.as_str(), item.label.as_str(), item.signal_key.as_str()), (id, label, key));
    }

    #[rstest]
    #[case(Status::Open, "New", "", StatusCategory::ToDo)]
    #[case(Status::Open, "In Progress", "", StatusCategory::InProgress)]
    #[case(Status::Closed, "Closed", "", StatusCategory::Done)]
    #[case(Status::Closed, "Rejected", "", StatusCategory::Dropped)]
    #[case(Status::Closed, "closed", "not planned", StatusCategory::Dropped)]
    fn how_far_an_item_is(
        #[case] status: Status,
        #[case] word: &str,
        #[case] reason: &str,
        #[case] wanted: StatusCategory,
    ) {
        let record = record("1", status, &[("status", word), ("reason", reason)], &json!({}));
        assert_eq!(of_record("redmine", record).category, wanted);
    }

    #[rstest]
    #[case(json!({ "due_date": "2026-12-02" }), Some("2026-12-02"))]
    #[case(json!({ "fields": { "duedate": "2026-12-03" } }), Some("2026-12-03"))]
    #[case(json!({ "milestone": { "due_on": "2026-12-04T08:00:00Z" } }), Some("2026-12-04"))]
    #[case(json!({ "due_date": null, "milestone": { "due_date": "2026-12-05" } }), Some("2026-12-05"))]
    #[case(json!({ "due_date": "soon" }), None)]
    fn when_it_is_expected(#[case] raw: Value, #[case] wanted: Option<&str>) {
        let item = of_record("redmine", record("1", Status::Open, &[], &raw));
        assert_eq!(item.due_on.map(|day| day.to_string()).as_deref(), wanted);
    }
}
