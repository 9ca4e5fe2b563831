//! Which change caused which incident. A link is confirmed when a record or a person says so, suggested when time and
//! place fit, and otherwise there is none, which is a valid answer. It is never simply the last deployment.

use std::collections::HashMap;

use crate::deliveries::Deliveries;
use crate::names::{By, IncidentNames, Speaker};
use crate::recognise::ids_in;
use crate::records::{Change, HOUR, Incident, Millis, Outcome};

/// Version of the rule; stored with every verdict, so that one can tell what a person was shown.
pub const RULE: &str = "links 1";

/// How long before an incident a change may have been made.
pub const WINDOW: Millis = 72 * HOUR;

/// In so many hours a suggestion loses all but 1/e of its score.
const FADES: f64 = (24 * HOUR) as f64;

/// Suggestions shown for an incident.
pub const MOST: usize = 3;

/// How well a change matches by its place alone, and what says more.
const SAME_SERVICE: f64 = 0.7;
const FAILED_OR_RUNNING: f64 = 0.85;
const TIED: f64 = 1.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Confirmed,
    Suggested,
    Refused,
}

/// What a person said about an incident and a change, by the callers' numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub incident: u32,
    pub change: u32,
    pub confirmed: bool,
}

/// Why a link is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A person said so.
    Person,
    /// The incident's record names the change as its cause.
    Named,
    /// It names the commit.
    NamedSha,
    /// It gives the change's address as its cause.
    NamedAddress,
    /// The change's record says that it caused the incident.
    ChangeSays,
    /// A revert that repairs the incident says that it takes this change back.
    TakenBack,
    /// Something was taken back to repair the incident, and this was the last change before it.
    TakenBackUnnamed,
    /// The incident occurs in the version that the change brought.
    Version,
    /// The change was being made when the incident began.
    Running,
    /// The change didn't go through.
    Failed,
    /// The same service.
    Service,
}

impl Reason {
    /// The strongest first.
    pub const ALL: [Reason; 11] = [
        Self::Person,
        Self::Named,
        Self::NamedSha,
        Self::NamedAddress,
        Self::ChangeSays,
        Self::TakenBack,
        Self::TakenBackUnnamed,
        Self::Version,
        Self::Running,
        Self::Failed,
        Self::Service,
    ];
}

/// A set of [`Reason`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reasons(u16);

impl Reasons {
    #[must_use]
    fn with(self, reason: Reason) -> Self {
        Reasons(self.0 | 1 << reason as u16)
    }

    /// The strongest first.
    pub fn iter(self) -> impl Iterator<Item = Reason> {
        Reason::ALL.into_iter().filter(move |reason| self.0 & 1 << *reason as u16 != 0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Position among the deliveries.
    pub delivery: u32,
    pub state: State,
    /// 0–1: match × e^(−lag / 24 h); 1 for what is confirmed.
    pub score: f64,
    /// From the end of the change to the start of the incident; negative while the change was being made.
    pub lag: Millis,
    pub reasons: Reasons,
}

/// The links of all incidents.
#[derive(Clone, Debug, Default)]
pub struct Links {
    all: Vec<Link>,
    /// Where each incident's begin; one more than there are incidents.
    starts: Vec<u32>,
    /// By incident: a delivery that repairs it.
    repaired_by: Vec<Option<u32>>,
}

impl Links {
    /// Finds the links of `incidents`. Confirmed ones come first; then, where nothing is confirmed, at most
    /// [`MOST`] suggestions with the likeliest first; then refused ones.
    pub fn of(incidents: &[Incident], changes: &[Change], deliveries: &Deliveries, verdicts: &[Verdict]) -> Links {
        let told = Told::read(incidents, changes, deliveries, verdicts);
        let mut links = Links { repaired_by: vec![None; incidents.len()], ..Links::default() };
        links.starts.push(0);
        let nothing = Said::default();
        for (position, incident) in incidents.iter().enumerate() {
            let said = told.about.get(&position).unwrap_or(&nothing);
            links.add(incident, changes, deliveries, said);
            links.starts.push(links.all.len() as u32);
            if let Some(repaired) = links.repaired_by.get_mut(position) {
                *repaired = said.repaired_by.first().copied();
            }
        }
        links
    }

    /// The links of the incident at `position`.
    pub fn of_incident(&self, position: usize) -> &[Link] {
        let at = |position: usize| self.starts.get(position).map_or(self.all.len(), |start| *start as usize);
        self.all.get(at(position)..at(position + 1)).unwrap_or_default()
    }

    /// The delivery that repairs the incident at `position`, where one says so.
    pub fn repaired_by(&self, position: usize) -> Option<u32> {
        self.repaired_by.get(position).copied().flatten()
    }

    fn add(&mut self, incident: &Incident, changes: &[Change], deliveries: &Deliveries, said: &Said) {
        let lag = |delivery: u32| {
            deliveries.list.get(delivery as usize).map_or(0, |delivery| incident.began.saturating_sub(delivery.live))
        };
        for (delivery, reasons) in &said.confirmed {
            if !said.refused.contains(delivery) {
                let (delivery, reasons) = (*delivery, *reasons);
                self.all.push(Link { delivery, state: State::Confirmed, score: 1.0, lag: lag(delivery), reasons });
            }
        }
        let start = self.starts.last().map_or(0, |start| *start as usize);
        let nothing_confirmed = self.all.len() == start;
        let suggested = likeliest(incident, changes, deliveries, said);
        let is_open = |link: &&Link| nothing_confirmed && !said.refused.contains(&link.delivery);
        self.all.extend(suggested.iter().filter(is_open));
        for delivery in &said.refused {
            let known = suggested.iter().find(|link| link.delivery == *delivery).copied();
            let unknown = || Link {
                delivery: *delivery,
                state: State::Refused,
                score: 0.0,
                lag: lag(*delivery),
                reasons: Reasons::default(),
            };
            self.all.push(Link { state: State::Refused, ..known.unwrap_or_else(unknown) });
        }
    }
}

/// The likeliest changes of the same service in the window. Refused ones take their places, so that a refusal doesn't
/// bring the next one forward.
fn likeliest(incident: &Incident, changes: &[Change], deliveries: &Deliveries, said: &Said) -> Vec<Link> {
    let Some(lane) = deliveries.lane(incident.service) else { return Vec::new() };
    let from = incident.began.saturating_sub(WINDOW);
    let mut best = Best::default();
    let mut last = said.taken_back_unnamed;
    let mut look = |delivery: u32, running: bool, best: &mut Best| {
        let Some(one) = deliveries.list.get(delivery as usize) else { return };
        let Some(change) = changes.get(one.change as usize) else { return };
        if said.repaired_by.contains(&delivery) {
            return;
        }
        let (mut fit, mut reasons) = (SAME_SERVICE, Reasons::default().with(Reason::Service));
        let mut says = |is: bool, value: f64, reason: Reason| {
            if is {
                fit = fit.max(value);
                reasons = reasons.with(reason);
            }
        };
        let version = change.version.as_deref();
        says(running, FAILED_OR_RUNNING, Reason::Running);
        says(change.outcome == Outcome::Failed, FAILED_OR_RUNNING, Reason::Failed);
        says(version.is_some_and(|v| incident.versions.iter().any(|one| one == v)), TIED, Reason::Version);
        says(std::mem::take(&mut last), TIED, Reason::TakenBackUnnamed);
        let lag = incident.began.saturating_sub(one.live);
        let score = fit * fading(lag);
        best.offer(Link { delivery, state: State::Suggested, score, lag, reasons });
    };
    // What began in the window and wasn't over yet.
    let begun = lane.by_begin.partition_point(|(began, _)| *began < from);
    let until = lane.by_begin.partition_point(|(began, _)| *began <= incident.began);
    for (_, delivery) in lane.by_begin.get(begun..until).unwrap_or_default().iter().rev() {
        let change = deliveries.list.get(*delivery as usize).and_then(|one| changes.get(one.change as usize));
        if change.is_some_and(|change| change.ended.is_none_or(|ended| ended > incident.began)) {
            look(*delivery, true, &mut best);
        }
    }
    // What was over, the newest first, until nothing older can do better.
    let done = lane.by_live.partition_point(|(live, _)| *live < from);
    let until = lane.by_live.partition_point(|(live, _)| *live <= incident.began);
    for (live, delivery) in lane.by_live.get(done..until).unwrap_or_default().iter().rev() {
        if TIED * fading(incident.began - live) < best.least() {
            break;
        }
        let change = deliveries.list.get(*delivery as usize).and_then(|one| changes.get(one.change as usize));
        if change.is_some_and(|change| change.ended.is_some()) {
            look(*delivery, false, &mut best);
        }
    }
    best.links
}

fn fading(lag: Millis) -> f64 {
    (-(lag.max(0) as f64) / FADES).exp()
}

/// The links with the highest scores; of equals the one that came first.
#[derive(Default)]
struct Best {
    links: Vec<Link>,
}

impl Best {
    fn offer(&mut self, link: Link) {
        let place = self.links.iter().position(|held| held.score < link.score).unwrap_or(self.links.len());
        if place < MOST {
            self.links.truncate(MOST - 1);
            self.links.insert(place.min(self.links.len()), link);
        }
    }

    /// What a link needs to get in.
    fn least(&self) -> f64 {
        self.links.get(MOST - 1).map_or(0.0, |link| link.score)
    }
}

/// What records and people say about one incident.
#[derive(Clone, Debug, Default)]
struct Said {
    confirmed: Vec<(u32, Reasons)>,
    refused: Vec<u32>,
    repaired_by: Vec<u32>,
    /// Something was taken back to repair it, and nobody says what.
    taken_back_unnamed: bool,
}

impl Said {
    fn confirm(&mut self, delivery: u32, reason: Reason) {
        match self.confirmed.iter_mut().find(|(known, _)| *known == delivery) {
            Some((_, reasons)) => *reasons = reasons.with(reason),
            None => self.confirmed.push((delivery, Reasons::default().with(reason))),
        }
    }
}

/// By position of the incident; most have nothing said of them.
struct Told {
    about: HashMap<usize, Said>,
}

impl Told {
    fn read(incidents: &[Incident], changes: &[Change], deliveries: &Deliveries, verdicts: &[Verdict]) -> Told {
        let mut told = Told { about: HashMap::new() };
        told.incidents(incidents, changes, deliveries);
        told.changes(incidents, changes, deliveries);
        told.people(incidents, changes, deliveries, verdicts);
        told
    }

    fn incidents(&mut self, incidents: &[Incident], changes: &[Change], deliveries: &Deliveries) {
        for (position, incident) in incidents.iter().enumerate() {
            let speaker = Speaker { source: incident.source, service: incident.service };
            for name in &incident.caused_by {
                if let Some((delivery, by)) = deliveries.named(changes, name, speaker) {
                    let reason = match by {
                        By::Label => Reason::Named,
                        By::Sha => Reason::NamedSha,
                        By::Address => Reason::NamedAddress,
                    };
                    self.about.entry(position).or_default().confirm(delivery, reason);
                }
            }
            for name in &incident.fixed_by {
                let (found, _) = deliveries.names.find(changes, name, speaker);
                found.into_iter().for_each(|fix| self.repairs(position, fix, changes, deliveries));
            }
        }
    }

    fn changes(&mut self, incidents: &[Incident], changes: &[Change], deliveries: &Deliveries) {
        let speaks = |change: &&Change| change.unplanned || !change.causes.is_empty();
        if !changes.iter().any(|change| speaks(&change)) {
            return;
        }
        let names = IncidentNames::new(incidents);
        for (position, change) in changes.iter().enumerate().filter(|(_, change)| speaks(change)) {
            let speaker = Speaker { source: change.source, service: change.service };
            let find = |name: &str| names.find(incidents, name, speaker);
            for incident in change.causes.iter().filter_map(|name| find(name)) {
                if let Some(carried) = deliveries.carried(position) {
                    self.about.entry(incident).or_default().confirm(carried.delivery, Reason::ChangeSays);
                }
            }
            if change.unplanned {
                let mentioned = change.repairs.iter().map(String::as_str).chain(ids_in(&change.title));
                let mut repaired: Vec<usize> = mentioned.filter_map(find).collect();
                repaired.sort_unstable();
                repaired.dedup();
                repaired.into_iter().for_each(|incident| self.repairs(incident, position, changes, deliveries));
            }
        }
    }

    /// The change at `fix` repairs an incident; what it takes back caused it.
    fn repairs(&mut self, incident: usize, fix: usize, changes: &[Change], deliveries: &Deliveries) {
        let said = self.about.entry(incident).or_default();
        let Some(own) = deliveries.carried(fix).map(|carried| carried.delivery) else { return };
        if !said.repaired_by.contains(&own) {
            said.repaired_by.push(own);
        }
        match deliveries.taken_back(changes, fix) {
            Some(delivery) if delivery != own => said.confirm(delivery, Reason::TakenBack),
            _ => said.taken_back_unnamed |= changes.get(fix).is_some_and(|change| change.reverts.is_some()),
        }
    }

    fn people(&mut self, incidents: &[Incident], changes: &[Change], deliveries: &Deliveries, verdicts: &[Verdict]) {
        if verdicts.is_empty() {
            return;
        }
        let incident_at: HashMap<u32, usize> = incidents.iter().enumerate().map(|(at, one)| (one.id, at)).collect();
        let change_at: HashMap<u32, usize> = changes.iter().enumerate().map(|(at, one)| (one.id, at)).collect();
        for verdict in verdicts {
            let Some(incident) = incident_at.get(&verdict.incident) else { continue };
            // A change that was judged on its own may be carried by a deployment that was read since.
            let carried = change_at.get(&verdict.change).and_then(|change| deliveries.carried(*change));
            let Some(delivery) = carried.map(|carried| carried.delivery) else { continue };
            let said = self.about.entry(*incident).or_default();
            if verdict.confirmed {
                said.confirm(delivery, Reason::Person);
            } else if !said.refused.contains(&delivery) {
                said.refused.push(delivery);
            }
        }
        // "Yes" stands where somebody said yes of the deployment and no of a change in it, or the other way round.
        for said in self.about.values_mut() {
            let by_person = |delivery: &u32| {
                said.confirmed.iter().any(|(d, reasons)| d == delivery && reasons.iter().any(|r| r == Reason::Person))
            };
            said.refused.retain(|delivery| !by_person(delivery));
            // Deliveries are sorted by time: the newest first.
            said.refused.sort_unstable_by_key(|delivery| std::cmp::Reverse(*delivery));
        }
    }
}
