//! Talking to the tool that holds somebody's ticket.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::api::Engine;
use crate::api::comments::{Look, Seen};
use crate::api::reach::unusable;
use crate::connectors::{self, BadReply, ExportKey, Replies};
use crate::error::{Problem, Result};
use crate::http::{HttpReply, HttpRequest, Peer};
use crate::model::ConnectionId;
use crate::store::connections;

/// A person waits for the answer, so we don't let a tool keep us longer than this.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// One tool whose tickets can be answered.
pub(super) struct TicketLine<'a> {
    engine: &'a Engine,
    pub replies: Box<dyn Replies>,
    peer: Peer,
}

impl Engine {
    /// Refuses connections whose tickets can't be answered.
    pub(super) async fn ticket_line(&self, id: ConnectionId) -> Result<TicketLine<'_>> {
        let connection = connections::one(self.store.reader(), id).await?;
        let replies = connectors::replies(&connection.account())?;
        let peer = self.peer(&connection, replies.auth()).await?;
        Ok(TicketLine { engine: self, replies, peer })
    }
}

impl TicketLine<'_> {
    /// Sends and gives the answer, or the tool's refusal as a sentence.
    pub async fn ask(&self, request: &HttpRequest) -> Result<HttpReply> {
        let cancel = CancellationToken::new();
        let patience = self.engine.patience(&cancel, LONGEST_WAIT);
        let judge = |reply: &HttpReply, now| self.replies.verdict(reply, now);
        self.engine.http.send(&self.peer, request, &judge, &patience).await
    }

    /// How the tool names the ticket that is to be written to.
    pub async fn own_name(&self, ticket: &str) -> Result<String> {
        let Some(request) = self.replies.own_name(ticket) else { return Ok(ticket.to_owned()) };
        let reply = self.ask(&request).await?;
        self.replies.parse_own_name(ticket, &reply).map_err(|bad| self.unusable(&bad))
    }

    /// Reads what stands on the ticket page by page until the reply with the key is found.
    pub async fn look(&self, ticket: &str, key: &ExportKey) -> Result<Seen> {
        let name = self.own_name(ticket).await?;
        let mut look = Look::default();
        loop {
            let from = look.from.clone();
            let reply = self.ask(&self.replies.replies(&name, from.as_deref())).await?;
            let page = self.replies.parse_replies(from.as_deref(), &reply).map_err(|bad| self.unusable(&bad))?;
            if let Some(seen) = look.read(page, key) {
                return Ok(seen);
            }
        }
    }

    /// An answer that can't be understood, as a sentence.
    pub fn unusable(&self, bad: &BadReply) -> Problem {
        unusable(&self.peer, bad)
    }
}
