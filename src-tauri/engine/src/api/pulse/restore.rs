//! Time to restore by class, against the shared targets.

use std::collections::HashMap;

use insight::restore::{self, Class, Restored, Targets};
use insight::spread;

use super::Question;
use super::targets::TargetBook;
use crate::api::types::{OpenIncident, PulseRecord, RestoreClass, RestoreRoute, Route};
use crate::model::Severity;

impl Question {
    /// The classes, critical first, and how many incidents of the period have none.
    pub fn restore_classes(&self, book: &TargetBook) -> ([Class; restore::CLASSES], u32) {
        let products = self.known.read.services.iter().map(|(service, known)| (*service, known.product));
        let by_service: HashMap<u32, Targets> =
            products.map(|(service, product)| (service, book.targets(product))).collect();
        let usual = book.targets(None);
        let targets = |service: u32| by_service.get(&service).copied().unwrap_or(usual);
        restore::restore(&self.known.operation, &self.scope, &targets, self.period, self.now.0)
    }

    pub fn restore(&self, book: &TargetBook) -> (Vec<RestoreClass>, u32) {
        let (classes, without) = self.restore_classes(book);
        let named = Severity::ALL.iter().zip(&classes);
        (named.map(|(class, restored)| self.restore_class(*class, restored)).collect(), without)
    }

    fn restore_class(&self, class: Severity, restored: &Class) -> RestoreClass {
        let sum = restored.summary();
        let held: Vec<f64> = restored.held.iter().map(|held| *held as f64).collect();
        let enough = held.len() >= insight::measure::LEAST;
        RestoreClass {
            class,
            target: restored.target,
            n: sum.n as u32,
            median: sum.median.map(|median| median as i64),
            p90: sum.p90.map(|p90| p90 as i64),
            in_time: sum.in_time as u32,
            missed: sum.missed as u32,
            share: sum.share,
            open: restored
                .open
                .iter()
                .filter_map(|open| {
                    let record = self.known.incident(open.incident as usize)?;
                    Some(OpenIncident { record, age: open.age, past_target: open.past_target })
                })
                .collect(),
            open_past_target: restored.open.iter().filter(|open| open.past_target).count() as u32,
            held_median: if enough { spread::median(&held).map(|median| median as i64) } else { None },
            held_known: restored.held.len() as u32,
            routes: restored
                .by_route()
                .into_iter()
                .map(|(route, sum)| RestoreRoute {
                    route: route_of(route),
                    n: sum.n as u32,
                    median: sum.median.map(|median| median as i64),
                    share: sum.share,
                })
                .collect(),
            few: if sum.median.is_none() { self.incidents_of(&restored.restored) } else { Vec::new() },
        }
    }

    fn incidents_of(&self, restored: &[Restored]) -> Vec<PulseRecord> {
        restored.iter().rev().filter_map(|one| self.known.incident(one.incident as usize)).collect()
    }
}

pub fn route_of(route: restore::Route) -> Route {
    match route {
        restore::Route::Development => Route::Development,
        restore::Route::Operations => Route::Operations,
        restore::Route::Unknown => Route::Unknown,
    }
}
