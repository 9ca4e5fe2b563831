//! Builds as signals, job by job. Jenkins lists the newest first, so a job is read from its newest build down to the
//! last one that was known to be over.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::base::Base;
use super::super::{Account, Auth, BadReply, Cursor, Page, Reader, Stream, fields, text};
use crate::error::{Problem, Result};
use crate::http::{HttpReply, HttpRequest};
use crate::model::{Kind, Record, SetAside, Severity, Status, Time};

type Read<T> = std::result::Result<T, BadReply>;

const PAGE: u64 = 100;

const STREAMS: [Stream; 1] = [Stream { name: "builds", kind: Kind::Deployment, label: "builds", page_size: 100 }];

/// What is asked for of each build. No names of people.
const FIELDS: &str = "number,result,timestamp,duration,building,fullDisplayName,description,\
    actions[causes[shortDescription],lastBuiltRevision[SHA1,branch[name]],parameters[name,value]],\
    changeSet[items[commitId,msg]],changeSets[items[commitId,msg]]";

/// Parameters that say what was deployed where, and the facts they become.
const PARAMETERS: [(&str, &str); 7] = [
    ("version", "version"),
    ("release", "version"),
    ("tag", "version"),
    ("environment", "environment"),
    ("env", "environment"),
    ("stage", "environment"),
    ("target", "environment"),
];

/// Where a pull stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    /// Of each job, the number up to which all builds are over and were read.
    done: BTreeMap<String, u64>,
    /// Which job is being read.
    job: usize,
    /// So many of its builds were read in this pull.
    skip: u64,
    /// Its newest build in this pull.
    newest: u64,
    /// Its oldest build that was still running.
    running: Option<u64>,
}

impl Place {
    /// After a page of builds of `job`.
    fn next(mut self, job: &str, builds: &[Value]) -> Place {
        let done = self.done.get(job).copied().unwrap_or(0);
        let numbers = || builds.iter().filter_map(|build| fields::id(build, "number"));
        self.newest = numbers().max().unwrap_or(0).max(self.newest);
        let running = builds.iter().filter(|build| is_running(build)).filter_map(|build| fields::id(build, "number"));
        self.running = running.chain(self.running).min();
        // Builds that begin while we read push the others down, which repeats some and misses none.
        self.skip = self.skip.saturating_add(builds.len() as u64);
        if builds.is_empty() || numbers().any(|number| number <= done) {
            let reached = self.running.map_or(self.newest, |oldest| oldest.saturating_sub(1)).max(done);
            self.done.insert(job.to_owned(), reached);
            self = Place { done: self.done, job: self.job.saturating_add(1), ..Place::default() };
        }
        self
    }
}

/// Reads the builds of some jobs.
pub(in super::super) struct BuildReader {
    base: Base,
    user: String,
    /// With their folders, e.g. `platform/checkout-deploy`.
    jobs: Vec<String>,
    kind: Kind,
}

impl BuildReader {
    pub fn new(account: &Account) -> Result<Self> {
        let jobs = account.project.split([',', '\n']).map(|job| job.trim().trim_matches('/').to_owned());
        let jobs: Vec<String> = jobs.filter(|job| !job.is_empty()).collect();
        if jobs.is_empty() {
            return Err(Problem::bad_input("Jenkins wants to know which jobs to read.")
                .kept("Nothing was changed.")
                .todo("Enter the jobs that deploy, with their folders and commas between them."));
        }
        let kind = if account.setting("builds_are") == "change" { Kind::Change } else { Kind::Deployment };
        Ok(BuildReader { base: Base::of(account)?, user: account.user.trim().to_owned(), jobs, kind })
    }

    fn job(&self, place: &Place) -> &str {
        self.jobs.get(place.job).map_or("", String::as_str)
    }

    fn record(&self, job: &str, position: usize, build: &Value) -> std::result::Result<Record, SetAside> {
        let number = fields::id(build, "number").map(|number| number.to_string());
        let id = number.as_ref().map(|number| format!("{job}#{number}"));
        let missing = |what: &str| fields::set_aside(position, build, id.clone(), format!("The build has no {what}."));
        let (number, external_id) = number.clone().zip(id.clone()).ok_or_else(|| missing("number"))?;
        let started = build.get("timestamp").and_then(Value::as_i64).filter(|at| *at > 0);
        let happened_at = Time(started.ok_or_else(|| missing("start"))?);
        let ended = happened_at.plus(build.get("duration").and_then(Value::as_i64).unwrap_or(0).max(0));
        let ended = Some(ended).filter(|_| !is_running(build));
        let name = fields::line(build, "fullDisplayName").unwrap_or_else(|| format!("{job} #{number}"));
        let (said, severity) = outcome(build);
        let steps = steps(job);
        let mut steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        steps.extend([&*number, ""]);
        Ok(Record {
            kind: self.kind,
            title: text::line(&format!("{name} {said}")),
            body: body(build),
            url: Some(self.base.url(&steps, &[])),
            severity,
            status: if ended.is_some() { Status::Closed } else { Status::Open },
            happened_at,
            updated_at: ended.unwrap_or(happened_at),
            resolved_at: ended,
            service: job.rsplit('/').next().map(text::line),
            customer: None,
            reporter: None,
            facts: facts(job, build),
            raw: build.to_string(),
            external_id,
        })
    }
}

impl Reader for BuildReader {
    fn auth(&self) -> Auth {
        Auth::Basic { user: self.user.clone() }
    }

    fn streams(&self) -> &[Stream] {
        &STREAMS
    }

    /// Not the builds: Jenkins may show those to strangers.
    fn check(&self) -> HttpRequest {
        self.base.get(&["me", "api", "json"], &[("tree", "id,fullName")])
    }

    fn checked(&self, reply: &HttpReply) -> Read<String> {
        let value = fields::json(reply)?;
        let name = fields::line(&value, "fullName").or_else(|| fields::line(&value, "id"));
        Ok(format!("Signed in as {}", name.ok_or_else(|| BadReply("it names no user".to_owned()))?))
    }

    fn request(&self, _stream: &Stream, at: &Cursor, page_size: u32) -> HttpRequest {
        let place: Place = at.place();
        let end = place.skip.saturating_add(u64::from(page_size).clamp(1, PAGE));
        let tree = format!("allBuilds[{FIELDS}]{{{},{end}}}", place.skip);
        let steps = steps(self.job(&place));
        let mut steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        steps.extend(["api", "json"]);
        self.base.get(&steps, &[("tree", &tree)])
    }

    fn parse(&self, _stream: &Stream, at: &Cursor, reply: &HttpReply, _now: Time) -> Read<Page> {
        let place: Place = at.place();
        let job = self.job(&place).to_owned();
        let value = fields::json(reply)?;
        let builds = fields::list(&value, "allBuilds")?;
        let done = place.done.get(&job).copied().unwrap_or(0);
        let fresh: Vec<Value> = builds
            .iter()
            .filter(|build| fields::id(build, "number").is_none_or(|number| number > done) && took_place(build))
            .cloned()
            .collect();
        let page = fields::page(&fresh, |position, build| self.record(&job, position, build));
        let mut next = place.next(&job, builds);
        let more = next.job < self.jobs.len();
        if !more {
            next.job = 0;
        }
        Ok(Page { next: Cursor::at(&next), more, ..page })
    }
}

/// `platform/checkout` is `job/platform/job/checkout` in addresses.
fn steps(job: &str) -> Vec<String> {
    job.split('/').filter(|name| !name.is_empty()).flat_map(|name| ["job".to_owned(), name.to_owned()]).collect()
}

fn is_running(build: &Value) -> bool {
    build.get("building").and_then(Value::as_bool).unwrap_or(false)
}

/// A build that was called off brought nothing anywhere.
fn took_place(build: &Value) -> bool {
    !["ABORTED", "NOT_BUILT"].contains(&fields::text(build, "result"))
}

fn outcome(build: &Value) -> (&'static str, Option<Severity>) {
    match fields::text(build, "result") {
        _ if is_running(build) => ("is running", None),
        "FAILURE" => ("failed", Some(Severity::High)),
        "UNSTABLE" => ("went through with failed tests", Some(Severity::Medium)),
        "SUCCESS" => ("succeeded", None),
        _ => ("ended", None),
    }
}

/// What is in it. Jobs with one source have a `changeSet`, pipelines `changeSets`.
fn changes(build: &Value) -> Vec<&Value> {
    let sets = build.get("changeSets").and_then(Value::as_array).into_iter().flatten().chain(build.get("changeSet"));
    sets.filter_map(|set| set.get("items").and_then(Value::as_array)).flatten().collect()
}

fn body(build: &Value) -> String {
    let mut lines = vec![text::from_html(fields::text(build, "description"))];
    for change in changes(build) {
        let message = text::line(fields::text(change, "msg"));
        let sha: String = fields::text(change, "commitId").chars().take(10).collect();
        lines.push(if sha.is_empty() { format!("- {message}") } else { format!("- {message} ({sha})") });
    }
    text::plain(&lines.join("\n")).trim_start().to_owned()
}

fn facts(job: &str, build: &Value) -> BTreeMap<String, String> {
    let actions = || build.get("actions").and_then(Value::as_array).into_iter().flatten();
    let revision = actions().find_map(|action| action.get("lastBuiltRevision")).unwrap_or(&Value::Null);
    let branch = revision.pointer("/branch/0").and_then(|branch| fields::line(branch, "name"));
    let cause = actions().find_map(|action| action.pointer("/causes/0"));
    let commits: Vec<String> = changes(build).iter().filter_map(|change| fields::line(change, "commitId")).collect();
    let mut facts = fields::facts([
        ("job", Some(text::line(job))),
        ("result", fields::line(build, "result").map(|result| result.to_lowercase())),
        ("sha", fields::line(revision, "SHA1").or_else(|| commits.last().cloned())),
        ("branch", branch),
        ("changes", Some(commits.join(", ")).filter(|commits| !commits.is_empty())),
        // "Started by user …" names a person.
        (
            "cause",
            cause.and_then(|cause| fields::line(cause, "shortDescription")).filter(|cause| !cause.contains("user")),
        ),
    ]);
    for parameter in actions().filter_map(|action| action.get("parameters")?.as_array()).flatten() {
        let name = fields::text(parameter, "name").to_lowercase();
        let known = PARAMETERS.iter().find(|(wanted, _)| *wanted == name);
        if let (Some((_, fact)), Some(value)) = (known, fields::line(parameter, "value")) {
            facts.entry((*fact).to_owned()).or_insert(value);
        }
    }
    facts
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn builds(numbers: &[(u64, bool)]) -> Vec<Value> {
        numbers.iter().map(|(number, building)| json!({ "number": number, "building": building })).collect()
    }

    #[test]
    fn a_job_is_read_down_to_its_last_known_build() {
        let start = Place::default();
        let first = start.next("a", &builds(&[(5, true), (4, false), (3, true), (2, false)]));
        assert_eq!((first.job, first.skip, first.running), (0, 4, Some(3)));
        let whole = first.next("a", &[]);
        assert_eq!((whole.job, whole.skip), (1, 0));
        assert_eq!(whole.done.get("a"), Some(&2), "what runs is read again");
        let again = Place { job: 0, ..whole }.next("a", &builds(&[(6, false), (5, false), (3, false), (2, false)]));
        assert_eq!((again.job, again.done.get("a")), (1, Some(&6)));
    }
}
