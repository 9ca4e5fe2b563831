//! Backlog items that belong to opportunities: linking existing ones, and reading their status back.

use super::Engine;
use super::opportunities::{absent, item_view};
use super::opportunity_edits::stage_in_words;
use super::types::{ItemView, StatusChange, StatusReport, StepDone};
use crate::connectors::TrackerItem;
use crate::error::{Problem, ProblemKind, Result};
use crate::export::likeness;
use crate::journal::{self, By, Change, Entity};
use crate::model::{ConnectionId, ItemId, OpportunityId, Stage, StatusCategory};
use crate::score::numbers;
use crate::store::items::{self, Known};
use crate::store::{Write, opportunities, outbox};

impl Engine {
    /// All linked items, the one changed last first.
    pub async fn items(&self) -> Result<Vec<ItemView>> {
        let mut read = self.store.reader().acquire().await?;
        Ok(items::linked(&mut read, None).await?.iter().map(item_view).collect())
    }

    /// Items of the tracker that `text` means: the one whose key or address it is, else those that have its words, the
    /// best first, at most ten. `project` is where to look when the connection names no project.
    pub async fn find_items(
        &self,
        connection: ConnectionId,
        project: String,
        text: String,
    ) -> Result<Vec<TrackerItem>> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let line = self.line_to(connection, &project).await?;
        if let Some(request) = line.tracker.named(text) {
            match line.ask(&request).await {
                Ok(reply) => return Ok(vec![line.item(&reply).await?]),
                // A number may also be a word.
                Err(problem) if problem.kind == ProblemKind::NotFound => {}
                Err(problem) => return Err(problem),
            }
        }
        let found = line.list(line.tracker.search(text), |reply| line.tracker.parse_items(reply)).await?;
        let rated = line.whole(found).await?.into_iter().filter_map(|item| Some((fit(text, &item)?, item)));
        let mut rated: Vec<(f64, TrackerItem)> = rated.collect();
        rated.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        rated.truncate(10);
        Ok(rated.into_iter().map(|(_, item)| item).collect())
    }

    /// Makes an item that the tracker has already the opportunity's counterpart. Nothing is written there.
    pub async fn link_item(
        &self,
        id: OpportunityId,
        connection: ConnectionId,
        external_id: String,
    ) -> Result<StepDone> {
        let line = self.line(connection).await?;
        let reply = line.ask(&line.tracker.status(&external_id)).await?;
        let item = line.item(&reply).await?;
        let by = self.by().await?;
        let mut write = self.store.write().await?;
        let Some((uid, _)) = opportunities::open_one(&mut write, id).await? else { return Err(absent(id)) };
        outbox::keep_item(&mut write, id, connection, &item, by.now).await?;
        let key = format!("{uid} {} {}", line.connection.uid, item.external_id);
        let message = format!("Linked {} to {} in {}", id.label(), item.label, line.connection.name);
        let step =
            journal::decide(&mut write, &by, &message, &[Change::new(Entity::Item, key, "linked", true)]).await?;
        write.commit().await?;
        self.tell_changed();
        Ok(super::workspace::done(step, message, u32::from(step.is_some())))
    }

    /// Forgets the link. The item stays in its tracker.
    pub async fn unlink_item(&self, item: ItemId) -> Result<StepDone> {
        let known = self.known_item(item).await?;
        let message = format!("Unlinked {} from {}", known.label, known.opportunity.label());
        self.decide(message, &[Change::new(Entity::Item, known.key, "linked", false)]).await
    }

    pub(super) async fn known_item(&self, id: ItemId) -> Result<Known> {
        let found = items::known(self.store.reader()).await?.into_iter().find(|known| known.id == id);
        found.ok_or_else(|| Problem::not_found("This item isn't linked any more."))
    }

    /// Asks every tracker for the status of every linked item, each by its id.
    pub async fn read_statuses(&self) -> Result<StatusReport> {
        let mut report = StatusReport { read: 0, changed: Vec::new(), problems: Vec::new(), message: String::new() };
        let mut known = items::known(self.store.reader()).await?;
        // Nobody answers for the demo's own tracker.
        known.retain(|item| item.vendor != super::demo::VENDOR);
        known.sort_by_key(|item| item.connection);
        if !known.is_empty() {
            self.secrets().ready().await?;
        }
        for of_one_tracker in known.chunk_by(|a, b| a.connection == b.connection) {
            if let Err(problem) = self.read_tracker(of_one_tracker, &mut report).await {
                report.problems.push(problem);
            }
        }
        if report.read > 0 {
            self.tell_changed();
        }
        report.message = format!(
            "Read {}, {} changed",
            numbers::counted(report.read, "status", "statuses"),
            numbers::number(report.changed.len() as f64)
        );
        Ok(report)
    }

    /// From Exported on an opportunity goes where its item goes, until people verify or reject it. It is a step of the
    /// tracker's in the journal, so it can be taken back; the next change there moves it on.
    async fn follow(&self, write: &mut Write<'_>, id: OpportunityId, item: &TrackerItem, tracker: &str) -> Result<()> {
        let Some(record) = opportunities::one(write, id).await? else { return Ok(()) };
        let follows = matches!(record.stage, Stage::Exported | Stage::InProgress | Stage::Delivered);
        let Some(stage) = stage_of(item.category).filter(|stage| follows && *stage != record.stage) else {
            return Ok(());
        };
        let by = By { actor: tracker.to_owned(), ..self.by().await? };
        let message = format!("{} is {} with {} in {tracker}", id.label(), stage_in_words(stage), item.label);
        let change = Change::new(Entity::Opportunity, &record.uid, "stage", stage.word());
        journal::decide(write, &by, &message, &[change]).await?;
        Ok(())
    }

    async fn read_tracker(&self, known: &[Known], report: &mut StatusReport) -> Result<()> {
        let Some(first) = known.first() else { return Ok(()) };
        let line = self.line(first.connection).await?;
        for item in known {
            let reply = line.ask(&line.tracker.status(&item.external_id)).await?;
            let now = line.item(&reply).await?;
            let mut write = self.store.write().await?;
            outbox::keep_item(&mut write, item.opportunity, item.connection, &now, self.now()).await?;
            if now.category.code() != item.category {
                self.follow(&mut write, item.opportunity, &now, &line.connection.name).await?;
            }
            write.commit().await?;
            report.read += 1;
            if now.status != item.status {
                let view = self.items().await?.into_iter().find(|view| view.id == item.id);
                report.changed.extend(view.map(|item_view| StatusChange { item: item_view, was: item.status.clone() }));
            }
        }
        Ok(())
    }
}

/// Where an opportunity stands while its item is there; None leaves it where people put it.
fn stage_of(category: StatusCategory) -> Option<Stage> {
    match category {
        StatusCategory::ToDo => Some(Stage::Exported),
        StatusCategory::InProgress => Some(Stage::InProgress),
        StatusCategory::Done => Some(Stage::Delivered),
        StatusCategory::Dropped => None,
    }
}

/// How well an item fits what a person typed; None when it doesn't. Its label counts most, then all the words.
fn fit(text: &str, item: &TrackerItem) -> Option<f64> {
    if item.label.eq_ignore_ascii_case(text) {
        return Some(3.0);
    }
    let (title, alike) = (item.title.to_lowercase(), likeness(text, &item.title));
    let all = text.to_lowercase().split_whitespace().all(|word| title.contains(word));
    (all || alike >= 0.3).then_some(alike + f64::from(u8::from(all)))
}
