//! How many opportunities a stage of the board should hold. A limit warns; it refuses nothing.

use std::collections::HashMap;

use super::Engine;
use super::opportunity_edits::stage_in_words;
use super::types::StepDone;
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::Stage;
use crate::store::settings;

/// Begins the keys of the limits among the settings.
const KEY: &str = "limit ";
/// More than any board holds.
const MOST: u32 = 999;

impl Engine {
    /// Sets the limit of a stage, 1 to 999, or takes it away.
    pub async fn set_stage_limit(&self, stage: Stage, limit: Option<u32>) -> Result<StepDone> {
        let words = stage_in_words(stage);
        match limit {
            Some(limit) if (1..=MOST).contains(&limit) => {
                let change = Change::new(Entity::Setting, key(stage), "value", limit.to_string());
                self.decide(format!("Limited {words} to {limit}"), &[change]).await
            }
            Some(_) => Err(Problem::bad_input(format!("A limit goes from 1 to {MOST}.")).kept("Nothing was changed.")),
            None => {
                let change = Change::cleared(Entity::Setting, key(stage), "value");
                self.decide(format!("Took the limit of {words} away"), &[change]).await
            }
        }
    }

    /// The limits that were set, in the order of the stages.
    pub(super) async fn stage_limits(&self) -> Result<Vec<(Stage, u32)>> {
        let kept: HashMap<String, String> =
            settings::beginning_with(self.store.reader(), KEY).await?.into_iter().collect();
        let limit = |stage: &Stage| Some((*stage, kept.get(&key(*stage))?.parse::<u32>().ok()?));
        Ok(Stage::ALL.iter().filter_map(limit).collect())
    }
}

/// The key of a limit among the settings.
fn key(stage: Stage) -> String {
    format!("{KEY}{}", stage.word())
}
