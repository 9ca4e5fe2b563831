//! "Don't suggest this pair again."

use crate::api::Engine;
use crate::api::types::StepDone;
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::SignalId;
use crate::store::triage;
use crate::store::unlike as stored;

impl Engine {
    /// Keeps two signals from being suggested to each other as the same, or allows it again. Their themes stay.
    pub async fn suggest_pair(&self, one: SignalId, other: SignalId, suggest: bool) -> Result<StepDone> {
        let mut read = self.store.reader().acquire().await?;
        let found = triage::candidates(&mut read, &[one, other]).await?;
        drop(read);
        let [first, second] = found.as_slice() else {
            return Err(Problem::not_found("One of these signals isn't here.").kept("Nothing was changed."));
        };
        if first.id == second.id {
            return Err(Problem::bad_input("A pair needs two signals.").kept("Nothing was changed."));
        }
        let key = stored::key(&first.key, &second.key);
        let (message, change) = match suggest {
            false => ("won't be suggested together again", Change::new(Entity::Pair, key, "alike", false)),
            true => ("may be suggested together again", Change::cleared(Entity::Pair, key, "alike")),
        };
        self.decide(format!("“{}” and “{}” {message}", first.title, second.title), &[change]).await
    }
}
