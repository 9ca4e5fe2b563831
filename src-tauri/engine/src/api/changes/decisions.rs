//! What people decide about changes. Each is one undoable step; nothing is done in a tool.

use crate::api::Engine;
use crate::api::types::{ChangesQuery, RecordPair, StepDone, TriedLevel};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::{Kind, SignalId};
use crate::store::triage::{self, Candidate};

/// More changes than fit into any sprint, and more sprints than anybody tries something for.
const MOST: u32 = 9_999;
const MOST_SPRINTS: u32 = 26;

impl Engine {
    /// Proposes that a kind of change needs no approval of its own any more, or takes the proposal back. Only what meets
    /// the rule can be proposed.
    pub async fn propose_standard_change(&self, key: String, proposed: bool) -> Result<StepDone> {
        let look = self.look_at_changes(&ChangesQuery::default()).await?;
        if !proposed {
            let message = "Took the proposal of a standard change back".to_owned();
            let known = look.proposed.contains_key(&key);
            let change = known.then(|| Change::cleared(Entity::StandardChange, &key, "proposed"));
            return self.decide(message, change.as_slice()).await;
        }
        let candidates = super::standard::candidates(&look);
        let candidate = candidates.iter().find(|candidate| candidate.key == key);
        let candidate = candidate.ok_or_else(|| {
            Problem::not_found("No change of this kind was closed in 180 days.").kept("Nothing was changed.")
        })?;
        use crate::api::types::CandidateState::{Proposed, Ready};
        if !matches!(candidate.state, Ready | Proposed) {
            return Err(Problem::refused(format!("“{}” doesn’t meet the rule.", candidate.title))
                .kept("Nothing was changed.")
                .todo(candidate.why.clone()));
        }
        let change = Change::new(Entity::StandardChange, &key, "proposed", self.now().0);
        let changes = if candidate.state == Proposed { Vec::new() } else { vec![change] };
        self.decide(format!("Proposed “{}” as a standard change", candidate.title), &changes).await
    }

    /// Notes that a service tries at most so many changes a sprint, for some sprints; null ends it. "" stands for changes
    /// of no service.
    pub async fn try_change_level(&self, service: String, level: Option<u32>, sprints: u32) -> Result<StepDone> {
        let place = if service.is_empty() { "changes without a service".to_owned() } else { service.clone() };
        let Some(level) = level else {
            let change = Change::cleared(Entity::TriedLevel, &service, "level");
            return self.decide(format!("Ended the try for {place}"), &[change]).await;
        };
        if !(1..=MOST).contains(&level) || !(1..=MOST_SPRINTS).contains(&sprints) {
            return Err(Problem::bad_input(format!(
                "Try 1 to {MOST} changes a sprint, for 1 to {MOST_SPRINTS} sprints."
            ))
            .kept("Nothing was changed."));
        }
        let tried = TriedLevel { level, sprints, since: self.now() };
        let value = serde_json::to_value(tried)
            .map_err(|e| Problem::system(format!("The decision can't be written down: {e}.")))?;
        let message = format!("Tries {level} changes a sprint for {place}");
        self.decide(message, &[Change::new(Entity::TriedLevel, &service, "level", value)]).await
    }

    /// Says that deployments belong to change records, that they don't ("not this one"), or takes what was said back
    /// (null). All pairs are one step.
    pub async fn set_change_records(&self, pairs: Vec<RecordPair>, belongs: Option<bool>) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let mut changes = Vec::with_capacity(pairs.len());
        let mut named = String::new();
        for pair in &pairs {
            let deployment = of_kind(&mut write, pair.deployment, Kind::Deployment).await?;
            let change = of_kind(&mut write, pair.change, Kind::Change).await?;
            named = format!("“{}”", deployment.title);
            let key = format!("{}\n{}", deployment.key, change.key);
            changes.push(match belongs {
                Some(belongs) => Change::new(Entity::ChangeRecord, key, "belongs", belongs),
                None => Change::cleared(Entity::ChangeRecord, key, "belongs"),
            });
        }
        let what = if pairs.len() == 1 { named } else { format!("{} deployments", pairs.len()) };
        let message = match belongs {
            Some(true) => format!("Linked {what} to the change record"),
            Some(false) => format!("{what} is of another change record"),
            None => format!("{what} is undecided again"),
        };
        drop(write);
        self.decide(message, &changes).await
    }
}

async fn of_kind(write: &mut crate::store::Write<'_>, id: SignalId, kind: Kind) -> Result<Candidate> {
    let found = triage::candidates(write, &[id]).await?.into_iter().next();
    found
        .filter(|candidate| candidate.kind == kind)
        .ok_or_else(|| Problem::not_found(format!("There is no such {}.", kind.word())).kept("Nothing was changed."))
}
