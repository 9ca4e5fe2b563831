//! Talking to one tracker: its connector, its address and credential, and how patient we are.

use tokio_util::sync::CancellationToken;

use super::Engine;
use super::pull::peer;
use crate::connectors::{self, BadReply, Tracker};
use crate::error::{Problem, ProblemKind, Result};
use crate::http::{HttpReply, HttpRequest, Patience, Peer};
use crate::model::ConnectionId;
use crate::store::connections::{self, Connection};

/// A person waits for the answer, so we don't let a tool keep us longer than this.
const LONGEST_WAIT: std::time::Duration = std::time::Duration::from_secs(30);

/// One tracker, ready to be asked.
pub(super) struct Line<'a> {
    engine: &'a Engine,
    pub connection: Connection,
    pub tracker: Box<dyn Tracker>,
    peer: Peer,
}

impl Engine {
    /// Refuses connections whose tool can't be written to.
    pub(super) async fn line(&self, id: ConnectionId) -> Result<Line<'_>> {
        let connection = connections::one(self.store.reader(), id).await?;
        let tracker = connectors::tracker(&connection.account)?;
        let peer = peer(self, &connection, tracker.auth()).await?;
        Ok(Line { engine: self, connection, tracker, peer })
    }
}

impl Line<'_> {
    /// Sends and gives the reply, or the tool's refusal as a sentence.
    pub async fn ask(&self, request: &HttpRequest) -> Result<HttpReply> {
        let now = || self.engine.now();
        let patience = Patience {
            now: &now,
            cancel: &CancellationToken::new(),
            waiting: &|_| {},
            longest_wait: LONGEST_WAIT,
        };
        let judge = |reply: &HttpReply, now| self.tracker.verdict(reply, now);
        self.engine.http.send(&self.peer, request, &judge, &patience).await
    }

    /// A reply that can't be understood, as a sentence.
    pub fn unusable(&self, bad: BadReply) -> Problem {
        Problem::new(ProblemKind::BadReply, format!("{} gave an answer that can't be used: {}.", self.connection.name, bad.0))
            .kept("What is stored here is as it was.")
    }
}
