//! One recurring problem with its episodes.

use std::collections::{HashMap, HashSet};

use insight::problems::{Episode, came_back, days_apart};

use super::Look;
use super::found::{Found, find, readable};
use crate::api::Engine;
use crate::api::changes::links;
use crate::api::types::{
    EpisodeDeployment, EpisodeLink, EpisodeView, ProblemDetail, ProblemEvidence, ProblemQuery, ProblemRow,
    ProblemTheme, WorkaroundView,
};
use crate::error::{Problem, Result};
use crate::model::{Kind, Severity, SignalId, Time};
use crate::store::problems::{self as stored, Record};
use crate::store::signals::{self, Named};
use crate::store::theme_sums;

impl Engine {
    /// One problem as it is in the period of the query; it need not come back in it.
    pub async fn problem(&self, key: String, query: ProblemQuery) -> Result<ProblemDetail> {
        let look = self.look_at_problems(&query).await?;
        let found = find(&look.records, look.from);
        let records: u32 = found.iter().map(|problem| problem.signals).sum();
        let mut before = 0;
        let mut wanted = None;
        for problem in &found {
            if problem.key == key {
                wanted = Some(problem);
                break;
            }
            before += if problem.recurs() { problem.signals } else { 0 };
        }
        let problem = wanted.ok_or_else(absent)?;
        let share = |count: u32| f64::from(count) / f64::from(records.max(1));
        let row = look.row(problem, (share(problem.signals), share(before + problem.signals)));
        self.describe_problem(&look, problem, row).await
    }

    async fn describe_problem(&self, look: &Look, problem: &Found<'_>, row: ProblemRow) -> Result<ProblemDetail> {
        let said = look.said(&problem.key);
        let told = self.ways_round(&[problem], &look.said).await?.remove(&problem.key);
        let workaround = match said.workaround {
            Some(way) => Some(WorkaroundView { text: way.text, since: way.since, by_person: true })
                .filter(|way| !way.text.is_empty()),
            None => told.map(|(text, since)| WorkaroundView { text, since, by_person: false }),
        };
        let links = self.links_of(problem).await?;
        let by_id = problem.by_id();
        let (days_apart_before, days_apart) = days_apart(&problem.episodes);
        let (came_back, came_back_of) = came_back(&problem.episodes, look.now.0);
        Ok(ProblemDetail {
            why: why(problem),
            episodes: problem.episodes.iter().rev().filter_map(|one| episode(&by_id, one, &links)).collect(),
            deployments: self.deployments_of(problem, look.from).await?,
            days_apart,
            days_apart_before,
            came_back,
            came_back_of,
            restored: problem.episodes.iter().filter(|episode| episode.restore.is_some()).count() as u32,
            row: ProblemRow { workaround: workaround.is_some(), ..row },
            workaround,
            known_error_since: said.known_error,
            cost: look.cost(problem),
            causes: self.causes_of(&problem.key).await?,
            evidence: self.evidence_of(look, problem).await?,
        })
    }

    /// The change that caused each record, by the record.
    async fn links_of(&self, problem: &Found<'_>) -> Result<HashMap<SignalId, EpisodeLink>> {
        let own: HashSet<SignalId> = problem.ids().into_iter().collect();
        let mut found = HashMap::new();
        for link in links::confirmed(&*self.pulse_known().await?) {
            if own.contains(&link.incident.id) {
                let links::Link { cause, begun: at, .. } = link;
                let view = EpisodeLink { signal: cause.id, kind: cause.kind, title: cause.title, at, confirmed: true };
                found.entry(link.incident.id).or_insert(view);
            }
        }
        Ok(found)
    }

    async fn deployments_of(&self, problem: &Found<'_>, from: Time) -> Result<Vec<EpisodeDeployment>> {
        let Some(service) = problem.service_id() else { return Ok(Vec::new()) };
        let mut read = self.store.reader().acquire().await?;
        stored::deployments(&mut read, service, from).await
    }

    async fn evidence_of(&self, look: &Look, problem: &Found<'_>) -> Result<ProblemEvidence> {
        let ids = problem.ids();
        let theme = {
            let columns = self.store.columns();
            stored::theme(&columns, &ids)
                .map(|(theme, shared)| (theme, shared, theme_sums::members(&columns, theme.0).len() as u32))
        };
        let theme = match theme {
            Some((id, shared, signals)) => {
                let mut names = signals::names(self.store.reader(), Named::Theme, &[id.0]).await?;
                names.remove(&id.0).map(|title| ProblemTheme { id, title, signals, shared })
            }
            None => None,
        };
        let meanwhile = problem.meanwhile(&look.voices, look.now).len() as u32;
        Ok(ProblemEvidence { records: ids.len() as u32, meanwhile, theme })
    }
}

pub(super) fn absent() -> Problem {
    Problem::not_found("No incident or alert of this problem is in the period.")
        .kept("What was said about it is kept.")
        .todo("Choose a longer period.")
}

fn why(problem: &Found<'_>) -> String {
    let kind = if problem.kind == Kind::Alert { "alerts" } else { "incidents" };
    let place = problem.service().map_or_else(|| "of no known service".to_owned(), |service| format!("of {service}"));
    format!("All are {kind} {place} whose title reads “{}”; … is what varies.", readable(&problem.pattern))
}

fn episode(
    records: &HashMap<u32, &Record>,
    episode: &Episode,
    links: &HashMap<SignalId, EpisodeLink>,
) -> Option<EpisodeView> {
    let first = records.get(episode.records.first()?)?;
    Some(EpisodeView {
        signal: first.id,
        label: first.external_id.clone(),
        title: first.title.clone(),
        at: first.happened_at,
        ended_at: episode.ended_at.map(Time),
        severity: episode.severity.and_then(Severity::from_code),
        restore: episode.restore,
        signals: episode.records.len() as u32,
        link: episode.records.iter().find_map(|id| links.get(&SignalId(*id)).cloned()),
    })
}
