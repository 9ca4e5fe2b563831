//! Receipts of an opportunity's numbers, as they are and as they would be.

use super::Engine;
use super::opportunities::Everything;
use super::past;
use super::scoring::rice;
use super::types::{NumberOf, Receipt, Settings};
use crate::error::Result;
use crate::model::{OpportunityId, RiceInputs};
use crate::score::receipt::{Entry, FormulaSaid, Neighbour, Place, Subject, receipt};
use crate::score::{Facts, Method, ValueSpread, Worlds, inputs};
use crate::store::opportunities::Record;
use crate::store::settings;

impl Engine {
    /// Where a number comes from, down to the evidence.
    pub async fn receipt(&self, id: OpportunityId, of: NumberOf) -> Result<Receipt> {
        let all = self.everything().await?;
        let record = all.record(id)?;
        let settings = settings::read(self.store.reader()).await?;
        self.explain(of, &all, record, place(&all, record), &settings).await
    }

    /// The receipt that RICE would have with `inputs`. Stores nothing.
    pub async fn try_score(&self, id: OpportunityId, inputs: RiceInputs) -> Result<Receipt> {
        inputs::check_rice(&inputs)?;
        let all = self.everything().await?;
        let record = all.record(id)?;
        let settings = settings::read(self.store.reader()).await?;
        let tried = inputs::all(&inputs, []);
        let facts = Facts { inputs: &tried, ..all.facts(id) };
        self.explain_by(NumberOf::Value, &rice()?, record, facts, None, &settings).await
    }

    /// `place` is only needed for the numbers that are about it.
    pub(super) async fn explain(
        &self,
        of: NumberOf,
        all: &Everything,
        record: &Record,
        place: Option<Place>,
        settings: &Settings,
    ) -> Result<Receipt> {
        let of_rice = matches!(of, NumberOf::Reach | NumberOf::Impact | NumberOf::Confidence | NumberOf::Effort);
        let rice = rice()?;
        let method = if of_rice { &rice } else { &all.method };
        self.explain_by(of, method, record, all.facts(record.id), place, settings).await
    }

    async fn explain_by(
        &self,
        of: NumberOf,
        method: &Method,
        record: &Record,
        facts: Facts<'_>,
        place: Option<Place>,
        settings: &Settings,
    ) -> Result<Receipt> {
        let now = self.now();
        let measured = self.measured(record, matches!(of, NumberOf::ActiveShare | NumberOf::TargetMisses)).await?;
        let past = past::read(&self.store, record).await?;
        let entries = method.factors.iter().map(|factor| {
            let range = facts.range(&factor.name);
            let set_by = if factor.counted { None } else { past.set_by(&factor.name, range, now) };
            Entry { factor: factor.clone(), range, set_by }
        });
        let about = Subject {
            label: &record.id.label(),
            title: &record.title,
            formula: FormulaSaid { version: &method.version, words: &method.words, points: &method.points },
            entries: &entries.collect::<Vec<_>>(),
            evidence: &measured.signals,
            against: &measured.against,
            used: measured.used.as_ref(),
            value: method.value(&record.uid, &facts, Worlds::usual()),
            place,
            reach_unit: &settings.reach_unit,
            currency: &settings.currency,
            chance: Worlds::usual().chance(),
            now,
        };
        Ok(receipt(of, &about))
    }
}

/// Its rank, and who stands directly above and below it.
pub(super) fn place(all: &Everything, record: &Record) -> Option<Place> {
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
