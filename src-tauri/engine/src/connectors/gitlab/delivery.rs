//! Merged merge requests as changes, and deployments with how they went.

use serde_json::Value;

use super::super::{fields, from_markdown, issue_labels, text};
use super::{Project, issues};
use crate::model::{Kind, Record, SetAside, Status, Time};

pub fn merge_request(project: &Project, position: usize, request: &Value) -> Result<Record, SetAside> {
    let number = fields::id(request, "iid").map(|number| number.to_string());
    let missing =
        |what: &str| fields::set_aside(position, request, number.clone(), format!("The merge request has no {what}."));
    let external_id = format!("!{}", number.clone().ok_or_else(|| missing("number"))?);
    let title = fields::line(request, "title").ok_or_else(|| missing("title"))?;
    let merged_at = fields::time(request, "merged_at").ok_or_else(|| missing("date of merging"))?;
    let sha = ["merge_commit_sha", "squash_commit_sha", "sha"].iter().find_map(|name| fields::line(request, name));
    let told = [
        ("sha", sha),
        ("branch", fields::line(request, "target_branch")),
        ("labels", issue_labels::joined(&issues::names(request))),
        ("opened_at", fields::line(request, "created_at")),
        ("reference", request.get("references").and_then(|all| fields::line(all, "full"))),
    ];
    Ok(Record {
        external_id,
        kind: Kind::Change,
        title,
        body: from_markdown::to_text(fields::text(request, "description")),
        url: fields::line(request, "web_url"),
        severity: None,
        status: Status::Closed,
        happened_at: merged_at,
        updated_at: fields::time(request, "updated_at").unwrap_or(merged_at),
        resolved_at: Some(merged_at),
        service: project.name(),
        customer: None,
        reporter: None,
        facts: fields::facts(told),
        raw: request.to_string(),
    })
}

pub fn deployment(project: &Project, position: usize, deployment: &Value) -> Result<Record, SetAside> {
    let id = fields::id(deployment, "id").map(|id| format!("deployment {id}"));
    let missing =
        |what: &str| fields::set_aside(position, deployment, id.clone(), format!("The deployment has no {what}."));
    let external_id = id.clone().ok_or_else(|| missing("number"))?;
    let asked_at = fields::time(deployment, "created_at").ok_or_else(|| missing("date of creation"))?;
    let job = deployment.get("deployable").unwrap_or(&Value::Null);
    let pipeline = job.get("pipeline").unwrap_or(&Value::Null);
    let commit = job.get("commit").unwrap_or(&Value::Null);
    let reference = fields::line(deployment, "ref").unwrap_or_else(|| "a revision".to_owned());
    let environment = fields::named(deployment, "environment").unwrap_or_else(|| "an unnamed environment".to_owned());
    let state = fields::line(deployment, "status").unwrap_or_default();
    let (status, resolved_at) = standing(deployment, job, &state);
    let tagged = job.get("tag").and_then(Value::as_bool) == Some(true);
    let name = project.name().map(|name| format!("{name} ")).unwrap_or_default();
    let told = [
        ("environment", Some(environment.clone())),
        ("sha", fields::line(deployment, "sha")),
        ("ref", Some(reference.clone())),
        ("version", tagged.then(|| reference.clone())),
        ("state", Some(state).filter(|state| !state.is_empty())),
    ];
    Ok(Record {
        external_id,
        kind: Kind::Deployment,
        title: text::line(&format!("{name}{reference} to {environment}")),
        body: text::plain(fields::text(commit, "message")),
        url: fields::line(job, "web_url").or_else(|| fields::line(pipeline, "web_url")),
        severity: None,
        status,
        happened_at: asked_at,
        updated_at: fields::time(deployment, "updated_at").unwrap_or(asked_at),
        resolved_at,
        service: project.name(),
        customer: None,
        reporter: None,
        facts: fields::facts(told),
        raw: deployment.to_string(),
    })
}

/// A deployment waits, runs, or is over one way or another.
fn standing(deployment: &Value, job: &Value, state: &str) -> (Status, Option<Time>) {
    if !matches!(state, "success" | "failed" | "canceled" | "skipped") {
        return (Status::Open, None);
    }
    let at = fields::time(deployment, "finished_at").or_else(|| fields::time(job, "finished_at"));
    (Status::Closed, at.or_else(|| fields::time(deployment, "updated_at")))
}
