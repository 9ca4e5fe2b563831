//! Asana: opportunities become tasks of one project. Its search costs extra, so the project's own list is read.

mod write;

use write::TaskTracker;

use super::{Connector, Setting, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "asana",
        name: "Asana",
        initials: "AS",
        group: VendorGroup::Work,
        reads: false,
        writes: true,
        address: "https://app.asana.com/api/1.0",
        user_label: "",
        secret_label: "Personal access token",
        secret_help: "Made in the developer console, under My settings → Apps.",
        project_label: "Project",
        secret_required: true,
        settings: &[Setting {
            name: "status_field",
            label: "Field that tells the status",
            help: "The name of a custom field. Empty: the section a task lies in.",
            placeholder: "Status",
            required: false,
            choices: &[],
            long: false,
        }],
        brings: "tasks that opportunities become, and their status",
        proof: "Checked against Asana's published description of the interface; replies were made up in its shapes. No real account has seen it yet.",
    },
    reader: None,
    tracker: Some(|account| Ok(Box::new(TaskTracker::new(account)?))),
};
