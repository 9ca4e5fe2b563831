//! Bringing an item up to date: the difference is shown first, and only what was shown is sent.
//!
//! Writing a field twice does no harm, so an update needs no entry of its own in the outbox: what was sent is noted
//! once the tracker has answered, and a lost answer only means that the same difference is offered again.

use super::Engine;
use super::trackers::Line;
use super::types::{FieldChange, ItemView, UpdatePreview};
use crate::connectors::{Draft, FieldValue, ItemChange};
use crate::error::{Problem, Result};
use crate::export::fields::{self, After, FieldRule, Told};
use crate::model::ItemId;
use crate::store::items::Known;
use crate::store::outbox::{self, Entry};

/// An item that was sent from here, with all that is needed to change it.
struct Sent<'a> {
    line: Line<'a>,
    known: Known,
    entry: Entry,
    view: ItemView,
}

impl Sent<'_> {
    /// What the opportunity gave when it was last sent.
    fn told(&self) -> &Draft {
        self.entry.told.as_ref().unwrap_or(&self.entry.draft)
    }
}

impl Engine {
    /// What changed here since the item was sent, field by field. Nothing is written.
    pub async fn preview_update(&self, item: ItemId) -> Result<UpdatePreview> {
        let sent = self.sent(item).await?;
        let rules = sent.line.rules();
        let tracker = &sent.line.tracker;
        let story = self.story(sent.entry.opportunity).await?;
        let now = tracker.fitted(self.written(&story, &sent.line).await?.draft);
        let change = fields::change(&tracker.fitted(sent.told().clone()), &now, &rules);
        let mut changes = told_apart(&sent, &change);
        if let Some(title) = changes.iter_mut().find(|change| change.name == Told::Title.word()) {
            let reply = sent.line.ask(&sent.line.tracker.status(&sent.known.external_id)).await?;
            let there = sent.line.item(&reply).await?.title;
            title.there = Some(there).filter(|there| *there != title.was);
        }
        Ok(UpdatePreview { item: sent.view, changes, change })
    }

    /// Writes `change`, which a person has seen, into the item.
    pub async fn send_update(&self, item: ItemId, change: ItemChange) -> Result<ItemView> {
        let sent = self.sent(item).await?;
        refuse_more_than_is_kept(&change, &sent.line.rules())?;
        let tracker = &sent.line.tracker;
        let request = tracker.update(&sent.known.external_id, &change, &sent.entry.key);
        sent.line.ask(&request.ok_or_else(written_once)?).await?;
        let (told, draft) =
            (fields::after(sent.told().clone(), &change), fields::after(sent.entry.draft.clone(), &change));
        let mut write = self.store.write().await?;
        outbox::updated(&mut write, sent.entry.id, &draft, &told, self.now()).await?;
        write.commit().await?;
        let reply = sent.line.ask(&tracker.status(&sent.known.external_id)).await?;
        let there = sent.line.item(&reply).await?;
        let mut write = self.store.write().await?;
        outbox::keep_item(&mut write, sent.known.opportunity, sent.known.connection, &there, self.now()).await?;
        write.commit().await?;
        self.tell_changed();
        self.item(item).await
    }

    async fn sent(&self, id: ItemId) -> Result<Sent<'_>> {
        let known = self.known_item(id).await?;
        let entry = outbox::of_item(&mut *self.store.reader().acquire().await?, id).await?;
        let entry = entry.ok_or_else(|| {
            Problem::refused(format!("{} wasn't made from here, so its fields are its team's own.", known.label))
                .kept("Nothing was sent.")
        })?;
        let line = self.line(known.connection).await?;
        if !line.follows() {
            return Err(written_once());
        }
        let view = self.item(id).await?;
        Ok(Sent { line, known, entry, view })
    }

    pub(super) async fn item(&self, id: ItemId) -> Result<ItemView> {
        let found = self.items().await?.into_iter().find(|item| item.id == id);
        found.ok_or_else(|| Problem::not_found("This item isn't linked any more."))
    }
}

fn written_once() -> Problem {
    Problem::refused("Items of this tool are written once.").kept("Nothing was sent.").todo("Change it there.")
}

/// The change as lines for a person: what was last sent, and what would be.
fn told_apart(sent: &Sent<'_>, change: &ItemChange) -> Vec<FieldChange> {
    let own = sent.line.tracker.own_fields();
    let line = |name: &str, label: &str, was: &str, now: &str| FieldChange {
        name: name.to_owned(),
        label: label.to_owned(),
        was: was.to_owned(),
        now: now.to_owned(),
        there: None,
    };
    let last = &sent.entry.draft;
    let title = change.title.as_deref().map(|now| line(Told::Title.word(), "Title", &last.title, now));
    let description = change.description.as_deref();
    let description = description.map(|now| line(Told::Description.word(), "Description", &last.description, now));
    let others = change.fields.iter().map(|(name, now)| {
        let label = own.known.iter().find(|(known, _)| known == name).map_or(name.as_str(), |(_, label)| *label);
        line(name, label, &last.fields.get(name).map(shown).unwrap_or_default(), &shown(now))
    });
    title.into_iter().chain(description).chain(others).collect()
}

fn shown(value: &FieldValue) -> String {
    match value {
        FieldValue::Number(number) => number.to_string(),
        FieldValue::Text(text) => text.clone(),
    }
}

/// A field that the rules don't keep in step is the tracker's.
fn refuse_more_than_is_kept(change: &ItemChange, rules: &[FieldRule]) -> Result<()> {
    let kept = |name: &str| rules.iter().any(|rule| rule.to == name && rule.after == After::KeepInStep);
    let title = change.title.as_ref().map(|_| Told::Title.word());
    let description = change.description.as_ref().map(|_| Told::Description.word());
    let names: Vec<&str> =
        title.into_iter().chain(description).chain(change.fields.keys().map(String::as_str)).collect();
    if names.is_empty() {
        return Err(Problem::bad_input("Nothing would change.").kept("Nothing was sent."));
    }
    match names.iter().find(|name| !kept(name)) {
        None => Ok(()),
        Some(name) => {
            Err(Problem::refused(format!("The field “{name}” isn't kept in step.")).kept("Nothing was sent."))
        }
    }
}
