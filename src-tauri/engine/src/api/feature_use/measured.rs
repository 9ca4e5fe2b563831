//! From counted days to numbers: people, frequency, change and drop of a feature, or of one segment of it.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};
use insight::detours::{Counted, Measure};
use insight::usage;

use crate::api::types::{FeatureDrop, FeatureRow, FeatureState, SegmentUse};
use crate::store::features::Day;

/// Weeks that lists show.
const WEEKS: usize = 26;

/// A feature counted for fewer days than this is new.
const NEW: u32 = 56;

/// Unused is judged over so many days.
const UNUSED_OVER: usize = 90;

pub(super) fn back(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// People and events by day; None where nothing was counted.
pub(super) struct Series {
    pub service: Option<u32>,
    people: Vec<Option<u32>>,
    events: Vec<Option<u32>>,
}

/// The series from `first` on, by feature and segment.
pub(super) fn series(counted: Vec<Day>, first: NaiveDate, length: usize) -> BTreeMap<(String, String), Series> {
    let mut found: BTreeMap<(String, String), Series> = BTreeMap::new();
    for day in counted {
        let place = usize::try_from((day.day - first).num_days()).unwrap_or(usize::MAX);
        let series = found.entry((day.feature, day.segment)).or_insert_with(|| Series {
            service: None,
            people: vec![None; length],
            events: vec![None; length],
        });
        series.service = day.service_id.or(series.service);
        if let (Some(people), Some(events)) = (series.people.get_mut(place), series.events.get_mut(place)) {
            (*people, *events) = (Some(day.users), Some(day.events));
        }
    }
    found
}

impl Series {
    /// What was counted, for those who compare features of one `place`.
    pub fn counted(&self, (feature, segment): &(String, String), place: String) -> Counted {
        let (people, events) = (self.people.clone(), self.events.clone());
        Counted { feature: feature.clone(), place, segment: segment.clone(), people, events }
    }

    /// The count of one day; None where nothing was counted.
    pub fn on(&self, place: usize, measure: Measure) -> Option<u32> {
        let days = match measure {
            Measure::People => &self.people,
            Measure::Events => &self.events,
        };
        days.get(place).copied().flatten()
    }

    /// What the numbers say of a segment over `days` up to `last`; adoption is for the caller.
    pub fn segment(&self, segment: String, days: usize, last: NaiveDate) -> SegmentUse {
        let length = self.people.len();
        let now = &self.people[length.saturating_sub(days)..];
        let before = &self.people[length.saturating_sub(2 * days)..length.saturating_sub(days)];
        let (people, people_before) = (usage::people(now).unwrap_or(0.0), usage::people(before));
        let sum = |values: &[Option<u32>]| values.iter().flatten().map(|one| f64::from(*one)).sum::<f64>();
        let (used, events) = (sum(now), sum(&self.events[length.saturating_sub(days)..]));
        let weeks = usage::by_week(&self.people);
        let drop = usage::drop(&weeks).map(|drop| FeatureDrop {
            from: back(last, (7 * (weeks.len() - drop.week) - 1) as u64),
            before: drop.before,
            after: drop.after,
            change: drop.after / drop.before - 1.0,
            told_before: 0,
            told_since: 0,
        });
        SegmentUse {
            segment,
            people,
            people_before,
            change: people_before.and_then(|before| usage::change(people, before)),
            frequency: (used > 0.0).then(|| events / used),
            adoption: None,
            drop,
        }
    }

    /// What the numbers say of a feature; service, tickets, segments and adoption are for the caller.
    pub fn row(&self, feature: &str, days: usize, last: NaiveDate) -> FeatureRow {
        let all = self.segment(String::new(), days, last);
        let length = self.people.len();
        let (days_counted, days_used, _) = usage::days_used(&self.people[length.saturating_sub(days)..]);
        let (ever_counted, _, unused_days) = usage::days_used(&self.people);
        let weeks = usage::by_week(&self.people);
        let unused = usage::is_unused(&self.people[length.saturating_sub(UNUSED_OVER)..]);
        let drop = all.drop.filter(|_| !unused);
        FeatureRow {
            feature: feature.to_owned(),
            service: None,
            state: match all.change {
                _ if unused => FeatureState::Unused,
                _ if drop.is_some() => FeatureState::Dropping,
                None => FeatureState::New,
                Some(_) if ever_counted < NEW => FeatureState::New,
                Some(change) if usage::is_steady(change) => FeatureState::Steady,
                Some(change) if change > 0.0 => FeatureState::Growing,
                Some(_) => FeatureState::Falling,
            },
            people: all.people,
            people_before: all.people_before,
            change: all.change,
            frequency: all.frequency,
            adoption: None,
            days: days_counted,
            days_used,
            unused_days,
            weeks: weeks[weeks.len().saturating_sub(WEEKS)..].to_vec(),
            drop,
            segments: Vec::new(),
            silent: None,
        }
    }
}

/// Each against the most used one of its product; a segment against what the same segment uses most of it.
pub(super) fn adopt(rows: &mut [FeatureRow], products: &[Option<u32>]) {
    let mut most: HashMap<(Option<u32>, String), f64> = HashMap::new();
    let mut see = |product: Option<u32>, segment: &str, people: f64| {
        let most = most.entry((product, segment.to_owned())).or_default();
        *most = most.max(people);
    };
    for (row, product) in rows.iter().zip(products) {
        see(*product, "", row.people);
        row.segments.iter().for_each(|one| see(*product, &one.segment, one.people));
    }
    let share = |product: Option<u32>, segment: &str, people: f64| {
        let most = most.get(&(product, segment.to_owned())).filter(|most| **most > 0.0);
        most.map(|most| people / most)
    };
    for (row, product) in rows.iter_mut().zip(products) {
        row.adoption = share(*product, "", row.people);
        for one in &mut row.segments {
            one.adoption = share(*product, &one.segment, one.people);
        }
    }
}
