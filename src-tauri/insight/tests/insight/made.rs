//! Records for tests. Instants are hours since a Monday midnight in UTC.

use std::collections::HashMap;

use insight::facts::{Facts, Stored, change, incident};
use insight::operation::Operation;
use insight::records::{Change, HOUR, Incident, Millis, Sort};
use insight::weeks::Window;

/// Monday, 2 November 2026, 00:00 in UTC.
pub const MONDAY: Millis = 1_793_577_600_000;

/// So many hours after [`MONDAY`].
pub fn at(hours: f64) -> Millis {
    MONDAY + (hours * HOUR as f64) as Millis
}

fn stored(id: u32, label: &str) -> Stored<'_> {
    Stored {
        id,
        service: 1,
        source: 1,
        label,
        title: label,
        body: "",
        url: None,
        class: Some(1),
        open: false,
        happened: MONDAY,
        resolved: None,
    }
}

/// `DEP-<id>` of service 1, live at an instant.
pub fn deployment(id: u32, hours: f64) -> Change {
    let label = format!("DEP-{id}");
    let (happened, resolved) = (at(hours), Some(at(hours)));
    change(&Stored { happened, resolved, ..stored(id, &label) }, Sort::Deployment, &Facts::default())
}

/// `CHG-<id>` of service 1, merged at an instant.
pub fn merged(id: u32, hours: f64) -> Change {
    let label = format!("CHG-{id}");
    let (happened, resolved) = (at(hours), Some(at(hours)));
    change(&Stored { happened, resolved, ..stored(id, &label) }, Sort::Change, &Facts::default())
}

/// `INC-<id>` of service 1 and class high, an hour long.
pub fn broken(id: u32, hours: f64) -> Incident {
    let label = format!("INC-{id}");
    let (happened, resolved) = (at(hours), Some(at(hours + 1.0)));
    incident(&Stored { happened, resolved, ..stored(id, &label) }, &Facts::default())
}

/// Read from 1,000 hours before [`MONDAY`] to 2,000 after it.
pub fn operation(incidents: Vec<Incident>, changes: Vec<Change>) -> Operation {
    let covered = Window { from: at(-1_000.0), to: at(2_000.0) };
    Operation::of(incidents, changes, &[], HashMap::from([(1, covered)]))
}
