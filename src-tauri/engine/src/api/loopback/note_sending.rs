//! Writing notes into records, each at most once.
//!
//! A note is committed before it is sent, marked before the send, and settled after. One without an answer is looked
//! for in its record before it is written again; where that tells nothing, a person has to say whether it is there.

use std::collections::HashMap;

use super::line::TicketLine;
use super::notes::note_view;
use crate::api::Engine;
use crate::api::comments::Seen;
use crate::api::export::surely_not_sent;
use crate::api::types::{CommentState, StatusNoteAct, StatusNoteView};
use crate::error::{Problem, ProblemKind, Result};
use crate::journal::{Change, Entity};
use crate::model::{ConnectionId, StatusNoteId, Time};
use crate::schedule::after;
use crate::store::status_notes::{self, Ended, StatusNote};

/// Notes of one round at most.
const AT_ONCE: u32 = 100;

/// No request is under way for so long: what has no answer until then was sent by a program that ended.
const NO_ANSWER: i64 = 2 * Time::MINUTE;

impl Engine {
    /// Writes the notes that are due. Fails while the secrets lie in a locked vault that nobody opens; then everything
    /// stays due. A connection that is in trouble is left alone with all its notes, the longer the more often it was.
    pub async fn write_status_notes(&self) -> Result<Vec<StatusNoteView>> {
        self.queue_status_notes().await?;
        let now = self.now();
        let mut read = self.store.reader().acquire().await?;
        let ready = status_notes::ready(&mut read, now, now.plus(-NO_ANSWER), AT_ONCE).await?;
        drop(read);
        if ready.is_empty() {
            return Ok(Vec::new());
        }
        self.secrets().ready().await?;
        let mut by_connection: HashMap<ConnectionId, Vec<StatusNote>> = HashMap::new();
        for note in ready {
            by_connection.entry(note.connection).or_default().push(note);
        }
        let mut written = Vec::new();
        for (connection, notes) in by_connection {
            let line = self.ticket_line(connection).await;
            for note in notes {
                let done = match &line {
                    Ok(line) => self.write_note(line, note).await?,
                    Err(problem) => Some(self.note_waits(note, problem).await?),
                };
                // None: another program writes it.
                let Some(done) = done else { continue };
                let in_trouble = done.retry_at.is_some();
                written.push(done);
                if in_trouble {
                    break;
                }
            }
        }
        Ok(written)
    }

    /// What a person does about a note.
    pub async fn act_on_status_note(&self, id: StatusNoteId, act: StatusNoteAct) -> Result<StatusNoteView> {
        let note = self.status_note(id).await?;
        let (field, value, did) = match act {
            StatusNoteAct::Settle if is_settled(note.state) => {
                return Err(Problem::refused("This note is settled already.").kept("Nothing was written."));
            }
            StatusNoteAct::Settle => {
                let under_way = note.state == CommentState::NeedsCheck && note.problem.is_none();
                if under_way && note.changed_at > self.now().plus(-NO_ANSWER) {
                    return Err(in_use());
                }
                let line = self.ticket_line(note.connection).await?;
                return self.looked_for(&line, note).await?.ok_or_else(in_use);
            }
            StatusNoteAct::GiveUp if note.state == CommentState::Sent => {
                return Err(
                    Problem::refused(format!("{} has this note already.", note.record)).todo("Delete it there.")
                );
            }
            StatusNoteAct::GiveUp => ("given_up", true, "Gave up the note"),
            _ if note.state != CommentState::Unclear => {
                return Err(Problem::refused("Nothing has to be said about this note.").kept("Nothing was written."));
            }
            StatusNoteAct::There => ("there", true, "Found the note"),
            StatusNoteAct::NotThere => ("there", false, "Had the note written again"),
        };
        let message = format!("{did} in {} of {}", note.record, note.connection_name);
        self.decide(message, &[Change::new(Entity::StatusNote, note.journal_key(), field, value)]).await?;
        let note = self.status_note(id).await?;
        if act != StatusNoteAct::NotThere {
            return Ok(note_view(note));
        }
        let line = self.ticket_line(note.connection).await?;
        self.send_note(&line, note).await?.ok_or_else(in_use)
    }

    /// One that may have arrived is looked for first. None: another program is at it.
    async fn write_note(&self, line: &TicketLine<'_>, note: StatusNote) -> Result<Option<StatusNoteView>> {
        if note.state == CommentState::NeedsCheck {
            self.looked_for(line, note).await
        } else {
            self.send_note(line, note).await
        }
    }

    async fn looked_for(&self, line: &TicketLine<'_>, note: StatusNote) -> Result<Option<StatusNoteView>> {
        match line.look(&note.record, &note.key).await {
            Ok(Seen::There) => self.note_settled(note.id, CommentState::Sent, None, None).await.map(Some),
            Ok(Seen::Missing) => self.send_note(line, note).await,
            Ok(Seen::Unclear) => {
                let problem = unclear(&note);
                self.note_settled(note.id, CommentState::Unclear, Some(&problem), None).await.map(Some)
            }
            // Only a person can see what became of it.
            Err(problem) if is_of_the_record(&problem) => {
                self.note_settled(note.id, CommentState::Unclear, Some(&problem), None).await.map(Some)
            }
            Err(problem) => self.note_waits(note, &problem).await.map(Some),
        }
    }

    async fn send_note(&self, line: &TicketLine<'_>, note: StatusNote) -> Result<Option<StatusNoteView>> {
        let name = match line.own_name(&note.record).await {
            Ok(name) => name,
            Err(problem) if is_of_the_record(&problem) => {
                return self.note_settled(note.id, CommentState::Failed, Some(&problem), None).await.map(Some);
            }
            Err(problem) => return self.note_waits(note, &problem).await.map(Some),
        };
        let mut write = self.store.write().await?;
        let mine = status_notes::sending(&mut write, &note, self.now()).await?;
        write.commit().await?;
        if !mine {
            return Ok(None);
        }
        let answer = line.ask(&line.replies.note(&name, &note.body, &note.key)).await;
        let answer = answer.and_then(|answer| line.replies.replied(&answer).map_err(|bad| line.unusable(&bad)));
        match answer {
            Ok(()) => self.note_settled(note.id, CommentState::Sent, None, None).await.map(Some),
            Err(problem) => self.note_failed(self.status_note(note.id).await?, problem).await.map(Some),
        }
    }

    /// Nothing was sent or found out: it stays what it was.
    async fn note_waits(&self, note: StatusNote, problem: &Problem) -> Result<StatusNoteView> {
        let retry_at = self.now().plus(after(note.attempts));
        self.note_settled(note.id, note.state, Some(problem), Some(retry_at)).await
    }

    /// Whether it is tried again by itself depends on what went wrong: with this record, or with the whole tool.
    async fn note_failed(&self, note: StatusNote, problem: Problem) -> Result<StatusNoteView> {
        let state = if surely_not_sent(problem.kind) { CommentState::Failed } else { CommentState::NeedsCheck };
        let retry_at = (!is_of_the_record(&problem)).then(|| self.now().plus(after(note.attempts)));
        self.note_settled(note.id, state, Some(&problem), retry_at).await
    }

    async fn note_settled(
        &self,
        id: StatusNoteId,
        state: CommentState,
        problem: Option<&Problem>,
        retry_at: Option<Time>,
    ) -> Result<StatusNoteView> {
        let mut write = self.store.write().await?;
        status_notes::settled(&mut write, id, &Ended { state, problem, retry_at }, self.now()).await?;
        write.commit().await?;
        self.tell_changed();
        Ok(note_view(self.status_note(id).await?))
    }

    async fn status_note(&self, id: StatusNoteId) -> Result<StatusNote> {
        status_notes::one(&mut *self.store.reader().acquire().await?, id).await
    }
}

/// Something is wrong with this record alone, and waiting doesn't mend it.
fn is_of_the_record(problem: &Problem) -> bool {
    matches!(problem.kind, ProblemKind::Refused | ProblemKind::NotFound | ProblemKind::BadReply)
}

fn is_settled(state: CommentState) -> bool {
    matches!(state, CommentState::Sent | CommentState::Cancelled)
}

fn in_use() -> Problem {
    Problem::new(ProblemKind::Busy, "This note is being written.").kept("It is written once.")
}

fn unclear(note: &StatusNote) -> Problem {
    Problem::refused(format!("{} holds more than could be looked through.", note.record))
        .kept("The note may be in it, so it wasn't written again.")
        .todo(format!("Look there for “{}”, then say whether it is there.", note.key.0))
}
