//! Shortcut: opportunities become stories. A story carries our key as its external id, so it is found at once.

mod write;

use write::StoryTracker;

use super::{Connector, Setting, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "shortcut",
        name: "Shortcut",
        initials: "SC",
        group: VendorGroup::Work,
        reads: false,
        writes: true,
        address: "https://api.app.shortcut.com",
        user_label: "",
        secret_label: "API token",
        secret_help: "Made under Settings → Your account → API tokens.",
        project_label: "Workflow state for new stories",
        secret_required: true,
        settings: &[Setting {
            name: "team",
            label: "Team",
            help: "The id of the team that gets the stories; it stands at the end of the team page's address. Empty: none.",
            placeholder: "",
            required: false,
            choices: &[],
            long: false,
        }],
        brings: "stories that opportunities become, and their status",
        proof: "Checked against Shortcut's published description of the interface; replies were made up in its shapes. No real account has seen it yet.",
    },
    reader: None,
    tracker: Some(|account| Ok(Box::new(StoryTracker::new(account)?))),
};
