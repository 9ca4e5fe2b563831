//! What changed since somebody on this laptop last looked, by opportunity.

use super::Engine;
use super::types::{ChangedThing, NewsEntry, NewsView, OpportunityRef};
use crate::error::Result;
use crate::model::{OpportunityId, StepId, Time};
use crate::store::looked::{self, Looked};

impl Engine {
    /// Decisions in force and what trackers told, since the last look.
    pub async fn news(&self) -> Result<NewsView> {
        let as_of = self.now();
        let mut read = self.store.reader().begin().await?;
        let last = looked::last(&mut read, &self.device).await?;
        let step = looked::newest_step(&mut read).await?;
        let since = since(last);
        let mut entries: Vec<(OpportunityRef, NewsEntry)> = Vec::new();
        for one in looked::decisions(&mut read, since.step).await? {
            let entry = NewsEntry { at: one.at, actor: one.actor, what: one.message };
            entries.push((reference(one.opportunity, one.title), entry));
        }
        for one in looked::items(&mut read, since.at).await? {
            let what = format!("{} is {}", one.label, one.status);
            let entry = NewsEntry { at: one.at, actor: one.connection, what };
            entries.push((reference(one.opportunity, one.title), entry));
        }
        drop(read);
        let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        Ok(NewsView { since: last.map(|last| last.at), step, as_of, count, things: grouped(entries) })
    }

    /// How many entries the news have.
    pub(super) async fn news_count(&self) -> Result<u32> {
        let mut read = self.store.reader().begin().await?;
        let last = looked::last(&mut read, &self.device).await?;
        looked::count(&mut read, since(last)).await
    }

    /// "I have looked": what was there up to `step` and `as_of` isn't new any more. No decision, so nothing to undo.
    pub async fn mark_looked(&self, step: StepId, as_of: Time) -> Result<()> {
        let mut write = self.store.write().await?;
        let step = step.min(looked::newest_step(&mut write).await?);
        looked::note(&mut write, &self.device, Looked { step, at: as_of.min(self.now()) }).await?;
        write.commit().await?;
        self.tell_changed();
        Ok(())
    }
}

/// Before the first look all of it is new.
fn since(last: Option<Looked>) -> Looked {
    last.unwrap_or(Looked { step: StepId(0), at: Time(0) })
}

fn reference(id: OpportunityId, title: String) -> OpportunityRef {
    OpportunityRef { id, label: id.label(), title }
}

/// The opportunity that changed last comes first, and of each the newest change.
fn grouped(mut entries: Vec<(OpportunityRef, NewsEntry)>) -> Vec<ChangedThing> {
    entries.sort_by_key(|(_, entry)| std::cmp::Reverse(entry.at));
    let mut things: Vec<ChangedThing> = Vec::new();
    for (opportunity, entry) in entries {
        match things.iter_mut().find(|thing| thing.opportunity.id == opportunity.id) {
            Some(thing) => thing.changes.push(entry),
            None => things.push(ChangedThing { opportunity, changes: vec![entry] }),
        }
    }
    things
}
