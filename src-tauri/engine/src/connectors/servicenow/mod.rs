//! ServiceNow: incidents, problems and change requests are read as signals, and commented on, through the Table API.

mod read;
mod record;
mod reply;

use read::TableReader;
use reply::Journal;

use super::{Account, Auth, Connector, Replies, Setting, Vendor, VendorGroup};
use crate::error::Result;

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
        secret_help: "Of an account that may read incidents, problems and change requests; the role itil is enough, for answers and work notes too. To write without it takes sn_incident_write, sn_problem_write and sn_change_write.",
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

/// Comments and work notes on its records.
pub(super) fn replies(account: &Account) -> Result<Box<dyn Replies>> {
    Ok(Box::new(Journal::new(account)?))
}

/// Whether the record with this number can be written to: the number has to tell its table.
pub(super) fn answers(number: &str) -> bool {
    reply::table(number).is_some()
}

fn auth(user: &str) -> Auth {
    Auth::Basic { user: user.to_owned() }
}
