//! What was told in another way: by phone, by mail, or in the ticket by hand.

use super::{people_in_words, way_in_words};
use crate::api::Engine;
use crate::api::opportunities::absent;
use crate::api::types::{StepDone, ToldForm, Way};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::loopback::LONGEST;
use crate::model::OpportunityId;
use crate::store::loop_replies::{self, Said};

impl Engine {
    /// Notes that people know, as one undoable decision. Nothing is sent.
    pub async fn mark_told(&self, id: OpportunityId, told: ToldForm) -> Result<StepDone> {
        let refuse = |what: &str, todo: &str| Err(Problem::bad_input(what).kept("Nothing was noted.").todo(todo));
        if told.way == Way::Ticket {
            return refuse("A reply in a ticket is noted when it is sent.", "Send it, or say how else they were told.");
        }
        if told.reporters.is_empty() {
            return refuse("Nobody was named.", "Choose who was told.");
        }
        let now = self.now();
        let at = told.at.unwrap_or(now);
        if at > now {
            return refuse("Nobody can have been told in the future.", "Give the day on which they were told.");
        }
        let note = told.note.trim();
        if note.chars().count() > LONGEST {
            return refuse(&format!("A note has at most {LONGEST} letters."), "Say it in fewer words.");
        }
        let circle = self.circle(Some(id)).await?;
        let record = circle.record(id).ok_or_else(|| absent(id))?;
        let mut reporters = told.reporters.clone();
        reporters.sort_unstable();
        reporters.dedup();
        let mut changes = Vec::with_capacity(reporters.len());
        for reporter in &reporters {
            let ask = circle.member(id, *reporter).and_then(|member| member.asks.first());
            let ask = ask.ok_or_else(|| Problem::not_found(format!("This person didn't ask for {}.", id.label())))?;
            let said = Said {
                to: ask.identity.clone(),
                signal: None,
                outcome: told.outcome,
                way: told.way,
                text: note.to_owned(),
                at: Some(at),
            };
            let said = serde_json::to_value(said).map_err(|e| Problem::system(e.to_string()))?;
            let key = loop_replies::journal_key(&record.uid, &self.new_key());
            changes.push(Change::new(Entity::LoopReply, key, "told", said));
        }
        let who = match (reporters.as_slice(), reporters.first().and_then(|one| circle.member(id, *one))) {
            ([_], Some(member)) => member.asks.first().map_or_else(String::new, |ask| ask.name.clone()),
            (several, _) => people_in_words(several.len()),
        };
        let message = format!("Told {who} {} that {} {}", way_in_words(told.way), id.label(), told.outcome.in_words());
        self.decide(message, &changes).await
    }
}
