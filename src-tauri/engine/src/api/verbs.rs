//! The triage verbs: what a person does with signals. Each is one undoable step, however many signals it takes.

use serde_json::Value;

use super::Engine;
use super::opportunity_edits;
use super::triage::Rule;
use super::types::{AcceptInto, LeftOut, OpportunityRef, StepDone, TriageVerb};
use crate::error::{Problem, Result};
use crate::journal::{self, Change, Entity};
use crate::model::{OpportunityId, SignalId, TriageState};
use crate::store::triage::{self, Candidate, Verdict};
use crate::store::{Write, opportunities};

/// What a verb decided to do, before it is written.
#[derive(Default)]
pub(super) struct Plan {
    pub taken: Vec<Candidate>,
    pub left_out: Vec<LeftOut>,
    pub changes: Vec<Change>,
    pub opportunity: Option<OpportunityRef>,
}

impl Engine {
    /// Makes the signals evidence, importance 0–3, of a new or an existing opportunity.
    pub async fn accept(&self, ids: Vec<SignalId>, into: AcceptInto, importance: u8) -> Result<StepDone> {
        self.accept_and(ids, into, importance, |_| Vec::new()).await
    }

    /// Accepts with further changes in the same step, which are made for the uid of the opportunity.
    pub(super) async fn accept_and(
        &self,
        ids: Vec<SignalId>,
        into: AcceptInto,
        importance: u8,
        further: impl FnOnce(&str) -> Vec<Change>,
    ) -> Result<StepDone> {
        if importance > 3 {
            return Err(Problem::bad_input("Importance goes from 0 to 3.").kept("Nothing was changed."));
        }
        let mut write = self.store.write().await?;
        let mut plan = Plan::default();
        let (uid, verb) = match into {
            AcceptInto::New { title } => (self.plan_new(&mut write, &mut plan, &title).await?, "Made"),
            AcceptInto::Existing { opportunity } => {
                (plan_existing(&mut write, &mut plan, opportunity).await?, "Linked")
            }
        };
        let (taken, left_out) = Rule::of(self, TriageVerb::Accept).part(triage::candidates(&mut write, &ids).await?);
        plan.left_out = left_out;
        for candidate in taken {
            let evidence = format!("{uid} {}", candidate.key);
            plan.changes.push(Change::new(Entity::Evidence, evidence, "importance", importance));
            plan.take(candidate, &Verdict::of(TriageState::Accepted))?;
        }
        if plan.taken.is_empty() {
            plan.changes.clear();
            plan.opportunity = None;
        } else {
            plan.changes.extend(further(&uid));
        }
        let target = plan.opportunity.clone();
        let message = match (&target, verb) {
            (Some(made), "Made") => format!("Made {} from {}", made.label, what(&plan.taken)),
            (Some(existing), _) => format!("Linked {} to {}", what(&plan.taken), existing.label),
            (None, _) => "Nothing to accept".to_owned(),
        };
        self.finish(write, plan, message).await
    }

    /// Folds signals that tell the same into `into`; they leave the lists and show under it.
    pub async fn merge(&self, ids: Vec<SignalId>, into: SignalId) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let Some(target) = triage::candidates(&mut write, &[into]).await?.into_iter().next() else {
            return Err(Problem::not_found("The signal to merge into isn't here.").kept("Nothing was changed."));
        };
        if target.state == TriageState::Merged {
            return Err(Problem::refused(format!("“{}” is merged into another signal itself.", target.title))
                .kept("Nothing was changed.")
                .todo("Merge into that other one."));
        }
        let (taken, left_out) =
            Rule::of(self, TriageVerb::Merge { into }).part(triage::candidates(&mut write, &ids).await?);
        let mut plan = Plan { left_out, ..Plan::default() };
        let mut verdict = Verdict::of(TriageState::Merged);
        verdict.into = Some(target.key.clone());
        for candidate in taken {
            // What was merged into this one goes along, so that no chain of merges comes about.
            let followers = triage::merged_into(&mut write, candidate.id).await?;
            for follower in triage::candidates(&mut write, &followers).await? {
                plan.changes.push(Change::new(Entity::Signal, follower.key, "triage", as_json(&verdict)?));
            }
            plan.take(candidate, &verdict)?;
        }
        let message = format!("Merged {} into “{}”", what(&plan.taken), target.title);
        self.finish(write, plan, message).await
    }

    /// Puts signals back into the inbox, whatever was decided.
    pub async fn reopen(&self, ids: Vec<SignalId>) -> Result<StepDone> {
        self.settle(ids, TriageVerb::Reopen, &Verdict::of(TriageState::Inbox), "Put back").await
    }

    /// Gives every signal that the verb takes the same verdict.
    pub(super) async fn settle(
        &self,
        ids: Vec<SignalId>,
        of: TriageVerb,
        verdict: &Verdict,
        verb: &str,
    ) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let (taken, left_out) = Rule::of(self, of).part(triage::candidates(&mut write, &ids).await?);
        let mut plan = Plan { left_out, ..Plan::default() };
        for candidate in taken {
            plan.take(candidate, verdict)?;
        }
        let message = format!("{verb} {}", what(&plan.taken));
        self.finish(write, plan, message).await
    }

    /// Writes the plan as one step.
    pub(super) async fn finish(&self, mut write: Write<'_>, plan: Plan, message: String) -> Result<StepDone> {
        let by = self.by().await?;
        let step = journal::decide(&mut write, &by, &message, &plan.changes).await?;
        write.commit().await?;
        if step.is_some() {
            self.tell_changed();
        }
        let changed = if step.is_some() { u32::try_from(plan.taken.len()).unwrap_or(u32::MAX) } else { 0 };
        let message = if step.is_some() { message } else { "Nothing changed".to_owned() };
        Ok(StepDone { step, message, changed, left_out: plan.left_out, opportunity: plan.opportunity })
    }

    async fn plan_new(&self, write: &mut Write<'_>, plan: &mut Plan, title: &str) -> Result<String> {
        let uid = self.new_uid();
        let (changes, made) = opportunity_edits::plan_new(write, uid.clone(), title).await?;
        plan.changes.extend(changes);
        plan.opportunity = Some(made);
        Ok(uid)
    }
}

async fn plan_existing(write: &mut Write<'_>, plan: &mut Plan, id: OpportunityId) -> Result<String> {
    let Some((uid, title)) = opportunities::open_one(write, id).await? else {
        return Err(Problem::not_found(format!("{} isn't here any more.", id.label())).kept("Nothing was changed."));
    };
    plan.opportunity = Some(OpportunityRef { id, label: id.label(), title });
    Ok(uid)
}

impl Plan {
    pub fn take(&mut self, candidate: Candidate, verdict: &Verdict) -> Result<()> {
        self.changes.push(Change::new(Entity::Signal, &candidate.key, "triage", as_json(verdict)?));
        self.taken.push(candidate);
        Ok(())
    }
}

pub(super) fn as_json(verdict: &Verdict) -> Result<Value> {
    serde_json::to_value(verdict).map_err(|e| Problem::system(format!("The decision can't be written down: {e}.")))
}

/// `“Old icon was nicer”` or `20 signals`.
pub(super) fn what(taken: &[Candidate]) -> String {
    match taken {
        [only] => format!("“{}”", only.title),
        many => format!("{} signals", many.len()),
    }
}
