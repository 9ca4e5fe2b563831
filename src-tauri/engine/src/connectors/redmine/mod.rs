//! Redmine: issues are read as signals, and opportunities become issues. Its REST interface must be switched on
//! (Administration → Settings → API). Proved against a real Redmine 5.0.4.

mod escape;
mod read;
mod write;

pub use escape::escape;

use read::IssueReader;
use write::IssueTracker;

use super::{Auth, Connector, Vendor, VendorGroup};

/// The account's API key.
fn auth() -> Auth {
    Auth::header("x-redmine-api-key")
}

/// What Redmine gives at most, whatever is asked for.
const PAGE: u32 = 100;

/// What the registry knows of it.
pub(super) const CONNECTOR: Connector = Connector {
    vendor: Vendor {
        id: "redmine",
        name: "Redmine",
        initials: "RM",
        group: VendorGroup::Work,
        reads: true,
        writes: true,
        address: "",
        user_label: "",
        secret_label: "API key",
        secret_help: "It stands under My account → API access key; an administrator may have to enable the REST interface.",
        project_label: "Project",
        secret_required: true,
        settings: &[],
        brings: "issues: tickets, bugs and wishes",
        proof: "Proved against a real Redmine 5.0.4, reading and writing.",
    },
    reader: Some(|account| Ok(Box::new(IssueReader::new(account)?))),
    tracker: Some(|account| Ok(Box::new(IssueTracker::new(account)?))),
};
