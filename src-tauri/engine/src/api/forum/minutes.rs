//! What a meeting came to: to copy, and as a file.

use super::Look;
use crate::api::Engine;
use crate::api::types::{ExportFormat, Forum, Minutes, MinutesAction, MinutesView, SavedFile};
use crate::error::{Problem, Result};
use crate::export::files::{self, minutes as pages};
use crate::store::settings;

impl Engine {
    /// The minutes of a meeting that ended; null: of the one that comes or runs, as far as it is.
    pub async fn forum_minutes(&self, meeting: Option<String>) -> Result<MinutesView> {
        let look = self.look_at_forum().await?;
        let minutes = match meeting {
            Some(uid) => look.held_minutes(&uid)?,
            None => {
                let forum = look.agenda(self.found_for_forum(&look).await?);
                self.minutes_of(&look, &forum).await?
            }
        };
        Ok(MinutesView { text: pages::text(&minutes), minutes })
    }

    /// Writes minutes into the workspace's exports folder. An earlier file is never overwritten.
    pub async fn save_forum_minutes(&self, meeting: Option<String>, format: ExportFormat) -> Result<SavedFile> {
        let MinutesView { minutes, .. } = self.forum_minutes(meeting).await?;
        let minutes = pages::redacted(minutes);
        let (ending, bytes) = match format {
            ExportFormat::Csv => ("csv", pages::csv(&minutes)?.into_bytes()),
            ExportFormat::Markdown => ("md", pages::markdown(&minutes).into_bytes()),
            ExportFormat::Json => ("json", pages::json(&minutes)?.into_bytes()),
            ExportFormat::Html => ("html", files::html(&pages::sheet(&minutes)).into_bytes()),
            ExportFormat::Pdf => ("pdf", files::pdf(&pages::sheet(&minutes))?),
        };
        self.save_list("minutes", ending, &bytes, minutes.items.len() + minutes.actions.len())
    }

    pub(super) async fn minutes_of(&self, look: &Look, forum: &Forum) -> Result<Minutes> {
        let workspace = settings::read(self.store.reader()).await?.workspace_name;
        let undecided = forum.items.iter().filter(|item| item.decision.is_none() && item.asks != "For information");
        Ok(Minutes {
            workspace,
            from: forum.running_since.unwrap_or(look.now),
            to: look.now,
            items: forum.items.iter().filter_map(|item| item.decision.clone()).collect(),
            actions: forum
                .actions
                .iter()
                .map(|action| MinutesAction {
                    uid: action.uid.clone(),
                    text: action.text.clone(),
                    owner: action.owner.clone(),
                    due: action.due,
                    done: action.done_at.is_some(),
                })
                .collect(),
            not_reached: undecided.map(|item| item.title.clone()).collect(),
            notes: String::new(),
        })
    }
}

impl Look {
    /// Of a meeting that ended.
    pub(super) fn held_minutes(&self, uid: &str) -> Result<Minutes> {
        let ended = self.meetings.iter().find(|one| one.uid == uid).and_then(|one| one.minutes.clone());
        ended.ok_or_else(|| Problem::not_found("There are no minutes of this meeting.").kept("Nothing was changed."))
    }
}
