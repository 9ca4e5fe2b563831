//! What a formula may use beside what people enter: numbers counted from the linked signals and the judged risks. Those
//! that take more than a list holds are [`measures`].

use super::evidence::{self, Family};
use super::risk::RiskAssessment;
use super::{Facts, measures};
use crate::model::Time;

/// A number counted from an opportunity's evidence, from the signals that speak for it where nothing else is said.
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

static COUNTED: [Field; 15] = [
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
        name: "signals_per_week",
        unit: "signals a week",
        meaning: "linked signals of the last four weeks ÷ 4",
        of: |facts| Some(since(facts, FOUR_WEEKS, 0, |_| true) / 4.0),
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
    Field {
        name: "days_since_last",
        unit: "days",
        meaning: "days since the newest linked signal",
        of: |facts| ages(facts).first().copied(),
    },
    Field {
        name: "median_age",
        unit: "days",
        meaning: "half of the linked signals are older than so many days",
        of: |facts| {
            let ages = ages(facts);
            ages.get(ages.len() / 2).copied()
        },
    },
    Field {
        name: "against",
        unit: "signals",
        meaning: "linked signals that speak against it",
        of: |facts| Some(f64::from(evidence::count(facts.against).signals())),
    },
    Field {
        name: "people_against",
        unit: "people",
        meaning: "people who speak against it, each once",
        of: |facts| Some(f64::from(evidence::count(facts.against).reporters)),
    },
];

/// Those that change from moment to moment. What is measured does so at whole minutes, see [`super::moments`].
const GROWING_OLD: [&str; 6] =
    ["signals_30d", "incidents_30d", "signals_per_week", "trend_4w", "days_since_last", "median_age"];

/// Whether the field of that name counts how old signals are.
pub fn grows_old(name: &str) -> bool {
    GROWING_OLD.contains(&name)
}

/// All of them, in the order they are shown.
pub fn fields() -> impl Iterator<Item = &'static Field> {
    COUNTED.iter().chain(measures::MEASURED.iter())
}

/// The field of that name.
pub fn field(name: &str) -> Option<&'static Field> {
    fields().find(|field| field.name == name)
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

/// Of the linked signals in whole days, the newest first.
fn ages(facts: &Facts) -> Vec<f64> {
    let own = facts.pieces.iter().filter(|piece| !piece.duplicate);
    let age = |at: Time| (facts.now.0.saturating_sub(at.0) / Time::DAY).max(0) as f64;
    let mut ages: Vec<f64> = own.map(|piece| age(piece.happened_at)).collect();
    ages.sort_by(f64::total_cmp);
    ages
}
