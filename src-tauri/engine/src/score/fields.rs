//! What a formula may use beside what people enter: numbers counted from the linked signals and the judged risks.

use super::Facts;
use super::evidence::{self, Family};
use super::risk::RiskAssessment;
use crate::model::Time;

/// A number counted from an opportunity's evidence.
#[derive(Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    /// `CURRENCY` stands for the workspace's.
    pub unit: &'static str,
    pub meaning: &'static str,
    /// None: nothing tells, which is not zero.
    pub of: fn(&Facts) -> Option<f64>,
}

/// Stands for the workspace's currency among units.
pub const CURRENCY: &str = "currency";

const MONTH: i64 = 30 * Time::DAY;
const FOUR_WEEKS: i64 = 28 * Time::DAY;

pub const FIELDS: [Field; 11] = [
    Field {
        name: "people",
        unit: "people",
        meaning: "people who told us, each once",
        of: |facts| Some(f64::from(evidence::count(facts.pieces).reporters)),
    },
    Field {
        name: "customers",
        unit: "customers",
        meaning: "customers behind it, each once",
        of: |facts| Some(f64::from(evidence::count(facts.pieces).customers)),
    },
    Field {
        name: "revenue",
        unit: CURRENCY,
        meaning: "a year's revenue of these customers, as far as it is known",
        of: |facts| Some(evidence::count(facts.pieces).revenue as f64),
    },
    Field {
        name: "signals",
        unit: "signals",
        meaning: "linked signals",
        of: |facts| Some(f64::from(evidence::count(facts.pieces).signals())),
    },
    Field {
        name: "voices",
        unit: "signals",
        meaning: "linked tickets and feedback",
        of: |facts| Some(f64::from(evidence::count(facts.pieces).voices)),
    },
    Field {
        name: "signals_30d",
        unit: "signals",
        meaning: "linked signals of the last 30 days",
        of: |facts| Some(since(facts, MONTH, 0, |_| true)),
    },
    Field {
        name: "incidents_30d",
        unit: "incidents",
        meaning: "linked incidents, alerts and errors of the last 30 days",
        of: |facts| Some(since(facts, MONTH, 0, |family| family == Family::Operations)),
    },
    Field {
        name: "trend_4w",
        unit: "",
        meaning: "signals of the last four weeks over those of the four before",
        of: trend,
    },
    Field {
        name: "importance",
        unit: "points",
        meaning: "importance added up, each person's newest word",
        of: |facts| Some(f64::from(evidence::importance(facts.pieces))),
    },
    Field {
        name: "risk",
        unit: "risk points",
        meaning: "the worst judged risk, likelihood × impact, 1 to 25",
        of: |facts| worst(facts.risks),
    },
    Field { name: "days_since_last", unit: "days", meaning: "days since the newest linked signal", of: days },
];

/// The field of that name.
pub fn field(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

pub(super) fn worst(risks: &[RiskAssessment]) -> Option<f64> {
    risks.iter().map(RiskAssessment::score).max().map(f64::from)
}

/// Signals that are at most `age` and at least `after` old.
fn since(facts: &Facts, age: i64, after: i64, wanted: impl Fn(Family) -> bool) -> f64 {
    let old = |at: Time| facts.now.0.saturating_sub(at.0);
    let own = facts.pieces.iter().filter(|piece| !piece.duplicate && wanted(Family::of(piece.kind)));
    own.filter(|piece| (after..age).contains(&old(piece.happened_at))).count() as f64
}

/// None while there is nothing to compare with.
fn trend(facts: &Facts) -> Option<f64> {
    let before = since(facts, 2 * FOUR_WEEKS, FOUR_WEEKS, |_| true);
    (before > 0.0).then(|| since(facts, FOUR_WEEKS, 0, |_| true) / before)
}

fn days(facts: &Facts) -> Option<f64> {
    let newest = facts.pieces.iter().filter(|piece| !piece.duplicate).map(|piece| piece.happened_at.0).max()?;
    Some((facts.now.0.saturating_sub(newest) / Time::DAY).max(0) as f64)
}
