//! Which signals, in which order, and how many of each: answered from the columns alone.

use super::columns::{Columns, NO_SEVERITY, Row, seconds};
use super::search::IdSet;
use crate::api::types::{SignalQuery, SignalSort};
use crate::model::{Kind, Severity, Status, Time, TriageState};

/// Counts by code or id, each for the signals the query finds with that one filter left open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub total: u32,
    pub kinds: Vec<u32>,
    pub severities: Vec<u32>,
    pub states: Vec<u32>,
    pub services: Vec<u32>,
    pub products: Vec<u32>,
    pub customers: Vec<u32>,
    pub connections: Vec<u32>,
}

/// The ids the query finds, in its order. `found` is what the text search found, None when there is no text.
/// Ties are in the order of the ids, newest first (oldest first for the oldest-first order).
pub fn ids(columns: &Columns, query: &SignalQuery, found: Option<&IdSet>, now: Time) -> Vec<u32> {
    let filter = Filter::new(columns, query, now);
    let mut ids = Vec::new();
    each(columns, found, |id, row| {
        if filter.misses(id, row) == 0 {
            ids.push(id);
        }
    });
    let row = |id: u32| columns.rows.get(id as usize - 1).copied().unwrap_or_default();
    order_by(&mut ids, |id| row(id).happened);
    if query.sort == SignalSort::Oldest {
        return ids;
    }
    ids.reverse();
    match query.sort {
        SignalSort::Severity => order_by(&mut ids, |id| u32::from(row(id).severity_code())),
        SignalSort::Revenue => {
            let ranks = revenue_ranks(columns);
            let last = u32::try_from(ranks.len()).unwrap_or(u32::MAX);
            order_by(&mut ids, |id| ranks.get(row(id).customer as usize).copied().unwrap_or(last));
        }
        SignalSort::Newest | SignalSort::Oldest => {}
    }
    ids
}

/// How many the query finds, by each thing it can filter on.
pub fn counts(columns: &Columns, query: &SignalQuery, found: Option<&IdSet>, now: Time) -> Counts {
    let filter = Filter::new(columns, query, now);
    let mut counts = Counts {
        kinds: vec![0; Kind::ALL.len()],
        severities: vec![0; Severity::ALL.len()],
        states: vec![0; TriageState::ALL.len()],
        ..Counts::default()
    };
    each(columns, found, |id, row| {
        let misses = filter.misses(id, row);
        if misses == 0 {
            counts.total += 1;
        }
        let counts_for = |bit: u8| misses & !bit == 0;
        if counts_for(Filter::KIND) {
            add(&mut counts.kinds, u32::from(row.kind_code()));
        }
        if counts_for(Filter::SEVERITY) && row.severity_code() != NO_SEVERITY {
            add(&mut counts.severities, u32::from(row.severity_code()));
        }
        if counts_for(Filter::STATE) {
            add(&mut counts.states, u32::from(columns.state_code_at(id, row, now)));
        }
        if counts_for(Filter::SERVICE) && row.service != 0 {
            add(&mut counts.services, row.service);
        }
        if counts_for(Filter::PRODUCT) && columns.product(row.service) != 0 {
            add(&mut counts.products, columns.product(row.service));
        }
        if counts_for(Filter::CUSTOMER) && row.customer != 0 {
            add(&mut counts.customers, row.customer);
        }
        if counts_for(Filter::CONNECTION) {
            add(&mut counts.connections, u32::from(row.connection));
        }
    });
    counts
}

/// Shows `look` what the text search found, or every row, in the order of the ids.
fn each(columns: &Columns, found: Option<&IdSet>, mut look: impl FnMut(u32, Row)) {
    match found {
        Some(found) => found.iter().for_each(|id| {
            if let Some(row) = (id as usize).checked_sub(1).and_then(|index| columns.rows.get(index)) {
                look(id, *row);
            }
        }),
        None => (1..).zip(&columns.rows).for_each(|(id, row)| look(id, *row)),
    }
}

fn add(counts: &mut Vec<u32>, at: u32) {
    let at = at as usize;
    if at >= counts.len() {
        counts.resize(at + 1, 0);
    }
    if let Some(count) = counts.get_mut(at) {
        *count += 1;
    }
}

/// A query made ready for a million rows: words became bits, ids became sets.
struct Filter<'a> {
    columns: &'a Columns,
    now: Time,
    kinds: u8,
    severities: u8,
    statuses: u8,
    states: u8,
    services: Option<IdSet>,
    products: Option<IdSet>,
    customers: Option<IdSet>,
    connections: Option<IdSet>,
    from: u32,
    to: u32,
    unread_only: bool,
    rich: Option<IdSet>,
}

impl<'a> Filter<'a> {
    const KIND: u8 = 1;
    const SEVERITY: u8 = 2;
    const STATE: u8 = 4;
    const SERVICE: u8 = 8;
    const CUSTOMER: u8 = 16;
    const CONNECTION: u8 = 32;
    const PRODUCT: u8 = 64;
    /// A filter that has no counts of its own.
    const OTHER: u8 = 128;

    fn new(columns: &'a Columns, query: &SignalQuery, now: Time) -> Self {
        let inbox = [TriageState::Inbox];
        let states = if query.states.is_empty() { &inbox[..] } else { &query.states };
        Filter {
            columns,
            now,
            kinds: mask(query.kinds.iter().map(|kind| kind.code())),
            severities: mask(query.severities.iter().map(|severity| severity.code())),
            statuses: mask(query.statuses.iter().map(|status: &Status| status.code())),
            states: mask(states.iter().map(|state| state.code())),
            services: set(query.services.iter().map(|id| id.0)),
            products: set(query.products.iter().map(|id| id.0)),
            customers: set(query.customers.iter().map(|id| id.0)),
            connections: set(query.connections.iter().map(|id| id.0)),
            from: query.from.map_or(0, |from| seconds(from.plus(Time::SECOND - 1))),
            to: query.to.map_or(u32::MAX, |to| seconds(to.plus(Time::SECOND - 1))),
            unread_only: query.unread_only,
            rich: query.min_revenue.map(|least| {
                (1..)
                    .zip(&columns.revenues)
                    .filter(|(_, revenue)| revenue.is_some_and(|revenue| revenue >= least))
                    .map(|(id, _)| id)
                    .collect()
            }),
        }
    }

    /// The filters that leave this row out, as bits; 0 when the query finds it.
    fn misses(&self, id: u32, row: Row) -> u8 {
        let other = !row.present()
            || self.statuses >> row.status_code() & 1 == 0
            || row.happened < self.from
            || (row.happened >= self.to && self.to != u32::MAX)
            || (self.unread_only && row.seen())
            || self.rich.as_ref().is_some_and(|rich| !rich.contains(row.customer));
        if other {
            // No count leaves these open, so nothing else matters.
            return Self::OTHER;
        }
        let outside = |set: &Option<IdSet>, id: u32| set.as_ref().is_some_and(|set| !set.contains(id));
        let bit = |misses: bool, bit: u8| if misses { bit } else { 0 };
        bit(self.kinds >> row.kind_code() & 1 == 0, Self::KIND)
            | bit(self.severities >> row.severity_code() & 1 == 0, Self::SEVERITY)
            | bit(self.states >> self.columns.state_code_at(id, row, self.now) & 1 == 0, Self::STATE)
            | bit(outside(&self.services, row.service), Self::SERVICE)
            | bit(self.products.is_some() && outside(&self.products, self.columns.product(row.service)), Self::PRODUCT)
            | bit(outside(&self.customers, row.customer), Self::CUSTOMER)
            | bit(outside(&self.connections, u32::from(row.connection)), Self::CONNECTION)
    }
}

/// One bit a code; all bits when nothing is asked for.
fn mask(codes: impl Iterator<Item = u8>) -> u8 {
    match codes.fold(0, |mask, code| mask | 1 << code) {
        0 => u8::MAX,
        mask => mask,
    }
}

fn set(ids: impl Iterator<Item = u32>) -> Option<IdSet> {
    let mut ids = ids.peekable();
    ids.peek()?;
    Some(ids.collect())
}

/// By customer id (0 is "no customer"): its place when the highest revenue comes first. Equal revenues share
/// a place; unknown ones come last.
fn revenue_ranks(columns: &Columns) -> Vec<u32> {
    let mut known: Vec<i64> = columns.revenues.iter().copied().flatten().collect();
    known.sort_unstable_by(|a, b| b.cmp(a));
    known.dedup();
    let last = u32::try_from(known.len()).unwrap_or(u32::MAX);
    let rank = |revenue: Option<i64>| {
        let revenue = revenue?;
        let place = known.binary_search_by(|probe| revenue.cmp(probe)).ok()?;
        u32::try_from(place).ok()
    };
    std::iter::once(last).chain(columns.revenues.iter().map(|revenue| rank(*revenue).unwrap_or(last))).collect()
}

/// Sorts by key, keeping the present order among equal keys. A radix sort, least significant digit first:
/// a million ids take a few passes over memory, and digits that are the same everywhere take none.
fn order_by(ids: &mut Vec<u32>, key: impl Fn(u32) -> u32) {
    const DIGIT: u32 = 11;
    let mut keyed: Vec<(u32, u32)> = ids.iter().map(|id| (key(*id), *id)).collect();
    let mut sorted = vec![(0, 0); keyed.len()];
    for shift in [0, DIGIT, 2 * DIGIT] {
        let digit = |key: u32| (key >> shift & ((1 << DIGIT) - 1)) as usize;
        let mut starts = [0_usize; 1 << DIGIT];
        for (key, _) in &keyed {
            starts[digit(*key)] += 1;
        }
        if starts.contains(&keyed.len()) {
            continue;
        }
        let mut next = 0;
        for start in &mut starts {
            next += std::mem::replace(start, next);
        }
        for pair in &keyed {
            let place = &mut starts[digit(pair.0)];
            sorted[*place] = *pair;
            *place += 1;
        }
        std::mem::swap(&mut keyed, &mut sorted);
    }
    ids.clear();
    ids.extend(keyed.into_iter().map(|(_, id)| id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ordering_is_a_stable_sort(keys in proptest::collection::vec(prop_oneof![0_u32..5, any::<u32>()], 0..300)) {
            let count = u32::try_from(keys.len()).unwrap();
            let mut ordered: Vec<u32> = (0..count).rev().collect();
            let mut expected = ordered.clone();
            order_by(&mut ordered, |id| keys[id as usize]);
            expected.sort_by_key(|id| keys[*id as usize]);
            prop_assert_eq!(ordered, expected);
        }
    }
}
