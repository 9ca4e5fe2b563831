//! What a formula may use of the linked signals that lists don't hold: renewals, use, incidents, severities and sources.
//! It is measured only where a formula uses it.

use super::fields::{CURRENCY, Field};
use super::panel::{self, Used};
use super::receipt::Linked;
use crate::model::{Severity, Time};

/// The measures of one opportunity. None: nothing tells, which is not zero; without signals what they would add up to
/// is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    renewals: Option<f64>,
    renewing_revenue: Option<f64>,
    active_share: Option<f64>,
    incident_minutes: Option<f64>,
    missed_targets: Option<f64>,
    critical: Option<f64>,
    severe: Option<f64>,
    sources: Option<f64>,
}

pub(super) static MEASURED: [Field; 8] = [
    Field {
        name: "renewals_90d",
        unit: "customers",
        meaning: "customers behind it whose contract ends or renews in the next 90 days",
        of: |facts| facts.measures.renewals,
    },
    Field {
        name: "renewing_revenue_90d",
        unit: CURRENCY,
        meaning: "a year's revenue of these customers, as far as it is known",
        of: |facts| facts.measures.renewing_revenue,
    },
    Field {
        name: "active_share",
        unit: "",
        meaning: "people who told us in 28 days ÷ users of the most used feature on its busiest day, 0 to 1",
        of: |facts| facts.measures.active_share,
    },
    Field {
        name: "incident_minutes",
        unit: "minutes",
        meaning: "minutes of the linked incidents, added up, open ones until now",
        of: |facts| facts.measures.incident_minutes,
    },
    Field {
        name: "missed_targets",
        unit: "incidents",
        meaning: "linked incidents that took longer than the target of their class, or are open past it",
        of: |facts| facts.measures.missed_targets,
    },
    Field {
        name: "critical",
        unit: "signals",
        meaning: "linked signals of critical severity",
        of: |facts| facts.measures.critical,
    },
    Field {
        name: "severe",
        unit: "signals",
        meaning: "linked signals of critical or high severity",
        of: |facts| facts.measures.severe,
    },
    Field {
        name: "sources",
        unit: "sources",
        meaning: "connections that the linked signals come from",
        of: |facts| facts.measures.sources,
    },
];

/// Whether the field of that name is one of these.
pub fn is_measured(name: &str) -> bool {
    MEASURED.iter().any(|field| field.name == name)
}

/// Whether a formula with that text may use one of them.
pub fn may_be_in(text: &str) -> bool {
    MEASURED.iter().any(|field| text.contains(field.name))
}

/// The last full minute: what open incidents measure stays the same until it is over.
pub fn whole_minute(now: Time) -> Time {
    Time(now.0 - now.0.rem_euclid(Time::MINUTE))
}

impl Measures {
    /// `signals` speak for it, with their duplicates; their targets and `used` are as of `now`.
    pub fn of(signals: &[Linked], used: Option<Used>, now: Time) -> Self {
        let own: Vec<&Linked> = signals.iter().filter(|linked| !linked.piece.duplicate).collect();
        let no_customer = signals.iter().all(|linked| linked.piece.customer.is_none());
        let no_incident = !own.iter().any(|linked| panel::is_incident(linked));
        let zero_if = |nothing: bool| nothing.then_some(0.0);
        let renewals = panel::renewals(signals, now);
        let incidents = panel::incidents(&own, now).filter(|all| all.without_end < all.incidents);
        Measures {
            renewals: renewals.as_ref().map(|soon| f64::from(soon.customers)).or(zero_if(no_customer)),
            renewing_revenue: renewals.map(|soon| soon.revenue as f64).or(zero_if(no_customer)),
            active_share: used.and_then(|used| panel::share(signals, used, now).at_most),
            incident_minutes: incidents.map(|all| all.minutes as f64).or(zero_if(no_incident)),
            missed_targets: panel::targets(&own).map(|all| f64::from(all.missed)).or(zero_if(no_incident)),
            critical: at_least(&own, Severity::Critical),
            severe: at_least(&own, Severity::High),
            sources: Some(panel::sources(&own).len() as f64),
        }
    }
}

/// How many are of this severity or a worse one; None where there are signals and no severity of them is known.
fn at_least(own: &[&Linked], severity: Severity) -> Option<f64> {
    let known: Vec<Severity> = own.iter().filter_map(|linked| linked.told.severity).collect();
    (own.is_empty() || !known.is_empty())
        .then(|| known.iter().filter(|known| known.code() <= severity.code()).count() as f64)
}
