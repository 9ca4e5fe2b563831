//! The workspace as a whole: its numbers, settings, undo, history and backups.

use std::path::PathBuf;

use super::Engine;
use super::types::{Backup, FoundThing, HistoryEntry, Settings, StepDone, WorkspaceInfo};
use crate::error::{Problem, Result};
use crate::journal::{self, Change, Entity};
use crate::model::StepId;
use crate::store::{Write, backup, find, ops, outcomes, overview, settings};

impl Engine {
    pub async fn workspace(&self) -> Result<WorkspaceInfo> {
        let counts = overview::counts(self.store.reader(), self.now()).await?;
        let settings = settings::read(self.store.reader()).await?;
        Ok(WorkspaceInfo {
            which: self.which(),
            name: settings.workspace_name.clone(),
            folder: self.folder().display().to_string(),
            bytes: std::fs::metadata(self.store.file()).map(|m| m.len()).unwrap_or(0),
            signals: counts.signals,
            inbox: counts.inbox,
            snoozed: counts.snoozed,
            themes: counts.themes,
            opportunities: counts.opportunities,
            items: counts.items,
            connections: counts.connections,
            news: self.news_count().await?,
            outcome_checks: outcomes::open(self.store.reader()).await?,
            triaged_today: counts.triaged_today,
            last_sync: counts.last_sync,
            last_backup: backup::list(self.store.file())?.first().map(|newest| newest.at),
            settings,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            secrets: self.secrets().state().await,
        })
    }

    pub async fn set_settings(&self, settings: Settings) -> Result<StepDone> {
        if settings.actor.trim().is_empty() {
            return Err(Problem::bad_input("Your name can't be empty: it stands in every decision's history.")
                .kept("The settings are as they were."));
        }
        let changes: Vec<Change> = settings::pairs(&settings)
            .into_iter()
            .map(|(key, value)| Change::new(Entity::Setting, key, "value", value.trim()))
            .collect();
        self.decide("Changed the settings".to_owned(), &changes).await
    }

    pub async fn undo(&self) -> Result<StepDone> {
        let by = self.by().await?;
        let mut write = self.store.write().await?;
        let done = journal::undo(&mut write, &by).await?;
        write.commit().await?;
        self.tell_changed();
        Ok(stepped(done, "", "There is nothing to undo"))
    }

    pub async fn redo(&self) -> Result<StepDone> {
        let by = self.by().await?;
        let mut write = self.store.write().await?;
        let done = journal::redo(&mut write, &by).await?;
        write.commit().await?;
        self.tell_changed();
        Ok(stepped(done, "Redid: ", "There is nothing to redo"))
    }

    pub async fn recent(&self, limit: u32) -> Result<Vec<HistoryEntry>> {
        let steps = ops::recent(self.store.reader(), limit.min(1_000)).await?;
        Ok(steps
            .into_iter()
            .map(|step| HistoryEntry {
                step: step.id,
                at: step.at,
                actor: step.actor,
                what: step.message,
                field: String::new(),
                was: None,
                now: None,
                undone: step.undone,
            })
            .collect())
    }

    pub async fn find(&self, text: String) -> Result<Vec<FoundThing>> {
        find::everywhere(&self.store, &text).await
    }

    pub async fn backups(&self) -> Result<Vec<Backup>> {
        backup::list(self.store.file())
    }

    pub async fn back_up(&self) -> Result<Backup> {
        self.store.back_up(self.now(), "by hand").await
    }

    /// The day's backup, when there is none from the last 24 hours.
    pub async fn back_up_daily(&self) -> Result<Option<Backup>> {
        self.store.back_up_daily(self.now()).await
    }

    pub async fn restore(&self, name: String) -> Result<WorkspaceInfo> {
        self.store.restore(&name, self.now()).await?;
        self.tell_changed();
        self.workspace().await
    }

    /// Tells the listeners when another program, such as the command line, has changed the workspace.
    pub async fn notice_others(&self) -> Result<()> {
        if self.store.reload_if_changed_elsewhere().await? {
            self.tell_changed();
        }
        Ok(())
    }

    pub fn is_closed(&self) -> bool {
        self.store.is_closed()
    }

    /// Where exported files lie; made when it isn't there yet.
    pub fn exports_folder(&self) -> Result<PathBuf> {
        let folder = self.folder().join("exports");
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// Whether a stored signal, backlog item, connection or note carries this address, and it is one for a browser.
    pub async fn knows_link(&self, url: &str) -> Result<bool> {
        Ok((url.starts_with("https://") || url.starts_with("http://"))
            && (find::knows_link(self.store.reader(), url).await? || self.notes_link_to(url).await?))
    }

    /// One decision: writes the changes, tells the listeners, gives what the toast says.
    pub(crate) async fn decide(&self, message: String, changes: &[Change]) -> Result<StepDone> {
        let by = self.by().await?;
        let mut write = self.store.write().await?;
        let step = journal::decide(&mut write, &by, &message, changes).await?;
        write.commit().await?;
        if step.is_some() {
            self.tell_changed();
        }
        Ok(done(step, message, u32::from(step.is_some())))
    }

    /// The same within a change of the store that has begun; says so when nothing changed.
    pub(crate) async fn decide_in(
        &self,
        mut write: Write<'_>,
        message: String,
        changes: &[Change],
    ) -> Result<StepDone> {
        let by = self.by().await?;
        let step = journal::decide(&mut write, &by, &message, changes).await?;
        write.commit().await?;
        if step.is_some() {
            self.tell_changed();
        }
        let message = if step.is_some() { message } else { "Nothing changed".to_owned() };
        Ok(done(step, message, u32::from(step.is_some())))
    }
}

/// A finished step without left-outs.
pub(crate) fn done(step: Option<StepId>, message: String, changed: u32) -> StepDone {
    StepDone { step, message, changed, left_out: Vec::new(), opportunity: None }
}

fn stepped(step: Option<(StepId, String)>, prefix: &str, nothing: &str) -> StepDone {
    match step {
        Some((id, message)) => done(Some(id), format!("{prefix}{message}"), 1),
        None => done(None, nothing.to_owned(), 0),
    }
}
