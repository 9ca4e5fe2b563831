//! Changes that could become standard changes.

use std::collections::HashSet;

use insight::problems::fingerprint;
use insight::standard_changes::{self as rule, Candidate, Caused, Change, SUCCESS, TIMES, Verdict};

use super::{Look, done_at, is_failed, is_top};
use crate::api::types::{CandidateState, StandardCandidate};
use crate::model::{Kind, SignalId, Time};
use crate::store::change_advice::Record;

/// How many changes a candidate lists.
const LISTED: usize = 50;

/// The rule in words.
pub(super) fn rule() -> String {
    format!(
        "Same steps and service, closed {TIMES} times or more in 180 days, at least {:.0} % succeed as far as can be said, \
         and no critical or high incident in 90 days.",
        SUCCESS * 100.0
    )
}

pub(super) fn candidates(look: &Look) -> Vec<StandardCandidate> {
    let incidents = look.incidents_of_changes();
    let changes: Vec<Change> = look.changes().map(change).collect();
    let caused: Vec<Caused> = incidents
        .iter()
        .flat_map(|(change, links)| links.iter().map(move |link| (change, link)))
        .map(|(change, link)| Caused { change: change.0, at: link.incident.at.0, top: is_top(link.severity) })
        .collect();
    let mut seen = HashSet::new();
    rule::candidates(&changes, &caused, look.now.0)
        .into_iter()
        .map(|candidate| view(look, candidate))
        .filter(|candidate| seen.insert(candidate.key.clone()))
        .collect()
}

/// The key of the changes with one template in one service.
fn key(template: &str, service: &str) -> String {
    fingerprint(Kind::Change.word(), service, template)
}

fn change(record: &Record) -> Change {
    let at = |text: &Option<String>| text.as_deref().and_then(Time::parse_rfc3339).map(|at| at.0);
    let done = done_at(record).map(|at| at.0);
    let begun = at(&record.committed_at).or_else(|| at(&record.planned_start));
    Change {
        id: record.id.0,
        template: record.template.clone().unwrap_or_else(|| themes::text::template(&record.title)),
        service: record.service.clone().unwrap_or_default(),
        closed_at: done,
        failed: is_failed(record),
        standard: record.sort.as_deref().is_some_and(|sort| sort.eq_ignore_ascii_case("standard")),
        begun_at: begun,
        // Merged or begun; then it waits until it is out.
        ready_at: begun.map(|_| record.happened_at.0).filter(|_| record.resolved_at.is_some()),
        done_at: record.resolved_at.and(done),
    }
}

fn view(look: &Look, candidate: Candidate) -> StandardCandidate {
    let key = key(&candidate.template, &candidate.service);
    let proposed = look.proposed.contains_key(&key);
    StandardCandidate {
        title: candidate.template.replace("<*>", "…"),
        service: Some(candidate.service.clone()).filter(|service| !service.is_empty()),
        times: candidate.times(),
        failed: candidate.failed,
        fail_low: candidate.fails.0,
        fail_high: candidate.fails.1,
        waiting: candidate.waiting,
        lead: candidate.lead,
        timed: candidate.timed,
        saves_days: candidate.saves_days(),
        state: match candidate.verdict {
            Verdict::Ready if proposed => CandidateState::Proposed,
            Verdict::Ready => CandidateState::Ready,
            Verdict::Already => CandidateState::Already,
            Verdict::TooFew => CandidateState::TooFew,
            Verdict::NotSure => CandidateState::NotSure,
            Verdict::CausedIncident => CandidateState::CausedIncident,
        },
        why: why(&candidate),
        changes: candidate.changes.iter().take(LISTED).map(|id| SignalId(*id)).collect(),
        key,
    }
}

fn why(candidate: &Candidate) -> String {
    let (times, failed) = (candidate.times(), candidate.failed);
    let at_most = candidate.fails.1 * 100.0;
    match candidate.verdict {
        Verdict::Ready => format!("{failed} of {times} failed: at most {at_most:.0} % do, as far as can be said."),
        Verdict::Already => "All its records call it a standard change.".to_owned(),
        Verdict::TooFew => format!("Closed {times} times in 180 days; the rule begins at {TIMES}."),
        Verdict::NotSure => {
            let limit = (1.0 - SUCCESS) * 100.0;
            format!("{failed} of {times} failed: up to {at_most:.0} % may fail, more than {limit:.0} %.")
        }
        Verdict::CausedIncident => {
            let count = candidate.top_incidents;
            let what = if count == 1 { "critical or high incident" } else { "critical or high incidents" };
            format!("It caused {count} {what} in 90 days.")
        }
    }
}
