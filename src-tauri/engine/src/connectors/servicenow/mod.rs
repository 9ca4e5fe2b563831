//! ServiceNow: incidents, problems and change requests are read as signals through the Table API.

mod read;
mod record;

use read::TableReader;

use super::{Connector, Setting, Vendor, VendorGroup};

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "servicenow",
        name: "ServiceNow",
        initials: "SN",
        group: VendorGroup::Support,
        reads: true,
        writes: false,
        address: "",
        user_label: "User name",
        secret_label: "Password",
        secret_help: "Of an account that may read incidents, problems and change requests; the role itil is enough.",
        project_label: "",
        secret_required: true,
        settings: &[Setting {
            name: "query",
            label: "Only records that fit",
            help: "An encoded query, as “Copy query” gives it above a list in ServiceNow. It is used for all three tables. Empty reads everything the account may see.",
            placeholder: "business_service.name=Checkout",
            required: false,
            choices: &[],
            long: true,
        }],
        brings: "incidents, problems and change requests",
        proof: "Proved against recorded replies in the shape of ServiceNow's documentation, not against an instance.",
    },
    reader: Some(|account| Ok(Box::new(TableReader::new(account)?))),
    tracker: None,
};
