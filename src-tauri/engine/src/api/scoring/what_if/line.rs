//! What fits into a number of person-weeks: the line under the order, and the set worth most whatever the order.

use std::collections::HashMap;

use scoring::capacity::{Job, MOST_WEEKS, best_set};
use scoring::{Formula, Given, Worlds, framework};

use super::super::Everything;
use crate::api::types::{BestSet, Capacity, CutLine, WhatIfRow};
use crate::error::{Problem, Result};
use crate::model::{OpportunityId, Range, Stage};
use crate::score::numbers;

/// Weeks in a twelfth of a mean Gregorian year.
const WEEKS_IN_MONTH: f64 = 365.2425 / 7.0 / 12.0;

/// The efforts of those that compete, in person-weeks.
pub struct Efforts {
    ranges: HashMap<OpportunityId, (String, Range)>,
    /// By draw; filled by [`Efforts::drawn`].
    draws: HashMap<OpportunityId, Vec<f64>>,
}

impl Efforts {
    pub fn of(all: &Everything) -> Self {
        let competing = all.records().filter(|record| record.competes());
        let ranges = competing.filter_map(|record| {
            let effort = *all.inputs_of(record.id).get("effort")?;
            Some((record.id, (record.uid.clone(), effort)))
        });
        Efforts { ranges: ranges.collect(), draws: HashMap::new() }
    }

    /// The same with draws, which share their worlds with the values.
    pub fn drawn(mut self) -> Self {
        let Ok(formula) = Formula::read("value = effort", &framework::names()) else { return self };
        let Some(input) = framework::input("effort") else { return self };
        for (id, (uid, range)) in &self.ranges {
            let given = Given { range: *range, least: input.least, most: input.most, stream: input.stream };
            if let Some(months) = Worlds::usual().values(&formula, uid, &[Some(given)]) {
                self.draws.insert(*id, months.into_iter().map(|months| months * WEEKS_IN_MONTH).collect());
            }
        }
        self
    }

    pub fn weeks(&self, id: OpportunityId) -> Option<Range> {
        let (_, months) = self.ranges.get(&id)?;
        let [low, likely, high] = [months.low, months.likely, months.high].map(|months| months * WEEKS_IN_MONTH);
        Some(Range { low, likely, high })
    }

    fn add(&self, id: OpportunityId, sum: &mut [f64]) {
        for (sum, own) in sum.iter_mut().zip(self.draws.get(&id).into_iter().flatten()) {
            *sum += own;
        }
    }
}

pub fn check(capacity: Option<Capacity>) -> Result<()> {
    match capacity {
        Some(capacity) if !(0.1..=MOST_WEEKS).contains(&capacity.weeks) => {
            Err(Problem::bad_input(format!("Capacity goes from 0.1 to {} person-weeks.", numbers::number(MOST_WEEKS)))
                .kept("Nothing was calculated."))
        }
        _ => Ok(()),
    }
}

/// Takes the work in the order of the rows, until the first that doesn't fit. Marks those above the line.
pub fn cut(rows: &mut [WhatIfRow], capacity: Capacity, efforts: &Efforts, all: &Everything) -> CutLine {
    let order: Vec<OpportunityId> = rows.iter().map(|row| row.opportunity.id).collect();
    let fitting = fit(rows, &order, capacity, efforts);
    let mut sum = vec![0.0; Worlds::usual().chance().draws as usize];
    let (mut likely, mut value) = (0.0, 0.0);
    let mut after = 0;
    for (at, row) in (1_u32..).zip(rows.iter_mut()) {
        if let Some(effort) = row.effort.filter(|_| can_be_planned(row)) {
            likely += effort.likely;
            row.weeks_so_far = Some(likely);
        }
        if fitting.contains(&row.opportunity.id) {
            row.above = true;
            after = at;
            efforts.add(row.opportunity.id, &mut sum);
            value += row.value.map_or(0.0, |value| value.p50);
        }
    }
    let taken: f64 = rows.iter().filter(|row| row.above).filter_map(|row| Some(row.effort?.likely)).sum();
    sum.sort_by(f64::total_cmp);
    let takes = Range { low: at(&sum, 0.1), likely: taken, high: at(&sum, 0.9) };
    let mut today = order;
    today.sort_by_key(|id| all.ranking.get(id).map_or(u32::MAX, |standing| standing.rank));
    let fits_today = fit(rows, &today, capacity, efforts);
    let above_today = rows.iter().filter(|row| fits_today.contains(&row.opportunity.id));
    let fits = u32::try_from(fitting.len()).unwrap_or(u32::MAX);
    let number = |weeks: f64| numbers::number((weeks * 10.0).round() / 10.0);
    CutLine {
        after,
        fits,
        weeks: capacity.weeks,
        takes,
        value,
        value_today: above_today.filter_map(|row| Some(row.value?.p50)).sum(),
        says: match fits {
            0 => format!("{} person-weeks end here. Nothing fits.", number(capacity.weeks)),
            _ => format!(
                "{} person-weeks end here. {} {}, likely {}, 8 draws of 10 between {} and {}",
                number(capacity.weeks),
                numbers::count(fits),
                if fits == 1 { "fits" } else { "fit" },
                number(takes.likely),
                number(takes.low),
                number(takes.high)
            ),
        },
    }
}

/// The set worth most; marks its rows.
pub fn best(rows: &mut [WhatIfRow], capacity: Capacity) -> BestSet {
    let jobs: Vec<Job> = rows
        .iter()
        .map(|row| match (row.effort.filter(|_| can_be_planned(row)), row.value) {
            (Some(effort), Some(value)) => Job { weeks: effort.likely, value: value.p50 },
            _ => Job { weeks: 0.0, value: 0.0 },
        })
        .collect();
    for (row, taken) in rows.iter_mut().zip(best_set(&jobs, capacity.weeks)) {
        row.in_best = taken;
    }
    let chosen = || rows.iter().filter(|row| row.in_best);
    let labels = |wanted: &dyn Fn(&&WhatIfRow) -> bool| {
        rows.iter().filter(wanted).map(|row| row.opportunity.label.clone()).collect::<Vec<_>>().join(", ")
    };
    let (with, without) = (labels(&|row| row.in_best && !row.above), labels(&|row| row.above && !row.in_best));
    BestSet {
        opportunities: chosen().map(|row| row.opportunity.clone()).collect(),
        weeks: chosen().filter_map(|row| Some(row.effort?.likely)).sum(),
        value: chosen().filter_map(|row| Some(row.value?.p50)).sum(),
        says: match (with.is_empty(), without.is_empty()) {
            (true, true) => String::new(),
            (true, false) => format!("Without {without}."),
            (false, true) => format!("{with} fits as well."),
            (false, false) => format!("{with} instead of {without}."),
        },
    }
}

/// Those of `order` that fit before the first that doesn't; what has no effort isn't placed.
fn fit(rows: &[WhatIfRow], order: &[OpportunityId], capacity: Capacity, efforts: &Efforts) -> Vec<OpportunityId> {
    let mut fitting = Vec::new();
    let mut likely = 0.0;
    let mut sum = vec![0.0; Worlds::usual().chance().draws as usize];
    for id in order {
        let row = rows.iter().find(|row| row.opportunity.id == *id).filter(|row| can_be_planned(row));
        let Some(effort) = row.and_then(|row| row.effort) else { continue };
        likely += effort.likely;
        let takes = if capacity.nine_in_ten {
            efforts.add(*id, &mut sum);
            let mut sorted = sum.clone();
            sorted.sort_by(f64::total_cmp);
            at(&sorted, 0.9)
        } else {
            likely
        };
        // What is whole tenths but for the last bits fits.
        if takes > capacity.weeks + 1e-9 {
            break;
        }
        fitting.push(*id);
    }
    fitting
}

/// What is under way or delivered is ranked, but not planned again.
pub fn can_be_planned(row: &WhatIfRow) -> bool {
    row.stage < Stage::InProgress && row.value.is_some()
}

fn at(sorted: &[f64], share: f64) -> f64 {
    let place = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(place.saturating_sub(1)).copied().unwrap_or_default()
}
