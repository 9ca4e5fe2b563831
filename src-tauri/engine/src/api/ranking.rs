//! The ranking of all opportunities, kept until an input changes: ten thousand draws of each take a while,
//! and lists are asked for after every commit.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::{Problem, Result};
use crate::model::{OpportunityId, RiceInputs};
use crate::score::rank::rank_draws;
use crate::score::{Chance, Standing, spread};
use crate::store::opportunities::Record;

/// Everybody's place. Opportunities without a complete score have none.
pub(super) type Ranking = Arc<HashMap<OpportunityId, Standing>>;

/// Draws take 80 kB an opportunity; for more than this many they aren't kept.
const MOST_KEPT: usize = 500;

/// One opportunity that competes.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    id: OpportunityId,
    uid: String,
    inputs: RiceInputs,
}

/// The newest ranking, what it was calculated from, and the draws: after one new score only one opportunity
/// is drawn again.
#[derive(Default)]
struct Last {
    entries: Vec<Entry>,
    ranking: Ranking,
    draws: Draws,
}

/// By uid.
type Draws = HashMap<String, (RiceInputs, Arc<[f64]>)>;

#[derive(Default)]
pub(super) struct LastRanking(Mutex<Last>);

impl LastRanking {
    /// The ranking of those of `records` that compete. `chance` is the same at every call.
    pub(super) async fn of(&self, records: &[Record], chance: Chance) -> Result<Ranking> {
        let competing = records.iter().filter(|record| record.competes());
        let entries: Vec<Entry> =
            competing.map(|record| Entry { id: record.id, uid: record.uid.clone(), inputs: record.rice }).collect();
        let known = {
            let last = self.lock();
            if last.entries == entries {
                return Ok(last.ranking.clone());
            }
            last.draws.clone()
        };
        let last = tokio::task::spawn_blocking(move || calculate(entries, known, chance)).await.map_err(|_| {
            Problem::system("The ranking could not be calculated.").todo("Check the scores and try again.")
        })?;
        let ranking = last.ranking.clone();
        *self.lock() = last;
        Ok(ranking)
    }

    fn lock(&self) -> MutexGuard<'_, Last> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn calculate(entries: Vec<Entry>, known: Draws, chance: Chance) -> Last {
    let drawn: Vec<Option<Arc<[f64]>>> = entries
        .iter()
        .map(|entry| match known.get(&entry.uid) {
            Some((inputs, draws)) if *inputs == entry.inputs => Some(draws.clone()),
            _ => spread::draws(&entry.inputs, &entry.uid, chance).map(Arc::from),
        })
        .collect();
    let standings = rank_draws(&drawn.iter().map(Option::as_deref).collect::<Vec<_>>());
    let places = entries.iter().zip(standings).filter_map(|(entry, standing)| Some((entry.id, standing?)));
    let ranking = Arc::new(places.collect());
    let draws = entries.iter().zip(drawn).take(MOST_KEPT);
    let draws = draws.filter_map(|(entry, draws)| Some((entry.uid.clone(), (entry.inputs, draws?)))).collect();
    Last { entries, ranking, draws }
}
