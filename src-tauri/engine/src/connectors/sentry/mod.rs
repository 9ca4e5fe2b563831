//! Sentry: issues are read as signals. Written against Sentry's own specification and recorded replies.

mod read;

use read::IssueReader;

use super::{Connector, Setting, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "sentry",
        name: "Sentry",
        initials: "SE",
        group: VendorGroup::Operations,
        reads: true,
        writes: false,
        address: "https://sentry.io",
        user_label: "",
        secret_label: "Auth token",
        secret_help: "Make one under Settings → Developer Settings → Internal Integrations, or under Account → API → Auth Tokens, with the scope event:read.",
        project_label: "Project",
        secret_required: true,
        settings: &[Setting {
            name: "organisation",
            label: "Organisation",
            help: "Its short name, as it stands in the address of its issues.",
            placeholder: "parcelwise",
            required: true,
            choices: &[],
            long: false,
        }],
        brings: "errors with how often they came and whom they met",
        proof: "Proved against Sentry's specification and recorded replies, not against Sentry itself.",
    },
    reader: Some(|account| Ok(Box::new(IssueReader::new(account)?))),
    tracker: None,
};
