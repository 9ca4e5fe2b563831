//! The numbers one by one, for spreadsheets and programs: no data is an empty value with the reason beside it, which
//! isn't zero.

use serde::Serialize;

use super::Saved;
use crate::api::types::{FlowRow, MetricState, MetricTile, MetricUnit, ProblemRow, RestoreClass, WeekState};
use crate::error::Result;
use crate::export::files::{marked, safe};

const HEADS: [&str; 6] = ["Part", "Item", "Measure", "Value", "Unit", "Note"];

/// One number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Fact {
    pub part: &'static str,
    /// What it is of: a number of the screen, a class, a type of change, a problem, a service.
    pub item: String,
    pub measure: String,
    /// Null: no number can be given; the note says why.
    pub value: Option<f64>,
    /// "ms" for durations, "share" for 0–1, "count", or "a working day".
    pub unit: &'static str,
    pub note: String,
}

pub(super) fn csv(facts: &[Fact]) -> Result<String> {
    let cells = facts.iter().map(|fact| {
        let value = fact.value.map(|value| value.to_string()).unwrap_or_default();
        let [item, measure, note] = [&fact.item, &fact.measure, &fact.note].map(|text| safe(text));
        [fact.part.to_owned(), item, measure, value, fact.unit.to_owned(), note]
    });
    marked(&HEADS, cells)
}

pub(super) fn facts(saved: &Saved) -> Vec<Fact> {
    let mut facts: Vec<Fact> = saved.tiles().flat_map(metric).collect();
    facts.extend(saved.overview.restore.iter().flat_map(restore));
    for kind in &saved.overview.change_types {
        let of = Item { part: "Changes that went well", item: kind.name.clone() };
        let success = |which: fn((f64, f64)) -> f64| kind.success.map(which);
        facts.extend([
            of.share("least", success(|(low, _)| low)),
            of.share("most", success(|(_, high)| high)),
            of.count("n", kind.n),
            of.count("pending", kind.pending),
        ]);
    }
    facts.extend(saved.problems.problems.iter().flat_map(problem));
    facts.extend(saved.flow.rows.iter().flat_map(flow));
    facts
}

/// What several numbers are of.
struct Item {
    part: &'static str,
    item: String,
}

impl Item {
    fn fact(&self, measure: &str, value: Option<f64>, unit: &'static str, note: &str) -> Fact {
        let note = if value.is_none() && note.is_empty() { "not told, or too few" } else { note };
        Fact {
            part: self.part,
            item: self.item.clone(),
            measure: measure.to_owned(),
            value,
            unit,
            note: note.to_owned(),
        }
    }

    fn count(&self, measure: &str, n: u32) -> Fact {
        self.fact(measure, Some(f64::from(n)), "count", "")
    }

    fn share(&self, measure: &str, share: Option<f64>) -> Fact {
        self.fact(measure, share, "share", "")
    }

    fn millis(&self, measure: &str, millis: Option<i64>) -> Fact {
        self.fact(measure, millis.map(|millis| millis as f64), "ms", "")
    }
}

fn metric(tile: &MetricTile) -> Vec<Fact> {
    let of = Item { part: "Numbers", item: tile.title.clone() };
    let mut facts = match &tile.state {
        MetricState::Value(value) => {
            let unit = unit(value.unit);
            let named = if value.unit == MetricUnit::Milliseconds { "median" } else { "value" };
            let mut facts = vec![of.fact(named, Some(value.value), unit, &value.basis), of.count("n", value.n)];
            let more = [("upper end", value.upper), ("nine in ten within", value.p90)];
            facts.extend(more.into_iter().filter_map(|(name, more)| Some(of.fact(name, Some(more?), unit, ""))));
            facts
        }
        MetricState::TooFew { n, .. } => vec![of.fact("value", None, "", "fewer than five"), of.count("n", *n)],
        MetricState::Pending { n, settles_at } => {
            let note = format!("pending: {n} settle by {}", settles_at.rfc3339());
            vec![of.fact("value", None, "", &note)]
        }
        MetricState::NoData { why, .. } => vec![of.fact("value", None, "", why)],
    };
    for week in &tile.weeks {
        let note = match week.state {
            WeekState::Value => String::new(),
            WeekState::TooFew => "fewer than five".to_owned(),
            WeekState::Pending => "pending".to_owned(),
            WeekState::NoData => "no data".to_owned(),
        };
        let unit = if let MetricState::Value(value) = &tile.state { unit(value.unit) } else { "" };
        facts.push(of.fact(&week.week, week.value, unit, &note));
    }
    facts
}

fn restore(class: &RestoreClass) -> Vec<Fact> {
    let of = Item { part: "Time to restore", item: class.class.word().to_owned() };
    vec![
        of.millis("median", class.median),
        of.millis("nine in ten within", class.p90),
        of.millis("target", class.target),
        of.share("in time", class.share),
        of.count("restored in time", class.in_time),
        of.count("missed", class.missed),
        of.count("n", class.n),
        of.count("open", class.open.len() as u32),
        of.count("open past the target", class.open_past_target),
        of.millis("median on hold", class.held_median),
    ]
}

fn problem(row: &ProblemRow) -> Vec<Fact> {
    let of = Item { part: "Recurring problems", item: row.title.clone() };
    vec![
        of.count("incidents and alerts", row.signals),
        of.count("episodes", row.episodes),
        of.share("share", Some(row.share)),
        of.share("share so far", Some(row.share_so_far)),
        of.millis("median to restore", row.restore),
    ]
}

fn flow(row: &FlowRow) -> Vec<Fact> {
    let item = row.service.clone().unwrap_or_else(|| "no service".to_owned());
    let of = Item { part: "How work flows", item };
    vec![
        of.count("open", row.open),
        of.millis("median age", row.age),
        of.millis("oldest", row.oldest),
        of.share("waiting", row.waiting),
        of.share("on hold", row.on_hold),
        of.fact("hand-overs a record", row.hand_overs, "count", ""),
        of.share("went to another group", row.moved),
        of.fact("changes a deployment", row.batch, "count", ""),
        of.count("changes", row.changes),
        of.count("emergencies", row.emergencies),
    ]
}

fn unit(unit: MetricUnit) -> &'static str {
    match unit {
        MetricUnit::Milliseconds => "ms",
        MetricUnit::PerWorkingDay => "a working day",
        MetricUnit::Share => "share",
    }
}
