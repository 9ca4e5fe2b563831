//! Receipts of an opportunity's numbers, as they are and as they would be.

use super::Engine;
use super::opportunities::Everything;
use super::past;
use super::types::{NumberOf, PassageView, Receipt, Settings};
use crate::error::Result;
use crate::model::{OpportunityId, RiceInputs};
use crate::score::receipt::{Linked, Neighbour, Place, Subject, receipt};
use crate::score::{ValueSpread, rice, spread};
use crate::store::evidence::Link;
use crate::store::opportunities::Record;
use crate::store::settings;

impl Engine {
    /// Where a number comes from, down to the evidence.
    pub async fn receipt(&self, id: OpportunityId, of: NumberOf) -> Result<Receipt> {
        let all = self.everything().await?;
        let record = all.record(id)?;
        let settings = settings::read(self.store.reader()).await?;
        self.explain(of, record, record.rice, place(&all, record), &settings).await
    }

    /// The receipt the value would have with `inputs`. Stores nothing.
    pub async fn try_score(&self, id: OpportunityId, inputs: RiceInputs) -> Result<Receipt> {
        rice::check(&inputs)?;
        let all = self.everything().await?;
        let settings = settings::read(self.store.reader()).await?;
        self.explain(NumberOf::Value, all.record(id)?, inputs, None, &settings).await
    }

    /// `inputs` may differ from what is stored; `place` is only needed for the numbers that are about it.
    pub(super) async fn explain(
        &self,
        of: NumberOf,
        record: &Record,
        inputs: RiceInputs,
        place: Option<Place>,
        settings: &Settings,
    ) -> Result<Receipt> {
        let chance = Default::default();
        let now = self.now();
        let mut passages = self.passages(record.id).await?;
        let links = self.links(record.id).await?.into_iter();
        let evidence: Vec<Linked> =
            links.map(|link| linked(passages.remove(&link.signal).unwrap_or_default(), link)).collect();
        let set_by = past::read(&self.store, record).await?.set_by(&inputs, now);
        let about = Subject {
            label: &record.id.label(),
            title: &record.title,
            inputs,
            set_by: &set_by,
            evidence: &evidence,
            value: spread::value(&inputs, &record.uid, chance),
            place,
            reach_unit: &settings.reach_unit,
            currency: &settings.currency,
            chance,
            now,
        };
        Ok(receipt(of, &about))
    }
}

fn linked(passages: Vec<PassageView>, link: Link) -> Linked {
    Linked {
        id: link.signal,
        title: link.title,
        reporter: link.reporter,
        customer: link.customer,
        piece: link.piece,
        quotes: passages.into_iter().map(|passage| passage.quote).collect(),
    }
}

/// Its rank, and who stands directly above and below it.
fn place(all: &Everything, record: &Record) -> Option<Place> {
    let standing = *all.ranking.get(&record.id)?;
    let at = |rank: u32| {
        let (id, standing) = all.ranking.iter().find(|(_, standing)| standing.rank == rank)?;
        Some(neighbour(all.record(*id).ok()?, standing.value))
    };
    let of = u32::try_from(all.ranking.len()).unwrap_or(u32::MAX);
    Some(Place { standing, of, above: at(standing.rank - 1), below: at(standing.rank + 1) })
}

fn neighbour(record: &Record, value: ValueSpread) -> Neighbour {
    Neighbour { label: record.id.label(), title: record.title.clone(), value }
}
