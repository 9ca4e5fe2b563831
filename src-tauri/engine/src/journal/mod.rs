//! Every human decision is an op in an append-only journal, written in the transaction of the tables it
//! changes. Undo, redo and history are read from it, so they survive a restart.

mod entity;

use serde_json::Value;

use crate::error::{Problem, Result};
use crate::model::{StepId, Time};
use crate::store::{Write, apply::apply, comments, loop_replies, ops};

pub use entity::Entity;

/// Who decides, where and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    pub actor: String,
    /// Stable name of this laptop.
    pub device: String,
    pub now: Time,
}

/// One field given a new value. None takes the field back to "never set".
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub entity: Entity,
    pub key: String,
    pub field: String,
    pub value: Option<Value>,
}

impl Change {
    pub fn new(entity: Entity, key: impl Into<String>, field: &str, value: impl Into<Value>) -> Self {
        Change { entity, key: key.into(), field: field.to_owned(), value: Some(value.into()) }
    }

    pub fn cleared(entity: Entity, key: impl Into<String>, field: &str) -> Self {
        Change { entity, key: key.into(), field: field.to_owned(), value: None }
    }
}

/// Writes the changes that really change something as one undoable step. None when none does.
pub async fn decide(write: &mut Write<'_>, by: &By, message: &str, changes: &[Change]) -> Result<Option<StepId>> {
    Step::begin(write, by, message, None).record(changes.iter().cloned().map(|change| (change, None))).await
}

/// Takes back the newest decision in force. Gives what that did in words, or None when there is nothing to undo. What
/// is elsewhere for good is passed over, so that the decision before it comes next.
pub async fn undo(write: &mut Write<'_>, by: &By) -> Result<Option<(StepId, String)>> {
    let Some((step, message)) = ops::to_undo(write).await? else { return Ok(None) };
    let said = if is_final(write, step).await? {
        format!("{message}: that can't be undone. Delete the comment there; undo again goes further back")
    } else {
        format!("Undid: {message}")
    };
    let done = take_back(write, by, step, &said).await?;
    Ok(Some((done, said)))
}

/// Whether a step sent something that stays where it is.
async fn is_final(write: &mut Write<'_>, step: StepId) -> Result<bool> {
    for op in ops::of_step(write, step).await? {
        let sends = op.entity == Entity::Comment.word() && op.value.is_some() && op.field != "there";
        if sends && comments::is_sent(write, &op.key).await? {
            return Ok(true);
        }
        let replies = op.entity == Entity::LoopReply.word()
            && op.value.is_some()
            && matches!(op.field.as_str(), "text" | "again");
        if replies && loop_replies::is_sent(write, &op.key).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Brings back what the newest undo took, unless something was decided since.
pub async fn redo(write: &mut Write<'_>, by: &By) -> Result<Option<(StepId, String)>> {
    let Some((step, message)) = ops::to_redo(write).await? else { return Ok(None) };
    let done = take_back(write, by, step, &format!("Redid: {message}")).await?;
    Ok(Some((done, message)))
}

async fn take_back(write: &mut Write<'_>, by: &By, step: StepId, message: &str) -> Result<StepId> {
    let ops = ops::of_step(write, step).await?;
    let mut changes = Vec::with_capacity(ops.len());
    for op in ops {
        let value = op.was.as_deref().map(serde_json::from_str).transpose().map_err(|e| unreadable(&e))?;
        let change = Change { entity: Entity::from_word(&op.entity)?, key: op.key, field: op.field, value };
        changes.push((change, Some(op.value)));
    }
    let done = Step::begin(write, by, message, Some(step)).record(changes).await?;
    match done {
        Some(done) => Ok(done),
        // Everything the step had set was set again since: the step still counts as taken back.
        None => ops::insert_step(write, by.now, &by.actor, message, Some(step)).await,
    }
}

fn unreadable(error: &serde_json::Error) -> Problem {
    Problem::system(format!("The journal holds a value that can't be read: {error}."))
}

/// A step being written: its row is made with its first op, so an empty decision leaves nothing.
struct Step<'a, 'w> {
    write: &'a mut Write<'w>,
    by: &'a By,
    message: &'a str,
    undoes: Option<StepId>,
    id: Option<StepId>,
}

impl<'a, 'w> Step<'a, 'w> {
    fn begin(write: &'a mut Write<'w>, by: &'a By, message: &'a str, undoes: Option<StepId>) -> Self {
        Step { write, by, message, undoes, id: None }
    }

    /// Each change may say which value its field must still have; otherwise it is passed over, because
    /// somebody has decided anew since.
    async fn record(
        mut self,
        changes: impl IntoIterator<Item = (Change, Option<Option<String>>)>,
    ) -> Result<Option<StepId>> {
        let (mut clock, mut seq) = ops::last_clock_and_seq(self.write, &self.by.device).await?;
        for (change, expected) in changes {
            let entity = change.entity.word();
            let latest = ops::latest(self.write, entity, &change.key, &change.field).await?;
            let (was, replaced) = latest.map_or((None, None), |(value, clock)| (value, Some(clock)));
            let value = change.value.as_ref().map(Value::to_string);
            if value == was || expected.is_some_and(|expected| expected != was) {
                continue;
            }
            clock = next_clock(clock, self.by.now);
            seq += 1;
            let step = match self.id {
                Some(step) => step,
                None => ops::insert_step(self.write, self.by.now, &self.by.actor, self.message, self.undoes).await?,
            };
            self.id = Some(step);
            let op = ops::NewOp {
                device: &self.by.device,
                seq,
                clock,
                actor: &self.by.actor,
                entity,
                key: &change.key,
                field: &change.field,
                value: value.as_deref(),
                was: was.as_deref(),
                replaced,
            };
            ops::insert_op(self.write, step, &op).await?;
            apply(self.write, &change, self.by).await?;
        }
        Ok(self.id)
    }
}

/// Hybrid logical clock (Kulkarni et al., 2014) in one number: milliseconds × 65,536 + a counter. Always
/// above every clock seen, even when the system's clock went back.
fn next_clock(last: i64, now: Time) -> i64 {
    now.0.saturating_mul(1 << 16).max(last.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_never_goes_back() {
        let noon = next_clock(0, Time(1_000));
        assert_eq!(noon, 1_000 << 16);
        assert_eq!(next_clock(noon, Time(1_000)), noon + 1);
        assert_eq!(next_clock(noon, Time(10)), noon + 1);
    }
}
