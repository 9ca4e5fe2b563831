use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PulseRecord;
use crate::model::{ProductId, Severity};

/// How long incidents of one class took until the service was back, against the target that all teams share.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RestoreClass {
    pub class: Severity,
    /// Milliseconds. Null when the services asked about belong to products with different targets; each incident is
    /// then held against its own.
    #[ts(type = "number | null")]
    pub target: Option<i64>,
    /// Began in the period and are resolved.
    pub n: u32,
    /// Milliseconds; null when there are fewer than five.
    #[ts(type = "number | null")]
    pub median: Option<i64>,
    #[ts(type = "number | null")]
    pub p90: Option<i64>,
    /// Restored within the target, and not: one of the period that is open past its target counts as missed.
    pub in_time: u32,
    pub missed: u32,
    /// in_time of in_time + missed, 0–1; null when those are fewer than five.
    pub share: Option<f64>,
    /// Open now, whenever they began, the oldest first.
    pub open: Vec<OpenIncident>,
    pub open_past_target: u32,
    /// Milliseconds on hold, taken off none of the above; null when no source tells it of five.
    #[ts(type = "number | null")]
    pub held_median: Option<i64>,
    pub held_known: u32,
    /// Who put it right.
    pub routes: Vec<RestoreRoute>,
    /// The incidents themselves when there are fewer than five.
    pub few: Vec<PulseRecord>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OpenIncident {
    pub record: PulseRecord,
    /// Milliseconds since it began, by the same clock as the target.
    #[ts(type = "number")]
    pub age: i64,
    pub past_target: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RestoreRoute {
    pub route: Route,
    pub n: u32,
    #[ts(type = "number | null")]
    pub median: Option<i64>,
    /// 0–1; null when there are fewer than five.
    pub share: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// By a deployment or change: development.
    Development,
    /// Without one: operations.
    Operations,
    /// No deployments of the service are known.
    Unknown,
}

/// The targets in force for a product, or for everything that belongs to none.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RestoreTargets {
    pub product: Option<ProductId>,
    /// Empty: for all products that have none of their own.
    pub name: String,
    pub targets: Vec<RestoreTarget>,
    /// Null: around the clock.
    pub hours: Option<BusinessHours>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RestoreTarget {
    pub class: Severity,
    pub minutes: u32,
    /// A person set it for this product; otherwise it comes from all products, or was there from the start.
    pub own: bool,
}

/// When the clock runs, in a zone of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BusinessHours {
    /// 1 is Monday, 7 Sunday.
    pub days: Vec<u8>,
    /// Minutes after midnight; from < to ≤ 1440.
    pub from: u16,
    pub to: u16,
    /// IANA name or offset.
    pub zone: String,
}
