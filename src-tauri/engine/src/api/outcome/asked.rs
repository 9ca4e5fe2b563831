//! What a check is about: the opportunity, when it was delivered, what people decided.

use std::collections::HashMap;

use chrono::NaiveDate;
use insight::weeks::Zone;

use crate::api::Engine;
use crate::api::past;
use crate::error::Result;
use crate::model::{OpportunityId, Stage, Time};
use crate::store::opportunities::{self, Record};
use crate::store::outcomes::{self, Decided, Source};

/// One opportunity with all that its check starts from.
pub(super) struct Asked {
    pub record: Record,
    pub decided: Decided,
    pub shipped: Option<Shipped>,
    pub zone: Zone,
    pub now: Time,
    pub today: NaiveDate,
}

/// The day of delivery in the reader's zone, and who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shipped {
    pub on: NaiveDate,
    pub by: &'static str,
}

impl Engine {
    /// Of one opportunity, whatever its stage; or of all that were delivered or that somebody decided about.
    pub(super) async fn outcomes_asked(&self, zone: Zone, only: Option<OpportunityId>) -> Result<Vec<Asked>> {
        let mut read = self.store.reader().begin().await?;
        let records = opportunities::all(&mut read).await?;
        let mut decided = outcomes::all(&mut read).await?;
        let done = outcomes::items_done(&mut read).await?;
        drop(read);
        let (now, mut all) = (self.now(), Vec::new());
        for record in records {
            let delivered = matches!(record.stage, Stage::Delivered | Stage::Verified) || done.contains_key(&record.id);
            let wanted = match only {
                Some(id) => id == record.id,
                None => !record.deleted && (delivered || decided.contains_key(&record.uid)),
            };
            if !wanted {
                continue;
            }
            let decided = decided.remove(&record.uid).unwrap_or_default();
            let shipped = self.shipped(&record, &decided, &done, zone).await?;
            all.push(Asked { record, decided, shipped, zone, now, today: zone.date(now.0) });
        }
        Ok(all)
    }

    /// What a person says; otherwise the first of stage and item.
    async fn shipped(
        &self,
        record: &Record,
        decided: &Decided,
        done: &HashMap<OpportunityId, Time>,
        zone: Zone,
    ) -> Result<Option<Shipped>> {
        let said = decided.plan.as_ref().and_then(|plan| plan.shipped_on.as_ref()).and_then(|date| date.parse().ok());
        if let Some(on) = said {
            return Ok(Some(Shipped { on, by: "a person" }));
        }
        let reached = past::read(&self.store, record).await?.reached;
        let stage = reached.iter().filter(|(stage, _)| matches!(stage, Stage::Delivered | Stage::Verified));
        let stage = stage.map(|(_, at)| (*at, "the stage")).min();
        let item = done.get(&record.id).map(|at| (*at, "the item in the tracker"));
        Ok(stage.into_iter().chain(item).min().map(|(at, by)| Shipped { on: zone.date(at.0), by }))
    }

    /// What every source was read for.
    pub(super) async fn outcome_sources(&self) -> Result<HashMap<crate::model::ConnectionId, Source>> {
        outcomes::sources(&mut *self.store.reader().acquire().await?).await
    }
}
