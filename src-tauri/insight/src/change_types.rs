//! How often changes of each type went well.

use std::collections::BTreeMap;

use crate::links::WINDOW;
use crate::measure::LEAST;
use crate::operation::{Operation, Scope};
use crate::records::{ChangeKind, Millis};
use crate::weeks::Window;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Success {
    /// Changes that are old enough to be judged.
    pub n: u32,
    /// What surely caused an incident, and what may have besides.
    pub confirmed: u32,
    pub suggested: u32,
    /// Younger than 72 hours.
    pub pending: u32,
}

impl Success {
    /// Share that caused none, from the least to the most; None when there are too few.
    pub fn share(&self) -> Option<(f64, f64)> {
        let n = f64::from(self.n);
        let went_well = |bad: u32| (n - f64::from(bad)) / n;
        (self.n as usize >= LEAST).then(|| (went_well(self.confirmed + self.suggested), went_well(self.confirmed)))
    }
}

/// The changes of each type that reached people in the window.
pub fn success(on: &Operation, scope: &Scope, window: Window, now: Millis) -> BTreeMap<ChangeKind, Success> {
    let mut found: BTreeMap<ChangeKind, Success> = BTreeMap::new();
    for (position, change) in on.changes.iter().enumerate().filter(|(_, change)| scope.holds(change.service)) {
        let Some((kind, carried)) = change.kind.zip(on.deliveries.carried(position)) else { continue };
        let live = on.deliveries.list.get(carried.delivery as usize).map_or(0, |delivery| delivery.live);
        if !window.holds(live) {
            continue;
        }
        let success = found.entry(kind).or_default();
        if live.saturating_add(WINDOW) > now {
            success.pending += 1;
            continue;
        }
        success.n += 1;
        let fallout = on.fallout(carried.delivery);
        if fallout.iter().any(|one| one.confirmed) {
            success.confirmed += 1;
        } else if !fallout.is_empty() {
            success.suggested += 1;
        }
    }
    found
}
