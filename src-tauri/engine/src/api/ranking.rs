//! The ranking of all opportunities, kept until an input changes: ten thousand draws of each take a while,
//! and lists are asked for after every commit.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::{Problem, Result};
use crate::model::{OpportunityId, RiceInputs};
use crate::score::rank::rank;
use crate::score::{Chance, Contender, Standing};
use crate::store::opportunities::Record;

/// Everybody's place. Opportunities without a complete score have none.
pub(super) type Ranking = Arc<HashMap<OpportunityId, Standing>>;

type Key = Vec<(OpportunityId, String, RiceInputs)>;

/// The newest ranking, with what it was calculated from.
#[derive(Default)]
pub(super) struct LastRanking(Mutex<Option<(Key, Ranking)>>);

impl LastRanking {
    /// The ranking of those of `records` that compete.
    pub(super) async fn of(&self, records: &[Record], chance: Chance) -> Result<Ranking> {
        let competing = records.iter().filter(|record| record.competes());
        let key: Key = competing.map(|record| (record.id, record.uid.clone(), record.rice)).collect();
        if let Some((_, ranking)) = self.lock().as_ref().filter(|(last, _)| *last == key) {
            return Ok(ranking.clone());
        }
        let (key, ranking) = tokio::task::spawn_blocking(move || {
            let ranking = calculate(&key, chance);
            (key, ranking)
        })
        .await
        .map_err(|_| Problem::system("The ranking could not be calculated.").todo("Check the scores and try again."))?;
        *self.lock() = Some((key, ranking.clone()));
        Ok(ranking)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(Key, Ranking)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn calculate(key: &Key, chance: Chance) -> Ranking {
    let contenders: Vec<Contender> = key.iter().map(|(_, uid, inputs)| Contender { uid, inputs }).collect();
    let standings = key.iter().zip(rank(&contenders, chance));
    Arc::new(standings.filter_map(|((id, ..), standing)| Some((*id, standing?))).collect())
}
