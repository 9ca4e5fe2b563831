//! Approved replies on their way into tickets.
//!
//! Like a comment to an item, a reply is committed before anything is sent, marked before the send, and settled after.
//! After a send without an answer the ticket is read first, and the reply with the key is looked for. Where not
//! everything can be read, only a person can say whether it is there. While one reply to a person is open no other is
//! taken, and nobody is told the same twice.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use super::circle::{Circle, answers};
use super::drafts::something_to_tell;
use super::line::TicketLine;
use super::{people_in_words, view};
use crate::api::Engine;
use crate::api::comments::{Seen, checked};
use crate::api::export::surely_not_sent;
use crate::api::opportunities::absent;
use crate::api::types::{CommentState, LoopReplyView, LoopStanding, ReplyForm};
use crate::connectors::{ExportKey, written_reply};
use crate::error::{Problem, Result};
use crate::journal::{self, Change, Entity};
use crate::loopback::{LONGEST, Way};
use crate::model::{ConnectionId, LoopReplyId, OpportunityId};
use crate::store::loop_replies::{self, AskRow, LoopReply, NewReply, Said};

/// Replies of one approval at most.
const MOST: usize = 200;

impl Engine {
    /// Writes the replies down as one decision, then sends them one after the other. Nothing is written when one of
    /// them can't be taken.
    pub async fn send_replies(&self, id: OpportunityId, replies: Vec<ReplyForm>) -> Result<Vec<LoopReplyView>> {
        let replies = tidied(replies)?;
        let circle = self.circle(Some(id)).await?;
        let mut lines: HashMap<ConnectionId, TicketLine<'_>> = HashMap::new();
        for form in &replies {
            let connection = meant(&circle, id, form)?.connection;
            if let Entry::Vacant(empty) = lines.entry(connection) {
                empty.insert(self.ticket_line(connection).await.map_err(unsent)?);
            }
        }
        let queued = self.queue_replies(id, &replies, &lines).await?;
        let mut sent = Vec::with_capacity(queued.len());
        for (reply, connection) in queued {
            let line = lines.get(&connection).ok_or_else(|| Problem::system("A connection is gone."))?;
            sent.push(self.deliver_reply(line, reply).await?);
        }
        Ok(sent)
    }

    /// Looks for the reply on its ticket, and sends it only when it surely isn't there.
    pub async fn settle_reply(&self, id: LoopReplyId) -> Result<LoopReplyView> {
        let reply = self.loop_reply(id).await?;
        if matches!(reply.state, CommentState::Sent | CommentState::Cancelled) {
            return Err(Problem::refused("This reply is settled already.").kept("Nothing was sent."));
        }
        let (ticket, line) = self.line_of(&reply).await?;
        match line.look(&ticket, &reply.key).await? {
            Seen::There => self.reply_settled(id, CommentState::Sent, None).await,
            Seen::Missing => self.deliver_reply(&line, id).await,
            Seen::Unclear => self.reply_settled(id, CommentState::Unclear, Some(&unclear(&ticket, &reply.key))).await,
        }
    }

    /// A person has looked, and it isn't there.
    pub async fn send_reply_again(&self, id: LoopReplyId) -> Result<LoopReplyView> {
        let reply = self.unclear_reply(id).await?;
        let (_, line) = self.line_of(&reply).await?;
        let message = format!("Had the reply to {} sent again", reply.name);
        self.decide(message, &[Change::new(Entity::LoopReply, reply.journal_key(), "again", reply.attempts)]).await?;
        self.deliver_reply(&line, id).await
    }

    /// A person has looked, and it is there.
    pub async fn reply_is_there(&self, id: LoopReplyId) -> Result<LoopReplyView> {
        let reply = self.unclear_reply(id).await?;
        let message = format!("Found the reply to {}", reply.name);
        self.decide(message, &[Change::new(Entity::LoopReply, reply.journal_key(), "there", true)]).await?;
        Ok(view(self.loop_reply(id).await?))
    }

    pub async fn cancel_reply(&self, id: LoopReplyId) -> Result<LoopReplyView> {
        let reply = self.loop_reply(id).await?;
        if reply.way != Way::Ticket {
            return Err(Problem::refused("This was told in another way.").todo("Undo it, if it was noted by mistake."));
        }
        if reply.state == CommentState::Sent {
            return Err(Problem::refused("The ticket has this reply already.").todo("Write another one there."));
        }
        let message = format!("Gave up the reply to {}", reply.name);
        self.decide(message, &[Change::cleared(Entity::LoopReply, reply.journal_key(), "text")]).await?;
        Ok(view(self.loop_reply(id).await?))
    }

    /// Checks everything once more with the file held, so that two windows never write to the same person at once.
    async fn queue_replies(
        &self,
        id: OpportunityId,
        replies: &[ReplyForm],
        lines: &HashMap<ConnectionId, TicketLine<'_>>,
    ) -> Result<Vec<(LoopReplyId, ConnectionId)>> {
        let by = self.by().await?;
        let mut write = self.store.write().await?;
        let circle = Circle::read(&mut write, Some(id)).await?;
        let record = circle.record(id).ok_or_else(|| absent(id))?;
        let (mut queued, mut changes) = (Vec::new(), Vec::new());
        for form in replies {
            let ask = meant(&circle, id, form)?;
            let line = lines.get(&ask.connection).ok_or_else(|| Problem::system("A connection is gone."))?;
            let key = checked(form.key.clone())?;
            let new = NewReply {
                key: &key,
                opportunity: id,
                reporter: form.reporter,
                signal: form.signal,
                outcome: form.outcome,
                text: &form.text,
                body: &written_reply(&*line.replies, &form.text, &key),
            };
            let made = loop_replies::queue(&mut write, &new, by.now).await?;
            let made = made.ok_or_else(|| Problem::refused("This reply was sent already.").kept("It stays one."))?;
            queued.push((made, ask.connection));
            let said = Said {
                to: ask.identity.clone(),
                signal: Some(format!("{}/{}", ask.connection_uid, ask.ticket)),
                outcome: form.outcome,
                way: Way::Ticket,
                text: form.text.clone(),
                at: None,
            };
            let said = serde_json::to_value(said).map_err(|e| Problem::system(e.to_string()))?;
            let journal_key = loop_replies::journal_key(&record.uid, &key);
            changes.push(Change::new(Entity::LoopReply, journal_key, "text", said));
        }
        let who = match replies {
            [one] => meant_name(&circle, id, one),
            several => people_in_words(several.len()),
        };
        let outcome = something_to_tell(&circle, id)?.outcome.in_words();
        journal::decide(&mut write, &by, &format!("Told {who} that {} {outcome}", id.label()), &changes).await?;
        write.commit().await?;
        Ok(queued)
    }

    async fn deliver_reply(&self, line: &TicketLine<'_>, id: LoopReplyId) -> Result<LoopReplyView> {
        let mut write = self.store.write().await?;
        loop_replies::sending(&mut write, id, self.now()).await?;
        write.commit().await?;
        let reply = self.loop_reply(id).await?;
        let name = match line.own_name(reply.ticket.as_deref().unwrap_or_default()).await {
            Ok(name) => name,
            Err(problem) => return self.reply_settled(id, CommentState::Failed, Some(&unsent(problem))).await,
        };
        let (state, problem) = match line.ask(&line.replies.reply(&name, &reply.body, &reply.key)).await {
            Ok(answer) => match line.replies.replied(&answer) {
                Ok(()) => (CommentState::Sent, None),
                Err(bad) => (CommentState::NeedsCheck, Some(line.unusable(&bad))),
            },
            Err(problem) if surely_not_sent(problem.kind) => (CommentState::Failed, Some(problem)),
            Err(problem) => (CommentState::NeedsCheck, Some(problem)),
        };
        self.reply_settled(id, state, problem.as_ref()).await
    }

    async fn reply_settled(
        &self,
        id: LoopReplyId,
        state: CommentState,
        problem: Option<&Problem>,
    ) -> Result<LoopReplyView> {
        let mut write = self.store.write().await?;
        loop_replies::settled(&mut write, id, state, problem, self.now()).await?;
        write.commit().await?;
        self.tell_changed();
        Ok(view(self.loop_reply(id).await?))
    }

    async fn line_of(&self, reply: &LoopReply) -> Result<(String, TicketLine<'_>)> {
        let (Some(ticket), Some(connection)) = (reply.ticket.clone(), reply.connection) else {
            return Err(Problem::refused("This reply goes into no ticket.").kept("Nothing was sent."));
        };
        Ok((ticket, self.ticket_line(connection).await?))
    }

    async fn unclear_reply(&self, id: LoopReplyId) -> Result<LoopReply> {
        let reply = self.loop_reply(id).await?;
        match reply.state {
            CommentState::Unclear => Ok(reply),
            _ => Err(Problem::refused("Nothing has to be said about this reply.").kept("Nothing was sent.")),
        }
    }

    async fn loop_reply(&self, id: LoopReplyId) -> Result<LoopReply> {
        loop_replies::one(&mut *self.store.reader().acquire().await?, id).await
    }
}

/// The replies without stray spaces; a refusal when there are none or too many, or one says nothing or too much.
fn tidied(mut replies: Vec<ReplyForm>) -> Result<Vec<ReplyForm>> {
    if replies.is_empty() || replies.len() > MOST {
        return Err(
            Problem::bad_input(format!("From 1 to {MOST} replies can be approved at once.")).kept("Nothing was sent.")
        );
    }
    let mut seen = BTreeSet::new();
    for reply in &mut replies {
        reply.text = reply.text.trim().to_owned();
        if reply.text.is_empty() {
            return Err(Problem::bad_input("A reply needs some words.").kept("Nothing was sent."));
        }
        if reply.text.chars().count() > LONGEST {
            return Err(Problem::bad_input(format!("A reply has at most {LONGEST} letters."))
                .kept("Nothing was sent.")
                .todo("Say it in fewer words."));
        }
        if !seen.insert(reply.reporter) {
            return Err(Problem::bad_input("Somebody is among them twice.").kept("Nothing was sent."));
        }
    }
    Ok(replies)
}

/// The ticket that a reply goes into; a refusal when the person can't be told this, or not in this ticket.
fn meant<'c>(circle: &'c Circle, id: OpportunityId, form: &ReplyForm) -> Result<&'c AskRow> {
    let reached = something_to_tell(circle, id)?;
    if reached.outcome != form.outcome {
        return Err(Problem::refused(format!("{} went on since: it {} now.", id.label(), reached.outcome.in_words()))
            .kept("Nothing was sent.")
            .todo("Draft the reply anew."));
    }
    let member = circle.member(id, form.reporter);
    let member = member.ok_or_else(|| {
        Problem::not_found(format!("This person didn't ask for {}.", id.label())).kept("Nothing was sent.")
    })?;
    let ask = member.asks.iter().find(|ask| ask.signal == form.signal);
    let ask = ask.ok_or_else(|| {
        Problem::not_found(format!("This person didn't ask for {} in that ticket.", id.label()))
            .kept("Nothing was sent.")
    })?;
    match member.standing(Some(reached)) {
        LoopStanding::ToCheck => {
            return Err(Problem::refused(format!("A reply to {} is still open.", ask.name))
                .kept("Nothing was sent.")
                .todo("Have it looked for, or give it up."));
        }
        LoopStanding::Told => {
            return Err(Problem::refused(format!("{} knows that it {}.", ask.name, reached.outcome.in_words()))
                .kept("Nothing was sent."));
        }
        LoopStanding::Due | LoopStanding::Later => {}
    }
    if !answers(ask) {
        return Err(Problem::refused(format!("{} can't be answered from here.", ask.ticket))
            .kept("Nothing was sent.")
            .todo("Copy the text and send it yourself, then note that they were told."));
    }
    Ok(ask)
}

fn meant_name(circle: &Circle, id: OpportunityId, form: &ReplyForm) -> String {
    let ask = circle.member(id, form.reporter).and_then(|member| member.asks.last());
    ask.map_or_else(|| people_in_words(1), |ask| ask.name.clone())
}

fn unsent(problem: Problem) -> Problem {
    problem.kept("Nothing was sent.")
}

fn unclear(ticket: &str, key: &ExportKey) -> Problem {
    Problem::refused(format!("Ticket {ticket} holds more than could be looked through."))
        .kept("The reply may be in it, so it wasn't sent again.")
        .todo(format!("Look there for “{}”, then say whether it is there.", key.0))
}
