//! What people say of items: whether a match is right, that an item stays, and that it is worth an opportunity.

use super::found::{KEEP, OTHER, RIGHT};
use super::list::gone;
use crate::api::Engine;
use crate::api::opportunities::reference;
use crate::api::opportunity_edits::{checked_text, editable, plan_new};
use crate::api::types::{AcceptInto, OpportunityRef, StepDone};
use crate::api::words::counted;
use crate::connectors::TrackerItem;
use crate::error::{Problem, Result};
use crate::export::redact::redact;
use crate::journal::{Change, Entity};
use crate::model::{AuditItemId, SignalId, Stage, StatusCategory, TriageState};
use crate::store::apply::apply;
use crate::store::audit::{self, Item};
use crate::store::triage::{self, Verdict};
use crate::store::{Write, outbox};

/// Characters of a new opportunity's statement.
const LONGEST_STATEMENT: usize = 20_000;

impl Engine {
    /// Says that a match of an item is right, or not the same; None takes that back. `about` is the match's.
    pub async fn judge_match(&self, id: AuditItemId, about: String, right: Option<bool>) -> Result<StepDone> {
        let found = self.found().await?;
        let item = found.item(id.0).ok_or_else(gone)?;
        let known = found.matches.get(&id).into_iter().flatten().any(|one| found.about(one).as_ref() == Some(&about));
        if !known || about == KEEP {
            return Err(Problem::not_found("This match isn't there any more.").kept("Nothing was changed."));
        }
        let label = &item.label;
        let (message, change) = match right {
            Some(true) => (format!("The match of {label} is right"), said(item, &about, RIGHT)),
            Some(false) => (format!("The match of {label} isn't the same"), said(item, &about, OTHER)),
            None => {
                let change = Change::cleared(Entity::AuditItem, &item.key, &about);
                (format!("The match of {label} is open again"), change)
            }
        };
        self.decide(message, &[change]).await
    }

    /// Keeps items although nothing speaks for them; without a reason they aren't kept any more.
    pub async fn keep_items(&self, ids: Vec<AuditItemId>, reason: Option<String>) -> Result<StepDone> {
        let reason = match reason {
            Some(reason) => Some(checked_text("reason", &reason)?),
            None => None,
        };
        if reason.as_deref() == Some("") {
            return Err(Problem::bad_input("Keeping an item needs a reason: people will ask.")
                .kept("Nothing was changed.")
                .todo("Say in a few words why, such as “must, by law”."));
        }
        let mut read = self.store.reader().acquire().await?;
        let items: Vec<Item> =
            audit::items(&mut read).await?.into_iter().filter(|item| ids.contains(&item.id)).collect();
        drop(read);
        let Some(first) = items.first() else { return Err(gone()) };
        let changes: Vec<Change> = items
            .iter()
            .map(|item| match &reason {
                Some(reason) => said(item, KEEP, reason),
                None => Change::cleared(Entity::AuditItem, &item.key, KEEP),
            })
            .collect();
        let what = match items.len() {
            1 => first.label.clone(),
            many => counted(u32::try_from(many).unwrap_or(u32::MAX), "items"),
        };
        let message = match &reason {
            Some(reason) => format!("Kept {what}: {reason}"),
            None => format!("{what} isn’t kept aside any more"),
        };
        let done = self.decide(message, &changes).await?;
        Ok(StepDone { changed: if done.step.is_some() { done.changed.max(items.len() as u32) } else { 0 }, ..done })
    }

    /// Makes an opportunity of an item, or gives it to one that is there: the signals that speak for it become evidence
    /// and the item its backlog item, so that it isn't sent a second time. Nothing is written to the tracker.
    pub async fn accept_item(&self, id: AuditItemId, into: AcceptInto, importance: u8) -> Result<StepDone> {
        if importance > 3 {
            return Err(Problem::bad_input("Importance goes from 0 to 3.").kept("Nothing was changed."));
        }
        let found = self.found().await?;
        let item = found.item(id.0).filter(|item| item.is_open()).ok_or_else(gone)?;
        if let Some(owner) = found.belongs_to(item) {
            return Err(Problem::refused(format!("{} belongs to {} already.", item.label, owner.label))
                .kept("Nothing was changed.")
                .todo(format!("Open {} and go on there.", owner.label)));
        }
        let signals: Vec<SignalId> = found.speaking(item).iter().map(|signal| signal.id).collect();
        let made = matches!(into, AcceptInto::New { .. });
        let mut write = self.store.write().await?;
        let (uid, mut changes, about) = self.target(&mut write, item, into).await?;
        if let Some(created) = changes.first() {
            // The item's row hangs on the opportunity's, and both belong to one step.
            apply(&mut write, created, &self.by().await?).await?;
        }
        outbox::keep_item(&mut write, about.id, item.connection, &as_told(item), self.now()).await?;
        changes.push(Change::new(Entity::Item, format!("{uid} {}", item.key), "linked", true));
        for signal in triage::candidates(&mut write, &signals).await? {
            changes.push(Change::new(Entity::Evidence, format!("{uid} {}", signal.key), "importance", importance));
            if signal.state == TriageState::Inbox {
                let accepted = serde_json::to_value(Verdict::of(TriageState::Accepted));
                let accepted = accepted.map_err(|e| Problem::system(e.to_string()))?;
                changes.push(Change::new(Entity::Signal, &signal.key, "triage", accepted));
            }
        }
        let with = counted(u32::try_from(signals.len()).unwrap_or(u32::MAX), "signals");
        let message = match made {
            true => format!("Made {} of {} with {with}", about.label, item.label),
            false => format!("Gave {} with {with} to {}", item.label, about.label),
        };
        self.write_step(write, message, &changes, about).await
    }

    /// Uid and name of the opportunity that an item is given to, and what makes it when it is new, its creation first.
    async fn target(
        &self,
        write: &mut Write<'_>,
        item: &Item,
        into: AcceptInto,
    ) -> Result<(String, Vec<Change>, OpportunityRef)> {
        let title = match into {
            AcceptInto::New { title } => title,
            AcceptInto::Existing { opportunity } => {
                let record = editable(write, opportunity).await?;
                let about = reference(&record);
                return Ok((record.uid, Vec::new(), about));
            }
        };
        let title = if title.trim().is_empty() { item.title.clone() } else { title };
        let uid = self.new_uid();
        let (mut changes, about) = plan_new(write, uid.clone(), &title).await?;
        let statement: String = redact(item.body.trim()).0.chars().take(LONGEST_STATEMENT).collect();
        let fields = [("statement", statement.as_str()), ("service", &item.service), ("stage", stage(item).word())];
        let told = fields.into_iter().filter(|(_, value)| !value.is_empty());
        changes.extend(told.map(|(field, value)| Change::new(Entity::Opportunity, &uid, field, value)));
        Ok((uid, changes, about))
    }
}

fn said(item: &Item, about: &str, verdict: &str) -> Change {
    Change::new(Entity::AuditItem, &item.key, about, verdict)
}

/// What is in a tracker is exported, whoever wrote it there; from here on it follows its item.
fn stage(item: &Item) -> Stage {
    match item.category.0 {
        StatusCategory::InProgress => Stage::InProgress,
        _ => Stage::Exported,
    }
}

fn as_told(item: &Item) -> TrackerItem {
    TrackerItem {
        external_id: item.external_id.clone(),
        label: item.label.clone(),
        title: item.title.clone(),
        url: item.url.clone(),
        status: item.status.clone(),
        category: item.category.0,
        updated_at: item.updated_at,
    }
}
