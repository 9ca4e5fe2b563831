//! How work flows through each service: ageing, waiting, hand-overs, hold, batch size, rework. Never by person.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use insight::flow::{ages, batches, hand_overs, waiting_share};

use super::{Look, is_closed};
use crate::api::Engine;
use crate::api::types::{ChangesQuery, FlowList, FlowRow, LargeBatch};
use crate::error::Result;
use crate::model::{SignalId, Time};
use crate::store::change_advice::{self, Handled, OpenWork, Record};

/// How many large batches are listed.
const LISTED: usize = 10;

/// Waiting for more than half of the time, or rework in more than a third of the changes, stands out.
const WAITS: f64 = 0.5;
const REWORKS: f64 = 1.0 / 3.0;

/// Fewer changes than this say nothing about a share.
const ENOUGH: u32 = 5;

impl Engine {
    /// By service, those with the most open work first.
    pub async fn flow(&self, query: ChangesQuery) -> Result<FlowList> {
        let look = self.look_at_changes(&query).await?;
        let mut read = self.store.reader().acquire().await?;
        let mut open = change_advice::open_work(&mut read, look.now).await?;
        let mut handled = change_advice::handled(&mut read, look.from).await?;
        drop(read);
        handled.retain(|one| super::asked_place(&query, one.service_id, one.product_id));
        open.retain(|work| super::asked_place(&query, work.service_id, work.product_id));
        let mut services: BTreeMap<String, Seen<'_>> = BTreeMap::new();
        for work in &open {
            let seen = services.entry(work.service.clone().unwrap_or_default()).or_default();
            seen.product = work.product.clone();
            seen.open.push(work);
        }
        for one in &handled {
            services.entry(one.service.clone().unwrap_or_default()).or_default().handled.push(one);
        }
        for record in look.changes().filter(|record| record.happened_at >= look.from && is_closed(record)) {
            services.entry(record.service.clone().unwrap_or_default()).or_default().changes.push(record);
        }
        for record in look.deployments().filter(|record| record.happened_at >= look.from) {
            services.entry(record.service.clone().unwrap_or_default()).or_default().deployments.push(record);
        }
        let mut rows: Vec<FlowRow> = services.into_iter().map(|(service, seen)| row(&look, service, &seen)).collect();
        rows.sort_by_key(|row| Reverse(row.open));
        Ok(FlowList { rows, from: look.from, to: look.now })
    }
}

#[derive(Default)]
struct Seen<'a> {
    product: Option<String>,
    open: Vec<&'a OpenWork>,
    changes: Vec<&'a Record>,
    deployments: Vec<&'a Record>,
    handled: Vec<&'a Handled>,
}

fn row(look: &Look, service: String, seen: &Seen<'_>) -> FlowRow {
    let begun: Vec<i64> = seen.open.iter().map(|work| work.happened_at.0).collect();
    let ages = ages(&begun, look.now.0);
    let millis = |of: fn(&insight::flow::Ages) -> f64| ages.as_ref().map(|ages| of(ages).round() as i64);
    let spans: Vec<(i64, i64)> = seen.changes.iter().filter_map(|change| span(change)).collect();
    let sizes: Vec<(&Record, u32)> = seen
        .deployments
        .iter()
        .filter_map(|one| Some((*one, look.brought.get(&one.id).map(Vec::len).filter(|count| *count > 0)? as u32)))
        .collect();
    let batches = batches(&sizes.iter().map(|(_, size)| *size).collect::<Vec<_>>());
    let moves: Vec<u32> =
        seen.handled.iter().filter_map(|one| one.hand_overs.as_deref()?.trim().parse().ok()).collect();
    let held: Vec<(i64, i64)> = seen.handled.iter().filter_map(|one| held(one)).collect();
    let moved = hand_overs(&moves);
    let is_emergency =
        |change: &&&Record| change.sort.as_deref().is_some_and(|sort| sort.eq_ignore_ascii_case("emergency"));
    let mut row = FlowRow {
        service: Some(service).filter(|service| !service.is_empty()),
        product: seen.product.clone(),
        open: begun.len() as u32,
        age: millis(|ages| ages.median),
        age_p90: millis(|ages| ages.p90),
        oldest: millis(|ages| ages.oldest),
        waiting: waiting_share(&spans),
        waiting_of: spans.len() as u32,
        hand_overs: moved.map(|moved| moved.mean),
        moved: moved.map(|moved| moved.moved),
        hand_overs_of: moves.len() as u32,
        on_hold: waiting_share(&held),
        on_hold_of: held.len() as u32,
        batches: sizes.len() as u32,
        batch: batches.map(|batches| batches.median),
        large: large(&sizes, batches.map_or(u32::MAX, |batches| batches.large_from)),
        changes: seen.changes.len() as u32,
        emergencies: seen.changes.iter().filter(is_emergency).count() as u32,
        warning: None,
    };
    row.warning = warning(&row);
    row
}

/// How long a change waited between ready and done, and how long it took from its beginning.
fn span(change: &Record) -> Option<(i64, i64)> {
    let begun = change.committed_at.as_deref().and_then(Time::parse_rfc3339)?;
    let done = change.resolved_at?;
    Some((done.0 - change.happened_at.0, done.0 - begun.0))
}

/// How long a record was on hold, and how long it took. Hold beyond the whole time, as clocks of tools tell it, is all of
/// it.
fn held(one: &Handled) -> Option<(i64, i64)> {
    let minutes: u32 = one.on_hold_minutes.as_deref()?.trim().parse().ok()?;
    let whole = one.resolved_at.0 - one.happened_at.0;
    (whole >= 0).then_some(((i64::from(minutes) * Time::MINUTE).min(whole), whole))
}

fn large(sizes: &[(&Record, u32)], from: u32) -> Vec<LargeBatch> {
    let mut found: Vec<&(&Record, u32)> = sizes.iter().filter(|(_, size)| *size >= from).collect();
    found.sort_by_key(|(record, size)| (Reverse(*size), Reverse(record.happened_at)));
    let view = |(record, size): &&(&Record, u32)| {
        let signal: SignalId = record.id;
        LargeBatch { signal, title: record.title.clone(), at: record.happened_at, changes: *size }
    };
    found.iter().take(LISTED).map(view).collect()
}

fn warning(row: &FlowRow) -> Option<String> {
    if let Some(batch) = row.large.first() {
        return Some(format!("{} changes went out at once in “{}”.", batch.changes, batch.title));
    }
    let rework = f64::from(row.emergencies) / f64::from(row.changes.max(1));
    if row.changes >= ENOUGH && rework > REWORKS {
        return Some(format!("{} of {} changes put something right at once.", row.emergencies, row.changes));
    }
    let waiting = row.waiting.filter(|share| row.waiting_of >= ENOUGH && *share > WAITS)?;
    Some(format!("Changes wait for {:.0} % of their time.", waiting * 100.0))
}
