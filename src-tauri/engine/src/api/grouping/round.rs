//! Where a round of placing is, kept with the workspace in the commits of its work: whatever stops it, the next run
//! goes on from there, and comes to the same as a round that nothing stopped.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::PLACED_AT;
use crate::api::Engine;
use crate::error::{Problem, Result};
use crate::model::{SignalId, ThemeId};
use crate::store::{Write, settings};

const ROUND: &str = "grouping_round";

/// What is done; the rest follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stage {
    /// The first themes are founded. They get their names, then the rest is placed, and no more are founded.
    FirstFounded,
    /// Nothing, or some is placed. When all is, what fits no theme may found new ones.
    Begun,
    /// All is placed, and new themes are founded. Names are missing.
    Founded,
    /// A second look is over. Every theme is to be described anew.
    Looked,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Round {
    pub stage: Stage,
    /// Themes that signals joined in this round.
    pub joined: BTreeSet<ThemeId>,
    /// Signals that found no theme in this round and may found one.
    #[serde(default)]
    pub left: BTreeSet<SignalId>,
}

impl Round {
    pub(super) fn at(stage: Stage) -> Round {
        Round { stage, joined: BTreeSet::new(), left: BTreeSet::new() }
    }

    /// Notes it in the commit of what was done.
    pub(super) async fn keep(&self, write: &mut Write<'_>) -> Result<()> {
        let kept = serde_json::to_string(self).map_err(|e| Problem::system(e.to_string()))?;
        settings::set(write, ROUND, Some(&kept)).await
    }
}

impl Engine {
    /// The round that isn't over yet.
    pub(super) async fn round(&self) -> Result<Option<Round>> {
        let kept = settings::get(self.store.reader(), ROUND).await?;
        Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()))
    }

    pub(super) async fn end_round(&self) -> Result<()> {
        let mut write = self.store.write().await?;
        settings::set(&mut write, ROUND, None).await?;
        settings::set(&mut write, PLACED_AT, Some(&self.now().0.to_string())).await?;
        write.commit().await
    }
}
