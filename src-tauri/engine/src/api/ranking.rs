//! The ranking of all opportunities, kept until an input changes: lists are asked for after every commit.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use scoring::rank::rank;
use scoring::{Contender, Formula, Standing, Worlds};

use super::opportunities::Everything;
use crate::error::{Problem, Result};
use crate::model::OpportunityId;
use crate::score::{Measures, Method};
use crate::store::{Behind, Entry};

/// Everybody's place. Opportunities without a value have none.
pub(super) type Ranking = Arc<BTreeMap<OpportunityId, Standing>>;

/// Those that compete.
pub(super) type Field = Vec<(OpportunityId, Contender)>;

/// The newest ranking, and what it was calculated from.
#[derive(Default)]
struct Last {
    method: Option<Method>,
    /// Of every opportunity. Not the list itself: a commit copies that while somebody holds it.
    grounds: Vec<Ground>,
    field: Field,
    ranking: Ranking,
}

/// What an opportunity was ranked from. Its evidence stays the very same while nothing of it changes.
struct Ground {
    entry: Arc<Entry>,
    behind: Option<Weak<Behind>>,
    measures: Measures,
}

#[derive(Default)]
pub(super) struct LastRanking(Mutex<Last>);

impl LastRanking {
    /// The ranking of those that compete; calculated only when something differs from last time.
    pub(super) async fn of(&self, all: &Everything) -> Result<Ranking> {
        if let Some(ranking) = self.lock().as_before(all) {
            return Ok(ranking);
        }
        let field = all.field(&all.method);
        if let Some(ranking) = self.lock().as_counted(all, &field) {
            return Ok(ranking);
        }
        let formula = all.method.formula.clone();
        let (ranking, field) = off_thread(move || (calculate(&formula, &field), field)).await?;
        let grounds = all.listed.values().map(|entry| Ground::of(all, entry)).collect();
        *self.lock() = Last { method: Some(all.method.clone()), grounds, field, ranking: ranking.clone() };
        Ok(ranking)
    }

    fn lock(&self) -> MutexGuard<'_, Last> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Last {
    /// The ranking, when nobody entered anything else since and no evidence changed that the method uses.
    fn as_before(&mut self, all: &Everything) -> Option<Ranking> {
        let counts = all.method.uses_evidence();
        let is_alike = |(ground, entry): (&Ground, &Arc<Entry>)| {
            is_entered_alike(&ground.entry, entry) && (!counts || ground.counts_alike(all, entry))
        };
        let same = self.method.as_ref() == Some(&all.method)
            && !all.method.grows_old()
            && self.grounds.len() == all.listed.len()
            && self.grounds.iter().zip(all.listed.values()).all(is_alike);
        self.known(all, same)
    }

    /// The ranking, when the same formula has the same to calculate from.
    fn as_counted(&mut self, all: &Everything, field: &Field) -> Option<Ranking> {
        let same =
            self.method.as_ref().is_some_and(|known| known.formula == all.method.formula) && self.field == *field;
        self.known(all, same)
    }

    fn known(&mut self, all: &Everything, same: bool) -> Option<Ranking> {
        if !same {
            return None;
        }
        self.method = Some(all.method.clone());
        self.keep(all);
        Some(self.ranking.clone())
    }

    /// Touches only what differs: there are thousands, and mostly one has changed.
    fn keep(&mut self, all: &Everything) {
        let counts = all.method.uses_evidence();
        if self.grounds.len() != all.listed.len() {
            self.grounds = all.listed.values().map(|entry| Ground::of(all, entry)).collect();
            return;
        }
        for (ground, entry) in self.grounds.iter_mut().zip(all.listed.values()) {
            if !Arc::ptr_eq(&ground.entry, entry) || (counts && !ground.counts_alike(all, entry)) {
                *ground = Ground::of(all, entry);
            }
        }
    }
}

impl Ground {
    fn of(all: &Everything, entry: &Arc<Entry>) -> Self {
        let id = entry.record.id;
        let (behind, measures) = (all.behind(id).map(Arc::downgrade), all.measures_of(id));
        Ground { entry: entry.clone(), behind, measures }
    }

    fn counts_alike(&self, all: &Everything, entry: &Arc<Entry>) -> bool {
        let id = entry.record.id;
        self.behind.as_ref().map(Weak::as_ptr) == all.behind(id).map(Arc::as_ptr)
            && self.measures == all.measures_of(id)
    }
}

/// Whether both give a formula the same.
fn is_entered_alike(old: &Arc<Entry>, new: &Arc<Entry>) -> bool {
    Arc::ptr_eq(old, new)
        || (old.record.uid == new.record.uid
            && old.record.competes() == new.record.competes()
            && old.inputs == new.inputs
            && old.judged == new.judged)
}

/// Drawing takes too long for the threads that answer.
pub(super) async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Problem::system("The ranking could not be calculated.").todo("Check the scores and try again."))
}

pub(super) fn calculate(formula: &Formula, field: &Field) -> Ranking {
    let contenders: Vec<Contender> = field.iter().map(|(_, contender)| contender.clone()).collect();
    let standings = rank(formula, &contenders, Worlds::usual());
    let places = field.iter().zip(standings).filter_map(|((id, _), standing)| Some((*id, standing?)));
    Arc::new(places.collect())
}
