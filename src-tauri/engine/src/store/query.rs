//! Which signals, in which order, and how many of each: answered from the columns alone.

use super::columns::{Columns, NO_SEVERITY, NO_THEME, Row, seconds};
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
    pub themes: ByTheme,
}

/// Themes as queries name them, each with how many of the signals it has: the one with the most first, then 0, those
/// that fit none, then [`NOT_GROUPED`].
pub type ByTheme = Vec<(u32, u32)>;

/// In queries, the "theme" of signals that wait to be read or are of a kind that has none; 0 are those that fit none.
pub const NOT_GROUPED: u32 = u32::MAX;

/// What a query finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// In the query's order. Ties are in the order of the ids, newest first (oldest first for the oldest-first order).
    pub ids: Vec<u32>,
    /// Counts by the code of the kind, with the filter by kind left open.
    pub kinds: Vec<u32>,
    /// The themes that the signals stand together by, in their order; empty unless the query asks for that.
    pub themes: ByTheme,
}

/// The ids alone.
pub fn ids(columns: &Columns, query: &SignalQuery, found: Option<&IdSet>, now: Time) -> Vec<u32> {
    list(columns, query, found, now).ids
}

/// `found` is what the text search found, None when there is no text.
pub fn list(columns: &Columns, query: &SignalQuery, found: Option<&IdSet>, now: Time) -> List {
    let filter = Filter::new(columns, query, now);
    let (mut ids, mut kinds) = (Vec::new(), vec![0; Kind::ALL.len()]);
    each(columns, found, |id, row| {
        let misses = filter.misses(id, row);
        if misses == 0 {
            ids.push(id);
        }
        if misses & !Filter::KIND == 0 {
            add(&mut kinds, u32::from(row.kind_code()));
        }
    });
    sort(columns, query.sort, &mut ids);
    let mut themes = ByTheme::new();
    if query.by_theme {
        themes = themes_of(columns, &ids);
        let places = places(&themes);
        // What isn't grouped has no place: it comes last.
        order_by(&mut ids, |id| places.get(asked_theme(columns, id) as usize).copied().unwrap_or(u32::MAX));
    }
    List { ids, kinds, themes }
}

/// The theme of a signal as queries name it.
fn asked_theme(columns: &Columns, id: u32) -> u32 {
    match columns.theme(id) {
        NO_THEME => 0,
        0 => NOT_GROUPED,
        theme => theme,
    }
}

fn themes_of(columns: &Columns, ids: &[u32]) -> ByTheme {
    let mut counts = CountsByTheme::default();
    ids.iter().for_each(|id| counts.add(asked_theme(columns, *id)));
    counts.in_order()
}

/// By theme: its place among `themes`.
fn places(themes: &[(u32, u32)]) -> Vec<u32> {
    let listed = || themes.iter().map(|(theme, _)| *theme).filter(|theme| *theme != NOT_GROUPED);
    let mut places = vec![u32::MAX; listed().max().map_or(0, |last| last as usize + 1)];
    for (place, theme) in (0..).zip(listed()) {
        if let Some(at) = places.get_mut(theme as usize) {
            *at = place;
        }
    }
    places
}

#[derive(Default)]
struct CountsByTheme {
    themes: Vec<u32>,
    not_grouped: u32,
}

impl CountsByTheme {
    fn add(&mut self, theme: u32) {
        match theme {
            NOT_GROUPED => self.not_grouped += 1,
            theme => add(&mut self.themes, theme),
        }
    }

    fn in_order(self) -> ByTheme {
        let all = (0..).zip(self.themes).chain([(NOT_GROUPED, self.not_grouped)]);
        let mut themes: ByTheme = all.filter(|(_, count)| *count > 0).collect();
        let none = |theme: u32| match theme {
            0 => 1,
            NOT_GROUPED => 2,
            _ => 0,
        };
        themes.sort_by_key(|(theme, count)| (none(*theme), std::cmp::Reverse(*count), *theme));
        themes
    }
}

fn sort(columns: &Columns, by: SignalSort, ids: &mut Vec<u32>) {
    let row = |id: u32| columns.rows.get(id as usize - 1).copied().unwrap_or_default();
    order_by(ids, |id| row(id).happened);
    if by == SignalSort::Oldest {
        return;
    }
    ids.reverse();
    match by {
        SignalSort::Severity => order_by(ids, |id| u32::from(row(id).severity_code())),
        SignalSort::Revenue => {
            let ranks = revenue_ranks(columns);
            let last = u32::try_from(ranks.len()).unwrap_or(u32::MAX);
            order_by(ids, |id| ranks.get(row(id).customer as usize).copied().unwrap_or(last));
        }
        SignalSort::Newest | SignalSort::Oldest => {}
    }
}

/// How many the query finds, by each thing it can filter on.
pub fn counts(columns: &Columns, query: &SignalQuery, found: Option<&IdSet>, now: Time) -> Counts {
    let filter = Filter::new(columns, query, now);
    let mut themes = CountsByTheme::default();
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
        let counts_for = |bit: u16| misses & !bit == 0;
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
        if counts_for(Filter::THEME) && row.present() {
            themes.add(asked_theme(columns, id));
        }
    });
    Counts { themes: themes.in_order(), ..counts }
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
    /// Few, and one of them may be [`NOT_GROUPED`].
    themes: Option<Vec<u32>>,
    from: u32,
    to: u32,
    unread_only: bool,
    rich: Option<IdSet>,
}

impl<'a> Filter<'a> {
    const KIND: u16 = 1;
    const SEVERITY: u16 = 2;
    const STATE: u16 = 4;
    const SERVICE: u16 = 8;
    const CUSTOMER: u16 = 16;
    const CONNECTION: u16 = 32;
    const PRODUCT: u16 = 64;
    const THEME: u16 = 128;
    /// A filter that has no counts of its own.
    const OTHER: u16 = 256;

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
            themes: (!query.themes.is_empty()).then(|| query.themes.iter().map(|id| id.0).collect()),
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
    fn misses(&self, id: u32, row: Row) -> u16 {
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
        let bit = |misses: bool, bit: u16| if misses { bit } else { 0 };
        bit(self.kinds >> row.kind_code() & 1 == 0, Self::KIND)
            | bit(self.severities >> row.severity_code() & 1 == 0, Self::SEVERITY)
            | bit(self.states >> self.columns.state_code_at(id, row, self.now) & 1 == 0, Self::STATE)
            | bit(outside(&self.services, row.service), Self::SERVICE)
            | bit(self.products.is_some() && outside(&self.products, self.columns.product(row.service)), Self::PRODUCT)
            | bit(outside(&self.customers, row.customer), Self::CUSTOMER)
            | bit(outside(&self.connections, u32::from(row.connection)), Self::CONNECTION)
            | bit(
                self.themes.as_ref().is_some_and(|themes| !themes.contains(&asked_theme(self.columns, id))),
                Self::THEME,
            )
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
