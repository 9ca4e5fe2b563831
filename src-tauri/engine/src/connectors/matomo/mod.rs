//! Matomo: how much the events and pages of a site are used, day by day. Written against Matomo's documentation and
//! recorded replies.

mod read;

use read::ReportReader;

use super::{Connector, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "matomo",
        name: "Matomo",
        initials: "MA",
        group: VendorGroup::Usage,
        reads: true,
        writes: false,
        address: "",
        user_label: "",
        secret_label: "Token",
        secret_help: "Make one under Administration → Personal → Security → Auth tokens.",
        project_label: "Site number",
        secret_required: true,
        settings: &[],
        brings: "visitors and events a day of each event and page",
        proof: "Proved against Matomo's documentation and recorded replies, not against a real server.",
    },
    reader: Some(|account| Ok(Box::new(ReportReader::new(account)?))),
    tracker: None,
};
