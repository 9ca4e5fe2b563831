//! A tool made of recorded exchanges. Each connector has a folder of its own under `tests/fixtures/connectors`
//! with a `replay.json`; `Player` serves it, and misbehaves when a test asks for it.

mod player;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use engine::connectors::Draft;
use engine::model::Time;
use serde::Deserialize;
use serde_json::Value;

pub use player::{Fault, Player};

/// Between two pulls.
pub const PAUSE: i64 = 15 * Time::MINUTE;

/// A `replay.json`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replay {
    #[serde(skip)]
    pub vendor: String,
    pub account: AccountFields,
    /// Empty for a tool that lets everybody in.
    pub secret: String,
    /// The instant of the first pull; each further one comes [`PAUSE`] later.
    pub now: String,
    pub exchanges: Vec<Exchange>,
    pub tracker: Option<TrackerFixture>,
}

/// The account without its address, which is the player's.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccountFields {
    pub user: String,
    pub project: String,
    pub settings: BTreeMap<String, String>,
}

/// What is asked, and the answer. The first exchange that fits a request answers it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    pub name: String,
    pub method: String,
    /// Decoded.
    pub path: String,
    /// Parameters that must be there with this value, `*` for any; others may be there too.
    #[serde(default)]
    pub query: BTreeMap<String, String>,
    /// Likewise; names in lower case.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Texts that the body must contain.
    #[serde(default)]
    pub body_has: Vec<String>,
    /// Answers only from this pull on, counted from 1, for tools that are asked the same every time.
    #[serde(default)]
    pub from_pull: u32,
    pub reply: Answer,
    /// Instead of the reply's JSON body.
    pub body_text: Option<String>,
}

/// `{base}` in texts becomes the player's address.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub status: u16,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    pub body: Option<Value>,
}

/// What is written to a tracker.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrackerFixture {
    pub draft: Draft,
    pub key: String,
    /// Words to search for.
    pub title: String,
    /// Of the item that is made and found.
    pub external_id: String,
    pub comment: String,
    /// Texts that name this item: keys and addresses. `{base}` becomes the player's address.
    pub named: Vec<String>,
    /// Texts that name no item of this connection, or none at all.
    pub elsewhere: Vec<String>,
    /// What the audit reads of a tracker without a reader, the oldest first:
    /// `label title | status | created | due | first line`.
    #[serde(default)]
    pub open: Vec<String>,
}

impl Replay {
    /// None when the vendor has no fixtures.
    pub fn of(vendor: &str) -> Result<Option<Replay>> {
        let file = folder(vendor).join("replay.json");
        if !file.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&file)?;
        let replay: Replay = serde_json::from_str(&text).with_context(|| format!("{} is malformed", file.display()))?;
        Ok(Some(Replay { vendor: vendor.to_owned(), ..replay }))
    }

    /// The file of that name beside the `replay.json`.
    pub fn beside(&self, name: &str) -> PathBuf {
        folder(&self.vendor).join(name)
    }
}

/// Vendors that have a folder of fixtures.
pub fn folders() -> Vec<String> {
    let entries = std::fs::read_dir(folder("")).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.filter(|e| e.path().is_dir()).map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn folder(vendor: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/connectors").join(vendor)
}
