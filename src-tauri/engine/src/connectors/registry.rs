//! Which tools there are, and the connector behind each. A new connector is a folder and a line here.

use super::{
    Account, Connector, Reader, Tracker, Vendor, alertmanager, asana, azure_devops, file, freshdesk, http_json,
    intercom, linear, pagerduty, prometheus, redmine, request_tracker, sentry, shortcut, trello, youtrack, zendesk,
};
use crate::error::{Problem, Result};

/// In the order of the gallery.
const ALL: &[&Connector] = &[
    &alertmanager::CONNECTOR,
    &prometheus::CONNECTOR,
    &pagerduty::CONNECTOR,
    &sentry::CONNECTOR,
    &zendesk::CONNECTOR,
    &intercom::CONNECTOR,
    &freshdesk::CONNECTOR,
    &request_tracker::CONNECTOR,
    &redmine::CONNECTOR,
    &linear::CONNECTOR,
    &azure_devops::CONNECTOR,
    &asana::CONNECTOR,
    &shortcut::CONNECTOR,
    &youtrack::CONNECTOR,
    &trello::CONNECTOR,
    &http_json::CONNECTOR,
    &file::CONNECTOR,
];

/// Every tool, in the order of the gallery.
pub fn vendors() -> Vec<Vendor> {
    ALL.iter().map(|connector| connector.vendor.clone()).collect()
}

/// The reader of an account; a plain sentence when the vendor is unknown, doesn't read, or the address is no address.
pub fn reader(account: &Account) -> Result<Box<dyn Reader>> {
    let connector = connector(account)?;
    match connector.reader {
        Some(make) => make(account),
        None if connector.tracker.is_some() => {
            Err(Problem::bad_input(format!("Throughline only writes to {}.", connector.vendor.name))
                .kept("Nothing was read.")
                .todo("Choose a connection that reads."))
        }
        None => Err(Problem::bad_input("Files are read by importing them.")
            .kept("Nothing was read.")
            .todo("Choose “Import a file” and pick the newer file.")),
    }
}

/// The tracker of an account, likewise.
pub fn tracker(account: &Account) -> Result<Box<dyn Tracker>> {
    let connector = connector(account)?;
    match connector.tracker {
        Some(make) => make(account),
        None => Err(Problem::bad_input(format!("Throughline doesn't write to {}.", connector.vendor.name))
            .kept("Nothing was sent.")
            .todo("Choose a connection to a tracker.")),
    }
}

fn connector(account: &Account) -> Result<&'static Connector> {
    ALL.iter().copied().find(|connector| connector.vendor.id == account.vendor).ok_or_else(|| {
        Problem::bad_input(format!("Throughline doesn't know a tool called “{}”.", account.vendor))
            .kept("Nothing was changed.")
            .todo("Choose one of the tools in the list.")
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_tool_is_told_apart_and_does_what_it_says() {
        let ids: BTreeSet<&str> = ALL.iter().map(|connector| connector.vendor.id).collect();
        assert_eq!(ids.len(), ALL.len());
        for Connector { vendor, reader, tracker } in ALL {
            assert_eq!((vendor.reads, vendor.writes), (reader.is_some(), tracker.is_some()), "{}", vendor.id);
            assert!(!vendor.proof.is_empty() && !vendor.brings.is_empty(), "{}", vendor.id);
        }
    }
}
