//! Linear: opportunities become issues of one team. One address, GraphQL, and refusals that come with status 200.

mod write;

use write::IssueTracker;

use super::{Connector, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "linear",
        name: "Linear",
        initials: "LI",
        group: VendorGroup::Work,
        reads: false,
        writes: true,
        address: "https://api.linear.app",
        user_label: "",
        secret_label: "API key",
        secret_help: "Made under Settings → Security & access → Personal API keys, with the right to write.",
        project_label: "Team",
        secret_required: true,
        settings: &[],
        brings: "issues that opportunities become, and their status",
        proof: "Its queries fit Linear's published schema; replies were made up in its shapes. No real account has seen it yet.",
    },
    reader: None,
    tracker: Some(|account| Ok(Box::new(IssueTracker::new(account)?))),
};
