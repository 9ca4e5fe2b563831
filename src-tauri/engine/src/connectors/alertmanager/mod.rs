//! Prometheus Alertmanager: firing alerts are read as signals. Proved against a real Alertmanager 0.25.

mod read;

use read::AlertReader;

use super::{Connector, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "alertmanager",
        name: "Alertmanager",
        initials: "AM",
        group: VendorGroup::Operations,
        reads: true,
        writes: false,
        address: "",
        user_label: "User name",
        secret_label: "Password",
        secret_help: "Only if a gateway before Alertmanager asks for one; Alertmanager itself doesn't.",
        project_label: "",
        secret_required: false,
        settings: &[],
        brings: "alerts that fire",
        proof: "Proved against a real Alertmanager 0.25; the gateway's password only against recorded replies.",
    },
    reader: Some(|account| Ok(Box::new(AlertReader::new(account)?))),
    tracker: None,
};
