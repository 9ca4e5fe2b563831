//! What is put right after it was written down: a decision's text, the minutes of a meeting that ended, an action that
//! it agreed on and nobody wrote. Each is a step of its own, so that every version stays readable (`versions`).

use super::decisions::{as_json, item_of};
use super::meeting::written;
use crate::api::Engine;
use crate::api::opportunity_edits::checked_text;
use crate::api::types::{ActionForm, Decided, MinutesAction, MinutesLine, StepDone};
use crate::error::{Problem, Result};
use crate::export::files::minutes::day;
use crate::journal::{Change, Entity};

impl Engine {
    /// Changes what is written down with a decision of this meeting. What the decision did stays done.
    pub async fn edit_forum_decision(&self, key: String, text: String) -> Result<StepDone> {
        let forum = self.forum().await?;
        let item = item_of(&forum, &key)?;
        let Some(decided) = &item.decision else {
            return Err(Problem::refused(format!("Nothing was decided about “{}” in this meeting.", item.title))
                .kept("Nothing was changed.")
                .todo("Decide about it, or put the minutes right of the meeting that did."));
        };
        let decided = Decided { text: checked_text("decision", &text)?, ..decided.clone() };
        let message = format!("Changed what is written down about “{}”", item.title);
        self.decide(message, &[Change::new(Entity::ForumItem, &key, "decision", as_json(&decided)?)]).await
    }

    /// Puts a line right in the minutes of a meeting that ended. An action itself follows, if it is still there.
    pub async fn edit_forum_minutes(&self, meeting: String, line: MinutesLine) -> Result<StepDone> {
        let look = self.look_at_forum().await?;
        let mut minutes = look.held_minutes(&meeting)?;
        let mut changes = Vec::new();
        let what = match line {
            MinutesLine::Notes { text } => {
                minutes.notes = checked_text("note", &text)?;
                "the notes".to_owned()
            }
            MinutesLine::Decision { at, text } => {
                let item = minutes.items.get_mut(at as usize).ok_or_else(no_line)?;
                item.text = checked_text("decision", &text)?;
                format!("“{}”", item.title)
            }
            MinutesLine::Action { at, text, owner, due } => {
                let line = minutes.actions.get_mut(at as usize).ok_or_else(no_line)?;
                let kept = look.actions.iter().find(|kept| kept.uid == line.uid);
                let about = kept.map_or_else(String::new, |kept| kept.action.about.clone());
                let written_at = kept.map_or(minutes.to, |kept| kept.action.written_at);
                let action = written(ActionForm { about, text, owner, due }, written_at)?;
                line.text.clone_from(&action.text);
                line.owner.clone_from(&action.owner);
                line.due = action.due;
                if let Some(kept) = kept {
                    changes.push(Change::new(Entity::ForumAction, &kept.uid, "action", as_json(&action)?));
                }
                format!("the action “{}”", action.text)
            }
        };
        let message = format!("Put {what} right in the minutes of {}", day(minutes.from));
        changes.push(Change::new(Entity::ForumMeeting, meeting, "ended", as_json(&minutes)?));
        self.decide(message, &changes).await
    }

    /// An action that a meeting agreed on, written down after its end. It stands in the minutes, too.
    pub async fn add_minutes_action(&self, meeting: String, action: ActionForm) -> Result<StepDone> {
        let mut minutes = self.look_at_forum().await?.held_minutes(&meeting)?;
        let (uid, action) = (self.new_uid(), written(action, self.now())?);
        let (text, owner, due) = (action.text.clone(), action.owner.clone(), action.due);
        let message = format!("Agreed in the meeting of {}: {text}", day(minutes.from));
        minutes.actions.push(MinutesAction { uid: uid.clone(), text, owner, due, done: false });
        let changes = [
            Change::new(Entity::ForumAction, uid, "action", as_json(&action)?),
            Change::new(Entity::ForumMeeting, meeting, "ended", as_json(&minutes)?),
        ];
        self.decide(message, &changes).await
    }
}

fn no_line() -> Problem {
    Problem::not_found("These minutes have no such line.").kept("Nothing was changed.").todo("Look at them again.")
}
