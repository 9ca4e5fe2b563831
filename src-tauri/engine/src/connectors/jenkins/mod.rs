//! Jenkins: builds of the jobs that deploy are read as signals. Written against Jenkins' documentation and recorded
//! replies.

mod read;

use read::BuildReader;

use super::{Connector, Setting, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "jenkins",
        name: "Jenkins",
        initials: "JE",
        group: VendorGroup::Operations,
        reads: true,
        writes: false,
        address: "",
        user_label: "User name",
        secret_label: "API token",
        secret_help: "Make one under your name → Security → API Token.",
        project_label: "Jobs",
        secret_required: true,
        settings: &[Setting {
            name: "builds_are",
            label: "Their builds are",
            help: "Deployments bring something to people; changes are everything else that is built.",
            placeholder: "",
            required: false,
            choices: &[("deployment", "Deployments"), ("change", "Changes")],
            long: false,
        }],
        brings: "builds of the jobs you name, as deployments or changes",
        proof: "Proved against Jenkins' documentation and recorded replies, not against a real server.",
    },
    reader: Some(|account| Ok(Box::new(BuildReader::new(account)?))),
    tracker: None,
};
