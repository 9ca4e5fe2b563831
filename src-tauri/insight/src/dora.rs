//! Change lead time, deployment frequency, change fail rate, failed-deployment recovery time and rework rate, and the
//! share of incidents that a change caused.

use std::collections::HashSet;

use crate::deliveries::Delivery;
use crate::links::WINDOW;
use crate::measure::{Doubt, How, Item, Lack, LeftOut, Measured, Of, Why};
use crate::operation::{Operation, Scope};
use crate::records::{Change, DAY, Incident, Millis, Outcome, Sort};
use crate::weeks::Window;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    LeadTime,
    Frequency,
    FailRate,
    Recovery,
    Rework,
    /// Incidents caused by change, of all incidents.
    Caused,
}

impl Metric {
    pub const ALL: [Metric; 6] =
        [Self::LeadTime, Self::Frequency, Self::FailRate, Self::Recovery, Self::Rework, Self::Caused];

    /// Version of the formula; a receipt shows it, so that one can tell why an older number differs.
    pub fn formula(self) -> &'static str {
        match self {
            Self::LeadTime => "lead time 1",
            Self::Frequency => "frequency 1",
            Self::FailRate => "fail rate 1",
            Self::Recovery => "recovery 1",
            Self::Rework => "rework 1",
            Self::Caused => "caused by change 1",
        }
    }
}

/// Everything that counts for a metric in the scope, whatever the period.
pub fn measure(metric: Metric, on: &Operation, scope: &Scope, now: Millis) -> Measured {
    let view = View { on, scope, now };
    match metric {
        Metric::LeadTime => view.lead_time(),
        Metric::Frequency => view.frequency(),
        Metric::FailRate => view.fail_rate(),
        Metric::Recovery => view.recovery(),
        Metric::Rework => view.rework(),
        Metric::Caused => view.caused(),
    }
    .sorted()
}

struct View<'a> {
    on: &'a Operation,
    scope: &'a Scope,
    now: Millis,
}

impl<'a> View<'a> {
    /// The deliveries in the scope that count as deployments, by position.
    fn deliveries(&self) -> impl Iterator<Item = (u32, &'a Delivery, &'a Change)> {
        let all = (0..).zip(&self.on.deliveries.list);
        all.filter_map(|(position, delivery)| {
            let change = self.on.changes.get(delivery.change as usize)?;
            (delivery.counts && self.scope.holds(change.service)).then_some((position, delivery, change))
        })
    }

    fn incidents(&self) -> impl Iterator<Item = (u32, &'a Incident)> {
        (0..).zip(&self.on.incidents).filter(|(_, incident)| self.scope.holds(incident.service))
    }

    fn delivery_cover(&self) -> Option<Window> {
        self.on.cover(self.deliveries().map(|(_, _, change)| change.source))
    }

    fn incident_cover(&self) -> Option<Window> {
        self.on.cover(self.incidents().map(|(_, incident)| incident.source))
    }

    /// Begins with what deliveries cover.
    fn of_deliveries(&self, how: How) -> Measured {
        let cover = self.delivery_cover();
        Measured { cover, lack: cover.is_none().then_some(Lack::Deliveries), ..Measured::new(how) }
    }

    fn frequency(&self) -> Measured {
        let mut measured = self.of_deliveries(How::Rate);
        for (_, delivery, change) in self.deliveries() {
            let of = Of::Change(delivery.change);
            match change.outcome {
                Outcome::Through => measured.items.push(item(of, delivery.live, 1.0, 1.0)),
                _ => measured.left_out.push(LeftOut { of, at: delivery.live, why: Why::NotThrough }),
            }
        }
        measured
    }

    fn lead_time(&self) -> Measured {
        let mut measured = self.of_deliveries(How::Durations);
        for (_, delivery, change) in self.deliveries() {
            if change.outcome != Outcome::Through {
                let of = Of::Change(delivery.change);
                measured.left_out.push(LeftOut { of, at: delivery.live, why: Why::NotThrough });
                continue;
            }
            // A deployment stands for its changes; one that carries none that is known may tell its own commit.
            let own = std::slice::from_ref(&delivery.change);
            for position in if delivery.carries.is_empty() { own } else { &delivery.carries } {
                self.add_lead_time(*position, delivery.live, &mut measured);
            }
        }
        if measured.lack.is_none() && measured.items.is_empty() {
            measured.lack = Some(Lack::Beginnings);
        }
        measured
    }

    fn add_lead_time(&self, position: u32, live: Millis, measured: &mut Measured) {
        let Some(change) = self.on.changes.get(position as usize) else { return };
        let of = Of::Change(position);
        let Some(began) = change.committed.or(change.opened) else {
            measured.left_out.push(LeftOut { of, at: live, why: Why::NoBeginning });
            return;
        };
        if began > live {
            measured.left_out.push(LeftOut { of, at: live, why: Why::Backwards });
            return;
        }
        let assumed = self.on.deliveries.carried(position as usize).is_some_and(|carried| carried.assumed);
        let doubt = match change.committed {
            None => Some(Doubt::FromProposal),
            Some(_) if change.squashed => Some(Doubt::Squashed),
            Some(_) => assumed.then_some(Doubt::AssumedCarried),
        };
        let value = (live - began) as f64;
        measured.items.push(Item { doubt, ..item(of, live, value, value) });
    }

    fn fail_rate(&self) -> Measured {
        let mut measured = self.of_deliveries(How::Share);
        let cover = self.incident_cover();
        if measured.lack.is_none() && cover.is_none() {
            measured.lack = Some(Lack::Incidents);
        }
        for (position, delivery, change) in self.deliveries() {
            let of = Of::Change(delivery.change);
            let fallout = self.on.fallout(position);
            let confirmed = fallout.iter().any(|one| one.confirmed);
            let why = if change.outcome != Outcome::Through && !confirmed {
                Some(Why::NotThrough)
            } else {
                self.unsettled(delivery.live, cover)
            };
            match why {
                Some(why) => measured.left_out.push(LeftOut { of, at: delivery.live, why }),
                None => {
                    let (value, upper) = (share(confirmed), share(!fallout.is_empty()));
                    measured.items.push(item(of, delivery.live, value, upper));
                }
            }
        }
        measured
    }

    /// Why it can't be said yet whether something that was live at an instant caused an incident.
    fn unsettled(&self, live: Millis, incidents: Option<Window>) -> Option<Why> {
        let settles = live.saturating_add(WINDOW);
        if settles > self.now {
            return Some(Why::Young(settles));
        }
        // An incident source that was read within a day of the end of the 72 hours will do.
        let known = incidents.is_some_and(|known| known.from <= live && settles <= known.to.saturating_add(DAY));
        (!known).then_some(Why::NoIncidentsKnown)
    }

    /// One recovery a delivery: from the start of the first incident that it surely caused to the end of the last.
    fn recovery(&self) -> Measured {
        let mut measured = self.of_deliveries(How::Durations);
        if measured.lack.is_none() && self.incident_cover().is_none() {
            measured.lack = Some(Lack::Incidents);
        }
        for (position, delivery, _) in self.deliveries() {
            let (of, at) = (Of::Change(delivery.change), delivery.live);
            let fallout = self.on.fallout(position);
            let caused = || {
                let confirmed = fallout.iter().filter(|one| one.confirmed);
                confirmed.filter_map(|one| self.on.incidents.get(one.incident as usize))
            };
            let Some(first) = caused().map(|incident| incident.began).min() else {
                if !fallout.is_empty() && at.saturating_add(WINDOW) > self.now {
                    measured.left_out.push(LeftOut { of, at, why: Why::Young(at.saturating_add(WINDOW)) });
                }
                continue;
            };
            if caused().any(Incident::is_open) {
                measured.left_out.push(LeftOut { of, at, why: Why::StillOpen });
            } else if let Some(last) = caused().filter_map(Incident::resolved).max() {
                let value = (last - first) as f64;
                measured.items.push(item(of, at, value, value));
            } else {
                measured.left_out.push(LeftOut { of, at, why: Why::GivenUp });
            }
        }
        measured
    }

    fn rework(&self) -> Measured {
        let mut measured = self.of_deliveries(How::Share);
        let mut marks = false;
        for (_, delivery, change) in self.deliveries() {
            let of = Of::Change(delivery.change);
            if change.outcome != Outcome::Through {
                measured.left_out.push(LeftOut { of, at: delivery.live, why: Why::NotThrough });
                continue;
            }
            let carried = delivery.carries.iter().filter_map(|position| self.on.changes.get(*position as usize));
            let mut unplanned = false;
            for one in carried.chain([change]) {
                unplanned |= one.unplanned;
                // A source that tells the type of changes would tell that one is an emergency.
                marks |= one.unplanned || one.kind.is_some();
            }
            measured.items.push(item(of, delivery.live, share(unplanned), share(unplanned)));
        }
        if measured.lack.is_none() && !marks {
            measured.lack = Some(Lack::Marks);
        }
        measured
    }

    fn caused(&self) -> Measured {
        let cover = self.incident_cover();
        let lack = cover.is_none().then_some(Lack::Incidents);
        let mut measured = Measured { cover, lack, ..Measured::new(How::Share) };
        let changes: HashSet<u32> = self.on.changes.iter().map(|change| change.source).collect();
        let known = self.on.cover(changes.into_iter());
        if measured.lack.is_none() && known.is_none() {
            measured.lack = Some(Lack::Deliveries);
        }
        for (position, incident) in self.incidents() {
            let (of, at) = (Of::Incident(position), incident.began);
            // What is looked for lies up to 72 hours before.
            if known.is_none_or(|known| at.saturating_sub(WINDOW) < known.from || at > known.to.saturating_add(DAY)) {
                measured.left_out.push(LeftOut { of, at, why: Why::NoChangesKnown });
                continue;
            }
            let links = self.on.links.of_incident(position as usize);
            let is = |state| links.iter().any(|link| link.state == state);
            let confirmed = is(crate::links::State::Confirmed);
            let upper = confirmed || is(crate::links::State::Suggested);
            measured.items.push(item(of, at, share(confirmed), share(upper)));
        }
        measured
    }
}

fn item(of: Of, at: Millis, value: f64, upper: f64) -> Item {
    Item { of, at, value, upper, doubt: None }
}

fn share(is: bool) -> f64 {
    if is { 1.0 } else { 0.0 }
}

/// True when changes stand for deployments, since no deployments in the scope are known.
pub fn changes_stand_for_deployments(on: &Operation, scope: &Scope) -> bool {
    let view = View { on, scope, now: 0 };
    view.deliveries().all(|(_, _, change)| change.sort == Sort::Change)
}
