//! Merges and splits that the program suggests. People decide; what they declined isn't suggested again.

use super::named;
use crate::api::Engine;
use crate::api::types::{ProposalKind, StepDone, ThemeProposal};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::store::proposals::{self, Proposal};
use crate::store::themes as stored;

impl Engine {
    pub async fn theme_proposals(&self) -> Result<Vec<ThemeProposal>> {
        let mut read = self.store.reader().acquire().await?;
        let mut views = Vec::new();
        for proposal in proposals::open(&mut read).await? {
            let theme = stored::one(&mut read, proposal.theme_id).await?;
            let other = match proposal.other_id.0 {
                0 => None,
                _ => Some(stored::one(&mut read, proposal.other_id).await?),
            };
            let (kind, why) = match &other {
                Some(other) => (ProposalKind::Merge, merge_in_words(&proposal, &other.title, &theme.title)),
                None => (ProposalKind::Split, split_in_words(&proposal, &theme.title)),
            };
            views.push(ThemeProposal {
                id: proposal.id,
                kind,
                theme: named(&theme),
                other: other.as_ref().map(named),
                why,
            });
        }
        Ok(views)
    }

    /// "Keep apart", "keep as one": never suggested again unless this is undone.
    pub async fn decline_proposal(&self, id: u32) -> Result<StepDone> {
        let mut read = self.store.reader().acquire().await?;
        let found = proposals::open(&mut read).await?.into_iter().find(|proposal| proposal.id == id);
        let proposal = found.ok_or_else(|| Problem::not_found("This suggestion isn't there any more."))?;
        let theme = stored::one(&mut read, proposal.theme_id).await?;
        let (other, message) = match proposal.other_id.0 {
            0 => (String::new(), format!("“{}” stays as one", theme.title)),
            _ => {
                let other = stored::one(&mut read, proposal.other_id).await?;
                let message = format!("“{}” and “{}” stay apart", theme.title, other.title);
                (other.uid, message)
            }
        };
        drop(read);
        let key = format!("{} {} {other}", proposal.kind, theme.uid);
        self.decide(message, &[Change::new(Entity::Proposal, key.trim_end(), "declined", true)]).await
    }
}

fn merge_in_words(proposal: &Proposal, joins: &str, stays: &str) -> String {
    let Proposal { shared, texts, .. } = proposal;
    format!(
        "{shared} of the {texts} different texts of “{joins}” fall together with “{stays}” when everything is grouped anew"
    )
}

fn split_in_words(proposal: &Proposal, theme: &str) -> String {
    let Proposal { shared, texts, .. } = proposal;
    format!("Grouped anew, “{theme}” falls apart: its largest part has {shared} of its {texts} different texts")
}
