//! How soon a service is back, by class of incident, against targets that product and operations share.

use std::collections::BTreeMap;

use crate::hours::Hours;
use crate::measure::LEAST;
use crate::operation::{Operation, Scope};
use crate::records::{DAY, HOUR, Incident, Millis};
use crate::spread;
use crate::weeks::Window;

/// Version of the formula.
pub const FORMULA: &str = "restore 1";

/// Critical, high, medium, low.
pub const CLASSES: usize = 4;

/// Critical 2 h, high 4 h, medium 3 d, low 5 d.
pub const DEFAULTS: [Millis; CLASSES] = [2 * HOUR, 4 * HOUR, 3 * DAY, 5 * DAY];

/// What holds for the services of one product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Targets {
    /// By class, milliseconds.
    pub by_class: [Millis; CLASSES],
    /// None: the clock runs around the clock.
    pub hours: Option<Hours>,
}

impl Default for Targets {
    fn default() -> Self {
        Targets { by_class: DEFAULTS, hours: None }
    }
}

impl Targets {
    /// How long it took by this clock.
    pub fn elapsed(&self, window: Window) -> Millis {
        self.hours.map_or(window.to - window.from, |hours| hours.within(window)).max(0)
    }
}

/// Who put an incident right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// A deployment or change: development.
    Development,
    /// None: operations.
    Operations,
    /// No deployments of the service are known.
    Unknown,
}

/// One incident against its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Position of the incident.
    pub incident: u32,
    pub took: Millis,
    pub in_time: bool,
    pub route: Route,
}

/// One that is open now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StillOpen {
    pub incident: u32,
    pub age: Millis,
    pub past_target: bool,
    /// It began in the period.
    pub in_period: bool,
}

/// All incidents of one class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Class {
    /// Resolved ones that began in the period, oldest first.
    pub restored: Vec<Restored>,
    /// The oldest first.
    pub open: Vec<StillOpen>,
    /// Of the period, closed without being resolved.
    pub given_up: Vec<u32>,
    /// Milliseconds on hold, of those whose source tells.
    pub held: Vec<Millis>,
    /// The target of all of them; None: they have several.
    pub target: Option<Millis>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    pub n: usize,
    /// Milliseconds; None when there are fewer than five.
    pub median: Option<f64>,
    pub p90: Option<f64>,
    pub in_time: usize,
    /// Too late, or open past the target.
    pub missed: usize,
    /// in_time of in_time + missed; None when those are fewer than five.
    pub share: Option<f64>,
}

impl Class {
    pub fn summary(&self) -> Summary {
        let late = self.open.iter().filter(|one| one.in_period && one.past_target).count();
        summary(self.restored.iter(), late)
    }

    /// The same by who put it right; nobody yet put right what is open.
    pub fn by_route(&self) -> BTreeMap<Route, Summary> {
        let mut routes: BTreeMap<Route, Vec<&Restored>> = BTreeMap::new();
        self.restored.iter().for_each(|one| routes.entry(one.route).or_default().push(one));
        routes.into_iter().map(|(route, list)| (route, summary(list.into_iter(), 0))).collect()
    }
}

fn summary<'a>(restored: impl Iterator<Item = &'a Restored>, open_past_target: usize) -> Summary {
    let (mut took, mut in_time) = (Vec::new(), 0);
    for one in restored {
        took.push(one.took as f64);
        in_time += usize::from(one.in_time);
    }
    let n = took.len();
    let missed = n - in_time + open_past_target;
    let judged = in_time + missed;
    let enough = n >= LEAST;
    Summary {
        n,
        median: if enough { spread::median(&took) } else { None },
        p90: if enough { spread::p90(&took) } else { None },
        in_time,
        missed,
        share: (judged >= LEAST).then(|| in_time as f64 / judged as f64),
    }
}

/// The classes, critical first, and how many incidents of the period have none. `targets` gives those of a service.
pub fn restore(
    on: &Operation,
    scope: &Scope,
    targets: &dyn Fn(u32) -> Targets,
    period: Window,
    now: Millis,
) -> ([Class; CLASSES], u32) {
    let mut classes: [Class; CLASSES] = Default::default();
    let mut several: [Option<Option<Millis>>; CLASSES] = [None; CLASSES];
    let mut without = 0;
    for (position, incident) in on.incidents.iter().enumerate() {
        let in_period = period.holds(incident.began);
        if !scope.holds(incident.service) || !(in_period || incident.is_open()) {
            continue;
        }
        let found = incident.class.map(usize::from).and_then(|class| Some((class, classes.get_mut(class)?)));
        let Some((at, class)) = found else {
            without += u32::from(in_period);
            continue;
        };
        let targets = targets(incident.service);
        let target = targets.by_class.get(at).copied().unwrap_or_default();
        if let Some(seen) = several.get_mut(at) {
            *seen = Some(seen.map_or(Some(target), |seen| seen.filter(|seen| *seen == target)));
        }
        let one = Judged { incident, position, targets, target, in_period, now };
        one.put(on, class);
    }
    let usual = targets(crate::records::NO_SERVICE);
    for (at, class) in classes.iter_mut().enumerate() {
        class.restored.sort_by_key(|one| on.incidents.get(one.incident as usize).map(|incident| incident.began));
        class.open.sort_by_key(|one| on.incidents.get(one.incident as usize).map(|incident| incident.began));
        class.target = several.get(at).copied().flatten().unwrap_or_else(|| usual.by_class.get(at).copied());
    }
    (classes, without)
}

struct Judged<'a> {
    incident: &'a Incident,
    position: usize,
    targets: Targets,
    target: Millis,
    in_period: bool,
    now: Millis,
}

impl Judged<'_> {
    fn put(&self, on: &Operation, class: &mut Class) {
        let (incident, position) = (self.incident, self.position as u32);
        if self.in_period {
            class.held.extend(incident.held);
        }
        if incident.is_open() {
            let age = self.targets.elapsed(Window { from: incident.began, to: self.now.max(incident.began) });
            let (past_target, in_period) = (age > self.target, self.in_period);
            class.open.push(StillOpen { incident: position, age, past_target, in_period });
        } else if let Some(end) = incident.resolved() {
            let took = self.targets.elapsed(Window { from: incident.began, to: end });
            let (in_time, route) = (took <= self.target, self.route(on));
            class.restored.push(Restored { incident: position, took, in_time, route });
        } else {
            class.given_up.push(position);
        }
    }

    fn route(&self, on: &Operation) -> Route {
        if on.links.repaired_by(self.position).is_some() {
            Route::Development
        } else if on.deliveries.knows(self.incident.service) {
            Route::Operations
        } else {
            Route::Unknown
        }
    }
}
