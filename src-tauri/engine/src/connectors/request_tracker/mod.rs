//! Request Tracker 5: tickets are read as signals, through its REST 2 interface. Proved against a real 5.0.3.

mod read;
mod texts;

use read::TicketReader;

use super::{Connector, Vendor, VendorGroup};

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
        secret_help: "Make a token under Logged in as → Settings → Auth Tokens and leave the user name empty, or enter both.",
        project_label: "Queue",
        secret_required: true,
        settings: &[],
        brings: "tickets with their first message",
        proof: "Proved against a real Request Tracker 5.0.3.",
    },
    reader: Some(|account| Ok(Box::new(TicketReader::new(account)?))),
    tracker: None,
};
