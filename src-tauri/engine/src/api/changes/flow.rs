//! How work flows, by service and by product: ageing, waiting, hand-overs, hold, batch size, rework. Never by person.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use insight::flow::{ages, batches, hand_overs, waiting_share};

use super::flow_receipts::of_record;
use super::{Look, is_closed};
use crate::api::Engine;
use crate::api::types::{ChangesQuery, FlowList, FlowPlace, FlowRow, LargeBatch, PulseRecord};
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
    /// By service and by product, those with the most open work first.
    pub async fn flow(&self, query: ChangesQuery) -> Result<FlowList> {
        let work = self.flow_work(&query).await?;
        let rows = |by: By| {
            let seen = work.by(by).into_iter();
            let mut rows: Vec<FlowRow> = seen.map(|(name, seen)| row(&work.look, by, name, &seen)).collect();
            rows.sort_by_key(|row| Reverse(row.open));
            rows
        };
        let (services, mut products) = (rows(By::Service), rows(By::Product));
        products.retain(|row| row.product.is_some());
        Ok(FlowList { rows: services, products, from: work.look.from, to: work.look.now })
    }

    /// Every deployment of the period whose changes are known, against those of its service.
    pub(in crate::api) async fn deployed_batches(&self, query: &ChangesQuery) -> Result<Vec<Batch>> {
        let work = self.flow_work(query).await?;
        let mut all = Vec::new();
        for seen in work.by(By::Service).into_values() {
            let sizes = seen.batches(&work.look);
            let Some(usual) = batches(&sizes.iter().map(|(_, size)| *size).collect::<Vec<_>>()) else { continue };
            all.extend(sizes.into_iter().map(|(deployment, changes)| Batch {
                record: of_record(deployment),
                changes,
                usual: usual.median,
                large: changes >= usual.large_from,
            }));
        }
        Ok(all)
    }

    /// Everything the numbers are made of, read once.
    pub(super) async fn flow_work(&self, query: &ChangesQuery) -> Result<Work> {
        let look = self.look_at_changes(query).await?;
        let mut read = self.store.reader().acquire().await?;
        let mut open = change_advice::open_work(&mut read, look.now).await?;
        let mut handled = change_advice::handled(&mut read, look.from).await?;
        drop(read);
        handled.retain(|one| super::asked_place(query, one.service_id, one.product_id));
        open.retain(|work| super::asked_place(query, work.service_id, work.product_id));
        Ok(Work { look, open, handled })
    }
}

/// A deployment with the changes it brought.
pub(in crate::api) struct Batch {
    pub record: PulseRecord,
    pub changes: u32,
    /// What those of its service usually bring.
    pub usual: f64,
    /// Far more than that.
    pub large: bool,
}

/// What the rows are by.
#[derive(Clone, Copy, PartialEq)]
enum By {
    Service,
    Product,
}

/// The work of a period.
pub(super) struct Work {
    pub look: Look,
    open: Vec<OpenWork>,
    handled: Vec<Handled>,
}

impl Work {
    /// That of one place.
    pub fn of(&self, place: &FlowPlace) -> Seen<'_> {
        let (by, name) = match place {
            FlowPlace::Service { name } => (By::Service, name.as_deref().unwrap_or_default()),
            FlowPlace::Product { name } => (By::Product, name.as_str()),
        };
        self.by(by).remove(name).unwrap_or_default()
    }

    /// By name; "" holds what has none.
    fn by(&self, by: By) -> BTreeMap<String, Seen<'_>> {
        let name = |service: &Option<String>, product: &Option<String>| {
            let own = if by == By::Service { service } else { product };
            own.clone().unwrap_or_default()
        };
        let mut places: BTreeMap<String, Seen<'_>> = BTreeMap::new();
        for work in &self.open {
            places.entry(name(&work.service, &work.product)).or_default().see(&work.product).open.push(work);
        }
        for one in &self.handled {
            places.entry(name(&one.service, &one.product)).or_default().see(&one.product).handled.push(one);
        }
        let look = &self.look;
        for record in look.changes().filter(|record| record.happened_at >= look.from && is_closed(record)) {
            places.entry(name(&record.service, &record.product)).or_default().see(&record.product).changes.push(record);
        }
        for record in look.deployments().filter(|record| record.happened_at >= look.from) {
            let seen = places.entry(name(&record.service, &record.product)).or_default();
            seen.see(&record.product).deployments.push(record);
        }
        places
    }
}

#[derive(Default)]
pub(super) struct Seen<'a> {
    product: Option<String>,
    pub open: Vec<&'a OpenWork>,
    pub changes: Vec<&'a Record>,
    deployments: Vec<&'a Record>,
    pub handled: Vec<&'a Handled>,
}

impl<'a> Seen<'a> {
    fn see(&mut self, product: &Option<String>) -> &mut Self {
        self.product.clone_from(product);
        self
    }

    /// Deployments whose changes are known, each with how many it brought.
    pub fn batches(&self, look: &Look) -> Vec<(&'a Record, u32)> {
        let size = |one: &Record| look.brought.get(&one.id).map(Vec::len).filter(|count| *count > 0);
        self.deployments.iter().filter_map(|one| Some((*one, size(one)? as u32))).collect()
    }
}

fn row(look: &Look, by: By, name: String, seen: &Seen<'_>) -> FlowRow {
    let begun: Vec<i64> = seen.open.iter().map(|work| work.happened_at.0).collect();
    let ages = ages(&begun, look.now.0);
    let millis = |of: fn(&insight::flow::Ages) -> f64| ages.as_ref().map(|ages| of(ages).round() as i64);
    let spans: Vec<(i64, i64)> = seen.changes.iter().filter_map(|change| span(change)).collect();
    let sizes = seen.batches(look);
    let batches = batches(&sizes.iter().map(|(_, size)| *size).collect::<Vec<_>>());
    let moves: Vec<u32> = seen.handled.iter().filter_map(|one| moves(one)).collect();
    let held: Vec<(i64, i64)> = seen.handled.iter().filter_map(|one| held(one)).collect();
    let moved = hand_overs(&moves);
    let name = Some(name).filter(|name| !name.is_empty());
    let (service, product) = if by == By::Service { (name, seen.product.clone()) } else { (None, name) };
    let mut row = FlowRow {
        service,
        product,
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
        emergencies: seen.changes.iter().filter(|change| is_emergency(change)).count() as u32,
        warning: None,
    };
    row.warning = warning(&row);
    row
}

/// How long a change waited between ready and done, and how long it took from its beginning.
pub(super) fn span(change: &Record) -> Option<(i64, i64)> {
    let begun = change.committed_at.as_deref().and_then(Time::parse_rfc3339)?;
    let done = change.resolved_at?;
    Some((done.0 - change.happened_at.0, done.0 - begun.0))
}

/// It put something right at once.
pub(super) fn is_emergency(change: &Record) -> bool {
    change.sort.as_deref().is_some_and(|sort| sort.eq_ignore_ascii_case("emergency"))
}

/// How often a record went to another group.
pub(super) fn moves(one: &Handled) -> Option<u32> {
    one.hand_overs.as_deref()?.trim().parse().ok()
}

/// How long a record was on hold, and how long it took. Hold beyond the whole time, as clocks of tools tell it, is all of
/// it.
pub(super) fn held(one: &Handled) -> Option<(i64, i64)> {
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
