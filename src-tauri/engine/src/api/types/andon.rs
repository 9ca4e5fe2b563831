use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::model::{ItemId, Kind, OpportunityId, SignalId, Time};

/// What a flag is raised on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AndonPlace {
    Service { name: String },
    Product { name: String },
}

impl AndonPlace {
    /// The word and the name, for the journal and for sentences: `service checkout`.
    pub fn key(&self) -> String {
        match self {
            Self::Service { name } => format!("service {name}"),
            Self::Product { name } => format!("product {name}"),
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        let (word, name) = key.split_once(' ')?;
        match word {
            "service" => Some(Self::Service { name: name.to_owned() }),
            "product" => Some(Self::Product { name: name.to_owned() }),
            _ => None,
        }
    }
}

/// What puts it right: an opportunity, a change or deployment, or an item in a tracker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AndonFix {
    Opportunity { id: OpportunityId },
    Signal { id: SignalId },
    Item { id: ItemId },
}

/// Something that could be the fix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FixChoice {
    pub fix: AndonFix,
    /// Change or deployment; null: an opportunity or an item.
    pub kind: Option<Kind>,
    /// As its tool calls it, e.g. CHG-77, #8841 or OPP-31.
    pub label: String,
    pub title: String,
    /// Its service, or the connection of an item.
    pub detail: String,
    pub at: Time,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AndonFlag {
    pub place: AndonPlace,
    pub reason: String,
    pub raised_at: Time,
    /// Exports of its opportunities are stopped.
    pub stops: bool,
    /// How many opportunities it stops, or would.
    pub opportunities: u32,
    /// The fix that was linked, as it was called then.
    pub fix: Option<String>,
    /// Where it is; null when it isn't here any more.
    pub fixed_with: Option<AndonFix>,
    pub fixed_at: Option<Time>,
    /// Why it was lifted.
    pub lifted: Option<String>,
    pub lifted_at: Option<Time>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct AndonList {
    /// Those that stop exports first, then the newest.
    pub flags: Vec<AndonFlag>,
    /// Where one can be raised: products, then services.
    pub places: Vec<AndonPlace>,
}
