//! The demo's meetings, improvements and rounds of questions, as the decisions they are.

use serde::Serialize;
use serde_json::Value;

use super::Engine;
use crate::demo::{COMPANY, forum as planted};
use crate::error::{Problem, Result};
use crate::journal::{self, By, Change, Entity};
use crate::model::Time;
use crate::store::Write;
use crate::store::andon::{Lifted, Raised};
use crate::store::forum::{Action, OwnItem};

/// Minutes after midnight UTC, and how the cadence reads.
const AT: i64 = 13 * 60;

impl Engine {
    /// Writes what the demo plants about how its company meets and improves.
    pub(super) async fn write_forum(&self, write: &mut Write<'_>, now: Time) -> Result<()> {
        self.write_rounds(write, now).await?;
        self.write_improvements(write, now).await?;
        self.write_flag(write, now).await?;
        self.write_meetings(write, now).await
    }

    async fn write_meetings(&self, write: &mut Write<'_>, now: Time) -> Result<()> {
        let midnight = now.0.div_euclid(Time::DAY) * Time::DAY;
        let days = midnight / Time::DAY;
        // 1970 began on a Thursday. The meeting is on the weekday of tomorrow.
        let weekday = (days + 1 + 3).rem_euclid(7) + 1;
        let cadence =
            serde_json::json!({ "weekday": weekday, "every_weeks": 1, "at": AT, "zone": "UTC", "time_box": 45 });
        let by = self.in_the_demo(now.plus(-30 * Time::DAY));
        let change = Change::new(Entity::Setting, "forum_cadence", "value", cadence.to_string());
        journal::decide(write, &by, "Set when the forum is", &[change]).await?;
        for (ago, decisions) in planted::MEETINGS {
            let uid = self.new_uid();
            let from = Time(midnight + AT * Time::MINUTE - (ago - 1) * Time::DAY);
            let minutes = planted::minutes(COMPANY, from, decisions);
            let started = Change::new(Entity::ForumMeeting, &uid, "started", from.0);
            journal::decide(write, &self.in_the_demo(from), "Started the meeting", &[started]).await?;
            let message = format!("Ended the meeting with {} decisions", minutes.items.len());
            let ended = Change::new(Entity::ForumMeeting, &uid, "ended", as_json(&minutes)?);
            journal::decide(write, &self.in_the_demo(minutes.to), &message, &[ended]).await?;
        }
        for (text, owner, due, done) in planted::ACTIONS {
            let (uid, written_at) = (self.new_uid(), now.plus(-7 * Time::DAY));
            let (text, owner) = (text.to_owned(), owner.to_owned());
            let due = Some(now.plus(due * Time::DAY));
            let message = format!("Agreed: {text}");
            let action = as_json(&Action { about: String::new(), text, owner, due, written_at })?;
            let agreed = Change::new(Entity::ForumAction, &uid, "action", action);
            journal::decide(write, &self.in_the_demo(written_at), &message, &[agreed]).await?;
            if let Some(done) = done {
                let at = now.plus(-done * Time::DAY);
                let change = Change::new(Entity::ForumAction, &uid, "done", at.0);
                journal::decide(write, &self.in_the_demo(at), "Done", &[change]).await?;
            }
        }
        let [title, asks, brings] = planted::OWN_ITEM;
        let (key, added_at) = (format!("own {}", self.new_uid()), now.plus(-Time::DAY));
        let changes = [
            Change::new(Entity::ForumItem, &key, "own", as_json(&OwnItem { title: title.to_owned(), added_at })?),
            Change::new(Entity::ForumItem, &key, "minutes", 5),
            Change::new(Entity::ForumItem, &key, "put_on", true),
            Change::new(Entity::ForumItem, &key, "asks", asks),
            Change::new(Entity::ForumItem, &key, "brings", brings),
        ];
        let message = format!("Put “{title}” on the agenda");
        journal::decide(write, &self.in_the_demo(added_at), &message, &changes).await?;
        Ok(())
    }

    async fn write_improvements(&self, write: &mut Write<'_>, now: Time) -> Result<()> {
        for (card, step, verdict, ago) in planted::improvements(now) {
            let uid = self.new_uid();
            let message = format!("Made the improvement “{}”", card.title);
            let made = Change::new(Entity::Improvement, &uid, "card", as_json(&card)?);
            journal::decide(write, &self.in_the_demo(now.plus(-ago * Time::DAY)), &message, &[made]).await?;
            let mut moved = vec![Change::new(Entity::Improvement, &uid, "step", as_json(&step)?)];
            if let Some(verdict) = verdict {
                moved.push(Change::new(Entity::Improvement, &uid, "verdict", as_json(&verdict)?));
            }
            let message = format!("Moved “{}” to {}", card.title, step.word());
            let by = self.in_the_demo(now.plus(-ago / 2 * Time::DAY));
            journal::decide(write, &by, &message, &moved).await?;
        }
        Ok(())
    }

    async fn write_rounds(&self, write: &mut Write<'_>, now: Time) -> Result<()> {
        for (ago, answers) in planted::ROUNDS {
            let (uid, opened) = (self.new_uid(), now.plus(-ago * Time::DAY));
            let change = Change::new(Entity::AssessmentRound, &uid, "opened", opened.0);
            journal::decide(write, &self.in_the_demo(opened), "Opened a round of questions", &[change]).await?;
            for given in answers {
                let key = format!("{uid} {}", self.new_uid());
                let by = By { actor: "Somebody".to_owned(), device: self.new_uid(), now: opened };
                let change = Change::new(Entity::AssessmentAnswer, key, "given", as_json(given)?);
                journal::decide(write, &by, "Answered the questions", &[change]).await?;
            }
            let closed = opened.plus(5 * Time::DAY);
            let change = Change::new(Entity::AssessmentRound, &uid, "closed", closed.0);
            journal::decide(write, &self.in_the_demo(closed), "Closed the round of questions", &[change]).await?;
        }
        Ok(())
    }

    async fn write_flag(&self, write: &mut Write<'_>, now: Time) -> Result<()> {
        let (service, why, raised, lifted, because) = planted::FLAG;
        let place = format!("service {service}");
        let at = now.plus(-raised * Time::DAY);
        let change = Change::new(Entity::Andon, &place, "raised", as_json(&Raised { reason: why.to_owned(), at })?);
        journal::decide(write, &self.in_the_demo(at), &format!("Stopped exports of {place}"), &[change]).await?;
        let at = now.plus(-lifted * Time::DAY);
        let value = as_json(&Lifted { reason: because.to_owned(), at })?;
        let message = format!("Exports of {place} go again: {because}");
        let change = Change::new(Entity::Andon, &place, "lifted", value);
        journal::decide(write, &self.in_the_demo(at), &message, &[change]).await?;
        Ok(())
    }
}

fn as_json(value: &impl Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(|e| Problem::system(format!("The demo can't be written down: {e}.")))
}
