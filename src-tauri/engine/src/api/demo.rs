//! Fills the demo workspace with the invented year: its connections, signals and usage, and the decisions its
//! product team made, through the same doors as anybody's.

use std::collections::HashMap;

use serde_json::Value;

use super::Engine;
use super::opportunity_edits::stage_in_words;
use super::types::{Event, GoalMeasure, OutcomeGoal, Progress, WorkspaceInfo, WorkspaceName};
use crate::demo::tree::{Kind, Place, Twig};
use crate::demo::{self, Choice, Choices, Deed, Demo, Idea};
use crate::error::{Problem, Result};
use crate::journal::{self, By, Change, Entity};
use crate::model::{ConnectionId, OpportunityId, Stage, Time, TriageState};
use crate::store::triage::Verdict;
use crate::store::{Write, audit, bulk, opportunities, outbox, tree, usage};

/// The tool of every connection that the demo makes for itself.
pub(super) const VENDOR: &str = "demo";
/// Who decides in the demo.
const ACTOR: &str = "Demo";
const TRACKER_UID: &str = "demo-tracker";
/// Days before now when the team last answered anybody; whoever asked or got something since waits.
const LAST_WORDS: i64 = 17;
/// Records written between two progress events.
const PAGE: usize = 500;

impl Engine {
    /// Fills the demo workspace, all or nothing. One that is filled already stays as it is.
    pub async fn fill_demo(&self) -> Result<WorkspaceInfo> {
        if self.which() != WorkspaceName::Demo {
            return Err(Problem::refused("Invented data goes into the demo workspace only.")
                .kept("This workspace is as it was.")
                .todo("Open the demo workspace and try again."));
        }
        let now = self.now();
        let mut write = self.store.write().await?;
        if crate::store::demo::connection(&mut write, &source_uid(0)).await?.is_some() {
            drop(write);
            return self.workspace().await;
        }
        let demo = tokio::task::spawn_blocking(move || demo::generate(demo::SEED, now))
            .await
            .map_err(|e| Problem::system(format!("The demo could not be made: {e}.")).kept("Nothing was changed."))?;
        let keys = self.write_signals(&mut write, &demo, now).await?;
        if let Some(first) = crate::store::demo::connection(&mut write, &source_uid(0)).await? {
            usage::write_days(&mut write, first, &demo.usage).await?;
        }
        self.write_products(&mut write, now).await?;
        self.write_forum(&mut write, now).await?;
        self.write_choices(&mut write, &demo.choices, &keys).await?;
        write.commit().await?;
        self.finish_reading().await?;
        self.compare_backlog().await?;
        self.tell_changed();
        self.workspace().await
    }

    /// Gives the journal's key of each signal by its external id.
    async fn write_signals(&self, write: &mut Write<'_>, demo: &Demo, now: Time) -> Result<HashMap<String, String>> {
        let total = demo.sources.iter().map(|source| source.records.len()).sum();
        let mut keys = HashMap::with_capacity(total);
        let by = self.in_the_demo(now.plus(-366 * Time::DAY));
        let name = [Change::new(Entity::Setting, "workspace_name", "value", demo::COMPANY)];
        journal::decide(write, &by, "Named the workspace", &name).await?;
        for (position, source) in demo.sources.iter().enumerate() {
            let uid = source_uid(position);
            let id = connect(write, &by, &uid, [&source.name, &source.base_url, &source.project]).await?;
            for page in source.records.chunks(PAGE) {
                bulk::write_records(write, id, page).await?;
                keys.extend(page.iter().map(|r| (r.external_id.clone(), format!("{uid}/{}", r.external_id))));
                self.tell_progress("signals", keys.len(), total);
            }
            crate::store::demo::read_at(write, id, now).await?;
        }
        let (name, address, project) = demo::TRACKER;
        let tracker = connect(write, &by, TRACKER_UID, [name, address, project]).await?;
        crate::store::demo::read_at(write, tracker, now).await?;
        audit::begin(write, tracker, None).await?;
        audit::write_items(write, tracker, &demo::open_items::items(now), now).await?;
        audit::finish(write, tracker, now).await?;
        Ok(keys)
    }

    async fn write_products(&self, write: &mut Write<'_>, now: Time) -> Result<()> {
        let by = self.in_the_demo(now.plus(-365 * Time::DAY));
        for (product, services) in demo::PRODUCTS {
            let change = |service: &&str| Change::new(Entity::Service, *service, "product", product);
            let changes: Vec<Change> = services.iter().map(change).collect();
            journal::decide(write, &by, &format!("Put services into {product}"), &changes).await?;
        }
        Ok(())
    }

    async fn write_choices(
        &self,
        write: &mut Write<'_>,
        choices: &Choices,
        keys: &HashMap<String, String>,
    ) -> Result<()> {
        let mut made: Vec<Option<(String, OpportunityId)>> = vec![None; choices.ideas.len()];
        let last_words = self.now().plus(-LAST_WORDS * Time::DAY);
        let mut told_people = false;
        for (done, choice) in choices.log.iter().enumerate() {
            if choice.at > last_words && !told_people {
                told_people = true;
                for (at, message, changes) in self.told_in_the_demo(write, last_words).await? {
                    journal::decide(write, &self.in_the_demo(at), &message, &changes).await?;
                }
            }
            if let Deed::Create { idea } = choice.deed
                && let Some(place) = made.get_mut(idea)
            {
                *place = Some((self.new_uid(), opportunities::next_number(write).await?));
            }
            if let Deed::Send { idea, item } = &choice.deed
                && let Some((_, opportunity)) = made.get(*idea).and_then(Option::as_ref)
                && let Some(tracker) = crate::store::demo::connection(write, TRACKER_UID).await?
            {
                outbox::keep_item(write, *opportunity, tracker, item, self.now()).await?;
            }
            if let Some((message, changes)) = told(choice, &choices.ideas, &made, keys)? {
                journal::decide(write, &self.in_the_demo(choice.at), &message, &changes).await?;
            }
            if done % 50 == 49 || done + 1 == choices.log.len() {
                self.tell_progress("decisions", done + 1, choices.log.len());
            }
        }
        Ok(())
    }

    pub(super) fn in_the_demo(&self, now: Time) -> By {
        By { actor: ACTOR.to_owned(), device: self.device.clone(), now }
    }

    fn tell_progress(&self, what: &str, done: usize, total: usize) {
        self.tell(Event::Progress(Progress {
            connection: None,
            what: what.to_owned(),
            done: u32::try_from(done).unwrap_or(u32::MAX),
            total: u32::try_from(total).ok(),
            rows_per_second: 0.0,
            seconds_left: None,
            waiting_until: None,
            finished: what == "decisions" && done == total,
        }));
    }
}

/// The same in every demo workspace, so that filling twice finds the first time.
fn source_uid(position: usize) -> String {
    format!("demo-{}", position + 1)
}

/// Makes a connection of the demo's own; `place` is its name, address and project.
async fn connect(write: &mut Write<'_>, by: &By, uid: &str, place: [&str; 3]) -> Result<ConnectionId> {
    let [name, base_url, project] = place;
    let changes = [("created", VENDOR), ("name", name), ("base_url", base_url), ("project", project)]
        .map(|(field, value)| Change::new(Entity::Connection, uid, field, value));
    journal::decide(write, by, &format!("Connected {name}"), &changes).await?;
    let made = crate::store::demo::connection(write, uid).await?;
    made.ok_or_else(|| Problem::system(format!("{name} could not be connected.")))
}

/// A choice as the journal takes it: what the toast would have said, and the changes.
fn told(
    choice: &Choice,
    ideas: &[Idea],
    made: &[Option<(String, OpportunityId)>],
    keys: &HashMap<String, String>,
) -> Result<Option<(String, Vec<Change>)>> {
    let opportunity = |idea: usize| made.get(idea).and_then(Option::as_ref);
    let known = |signals: &[String]| -> Vec<String> { signals.iter().filter_map(|id| keys.get(id).cloned()).collect() };
    Ok(match &choice.deed {
        Deed::Create { idea } => {
            let made = opportunity(*idea).zip(ideas.get(*idea));
            made.map(|((uid, id), idea)| created(uid, *id, idea)).transpose()?
        }
        Deed::Score { idea, inputs } => match opportunity(*idea) {
            Some((uid, id)) => {
                let change = Change::new(Entity::Opportunity, uid, "rice", as_json(inputs)?);
                Some((format!("Scored {}", id.label()), vec![change]))
            }
            None => None,
        },
        Deed::Judge { idea, kind, risk } => match opportunity(*idea) {
            Some((uid, id)) => {
                let field = format!("risk.{}", kind.word());
                let change = Change::new(Entity::Opportunity, uid, &field, as_json(risk)?);
                Some((format!("Judged the {} risk of {}", kind.word(), id.label()), vec![change]))
            }
            None => None,
        },
        Deed::Move { idea, stage, reason } => opportunity(*idea).map(|(uid, id)| moved(uid, *id, *stage, reason)),
        Deed::Send { idea, item } => opportunity(*idea).map(|(uid, id)| {
            let key = format!("{uid} {TRACKER_UID} {}", item.external_id);
            let message = format!("Linked {} to {} in {}", id.label(), item.label, demo::TRACKER.0);
            (message, vec![Change::new(Entity::Item, key, "linked", true)])
        }),
        Deed::Link { idea, signals, importance } => match opportunity(*idea) {
            Some((uid, id)) => {
                let signals = known(signals);
                let mut changes = triaged(&signals, &Verdict::of(TriageState::Accepted))?;
                changes.extend(
                    signals
                        .iter()
                        .map(|key| Change::new(Entity::Evidence, format!("{uid} {key}"), "importance", *importance)),
                );
                Some((format!("Linked {} to {}", counted(signals.len()), id.label()), changes))
            }
            None => None,
        },
        Deed::Against { idea, signals } => opportunity(*idea).map(|(uid, id)| {
            let keys = known(signals).into_iter().map(|key| format!("{uid} {key}"));
            let changes: Vec<Change> = keys.map(|key| Change::new(Entity::Evidence, key, "against", true)).collect();
            (format!("Marked {} as speaking against {}", counted(changes.len()), id.label()), changes)
        }),
        Deed::Merge { signals, into } => {
            let mut verdict = Verdict::of(TriageState::Merged);
            verdict.into = keys.get(into).cloned();
            Some((format!("Merged {} into {into}", counted(signals.len())), triaged(&known(signals), &verdict)?))
        }
        Deed::Hang { twig } => {
            Some((twig.says.clone(), hung(twig, &|idea| opportunity(idea).map(|(uid, _)| uid.clone()))?))
        }
        Deed::Snooze { signals, until } => {
            let mut verdict = Verdict::of(TriageState::Snoozed);
            verdict.until = Some(*until);
            Some((format!("Snoozed {}", counted(signals.len())), triaged(&known(signals), &verdict)?))
        }
        Deed::Decline { signals, reason, note } => {
            let mut verdict = Verdict::of(TriageState::Declined);
            verdict.reason = Some(*reason);
            verdict.note.clone_from(note);
            Some((format!("Declined {}", counted(signals.len())), triaged(&known(signals), &verdict)?))
        }
    })
}

fn created(uid: &str, id: OpportunityId, idea: &Idea) -> Result<(String, Vec<Change>)> {
    let mut changes = vec![
        Change::new(Entity::Opportunity, uid, "created", id.0),
        Change::new(Entity::Opportunity, uid, "title", idea.title.as_str()),
    ];
    changes.extend(idea.fields.iter().map(|(field, text)| Change::new(Entity::Opportunity, uid, field, text.as_str())));
    if let Some((_, amount)) = demo::GOALS.iter().find(|(title, _)| *title == idea.title) {
        let goal = OutcomeGoal { measure: GoalMeasure::FallBy, amount: *amount, feature: None };
        changes.push(Change::new(Entity::OutcomeCheck, uid, "goal", as_json(&goal)?));
    }
    Ok((format!("Made {}", id.label()), changes))
}

/// A node of the tree; nothing where what it hangs under isn't there.
fn hung(twig: &Twig, uid_of: &dyn Fn(usize) -> Option<String>) -> Result<Vec<Change>> {
    let uid = |place: &Place| match place {
        Place::Idea(idea) => uid_of(*idea),
        Place::Node(uid) => Some(uid.clone()),
    };
    let Some(own) = uid(&twig.at) else { return Ok(Vec::new()) };
    let Some(parent) = twig.under.as_ref().map_or(Some(String::new()), uid) else { return Ok(Vec::new()) };
    let (entity, place) = match twig.kind {
        Kind::Outcome => (Entity::Outcome, "place"),
        Kind::Opportunity => (Entity::Opportunity, "tree"),
        Kind::Solution => (Entity::Solution, "place"),
        Kind::Assumption => (Entity::Assumption, "place"),
        Kind::Test => (Entity::AssumptionTest, "place"),
    };
    let value = as_json(&tree::Place { parent, position: twig.position })?;
    let mut changes = vec![Change::new(entity, &own, place, value)];
    changes.extend(twig.fields.iter().map(|(field, value)| Change::new(entity, &own, field, value.clone())));
    Ok(changes)
}

fn moved(uid: &str, id: OpportunityId, stage: Stage, reason: &str) -> (String, Vec<Change>) {
    let mut changes = vec![Change::new(Entity::Opportunity, uid, "stage", stage.word())];
    if reason.is_empty() {
        return (format!("Moved {} to {}", id.label(), stage_in_words(stage)), changes);
    }
    changes.push(Change::new(Entity::Opportunity, uid, "reject_reason", reason));
    (format!("Rejected {}: {reason}", id.label()), changes)
}

fn triaged(signals: &[String], verdict: &Verdict) -> Result<Vec<Change>> {
    let verdict = as_json(verdict)?;
    Ok(signals.iter().map(|key| Change::new(Entity::Signal, key, "triage", verdict.clone())).collect())
}

fn as_json(value: &impl serde::Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(|e| Problem::system(format!("The demo can't be written down: {e}.")))
}

fn counted(signals: usize) -> String {
    if signals == 1 { "1 signal".to_owned() } else { format!("{signals} signals") }
}
