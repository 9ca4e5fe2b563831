//! What every connector must keep to, driven through the engine's public door with the exchanges recorded in
//! `tests/fixtures/connectors/<vendor>/replay.json`. A new connector is covered by adding that file.
//!
//! `ONLY=redmine cargo test -p throughline-tests --test it compliance` looks at one vendor, and `UPDATE_GOLDEN=1`
//! writes its `signals.txt`, to be read line by line before it is committed.

mod bodies;
mod breaks;
mod comment_breaks;
mod desk;
mod faults;
mod golden;
mod pulls;
mod tracker_breaks;
mod trackers;

use std::future::Future;

use anyhow::{Context as _, Result, bail};
use engine::connectors::{Account, Vendor, program, vendors};
use support::replay::{Replay, folders};
use tokio::task::JoinSet;

/// Runs `test` for every vendor that `suits`, and tells everything that was found.
async fn every<F>(suits: fn(&Vendor) -> bool, test: fn(Replay) -> F)
where
    F: Future<Output = Result<()>> + Send + 'static,
{
    let only = std::env::var("ONLY").unwrap_or_default();
    let mut running = JoinSet::new();
    let mut found = String::new();
    for vendor in vendors().into_iter().filter(|vendor| suits(vendor) && (only.is_empty() || only == vendor.id)) {
        match fixtures_of(&vendor) {
            Ok(replay) => {
                running.spawn(async move { test(replay).await.with_context(|| vendor.id) });
            }
            Err(error) => found.push_str(&format!("{}: {error:#}\n", vendor.id)),
        }
    }
    while let Some(ended) = running.join_next().await {
        if let Err(error) = ended.map_err(anyhow::Error::from).and_then(|result| result) {
            found.push_str(&format!("{error:#}\n"));
        }
    }
    assert!(found.is_empty(), "\n{found}");
}

fn fixtures_of(vendor: &Vendor) -> Result<Replay> {
    match Replay::of(vendor.id)? {
        Some(replay) => Ok(replay),
        None => bail!(
            "it has no fixtures. Put the exchanges of a check, two pulls{} into tests/fixtures/connectors/{}/replay.json; \
             README.md says how under “Adding a connector”.",
            if vendor.writes { " and an export" } else { "" },
            vendor.id
        ),
    }
}

/// Tools that are programs on this laptop have no exchanges to play.
fn is_asked(vendor: &Vendor) -> bool {
    program(&Account { vendor: vendor.id.to_owned(), ..Account::default() }).is_none()
}

fn connects(vendor: &Vendor) -> bool {
    (vendor.reads || vendor.writes) && is_asked(vendor)
}

fn reads(vendor: &Vendor) -> bool {
    vendor.reads && is_asked(vendor)
}

fn writes(vendor: &Vendor) -> bool {
    vendor.writes
}

#[test]
fn every_tool_has_fixtures_and_all_fixtures_have_a_tool() {
    let vendors: Vec<Vendor> = vendors().into_iter().filter(connects).collect();
    let mut found: Vec<String> =
        vendors.iter().filter_map(|v| fixtures_of(v).err().map(|error| format!("{}: {error:#}", v.id))).collect();
    let strange = folders().into_iter().filter(|folder| vendors.iter().all(|vendor| vendor.id != folder));
    found.extend(strange.map(|folder| format!("tests/fixtures/connectors/{folder} belongs to no tool")));
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[tokio::test]
async fn a_check_passes_and_stores_nothing() {
    every(reads, pulls::check).await;
}

#[tokio::test]
async fn two_pulls_give_the_golden_signals_and_a_third_changes_nothing() {
    every(reads, pulls::golden).await;
}

#[tokio::test]
async fn the_secret_goes_where_it_belongs_and_nowhere_else() {
    every(reads, pulls::secret).await;
}

#[tokio::test]
async fn another_server_is_never_asked() {
    every(reads, pulls::elsewhere).await;
}

#[tokio::test]
async fn a_pull_that_is_killed_at_any_request_goes_on_where_it_was() {
    every(reads, breaks::killed_anywhere).await;
}

#[tokio::test]
async fn a_pull_that_fails_at_any_request_goes_on_where_it_was() {
    every(reads, breaks::failed_anywhere).await;
}

#[tokio::test]
async fn a_tool_that_asks_to_wait_is_waited_for() {
    every(reads, breaks::asked_to_wait).await;
}

#[tokio::test]
async fn every_fault_is_said_plainly_and_loses_nothing() {
    every(reads, faults::each).await;
}

#[tokio::test]
async fn a_trackers_items_are_found_searched_read_and_commented() {
    every(writes, trackers::asks).await;
}

#[tokio::test]
async fn a_trackers_items_are_known_by_their_keys_and_addresses() {
    every(writes, trackers::named).await;
}

#[tokio::test]
async fn a_trackers_open_items_are_read_for_the_audit() {
    every(writes, trackers::open).await;
}

#[tokio::test]
async fn a_comment_that_fails_is_never_sent_twice() {
    every(writes, comment_breaks::each).await;
}

#[tokio::test]
async fn an_export_arrives_and_its_status_comes_back() {
    every(writes, trackers::export).await;
}

#[tokio::test]
async fn an_export_that_fails_is_never_sent_twice() {
    every(writes, tracker_breaks::each).await;
}
