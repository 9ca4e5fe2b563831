//! Notes by rule: which records should be told now, and writing that down before anything is sent.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use sqlx::SqliteConnection;

use super::circle::how_far;
use super::drafts::facts;
use crate::api::Engine;
use crate::api::types::{
    CommentState, LetterForm, OpportunityRef, Outcome, StatusNoteRuleView, StatusNoteView, StatusNotes, StepDone,
};
use crate::connectors::{self, Replies, written_reply};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::loopback::{Facts, Reached, StatusNoteRule, filled};
use crate::model::{ConnectionId, OpportunityId, StatusNoteId, Time};
use crate::sentence::list;
use crate::store::connections::{self, Connection};
use crate::store::items;
use crate::store::opportunities::Record;
use crate::store::status_notes::{self, NewNote, RecordRow, StatusNote};

/// Notes of one answer at most.
const MOST: u32 = 200;

/// A connection whose records are told something, and how they are written to.
struct Told {
    rule: StatusNoteRule,
    replies: Box<dyn Replies>,
}

/// At which revision there was nothing to write down, and until when that holds; None: as long as nothing is committed.
/// The window looks every few seconds, and looking reads what every opportunity reached.
#[derive(Default)]
pub(in crate::api) struct NothingDue(Mutex<Option<(u32, Option<Time>)>>);

/// What has to be written down.
struct Due {
    new: Vec<(RecordRow, Reached)>,
    /// Written down earlier, not sent, and not true any more.
    outdated: Vec<StatusNoteId>,
    records: BTreeMap<OpportunityId, Record>,
    /// When more may come by itself: a state has then stood long enough.
    next: Option<Time>,
}

impl Engine {
    pub async fn status_notes(&self) -> Result<StatusNotes> {
        let mut rules = Vec::new();
        for connection in connections::all(self.store.reader()).await? {
            if connectors::replies(&connection.account()).is_ok() {
                let tells = connection.status_notes().tells();
                rules.push(StatusNoteRuleView { connection: connection.id, name: connection.name, tells });
            }
        }
        let mut read = self.store.reader().begin().await?;
        let (found, written, to_check) = status_notes::counts(&mut read).await?;
        let notes = status_notes::list(&mut read, MOST).await?.into_iter().map(note_view).collect();
        Ok(StatusNotes { notes, found, written, to_check, rules })
    }

    /// From now on the records of a connection are told when an opportunity they stand behind reaches one of these.
    /// Nothing is told of what was reached before; without any the rule is off, and what waits isn't written.
    pub async fn set_status_notes(&self, connection: ConnectionId, tells: Vec<Outcome>) -> Result<StepDone> {
        let connection = connections::one(self.store.reader(), connection).await?;
        connectors::replies(&connection.account())?;
        let rule = connection.status_notes().with(&tells, self.now());
        if rule.is_off() {
            let message = format!("Records of “{}” get no notes by rule", connection.name);
            let change = Change::cleared(Entity::Connection, &connection.uid, "status_notes");
            return self.decide(message, &[change]).await;
        }
        let words: Vec<&str> = rule.tells().into_iter().map(Outcome::as_status).collect();
        let message = format!("Records of “{}” are told what is {}", connection.name, list(&words));
        let rule = serde_json::to_value(rule).map_err(|error| Problem::system(error.to_string()))?;
        self.decide(message, &[Change::new(Entity::Connection, &connection.uid, "status_notes", rule)]).await
    }

    /// Writes down what records should be told now, and forgets what isn't true any more.
    pub(super) async fn queue_status_notes(&self) -> Result<()> {
        let (revision, now) = (self.store.revision(), self.now());
        if self.no_notes_due.holds(revision, now) {
            return Ok(());
        }
        let told = told(connections::all(self.store.reader()).await?);
        if told.is_empty() {
            return Ok(());
        }
        let due = due(&mut *self.store.reader().acquire().await?, &told, now).await?;
        if due.new.is_empty() && due.outdated.is_empty() {
            self.no_notes_due.note(revision, due.next);
            return Ok(());
        }
        let texts = self.note_texts().await?;
        // Once more with the file held, so that two programs never write to the same record.
        let mut write = self.store.write().await?;
        let due = self::due(&mut write, &told, now).await?;
        for id in due.outdated {
            status_notes::forget(&mut write, id).await?;
        }
        let items = items::linked(&mut write, None).await?;
        for (row, reached) in &due.new {
            let Some((record, told)) = due.records.get(&row.opportunity).zip(told.get(&row.connection)) else {
                continue;
            };
            // The one that changed last comes first.
            let item = items.iter().find(|item| item.opportunity == row.opportunity);
            let facts = Facts { ticket: row.title.clone(), ..facts(item, record, *reached) };
            let text = filled(texts.get(&reached.outcome).map_or("", String::as_str), &facts);
            let key = self.new_key();
            let body = written_reply(&*told.replies, &text, &key);
            let (opportunity, signal) = (row.opportunity, row.signal);
            let new = NewNote { key: &key, opportunity, signal, outcome: reached.outcome, text: &text, body: &body };
            status_notes::queue(&mut write, &new, now).await?;
        }
        write.commit().await?;
        self.tell_changed();
        Ok(())
    }

    async fn note_texts(&self) -> Result<HashMap<Outcome, String>> {
        let mut texts = HashMap::new();
        for outcome in Outcome::ALL {
            texts.insert(*outcome, self.template(LetterForm::StatusNote, *outcome).await?);
        }
        Ok(texts)
    }
}

impl NothingDue {
    fn holds(&self, revision: u32, now: Time) -> bool {
        let noted = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.is_some_and(|(of, until)| of == revision && until.is_none_or(|until| now < until))
    }

    fn note(&self, revision: u32, until: Option<Time>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((revision, until));
    }
}

/// The connections whose records are told something.
fn told(all: Vec<Connection>) -> HashMap<ConnectionId, Told> {
    let one = |connection: Connection| {
        let rule = connection.status_notes();
        let replies = connectors::replies(&connection.account()).ok().filter(|_| !rule.is_off())?;
        Some((connection.id, Told { rule, replies }))
    };
    all.into_iter().filter_map(one).collect()
}

async fn due(read: &mut SqliteConnection, told: &HashMap<ConnectionId, Told>, now: Time) -> Result<Due> {
    let (mut reached, records) = how_far(read, None).await?;
    let moments = reached.values().flat_map(|one| told.values().filter_map(move |told| told.rule.tells_at(*one)));
    let next = moments.filter(|moment| *moment > now).min();
    reached.retain(|_, reached| told.values().any(|told| told.rule.wants(*reached, now)));
    let opportunities: Vec<OpportunityId> = reached.keys().copied().collect();
    let connections: Vec<ConnectionId> = told.keys().copied().collect();
    let mut wanted = HashSet::new();
    let mut new = Vec::new();
    for row in status_notes::records(read, &opportunities, &connections).await? {
        let Some(reached) = reached.get(&row.opportunity) else { continue };
        let rule = told.get(&row.connection).map(|told| &told.rule);
        if !rule.is_some_and(|rule| rule.wants(*reached, now)) || !connectors::answers(&row.vendor, &row.record) {
            continue;
        }
        wanted.insert((row.opportunity, row.signal, reached.outcome));
        if !row.knows(reached.outcome) {
            new.push((row, *reached));
        }
    }
    let is_true = |note: &StatusNote| wanted.contains(&(note.opportunity, note.signal, note.outcome));
    let outdated = status_notes::unsent(read).await?.into_iter().filter(|note| !is_true(note)).map(|note| note.id);
    Ok(Due { new, outdated: outdated.collect(), records, next })
}

pub(super) fn note_view(note: StatusNote) -> StatusNoteView {
    StatusNoteView {
        id: note.id,
        opportunity: OpportunityRef {
            id: note.opportunity,
            label: note.opportunity.label(),
            title: note.opportunity_title,
        },
        signal: note.signal,
        record: note.record,
        title: note.title,
        connection: note.connection_name,
        outcome: note.outcome,
        text: note.text,
        state: note.state,
        problem: note.problem.filter(|_| note.state != CommentState::Sent),
        written_at: note.written_at,
        changed_at: note.changed_at,
        retry_at: note.retry_at,
        attempts: note.attempts,
    }
}
