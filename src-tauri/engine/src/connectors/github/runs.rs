//! Workflow runs that failed, as alerts: until a later run of the same workflow on the same branch succeeds.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::{fields, text};
use super::Repository;
use crate::model::{Kind, Record, SetAside, Status, Time};

/// Runs on a proposal fail all day long and concern nobody but its author.
const PROPOSALS: [&str; 3] = ["pull_request", "pull_request_target", "merge_group"];

/// The failures among the runs of one page, which come newest first.
pub fn records(repository: &Repository, runs: &[Value]) -> Vec<Result<Record, SetAside>> {
    let mut green: BTreeMap<(String, String), Time> = BTreeMap::new();
    let mut found = Vec::new();
    for (position, run) in runs.iter().enumerate() {
        if PROPOSALS.contains(&fields::text(run, "event")) {
            continue;
        }
        let workflow = fields::line(run, "workflow_id").or_else(|| fields::line(run, "name")).unwrap_or_default();
        let line = (workflow, fields::line(run, "head_branch").unwrap_or_default());
        match fields::text(run, "conclusion") {
            "success" => {
                if let Some(at) = fields::time(run, "updated_at") {
                    green.insert(line, at);
                }
            }
            "failure" | "timed_out" | "startup_failure" => {
                found.push(failure(repository, position, run, green.get(&line).copied()));
            }
            _ => {}
        }
    }
    found
}

fn failure(repository: &Repository, position: usize, run: &Value, green: Option<Time>) -> Result<Record, SetAside> {
    let id = fields::id(run, "id").map(|id| format!("run {id}"));
    let missing = |what: &str| fields::set_aside(position, run, id.clone(), format!("The run has no {what}."));
    let external_id = id.clone().ok_or_else(|| missing("number"))?;
    let happened_at = fields::time(run, "created_at").ok_or_else(|| missing("date of creation"))?;
    let workflow = fields::line(run, "name").unwrap_or_else(|| "A workflow".to_owned());
    let branch = fields::line(run, "head_branch").map(|branch| format!(" on {branch}")).unwrap_or_default();
    let outcome = match fields::text(run, "conclusion") {
        "timed_out" => "timed out",
        "startup_failure" => "couldn't start",
        _ => "failed",
    };
    let told = [
        ("workflow", fields::line(run, "name")),
        ("branch", fields::line(run, "head_branch")),
        ("sha", fields::line(run, "head_sha")),
        ("event", fields::line(run, "event")),
        ("run", fields::line(run, "run_number")),
        ("attempt", fields::line(run, "run_attempt").filter(|attempt| attempt != "1")),
        ("repository", Some(repository.full_name())),
    ];
    Ok(Record {
        external_id,
        kind: Kind::Alert,
        title: text::line(&format!("{workflow} {outcome}{branch}")),
        body: text::plain(fields::text(run, "display_title")),
        url: fields::line(run, "html_url"),
        severity: None,
        status: if green.is_some() { Status::Resolved } else { Status::Open },
        happened_at,
        updated_at: fields::time(run, "updated_at").unwrap_or(happened_at).max(green.unwrap_or(happened_at)),
        resolved_at: green,
        service: Some(repository.name.clone()),
        customer: None,
        reporter: None,
        facts: fields::facts(told),
        raw: run.to_string(),
    })
}
