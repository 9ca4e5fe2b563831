//! Deployments that no change record speaks of.

use std::collections::HashSet;

use insight::unrecorded::{Deployment, FAIR, Guess, NEAR, Read, Record as Candidate, STRONG, guess};

use super::{Look, done_at};
use crate::api::types::{IncidentAfter, MatchWord, RecordGuess, UnrecordedDeployment, UnrecordedList};
use crate::api::{Engine, duration};
use crate::error::Result;
use crate::model::{Kind, Severity, SignalId, Time};
use crate::store::change_advice::{self, Record};

/// Characters of a body that are compared.
const READ: u32 = 2_000;

/// How many words a reason names.
const NAMED: usize = 3;

impl Engine {
    /// Those of the period, newest first, each with the record it may belong to.
    pub(super) async fn unrecorded(&self, look: &Look) -> Result<UnrecordedList> {
        let of_period: Vec<&Record> = look.deployments().filter(|record| record.happened_at >= look.from).collect();
        // Where no change is recorded at all, nothing can be missing.
        let known = look.records.iter().any(|record| record.kind == Kind::Change.code());
        let missing: Vec<&Record> = of_period
            .iter()
            .copied()
            .filter(|record| known && !look.brought.contains_key(&record.id) && names_no_change(record))
            .rev()
            .collect();
        let rows = if missing.is_empty() { Vec::new() } else { self.with_guesses(look, &missing).await? };
        let of =
            |word: MatchWord| move |row: &&UnrecordedDeployment| row.record.as_ref().is_some_and(|r| r.word == word);
        Ok(UnrecordedList {
            deployments: of_period.len() as u32,
            look_alike: rows.iter().filter(|row| row.record.is_some()).count() as u32,
            strong: rows.iter().filter(of(MatchWord::Strong)).count() as u32,
            rows,
            known,
        })
    }

    async fn with_guesses(&self, look: &Look, missing: &[&Record]) -> Result<Vec<UnrecordedDeployment>> {
        let taken: HashSet<SignalId> = look.brought.values().flatten().copied().collect();
        let free: Vec<&Record> = look
            .records
            .iter()
            .filter(|record| record.kind == Kind::Change.code() && !taken.contains(&record.id))
            .filter(|record| done_at(record).unwrap_or(record.happened_at) >= look.from.plus(-NEAR))
            .collect();
        let ids: Vec<SignalId> = missing.iter().chain(&free).map(|record| record.id).collect();
        let mut read = self.store.reader().acquire().await?;
        let bodies = change_advice::bodies(&mut read, &ids, READ).await?;
        drop(read);
        let text = |record: &Record| match bodies.get(&record.id) {
            Some(body) => format!("{}\n{body}", record.title),
            None => record.title.clone(),
        };
        let candidates: Vec<Read> = free.iter().map(|record| candidate(record, text(record)).into()).collect();
        let refused: HashSet<(u32, u32)> =
            look.belongs.iter().filter(|(.., belongs)| !belongs).map(|(d, c, _)| (d.0, c.0)).collect();
        Ok(missing
            .iter()
            .map(|record| {
                let service = record.service.clone().unwrap_or_default();
                let deployment = Deployment { id: record.id.0, at: record.happened_at.0, service, text: text(record) };
                let found = guess(&deployment, &candidates, &refused);
                row(look, record, found.and_then(|guess| record_of(&free, &guess)))
            })
            .collect())
    }
}

/// Its tool lists no changes in it, known here or not.
fn names_no_change(record: &Record) -> bool {
    record.changes.as_deref().is_none_or(|changes| changes.trim().is_empty())
}

fn candidate(record: &Record, text: String) -> Candidate {
    let planned = |at: &Option<String>| at.as_deref().and_then(Time::parse_rfc3339).map(|at| at.0);
    let from = planned(&record.planned_start).unwrap_or(record.happened_at.0);
    let to = planned(&record.planned_end).or(done_at(record).map(|at| at.0)).unwrap_or(record.happened_at.0);
    Candidate { id: record.id.0, from, to, service: record.service.clone().unwrap_or_default(), text }
}

fn record_of(free: &[&Record], guess: &Guess) -> Option<RecordGuess> {
    let record = free.iter().find(|record| record.id.0 == guess.record)?;
    Some(RecordGuess {
        signal: record.id,
        label: record.external_id.clone(),
        title: record.title.clone(),
        score: guess.score,
        word: match guess.score {
            score if score >= STRONG => MatchWord::Strong,
            score if score >= FAIR => MatchWord::Fair,
            _ => MatchWord::Weak,
        },
        reasons: reasons(guess),
    })
}

fn reasons(guess: &Guess) -> Vec<String> {
    let mut reasons = Vec::new();
    if guess.same_service {
        reasons.push("same service".to_owned());
    }
    reasons.push(match guess.lag {
        0 => "within its time".to_owned(),
        lag if lag > 0 => format!("{} after it", duration(lag)),
        lag => format!("{} before it", duration(lag.saturating_neg())),
    });
    if !guess.shared.is_empty() {
        let named: Vec<&str> = guess.shared.iter().take(NAMED).map(String::as_str).collect();
        reasons.push(format!("both say {}", named.join(", ")));
    }
    reasons
}

fn row(look: &Look, record: &Record, guess: Option<RecordGuess>) -> UnrecordedDeployment {
    let after = look.links.iter().find(|link| link.cause.id == record.id).map(|link| IncidentAfter {
        signal: link.incident.id,
        label: link.incident.label.clone(),
        title: link.incident.title.clone(),
        at: link.incident.at,
        severity: link.severity.and_then(Severity::from_code),
    });
    UnrecordedDeployment {
        signal: record.id,
        label: record.external_id.clone(),
        title: record.title.clone(),
        at: record.happened_at,
        service: record.service.clone(),
        record: guess,
        after,
    }
}
