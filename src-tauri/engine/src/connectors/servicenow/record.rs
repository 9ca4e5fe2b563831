//! One row of a table as a signal. Every field comes twice: as it is shown and as it is kept.

use serde_json::Value;

use super::super::base::Base;
use super::super::{fields, text, words};
use super::read::{CHANGES, INCIDENTS};
use crate::model::{Customer, Kind, Person, Record, SetAside, Severity, Status, Time};

/// What is asked for of every table; a field that a table hasn't got is left out by ServiceNow.
pub const FIELDS: [&str; 50] = [
    "sys_id",
    "number",
    "short_description",
    "description",
    "state",
    "priority",
    "severity",
    "impact",
    "urgency",
    "opened_at",
    "sys_created_on",
    "sys_updated_on",
    "resolved_at",
    "closed_at",
    "close_code",
    "close_notes",
    "business_service",
    "service_offering",
    "cmdb_ci",
    "company",
    "company.website",
    "caller_id",
    "caller_id.email",
    "requested_by",
    "requested_by.email",
    "opened_by",
    "category",
    "subcategory",
    "assignment_group",
    "caused_by",
    "problem_id",
    "rfc",
    "parent_incident",
    "reopen_count",
    "reassignment_count",
    "resolution_code",
    "cause_notes",
    "fix_notes",
    "workaround",
    "known_error",
    "first_reported_by_task",
    "type",
    "risk",
    "reason",
    "justification",
    "start_date",
    "end_date",
    "work_start",
    "work_end",
    "environment",
];

pub fn record(base: &Base, table: &str, position: usize, row: &Value) -> Result<Record, SetAside> {
    let number = shown(row, "number");
    let missing = |what: &str| fields::set_aside(position, row, number.clone(), format!("The record has no {what}."));
    let external_id = number.clone().ok_or_else(|| missing("number"))?;
    let sys_id = kept(row, "sys_id").ok_or_else(|| missing("sys_id"))?;
    let title = shown(row, "short_description").ok_or_else(|| missing("short description"))?;
    let opened = time(row, "opened_at").or_else(|| time(row, "sys_created_on"));
    let opened = opened.ok_or_else(|| missing("date of opening"))?;
    let (status, resolved_at) = standing(table, row);
    // A change happens when the work begins, not when it is asked for.
    let begun = if table == CHANGES { time(row, "work_start") } else { None };
    Ok(Record {
        external_id,
        kind: kind(table),
        title,
        body: body(row),
        url: Some(base.url(&[&format!("{table}.do")], &[("sys_id", &sys_id)])),
        severity: severity(table, row),
        status,
        happened_at: begun.unwrap_or(opened),
        updated_at: time(row, "sys_updated_on").unwrap_or(opened),
        resolved_at,
        service: ["business_service", "service_offering", "cmdb_ci"].iter().find_map(|name| shown(row, name)),
        customer: customer(row),
        reporter: reporter(row),
        facts: facts(table, sys_id, row),
        raw: row.to_string(),
    })
}

/// As a person sees it, on one line.
fn shown(row: &Value, name: &str) -> Option<String> {
    match row.get(name)? {
        Value::Object(_) => fields::line(row.get(name)?, "display_value"),
        _ => fields::line(row, name),
    }
}

/// As it is kept: states as numbers, times in UTC.
pub fn kept(row: &Value, name: &str) -> Option<String> {
    match row.get(name)? {
        Value::Object(_) => fields::line(row.get(name)?, "value"),
        _ => fields::line(row, name),
    }
}

/// `2026-11-18 09:30:00`, in UTC.
pub fn time(row: &Value, name: &str) -> Option<Time> {
    let text = kept(row, name)?;
    Time::parse_rfc3339(&format!("{}Z", text.replacen(' ', "T", 1))).filter(|at| at.0 > 0)
}

/// Several lines; some fields are kept as HTML.
fn told(row: &Value, name: &str) -> String {
    let field = row.get(name).unwrap_or(&Value::Null);
    let source = field.get("display_value").unwrap_or(field).as_str().unwrap_or_default();
    if source.trim_start().starts_with('<') { text::from_html(source) } else { text::plain(source) }
}

/// A problem is the cause of incidents: an error somewhere, known or not yet.
fn kind(table: &str) -> Kind {
    match table {
        INCIDENTS => Kind::Incident,
        CHANGES => Kind::Change,
        _ => Kind::Error,
    }
}

/// Priorities run from 1 to 5, whatever a team calls them. That of a change says when, not how bad.
fn severity(table: &str, row: &Value) -> Option<Severity> {
    if table == CHANGES {
        return None;
    }
    match kept(row, "priority")?.as_str() {
        "1" => Some(Severity::Critical),
        "2" => Some(Severity::High),
        "3" => Some(Severity::Medium),
        "4" | "5" => Some(Severity::Low),
        _ => words::severity(&shown(row, "priority")?),
    }
}

/// Resolved means that the service runs again, closed that the paperwork is done too. States of a team's own are
/// known by their names.
fn standing(table: &str, row: &Value) -> (Status, Option<Time>) {
    let ended = ["resolved_at", "work_end", "closed_at"].iter().find_map(|name| time(row, name));
    let number = kept(row, "state").and_then(|state| state.parse::<i64>().ok());
    let name = shown(row, "state").unwrap_or_default().to_lowercase();
    let code = kept(row, "resolution_code").unwrap_or_default();
    let cancelled = name.contains("cancel") || matches!(code.as_str(), "canceled" | "duplicate");
    match (table, number) {
        _ if cancelled => (Status::Closed, None),
        (INCIDENTS, Some(6)) | (CHANGES, Some(0)) => (Status::Resolved, ended),
        (INCIDENTS, Some(7)) | (CHANGES, Some(3)) => (Status::Closed, ended),
        (INCIDENTS, Some(8)) | (CHANGES, Some(4)) => (Status::Closed, None),
        (_, Some(106)) => (Status::Resolved, ended),
        (_, Some(107)) => (Status::Closed, ended),
        _ if name.contains("resolved") => (Status::Resolved, ended),
        _ if name.contains("closed") => (Status::Closed, ended),
        _ => (Status::Open, None),
    }
}

fn body(row: &Value) -> String {
    let parts = [
        ("", told(row, "description")),
        ("Why: ", told(row, "justification")),
        ("Cause: ", told(row, "cause_notes")),
        ("Workaround: ", told(row, "workaround")),
        ("Fix: ", told(row, "fix_notes")),
        ("How it ended: ", told(row, "close_notes")),
    ];
    let said = parts.into_iter().filter(|(_, text)| !text.is_empty());
    text::plain(&said.map(|(before, text)| format!("{before}{text}")).collect::<Vec<_>>().join("\n\n"))
}

fn customer(row: &Value) -> Option<Customer> {
    let domain = shown(row, "company.website").and_then(|address| {
        let bare = address.trim_start_matches("https://").trim_start_matches("http://");
        let host = bare.split('/').next().unwrap_or_default().trim_start_matches("www.").to_lowercase();
        Some(host).filter(|host| host.contains('.'))
    });
    Some(Customer { name: shown(row, "company")?, domain, ..Customer::default() })
}

/// Who called, or who asked for the change, or who wrote it down.
fn reporter(row: &Value) -> Option<Person> {
    ["caller_id", "requested_by", "opened_by"].iter().find_map(|name| {
        let email = shown(row, &format!("{name}.email")).filter(|address| address.contains('@'));
        Some(Person { name: shown(row, name)?, email })
    })
}

fn facts(table: &str, sys_id: String, row: &Value) -> std::collections::BTreeMap<String, String> {
    let plain = |name: &str| shown(row, name);
    let at = |name: &str| time(row, name).map(|at| at.rfc3339());
    let mut facts = fields::facts([
        ("sys_id", Some(sys_id)),
        ("state", plain("state")),
        ("priority", plain("priority")),
        ("impact", plain("impact")),
        ("urgency", plain("urgency")),
        ("category", plain("category")),
        ("subcategory", plain("subcategory")),
        ("team", plain("assignment_group")),
        ("component", plain("cmdb_ci")),
        ("environment", plain("environment")),
        ("caused_by", plain("caused_by")),
        ("problem", plain("problem_id")),
        ("fixed_by", plain("rfc")),
        ("parent", plain("parent_incident")),
        ("hand_overs", plain("reassignment_count")),
        ("reopened", plain("reopen_count").filter(|count| count != "0")),
        ("close_code", plain("close_code").or_else(|| plain("resolution_code"))),
        ("root_cause", Some(text::line(&told(row, "cause_notes"))).filter(|line| !line.is_empty())),
        ("workaround", Some(text::line(&told(row, "workaround"))).filter(|line| !line.is_empty())),
        ("known_error", kept(row, "known_error").filter(|known| known == "true").map(|_| "yes".to_owned())),
        ("first_reported_by", plain("first_reported_by_task")),
    ]);
    if table == CHANGES {
        facts.extend(fields::facts([
            ("type", plain("type")),
            ("risk", plain("risk")),
            ("reason", plain("reason")),
            ("planned_start", at("start_date")),
            ("planned_end", at("end_date")),
            ("work_end", at("work_end")),
        ]));
    }
    facts
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::read::PROBLEMS;
    use super::*;

    #[rstest]
    #[case(INCIDENTS, "1", "New", Status::Open, false)]
    #[case(INCIDENTS, "3", "On Hold", Status::Open, false)]
    #[case(INCIDENTS, "6", "Resolved", Status::Resolved, true)]
    #[case(INCIDENTS, "7", "Closed", Status::Closed, true)]
    #[case(INCIDENTS, "8", "Canceled", Status::Closed, false)]
    #[case(PROBLEMS, "103", "Root Cause Analysis", Status::Open, false)]
    #[case(PROBLEMS, "106", "Resolved", Status::Resolved, true)]
    #[case(PROBLEMS, "4", "Closed/Resolved", Status::Resolved, true)]
    #[case(CHANGES, "-1", "Implement", Status::Open, false)]
    #[case(CHANGES, "0", "Review", Status::Resolved, true)]
    #[case(CHANGES, "3", "Closed", Status::Closed, true)]
    #[case(CHANGES, "4", "Canceled", Status::Closed, false)]
    fn where_a_record_stands(
        #[case] table: &str,
        #[case] value: &str,
        #[case] display: &str,
        #[case] wanted: Status,
        #[case] resolved: bool,
    ) {
        let row = json!({"state": {"value": value, "display_value": display},
            "closed_at": {"value": "1970-01-01 00:00:05", "display_value": "01.01.1970 01:00:05"}});
        assert_eq!(standing(table, &row), (wanted, resolved.then_some(Time(5_000))));
    }

    #[test]
    fn a_company_has_the_domain_of_its_site() {
        let row = json!({"company": {"display_value": "Harbour Line", "value": "1"},
            "company.website": {"display_value": "https://www.Harbour-Line.example/en", "value": ""}});
        assert_eq!(customer(&row).and_then(|c| c.domain).as_deref(), Some("harbour-line.example"));
    }
}
