//! The register of improvements: plan, do, check, act.

use super::Engine;
use super::opportunity_edits::checked_text;
use super::types::{
    ImprovementCard, ImprovementForm, ImprovementRegister, ImprovementSource, ImprovementStep, ImprovementVerdict,
    StepDone,
};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::store::improvements::{self as stored, Kept};

impl Engine {
    /// In the order they were made.
    pub async fn improvements(&self) -> Result<ImprovementRegister> {
        let now = self.now();
        let kept = stored::all(&mut *self.store.reader().acquire().await?).await?;
        let cards: Vec<ImprovementCard> = kept
            .into_iter()
            .map(|Kept { uid, card, step, since, verdict, created_at }| ImprovementCard {
                uid,
                step,
                since,
                verdict: verdict.filter(|_| step == ImprovementStep::Act),
                overdue: step != ImprovementStep::Act && card.check_at.is_some_and(|at| at < now),
                created_at,
                card,
            })
            .collect();
        Ok(ImprovementRegister {
            overdue: cards.iter().filter(|card| card.overdue).count() as u32,
            decided: cards.iter().filter(|card| card.verdict.is_some()).count() as u32,
            cards,
        })
    }

    pub async fn add_improvement(&self, card: ImprovementForm) -> Result<StepDone> {
        let card = checked(card)?;
        let message = format!("Made the improvement “{}”", card.title);
        self.decide(message, &[Change::new(Entity::Improvement, self.new_uid(), "card", as_json(&card)?)]).await
    }

    /// What it was made from stays.
    pub async fn edit_improvement(&self, uid: String, card: ImprovementForm) -> Result<StepDone> {
        let kept = self.improvement(&uid).await?;
        let card = checked(ImprovementForm { source: kept.card.source.clone(), ..card })?;
        if card.goal.is_empty() && kept.step != ImprovementStep::Plan {
            return Err(no_goal(&card.title));
        }
        let message = format!("Changed the improvement “{}”", card.title);
        self.decide(message, &[Change::new(Entity::Improvement, uid, "card", as_json(&card)?)]).await
    }

    /// Moves a card to a step; in Act it says what became of it. Without a goal it stays in Plan: nobody could say later
    /// whether it worked.
    pub async fn move_improvement(
        &self,
        uid: String,
        step: ImprovementStep,
        verdict: Option<ImprovementVerdict>,
    ) -> Result<StepDone> {
        let kept = self.improvement(&uid).await?;
        let title = &kept.card.title;
        if step != ImprovementStep::Plan && kept.card.goal.is_empty() && verdict != Some(ImprovementVerdict::Dropped) {
            return Err(no_goal(title));
        }
        let mut changes = Vec::new();
        if step != kept.step {
            changes.push(Change::new(Entity::Improvement, &uid, "step", as_json(&step)?));
        }
        let verdict = verdict.filter(|_| step == ImprovementStep::Act);
        match verdict {
            Some(verdict) => changes.push(Change::new(Entity::Improvement, &uid, "verdict", as_json(&verdict)?)),
            None if kept.verdict.is_some() => changes.push(Change::cleared(Entity::Improvement, &uid, "verdict")),
            None => {}
        }
        let message = match verdict {
            Some(verdict) => format!("“{title}” is {}", verdict.word()),
            None => format!("Moved “{title}” to {}", step.word()),
        };
        self.decide(message, &changes).await
    }

    pub async fn remove_improvement(&self, uid: String) -> Result<StepDone> {
        let kept = self.improvement(&uid).await?;
        let message = format!("Removed the improvement “{}”", kept.card.title);
        self.decide(message, &[Change::new(Entity::Improvement, uid, "deleted", true)]).await
    }

    async fn improvement(&self, uid: &str) -> Result<Kept> {
        let kept = stored::all(&mut *self.store.reader().acquire().await?).await?;
        kept.into_iter()
            .find(|kept| kept.uid == uid)
            .ok_or_else(|| Problem::not_found("This improvement isn’t here any more.").kept("Nothing was changed."))
    }

    /// The uid of the improvement that was made from an anti-pattern and isn't decided yet.
    pub(super) async fn improvement_of_pattern(&self) -> Result<Vec<(String, String)>> {
        let kept = stored::all(&mut *self.store.reader().acquire().await?).await?;
        let of = |kept: Kept| match kept.card.source {
            ImprovementSource::AntiPattern { id, .. } if kept.step != ImprovementStep::Act => Some((id, kept.uid)),
            _ => None,
        };
        Ok(kept.into_iter().filter_map(of).collect())
    }
}

fn no_goal(title: &str) -> Problem {
    Problem::refused(format!("“{title}” has no goal, so that nobody could say whether it worked."))
        .kept("It stays in Plan.")
        .todo("Write down what should move, from what to what.")
}

/// Without white space around anything.
fn checked(form: ImprovementForm) -> Result<ImprovementForm> {
    let title = checked_text("title", &form.title)?;
    if title.is_empty() {
        return Err(Problem::bad_input("An improvement needs a title.").kept("Nothing was changed."));
    }
    Ok(ImprovementForm {
        title,
        hypothesis: checked_text("hypothesis", &form.hypothesis)?,
        goal: checked_text("goal", &form.goal)?,
        seen: checked_text("result", &form.seen)?,
        owner: checked_text("owner", &form.owner)?,
        ..form
    })
}

fn as_json(value: &impl serde::Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Problem::system(format!("The improvement can't be written down: {e}.")))
}
