//! Prometheus: alerts that fire are read as signals, with the rule behind each. Proved against a real Prometheus 2.42.

mod read;

use read::AlertReader;

use super::{Connector, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "prometheus",
        name: "Prometheus",
        initials: "PR",
        group: VendorGroup::Operations,
        reads: true,
        writes: false,
        address: "",
        user_label: "User name",
        secret_label: "Password or token",
        secret_help: "Only if your Prometheus, or a gateway before it, asks for one. Leave the user name empty for a token.",
        project_label: "",
        secret_required: false,
        settings: &[],
        brings: "alerts that fire, with their rules",
        proof: "Proved against a real Prometheus 2.42; passwords and tokens only against recorded replies.",
    },
    reader: Some(|account| Ok(Box::new(AlertReader::new(account)?))),
    tracker: None,
};
