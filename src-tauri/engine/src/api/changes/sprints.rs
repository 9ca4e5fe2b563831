//! How many changes fit into a sprint.

use std::collections::BTreeMap;

use insight::ratchet::{self, Done, LIMIT, Sprint, Word};

use super::{Look, done_at, is_failed};
use crate::api::types::{SprintAdvice, SprintPoint, SprintWord};
use crate::model::Time;
use crate::store::change_advice::Record;

/// Half a year is looked at in any case.
const AT_LEAST: i64 = 182 * Time::DAY;

/// Sprints that must count before a level is said.
const COUNTING: usize = 3;

/// The rule in words.
pub(super) fn rule() -> String {
    format!(
        "A sprint has 14 days. Two good ones raise the level by 20 %, one in which more than {:.0} % of the changes failed \
         lowers it by 30 %; the last 72 hours don’t count yet.",
        LIMIT * 100.0
    )
}

/// One a service; a service without change records is judged by its deployments.
pub(super) fn advice(look: &Look) -> Vec<SprintAdvice> {
    let incidents = look.incidents_of_changes();
    let mut changes: BTreeMap<&str, Vec<Done>> = BTreeMap::new();
    let mut deployments: BTreeMap<&str, Vec<Done>> = BTreeMap::new();
    let done = |record: &Record| {
        let failed = is_failed(record) || incidents.contains_key(&record.id);
        done_at(record).map(|at| Done { at: at.0, failed })
    };
    for record in look.changes() {
        changes.entry(record.service.as_deref().unwrap_or_default()).or_default().extend(done(record));
    }
    for record in look.deployments() {
        deployments.entry(record.service.as_deref().unwrap_or_default()).or_default().extend(done(record));
    }
    for (service, done) in deployments {
        changes.entry(service).or_insert(done);
    }
    let from = look.from.min(look.now.plus(-AT_LEAST));
    let mut advice: Vec<SprintAdvice> = changes
        .into_iter()
        .map(|(service, done)| (service, ratchet::sprints(&done, from.0, look.now.0)))
        .filter(|(_, sprints)| !sprints.is_empty())
        .map(|(service, sprints)| view(look, service, &sprints))
        .collect();
    advice.sort_by_key(|one| std::cmp::Reverse(one.points.iter().map(|point| point.changes).sum::<u32>()));
    advice
}

fn view(look: &Look, service: &str, sprints: &[Sprint]) -> SprintAdvice {
    let counting: Vec<&Sprint> = sprints.iter().filter(|one| matches!(one.word, Word::Good | Word::Breach)).collect();
    let level = sprints.last().map(|last| last.after).filter(|_| counting.len() >= COUNTING);
    SprintAdvice {
        service: Some(service.to_owned()).filter(|service| !service.is_empty()),
        points: sprints.iter().map(point).collect(),
        level,
        limit: LIMIT,
        advice: match level {
            Some(level) => sentence(level, &counting),
            None => format!("{} of {COUNTING} sprints count so far: too few to say anything.", counting.len()),
        },
        tried: look.tried.get(service).cloned(),
    }
}

fn point(sprint: &Sprint) -> SprintPoint {
    let word = match sprint.word {
        Word::Good => SprintWord::Good,
        Word::Breach => SprintWord::Breach,
        Word::Quiet => SprintWord::Quiet,
        Word::Pending => SprintWord::Pending,
    };
    let step = (sprint.after != sprint.level).then(|| {
        let why = if sprint.word == Word::Breach { "too many failed" } else { "two good sprints" };
        format!("{why}: {} to {}", sprint.level, sprint.after)
    });
    SprintPoint {
        from: Time(sprint.from),
        to: Time(sprint.to),
        changes: sprint.changes,
        failed: sprint.failed,
        share: (sprint.changes > 0).then(|| f64::from(sprint.failed) / f64::from(sprint.changes)),
        word,
        level: sprint.level,
        step,
    }
}

fn sentence(level: u32, counting: &[&Sprint]) -> String {
    let breaches = counting.iter().filter(|sprint| sprint.word == Word::Breach).count();
    let ended = match counting.last() {
        Some(last) if last.word == Word::Breach => {
            format!("{} of {} failed in the last sprint that counts.", last.failed, last.changes)
        }
        _ => "The last sprint that counts was good.".to_owned(),
    };
    format!(
        "Try {level} or fewer. {ended} Too many failed in {breaches} of {} sprints; a link, not proof.",
        counting.len()
    )
}
