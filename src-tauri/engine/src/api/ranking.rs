//! The ranking of all opportunities, kept until an input changes: lists are asked for after every commit.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use scoring::rank::rank;
use scoring::{Contender, Formula, Standing, Worlds};

use crate::error::{Problem, Result};
use crate::model::OpportunityId;

/// Everybody's place. Opportunities without a value have none.
pub(super) type Ranking = Arc<HashMap<OpportunityId, Standing>>;

/// Those that compete.
pub(super) type Field = Vec<(OpportunityId, Contender)>;

/// The newest ranking, and what it was calculated from.
#[derive(Default)]
struct Last {
    of: Option<(Formula, Field)>,
    ranking: Ranking,
}

#[derive(Default)]
pub(super) struct LastRanking(Mutex<Last>);

impl LastRanking {
    /// The ranking of the field; calculated only when something differs from last time.
    pub(super) async fn of(&self, formula: &Formula, field: Field) -> Result<Ranking> {
        {
            let last = self.lock();
            if last.of.as_ref().is_some_and(|(known, entries)| known == formula && *entries == field) {
                return Ok(last.ranking.clone());
            }
        }
        let formula = formula.clone();
        let (ranking, formula, field) = off_thread(move || (calculate(&formula, &field), formula, field)).await?;
        *self.lock() = Last { of: Some((formula, field)), ranking: ranking.clone() };
        Ok(ranking)
    }

    fn lock(&self) -> MutexGuard<'_, Last> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
