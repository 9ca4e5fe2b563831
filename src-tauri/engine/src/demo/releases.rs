//! Deployments and the changes they carry.

use std::collections::BTreeMap;

use super::company::SERVICES;
use super::dice::Dice;
use super::faults::{self, VERBS};
use crate::model::{Kind, Record, Status, Time};

/// One deployment to production.
pub struct Release {
    /// Position in [`SERVICES`].
    pub service: usize,
    pub at: Time,
    /// `DEP-1042`, given by [`number`].
    pub id: String,
    pub version: String,
    /// Id of the incident this release puts right.
    pub repairs: Option<String>,
    changes: Vec<Work>,
}

struct Work {
    id: String,
    title: String,
    sha: String,
    committed_at: Time,
    merged_at: Time,
    sort: &'static str,
}

/// The planned releases of a year, without numbers. The last one went out this morning.
pub fn planned(dice: &mut Dice, now: Time) -> Vec<Release> {
    let mut releases = Vec::new();
    for (service, (name, days)) in SERVICES.iter().enumerate() {
        let mut dice = dice.part(name);
        let mut day = now.plus(-362 * Time::DAY);
        loop {
            day = day.plus(dice.between(1, days * 2 - 1) * Time::DAY);
            let at = dice.office_moment(day);
            if at >= now.plus(-3 * Time::HOUR) {
                break;
            }
            releases.push(release(&mut dice, service, at, None));
        }
    }
    releases.push(release(dice, 0, now.plus(-151 * Time::MINUTE), None));
    releases
}

/// A release of `service` at `at`; one that repairs something carries a single emergency change.
pub fn release(dice: &mut Dice, service: usize, at: Time, repairs: Option<String>) -> Release {
    let many = if repairs.is_some() { 1 } else { if dice.below(4) == 3 { 2 } else { 1 } };
    let changes = (0..many)
        .map(|_| {
            let hours_before = if repairs.is_some() { 1 } else { dice.tail(3, 130) };
            let merged_at = at.plus(-hours_before * Time::HOUR + dice.between(0, 3000) * Time::SECOND);
            let written = if repairs.is_some() { dice.between(5, 12) } else { dice.tail(40, 4000) };
            let sort = if repairs.is_some() { "emergency" } else { dice.word(&["standard", "normal", "normal"]) };
            let title = work_title(dice, service, repairs.as_deref());
            let committed_at = merged_at.plus(-written * Time::MINUTE);
            Work { id: String::new(), title, sha: dice.hex(40), committed_at, merged_at, sort }
        })
        .collect();
    Release { service, at, id: String::new(), version: String::new(), repairs, changes }
}

fn work_title(dice: &mut Dice, service: usize, repairs: Option<&str>) -> String {
    let topic = faults::of(service).map_or("", |words| dice.word(words.works_on));
    match repairs {
        Some(incident) => format!("Take back the last change to {topic} ({incident})"),
        None => format!("{} {topic}", dice.word(&VERBS)),
    }
}

/// Gives ids and versions in the order of time: a repair raises the third number, the rest the second.
pub fn number(releases: &mut [Release]) {
    let mut versions: BTreeMap<usize, (usize, u32, u32)> = BTreeMap::new();
    let mut in_order: Vec<&mut Release> = releases.iter_mut().collect();
    in_order.sort_by_key(|release| (release.at, release.service));
    for (position, release) in in_order.into_iter().enumerate() {
        let (major, minor, patch) = versions.entry(release.service).or_insert((2 + release.service % 6, 3, 0));
        if release.repairs.is_some() {
            *patch += 1;
        } else {
            (*minor, *patch) = (*minor + 1, 0);
        }
        release.version = format!("{major}.{minor}.{patch}");
        release.id = format!("DEP-{}", 1001 + position);
    }
    let mut work: Vec<&mut Work> = releases.iter_mut().flat_map(|release| release.changes.iter_mut()).collect();
    work.sort_by_key(|change| (change.merged_at, change.sha.clone()));
    for (position, change) in work.into_iter().enumerate() {
        change.id = format!("CHG-{}", 3001 + position);
    }
}

/// The records of a numbered release: the deployment and its changes.
pub fn records(release: &Release) -> Vec<Record> {
    let service = SERVICES.get(release.service).map_or("", |(name, _)| *name);
    let list: Vec<&str> = release.changes.iter().map(|change| change.id.as_str()).collect();
    let notes: Vec<String> = release.changes.iter().map(|c| format!("- {} ({})", c.title, c.id)).collect();
    let sha = release.changes.last().map(|c| c.sha.clone()).unwrap_or_default();
    let mut facts = super::facts(&[
        ("version", &release.version),
        ("sha", &sha),
        ("environment", "production"),
        ("changes", &list.join(", ")),
    ]);
    if let Some(incident) = &release.repairs {
        facts.insert("repairs".into(), incident.clone());
    }
    let title = format!("{service} {} to production", release.version);
    let body = format!("What is in it:\n{}", notes.join("\n"));
    let mut records = vec![super::record(
        &release.id,
        Kind::Deployment,
        (title, body),
        (release.at, Some(release.at)),
        service,
        facts,
    )];
    for change in &release.changes {
        let facts = super::facts(&[
            ("type", change.sort),
            ("sha", &change.sha),
            ("committed_at", &change.committed_at.rfc3339()),
            ("deployment", &release.id),
        ]);
        let body = format!(
            "A {} change of the {service} team. Reviewed and merged, deployed with {}.",
            change.sort, release.version
        );
        let text = (change.title.clone(), body);
        records.push(super::record(
            &change.id,
            Kind::Change,
            text,
            (change.merged_at, Some(release.at)),
            service,
            facts,
        ));
    }
    for record in &mut records {
        record.status = Status::Closed;
    }
    records
}
