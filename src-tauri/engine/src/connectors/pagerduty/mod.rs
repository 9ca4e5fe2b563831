//! PagerDuty: incidents are read as signals. Written against PagerDuty's own specification and recorded replies.

mod read;

use read::IncidentReader;

use super::{Connector, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "pagerduty",
        name: "PagerDuty",
        initials: "PD",
        group: VendorGroup::Operations,
        reads: true,
        writes: false,
        address: "https://api.pagerduty.com",
        user_label: "",
        secret_label: "API key",
        secret_help: "Make one under Integrations → API Access Keys, or under My Profile → User Settings; reading is enough. Accounts in Europe use the address https://api.eu.pagerduty.com.",
        project_label: "Service ids",
        secret_required: true,
        settings: &[],
        brings: "incidents with their service, priority and time of resolution",
        proof: "Proved against PagerDuty's specification and recorded replies, not against PagerDuty itself.",
    },
    reader: Some(|account| Ok(Box::new(IncidentReader::new(account)?))),
    tracker: None,
};
