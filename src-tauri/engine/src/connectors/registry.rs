//! Which tools there are, and the connector behind each.

use super::alertmanager::AlertReader;
use super::redmine::{IssueReader, IssueTracker};
use super::request_tracker::TicketReader;
use super::{Account, Reader, Tracker, Vendor, VendorGroup};
use crate::error::{Problem, Result};

/// Every tool, in the order of the gallery.
pub fn vendors() -> Vec<Vendor> {
    vec![ALERTMANAGER, REQUEST_TRACKER, REDMINE, FILE]
}

/// The reader of an account; a plain sentence when the vendor is unknown, doesn't read, or the address is no address.
pub fn reader(account: &Account) -> Result<Box<dyn Reader>> {
    let vendor = vendor(account)?;
    match vendor.id {
        "alertmanager" => Ok(Box::new(AlertReader::new(account)?)),
        "request_tracker" => Ok(Box::new(TicketReader::new(account)?)),
        "redmine" => Ok(Box::new(IssueReader::new(account)?)),
        _ => Err(Problem::bad_input("Files are read by importing them.")
            .kept("Nothing was read.")
            .todo("Choose “Import a file” and pick the newer file.")),
    }
}

/// The tracker of an account, likewise.
pub fn tracker(account: &Account) -> Result<Box<dyn Tracker>> {
    let vendor = vendor(account)?;
    match vendor.id {
        "redmine" => Ok(Box::new(IssueTracker::new(account)?)),
        _ => Err(Problem::bad_input(format!("Throughline doesn't write to {}.", vendor.name))
            .kept("Nothing was sent.")
            .todo("Choose a connection to a tracker.")),
    }
}

fn vendor(account: &Account) -> Result<Vendor> {
    vendors().into_iter().find(|vendor| vendor.id == account.vendor).ok_or_else(|| {
        Problem::bad_input(format!("Throughline doesn't know a tool called “{}”.", account.vendor))
            .kept("Nothing was changed.")
            .todo("Choose one of the tools in the list.")
    })
}

const ALERTMANAGER: Vendor = Vendor {
    id: "alertmanager",
    name: "Alertmanager",
    initials: "AM",
    group: VendorGroup::Operations,
    reads: true,
    writes: false,
    user_label: "User name",
    secret_label: "Password",
    secret_help: "Only if a gateway before Alertmanager asks for one; Alertmanager itself doesn't.",
    project_label: "",
    secret_required: false,
    brings: "alerts that fire",
    proof: "Proved against a real Alertmanager 0.25; the gateway's password only against recorded replies.",
};

const REQUEST_TRACKER: Vendor = Vendor {
    id: "request_tracker",
    name: "Request Tracker",
    initials: "RT",
    group: VendorGroup::Support,
    reads: true,
    writes: false,
    user_label: "User name",
    secret_label: "Token or password",
    secret_help: "Make a token under Logged in as → Settings → Auth Tokens and leave the user name empty, or enter both.",
    project_label: "Queue",
    secret_required: true,
    brings: "tickets with their first message",
    proof: "Proved against a real Request Tracker 5.0.3.",
};

const REDMINE: Vendor = Vendor {
    id: "redmine",
    name: "Redmine",
    initials: "RM",
    group: VendorGroup::Work,
    reads: true,
    writes: true,
    user_label: "",
    secret_label: "API key",
    secret_help: "It stands under My account → API access key; an administrator may have to enable the REST interface.",
    project_label: "Project",
    secret_required: true,
    brings: "issues: tickets, bugs and wishes",
    proof: "Proved against a real Redmine 5.0.4, reading and writing.",
};

/// Reads only through import.
const FILE: Vendor = Vendor {
    id: "file",
    name: "CSV, JSON",
    initials: "CS",
    group: VendorGroup::Files,
    reads: false,
    writes: false,
    user_label: "",
    secret_label: "",
    secret_help: "",
    project_label: "",
    secret_required: false,
    brings: "rows of a file, as you map them",
    proof: "Tested with files in many encodings, delimiters and date orders.",
};
