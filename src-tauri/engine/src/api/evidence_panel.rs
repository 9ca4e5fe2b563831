//! What the evidence of one opportunity measures, and which of it speaks against it.

use std::collections::{HashMap, HashSet};

use chrono::Days;

use super::Engine;
use super::measuring::{first_day, used};
use super::opportunities::{absent, reference};
use super::opportunity_edits::{editable, missing, titled};
use super::types::{EvidencePanel, LeftOut, PassageView, StepDone, SuggestedInput};
use crate::error::Result;
use crate::journal::{Change, Entity};
use crate::model::{OpportunityId, ServiceId, SignalId};
use crate::score::panel::{self, Restoring, Told, Used};
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
        let linked = evidence::importances(&mut write, id, Some(&signals)).await?;
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
        let now = self.now();
        let links = self.links(record.id).await?;
        let yardsticks = match whole {
            true => Some(self.yardsticks(first_day(now)).await?),
            false => None,
        };
        let used = yardsticks.as_ref().and_then(|yardsticks| {
            let concerned = yardsticks.concerned(links.iter().map(|link| link.told.service), &record.service);
            used(&yardsticks.busiest(now), &concerned)
        });
        let mut passages = self.passages(record.id).await?;
        let (mut signals, mut against) = (Vec::new(), Vec::new());
        for link in links {
            let quotes = passages.remove(&link.signal).unwrap_or_default();
            let restoring =
                yardsticks.as_ref().and_then(|yardsticks| yardsticks.restoring(&link.piece, &link.told, now));
            let of = if link.against { &mut against } else { &mut signals };
            of.push(linked(quotes, restoring, link));
        }
        Ok(Measured { signals, against, used })
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
}

fn linked(passages: Vec<PassageView>, restoring: Option<Restoring>, link: Link) -> Linked {
    Linked {
        id: link.signal,
        title: link.title,
        reporter: link.reporter,
        customer: link.customer,
        piece: link.piece,
        told: Told { restoring, ..link.told },
        quotes: passages.into_iter().map(|passage| passage.quote).collect(),
    }
}
