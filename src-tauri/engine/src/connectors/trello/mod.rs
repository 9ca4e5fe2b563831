//! Trello: opportunities become cards of one list. The key goes beside the token; the list a card lies in is its status.

mod write;

use write::CardTracker;

use super::{Connector, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "trello",
        name: "Trello",
        initials: "TR",
        group: VendorGroup::Work,
        reads: false,
        writes: true,
        address: "https://api.trello.com",
        user_label: "API key",
        secret_label: "Token",
        secret_help: "Both are made at trello.com/power-ups/admin: the key of a Power-Up of yours, and its token with the right to write.",
        project_label: "List for new cards",
        secret_required: true,
        settings: &[],
        brings: "cards that opportunities become, and the list they lie in",
        proof: "Checked against Trello's documentation; replies were made up in its shapes. No real account has seen it yet.",
    },
    reader: None,
    tracker: Some(|account| Ok(Box::new(CardTracker::new(account)?))),
};
