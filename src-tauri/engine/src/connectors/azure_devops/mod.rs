//! Azure DevOps: opportunities become work items of one project. Written with JSON Patch, found by a tag.

mod html;
mod open;
mod write;

use write::WorkItemTracker;

use super::{Connector, Setting, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "azure_devops",
        name: "Azure DevOps",
        initials: "AZ",
        group: VendorGroup::Work,
        reads: false,
        writes: true,
        address: "https://dev.azure.com/",
        user_label: "",
        secret_label: "Personal access token",
        secret_help: "Made under User settings → Personal access tokens, with the scope Work items (read & write). The address ends with the name of your organisation.",
        project_label: "Project",
        secret_required: true,
        settings: &[Setting {
            name: "type",
            label: "Work item type",
            help: "What an opportunity becomes there: User Story, Product Backlog Item, Issue or Feature.",
            placeholder: "User Story",
            required: true,
            choices: &[],
            long: false,
        }],
        brings: "work items that opportunities become, and their status",
        proof: "Checked against Microsoft's published description of the interface; replies were made up in its shapes. No real account has seen it yet.",
    },
    reader: None,
    tracker: Some(|account| Ok(Box::new(WorkItemTracker::new(account)?))),
};
