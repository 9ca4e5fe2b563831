//! The ranking of all opportunities, kept until an input changes: lists are asked for after every commit.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use scoring::rank::rank;
use scoring::{Contender, Formula, Standing, Worlds};

use super::opportunities::Everything;
use crate::error::{Problem, Result};
use crate::model::OpportunityId;
use crate::score::Method;
use crate::store::{Entry, Listed};

/// Everybody's place. Opportunities without a value have none.
pub(super) type Ranking = Arc<BTreeMap<OpportunityId, Standing>>;

/// Those that compete.
pub(super) type Field = Vec<(OpportunityId, Contender)>;

/// The newest ranking, and what it was calculated from.
#[derive(Default)]
struct Last {
    method: Option<Method>,
    /// Every opportunity. Not the list itself: a commit copies that while somebody holds it.
    entries: Vec<Arc<Entry>>,
    field: Field,
    ranking: Ranking,
}

#[derive(Default)]
pub(super) struct LastRanking(Mutex<Last>);

impl LastRanking {
    /// The ranking of those that compete; calculated only when something differs from last time.
    pub(super) async fn of(&self, all: &Everything) -> Result<Ranking> {
        if let Some(ranking) = self.lock().as_entered(all) {
            return Ok(ranking);
        }
        let field = all.field(&all.method);
        if let Some(ranking) = self.lock().as_counted(all, &field) {
            return Ok(ranking);
        }
        let formula = all.method.formula.clone();
        let (ranking, field) = off_thread(move || (calculate(&formula, &field), field)).await?;
        let entries = all.listed.values().cloned().collect();
        *self.lock() = Last { method: Some(all.method.clone()), entries, field, ranking: ranking.clone() };
        Ok(ranking)
    }

    fn lock(&self) -> MutexGuard<'_, Last> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Last {
    /// The ranking, when it is of what people entered alone and nobody entered anything else since.
    fn as_entered(&mut self, all: &Everything) -> Option<Ranking> {
        let same = self.method.as_ref() == Some(&all.method)
            && !all.method.uses_evidence()
            && self.entries.len() == all.listed.len()
            && self.entries.iter().zip(all.listed.values()).all(|(old, new)| is_entered_alike(old, new));
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
        self.keep(&all.listed);
        Some(self.ranking.clone())
    }

    /// Touches only what differs: there are thousands, and mostly one has changed.
    fn keep(&mut self, listed: &Listed) {
        if self.entries.len() != listed.len() {
            self.entries = listed.values().cloned().collect();
            return;
        }
        for (kept, entry) in self.entries.iter_mut().zip(listed.values()) {
            if !Arc::ptr_eq(kept, entry) {
                *kept = entry.clone();
            }
        }
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
