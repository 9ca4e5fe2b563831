//! What lists show of opportunities beside their evidence, held in memory: read once, then anew only for those that a
//! commit changed. Pulls bring signals, which leave it as it is.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError};

use sqlx::SqliteConnection;

use super::andon::{self, Flag};
use super::items::{self, Item};
use super::opportunities::{self, Record};
use super::risks::{self, Risk};
use super::{Store, scores};
use crate::error::Result;
use crate::model::OpportunityId;
use crate::score::RiskAssessment;
use crate::score::inputs::{self, Inputs};

/// One opportunity.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub record: Record,
    /// What people entered for its values.
    pub inputs: Inputs,
    /// Its register, in the order of the kinds.
    pub risks: Vec<Risk>,
    /// The same without the kinds.
    pub judged: Vec<RiskAssessment>,
    /// Its linked items, the one changed last first.
    pub items: Vec<Item>,
    /// What stops its export.
    pub stopped: Option<Flag>,
}

/// Every opportunity, deleted ones too, by number. One that didn't change stays the very same.
pub type Listed = BTreeMap<OpportunityId, Arc<Entry>>;

/// In `opportunities_changed`: all of them.
const ALL: OpportunityId = OpportunityId(0);

impl Store {
    /// As of the newest commit. Don't hold a connection of the readers across the call.
    pub async fn listed(&self) -> Result<Arc<Listed>> {
        if let Some(held) = self.held_list() {
            return Ok(held);
        }
        // No commit comes between the reading and what it is kept as.
        let _turn = self.turn.lock().await;
        if let Some(held) = self.held_list() {
            return Ok(held);
        }
        let listed = Arc::new(read(&mut *self.readers.begin().await?, None).await?);
        self.hold_list(Some(listed.clone()));
        Ok(listed)
    }

    pub(super) fn held_list(&self) -> Option<Arc<Listed>> {
        self.listed.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn hold_list(&self, listed: Option<Arc<Listed>>) {
        *self.listed.write().unwrap_or_else(PoisonError::into_inner) = listed;
    }
}

/// What a transaction is about to change of what is held.
pub(super) enum News {
    Nothing,
    /// Everything is read from the tables when it is next asked for.
    Later,
    /// None: it isn't there any more.
    Now(Vec<(OpportunityId, Option<Arc<Entry>>)>),
}

/// Reads back what the transaction changed, and forgets that it did. `held`: how many opportunities are held; None when
/// nothing is.
pub(super) async fn news(tx: &mut SqliteConnection, held: Option<usize>) -> Result<News> {
    let mut changed: Vec<OpportunityId> =
        sqlx::query_scalar("DELETE FROM opportunities_changed RETURNING opportunity_id").fetch_all(&mut *tx).await?;
    changed.sort_unstable();
    changed.dedup();
    if changed.is_empty() {
        return Ok(News::Nothing);
    }
    match held {
        Some(all) if !changed.contains(&ALL) && changed.len() <= all / 2 => {
            let mut anew = read(tx, Some(&changed)).await?;
            Ok(News::Now(changed.into_iter().map(|id| (id, anew.remove(&id))).collect()))
        }
        _ => Ok(News::Later),
    }
}

impl News {
    /// After the commit, before the next one.
    pub(super) fn apply(self, store: &Store) {
        match self {
            News::Nothing => {}
            News::Later => store.hold_list(None),
            News::Now(changed) => {
                let Some(mut held) = store.held_list() else { return };
                // Nobody else holds it then, unless somebody is reading it.
                store.hold_list(None);
                let all = Arc::make_mut(&mut held);
                for (id, entry) in changed {
                    match entry {
                        Some(entry) => all.insert(id, entry),
                        None => all.remove(&id),
                    };
                }
                store.hold_list(Some(held));
            }
        }
    }
}

/// All opportunities, or only some.
async fn read(read: &mut SqliteConnection, only: Option<&[OpportunityId]>) -> Result<Listed> {
    let records = opportunities::some(&mut *read, only).await?;
    let mut risks = risks::of(&mut *read, only).await?;
    let mut others = scores::inputs(&mut *read, only).await?;
    let mut items: HashMap<OpportunityId, Vec<Item>> = HashMap::new();
    for item in items::linked(&mut *read, only).await? {
        items.entry(item.opportunity).or_default().push(item);
    }
    let mut stopped = andon::stopped(read, only).await?;
    let entry = |record: Record| {
        let id = record.id;
        let risks = risks.remove(&id).unwrap_or_default();
        let entry = Entry {
            inputs: inputs::all(&record.rice, others.remove(&id).unwrap_or_default()),
            judged: risks.iter().map(|(_, judged)| judged.clone()).collect(),
            risks,
            items: items.remove(&id).unwrap_or_default(),
            stopped: stopped.remove(&id),
            record,
        };
        (id, Arc::new(entry))
    };
    Ok(records.into_iter().map(entry).collect())
}
