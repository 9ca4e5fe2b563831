//! What the demo's team told the people who asked: decisions as anybody makes them.

use sqlx::SqliteConnection;

use super::circle::Circle;
use super::way_in_words;
use crate::api::Engine;
use crate::demo::replies::words;
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::Time;
use crate::store::loop_replies::{self, Said};

impl Engine {
    /// Each decision with its time and words, the oldest first. Nothing is written.
    pub(in crate::api) async fn told_in_the_demo(
        &self,
        read: &mut SqliteConnection,
        now: Time,
    ) -> Result<Vec<(Time, String, Vec<Change>)>> {
        let circle = Circle::read(read, None).await?;
        let mut told = Vec::new();
        for (record, _) in circle.opportunities() {
            let Some(reached) = circle.reached(record.id) else { continue };
            let mut asks: Vec<_> = circle.members(record.id).filter_map(|(_, member)| member.asks.first()).collect();
            asks.sort_by_key(|ask| (ask.at, ask.signal));
            let asked: Vec<Time> = asks.iter().map(|ask| ask.at).collect();
            for word in words(&asked, reached.since, now) {
                let Some(ask) = asks.get(word.person) else { continue };
                let said = Said {
                    to: ask.identity.clone(),
                    signal: None,
                    outcome: reached.outcome,
                    way: word.way,
                    text: word.note.to_owned(),
                    at: Some(word.at),
                };
                let said = serde_json::to_value(said).map_err(|e| Problem::system(e.to_string()))?;
                let key = loop_replies::journal_key(&record.uid, &self.new_key());
                let (who, how) = (&ask.name, way_in_words(word.way));
                let message = format!("Told {who} {how} that {} {}", record.id.label(), reached.outcome.in_words());
                told.push((word.at, message, vec![Change::new(Entity::LoopReply, key, "told", said)]));
            }
        }
        told.sort_by_key(|(at, ..)| *at);
        Ok(told)
    }
}
