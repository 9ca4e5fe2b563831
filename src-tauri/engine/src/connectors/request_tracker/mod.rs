//! Request Tracker 5: tickets are read as signals, answered and commented on, through its REST 2 interface. Proved against
//! a real 5.0.3.

mod read;
mod reply;
mod texts;

use read::TicketReader;
use reply::Correspondence;

use super::{Account, Auth, Connector, Replies, Vendor, VendorGroup};
use crate::error::Result;

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "request_tracker",
        name: "Request Tracker",
        initials: "RT",
        group: VendorGroup::Support,
        reads: true,
        writes: false,
        address: "",
        user_label: "User name",
        secret_label: "Token or password",
        secret_help: "Make a token under Logged in as → Settings → Auth Tokens and leave the user name empty, or enter both. To answer tickets the account needs the right ReplyToTicket; to write notes, CommentOnTicket and ShowTicketComments.",
        project_label: "Queue",
        secret_required: true,
        settings: &[],
        brings: "tickets with their first message",
        proof: "Proved against a real Request Tracker 5.0.3.",
    },
    reader: Some(|account| Ok(Box::new(TicketReader::new(account)?))),
    tracker: None,
};

/// Correspondence and comments on its tickets.
pub(super) fn replies(account: &Account) -> Result<Box<dyn Replies>> {
    Ok(Box::new(Correspondence::new(account)?))
}

/// A name and its password, or without a name a token.
fn auth(user: &str) -> Auth {
    if user.is_empty() { Auth::authorization("token") } else { Auth::Basic { user: user.to_owned() } }
}
