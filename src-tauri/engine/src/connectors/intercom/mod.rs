//! Intercom: conversations are read as signals. Written against Intercom's own specification and recorded replies.

mod read;

use read::ConversationReader;

use super::{Connector, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "intercom",
        name: "Intercom",
        initials: "IC",
        group: VendorGroup::Support,
        reads: true,
        writes: false,
        address: "https://api.intercom.io",
        user_label: "",
        secret_label: "Access token",
        secret_help: "It stands under Settings → Integrations → Developer Hub → your app → Authentication. Workspaces in Europe use the address https://api.eu.intercom.io, in Australia https://api.au.intercom.io.",
        project_label: "",
        secret_required: true,
        settings: &[],
        brings: "conversations with their first message",
        proof: "Proved against Intercom's specification and recorded replies, not against Intercom itself.",
    },
    reader: Some(|account| Ok(Box::new(ConversationReader::new(account)?))),
    tracker: None,
};
