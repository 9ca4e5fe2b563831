//! Everything known of operation, with the links between incidents and what reached people.

use std::collections::{HashMap, HashSet};

use crate::deliveries::Deliveries;
use crate::links::{Links, State, Verdict};
use crate::records::{Change, Incident};
use crate::weeks::Window;

#[derive(Clone, Debug, Default)]
pub struct Operation {
    pub incidents: Vec<Incident>,
    pub changes: Vec<Change>,
    pub deliveries: Deliveries,
    pub links: Links,
    /// By connection: from its first record to the end of the last reading of everything.
    pub sources: HashMap<u32, Window>,
    fallout: Vec<Fallout>,
}

/// One incident that a delivery caused or may have caused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fallout {
    /// Position among the deliveries.
    pub delivery: u32,
    /// Position among the incidents.
    pub incident: u32,
    /// False: it is the likeliest suggestion for an incident of which nothing is confirmed.
    pub confirmed: bool,
}

impl Operation {
    pub fn of(
        incidents: Vec<Incident>,
        changes: Vec<Change>,
        verdicts: &[Verdict],
        sources: HashMap<u32, Window>,
    ) -> Operation {
        let deliveries = Deliveries::of(&changes);
        let links = Links::of(&incidents, &changes, &deliveries, verdicts);
        let mut fallout = Vec::new();
        for incident in 0..incidents.len() {
            // One incident makes at most one delivery look bad by suggestion: the likeliest.
            let mut suggested = false;
            for link in links.of_incident(incident) {
                let counts = match link.state {
                    State::Confirmed => true,
                    State::Suggested => !std::mem::replace(&mut suggested, true),
                    State::Refused => false,
                };
                if counts {
                    let confirmed = link.state == State::Confirmed;
                    fallout.push(Fallout { delivery: link.delivery, incident: incident as u32, confirmed });
                }
            }
        }
        fallout.sort_unstable();
        Operation { incidents, changes, deliveries, links, sources, fallout }
    }

    /// What the delivery at `position` caused or may have caused.
    pub fn fallout(&self, position: u32) -> &[Fallout] {
        let start = self.fallout.partition_point(|one| one.delivery < position);
        let end = self.fallout.partition_point(|one| one.delivery <= position);
        self.fallout.get(start..end).unwrap_or_default()
    }

    /// The deployment or change that a delivery is.
    pub fn change_of(&self, delivery: u32) -> Option<&Change> {
        self.changes.get(self.deliveries.list.get(delivery as usize)?.change as usize)
    }

    /// The time that some connections cover together; None when they are none.
    pub(crate) fn cover(&self, connections: impl Iterator<Item = u32>) -> Option<Window> {
        let distinct: HashSet<u32> = connections.collect();
        let windows = distinct.iter().filter_map(|connection| self.sources.get(connection).copied());
        windows.reduce(|one, other| Window { from: one.from.min(other.from), to: one.to.max(other.to) })
    }
}

/// The services that a question is about.
#[derive(Clone, Debug, Default)]
pub struct Scope(Option<HashSet<u32>>);

impl Scope {
    pub fn everything() -> Scope {
        Scope(None)
    }

    pub fn of(services: impl IntoIterator<Item = u32>) -> Scope {
        Scope(Some(services.into_iter().collect()))
    }

    pub fn holds(&self, service: u32) -> bool {
        self.0.as_ref().is_none_or(|services| services.contains(&service))
    }
}
