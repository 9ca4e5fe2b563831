//! What reached people at once: a deployment with the changes it carries, or a change that no deployment is known to
//! carry. Links and numbers are about deliveries, so that a deployment and its change requests don't count twice.

use std::collections::HashMap;

use crate::names::{By, ChangeNames, Speaker};
use crate::records::{Change, Millis, NO_SERVICE, Outcome, Sort, Target};

/// How far back a title is looked for.
const TITLES: usize = 500;

#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// Position of the deployment, or of the change that stands for itself.
    pub change: u32,
    /// Positions of the changes it carries.
    pub carries: Vec<u32>,
    /// It counts as a deployment. A change does only while no deployments of its service are known.
    pub counts: bool,
    /// When it was live: its end, else its beginning.
    pub live: Millis,
}

/// How a change came to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Position of the delivery.
    pub delivery: u32,
    /// No record says so: it was merged before this deployment and after the one before.
    pub assumed: bool,
}

/// All deliveries, oldest first, and how to find them.
#[derive(Clone, Debug, Default)]
pub struct Deliveries {
    pub list: Vec<Delivery>,
    pub(crate) names: ChangeNames,
    carried: Vec<Option<Carried>>,
    lanes: HashMap<u32, Lane>,
}

/// The deliveries of one service by when they began and by when they were live.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lane {
    pub by_live: Vec<(Millis, u32)>,
    pub by_begin: Vec<(Millis, u32)>,
    has_deployments: bool,
}

impl Deliveries {
    /// What `changes` brought to people. Stages for tests, plans and what was called off bring nothing.
    pub fn of(changes: &[Change]) -> Deliveries {
        let names = ChangeNames::new(changes);
        let bearers = bearers(changes, &names);
        let mut list: Vec<Delivery> = Vec::new();
        let alone = |position: usize| bearers.get(position).is_none_or(Option::is_none);
        for (position, change) in changes.iter().enumerate() {
            if reaches_people(change) && (change.sort == Sort::Deployment || alone(position)) {
                let (carries, live) = (Vec::new(), change.live());
                list.push(Delivery { change: position as u32, carries, counts: true, live });
            }
        }
        list.sort_by_key(|delivery| (delivery.live, delivery.change));
        let mut deliveries = Deliveries { list, names, carried: vec![None; changes.len()], lanes: HashMap::new() };
        deliveries.fill(changes, &bearers);
        deliveries
    }

    fn fill(&mut self, changes: &[Change], bearers: &[Option<Bearer>]) {
        for (place, delivery) in self.list.iter().enumerate() {
            let place = place as u32;
            if let Some(carried) = self.carried.get_mut(delivery.change as usize) {
                *carried = Some(Carried { delivery: place, assumed: false });
            }
            let Some(change) = changes.get(delivery.change as usize) else { continue };
            let lane = self.lanes.entry(change.service).or_default();
            lane.by_live.push((delivery.live, place));
            lane.by_begin.push((change.began, place));
            lane.has_deployments |= change.sort == Sort::Deployment;
        }
        for lane in self.lanes.values_mut() {
            lane.by_begin.sort_unstable();
        }
        for (position, bearer) in bearers.iter().enumerate() {
            let Some(bearer) = bearer else { continue };
            // A stage for tests carries it too, but brings it to nobody.
            let Some(of) = self.carried.get(bearer.deployment).copied().flatten() else { continue };
            if let Some(carried) = self.carried.get_mut(position) {
                *carried = Some(Carried { delivery: of.delivery, assumed: bearer.assumed });
            }
            if let Some(delivery) = self.list.get_mut(of.delivery as usize) {
                delivery.carries.push(position as u32);
            }
        }
        let lanes = &self.lanes;
        for delivery in &mut self.list {
            let Some(change) = changes.get(delivery.change as usize) else { continue };
            let known = lanes.get(&change.service).is_some_and(|lane| lane.has_deployments);
            delivery.counts = change.sort == Sort::Deployment || !known;
        }
    }

    /// How the change at `position` came to people; None: it didn't, as far as is known.
    pub fn carried(&self, position: usize) -> Option<Carried> {
        self.carried.get(position).copied().flatten()
    }

    /// Whether any delivery of the service is known.
    pub fn knows(&self, service: u32) -> bool {
        service != NO_SERVICE && self.lanes.contains_key(&service)
    }

    pub(crate) fn lane(&self, service: u32) -> Option<&Lane> {
        self.lanes.get(&service).filter(|_| service != NO_SERVICE)
    }

    /// The delivery that a name means. A sha that came several times means its first time.
    pub(crate) fn named(&self, changes: &[Change], name: &str, speaker: Speaker) -> Option<(u32, By)> {
        let (found, by) = self.names.find(changes, name, speaker);
        let delivery = found.into_iter().filter_map(|position| self.carried(position)).map(|c| c.delivery).min()?;
        Some((delivery, by))
    }

    /// The delivery that the change at `position` takes back, where it says which: by sha, id or title, or by going
    /// back to a version that was live before. None: it doesn't say, or what it says isn't known or not unique.
    pub(crate) fn taken_back(&self, changes: &[Change], position: usize) -> Option<u32> {
        let change = changes.get(position)?;
        let own = self.carried(position)?.delivery;
        let speaker = Speaker { source: change.source, service: change.service };
        if let Some(reverts) = &change.reverts {
            for name in [&reverts.sha, &reverts.label].into_iter().flatten() {
                if let Some((found, _)) = self.named(changes, name, speaker) {
                    return Some(found).filter(|found| *found != own);
                }
            }
            if let Some(title) = &reverts.title {
                return self.titled(changes, change, title);
            }
        }
        self.skipped(changes, own)
    }

    /// The newest delivery of the same service, before `change`, that bears the title or carries what bears it.
    fn titled(&self, changes: &[Change], change: &Change, title: &str) -> Option<u32> {
        let lane = self.lane(change.service)?;
        let end = lane.by_live.partition_point(|(live, _)| *live < change.began);
        let is = |position: u32| {
            changes.get(position as usize).is_some_and(|one| {
                // A squash merge adds the number of the pull request.
                let known = one.title.rsplit_once(" (#").map_or(one.title.as_str(), |(head, _)| head);
                one.title.eq_ignore_ascii_case(title) || known.eq_ignore_ascii_case(title)
            })
        };
        let earlier = lane.by_live.get(..end)?.iter().rev().take(TITLES).map(|(_, place)| *place);
        earlier.into_iter().find(|place| {
            self.list
                .get(*place as usize)
                .is_some_and(|one| is(one.change) || one.carries.iter().any(|carried| is(*carried)))
        })
    }

    /// A deployment of a version that was live before takes back what came between, if that is one delivery.
    fn skipped(&self, changes: &[Change], own: u32) -> Option<u32> {
        let of = |place: u32| changes.get(self.list.get(place as usize)?.change as usize);
        let change = of(own)?;
        let version = |one: &Change| one.version.clone().or_else(|| one.sha.clone());
        let wanted = version(change)?;
        let lane = self.lane(change.service)?;
        let end = lane.by_live.partition_point(|(live, place)| (*live, *place) < (change.live(), own));
        let mut before = lane.by_live.get(..end)?.iter().rev().map(|(_, place)| *place);
        let (last, one_before) = (before.next()?, before.next()?);
        let differs = of(last).and_then(version).is_some_and(|last| last != wanted);
        (differs && of(one_before).and_then(version) == Some(wanted)).then_some(last)
    }
}

fn reaches_people(change: &Change) -> bool {
    change.target != Target::Elsewhere && !matches!(change.outcome, Outcome::Planned | Outcome::CalledOff)
}

/// Which deployment carries a change.
#[derive(Clone, Copy)]
struct Bearer {
    deployment: usize,
    assumed: bool,
}

/// By position of the change. Records say so on either side; a sha says so; else a change of code is carried by the
/// next deployment of its service from the same source.
fn bearers(changes: &[Change], names: &ChangeNames) -> Vec<Option<Bearer>> {
    let mut bearers: Vec<Option<Bearer>> = vec![None; changes.len()];
    let mut carry = |position: usize, deployment: usize, assumed: bool| {
        let better = |held: Bearer| {
            // The first time that it reached people counts.
            let rank = |at: usize| changes.get(at).map(|one| (!reaches_people(one), one.live()));
            rank(deployment) < rank(held.deployment)
        };
        if let Some(bearer) = bearers.get_mut(position)
            && bearer.is_none_or(better)
        {
            *bearer = Some(Bearer { deployment, assumed });
        }
    };
    let is = |position: usize, sort: Sort| changes.get(position).is_some_and(|one| one.sort == sort);
    let has_code = changes.iter().any(|change| change.sort == Sort::Change && change.sha.is_some());
    for (position, change) in changes.iter().enumerate() {
        let speaker = Speaker { source: change.source, service: change.service };
        match change.sort {
            Sort::Deployment => {
                let named = change.carries.iter().flat_map(|name| names.find(changes, name, speaker).0);
                let own = change.sha.as_deref().filter(|_| has_code).map(|sha| names.of_sha(changes, sha));
                let found: Vec<usize> = named.chain(own.into_iter().flatten()).collect();
                found.into_iter().filter(|found| is(*found, Sort::Change)).for_each(|one| carry(one, position, false));
            }
            Sort::Change => {
                for name in &change.carried_by {
                    let (found, _) = names.find(changes, name, speaker);
                    found
                        .into_iter()
                        .filter(|one| is(*one, Sort::Deployment))
                        .for_each(|one| carry(position, one, false));
                }
            }
        }
    }
    assume(changes, &mut bearers);
    bearers
}

/// Code that was merged goes out with the next deployment that goes through.
fn assume(changes: &[Change], bearers: &mut [Option<Bearer>]) {
    let mut next: HashMap<(u32, u32), Vec<(Millis, usize)>> = HashMap::new();
    for (position, change) in changes.iter().enumerate() {
        if change.sort == Sort::Deployment && reaches_people(change) && change.outcome == Outcome::Through {
            next.entry((change.source, change.service)).or_default().push((change.began, position));
        }
    }
    next.values_mut().for_each(|list| list.sort_unstable());
    for (change, bearer) in changes.iter().zip(bearers) {
        let is_code = change.sort == Sort::Change && change.sha.is_some() && change.outcome == Outcome::Through;
        if bearer.is_some() || !is_code || change.service == NO_SERVICE {
            continue;
        }
        let Some(list) = next.get(&(change.source, change.service)) else { continue };
        let after = list.partition_point(|(began, _)| *began < change.live());
        *bearer = list.get(after).map(|(_, deployment)| Bearer { deployment: *deployment, assumed: true });
    }
}
