//! How a number of a service's or product's flow came about, down to the records.

use insight::flow::{ages, batches, hand_overs, waiting_share};

use super::Look;
use super::flow::{self, Seen};
use crate::api::Engine;
use crate::api::pulse::words::{duration, percent};
use crate::api::types::{ChangesQuery, CountedRecord, FlowNumber, FlowPlace, FlowReceipt, PulseRecord};
use crate::api::words::counted;
use crate::error::Result;
use crate::model::{Kind, SignalId, Time};
use crate::score::numbers;
use crate::store::change_advice::{Handled, OpenWork, Record};

/// Records listed; the rest is counted.
const MOST: usize = 500;
const NOT_TOLD: &str = "No tool tells. This isn’t zero.";

impl Engine {
    /// Explains one number of a row of the flow.
    pub async fn flow_receipt(&self, query: ChangesQuery, place: FlowPlace, of: FlowNumber) -> Result<FlowReceipt> {
        let work = self.flow_work(&query).await?;
        let (look, seen) = (&work.look, work.of(&place));
        let told = match of {
            FlowNumber::Open => open(look, &seen),
            FlowNumber::Waiting => waiting(&seen),
            FlowNumber::OnHold => on_hold(&seen),
            FlowNumber::HandOvers => moved(&seen),
            FlowNumber::Batch => at_once(look, &seen),
            FlowNumber::Rework => rework(&seen),
        };
        let mut all = told.records;
        all.sort_by(|a, b| b.value.total_cmp(&a.value));
        let receipt = FlowReceipt {
            title: format!("{}, {}", told.title, in_words(&place)),
            how: told.how,
            result: told.result,
            from: look.from,
            to: look.now,
            counted_total: all.len() as u32,
            counted: all.into_iter().take(MOST).collect(),
            text: String::new(),
        };
        Ok(FlowReceipt { text: text(&receipt), ..receipt })
    }
}

/// What each number says of itself.
struct Told {
    title: &'static str,
    how: Vec<String>,
    result: String,
    records: Vec<CountedRecord>,
}

fn open(look: &Look, seen: &Seen<'_>) -> Told {
    let begun: Vec<i64> = seen.open.iter().map(|work| work.happened_at.0).collect();
    let result = ages(&begun, look.now.0).map_or_else(
        || "Nothing is open.".to_owned(),
        |ages| {
            let (half, nine) = (duration(ages.median.round() as i64), duration(ages.p90.round() as i64));
            let oldest = duration(ages.oldest.round() as i64);
            format!("{} open: half older than {half}, nine in ten younger than {nine}, the oldest {oldest}", ages.open)
        },
    );
    let record = |work: &&OpenWork| {
        let age = (look.now.0 - work.happened_at.0).max(0);
        CountedRecord { record: of_open(work), value: age as f64, said: format!("open for {}", duration(age)) }
    };
    Told {
        title: "Open work",
        how: vec![
            "Incidents, tickets and changes that are open now, whenever they began.".to_owned(),
            "What was merged or declined isn’t counted.".to_owned(),
        ],
        result,
        records: seen.open.iter().map(record).collect(),
    }
}

fn waiting(seen: &Seen<'_>) -> Told {
    let spans: Vec<(&Record, (i64, i64))> =
        seen.changes.iter().filter_map(|change| Some((*change, flow::span(change)?))).collect();
    let share = waiting_share(&spans.iter().map(|(_, span)| *span).collect::<Vec<_>>());
    let record = |(change, (waited, whole)): &(&Record, (i64, i64))| {
        let fits = *waited >= 0 && whole >= waited;
        let said = if fits {
            format!("waited {} of {}", duration(*waited), duration(*whole))
        } else {
            "its times contradict each other, so it isn’t counted".to_owned()
        };
        CountedRecord { record: of_record(change), value: if fits { *waited as f64 } else { 0.0 }, said }
    };
    let mut how =
        vec!["Of each change done in these days: from ready to done, of the time since its begin.".to_owned()];
    let silent = seen.changes.len() - spans.len();
    if silent > 0 {
        how.push(format!(
            "Not counted, because no tool tells its begin or end: {}.",
            counted(silent as u32, "changes")
        ));
    }
    Told {
        title: "Waiting between ready and done",
        how,
        result: share_of(share, spans.len(), "changes"),
        records: spans.iter().map(record).collect(),
    }
}

fn on_hold(seen: &Seen<'_>) -> Told {
    let held: Vec<(&Handled, (i64, i64))> =
        seen.handled.iter().filter_map(|one| Some((*one, flow::held(one)?))).collect();
    let share = waiting_share(&held.iter().map(|(_, span)| *span).collect::<Vec<_>>());
    let record = |(one, (held, whole)): &(&Handled, (i64, i64))| CountedRecord {
        record: of_handled(one),
        value: *held as f64,
        said: format!("on hold {} of {}", duration(*held), duration(*whole)),
    };
    Told {
        title: "On hold",
        how: vec![
            "Of each incident, ticket and change that was resolved in these days and whose tool tells: the time on hold, \
             of the time from begin to resolution."
                .to_owned(),
        ],
        result: share_of(share, held.len(), "records"),
        records: held.iter().map(record).collect(),
    }
}

fn moved(seen: &Seen<'_>) -> Told {
    let moves: Vec<(&Handled, u32)> = seen.handled.iter().filter_map(|one| Some((*one, flow::moves(one)?))).collect();
    let result = hand_overs(&moves.iter().map(|(_, moves)| *moves).collect::<Vec<_>>()).map_or_else(
        || NOT_TOLD.to_owned(),
        |sum| {
            let (mean, moved) = (numbers::number(sum.mean), percent(sum.moved));
            format!("{mean} a record, {moved} went to another group, n = {}", sum.n)
        },
    );
    let record = |(one, moves): &(&Handled, u32)| CountedRecord {
        record: of_handled(one),
        value: f64::from(*moves),
        said: counted(*moves, "hand-overs"),
    };
    Told {
        title: "Hand-overs",
        how: vec![
            "How often each incident, ticket and change that was resolved in these days went to another group, as its \
             tool tells. Never to which person."
                .to_owned(),
        ],
        result,
        records: moves.iter().map(record).collect(),
    }
}

fn at_once(look: &Look, seen: &Seen<'_>) -> Told {
    let sizes = seen.batches(look);
    let usual = batches(&sizes.iter().map(|(_, size)| *size).collect::<Vec<_>>());
    let large_from = usual.map_or(u32::MAX, |usual| usual.large_from);
    let record = |(deployment, size): &(&Record, u32)| {
        let far = if *size >= large_from { ", far more than usual" } else { "" };
        let said = format!("{} at once{far}", counted(*size, "changes"));
        CountedRecord { record: of_record(deployment), value: f64::from(*size), said }
    };
    let mut how = vec!["Deployments to production whose changes are known; the number is the median.".to_owned()];
    if usual.is_some() {
        how.push(format!("{large_from} changes or more are far more than usual."));
    }
    Told {
        title: "Changes a deployment",
        how,
        result: usual.map_or_else(
            || "No deployment says which changes it brings. This isn’t zero.".to_owned(),
            |usual| format!("{}, n = {}", numbers::number(usual.median), usual.n),
        ),
        records: sizes.iter().map(record).collect(),
    }
}

fn rework(seen: &Seen<'_>) -> Told {
    let emergencies = seen.changes.iter().filter(|change| flow::is_emergency(change)).count();
    let record = |change: &&Record| {
        let repairs = flow::is_emergency(change);
        let said = if repairs { "put something right at once" } else { "no emergency" };
        CountedRecord { record: of_record(change), value: f64::from(u8::from(repairs)), said: said.to_owned() }
    };
    Told {
        title: "Rework and new work",
        how: vec!["Changes done in these days, and those of them whose tool calls them emergencies.".to_owned()],
        result: format!(
            "{emergencies} of {} put something right at once",
            counted(seen.changes.len() as u32, "changes")
        ),
        records: seen.changes.iter().map(record).collect(),
    }
}

fn share_of(share: Option<f64>, n: usize, many: &str) -> String {
    share.map_or_else(
        || NOT_TOLD.to_owned(),
        |share| format!("{} of the time of {}", percent(share), counted(n as u32, many)),
    )
}

fn of_open(one: &OpenWork) -> PulseRecord {
    named(one.id, one.kind, &one.external_id, &one.title, &one.service, one.happened_at)
}

fn of_handled(one: &Handled) -> PulseRecord {
    named(one.id, one.kind, &one.external_id, &one.title, &one.service, one.happened_at)
}

pub(super) fn of_record(one: &Record) -> PulseRecord {
    named(one.id, one.kind, &one.external_id, &one.title, &one.service, one.happened_at)
}

fn named(id: SignalId, kind: u8, label: &str, title: &str, service: &Option<String>, at: Time) -> PulseRecord {
    let kind = Kind::from_code(kind).unwrap_or(Kind::Ticket);
    PulseRecord { id, kind, label: label.to_owned(), title: title.to_owned(), service: service.clone(), at }
}

fn in_words(place: &FlowPlace) -> String {
    match place {
        FlowPlace::Service { name: Some(name) } => name.clone(),
        FlowPlace::Service { name: None } => "no service".to_owned(),
        FlowPlace::Product { name } => format!("product {name}"),
    }
}

/// The receipt for copying.
fn text(receipt: &FlowReceipt) -> String {
    let mut lines = vec![
        format!("{}: {}", receipt.title, receipt.result),
        format!("{} to {}", receipt.from.rfc3339(), receipt.to.rfc3339()),
    ];
    lines.extend(receipt.how.iter().cloned());
    lines.push(format!("Counted: {}", counted(receipt.counted_total, "records")));
    let record = |one: &CountedRecord| format!("  {}  {}  {}", one.record.label, one.record.title, one.said);
    lines.extend(receipt.counted.iter().map(record));
    lines.join("\n")
}
