//! Zendesk: tickets are read as signals, with who asked and for which organisation, and commented on. Written against
//! Zendesk's documentation and recorded replies.

mod read;
mod reply;

use read::TicketReader;
use reply::TicketComments;

use super::{Account, Auth, Connector, Replies, Vendor, VendorGroup};
use crate::error::Result;

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "zendesk",
        name: "Zendesk",
        initials: "ZD",
        group: VendorGroup::Support,
        reads: true,
        writes: false,
        address: "",
        user_label: "Email",
        secret_label: "API token",
        secret_help: "An administrator makes one under Admin Center → Apps and integrations → APIs; the email is the administrator's. Zendesk exports tickets to administrators only.",
        project_label: "",
        secret_required: true,
        settings: &[],
        brings: "tickets with requester and organisation",
        proof: "Proved against Zendesk's documentation and recorded replies, not against Zendesk itself.",
    },
    reader: Some(|account| Ok(Box::new(TicketReader::new(account)?))),
    tracker: None,
};

/// Comments on its tickets, public ones and internal notes.
pub(super) fn replies(account: &Account) -> Result<Box<dyn Replies>> {
    Ok(Box::new(TicketComments::new(account)?))
}

/// Zendesk tells a token from a password by what follows the email.
fn auth(user: &str) -> Auth {
    Auth::Basic { user: format!("{}/token", user.trim_end_matches("/token")) }
}
