//! What the machines report by themselves: alerts and error groups.

use super::company::SERVICES;
use super::dice::Dice;
use super::faults;
use super::incidents::{Cause, Incident, with_number};
use super::releases::Release;
use crate::model::{Kind, Record, Severity, Time};

/// Alerts that only flapped, over the year.
const FLAPPING: usize = 130;
/// Error groups that have nothing to do with an incident.
const EVERYDAY_ERRORS: usize = 100;

/// Alerts around the incidents, and the usual noise. Oldest first.
pub fn alerts(dice: &mut Dice, incidents: &[Incident], now: Time) -> Vec<Record> {
    let mut alerts = Vec::new();
    for incident in incidents {
        let many = if incident.severity <= Severity::High { 3 } else { 1 };
        for _ in 0..dice.between(1, many) {
            let at = incident.at.plus(dice.between(-8, 14) * Time::MINUTE + dice.between(0, 59) * Time::SECOND);
            alerts.push(alert(dice, incident.service, at, incident.resolved_at, incident.severity));
        }
    }
    for _ in 0..FLAPPING {
        let at = now.plus(-dice.between(90, 363 * 24 * 60) * Time::MINUTE - dice.between(0, 59) * Time::SECOND);
        let end = Some(at.plus(dice.tail(2, 80) * Time::MINUTE));
        let service = dice.below(SERVICES.len());
        alerts.push(alert(dice, service, at, end, Severity::Low));
    }
    numbered(alerts, "AL", 7001)
}

fn alert(dice: &mut Dice, service: usize, at: Time, end: Option<Time>, severity: Severity) -> Record {
    let name = SERVICES.get(service).map_or("", |(name, _)| *name);
    let title = faults::of(service).map_or("", |words| dice.word(words.alerts));
    let title = with_number(dice, title);
    let facts = super::facts(&[("environment", "production"), ("zone", dice.word(&["eu-1", "eu-2"]))]);
    let body = format!("{title} for {} minutes.", dice.between(2, 15));
    let mut record = super::record("", Kind::Alert, (title, body), (at, end), name, facts);
    record.severity = Some(severity);
    record
}

/// Error groups: one new one with many a bad deployment, the rest scattered. Oldest first.
pub fn errors(dice: &mut Dice, incidents: &[Incident], releases: &[Release], now: Time) -> Vec<Record> {
    let mut errors = Vec::new();
    for incident in incidents {
        if let Cause::Deployment { release, .. } = incident.cause
            && let Some(deployed) = releases.get(release)
        {
            let at = deployed.at.plus(dice.between(2, 7) * Time::MINUTE);
            let last = incident.resolved_at.unwrap_or(now.plus(-Time::MINUTE));
            errors.push(error(dice, deployed.service, at, last, &deployed.version, now));
        }
    }
    for _ in 0..EVERYDAY_ERRORS {
        let at = now.plus(-dice.between(100, 360 * 24 * 60) * Time::MINUTE);
        let last = Time((at.0 + dice.tail(1, 60 * 24) * Time::HOUR).min(now.0 - Time::MINUTE));
        let service = dice.below(SERVICES.len());
        let version = releases
            .iter()
            .filter(|release| release.service == service && release.at <= at)
            .max_by_key(|release| release.at)
            .map_or("2.3.0", |release| &release.version);
        errors.push(error(dice, service, at, last, version, now));
    }
    numbered(errors, "ERR", 5001)
}

fn error(dice: &mut Dice, service: usize, first: Time, last: Time, version: &str, now: Time) -> Record {
    let name = SERVICES.get(service).map_or("", |(name, _)| *name);
    let (what, place) = faults::of(service).and_then(|words| dice.pick(words.errors)).copied().unwrap_or_default();
    let title = with_number(dice, what);
    let count = dice.tail(3, 4_200);
    let people = dice.tail(1, count / 3 + 2);
    let body = format!(
        "{title}\n    at {place}\n    at {name}/server.rs:{} in handle\n    at runtime/worker.rs:{} in run\n\nSeen {count} times \
         by {people} people.",
        dice.between(40, 400),
        dice.between(40, 400),
    );
    let facts = super::facts(&[
        ("count", &count.to_string()),
        ("people", &people.to_string()),
        ("version", version),
        ("place", place),
        ("last_seen", &last.rfc3339()),
    ]);
    let quiet = last < now.plus(-7 * Time::DAY);
    let mut record = super::record("", Kind::Error, (title, body), (first, quiet.then_some(last)), name, facts);
    record.updated_at = last;
    record.severity = Some(if count > 1_500 { Severity::High } else { Severity::Medium });
    record
}

/// Sorts by time and gives ids from `first` on.
fn numbered(mut records: Vec<Record>, prefix: &str, first: usize) -> Vec<Record> {
    records.sort_by(|a, b| (a.happened_at, &a.title).cmp(&(b.happened_at, &b.title)));
    for (position, record) in records.iter_mut().enumerate() {
        record.external_id = format!("{prefix}-{}", first + position);
    }
    records
}
