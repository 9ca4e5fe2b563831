//! Freshdesk: tickets are read as signals, with who asked and for which company, and written to. Written against
//! Freshdesk's documentation and recorded replies.

mod read;
mod reply;

use read::TicketReader;
use reply::TicketReplies;

use super::{Account, Auth, Connector, Replies, Vendor, VendorGroup};
use crate::error::Result;

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "freshdesk",
        name: "Freshdesk",
        initials: "FD",
        group: VendorGroup::Support,
        reads: true,
        writes: false,
        address: "",
        user_label: "",
        secret_label: "API key",
        secret_help: "It stands under Profile settings → View API key.",
        project_label: "",
        secret_required: true,
        settings: &[],
        brings: "tickets with requester and company",
        proof: "Proved against Freshdesk's documentation and recorded replies, not against Freshdesk itself.",
    },
    reader: Some(|account| Ok(Box::new(TicketReader::new(account)?))),
    tracker: None,
};

/// Replies to its tickets and private notes.
pub(super) fn replies(account: &Account) -> Result<Box<dyn Replies>> {
    Ok(Box::new(TicketReplies::new(account)?))
}

fn auth() -> Auth {
    Auth::BasicKey { password: "X" }
}
