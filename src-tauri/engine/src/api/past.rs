//! What the journal says of one opportunity: when it reached each stage, and who set which score when.

use serde::de::DeserializeOwned;

use super::types::ScoreEntry;
use crate::error::{Problem, Result};
use crate::model::{RiceInputs, Stage, Time};
use crate::score::receipt::SetBy;
use crate::score::rice::Input;
use crate::score::{Chance, spread};
use crate::store::opportunities::Record;
use crate::store::{Store, ops};

/// Decisions that were taken back are left out.
pub(super) struct Past {
    /// When each stage was first reached, in the order of time.
    pub reached: Vec<(Stage, Time)>,
    /// Oldest first.
    scores: Vec<Scored>,
}

struct Scored {
    at: Time,
    actor: String,
    inputs: RiceInputs,
}

pub(super) async fn read(store: &Store, record: &Record) -> Result<Past> {
    let mut past = Past { reached: vec![(Stage::Captured, record.created_at)], scores: Vec::new() };
    let rows = ops::history(store.reader(), "opportunity", &record.uid).await?;
    for row in rows.into_iter().rev().filter(|row| !row.undone) {
        match row.field.as_str() {
            "stage" => {
                let stage = value(row.value.as_deref())?.unwrap_or(Stage::Captured);
                if past.reached.iter().all(|(reached, _)| *reached != stage) {
                    past.reached.push((stage, row.at));
                }
            }
            "rice" => {
                let inputs = value(row.value.as_deref())?.unwrap_or_default();
                past.scores.push(Scored { at: row.at, actor: row.actor, inputs });
            }
            _ => {}
        }
    }
    Ok(past)
}

/// A value as the journal keeps it.
pub(super) fn value<T: DeserializeOwned>(json: Option<&str>) -> Result<Option<T>> {
    json.map(serde_json::from_str)
        .transpose()
        .map_err(|e| Problem::system(format!("The journal holds a value that can't be read: {e}.")))
}

impl Past {
    /// The newest 20 scores, newest first, with the values they had.
    pub fn score_entries(&self, uid: &str, chance: Chance) -> Vec<ScoreEntry> {
        let newest = self.scores.iter().rev().take(20);
        newest
            .map(|scored| ScoreEntry {
                at: scored.at,
                actor: scored.actor.clone(),
                inputs: scored.inputs,
                value: spread::value(&scored.inputs, uid, chance),
            })
            .collect()
    }

    /// Who gave each factor the value it has in `inputs`; nobody yet where `inputs` is only being tried.
    pub fn set_by(&self, inputs: &RiceInputs, now: Time) -> Vec<(Input, SetBy)> {
        Input::ALL
            .into_iter()
            .filter(|input| input.of(inputs).is_some())
            .map(|input| (input, self.setter(input, inputs, now)))
            .collect()
    }

    fn setter(&self, input: Input, inputs: &RiceInputs, now: Time) -> SetBy {
        let same = self.scores.iter().rev().take_while(|scored| input.of(&scored.inputs) == input.of(inputs));
        match same.last() {
            Some(first) => SetBy { actor: first.actor.clone(), at: first.at },
            None => SetBy { actor: String::new(), at: now },
        }
    }
}
