//! Several opportunities on their way into a tracker: shown first, written into the outbox as one decision, then sent one
//! after the other. Each is as crash-safe as a single one; what a stop leaves waiting goes when a person says so.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

use super::Engine;
use super::opportunities::Everything;
use super::readiness;
use super::trackers::Line;
use super::types::{BulkPreview, BulkQueued, BulkRow, BulkSent, ExportPreview, LeftOut, OutboxEntry, OutboxState};
use crate::connectors::{Draft, ExportKey};
use crate::error::{Problem, ProblemKind, Result};
use crate::journal::{self, Change};
use crate::model::{ConnectionId, OpportunityId, OutboxId, Stage};
use crate::score::numbers;
use crate::store::outbox;

/// Opportunities of one export at most.
const MOST: usize = 200;

/// What is being sent right now, by connection.
#[derive(Default)]
pub(super) struct Sending(Mutex<HashMap<ConnectionId, CancellationToken>>);

impl Sending {
    fn lock(&self) -> MutexGuard<'_, HashMap<ConnectionId, CancellationToken>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One that goes.
struct Going {
    id: OpportunityId,
    title: String,
    key: ExportKey,
    draft: Draft,
    /// As the opportunity itself gave it.
    told: Draft,
    /// Why it goes although something is missing.
    reason: Option<Change>,
}

impl Engine {
    /// What would become of these in a tracker. Sends nothing, and asks the tracker nothing.
    pub async fn preview_exports(&self, ids: Vec<OpportunityId>, connection: ConnectionId) -> Result<BulkPreview> {
        check(&ids)?;
        let line = self.line(connection).await?;
        let all = self.everything().await?;
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            let (preview, _) = self.drafted(&all, id, &line).await?;
            rows.push(BulkRow {
                stays: self.stays(&all, &preview, &line).await?,
                gaps: preview.readiness.missing().map(str::to_owned).collect(),
                stopped: preview.readiness.is_stopped(),
                opportunity: preview.opportunity,
                title: preview.draft.title,
                characters: preview.characters,
                redactions: preview.redactions,
            });
        }
        Ok(BulkPreview { connection, project: line.project, rows })
    }

    /// Writes those that can go into the outbox, all or none of them; what isn't ready goes only with a reason in
    /// `anyway`. `project` counts where the connection names none. Sends nothing.
    pub async fn queue_exports(
        &self,
        ids: Vec<OpportunityId>,
        connection: ConnectionId,
        project: String,
        anyway: Option<String>,
    ) -> Result<BulkQueued> {
        check(&ids)?;
        let line = self.line_to(connection, &project).await?;
        line.check_project()?;
        let all = self.everything().await?;
        let (mut going, mut left_out) = (Vec::new(), Vec::new());
        for id in ids {
            match self.going(&all, id, &line, anyway.as_deref().unwrap_or_default()).await? {
                Ok(one) => going.push(one),
                Err(left) => left_out.push(left),
            }
        }
        let by = self.by().await?;
        let mut write = self.store.write().await?;
        let (mut queued, mut reasons) = (0, Vec::new());
        for one in going {
            if let Some(state) = outbox::unsettled(&mut write, one.id, connection).await? {
                left_out.push(LeftOut { id: one.id.0, title: one.title, reason: to_settle(state).to_owned() });
                continue;
            }
            outbox::queue(&mut write, &one.key, one.id, connection, (&one.draft, &one.told), by.now).await?;
            reasons.extend(one.reason);
            queued += 1;
        }
        if !reasons.is_empty() {
            let what =
                numbers::counted(u32::try_from(reasons.len()).unwrap_or(u32::MAX), "opportunity", "opportunities");
            let message = format!("Exported {what} anyway: {}", anyway.unwrap_or_default().trim());
            journal::decide(&mut write, &by, &message, &reasons).await?;
        }
        write.commit().await?;
        self.tell_changed();
        Ok(BulkQueued { queued, left_out })
    }

    /// Sends what waits for this tracker, the oldest first, until everything went, somebody pauses, or the tool doesn't
    /// answer or let us in. `again`: what it refused before is looked up and tried once more.
    pub async fn send_waiting(&self, connection: ConnectionId, again: bool) -> Result<BulkSent> {
        let _turn = self.running.turn(&format!("outbox {connection}")).map_err(|problem| match problem.kind {
            ProblemKind::Busy => Problem::new(ProblemKind::Busy, "The outbox of this tracker is being sent already.")
                .kept("Nothing is sent twice.")
                .todo("Wait until it is finished, or pause it."),
            _ => problem,
        })?;
        let pause = CancellationToken::new();
        self.sending.lock().insert(connection, pause.clone());
        let sent = self.send_until(connection, again, &pause).await;
        self.sending.lock().remove(&connection);
        sent
    }

    /// Lets what is being sent come to its end; the rest waits.
    pub async fn pause_sending(&self, connection: ConnectionId) -> Result<()> {
        if let Some(pause) = self.sending.lock().get(&connection) {
            pause.cancel();
        }
        Ok(())
    }

    async fn send_until(&self, connection: ConnectionId, again: bool, pause: &CancellationToken) -> Result<BulkSent> {
        let waiting = outbox::waiting(&mut *self.store.reader().acquire().await?, connection, again).await?;
        let mut done = BulkSent::default();
        for (id, state) in waiting {
            if pause.is_cancelled() {
                break;
            }
            let entry = match state {
                OutboxState::Queued => self.send_queued(id).await,
                _ => self.settle_outbox(id).await.map(Some),
            };
            match entry {
                Ok(entry) => done.count(entry.as_ref()),
                Err(problem) => done.problem = Some(problem),
            }
            if done.problem.as_ref().is_some_and(|problem| in_vain(problem.kind)) {
                break;
            }
        }
        let left = outbox::waiting(&mut *self.store.reader().acquire().await?, connection, false).await?;
        done.waiting = u32::try_from(left.len()).unwrap_or(u32::MAX);
        done.message = done.in_words();
        Ok(done)
    }

    /// None: somebody gave it up or sent it meanwhile.
    async fn send_queued(&self, id: OutboxId) -> Result<Option<OutboxEntry>> {
        let entry = self.entry(id).await?;
        let line = self.line_to(entry.connection, &entry.draft.project).await?;
        let mut write = self.store.write().await?;
        if !outbox::claim(&mut write, id, self.now()).await? {
            return Ok(None);
        }
        write.commit().await?;
        self.post_item(&line, id, &entry.draft, &entry.key).await.map(Some)
    }

    async fn going(
        &self,
        all: &Everything,
        id: OpportunityId,
        line: &Line<'_>,
        anyway: &str,
    ) -> Result<std::result::Result<Going, LeftOut>> {
        let (preview, told) = self.drafted(all, id, line).await?;
        let title = preview.opportunity.title.clone();
        let left = |reason: String| Ok(Err(LeftOut { id: id.0, title: title.clone(), reason }));
        if let Some(reason) = self.stays(all, &preview, line).await? {
            return left(reason);
        }
        if !preview.readiness.ready && anyway.trim().is_empty() {
            return left(preview.readiness.missing().collect::<Vec<_>>().join(". "));
        }
        let key = self.new_key();
        let reason = readiness::anyway(&preview.readiness, anyway, all.record(id)?, &key)?;
        let draft = line.tracker.fitted(preview.draft);
        Ok(Ok(Going { id, title, key, draft, told, reason: reason.map(|(_, change)| change) }))
    }

    /// Why it can't go; None: it can.
    async fn stays(&self, all: &Everything, preview: &ExportPreview, line: &Line<'_>) -> Result<Option<String>> {
        let record = all.record(preview.opportunity.id)?;
        let there = preview.already.iter().find(|item| item.connection == line.connection.name);
        Ok(if record.deleted {
            Some("It is deleted".to_owned())
        } else if record.stage == Stage::Rejected {
            Some("It is declined".to_owned())
        } else if let Some(item) = there {
            Some(format!("It is there already, as {}", item.label))
        } else if preview.draft.title.is_empty() {
            Some("It needs a title".to_owned())
        } else {
            let mut read = self.store.reader().acquire().await?;
            outbox::unsettled(&mut read, record.id, line.connection.id).await?.map(|state| to_settle(state).to_owned())
        })
    }
}

impl BulkSent {
    fn count(&mut self, entry: Option<&OutboxEntry>) {
        let Some(entry) = entry else { return };
        match entry.state {
            OutboxState::Sent => self.sent += 1,
            OutboxState::Failed => self.failed += 1,
            OutboxState::NeedsCheck => self.needs_check += 1,
            OutboxState::Queued | OutboxState::Cancelled => {}
        }
        if entry.state != OutboxState::Sent {
            self.problem = entry.problem.clone().or(self.problem.take());
        }
    }

    /// "3 sent, 1 refused, 2 wait"
    fn in_words(&self) -> String {
        let told = [
            (self.sent, "sent"),
            (self.failed, "refused"),
            (self.needs_check, "without an answer"),
            (self.waiting, if self.waiting == 1 { "waits" } else { "wait" }),
        ];
        let parts: Vec<String> = told.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        if parts.is_empty() { "Nothing waits".to_owned() } else { parts.join(", ") }
    }
}

/// What an entry in this state asks for before another is made, which could become a second item.
pub(super) fn to_settle(state: OutboxState) -> &'static str {
    match state {
        OutboxState::NeedsCheck => "It may be there already: look there first",
        OutboxState::Failed => "It was refused: try it again, or give it up first",
        OutboxState::Queued | OutboxState::Sent | OutboxState::Cancelled => "It waits in the outbox",
    }
}

/// The next would fare no better.
fn in_vain(kind: ProblemKind) -> bool {
    matches!(kind, ProblemKind::Credential | ProblemKind::Locked | ProblemKind::Unreachable | ProblemKind::Busy)
}

fn check(ids: &[OpportunityId]) -> Result<()> {
    if ids.len() > MOST {
        return Err(
            Problem::bad_input(format!("At most {MOST} opportunities are exported at once.")).kept("Nothing was sent.")
        );
    }
    Ok(())
}
