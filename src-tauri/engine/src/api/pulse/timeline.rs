//! Two weeks of deployments and incidents, a lane a service.

use std::collections::BTreeMap;

use insight::links::State;
use insight::records::{NO_SERVICE, Outcome};
use insight::weeks::{self, Window};

use super::{Question, records};
use crate::api::types::{LaneDeployment, LaneIncident, LaneLink, LinkState, PulseLane, PulseTimeline, TimelineDay};
use crate::model::{ServiceId, SignalId, Time};

const DAYS: u32 = 14;

impl Question {
    /// The days up to `to`; None: up to now.
    pub fn timeline(&self, to: Option<Time>) -> PulseTimeline {
        let days = weeks::days(weeks::last_days(to.unwrap_or(self.now).0, DAYS, self.zone), self.zone);
        let bound = |at: Option<i64>| at.unwrap_or(self.now.0);
        let window = Window {
            from: bound(days.first().map(|day| day.window.from)),
            to: bound(days.last().map(|day| day.window.to)),
        };
        let mut lanes: BTreeMap<u32, PulseLane> = BTreeMap::new();
        self.deployments(window, &mut lanes);
        self.incidents(window, &mut lanes);
        let mut lanes: Vec<PulseLane> = lanes.into_values().collect();
        lanes.sort_by_key(|lane| {
            let busy = lane.deployments.len() + lane.incidents.len();
            (lane.service.is_none(), std::cmp::Reverse(busy), lane.name.clone())
        });
        let incidents = || lanes.iter().flat_map(|lane| &lane.incidents);
        let links = |state: LinkState| {
            incidents().flat_map(|incident| &incident.links).filter(|link| link.state == state).count() as u32
        };
        PulseTimeline {
            from: Time(window.from),
            to: Time(window.to),
            days: days
                .iter()
                .map(|day| TimelineDay {
                    date: day.date.to_string(),
                    from: Time(day.window.from),
                    to: Time(day.window.to),
                    weekend: day.is_weekend(),
                })
                .collect(),
            deployments: lanes.iter().map(|lane| lane.deployments.len() as u32).sum(),
            incidents: incidents().count() as u32,
            confirmed: links(LinkState::Confirmed),
            suggested: links(LinkState::Suggested),
            lanes,
        }
    }

    fn lane<'l>(&self, service: u32, lanes: &'l mut BTreeMap<u32, PulseLane>) -> &'l mut PulseLane {
        lanes.entry(service).or_insert_with(|| PulseLane {
            service: Some(service).filter(|service| *service != NO_SERVICE).map(ServiceId),
            name: self.known.service(service).unwrap_or_else(|| "No service".to_owned()),
            deployments: Vec::new(),
            incidents: Vec::new(),
        })
    }

    fn deployments(&self, window: Window, lanes: &mut BTreeMap<u32, PulseLane>) {
        let operation = &self.known.operation;
        for delivery in operation.deliveries.list.iter().filter(|delivery| window.holds(delivery.live)) {
            let Some(change) = operation.changes.get(delivery.change as usize) else { continue };
            if !self.scope.holds(change.service) {
                continue;
            }
            self.lane(change.service, lanes).deployments.push(LaneDeployment {
                id: SignalId(change.id),
                label: change.label.clone(),
                title: change.title.clone(),
                kind: records::kind(change),
                at: Time(delivery.live),
                failed: change.outcome == Outcome::Failed,
                repairs: change.unplanned,
            });
        }
    }

    fn incidents(&self, window: Window, lanes: &mut BTreeMap<u32, PulseLane>) {
        for (position, incident) in self.known.operation.incidents.iter().enumerate() {
            let end = if incident.is_open() { None } else { Some(incident.resolved().unwrap_or(incident.began)) };
            let seen = incident.began < window.to && end.is_none_or(|end| end >= window.from);
            if !seen || !self.scope.holds(incident.service) {
                continue;
            }
            let shown = LaneIncident {
                id: SignalId(incident.id),
                label: incident.label.clone(),
                title: self.known.read.titles.get(position).cloned().unwrap_or_default(),
                severity: records::severity(incident.class),
                from: Time(incident.began),
                to: end.map(Time),
                links: self.drawn(position),
            };
            self.lane(incident.service, lanes).incidents.push(shown);
        }
        for lane in lanes.values_mut() {
            lane.incidents.sort_by_key(|incident| (incident.from, incident.id));
        }
    }

    /// All confirmed links, else the likeliest suggestion.
    fn drawn(&self, incident: usize) -> Vec<LaneLink> {
        let operation = &self.known.operation;
        let links = operation.links.of_incident(incident);
        let confirmed = links.iter().filter(|link| link.state == State::Confirmed);
        let suggested = links.iter().filter(|link| link.state == State::Suggested).take(1);
        confirmed
            .chain(suggested)
            .filter_map(|link| {
                let change = operation.change_of(link.delivery)?;
                let (deployment, at) = (SignalId(change.id), Time(change.live()));
                Some(LaneLink { deployment, at, state: records::state(link) })
            })
            .collect()
    }
}
