//! A meeting begins and ends, and what it agrees to do.

use super::Look;
use super::decisions::as_json;
use crate::api::Engine;
use crate::api::opportunity_edits::checked_text;
use crate::api::types::{ActionForm, Forum, StepDone};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::Time;
use crate::store::forum::{Action, Kept};

impl Engine {
    pub async fn start_forum(&self) -> Result<StepDone> {
        if self.look_at_forum().await?.running().is_some() {
            return Err(Problem::refused("The meeting runs already.").kept("Nothing was changed."));
        }
        let change = Change::new(Entity::ForumMeeting, self.new_uid(), "started", self.now().0);
        self.decide("Started the meeting".to_owned(), &[change]).await
    }

    /// Ends the meeting that runs and keeps its minutes. What people moved and put on is for the next one to say anew.
    pub async fn end_forum(&self) -> Result<StepDone> {
        let look = self.look_at_forum().await?;
        let Some(uid) = look.running().map(|meeting| meeting.uid.clone()) else {
            return Err(Problem::refused("No meeting runs.").kept("Nothing was changed.").todo("Start it first."));
        };
        let forum = look.agenda(self.found_for_forum(&look).await?);
        let minutes = self.minutes_of(&look, &forum).await?;
        let mut changes = vec![Change::new(Entity::ForumMeeting, uid, "ended", as_json(&minutes)?)];
        changes.extend(reset(&look, &forum));
        let decisions = minutes.items.len();
        let word = if decisions == 1 { "decision" } else { "decisions" };
        self.decide(format!("Ended the meeting with {decisions} {word}"), &changes).await
    }

    pub async fn add_forum_action(&self, action: ActionForm) -> Result<StepDone> {
        let action = written(action, self.now())?;
        let message = format!("Agreed: {}", action.text);
        self.decide(message, &[Change::new(Entity::ForumAction, self.new_uid(), "action", as_json(&action)?)]).await
    }

    /// When it was written stays.
    pub async fn edit_forum_action(&self, uid: String, action: ActionForm) -> Result<StepDone> {
        let kept = self.forum_action(&uid).await?;
        let action = written(action, kept.action.written_at)?;
        let message = format!("Changed the action “{}”", action.text);
        self.decide(message, &[Change::new(Entity::ForumAction, uid, "action", as_json(&action)?)]).await
    }

    pub async fn finish_forum_action(&self, uid: String, done: bool) -> Result<StepDone> {
        let kept = self.forum_action(&uid).await?;
        let change = match done {
            _ if done == kept.done_at.is_some() => Vec::new(),
            true => vec![Change::new(Entity::ForumAction, uid, "done", self.now().0)],
            false => vec![Change::cleared(Entity::ForumAction, uid, "done")],
        };
        let word = if done { "Done" } else { "Open again" };
        self.decide(format!("{word}: {}", kept.action.text), &change).await
    }

    pub async fn remove_forum_action(&self, uid: String) -> Result<StepDone> {
        let kept = self.forum_action(&uid).await?;
        let message = format!("Removed the action “{}”", kept.action.text);
        self.decide(message, &[Change::cleared(Entity::ForumAction, uid, "action")]).await
    }

    async fn forum_action(&self, uid: &str) -> Result<Kept> {
        let kept = self.look_at_forum().await?.actions.into_iter().find(|kept| kept.uid == uid);
        kept.ok_or_else(|| Problem::not_found("This action isn’t here any more.").kept("Nothing was changed."))
    }
}

/// Takes back what was said for one meeting only; an own item stays until it is decided.
fn reset(look: &Look, forum: &Forum) -> Vec<Change> {
    let undecided = |key: &str| forum.item(key).is_some_and(|item| item.decision.is_none());
    let mut changes = Vec::new();
    for (key, touched) in &look.touched {
        let stays = touched.own.is_some() && undecided(key);
        let fields = [
            ("place", touched.place.is_some()),
            ("minutes", touched.minutes.is_some() && !stays),
            ("put_on", touched.put_on && !stays),
        ];
        let said = fields.into_iter().filter(|(_, said)| *said);
        changes.extend(said.map(|(field, _)| Change::cleared(Entity::ForumItem, key, field)));
    }
    changes
}

/// An action as the journal keeps it.
pub(super) fn written(form: ActionForm, written_at: Time) -> Result<Action> {
    let text = checked_text("action", &form.text)?;
    if text.is_empty() {
        return Err(Problem::bad_input("An action needs words.").kept("Nothing was changed."));
    }
    Ok(Action { about: form.about, text, owner: checked_text("owner", &form.owner)?, due: form.due, written_at })
}
