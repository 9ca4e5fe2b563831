//! Looking at everything anew, as if there were no themes: what comes out differently becomes suggestions.

use std::collections::HashMap;

use themes::anew::{Suggestion, suggestions};

use super::{LOOKED_AT, found::least_setting};
use crate::api::Engine;
use crate::error::Result;
use crate::model::{SignalId, ThemeId};
use crate::store::proposals::{self, Proposal};
use crate::store::vectors::{self, Located, Which};
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

    /// Groups everything again, moves nothing, and keeps what it suggests.
    pub(super) async fn look_again(&self) -> Result<()> {
        let mut read = self.store.reader().acquire().await?;
        let all = vectors::located(&mut read, Which::All).await?;
        drop(read);
        let mut proposed = Vec::new();
        for meaning in [true, false] {
            let Some(groups) = self.groups_of(&all, meaning).await? else { continue };
            let present = themes_of(&groups.signals, &all);
            proposed.extend(suggestions(&present, &groups.groups).into_iter().map(proposal));
            let mut write = self.store.write().await?;
            settings::set(&mut write, least_setting(meaning), Some(&groups.least.to_string())).await?;
            write.commit().await?;
        }
        let unsorted: Vec<Located> = all.iter().filter(|one| one.theme.is_none() && !one.by_person).cloned().collect();
        let made = self.found_themes(&unsorted, false).await?;
        let mut read = self.store.reader().acquire().await?;
        let mut themes: Vec<ThemeId> = stored::all(&mut read).await?.into_iter().map(|theme| theme.id).collect();
        drop(read);
        themes.extend(made);
        themes.sort_unstable();
        themes.dedup();
        self.describe(&themes).await?;
        let mut write = self.store.write().await?;
        proposals::replace(&mut write, &proposed).await?;
        let texts = self.store.columns().last_id();
        settings::set(&mut write, LOOKED_AT, Some(&texts.to_string())).await?;
        write.commit().await
    }
}

/// The theme of each of some signals.
fn themes_of(signals: &[SignalId], all: &[Located]) -> Vec<Option<u32>> {
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
