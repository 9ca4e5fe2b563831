//! Comments from here to items in trackers.
//!
//! Like an export, a comment is committed before anything is sent, marked before the send, and settled after. After a
//! send without an answer the item's comments are read first, and the one with the key is looked for. Where they can't
//! all be read, only a person can say whether it is there.

use super::Engine;
use super::trackers::Line;
use super::types::{CommentPreview, CommentState, CommentView, OpportunityRef};
use crate::connectors::{Comments, ExportKey, written_comment};
use crate::error::{Problem, Result};
use crate::journal::{self, Change, Entity};
use crate::model::{CommentId, ItemId};
use crate::store::comments::{self, Comment};
use crate::store::opportunities;

/// Comments are looked through so many pages far.
const MOST_PAGES: usize = 20;

/// What a look among an item's comments found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    There,
    Missing,
    /// Not among those that could be read.
    Unclear,
}

/// A look through comments, page by page, for the one with a key.
#[derive(Default)]
pub(super) struct Look {
    /// Where the next page begins.
    pub from: Option<String>,
    pages: usize,
}

impl Look {
    /// Reads the page that began there; None when the look goes on.
    pub fn read(&mut self, page: Comments, key: &ExportKey) -> Option<Seen> {
        if page.carry(key) {
            return Some(Seen::There);
        }
        self.pages += 1;
        match page.next {
            None if page.cut => Some(Seen::Unclear),
            None => Some(Seen::Missing),
            // The same page again would lead nowhere.
            next if next == self.from || self.pages >= MOST_PAGES => Some(Seen::Unclear),
            next => {
                self.from = next;
                None
            }
        }
    }
}

impl Engine {
    /// What would be sent, exactly. Nothing is written.
    pub async fn preview_comment(&self, item: ItemId, text: String) -> Result<CommentPreview> {
        let known = self.known_item(item).await.map_err(unsent)?;
        let line = self.line(known.connection).await?;
        let key = self.new_key();
        let body = written_comment(&line.tracker.style(), &text, &key);
        let item = self.item(item).await?;
        Ok(CommentPreview { item, body, key: key.0 })
    }

    /// Writes the comment down, sends it, stores the answer. `key` is that of its preview.
    pub async fn send_comment(&self, item: ItemId, text: String, key: String) -> Result<CommentView> {
        let text = text.trim().to_owned();
        if text.is_empty() {
            return Err(Problem::bad_input("A comment needs some words.").kept("Nothing was sent."));
        }
        let key = checked(key)?;
        let known = self.known_item(item).await.map_err(unsent)?;
        let line = self.line(known.connection).await?;
        let body = written_comment(&line.tracker.style(), &text, &key);
        let by = self.by().await?;
        let mut write = self.store.write().await?;
        let Some(opportunity) = opportunities::one(&mut write, known.opportunity).await? else {
            return Err(super::opportunities::absent(known.opportunity));
        };
        let queued = comments::queue(&mut write, &key, item, (&text, &body), by.now).await?;
        let id = queued.ok_or_else(|| Problem::refused("This comment was sent already.").kept("It stays one."))?;
        let journal_key = comments::journal_key(&opportunity.uid, &key);
        let message = format!("Commented on {} in {}", known.label, line.connection.name);
        let change = Change::new(Entity::Comment, journal_key, "text", text);
        journal::decide(&mut write, &by, &message, &[change]).await?;
        write.commit().await?;
        self.deliver(&line, id).await
    }

    /// Looks for the comment among those of its item, and sends it only when it surely isn't there.
    pub async fn settle_comment(&self, id: CommentId) -> Result<CommentView> {
        let comment = self.comment(id).await?;
        if matches!(comment.state, CommentState::Sent | CommentState::Cancelled) {
            return Err(Problem::refused("This comment is settled already.").kept("Nothing was sent."));
        }
        let line = self.line(comment.connection).await?;
        match look(&line, &comment).await? {
            Seen::There => self.comment_settled(id, CommentState::Sent, None).await,
            Seen::Missing => self.deliver(&line, id).await,
            Seen::Unclear => self.comment_settled(id, CommentState::Unclear, Some(&unclear(&comment))).await,
        }
    }

    /// A person has looked, and it isn't there.
    pub async fn send_comment_again(&self, id: CommentId) -> Result<CommentView> {
        let comment = self.unclear_comment(id).await?;
        let line = self.line(comment.connection).await?;
        let message = format!("Had the comment on {} sent again", comment.item_label);
        let change = Change::new(Entity::Comment, comment.journal_key(), "again", comment.attempts);
        self.decide(message, &[change]).await?;
        self.deliver(&line, id).await
    }

    /// A person has looked, and it is there.
    pub async fn comment_is_there(&self, id: CommentId) -> Result<CommentView> {
        let comment = self.unclear_comment(id).await?;
        let message = format!("Found the comment on {} in {}", comment.item_label, comment.connection_name);
        self.decide(message, &[Change::new(Entity::Comment, comment.journal_key(), "there", true)]).await?;
        self.comment_view(id).await
    }

    pub async fn cancel_comment(&self, id: CommentId) -> Result<CommentView> {
        let comment = self.comment(id).await?;
        if comment.state == CommentState::Sent {
            return Err(Problem::refused("The tracker has this comment already.").todo("Delete it there."));
        }
        let message = format!("Gave up the comment on {}", comment.item_label);
        self.decide(message, &[Change::cleared(Entity::Comment, comment.journal_key(), "text")]).await?;
        self.comment_view(id).await
    }

    /// The comments that were written here, the newest first; those that wait for a person before the others.
    pub async fn comments(&self) -> Result<Vec<CommentView>> {
        let found = comments::list(&mut *self.store.reader().acquire().await?).await?;
        Ok(found.into_iter().map(view).collect())
    }

    async fn deliver(&self, line: &Line<'_>, id: CommentId) -> Result<CommentView> {
        let mut write = self.store.write().await?;
        comments::sending(&mut write, id, self.now()).await?;
        write.commit().await?;
        let comment = self.comment(id).await?;
        let (state, problem) =
            match line.ask(&line.tracker.comment(&comment.external_id, &comment.body, &comment.key)).await {
                Ok(reply) => match line.tracker.commented(&reply) {
                    Ok(()) => (CommentState::Sent, None),
                    Err(bad) => (CommentState::NeedsCheck, Some(line.unusable(&bad))),
                },
                Err(problem) if super::export::surely_not_sent(problem.kind) => (CommentState::Failed, Some(problem)),
                Err(problem) => (CommentState::NeedsCheck, Some(problem)),
            };
        self.comment_settled(id, state, problem.as_ref()).await
    }

    async fn comment_settled(
        &self,
        id: CommentId,
        state: CommentState,
        problem: Option<&Problem>,
    ) -> Result<CommentView> {
        let mut write = self.store.write().await?;
        comments::settled(&mut write, id, state, problem, self.now()).await?;
        write.commit().await?;
        self.tell_changed();
        self.comment_view(id).await
    }

    async fn unclear_comment(&self, id: CommentId) -> Result<Comment> {
        let comment = self.comment(id).await?;
        match comment.state {
            CommentState::Unclear => Ok(comment),
            _ => Err(Problem::refused("Nothing has to be said about this comment.").kept("Nothing was sent.")),
        }
    }

    async fn comment(&self, id: CommentId) -> Result<Comment> {
        comments::one(&mut *self.store.reader().acquire().await?, id).await
    }

    async fn comment_view(&self, id: CommentId) -> Result<CommentView> {
        Ok(view(self.comment(id).await?))
    }
}

/// Reads the item's comments page by page until the one with the key is found.
async fn look(line: &Line<'_>, comment: &Comment) -> Result<Seen> {
    let mut look = Look::default();
    loop {
        let from = look.from.clone();
        let reply = line.ask(&line.tracker.comments(&comment.external_id, from.as_deref())).await?;
        let page = line.tracker.parse_comments(from.as_deref(), &reply).map_err(|bad| line.unusable(&bad))?;
        if let Some(seen) = look.read(page, &comment.key) {
            return Ok(seen);
        }
    }
}

fn unsent(problem: Problem) -> Problem {
    problem.kept("Nothing was sent.")
}

fn unclear(comment: &Comment) -> Problem {
    Problem::refused(format!("{} has more comments than could be looked through.", comment.item_label))
        .kept("The comment may be among them, so it wasn't sent again.")
        .todo(format!("Look there for “{}”, then say whether it is there.", comment.key.0))
}

/// A key is made here, whatever a caller hands back.
pub(super) fn checked(key: String) -> Result<ExportKey> {
    let made_here = key.strip_prefix("tl-").is_some_and(|uid| {
        (1..=64).contains(&uid.len()) && uid.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    if !made_here {
        return Err(Problem::bad_input("This is no key of a comment.").kept("Nothing was sent."));
    }
    Ok(ExportKey(key))
}

fn view(comment: Comment) -> CommentView {
    CommentView {
        id: comment.id,
        item: comment.item,
        item_label: comment.item_label,
        opportunity: OpportunityRef {
            id: comment.opportunity,
            label: comment.opportunity.label(),
            title: comment.opportunity_title,
        },
        connection_name: comment.connection_name,
        text: comment.text,
        state: comment.state,
        problem: comment.problem,
        queued_at: comment.queued_at,
        changed_at: comment.changed_at,
        attempts: comment.attempts,
    }
}
