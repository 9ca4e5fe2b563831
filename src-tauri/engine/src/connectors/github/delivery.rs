//! What reaches people: merged pull requests and releases as changes, deployments with how they went.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::{BadReply, fields, from_markdown, issue_labels};
use super::{Repository, issues};
use crate::http::{HttpReply, HttpRequest};
use crate::model::{Kind, Record, SetAside, Status, Time};

/// Begins the external id of a deployment, before its number.
const DEPLOYMENT: &str = "deployment ";

/// None for a pull request that wasn't merged: it changed nothing.
pub fn pull(repository: &Repository, position: usize, pull: &Value) -> Option<Result<Record, SetAside>> {
    let merged_at = fields::time(pull, "merged_at")?;
    let number = fields::id(pull, "number").map(|number| number.to_string());
    let missing =
        |what: &str| fields::set_aside(position, pull, number.clone(), format!("The pull request has no {what}."));
    let Some(known) = &number else { return Some(Err(missing("number"))) };
    let Some(title) = fields::line(pull, "title") else { return Some(Err(missing("title"))) };
    let told = [
        ("repository", Some(repository.full_name())),
        ("sha", fields::line(pull, "merge_commit_sha")),
        ("branch", pull.get("base").and_then(|base| fields::line(base, "ref"))),
        ("labels", issue_labels::joined(&issues::names(pull))),
        ("opened_at", fields::line(pull, "created_at")),
    ];
    Some(Ok(Record {
        external_id: format!("#{known}"),
        title,
        body: from_markdown::to_text(fields::text(pull, "body")),
        url: fields::line(pull, "html_url"),
        updated_at: fields::time(pull, "updated_at").unwrap_or(merged_at),
        facts: fields::facts(told),
        ..event(repository, Kind::Change, merged_at, pull)
    }))
}

/// None for a draft, which nobody can see yet.
pub fn release(
    repository: &Repository,
    kind: Kind,
    position: usize,
    release: &Value,
) -> Option<Result<Record, SetAside>> {
    if release.get("draft").and_then(Value::as_bool) == Some(true) {
        return None;
    }
    let id = fields::id(release, "id").map(|id| format!("release {id}"));
    let missing = |what: &str| fields::set_aside(position, release, id.clone(), format!("The release has no {what}."));
    let Some(external_id) = id.clone() else { return Some(Err(missing("number"))) };
    let Some(tag) = fields::line(release, "tag_name") else { return Some(Err(missing("tag"))) };
    let Some(published) = fields::time(release, "published_at") else {
        return Some(Err(missing("date of publication")));
    };
    let told = [
        ("repository", Some(repository.full_name())),
        ("version", Some(tag.clone())),
        ("branch", fields::line(release, "target_commitish")),
        ("prerelease", release.get("prerelease").and_then(Value::as_bool).filter(|p| *p).map(|_| "yes".to_owned())),
    ];
    let name = fields::line(release, "name").filter(|name| !name.is_empty() && *name != tag);
    Some(Ok(Record {
        external_id,
        title: match name {
            Some(name) if name.contains(&tag) => name,
            Some(name) => format!("{tag}: {name}"),
            None => format!("{} {tag}", repository.name),
        },
        body: from_markdown::to_text(fields::text(release, "body")),
        url: fields::line(release, "html_url"),
        facts: fields::facts(told),
        ..event(repository, kind, published, release)
    }))
}

/// A deployment that was asked for; how it went is told elsewhere, see [`outcome`].
pub fn deployment(repository: &Repository, position: usize, deployment: &Value) -> Result<Record, SetAside> {
    let id = fields::id(deployment, "id").map(|id| format!("{DEPLOYMENT}{id}"));
    let missing =
        |what: &str| fields::set_aside(position, deployment, id.clone(), format!("The deployment has no {what}."));
    let external_id = id.clone().ok_or_else(|| missing("number"))?;
    let asked_at = fields::time(deployment, "created_at").ok_or_else(|| missing("date of creation"))?;
    let sha = fields::line(deployment, "sha");
    let reference = fields::line(deployment, "ref").or_else(|| sha.clone()).unwrap_or_default();
    let environment = fields::line(deployment, "environment").unwrap_or_else(|| "an unnamed environment".to_owned());
    let told = [
        ("repository", Some(repository.full_name())),
        ("version", is_version(&reference).then(|| reference.clone())),
        ("ref", Some(reference.clone())),
        ("task", fields::line(deployment, "task").filter(|task| task != "deploy")),
        ("environment", Some(environment.clone())),
        ("sha", sha),
    ];
    let shown = if reference.len() == 40 { reference.get(..7).unwrap_or_default() } else { &reference };
    Ok(Record {
        external_id,
        title: format!("{} {shown} to {environment}", repository.name),
        body: from_markdown::to_text(fields::text(deployment, "description")),
        url: Some(repository.page("deployments")),
        status: Status::Open,
        resolved_at: None,
        facts: fields::facts(told),
        ..event(repository, Kind::Deployment, asked_at, deployment)
    })
}

/// The question how the deployment of a record went; None when it is no deployment.
pub fn outcome_request(repository: &Repository, record: &Record) -> Option<HttpRequest> {
    let id = record.external_id.strip_prefix(DEPLOYMENT)?;
    Some(repository.get(&["deployments", id, "statuses"], &[("per_page", "30")]))
}

/// Completes a deployment's record. The statuses come newest first; "inactive" only says that a later deployment
/// took its place, so how this one went stands before that.
pub fn outcome(record: &mut Record, reply: &HttpReply) -> Result<(), BadReply> {
    let value = fields::json(reply)?;
    let statuses = value.as_array().ok_or_else(|| BadReply("it is not a list of statuses".to_owned()))?;
    let told = statuses.iter().find(|status| fields::text(status, "state") != "inactive").or_else(|| statuses.first());
    let Some(status) = told else { return Ok(()) };
    let Some(state) = fields::line(status, "state") else { return Ok(()) };
    let at = fields::time(status, "created_at").unwrap_or(record.happened_at);
    if matches!(state.as_str(), "success" | "failure" | "error" | "inactive") {
        record.status = Status::Closed;
        record.resolved_at = Some(at);
    }
    let address = fields::line(status, "log_url").or_else(|| fields::line(status, "target_url"));
    record.url = address.filter(|url| url.starts_with("http")).or(record.url.take());
    if let Some(words) = fields::line(status, "description").filter(|words| !record.body.contains(words)) {
        record.body = format!("{}\n\n{words}", record.body).trim().to_owned();
    }
    record.updated_at = record.updated_at.max(at);
    record.facts.insert("state".to_owned(), state);
    Ok(())
}

/// Something that was over when it happened.
fn event(repository: &Repository, kind: Kind, at: Time, value: &Value) -> Record {
    Record {
        external_id: String::new(),
        kind,
        title: String::new(),
        body: String::new(),
        url: None,
        severity: None,
        status: Status::Closed,
        happened_at: at,
        updated_at: at,
        resolved_at: Some(at),
        service: Some(repository.name.clone()),
        customer: None,
        reporter: None,
        facts: BTreeMap::new(),
        raw: value.to_string(),
    }
}

/// `v2.4.1` or `2.4.1`, as tags are called.
fn is_version(reference: &str) -> bool {
    let number = reference.strip_prefix('v').unwrap_or(reference);
    number.contains('.') && number.starts_with(|c: char| c.is_ascii_digit())
}
