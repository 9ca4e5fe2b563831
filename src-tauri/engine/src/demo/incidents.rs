//! Incidents of the year: some caused by a deployment, some from outside, some that keep coming back.

use super::company::SERVICES;
use super::dice::Dice;
use super::faults::{self, OUTSIDE, PROBLEMS};
use super::releases::Release;
use crate::model::{Kind, Record, Severity, Time};

pub struct Incident {
    /// Position in [`SERVICES`].
    pub service: usize,
    /// `INC-2001`, given by [`number`].
    pub id: String,
    pub title: String,
    pub severity: Severity,
    pub at: Time,
    /// None while it is open.
    pub resolved_at: Option<Time>,
    pub cause: Cause,
}

/// Why it happened. Releases are named by their position in the list of planned releases.
pub enum Cause {
    Deployment {
        release: usize,
        told: bool,
    },
    /// Looks like the release before it, but came from outside.
    Outside {
        release: usize,
        really: &'static str,
    },
    /// An episode of the problem at this position of [`PROBLEMS`].
    Problem(usize),
    Unknown,
}

const CAUSED: usize = 52;
const DECOYS: usize = 14;
const OTHERS: usize = 14;

/// Plans the year's incidents around the planned releases; oldest first, with ids.
pub fn planned(dice: &mut Dice, releases: &[Release], now: Time) -> Vec<Incident> {
    let mut incidents = after_releases(dice, releases, now);
    for (position, problem) in PROBLEMS.iter().enumerate() {
        let service = service_position(problem.0);
        for episode in 0..problem.4 {
            // One episode a stretch, so that they don't run into each other.
            let stretch = 350 / problem.4 as i64;
            let day = 355 - episode as i64 * stretch - dice.between(0, stretch / 2);
            let at = now.plus(-day * Time::DAY - dice.between(0, 1400) * Time::MINUTE);
            let severity = Severity::from_code(problem.3).unwrap_or(Severity::Medium);
            let title = with_number(dice, problem.2);
            incidents.push(incident(dice, service, title, severity, at, Cause::Problem(position), now));
        }
    }
    for _ in 0..OTHERS {
        let service = dice.below(SERVICES.len());
        let title = fault_title(dice, service);
        let at = now.plus(-dice.between(2, 350) * Time::DAY - dice.between(0, 1400) * Time::MINUTE);
        let severity = severity(dice);
        incidents.push(incident(dice, service, title, severity, at, Cause::Unknown, now));
    }
    incidents.extend(this_morning(dice, releases, now));
    number(&mut incidents);
    incidents
}

/// The one that is still open: it followed this morning's release.
fn this_morning(dice: &mut Dice, releases: &[Release], now: Time) -> Option<Incident> {
    let release = releases.len().checked_sub(1)?;
    let at = now.plus(-96 * Time::MINUTE);
    let title = with_number(dice, "Bookings above 150 lines time out, {n} orders waiting");
    let cause = Cause::Deployment { release, told: false };
    let mut incident = incident(dice, releases.get(release)?.service, title, Severity::High, at, cause, now);
    incident.resolved_at = None;
    Some(incident)
}

/// The caused ones and the decoys: each follows a release of its service, and no other release lies between.
fn after_releases(dice: &mut Dice, releases: &[Release], now: Time) -> Vec<Incident> {
    let mut free: Vec<usize> = (0..releases.len()).collect();
    let mut incidents = Vec::new();
    while incidents.len() < CAUSED + DECOYS && !free.is_empty() {
        let release = free.swap_remove(dice.below(free.len()));
        let Some(deployed) = releases.get(release) else { continue };
        let next = releases.iter().filter(|r| r.service == deployed.service && r.at > deployed.at).map(|r| r.at).min();
        let room = (next.unwrap_or(now).0 - deployed.at.0) / Time::MINUTE - 30;
        let at =
            deployed.at.plus(dice.tail(8, room.clamp(9, 1500)) * Time::MINUTE + dice.between(0, 59) * Time::SECOND);
        if room < 60 || deployed.at > now.plus(-4 * Time::HOUR) || at >= now.plus(-90 * Time::MINUTE) {
            continue;
        }
        let (title, cause) = if incidents.len() < CAUSED {
            let told = incidents.len() % 5 < 2;
            (fault_title(dice, deployed.service), Cause::Deployment { release, told })
        } else {
            let (title, really) = outside_cause(dice, deployed.service);
            (with_number(dice, title), Cause::Outside { release, really })
        };
        let severity = severity(dice);
        incidents.push(incident(dice, deployed.service, title, severity, at, cause, now));
    }
    incidents
}

fn incident(
    dice: &mut Dice,
    service: usize,
    title: String,
    severity: Severity,
    at: Time,
    cause: Cause,
    now: Time,
) -> Incident {
    let minutes = match severity {
        Severity::Critical => dice.tail(18, 330),
        Severity::High => dice.tail(25, 620),
        Severity::Medium => dice.tail(60, 6_500),
        Severity::Low => dice.tail(200, 11_000),
    };
    let end = at.plus(minutes * Time::MINUTE + dice.between(0, 59) * Time::SECOND);
    Incident { service, id: String::new(), title, severity, at, resolved_at: (end < now).then_some(end), cause }
}

/// Sorts by start and gives ids.
fn number(incidents: &mut [Incident]) {
    incidents.sort_by_key(|incident| (incident.at, incident.service));
    for (position, incident) in incidents.iter_mut().enumerate() {
        incident.id = format!("INC-{}", 2001 + position);
    }
}

fn severity(dice: &mut Dice) -> Severity {
    match dice.weighted(&[12, 34, 38, 16]) {
        0 => Severity::Critical,
        1 => Severity::High,
        2 => Severity::Medium,
        _ => Severity::Low,
    }
}

fn fault_title(dice: &mut Dice, service: usize) -> String {
    let title = faults::of(service).map_or("", |words| dice.word(words.incidents));
    with_number(dice, title)
}

fn outside_cause(dice: &mut Dice, service: usize) -> (&'static str, &'static str) {
    let name = SERVICES.get(service).map_or("", |(name, _)| *name);
    let fitting: Vec<_> = OUTSIDE.iter().filter(|(hits, _, _)| hits.is_empty() || hits.contains(&name)).collect();
    dice.pick(&fitting).map(|(_, title, really)| (*title, *really)).unwrap_or_default()
}

/// Fills in numbers: `{n}` 4 to 60, `{s}` a small one, `{hi}` a high percentage.
pub fn with_number(dice: &mut Dice, text: &str) -> String {
    let (n, s, hi) = (dice.between(4, 60), dice.between(2, 8), dice.between(81, 97));
    text.replace("{n}", &n.to_string()).replace("{s}", &s.to_string()).replace("{hi}", &hi.to_string())
}

fn service_position(name: &str) -> usize {
    SERVICES.iter().position(|(service, _)| *service == name).unwrap_or_default()
}

/// The record of an incident; `caused_by` is the id of the deployment, where the source says it.
pub fn record(incident: &Incident, caused_by: Option<&str>) -> Record {
    let service = SERVICES.get(incident.service).map_or("", |(name, _)| *name);
    let mut facts = super::facts(&[("impact", impact(incident.severity))]);
    if let Some(deployment) = caused_by {
        facts.insert("caused_by".into(), deployment.to_owned());
    }
    let review = match &incident.cause {
        Cause::Outside { really, .. } => format!("\n\nReview: {really}"),
        Cause::Problem(position) => {
            PROBLEMS.get(*position).map(|problem| format!("\n\nWorkaround: {}", problem.5)).unwrap_or_default()
        }
        Cause::Deployment { told: true, .. } => {
            format!("\n\nReview: it began with {}; taken back.", caused_by.unwrap_or_default())
        }
        _ => String::new(),
    };
    let body = format!("{}. First seen by monitoring of {service}.{review}", incident.title);
    let text = (incident.title.clone(), body);
    let mut record =
        super::record(&incident.id, Kind::Incident, text, (incident.at, incident.resolved_at), service, facts);
    record.severity = Some(incident.severity);
    record
}

fn impact(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "everybody",
        Severity::High => "many customers",
        Severity::Medium => "some customers",
        Severity::Low => "hardly noticed",
    }
}
