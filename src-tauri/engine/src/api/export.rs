//! Opportunities on their way into a tracker.
//!
//! An export is crash-safe: the entry is committed before anything is sent, marked before the send, and
//! settled together with the item. A send without a stored answer is looked up by its key before it is sent
//! again, so there is never a second item, and never none.

use super::Engine;
use super::bulk_export::to_settle;
use super::drafts::text_of;
use super::opportunities::{Everything, absent, item_view, reference};
use super::readiness;
use super::trackers::Line;
use super::types::{ExportPreview, ItemView, LookAlike, OpportunityRef, OutboxEntry, OutboxState, Project};
use crate::connectors::{Draft, ExportKey, TrackerItem};
use crate::error::{Problem, ProblemKind, Result};
use crate::export::likeness;
use crate::journal::{self, Change, Entity};
use crate::model::{ConnectionId, OpportunityId, OutboxId, Stage};
use crate::store::outbox::{self, Entry};
use crate::store::{drafts, opportunities};

impl Engine {
    /// What would be sent, exactly; the person may still change it.
    pub async fn preview_export(&self, id: OpportunityId, connection: ConnectionId) -> Result<ExportPreview> {
        let line = self.line(connection).await?;
        let all = self.everything().await?;
        Ok(self.drafted(&all, id, &line).await?.0)
    }

    /// What would be sent on this line, and the draft as the opportunity itself gives it.
    pub(super) async fn drafted(
        &self,
        all: &Everything,
        id: OpportunityId,
        line: &Line<'_>,
    ) -> Result<(ExportPreview, Draft)> {
        let story = self.story(id).await?;
        let written = self.written(&story, line).await?;
        let told = written.draft.clone();
        let mut draft = line.tracker.fitted(written.draft);
        draft.project.clone_from(&line.project);
        let record = all.record(id)?;
        let by_template = text_of(&draft);
        let (draft, kept) = self.kept_draft(&record.uid, line, draft).await?;
        let preview = ExportPreview {
            opportunity: reference(record),
            readiness: all.row(record).readiness,
            connection: line.connection.id,
            characters: u32::try_from(draft.description.chars().count()).unwrap_or(u32::MAX),
            draft,
            written: by_template,
            kept,
            template_problem: written.problem,
            redactions: written.redactions,
            missing: story.missing(),
            already: all.items_of(id).iter().map(item_view).collect(),
        };
        Ok((preview, told))
    }

    /// Open items in the tracker whose titles resemble the opportunity's, best first, at most five.
    pub async fn look_alikes(&self, id: OpportunityId, connection: ConnectionId) -> Result<Vec<LookAlike>> {
        let title = self.everything().await?.record(id)?.title.clone();
        let line = self.line(connection).await?;
        let items = line.list(line.tracker.search(&title), |reply| line.tracker.parse_items(reply)).await?;
        let mut alike: Vec<LookAlike> = line
            .whole(items)
            .await?
            .into_iter()
            .map(|item| LookAlike { score: likeness(&title, &item.title), item })
            .filter(|like| like.score >= 0.3)
            .collect();
        alike.sort_by(|a, b| b.score.total_cmp(&a.score));
        alike.truncate(5);
        Ok(alike)
    }

    /// Where items can go, when the connection names no project; else nothing is asked and the list is empty.
    pub async fn export_projects(&self, connection: ConnectionId) -> Result<Vec<Project>> {
        let line = self.line(connection).await?;
        if !line.connection.project.is_empty() {
            return Ok(Vec::new());
        }
        let projects = line.list(line.tracker.projects(), |reply| line.tracker.parse_projects(reply)).await?;
        Ok(projects.into_iter().map(|(id, name)| Project { id, name }).collect())
    }

    /// A key by which what is sent can be found again.
    pub(super) fn new_key(&self) -> ExportKey {
        ExportKey(format!("tl-{}", self.new_uid()))
    }

    /// What isn't ready goes only with a reason in `anyway`, which is kept in the journal. What waits already, or may
    /// have arrived, is refused; what the tool refused may be sent as another draft.
    pub async fn send_export(
        &self,
        id: OpportunityId,
        connection: ConnectionId,
        draft: Draft,
        anyway: Option<String>,
    ) -> Result<OutboxEntry> {
        let line = self.line_to(connection, &draft.project).await?;
        let draft = line.tracker.fitted(draft);
        if draft.title.is_empty() {
            return Err(Problem::bad_input("A backlog item needs a title.").kept("Nothing was sent."));
        }
        line.check_project()?;
        let told = self.written(&self.story(id).await?, &line).await?.draft;
        let key = self.new_key();
        let all = self.everything().await?;
        let record = all.record(id)?;
        let reason =
            readiness::anyway(&all.row(record).readiness, anyway.as_deref().unwrap_or_default(), record, &key)?;
        let by = self.by().await?;
        let mut write = self.store.write().await?;
        if opportunities::open_one(&mut write, id).await?.is_none() {
            return Err(absent(id));
        }
        let unsettled = outbox::unsettled(&mut write, id, connection).await?;
        if let Some(state) = unsettled.filter(|state| *state != OutboxState::Failed) {
            return Err(Problem::refused(format!("{}.", to_settle(state)))
                .kept("Nothing was sent, so that there is no second item.")
                .todo("Go on with it in the outbox, or give it up there."));
        }
        if let Some((message, change)) = reason {
            journal::decide(&mut write, &by, &message, &[change]).await?;
        }
        let entry = outbox::queue(&mut write, &key, id, connection, (&draft, &told), self.now()).await?;
        write.commit().await?;
        self.send(&line, entry, &draft, &key).await
    }

    /// Looks an entry up in its tracker, and sends it only when it isn't there and nothing newer of the same opportunity
    /// went there.
    pub async fn settle_outbox(&self, id: OutboxId) -> Result<OutboxEntry> {
        let entry = self.entry(id).await?;
        if matches!(entry.state, OutboxState::Sent | OutboxState::Cancelled) {
            return Err(Problem::refused("This entry is settled already.").kept("Nothing was sent."));
        }
        let line = self.line_to(entry.connection, &entry.draft.project).await?;
        let find = line.tracker.find(&entry.key);
        let found = line.list(find, |reply| line.tracker.parse_found(&entry.key, reply)).await?;
        match line.whole(found).await?.into_iter().next() {
            Some(item) => self.arrived(&line, id, &item).await,
            None => self.send(&line, id, &entry.draft, &entry.key).await,
        }
    }

    pub async fn cancel_outbox(&self, id: OutboxId) -> Result<OutboxEntry> {
        if self.entry(id).await?.state == OutboxState::Sent {
            return Err(Problem::refused("The tracker has this one already.").todo("Close it there."));
        }
        self.settled(id, OutboxState::Cancelled, None).await
    }

    pub async fn outbox(&self) -> Result<Vec<OutboxEntry>> {
        let entries = outbox::list(&mut *self.store.reader().acquire().await?).await?;
        let items = self.items().await?;
        Ok(entries.into_iter().map(|entry| view(entry, &items)).collect())
    }

    /// Refuses what was exported anew since: it would make a second item.
    async fn send(&self, line: &Line<'_>, id: OutboxId, draft: &Draft, key: &ExportKey) -> Result<OutboxEntry> {
        let mut write = self.store.write().await?;
        if outbox::exported_anew(&mut write, id).await? {
            let what = format!("The opportunity was exported to {} anew since.", line.connection.name);
            return Err(Problem::refused(what)
                .kept("Nothing was sent, so that there is no second item.")
                .todo("Give this entry up; the newer one counts."));
        }
        outbox::sending(&mut write, id, self.now()).await?;
        write.commit().await?;
        self.post_item(line, id, draft, key).await
    }

    /// Of an entry that is marked as being sent.
    pub(super) async fn post_item(
        &self,
        line: &Line<'_>,
        id: OutboxId,
        draft: &Draft,
        key: &ExportKey,
    ) -> Result<OutboxEntry> {
        match line.ask(&line.tracker.create(draft, key)).await {
            Ok(reply) => match line.item(&reply).await {
                Ok(item) => self.arrived(line, id, &item).await,
                Err(problem) => self.settled(id, OutboxState::NeedsCheck, Some(&problem)).await,
            },
            Err(problem) => {
                let state = if surely_not_sent(problem.kind) { OutboxState::Failed } else { OutboxState::NeedsCheck };
                self.settled(id, state, Some(&problem)).await
            }
        }
    }

    /// The tracker has the item: entry, item, link and stage in one transaction.
    async fn arrived(&self, line: &Line<'_>, id: OutboxId, item: &TrackerItem) -> Result<OutboxEntry> {
        let entry = self.entry(id).await?;
        let by = self.by().await?;
        let mut write = self.store.write().await?;
        let row = outbox::keep_item(&mut write, entry.opportunity, entry.connection, item, by.now).await?;
        outbox::settled(&mut write, id, OutboxState::Sent, None, Some(row), by.now).await?;
        let key = format!("{} {} {}", entry.opportunity_uid, entry.connection_uid, item.external_id);
        let mut changes = vec![Change::new(Entity::Item, key, "linked", true)];
        let opportunity = opportunities::one(&mut write, entry.opportunity).await?;
        if opportunity.is_some_and(|opportunity| opportunity.stage < Stage::Exported) {
            changes.push(Change::new(Entity::Opportunity, &entry.opportunity_uid, "stage", Stage::Exported.word()));
        }
        if drafts::edit(&mut write, &entry.opportunity_uid, &entry.connection_uid).await?.is_some() {
            let key = drafts::journal_key(&entry.opportunity_uid, &entry.connection_uid);
            changes.push(Change::cleared(Entity::Draft, key, "edit"));
        }
        let message = format!("Sent {} to {} as {}", entry.opportunity.label(), line.connection.name, item.label);
        journal::decide(&mut write, &by, &message, &changes).await?;
        write.commit().await?;
        self.tell_changed();
        self.outbox_view(id).await
    }

    async fn settled(&self, id: OutboxId, state: OutboxState, problem: Option<&Problem>) -> Result<OutboxEntry> {
        let mut write = self.store.write().await?;
        outbox::settled(&mut write, id, state, problem, None, self.now()).await?;
        write.commit().await?;
        self.tell_changed();
        self.outbox_view(id).await
    }

    pub(super) async fn entry(&self, id: OutboxId) -> Result<Entry> {
        outbox::one(&mut *self.store.reader().acquire().await?, id).await
    }

    async fn outbox_view(&self, id: OutboxId) -> Result<OutboxEntry> {
        Ok(view(self.entry(id).await?, &self.items().await?))
    }
}

/// The tool said no, or was never asked; anything else may have arrived.
pub(super) fn surely_not_sent(kind: ProblemKind) -> bool {
    matches!(kind, ProblemKind::Credential | ProblemKind::Refused | ProblemKind::NotFound | ProblemKind::Busy)
}

fn view(entry: Entry, items: &[ItemView]) -> OutboxEntry {
    OutboxEntry {
        id: entry.id,
        opportunity: OpportunityRef {
            id: entry.opportunity,
            label: entry.opportunity.label(),
            title: entry.opportunity_title,
        },
        connection: entry.connection,
        connection_name: entry.connection_name,
        state: entry.state,
        title: entry.draft.title,
        problem: entry.problem,
        item: entry.item.and_then(|id| items.iter().find(|item| item.id == id).cloned()),
        queued_at: entry.queued_at,
        changed_at: entry.changed_at,
        attempts: entry.attempts,
    }
}
