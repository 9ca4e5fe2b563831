//! Looking at everything anew, as if there were no themes: what comes out differently becomes suggestions.

use std::collections::HashMap;

use themes::anew::{Suggestion, suggestions};

use super::found::least_setting;
use super::round::{Round, Stage};
use super::{LOOK_DUE, LOOKED_AT, Pause};
use crate::api::Engine;
use crate::error::Result;
use crate::model::{SignalId, ThemeId};
use crate::store::proposals::{self, Proposal};
use crate::store::vectors::{self, Spot, Which};
use crate::store::{settings, themes as stored};

impl Engine {
    /// Whether there are twice as many texts as the last look saw.
    pub(super) async fn has_doubled(&self) -> Result<bool> {
        let texts = self.store.columns().last_id();
        let seen = settings::get(self.store.reader(), LOOKED_AT).await?.and_then(|seen| seen.parse::<u32>().ok());
        let Some(seen) = seen else {
            // The first grouping was a look at everything.
            let mut write = self.store.write().await?;
            settings::set(&mut write, LOOKED_AT, Some(&texts.to_string())).await?;
            write.commit().await?;
            return Ok(false);
        };
        Ok(texts >= seen.saturating_mul(2) && texts > 0)
    }

    /// Whatever comes in between, everything will be looked at.
    pub(super) async fn make_look_due(&self) -> Result<()> {
        let mut write = self.store.write().await?;
        settings::set(&mut write, LOOK_DUE, Some("yes")).await?;
        write.commit().await
    }

    /// Groups everything again, moves nothing, and keeps what it suggests. All that is found is kept in one commit:
    /// a look that was stopped before begins anew, and sees what it saw.
    pub(super) async fn look_again(&self, pause: &Pause<'_>) -> Result<()> {
        self.make_look_due().await?;
        let mut read = self.store.reader().acquire().await?;
        let all = vectors::spots(&mut read, Which::All).await?;
        drop(read);
        let mut proposed = Vec::new();
        for meaning in [true, false] {
            let Some(groups) = self.groups_of(&all, meaning, pause).await? else { continue };
            let present = themes_of(&groups.signals, &all);
            proposed.extend(suggestions(&present, &groups.groups).into_iter().map(proposal));
            let mut write = self.store.write().await?;
            settings::set(&mut write, least_setting(meaning), Some(&groups.least.to_string())).await?;
            write.commit().await?;
        }
        let unsorted: Vec<Spot> = all.iter().filter(|one| one.theme.is_none() && !one.by_person).copied().collect();
        let founding = self.founding(&unsorted, false, pause).await?;
        let mut write = self.store.write().await?;
        self.make_themes(&mut write, &unsorted, &founding).await?;
        proposals::replace(&mut write, &proposed).await?;
        let texts = self.store.columns().last_id();
        settings::set(&mut write, LOOKED_AT, Some(&texts.to_string())).await?;
        settings::set(&mut write, LOOK_DUE, None).await?;
        Round::at(Stage::Looked).keep(&mut write).await?;
        write.commit().await?;
        self.finish_look(pause).await
    }

    /// Describes every theme anew after a look at everything, if that is still to be done.
    pub(super) async fn finish_look(&self, pause: &Pause<'_>) -> Result<()> {
        if self.round().await?.is_none_or(|round| round.stage != Stage::Looked) {
            return Ok(());
        }
        let mut read = self.store.reader().acquire().await?;
        let themes: Vec<ThemeId> = stored::all(&mut read).await?.into_iter().map(|theme| theme.id).collect();
        drop(read);
        self.describe(&themes, pause).await?;
        self.end_round().await
    }
}

/// The theme of each of some signals.
fn themes_of(signals: &[SignalId], all: &[Spot]) -> Vec<Option<u32>> {
    let of_signal: HashMap<SignalId, Option<ThemeId>> = all.iter().map(|one| (one.signal, one.theme)).collect();
    signals.iter().map(|signal| of_signal.get(signal).copied().flatten().map(|theme| theme.0)).collect()
}

fn proposal(suggestion: Suggestion) -> Proposal {
    let (kind, theme, other, shared, texts) = match suggestion {
        Suggestion::Merge { stays, joins, shared, texts } => ("merge", stays, joins, shared, texts),
        Suggestion::Split { group, largest, texts, .. } => ("split", group, 0, largest, texts),
    };
    Proposal { id: 0, kind: kind.to_owned(), theme_id: ThemeId(theme), other_id: ThemeId(other), shared, texts }
}
