//! What stands behind every opportunity, held in memory: read from the tables once, then anew only for those whose
//! evidence a commit changed. What customers are worth is followed in memory alone.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError};

use sqlx::SqliteConnection;

use super::Store;
use super::evidence::{self, Sides};
use crate::error::Result;
use crate::model::{CustomerId, OpportunityId};
use crate::score::Piece;
use crate::score::evidence::{EvidenceCounts, count};

/// The linked signals of one opportunity, the newest first, and what those that speak for it add up to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Behind {
    pub pieces: Vec<Piece>,
    pub against: Vec<Piece>,
    pub counts: EvidenceCounts,
}

/// By number. An opportunity without evidence isn't in it.
pub type Evidence = BTreeMap<OpportunityId, Arc<Behind>>;

/// What customers are worth now: a year's revenue, None where nobody knows it.
type Worth = BTreeMap<CustomerId, Option<i64>>;

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

/// What a transaction is about to change of what is held.
pub(super) enum News {
    Nothing,
    /// Everything is read from the tables when it is next asked for.
    Later,
    Now {
        changed: Vec<OpportunityId>,
        anew: Evidence,
        worth: Worth,
    },
}

/// Reads back what the transaction changed, and forgets that it did. `held`: how many opportunities are held; None when
/// nothing is.
pub(super) async fn news(tx: &mut SqliteConnection, held: Option<usize>) -> Result<News> {
    let (changed, worth) = match held {
        Some(_) => (concerned(tx).await?, worth(tx).await?),
        None => Default::default(),
    };
    if !forget(tx).await? {
        return Ok(News::Nothing);
    }
    match held {
        // Each page of a pull may concern most of them; it shouldn't wait until they are all read again.
        Some(all) if changed.len() <= all / 2 => {
            let anew = added_up(evidence::pieces(tx, Some(&changed)).await?);
            Ok(News::Now { changed, anew, worth })
        }
        _ => Ok(News::Later),
    }
}

/// The opportunities whose evidence the transaction changed. Those of a reporter who works for another customer have
/// signals of theirs that tell no customer, linked or merged into a linked one.
async fn concerned(tx: &mut SqliteConnection) -> Result<Vec<OpportunityId>> {
    Ok(sqlx::query_scalar(
        // The cross join goes from the few signals to what was decided about them, never through all decisions.
        "WITH follows AS (
           SELECT id FROM signal
           WHERE customer_id IS NULL AND reporter_id IN (SELECT reporter_id FROM evidence_people_changed))
         SELECT opportunity_id FROM evidence_changed
         UNION
         SELECT opportunity_id FROM evidence WHERE signal_id IN (
           SELECT id FROM follows
           UNION ALL
           SELECT t.merged_into FROM follows f CROSS JOIN triage t ON t.signal_id = f.id)",
    )
    .fetch_all(tx)
    .await?)
}

/// The customers whose revenue or renewal the transaction changed.
async fn worth(tx: &mut SqliteConnection) -> Result<Worth> {
    let rows: Vec<(CustomerId, Option<i64>)> = sqlx::query_as(
        "SELECT id, revenue FROM customer WHERE id IN (SELECT customer_id FROM evidence_people_changed)",
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().collect())
}

/// Whether anything was noted.
async fn forget(tx: &mut SqliteConnection) -> Result<bool> {
    let evidence = sqlx::query("DELETE FROM evidence_changed").execute(&mut *tx).await?.rows_affected();
    let people = sqlx::query("DELETE FROM evidence_people_changed").execute(tx).await?.rows_affected();
    Ok(evidence + people > 0)
}

impl News {
    /// After the commit, before the next one.
    pub(super) fn apply(self, store: &Store) {
        match self {
            News::Nothing => {}
            News::Later => store.hold(None),
            News::Now { changed, anew, worth } => {
                let Some(mut held) = store.held() else { return };
                // Nobody else holds it then, unless somebody is reading it.
                store.hold(None);
                let all = Arc::make_mut(&mut held);
                for id in changed {
                    all.remove(&id);
                }
                all.extend(anew);
                if !worth.is_empty() {
                    all.values_mut().for_each(|behind| revalue(behind, &worth));
                }
                store.hold(Some(held));
            }
        }
    }
}

/// Everything is counted again that one of these customers stands behind; it needn't be read. Where only a renewal
/// changed it counts the same, but whoever measured it sees that it is another.
fn revalue(behind: &mut Arc<Behind>, worth: &Worth) {
    let concerns = |piece: &Piece| piece.customer.is_some_and(|customer| worth.contains_key(&customer));
    if !behind.pieces.iter().chain(&behind.against).any(concerns) {
        return;
    }
    let behind = Arc::make_mut(behind);
    for piece in behind.pieces.iter_mut().chain(&mut behind.against) {
        piece.revenue = revenue(piece, worth);
    }
    behind.counts = count(&behind.pieces);
}

fn revenue(piece: &Piece, worth: &Worth) -> Option<i64> {
    piece.customer.and_then(|customer| worth.get(&customer)).copied().unwrap_or(piece.revenue)
}

fn added_up(all: HashMap<OpportunityId, Sides>) -> Evidence {
    let behind = |Sides { pieces, against }: Sides| Arc::new(Behind { counts: count(&pieces), pieces, against });
    all.into_iter().map(|(id, sides)| (id, behind(sides))).collect()
}
