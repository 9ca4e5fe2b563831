//! What the evidence of one opportunity measures, and which of it speaks against it.

use std::collections::{HashMap, HashSet};

use chrono::Days;
use insight::restore::Targets;
use insight::weeks::Window;

use super::Engine;
use super::opportunities::{absent, reference};
use super::opportunity_edits::{editable, missing, titled};
use super::types::{EvidencePanel, LeftOut, PassageView, StepDone, SuggestedInput};
use crate::error::Result;
use crate::journal::{Change, Entity};
use crate::model::{Kind, OpportunityId, ServiceId, SignalId, Status, Time};
use crate::score::panel::{self, Restoring, SHARE_DAYS, Told, Used};
use crate::score::receipt::Linked;
use crate::score::suggest;
use crate::store::evidence::Link;
use crate::store::opportunities::Record;
use crate::store::{evidence, features, opportunities, services, triage};

/// The evidence of one opportunity with all that its numbers and their receipts need.
pub(super) struct Measured {
    /// What speaks for it, newest first, with the duplicates merged into them.
    pub signals: Vec<Linked>,
    pub against: Vec<Linked>,
    pub used: Option<Used>,
}

impl Engine {
    pub async fn evidence_panel(&self, id: OpportunityId) -> Result<EvidencePanel> {
        let mut read = self.store.reader().acquire().await?;
        let record = opportunities::one(&mut read, id).await?.ok_or_else(|| absent(id))?;
        drop(read);
        let measured = self.measured(&record, true).await?;
        Ok(panel::panel(&measured.signals, &measured.against, measured.used, self.now()))
    }

    /// Marks linked signals as speaking against the opportunity, or for it again.
    pub async fn set_against(&self, id: OpportunityId, signals: Vec<SignalId>, against: bool) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let record = editable(&mut write, id).await?;
        let linked = evidence::importances(&mut write, id).await?;
        let marked = evidence::against(&mut write, id).await?;
        let found = triage::candidates(&mut write, &signals).await?;
        let mut left_out: Vec<LeftOut> = missing(&signals, &found);
        let (mut taken, mut changes) = (Vec::new(), Vec::new());
        for candidate in found {
            let reason = match (linked.contains_key(&candidate.id), marked.contains(&candidate.id) == against) {
                (false, _) => "It isn't linked",
                (true, true) if against => "It speaks against it already",
                (true, true) => "It speaks for it already",
                (true, false) => {
                    let key = format!("{} {}", record.uid, candidate.key);
                    changes.push(if against {
                        Change::new(Entity::Evidence, key, "against", true)
                    } else {
                        Change::cleared(Entity::Evidence, key, "against")
                    });
                    taken.push(candidate);
                    continue;
                }
            };
            left_out.push(LeftOut { id: candidate.id.0, title: candidate.title, reason: reason.to_owned() });
        }
        let (what, label) = (titled(taken.iter().map(|candidate| candidate.title.as_str())), id.label());
        let message = if against {
            format!("Marked {what} as speaking against {label}")
        } else {
            format!("Took back that {what} {} against {label}", if taken.len() == 1 { "speaks" } else { "speak" })
        };
        let step = self.write_step(write, message, &changes, reference(&record)).await?;
        Ok(StepDone { changed: u32::try_from(changes.len()).unwrap_or(u32::MAX), left_out, ..step })
    }

    /// `whole`: with the use of its services and the targets of its incidents, which most numbers don't need.
    pub(super) async fn measured(&self, record: &Record, whole: bool) -> Result<Measured> {
        let links = self.links(record.id).await?;
        let (used, clocks) = match whole {
            true => (self.used(record).await?, self.clocks(&links).await?),
            false => (None, None),
        };
        let mut passages = self.passages(record.id).await?;
        let (mut signals, mut against) = (Vec::new(), Vec::new());
        for link in links {
            let quotes = passages.remove(&link.signal).unwrap_or_default();
            let restoring = clocks.as_ref().and_then(|clocks| clocks.restoring(&link, self.now()));
            let of = if link.against { &mut against } else { &mut signals };
            of.push(linked(quotes, restoring, link));
        }
        Ok(Measured { signals, against, used })
    }

    async fn used(&self, record: &Record) -> Result<Option<Used>> {
        let days = self.days_of_use(record, SHARE_DAYS).await?.into_iter();
        let busiest = days.max_by_key(|day| (day.users, day.day));
        Ok(busiest.map(|day| Used { feature: day.feature, day: day.day, users: day.users }))
    }

    /// What its use of a quarter says about reach.
    pub(super) async fn reach_of_use(&self, record: &Record) -> Result<Option<SuggestedInput>> {
        const QUARTER_DAYS: i64 = 91;
        let mut features: HashMap<String, Vec<u32>> = HashMap::new();
        for day in self.days_of_use(record, QUARTER_DAYS).await? {
            features.entry(day.feature).or_default().push(day.users);
        }
        let most = features.into_iter().max_by_key(|(name, days)| (days.iter().max().copied(), name.clone()));
        Ok(most.and_then(|(name, days)| suggest::reach_of_use(&name, &days)))
    }

    /// Of the services that it and its signals name.
    async fn days_of_use(&self, record: &Record, days: i64) -> Result<Vec<features::Day>> {
        let mut read = self.store.reader().acquire().await?;
        let mut concerned: HashSet<ServiceId> = evidence::services(&mut read, record.id).await?.into_iter().collect();
        concerned.extend(services::known(&mut read, &record.service).await?);
        let first = Days::new(days.unsigned_abs());
        let Some(from) = self.now().utc().and_then(|now| now.date_naive().checked_sub_days(first)) else {
            return Ok(Vec::new());
        };
        let mut found = features::days(&mut read, from).await?;
        found.retain(|day| day.service_id.is_some_and(|id| concerned.contains(&ServiceId(id))));
        Ok(found)
    }

    /// The targets that hold for the incidents among them; None without incidents.
    async fn clocks(&self, links: &[Link]) -> Result<Option<Clocks>> {
        if !links.iter().any(|link| link.piece.kind == Kind::Incident) {
            return Ok(None);
        }
        let book = self.target_book().await?;
        let products = services::products(&mut *self.store.reader().acquire().await?).await?;
        let of_services = products.into_iter().map(|(service, product)| (service, book.targets(Some(product))));
        Ok(Some(Clocks { of_services: of_services.collect(), usual: book.targets(None) }))
    }
}

struct Clocks {
    /// Of services that belong to a product.
    of_services: HashMap<ServiceId, Targets>,
    usual: Targets,
}

impl Clocks {
    /// None for what is no incident, has no class, or was closed without a time of resolution.
    fn restoring(&self, link: &Link, now: Time) -> Option<Restoring> {
        let open = link.resolved_at.is_none();
        if link.piece.kind != Kind::Incident || (open && link.status != Status::Open) {
            return None;
        }
        let targets = link.service.and_then(|id| self.of_services.get(&id)).unwrap_or(&self.usual);
        let target = *targets.by_class.get(usize::from(link.severity?.code()))?;
        let window = Window { from: link.piece.happened_at.0, to: link.resolved_at.unwrap_or(now).0 };
        Some(Restoring { took: targets.elapsed(window), target, open })
    }
}

fn linked(passages: Vec<PassageView>, restoring: Option<Restoring>, link: Link) -> Linked {
    Linked {
        id: link.signal,
        title: link.title,
        reporter: link.reporter,
        customer: link.customer,
        piece: link.piece,
        told: Told {
            severity: link.severity,
            status: Some(link.status),
            resolved_at: link.resolved_at,
            source: link.source,
            renews_on: link.renews_on,
            restoring,
        },
        quotes: passages.into_iter().map(|passage| passage.quote).collect(),
    }
}
