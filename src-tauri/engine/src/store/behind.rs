//! What stands behind every opportunity, held in memory: read from the tables once, then anew only for those whose
//! evidence a commit changed.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError};

use sqlx::SqliteConnection;

use super::{Store, evidence};
use crate::error::Result;
use crate::model::OpportunityId;
use crate::score::Piece;
use crate::score::evidence::{EvidenceCounts, count};

/// The linked signals of one opportunity, the newest first, and what they add up to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Behind {
    pub pieces: Vec<Piece>,
    pub counts: EvidenceCounts,
}

/// An opportunity without evidence isn't in it.
pub type Evidence = HashMap<OpportunityId, Arc<Behind>>;

/// In the table of what changed: every opportunity.
const ALL: OpportunityId = OpportunityId(0);

impl Store {
    /// As of the newest commit. Don't hold a connection of the readers across the call.
    pub async fn evidence(&self) -> Result<Arc<Evidence>> {
        if let Some(held) = self.held() {
            return Ok(held);
        }
        // No commit comes between the reading and what it is kept as.
        let _turn = self.turn.lock().await;
        if let Some(held) = self.held() {
            return Ok(held);
        }
        let all = Arc::new(added_up(evidence::pieces(&mut *self.readers.acquire().await?, None).await?));
        self.hold(Some(all.clone()));
        Ok(all)
    }

    pub(super) fn held(&self) -> Option<Arc<Evidence>> {
        self.evidence.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn hold(&self, evidence: Option<Arc<Evidence>>) {
        *self.evidence.write().unwrap_or_else(PoisonError::into_inner) = evidence;
    }
}

/// What a transaction is about to change.
pub(super) struct News {
    changed: BTreeSet<OpportunityId>,
    /// None: to be read from the tables when it is next asked for.
    anew: Option<Evidence>,
}

/// Reads back what the transaction changed, and forgets that it did. `held`: whether anything is held that it changes.
pub(super) async fn news(tx: &mut SqliteConnection, held: bool) -> Result<News> {
    let changed: BTreeSet<OpportunityId> = sqlx::query_scalar("SELECT DISTINCT opportunity_id FROM evidence_changed")
        .fetch_all(&mut *tx)
        .await?
        .into_iter()
        .collect();
    if changed.is_empty() {
        return Ok(News { changed, anew: None });
    }
    sqlx::query("DELETE FROM evidence_changed").execute(&mut *tx).await?;
    if !held || changed.contains(&ALL) {
        return Ok(News { changed, anew: None });
    }
    let ids: Vec<OpportunityId> = changed.iter().copied().collect();
    let anew = added_up(evidence::pieces(tx, Some(&ids)).await?);
    Ok(News { changed, anew: Some(anew) })
}

impl News {
    /// After the commit, before the next one.
    pub(super) fn apply(self, store: &Store) {
        if self.changed.is_empty() {
            return;
        }
        let (Some(anew), Some(mut held)) = (self.anew, store.held()) else {
            store.hold(None);
            return;
        };
        store.hold(None);
        let all = Arc::make_mut(&mut held);
        for id in self.changed {
            all.remove(&id);
        }
        all.extend(anew);
        store.hold(Some(held));
    }
}

fn added_up(pieces: HashMap<OpportunityId, Vec<Piece>>) -> Evidence {
    let behind = |pieces: Vec<Piece>| Arc::new(Behind { counts: count(&pieces), pieces });
    pieces.into_iter().map(|(id, pieces)| (id, behind(pieces))).collect()
}
