//! The demo: one year of an invented company, the same for the same seed and `now`. Pure: it writes nothing.
//!
//! Reading order: `company` and `stories` (who, and what about), `scene`, `wording`, `letters` and `desk` (tickets
//! and feedback), `releases`, `incidents` and `telemetry` (operations), `usage`, `ideas`, `backlog`, `tree` and
//! `choices` (what was decided), `replies` (who was told about it), `truths`.

mod backlog;
mod choices;
mod company;
mod desk;
mod dice;
mod faults;
pub mod forum;
mod ideas;
mod incidents;
mod letters;
mod names;
pub mod open_items;
mod releases;
pub mod replies;
mod scene;
mod stories;
mod telemetry;
pub mod tree;
pub mod truths;
mod usage;
mod wording;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{Kind, Record, Status, Time, UsageDay};
pub use choices::{Choice, Choices, Deed, Idea};
use dice::Dice;
use incidents::{Cause, Incident};
use releases::Release;
use truths::{Caused, Decoy, RecurringProblem, Truths};

pub use backlog::TRACKER;
pub use company::{COMPANY, PRODUCTS};
pub use ideas::GOALS;

/// The seed of the demo that people see.
pub const SEED: u64 = 2_027;

/// A year of the company.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Demo {
    pub sources: Vec<Source>,
    pub usage: Vec<UsageDay>,
    /// What its product team decided, oldest first.
    pub choices: Choices,
    pub truths: Truths,
}

/// One connection and what it brought.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Source {
    pub name: String,
    pub base_url: String,
    pub project: String,
    /// Oldest first.
    pub records: Vec<Record>,
}

/// The year before `now`. Nothing in it lies ahead of `now`.
pub fn generate(seed: u64, now: Time) -> Demo {
    let dice = Dice::new(seed);
    let accounts = company::accounts(&mut dice.part("company"), now);
    let (releases, incidents) = operations(&dice, now);
    let alerts = telemetry::alerts(&mut dice.part("alerts"), &incidents, now);
    let errors = telemetry::errors(&mut dice.part("errors"), &incidents, &releases, now);
    let desk = desk::open(&dice, &accounts, &incidents, now);

    let mut production: Vec<Record> =
        incidents.iter().map(|incident| incidents::record(incident, told_cause(incident, &releases))).collect();
    production.extend(alerts);
    production.extend(errors);
    let delivery = releases.iter().flat_map(releases::records).collect();

    let truths = truths(&incidents, &releases, &desk, &accounts, now);
    let records = [desk.tickets, desk.feedback, production, delivery];
    let sources: Vec<Source> = company::SOURCES
        .into_iter()
        .zip(records)
        .map(|((name, base_url, project), records)| Source {
            name: name.to_owned(),
            base_url: base_url.to_owned(),
            project: project.to_owned(),
            records: finished(records, base_url),
        })
        .collect();
    let choices = choices::choices(&mut dice.part("choices"), &sources, &truths, now);
    Demo { sources, usage: usage::usage(&mut dice.part("usage"), now), choices, truths }
}

/// The year's releases and incidents; what an incident broke, a further release repairs.
fn operations(dice: &Dice, now: Time) -> (Vec<Release>, Vec<Incident>) {
    let mut releases = releases::planned(&mut dice.part("releases"), now);
    let mut incidents = incidents::planned(&mut dice.part("incidents"), &releases, now);
    let mut dice = dice.part("repairs");
    for incident in &mut incidents {
        let Some(resolved) = incident.resolved_at else { continue };
        if !matches!(incident.cause, Cause::Deployment { .. }) || !dice.chance(60) {
            continue;
        }
        // Before the next planned release, so that this one can't be taken for the cause.
        let lag = ((resolved.0 - incident.at.0) * 8 / 10).min(28 * Time::MINUTE);
        let at = incident.at.plus(lag);
        releases.push(releases::release(&mut dice, incident.service, at, Some(incident.id.clone())));
    }
    releases::number(&mut releases);
    (releases, incidents)
}

/// Id of the deployment, when the incident's source names it.
fn told_cause<'a>(incident: &Incident, releases: &'a [Release]) -> Option<&'a str> {
    match incident.cause {
        Cause::Deployment { release, told: true } => releases.get(release).map(|release| release.id.as_str()),
        _ => None,
    }
}

fn truths(
    incidents: &[Incident],
    releases: &[Release],
    desk: &desk::Desk,
    accounts: &[company::Account],
    now: Time,
) -> Truths {
    let mut caused = Vec::new();
    let mut decoys = Vec::new();
    let mut episodes: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for incident in incidents {
        let deployment = |release: usize| releases.get(release).map(|r| r.id.clone()).unwrap_or_default();
        let id = incident.id.clone();
        match incident.cause {
            Cause::Deployment { release, told } => {
                caused.push(Caused { incident: id, deployment: deployment(release), told });
            }
            Cause::Outside { release, really } => {
                decoys.push(Decoy { incident: id, deployment: deployment(release), real_cause: really.to_owned() });
            }
            Cause::Problem(problem) => episodes.entry(problem).or_default().push(id),
            Cause::Unknown => {}
        }
    }
    let problems = faults::PROBLEMS
        .iter()
        .zip(episodes.into_values())
        .map(|(problem, incidents)| RecurringProblem { name: problem.1.into(), service: problem.0.into(), incidents })
        .collect();
    Truths {
        caused,
        decoys,
        problems,
        duplicates: desk.duplicates.clone(),
        themes: desk.themes.clone(),
        noise: ["account-housekeeping", "how-do-i", "not-for-us", "kind-words"].map(str::to_owned).to_vec(),
        fallout: desk.fallout.clone(),
        fading: usage::fading(now),
        detour: usage::detour(now),
        unused: usage::unused(),
        at_risk: company::at_risk(accounts),
        opportunities: choices::justified(),
        outcomes: choices::outcomes(now),
    }
}

/// A record without customer, as machines make them. It is resolved when `span` has an end, else open.
fn record(
    id: &str,
    kind: Kind,
    (title, body): (String, String),
    (start, end): (Time, Option<Time>),
    service: &str,
    facts: BTreeMap<String, String>,
) -> Record {
    Record {
        external_id: id.to_owned(),
        kind,
        title,
        body,
        url: None,
        severity: None,
        status: if end.is_some() { Status::Resolved } else { Status::Open },
        happened_at: start,
        updated_at: end.unwrap_or(start),
        resolved_at: end,
        service: Some(service.to_owned()),
        customer: None,
        reporter: None,
        facts,
        raw: String::new(),
    }
}

fn facts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Sorts by time and adds the address and the source's own form of each record.
fn finished(mut records: Vec<Record>, base_url: &str) -> Vec<Record> {
    records.sort_by(|a, b| (a.happened_at, &a.external_id).cmp(&(b.happened_at, &b.external_id)));
    for record in &mut records {
        record.url = Some(format!("{base_url}/{}/{}", record.kind.word(), record.external_id));
        record.raw = serde_json::json!({
            "id": record.external_id,
            "type": record.kind,
            "subject": record.title,
            "text": record.body,
            "created": record.happened_at.rfc3339(),
            "updated": record.updated_at.rfc3339(),
            "component": record.service,
            "customer": record.customer.as_ref().map(|customer| &customer.name),
            "from": record.reporter.as_ref().and_then(|person| person.email.as_ref()),
            "fields": record.facts,
        })
        .to_string();
    }
    records
}
