//! YouTrack: opportunities become issues of one project. It tells only the fields it is asked for.

mod write;

use write::IssueTracker;

use super::{Connector, Setting, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "youtrack",
        name: "YouTrack",
        initials: "YT",
        group: VendorGroup::Work,
        reads: false,
        writes: true,
        address: "",
        user_label: "",
        secret_label: "Permanent token",
        secret_help: "Made under Profile → Account Security → Tokens, with the scope YouTrack.",
        project_label: "Project",
        secret_required: true,
        settings: &[Setting {
            name: "state_field",
            label: "Field that tells the status",
            help: "The name of the project's state field. Empty: State.",
            placeholder: "State",
            required: false,
            choices: &[],
            long: false,
        }],
        brings: "issues that opportunities become, and their status",
        proof: "Checked against JetBrains' documentation; replies were made up in its shapes. No real server has seen it yet.",
    },
    reader: None,
    tracker: Some(|account| Ok(Box::new(IssueTracker::new(account)?))),
};
