//! Plausible: how much the goals and pages of a site are used, day by day. Written against Plausible's documentation
//! and recorded replies.

mod read;

use read::StatsReader;

use super::{Connector, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "plausible",
        name: "Plausible",
        initials: "PL",
        group: VendorGroup::Usage,
        reads: true,
        writes: false,
        address: "https://plausible.io",
        user_label: "",
        secret_label: "API key",
        secret_help: "Make one under Settings → API keys, for the Stats API.",
        project_label: "Site",
        secret_required: true,
        settings: &[],
        brings: "visitors and events a day of each goal and page",
        proof: "Proved against Plausible's documentation and recorded replies, not against Plausible itself.",
    },
    reader: Some(|account| Ok(Box::new(StatsReader::new(account)?))),
    tracker: None,
};
