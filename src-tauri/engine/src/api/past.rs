//! What the journal says of one opportunity: when it reached each stage, and who entered what into its scores when.

use std::collections::BTreeMap;

use scoring::framework;
use serde::de::DeserializeOwned;

use super::scoring::rice;
use super::types::ScoreEntry;
use crate::error::{Problem, Result};
use crate::model::{Range, RiceInputs, Stage, StepId, Time};
use crate::score::inputs::{self, Inputs};
use crate::score::receipt::SetBy;
use crate::score::{Facts, Method, ValueSpread, Worlds};
use crate::store::opportunities::Record;
use crate::store::{Store, ops};

/// Decisions that were taken back are left out.
pub(super) struct Past {
    /// When each stage was first reached, in the order of time.
    pub reached: Vec<(Stage, Time)>,
    /// RICE as a whole, oldest first.
    scores: Vec<Scored>,
    /// Every input of any framework each time it changed, oldest first.
    pub entered: Vec<Entered>,
}

struct Scored {
    at: Time,
    actor: String,
    inputs: RiceInputs,
}

/// One input that was given another value.
pub(super) struct Entered {
    pub step: StepId,
    pub at: Time,
    pub actor: String,
    pub name: String,
    pub range: Option<Range>,
}

pub(super) async fn read(store: &Store, record: &Record) -> Result<Past> {
    let mut past =
        Past { reached: vec![(Stage::Captured, record.created_at)], scores: Vec::new(), entered: Vec::new() };
    let rows = ops::history(store.reader(), "opportunity", &record.uid).await?;
    for row in rows.into_iter().rev().filter(|row| !row.undone) {
        let by = |name: &str, range| Entered {
            step: row.step,
            at: row.at,
            actor: row.actor.clone(),
            name: name.to_owned(),
            range,
        };
        match row.field.as_str() {
            "stage" => {
                let stage = value(row.value.as_deref())?.unwrap_or(Stage::Captured);
                if past.reached.iter().all(|(reached, _)| *reached != stage) {
                    past.reached.push((stage, row.at));
                }
            }
            "rice" => {
                let inputs: RiceInputs = value(row.value.as_deref())?.unwrap_or_default();
                let before = past.scores.last().map(|scored| scored.inputs).unwrap_or_default();
                let changed = framework::inputs().filter(|input| inputs.get(input.name) != before.get(input.name));
                past.entered.extend(changed.map(|input| by(input.name, inputs.get(input.name))));
                past.scores.push(Scored { at: row.at, actor: row.actor, inputs });
            }
            field => {
                if let Some(name) = field.strip_prefix("score.") {
                    past.entered.push(by(name, value(row.value.as_deref())?));
                }
            }
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

/// A score as it was saved.
pub(super) struct Saved<'p> {
    pub at: Time,
    pub actor: &'p str,
    /// What was set then.
    pub inputs: Inputs,
    /// What the decision changed: the name, what it was, what it became.
    pub changes: Vec<(&'p str, Option<Range>, Option<Range>)>,
}

impl Past {
    /// The newest 20 RICE scores, newest first, with the values they had.
    pub fn score_entries(&self, uid: &str) -> Result<Vec<ScoreEntry>> {
        let rice = rice()?;
        let newest = self.scores.iter().rev().take(20);
        Ok(newest
            .map(|scored| ScoreEntry {
                at: scored.at,
                actor: scored.actor.clone(),
                inputs: scored.inputs,
                value: value_of(&rice, uid, &inputs::all(&scored.inputs, []), scored.at),
            })
            .collect())
    }

    /// Who gave an input the value it has; None for an input that isn't set. Nobody yet where it is only being tried.
    pub fn set_by(&self, name: &str, range: Option<Range>, now: Time) -> Option<SetBy> {
        range?;
        let last = self.entered.iter().rev().find(|entered| entered.name == name);
        Some(match last.filter(|entered| entered.range == range) {
            Some(entered) => SetBy { actor: entered.actor.clone(), at: entered.at },
            None => SetBy { actor: String::new(), at: now },
        })
    }

    /// Each decision that changed one of `names`, newest first.
    pub fn saved(&self, names: &[&str]) -> Vec<Saved<'_>> {
        let mut saved: Vec<(StepId, Saved)> = Vec::new();
        let mut inputs: BTreeMap<String, Range> = BTreeMap::new();
        for entered in self.entered.iter().filter(|entered| names.contains(&entered.name.as_str())) {
            let before = inputs.remove(&entered.name);
            if let Some(range) = entered.range {
                inputs.insert(entered.name.clone(), range);
            }
            let change = (entered.name.as_str(), before, entered.range);
            match saved.last_mut().filter(|(step, _)| *step == entered.step) {
                Some((_, last)) => {
                    last.changes.push(change);
                    last.inputs = inputs.clone();
                }
                None => {
                    let (at, actor) = (entered.at, entered.actor.as_str());
                    saved.push((entered.step, Saved { at, actor, inputs: inputs.clone(), changes: vec![change] }));
                }
            }
        }
        saved.into_iter().rev().map(|(_, saved)| saved).collect()
    }
}

/// What inputs alone are worth.
pub(super) fn value_of(method: &Method, uid: &str, inputs: &Inputs, now: Time) -> Option<ValueSpread> {
    method.value(uid, &Facts::entered(inputs, now), Worlds::usual())
}
