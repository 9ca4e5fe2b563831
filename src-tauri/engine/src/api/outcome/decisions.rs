//! What people decide about a check. Each is one undoable step.

use chrono::NaiveDate;
use serde::Serialize;

use super::words;
use crate::api::Engine;
use crate::api::opportunities::reference;
use crate::api::opportunity_edits::{checked_text, editable, plan_new};
use crate::api::types::{GoalMeasure, OutcomeAnswer, OutcomeGoal, OutcomePlan, OutcomeSettled, StepDone};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::{OpportunityId, Stage};
use crate::store::{Write, evidence, triage};

/// Weeks a side.
const WEEKS: std::ops::RangeInclusive<u32> = 3..=26;
const MOST: f64 = 1e6;
/// How a new opportunity is called that follows another one up, before its title.
const AGAIN: &str = "Again: ";

impl Engine {
    /// The structured goal; None takes it away.
    pub async fn set_outcome_goal(&self, id: OpportunityId, goal: Option<OutcomeGoal>) -> Result<StepDone> {
        let goal = goal.map(checked).transpose()?;
        let mut write = self.store.write().await?;
        let record = editable(&mut write, id).await?;
        let (message, change) = match &goal {
            Some(goal) => {
                let message = format!("Set the goal of {}: {}", id.label(), words::goal(goal));
                (message, Change::new(Entity::OutcomeCheck, &record.uid, "goal", as_json(goal)?))
            }
            None => {
                let message = format!("Took the goal of {} away", id.label());
                (message, Change::cleared(Entity::OutcomeCheck, &record.uid, "goal"))
            }
        };
        self.write_step(write, message, &[change], reference(&record)).await
    }

    /// Chooses the weeks, the day of delivery and whether others are held against it; what is unset is as proposed.
    pub async fn plan_outcome(&self, id: OpportunityId, plan: OutcomePlan) -> Result<StepDone> {
        if plan.weeks.is_some_and(|weeks| !WEEKS.contains(&weeks)) {
            return Err(Problem::bad_input("A check compares 3 to 26 weeks.").kept("Nothing was changed."));
        }
        if let Some(date) = &plan.shipped_on {
            date.parse::<NaiveDate>()
                .map_err(|_| Problem::bad_input(format!("“{date}” is no date.")).todo("Write it as 2026-10-14."))?;
        }
        let mut write = self.store.write().await?;
        let record = editable(&mut write, id).await?;
        let change = if plan == OutcomePlan::default() {
            Change::cleared(Entity::OutcomeCheck, &record.uid, "plan")
        } else {
            Change::new(Entity::OutcomeCheck, &record.uid, "plan", as_json(&plan)?)
        };
        let message = match plan.weeks {
            Some(weeks) => format!("The check of {} compares {weeks} weeks", id.label()),
            None => format!("Changed how the check of {} compares", id.label()),
        };
        self.write_step(write, message, &[change], reference(&record)).await
    }

    /// Settles a check: it worked, it is assessed again, or a new opportunity follows it up. None opens it again.
    pub async fn settle_outcome(
        &self,
        id: OpportunityId,
        answer: Option<OutcomeAnswer>,
        note: String,
    ) -> Result<StepDone> {
        let note = checked_text("note", &note)?;
        let by = self.by().await?;
        let mut write = self.store.write().await?;
        let record = editable(&mut write, id).await?;
        let Some(answer) = answer else {
            let message = format!("Opened the check of {} again", id.label());
            let change = Change::cleared(Entity::OutcomeCheck, &record.uid, "settled");
            return self.write_step(write, message, &[change], reference(&record)).await;
        };
        if record.stage < Stage::Delivered || record.stage == Stage::Rejected {
            return Err(Problem::refused(format!("{} isn’t delivered.", id.label()))
                .kept("Nothing was changed.")
                .todo("Move it to delivered first."));
        }
        let (mut changes, mut about, mut follow_up) = (Vec::new(), reference(&record), None);
        let stage = |stage: Stage| Change::new(Entity::Opportunity, &record.uid, "stage", stage.word());
        let message = match answer {
            OutcomeAnswer::Verified => {
                changes.push(stage(Stage::Verified));
                format!("Verified {}: it worked", id.label())
            }
            OutcomeAnswer::Again => {
                changes.push(stage(Stage::Assessing));
                format!("{} is assessed again", id.label())
            }
            OutcomeAnswer::FollowUp => {
                let uid = self.new_uid();
                let (made, new) = plan_new(&mut write, uid.clone(), &again(&record.title)).await?;
                changes.extend(made);
                changes.extend(same_evidence(&mut write, id, &uid).await?);
                changes.push(Change::new(Entity::Opportunity, &uid, "statement", record.statement.as_str()));
                let message = format!("Made {} to follow {} up", new.label, id.label());
                (about, follow_up) = (new.clone(), Some(new.id.0));
                message
            }
        };
        let settled = OutcomeSettled { answer, note, follow_up, at: by.now, by: by.actor };
        changes.push(Change::new(Entity::OutcomeCheck, &record.uid, "settled", as_json(&settled)?));
        self.write_step(write, message, &changes, about).await
    }
}

fn again(title: &str) -> String {
    let title = title.strip_prefix(AGAIN).unwrap_or(title);
    let longest = 300 - AGAIN.chars().count();
    format!("{AGAIN}{}", title.chars().take(longest).collect::<String>())
}

async fn same_evidence(write: &mut Write<'_>, from: OpportunityId, to: &str) -> Result<Vec<Change>> {
    let linked = evidence::importances(write, from, None).await?;
    let ids: Vec<_> = linked.keys().copied().collect();
    let found = triage::candidates(write, &ids).await?;
    let change = |candidate: triage::Candidate| {
        let importance = linked.get(&candidate.id).copied().unwrap_or(1);
        Change::new(Entity::Evidence, format!("{to} {}", candidate.key), "importance", importance)
    };
    Ok(found.into_iter().map(change).collect())
}

fn checked(goal: OutcomeGoal) -> Result<OutcomeGoal> {
    let feature = goal.feature.map(|feature| feature.trim().to_owned()).filter(|feature| !feature.is_empty());
    let most = if goal.measure == GoalMeasure::FallBy { 100.0 } else { MOST };
    if !(0.0..=most).contains(&goal.amount) {
        let said = format!("The amount of a goal goes from 0 to {}.", crate::score::numbers::number(most));
        return Err(Problem::bad_input(said).kept("Nothing was changed."));
    }
    if goal.amount == 0.0 && matches!(goal.measure, GoalMeasure::FallBy | GoalMeasure::RiseBy) {
        return Err(Problem::bad_input("A change by 0 % is no goal.").kept("Nothing was changed."));
    }
    Ok(OutcomeGoal { feature, ..goal })
}

fn as_json(value: &impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Problem::system(format!("The decision can't be written down: {e}.")))
}
