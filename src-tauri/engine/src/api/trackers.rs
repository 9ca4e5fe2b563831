//! Talking to one tracker: its connector, its address and credential, and how patient we are.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Engine;
use super::reach::unusable;
use crate::connectors::{self, BadReply, Tracker, TrackerItem};
use crate::error::{Problem, Result};
use crate::http::{HttpReply, HttpRequest, Peer};
use crate::model::ConnectionId;
use crate::store::connections::{self, Connection};
use crate::store::outbox;

/// Lists longer than this many pages are looked through only so far.
const MOST_PAGES: usize = 200;

/// A person waits for the answer, so we don't let a tool keep us longer than this.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// One tracker, ready to be asked.
pub(super) struct Line<'a> {
    engine: &'a Engine,
    pub connection: Connection,
    /// Where items go; empty when the connection itself says it, or nobody has yet.
    pub project: String,
    pub tracker: Box<dyn Tracker>,
    peer: Peer,
}

impl Engine {
    /// Refuses connections whose tool can't be written to. Items that are there are looked for where the last one went.
    pub(super) async fn line(&self, id: ConnectionId) -> Result<Line<'_>> {
        let project = outbox::last_project(self.store.reader(), id).await?;
        self.line_to(id, &project).await
    }

    /// The same, for items that go to `project` unless the connection names one.
    pub(super) async fn line_to(&self, id: ConnectionId, project: &str) -> Result<Line<'_>> {
        let connection = connections::one(self.store.reader(), id).await?;
        let mut account = connection.account();
        let project = if account.project.is_empty() { project.to_owned() } else { String::new() };
        if !project.is_empty() {
            account.project.clone_from(&project);
        }
        let tracker = connectors::tracker(&account)?;
        let peer = self.peer(&connection, tracker.auth()).await?;
        Ok(Line { engine: self, connection, project, tracker, peer })
    }
}

impl Line<'_> {
    /// Refuses to send anything while nobody has said where items go.
    pub fn check_project(&self) -> Result<()> {
        if self.connection.project.is_empty() && self.project.trim().is_empty() {
            return Err(Problem::bad_input("A backlog item needs a project to go to.")
                .kept("Nothing was sent.")
                .todo("Choose the project, or name it in the connection."));
        }
        Ok(())
    }

    /// Sends and gives the reply, or the tool's refusal as a sentence.
    pub async fn ask(&self, request: &HttpRequest) -> Result<HttpReply> {
        let cancel = CancellationToken::new();
        let patience = self.engine.patience(&cancel, LONGEST_WAIT);
        let judge = |reply: &HttpReply, now| self.tracker.verdict(reply, now);
        self.engine.http.send(&self.peer, request, &judge, &patience).await
    }

    /// What a list holds, in as many requests as the tool needs for it. `parse` reads one page.
    pub async fn list<T>(
        &self,
        first: HttpRequest,
        parse: impl Fn(&HttpReply) -> std::result::Result<Vec<T>, BadReply>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        let mut next = Some(first);
        for _ in 0..MOST_PAGES {
            let Some(request) = next else { break };
            let reply = self.ask(&request).await?;
            found.extend(parse(&reply).map_err(|bad| self.unusable(&bad))?);
            // The same page again would lead nowhere.
            next = self.tracker.further(&request, &reply).filter(|further| *further != request);
        }
        Ok(found)
    }

    /// The items with everything that their tool tells elsewhere.
    pub async fn whole(&self, mut items: Vec<TrackerItem>) -> Result<Vec<TrackerItem>> {
        let mut replies = Vec::new();
        while let Some(request) = self.tracker.complete(&mut items, &replies).map_err(|bad| self.unusable(&bad))? {
            replies.push(self.ask(&request).await?);
        }
        Ok(items)
    }

    /// The one item that `reply` tells of.
    pub async fn item(&self, reply: &HttpReply) -> Result<TrackerItem> {
        let item = self.tracker.parse_item(reply).map_err(|bad| self.unusable(&bad))?;
        let whole = self.whole(vec![item]).await?.into_iter().next();
        whole.ok_or_else(|| self.unusable(&BadReply("it holds no item".to_owned())))
    }

    /// A reply that can't be understood, as a sentence.
    pub fn unusable(&self, bad: &BadReply) -> Problem {
        unusable(&self.peer, bad)
    }
}
