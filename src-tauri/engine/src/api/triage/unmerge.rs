//! Taking merged signals out again: each returns to what was decided before it was merged, with its evidence, which a
//! merge never touches, and with the signals that had been merged into it.

use std::collections::HashSet;

use crate::api::Engine;
use crate::api::past::value;
use crate::api::types::{StepDone, TriageVerb};
use crate::api::verbs::{Plan, what};
use crate::error::Result;
use crate::journal::{Change, Entity};
use crate::model::{SignalId, TriageState};
use crate::store::Write;
use crate::store::ops::{self, ValueRow};
use crate::store::triage::{self, Candidate, Verdict};

use super::Rule;

impl Engine {
    /// Takes signals out of those they were merged into.
    pub async fn unmerge(&self, ids: Vec<SignalId>) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let (taken, left_out) = Rule::of(self, TriageVerb::Unmerge).part(triage::candidates(&mut write, &ids).await?);
        let asked: HashSet<String> = taken.iter().map(|signal| signal.key.clone()).collect();
        let mut plan = Plan { left_out, ..Plan::default() };
        for signal in &taken {
            plan.changes.extend(before_merge(&mut write, signal, &asked).await?);
        }
        let from = match taken.as_slice() {
            [only] => match triage::merged_where(&mut write, only.id).await? {
                Some(title) => format!("“{title}”"),
                None => "the merge".to_owned(),
            },
            _ => "the merge".to_owned(),
        };
        let message = format!("Took {} out of {from}", what(&taken));
        plan.taken = taken;
        self.finish(write, plan, message).await
    }
}

/// What brings a signal back to where it was before it was merged, and those with it that had been merged into it.
async fn before_merge(write: &mut Write<'_>, signal: &Candidate, asked: &HashSet<String>) -> Result<Vec<Change>> {
    let word = Entity::Signal.word();
    let mut changes = Vec::new();
    let mut before: Option<serde_json::Value> = None;
    let mut restored: HashSet<String> = HashSet::new();
    for ValueRow { step, value: said } in ops::values(write, word, &signal.key, "triage").await? {
        let verdict: Option<Verdict> = value(said.as_deref())?;
        if verdict.is_none_or(|verdict| verdict.state != TriageState::Merged) {
            before = value(said.as_deref())?;
            break;
        }
        // What was merged into this one went along in the same step.
        for op in ops::of_step(write, step).await? {
            let was: Option<Verdict> = if op.field == "triage" { value(op.was.as_deref())? } else { None };
            let followed = was.is_some_and(|was| was.into.as_deref() == Some(&signal.key));
            if !followed || asked.contains(&op.key) || restored.contains(&op.key) {
                continue;
            }
            let latest = ops::latest(write, word, &op.key, "triage").await?.and_then(|(value, _)| value);
            if latest == op.value || is_merged(latest.as_deref())? {
                changes.push(Change {
                    entity: Entity::Signal,
                    key: op.key.clone(),
                    field: "triage".to_owned(),
                    value: value(op.was.as_deref())?,
                });
                restored.insert(op.key);
            }
        }
    }
    changes.push(Change { entity: Entity::Signal, key: signal.key.clone(), field: "triage".to_owned(), value: before });
    Ok(changes)
}

fn is_merged(said: Option<&str>) -> Result<bool> {
    Ok(value::<Verdict>(said)?.is_some_and(|verdict| verdict.state == TriageState::Merged))
}
