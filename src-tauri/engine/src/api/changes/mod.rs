//! Changes: which could become standard changes, how many fit into a sprint, and which deployments no record speaks of.
//! By service and kind of change, never by person.

mod decisions;
mod flow;
mod flow_receipts;
pub(super) mod links;
mod sprints;
mod standard;
mod unrecorded;

use std::collections::HashMap;

use super::Engine;
use super::types::{ChangesPage, ChangesQuery, TriedLevel};
use crate::error::Result;
use crate::model::{Kind, Severity, SignalId, Status, Time};
use crate::store::change_advice::{self, Record};
use links::Link;

/// How far back changes are looked at: a year's period, and what caused its first incidents.
const KEPT: i64 = 400 * Time::DAY;

impl Engine {
    /// Standard-change candidates, advice for sprints and deployments without a record.
    pub async fn changes_page(&self, query: ChangesQuery) -> Result<ChangesPage> {
        let look = self.look_at_changes(&query).await?;
        Ok(ChangesPage {
            from: look.from,
            to: look.now,
            standard: standard::candidates(&look),
            standard_rule: standard::rule(),
            sprints: sprints::advice(&look),
            sprint_rule: sprints::rule(),
            unrecorded: self.unrecorded(&look).await?,
        })
    }

    /// Everything the advice is made of, read once.
    async fn look_at_changes(&self, query: &ChangesQuery) -> Result<Look> {
        let now = self.now();
        let days = query.days.clamp(1, 366);
        let known = self.pulse_known().await?;
        let mut read = self.store.reader().begin().await?;
        let mut records = change_advice::records(&mut read, now.plus(-KEPT)).await?;
        records.retain(|record| record.happened_at <= now);
        let links = links::confirmed(&known);
        let belongs = change_advice::change_records(&mut read).await?;
        let (proposed, tried) = (change_advice::proposed(&mut read).await?, change_advice::tried(&mut read).await?);
        drop(read);
        let kinds = |kind: Kind| records.iter().filter(move |record| record.kind == kind.code());
        let (changes, deployments): (Vec<_>, Vec<_>) =
            (kinds(Kind::Change).collect(), kinds(Kind::Deployment).filter(|one| is_production(one)).collect());
        let mut brought = links::changes_of_deployments(&changes, &deployments);
        for (deployment, change, _) in belongs.iter().filter(|(.., belongs)| *belongs) {
            brought.entry(*deployment).or_default().push(*change);
        }
        let asked = records.iter().filter(|record| asked(query, record)).map(|record| record.id).collect();
        let from = now.plus(-i64::from(days) * Time::DAY);
        Ok(Look { now, from, asked, brought, links, belongs, proposed, tried, records })
    }
}

/// One consistent reading of changes and deployments and of what people said of them.
struct Look {
    now: Time,
    from: Time,
    /// Oldest first.
    records: Vec<Record>,
    /// Those that the query asks for.
    asked: std::collections::HashSet<SignalId>,
    /// The changes in each deployment.
    brought: HashMap<SignalId, Vec<SignalId>>,
    links: Vec<Link>,
    /// (deployment, change, whether they belong together)
    belongs: Vec<(SignalId, SignalId, bool)>,
    proposed: HashMap<String, Time>,
    tried: HashMap<String, TriedLevel>,
}

impl Look {
    /// The changes that were asked for.
    fn changes(&self) -> impl Iterator<Item = &Record> {
        self.of_kind(Kind::Change)
    }

    /// The deployments to production that were asked for.
    fn deployments(&self) -> impl Iterator<Item = &Record> {
        self.of_kind(Kind::Deployment).filter(|record| is_production(record))
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(move |record| record.kind == kind.code() && self.asked.contains(&record.id))
    }

    /// The incidents that each change caused: itself, or with others in a deployment that did.
    fn incidents_of_changes(&self) -> HashMap<SignalId, Vec<&Link>> {
        let mut found: HashMap<SignalId, Vec<&Link>> = HashMap::new();
        for link in &self.links {
            let brought = self.brought.get(&link.cause.id).map(Vec::as_slice).unwrap_or_default();
            for change in brought.iter().chain([&link.cause.id]) {
                found.entry(*change).or_default().push(link);
            }
        }
        found
    }
}

fn asked(query: &ChangesQuery, record: &Record) -> bool {
    asked_place(query, record.service_id, record.product_id)
}

fn asked_place(query: &ChangesQuery, service: Option<u32>, product: Option<u32>) -> bool {
    let one_of = |service: u32| query.services.iter().any(|wanted| wanted.0 == service);
    (query.services.is_empty() || service.is_some_and(one_of))
        && query.product.is_none_or(|wanted| product == Some(wanted.0))
}

/// A tool that names no environment deploys to production.
fn is_production(record: &Record) -> bool {
    let environment = record.environment.as_deref().unwrap_or_default().to_lowercase();
    environment.is_empty() || environment.starts_with("prod") || environment == "live"
}

fn is_closed(record: &Record) -> bool {
    record.status != Status::Open.code()
}

/// When it was done, as far as it is.
fn done_at(record: &Record) -> Option<Time> {
    is_closed(record).then(|| record.resolved_at.unwrap_or(record.happened_at))
}

/// The tool says that it failed or was taken back.
fn is_failed(record: &Record) -> bool {
    let code = record.close_code.as_deref().unwrap_or_default().to_lowercase();
    ["unsuccessful", "failed", "backed out", "backed_out", "rolled back"].iter().any(|word| code.contains(word))
}

/// Of one of the two top classes.
fn is_top(severity: Option<u8>) -> bool {
    severity.and_then(Severity::from_code).is_some_and(|one| matches!(one, Severity::Critical | Severity::High))
}
