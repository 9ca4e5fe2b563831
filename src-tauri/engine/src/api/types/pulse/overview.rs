use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{LinkState, MetricState, MetricTile, RestoreClass};
use crate::model::{Kind, ProductId, ServiceId, Severity, SignalId, Time};

/// What the Pulse is asked about. The default is everything, the last 90 days, in UTC.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PulseQuery {
    pub product: Option<ProductId>,
    pub service: Option<ServiceId>,
    /// How many days up to now, today included: 30, 90 or 365.
    pub days: u32,
    /// The reader's zone as the page knows it: an IANA name ("Europe/Berlin") or an offset ("+02:00"). Days and weeks
    /// begin at its midnights. Empty is UTC.
    pub zone: String,
    /// Where the 14 days of the timeline end; null: now.
    pub timeline_to: Option<Time>,
}

impl Default for PulseQuery {
    fn default() -> Self {
        PulseQuery { product: None, service: None, days: 90, zone: String::new(), timeline_to: None }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PulseOverview {
    /// Half-open: from ≤ t < to.
    pub from: Time,
    pub to: Time,
    /// The zone whose midnights were used.
    pub zone: String,
    /// Change lead time, deployment frequency, change fail rate, recovery after a bad change, rework rate; in this
    /// order.
    pub tiles: Vec<MetricTile>,
    pub timeline: PulseTimeline,
    /// Critical, high, medium, low; in this order.
    pub restore: Vec<RestoreClass>,
    /// Incidents whose source gives no class; they are counted nowhere in `restore`.
    pub without_class: u32,
    /// What share of the incidents a change caused, 0–1, from confirmed to confirmed and suggested.
    pub caused: MetricState,
    /// How often changes of each type went well.
    pub change_types: Vec<ChangeType>,
    /// Incidents of the period with a suggested change that nobody has judged yet.
    pub to_review: u32,
    /// Incidents that are open now, whenever they began.
    pub open: u32,
}

/// Changes of one type, as their source calls it: standard, normal, emergency.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ChangeType {
    pub name: String,
    /// Changes that are old enough to be judged.
    pub n: u32,
    /// Changes that surely caused an incident, and those that may have besides.
    pub confirmed: u32,
    pub suggested: u32,
    /// Share that caused none, 0–1, from the least to the most; null when there are fewer than five.
    pub success: Option<(f64, f64)>,
    /// Too young to be judged.
    pub pending: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PulseTimeline {
    pub from: Time,
    pub to: Time,
    /// The days in it, oldest first. A day may have 23 or 25 hours.
    pub days: Vec<TimelineDay>,
    /// One a service that has something to show, the busiest first.
    pub lanes: Vec<PulseLane>,
    pub deployments: u32,
    pub incidents: u32,
    /// Links drawn.
    pub confirmed: u32,
    pub suggested: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct TimelineDay {
    /// ISO date in the reader's zone.
    pub date: String,
    pub from: Time,
    pub to: Time,
    pub weekend: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PulseLane {
    /// Null: records that no rule gives a service.
    pub service: Option<ServiceId>,
    pub name: String,
    /// Oldest first.
    pub deployments: Vec<LaneDeployment>,
    pub incidents: Vec<LaneIncident>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LaneDeployment {
    pub id: SignalId,
    /// The source's own id.
    pub label: String,
    pub title: String,
    /// A change that no deployment is known to carry is shown in its place.
    pub kind: Kind,
    pub at: Time,
    /// It didn't go through.
    pub failed: bool,
    /// It takes back or repairs what an earlier one did.
    pub repairs: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LaneIncident {
    pub id: SignalId,
    pub label: String,
    pub title: String,
    pub severity: Option<Severity>,
    pub from: Time,
    /// Null while it is open.
    pub to: Option<Time>,
    /// Also to deployments of other services and from before the first day.
    pub links: Vec<LaneLink>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LaneLink {
    pub deployment: SignalId,
    pub at: Time,
    /// Confirmed or suggested; never refused.
    pub state: LinkState,
}

/// A signal by name, as lists behind numbers show it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PulseRecord {
    pub id: SignalId,
    pub kind: Kind,
    /// The source's own id, e.g. INC-2261.
    pub label: String,
    pub title: String,
    pub service: Option<String>,
    pub at: Time,
}
