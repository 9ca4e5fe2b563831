//! Several tries at each cut: how clear groups are, and whether they would be found again, depends by one or two hundredths
//! on the order in which nodes are visited, most of all when groups are few. That is more than lies between good cuts.

use crate::course::Course;
use crate::graph::Graph;

use super::RESOLUTIONS;
use super::louvain::{Cores, ORDERS};

/// A cut less clear than this share of the clearest isn't tried again: it won't be chosen.
const CLEAR_ENOUGH: f64 = 0.8;

/// The tries at one cut.
pub struct Tried {
    pub resolution: f64,
    /// Whether it is clear enough to be chosen.
    pub is_clear: bool,
    /// The group of each text, try by try: in all [`ORDERS`], or in the first only if it isn't clear enough.
    pub groups: Vec<Vec<u32>>,
    /// The mean of the tries.
    pub clearness: f64,
}

/// Tries all resolutions, from coarse to fine. `None`: it was stopped.
pub fn tried(graph: &Graph, clearness: impl Fn(&[u32]) -> Option<f64>, course: &Course) -> Option<Vec<Tried>> {
    let cores = Cores::found(graph, 0, course)?;
    let first = |resolution: &f64| {
        let groups = cores.tried(*resolution, course)?;
        let clearness = clearness(&groups)?;
        Some(Tried { resolution: *resolution, is_clear: true, groups: vec![groups], clearness })
    };
    let mut tried: Vec<Tried> = RESOLUTIONS.iter().map(first).collect::<Option<_>>()?;
    course.step();
    let least = CLEAR_ENOUGH * tried.iter().fold(0.0, |most: f64, tried| most.max(tried.clearness));
    tried.iter_mut().for_each(|tried| tried.is_clear = tried.clearness >= least);
    for order in 1..ORDERS {
        let cores = Cores::found(graph, order, course)?;
        for tried in tried.iter_mut().filter(|tried| tried.is_clear) {
            let groups = cores.tried(tried.resolution, course)?;
            tried.clearness += (clearness(&groups)? - tried.clearness) / f64::from(order + 1);
            tried.groups.push(groups);
        }
        course.step();
    }
    Some(tried)
}
