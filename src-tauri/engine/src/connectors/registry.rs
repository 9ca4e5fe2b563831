//! Which tools there are, and the connector behind each. A new connector is a folder and a line here.

use serde_json::{Value, json};

use super::matched::Matching;
use super::replies::{OnItems, Replies};
use super::tap::{Choice, Tap};
use super::{
    Account, Connector, Reader, Tracker, Vendor, airbyte, alertmanager, asana, azure_devops, elasticsearch, file,
    freshdesk, github, gitlab, http_json, intercom, jenkins, jira, linear, matomo, pagerduty, plausible, posthog,
    prometheus, redmine, request_tracker, sentry, servicenow, shortcut, singer, trello, youtrack, zendesk,
};
use crate::error::{Problem, Result};

/// In the order of the gallery.
const ALL: &[&Connector] = &[
    &alertmanager::CONNECTOR,
    &prometheus::CONNECTOR,
    &pagerduty::CONNECTOR,
    &sentry::CONNECTOR,
    &elasticsearch::CONNECTOR,
    &jenkins::CONNECTOR,
    &servicenow::CONNECTOR,
    &zendesk::CONNECTOR,
    &intercom::CONNECTOR,
    &freshdesk::CONNECTOR,
    &request_tracker::CONNECTOR,
    &jira::CLOUD,
    &jira::DATA_CENTER,
    &github::CONNECTOR,
    &gitlab::CONNECTOR,
    &redmine::CONNECTOR,
    &linear::CONNECTOR,
    &azure_devops::CONNECTOR,
    &asana::CONNECTOR,
    &shortcut::CONNECTOR,
    &youtrack::CONNECTOR,
    &trello::CONNECTOR,
    &posthog::CONNECTOR,
    &plausible::CONNECTOR,
    &matomo::CONNECTOR,
    &http_json::CONNECTOR,
    &singer::CONNECTOR,
    &airbyte::CONNECTOR,
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

/// Whether this record of a tool, by its external id, can be answered from here: a ticket, not a deployment.
pub fn answers(vendor: &str, ticket: &str) -> bool {
    let number = |ticket: &str| ticket.parse::<u64>().is_ok_and(|number| number > 0);
    match vendor {
        "request_tracker" | "zendesk" | "freshdesk" => number(ticket),
        "servicenow" => servicenow::answers(ticket),
        "jira" | "jira_data_center" => ticket.contains('-'),
        vendor => sign(vendor).and_then(|sign| ticket.strip_prefix(sign)).is_some_and(number),
    }
}

/// How the tickets of an account are answered; a plain sentence when they can't be.
pub fn replies(account: &Account) -> Result<Box<dyn Replies>> {
    match account.vendor.as_str() {
        "request_tracker" => request_tracker::replies(account),
        "zendesk" => zendesk::replies(account),
        "freshdesk" => freshdesk::replies(account),
        "servicenow" => servicenow::replies(account),
        vendor => match sign(vendor) {
            Some(sign) => Ok(Box::new(OnItems { tracker: tracker(account)?, sign, inward: inward(vendor) })),
            None => Err(Problem::refused(format!(
                "Throughline can't answer in {}.",
                connector(account).map_or("this tool", |connector| connector.vendor.name)
            ))
            .kept("Nothing was sent.")
            .todo("Copy the text and send it yourself, then note that the person was told.")),
        },
    }
}

/// What comes before an item's id in the signals of a tool that reads and writes the same items; None for others.
fn sign(vendor: &str) -> Option<&'static str> {
    match vendor {
        "redmine" | "jira" | "jira_data_center" => Some(""),
        "github" | "gitlab" => Some("#"),
        _ => None,
    }
}

/// What makes a tracker's comment one for the desk alone, laid over the usual request; null for tools without such
/// comments. It says nothing to a Jira without Service Management and to a GitLab before 15.
fn inward(vendor: &str) -> Value {
    match vendor {
        "jira" | "jira_data_center" => {
            json!({ "properties": [{ "key": "sd.public.comment", "value": { "internal": true } }] })
        }
        "gitlab" => json!({ "internal": true }),
        "redmine" => json!({ "issue": { "private_notes": true } }),
        _ => Value::Null,
    }
}

/// The program behind an account that is read through one, by its name; None for tools that are asked over the network.
pub fn program(account: &Account) -> Option<&str> {
    dialect(&account.vendor).map(|_| account.setting("program"))
}

/// How the program of an account is spoken to, and what the person chose about it.
pub fn tap(account: &Account) -> Result<(&'static dyn Tap, Choice)> {
    let Some(tap) = dialect(&account.vendor) else {
        return Err(Problem::bad_input(format!("“{}” is read without a program.", account.vendor)));
    };
    let streams = account.setting("streams").split(',').map(str::trim).filter(|name| !name.is_empty());
    let choice = Choice {
        program: account.setting("program").to_owned(),
        streams: streams.map(str::to_owned).collect(),
        matching: Matching::parse(account.setting("mapping"))?,
    };
    Ok((tap, choice))
}

fn dialect(vendor: &str) -> Option<&'static dyn Tap> {
    match vendor {
        "singer" => Some(singer::TAP),
        "airbyte" => Some(airbyte::TAP),
        _ => None,
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
            let reads = reader.is_some() || dialect(vendor.id).is_some();
            assert_eq!((vendor.reads, vendor.writes), (reads, tracker.is_some()), "{}", vendor.id);
            assert!(!vendor.proof.is_empty() && !vendor.brings.is_empty(), "{}", vendor.id);
        }
    }
}
