//! Talking to one tracker: its connector, its address and credential, and how patient we are.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Engine;
use super::reach::unusable;
use crate::connectors::{self, BadReply, Tracker};
use crate::error::{Problem, Result};
use crate::http::{HttpReply, HttpRequest, Peer};
use crate::model::ConnectionId;
use crate::store::connections::{self, Connection};

/// A person waits for the answer, so we don't let a tool keep us longer than this.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

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
        let tracker = connectors::tracker(&connection.account())?;
        let peer = self.peer(&connection, tracker.auth()).await?;
        Ok(Line { engine: self, connection, tracker, peer })
    }
}

impl Line<'_> {
    /// Sends and gives the reply, or the tool's refusal as a sentence.
    pub async fn ask(&self, request: &HttpRequest) -> Result<HttpReply> {
        let cancel = CancellationToken::new();
        let patience = self.engine.patience(&cancel, LONGEST_WAIT);
        let judge = |reply: &HttpReply, now| self.tracker.verdict(reply, now);
        self.engine.http.send(&self.peer, request, &judge, &patience).await
    }

    /// A reply that can't be understood, as a sentence.
    pub fn unusable(&self, bad: &BadReply) -> Problem {
        unusable(&self.peer, bad)
    }
}
