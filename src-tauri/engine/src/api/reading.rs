//! The reading pane: one signal with everything around it, and what the machine suggests.

use std::collections::{HashMap, HashSet};

use sqlx::SqliteConnection;

use super::Engine;
use super::suggestion::{self, Reader};
use super::types::{
    CustomerFacts, SignalDetail, SignalQuery, SignalRow, SignalSort, SimilarSignal, Suggestion, TimelineEntry,
};
use crate::error::{Problem, Result};
use crate::journal::Entity;
use crate::model::{CustomerId, Kind, ServiceId, Severity, SignalId, Time, TriageState};
use crate::store::signals::{self, Detail};
use crate::store::{ops, query, search, triage, unlike};
use crate::triage::similar::{Profile, Weights, shared, similarity};

/// How much of a body is compared with others: what a report is about stands at its beginning.
pub(super) const COMPARED: u32 = 400;

/// How many words of a signal are looked up, and how many of the newest signals with each.
const LOOKED_UP: usize = 40;
const HOLDERS: u32 = 200;

/// How many of the candidates are really compared, and how alike a signal must be to be shown.
const CANDIDATES: usize = 60;
const ALIKE: f64 = 0.25;
const SHOWN: usize = 5;

/// The timeline's width on either side of the signal, and its length.
const AROUND: i64 = Time::DAY;
const TIMELINE: usize = 40;

impl Engine {
    pub async fn signal(&self, id: SignalId) -> Result<SignalDetail> {
        let now = self.now();
        let mut read = self.store.reader().acquire().await?;
        let gone = || Problem::not_found("This signal isn't here.").todo("Go back to the list.");
        let row = signals::rows(&mut read, &[id], now).await?.pop().ok_or_else(gone)?;
        let detail = signals::detail(&mut read, id).await?.ok_or_else(gone)?;
        let merged = triage::merged_into(&mut read, id).await?;
        let profile = Profile::of(&row.title, &beginning(&detail.body));
        let unlike = unlike::of(&mut read, id).await?;
        let own: Vec<SignalId> = merged.iter().chain(&unlike).copied().collect();
        let weights = self.weigh(&profile, id, &own).await?;
        let similar = self.similar(&mut read, id, &profile, &weights, now).await?;
        let evidence_for = signals::evidence_for(&mut read, id).await?;
        // What the product team did itself is no evidence of what people need.
        let is_need = !matches!(row.kind, Kind::Change | Kind::Deployment);
        let suggestion = if evidence_for.is_empty() && is_need && row.state != TriageState::Merged {
            let reader = Reader { profile: &profile, weights: &weights.words, service: row.service.as_deref() };
            suggest(&mut read, &reader, &detail).await?
        } else {
            None
        };
        let timeline = self.timeline(&mut read, &row, &detail, now).await?;
        let merged_into = detail.merged_into.map_or_else(Vec::new, |into| vec![into]);
        Ok(SignalDetail {
            customer: detail.customer.map(|facts| CustomerFacts {
                signals_30_days: self.signals_of(facts.id, now.plus(-30 * Time::DAY), now),
                ..facts
            }),
            merged: signals::rows(&mut read, &merged, now).await?,
            merged_into: signals::rows(&mut read, &merged_into, now).await?.pop(),
            reply: detail.reply,
            row,
            external_id: detail.external_id,
            url: detail.url,
            body: detail.body,
            connection: detail.connection,
            vendor: detail.vendor,
            updated_at: detail.updated_at,
            resolved_at: detail.resolved_at,
            reporter: detail.reporter,
            facts: detail.facts.into_iter().collect(),
            timeline,
            suggestion,
            similar,
            evidence_for,
        })
    }

    /// Looks the signal's words up: who holds them, and so how rare they are.
    async fn weigh(&self, profile: &Profile, id: SignalId, left_out: &[SignalId]) -> Result<Weighed> {
        let mut words = profile.telling();
        words.truncate(LOOKED_UP);
        let holders = search::holders(&self.store, &words, HOLDERS).await?;
        let last = self.store.columns().last_id();
        let frequencies: Vec<f64> = holders.iter().map(|ids| frequency(ids, last)).collect();
        let words = Weights::new(f64::from(last), words.into_iter().zip(frequencies));
        let own: HashSet<u32> = left_out.iter().chain([&id]).map(|id| id.0).collect();
        let mut candidates: HashMap<u32, f64> = HashMap::new();
        for (word, ids) in profile.telling().iter().zip(&holders) {
            for id in ids.iter().filter(|id| !own.contains(id)) {
                *candidates.entry(*id).or_default() += words.of(word);
            }
        }
        Ok(Weighed { words, candidates })
    }

    /// The signals most like this one by words or by meaning, best first; those merged into another are shown by that one.
    async fn similar(
        &self,
        read: &mut SqliteConnection,
        id: SignalId,
        profile: &Profile,
        weighed: &Weighed,
        now: Time,
    ) -> Result<Vec<SimilarSignal>> {
        let mut candidates: Vec<(u32, f64)> = {
            let columns = self.store.columns();
            let listed = |id: &u32| columns.state(SignalId(*id), now).is_some_and(|s| s != TriageState::Merged);
            weighed.candidates.iter().map(|(id, weight)| (*id, *weight)).filter(|(id, _)| listed(id)).collect()
        };
        candidates.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        candidates.truncate(CANDIDATES);
        let ids: Vec<u32> = candidates.iter().map(|(id, _)| *id).collect();
        let mut alike: Vec<(u32, f64, Vec<String>)> = signals::texts(read, &ids, COMPARED)
            .await?
            .into_iter()
            .map(|(id, (title, body))| {
                let other = Profile::of(&title, &body);
                let words = &weighed.words;
                (id, similarity(profile, &other, words), shared(profile, &other, words, 4))
            })
            .collect();
        for (other, score, shared) in self.alike(id, &ids).await? {
            match alike.iter_mut().find(|(id, ..)| *id == other) {
                Some(known) => known.1 = known.1.max(score),
                None => alike.push((other, score, shared)),
            }
        }
        alike.retain(|(_, score, _)| *score >= ALIKE);
        alike.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        alike.truncate(SHOWN);
        let ids: Vec<SignalId> = alike.iter().map(|(id, ..)| SignalId(*id)).collect();
        let rows = signals::rows(read, &ids, now).await?;
        Ok(rows.into_iter().zip(alike).map(|(row, (_, score, shared))| SimilarSignal { row, score, shared }).collect())
    }

    /// The incidents, changes and deployments of the same service a day around the signal, the signal itself,
    /// and what was decided about it; in the order of time.
    async fn timeline(
        &self,
        read: &mut SqliteConnection,
        row: &SignalRow,
        detail: &Detail,
        now: Time,
    ) -> Result<Vec<TimelineEntry>> {
        let mut near = detail.service_id.map_or_else(Vec::new, |service| self.around(service, row.happened_at, now));
        near.retain(|id| *id != row.id);
        near.insert(0, row.id);
        near.truncate(TIMELINE);
        let mut entries = Vec::new();
        for other in signals::rows(read, &near, now).await? {
            let who = detail.reporter.as_ref().filter(|_| other.id == row.id).map(|person| person.name.as_str());
            entries.push(TimelineEntry {
                at: other.happened_at,
                kind: Some(other.kind),
                text: happened(&other, who),
                signal: Some(other.id),
            });
        }
        entries.extend(detail.resolved_at.map(|at| TimelineEntry {
            at,
            kind: Some(row.kind),
            text: format!("Resolved in {}", detail.connection),
            signal: Some(row.id),
        }));
        for decision in ops::history(self.store.reader(), Entity::Signal.word(), &detail.key).await? {
            if decision.key == detail.key && !decision.undone {
                let text = format!("{}: {}", decision.actor, decision.message);
                entries.push(TimelineEntry { at: decision.at, kind: None, text, signal: None });
            }
        }
        entries.sort_by_key(|entry| entry.at);
        Ok(entries)
    }

    /// Nearest first.
    fn around(&self, service: ServiceId, at: Time, now: Time) -> Vec<SignalId> {
        let query = SignalQuery {
            kinds: vec![Kind::Incident, Kind::Change, Kind::Deployment],
            states: TriageState::ALL.iter().copied().filter(|state| *state != TriageState::Merged).collect(),
            services: vec![service],
            from: Some(at.plus(-AROUND)),
            to: Some(at.plus(AROUND + 1)),
            sort: SignalSort::Oldest,
            ..SignalQuery::default()
        };
        let columns = self.store.columns();
        let mut ids = query::ids(&columns, &query, None, now);
        ids.sort_by_key(|id| columns.happened_at(SignalId(*id)).map(|then| then.0.abs_diff(at.0)));
        ids.into_iter().map(SignalId).collect()
    }

    fn signals_of(&self, customer: CustomerId, from: Time, to: Time) -> u32 {
        let query = SignalQuery {
            customers: vec![customer],
            states: TriageState::ALL.to_vec(),
            from: Some(from),
            to: Some(to.plus(1)),
            ..SignalQuery::default()
        };
        query::counts(&self.store.columns(), &query, None, to).total
    }
}

/// The best open opportunity, with one reason more where linking would add somebody new.
async fn suggest(read: &mut SqliteConnection, signal: &Reader<'_>, detail: &Detail) -> Result<Option<Suggestion>> {
    let links = signals::open_evidence(read, COMPARED, suggestion::MOST_LINKS).await?;
    let Some(mut best) = suggestion::best(signal, &links) else { return Ok(None) };
    let customer = detail.customer.as_ref();
    let (customer_known, reporter_known) =
        signals::reported_by(read, best.opportunity.id, customer.map(|facts| facts.id), detail.reporter_id).await?;
    let customer = customer.filter(|_| !customer_known).map(|facts| &facts.customer.name);
    let reporter = detail.reporter.as_ref().filter(|person| !reporter_known && !person.name.is_empty());
    if let Some(name) = customer.or(reporter.map(|person| &person.name)) {
        best.reasons.push(format!("First time {name} reports it, so it adds one person"));
    }
    Ok(Some(best))
}

/// The words of a signal with their weights, and the other signals that hold some, with the weight they hold.
struct Weighed {
    words: Weights,
    candidates: HashMap<u32, f64>,
}

/// How many signals hold a word whose newest holders are `ids`. When there are more than were asked for, the
/// density among the newest is taken to hold for all.
fn frequency(ids: &[u32], last: u32) -> f64 {
    let held = ids.len() as f64;
    match ids.last() {
        Some(oldest) if ids.len() >= HOLDERS as usize => {
            held * f64::from(last) / f64::from(last.saturating_sub(*oldest) + 1)
        }
        _ => held,
    }
}

fn beginning(body: &str) -> String {
    body.chars().take(COMPARED as usize).collect()
}

/// One line of the timeline. `who` wrote it, where a person did and the line is about the signal itself.
fn happened(row: &SignalRow, who: Option<&str>) -> String {
    let severity = row.severity.map_or(String::new(), |severity: Severity| format!(", {}", severity.word()));
    match (row.kind, who) {
        (Kind::Incident, _) => format!("Incident opened{severity}: {}", row.title),
        (Kind::Change, _) => format!("Change: {}", row.title),
        (Kind::Deployment, _) => format!("Deployed: {}", row.title),
        (Kind::Alert, _) => format!("Alert{severity}: {}", row.title),
        (Kind::Error, _) => format!("Error{severity}: {}", row.title),
        (Kind::Ticket | Kind::Feedback, Some(name)) => format!("{name} wrote in"),
        (Kind::Ticket | Kind::Feedback, None) => format!("Written in: {}", row.title),
    }
}
