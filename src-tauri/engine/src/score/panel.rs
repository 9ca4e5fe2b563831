//! What the linked signals measure, beyond how many there are: renewals at stake, the share of active users, how often
//! and since when, minutes of incidents, missed targets, severities, sources, age, and what speaks against it.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;
use themes::trend;
use ts_rs::TS;

use super::evidence::{self, Family, small};
use super::receipt::Linked;
use crate::model::{Kind, ServiceId, Severity, Status, Time};

/// Renewals in so many days count as at stake.
pub const SOON_DAYS: u64 = 90;
/// People of so many days are compared with the users of as many.
pub const SHARE_DAYS: i64 = 28;
const WEEK: i64 = 7 * Time::DAY;
/// The longest row of weeks.
const MOST_WEEKS: i64 = 52;

/// What a linked signal tells beside who said it and when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    pub severity: Option<Severity>,
    /// None: not known.
    pub status: Option<Status>,
    pub resolved_at: Option<Time>,
    pub service: Option<ServiceId>,
    /// The connection's name.
    pub source: String,
    pub renews_on: Option<NaiveDate>,
    /// None where nobody asked for it, too.
    pub restoring: Option<Restoring>,
}

/// An incident against the target of its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Restoring {
    /// Milliseconds by the target's clock, for an open one until now.
    pub took: i64,
    pub target: i64,
    pub open: bool,
}

impl Restoring {
    pub fn missed(&self) -> bool {
        self.took > self.target
    }

    /// An open one within its target is neither kept nor missed.
    pub fn judged(&self) -> bool {
        self.missed() || !self.open
    }
}

/// The most used feature of the services concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    pub feature: String,
    /// The day with the most users among the last [`SHARE_DAYS`].
    pub day: NaiveDate,
    pub users: u32,
}

/// Everything is counted from signals that speak for it, each once, duplicates left out, but for what its line says.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct EvidencePanel {
    /// None where no customer's renewal is known.
    pub renewals: Option<Renewals>,
    /// None where no use of the services is counted.
    pub share: Option<ActiveShare>,
    pub rate: SignalRate,
    /// None without incidents.
    pub incidents: Option<IncidentMinutes>,
    /// None where no incident has both a class and an end, or is past its target.
    pub targets: Option<TargetMisses>,
    /// The worst first, those of unknown severity last.
    pub severities: Vec<SeverityCount>,
    /// Where the signals come from, the most first.
    pub sources: Vec<SourceCount>,
    /// None without signals.
    pub recency: Option<Recency>,
    pub against: Against,
}

/// Customers behind it whose contract ends or renews in the next [`SOON_DAYS`] days.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Renewals {
    pub customers: u32,
    /// A year's revenue of these, as far as it is known, whole units.
    #[ts(type = "number")]
    pub revenue: i64,
    /// ISO date of the next one.
    pub soonest: Option<String>,
    /// Customers behind it whose date is known.
    pub known: u32,
}

/// People who told us in [`SHARE_DAYS`] days among those who use it. Users of one day are fewer than those of all days,
/// so the share is an upper bound.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ActiveShare {
    pub people: u32,
    pub users: u32,
    pub feature: String,
    /// ISO date.
    pub day: String,
    /// 0 to 1; None where fewer users were counted than people told us.
    pub at_most: Option<f64>,
}

/// Signals in weeks of seven days, the last of which ends now.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SignalRate {
    /// Since the first signal, at most a year, oldest first.
    pub weeks: Vec<u32>,
    /// When the first of them began.
    pub since: Option<Time>,
    /// A week, over the last four.
    pub now: f64,
    /// And over the four before; None where there are none.
    pub before: Option<f64>,
    pub trend: RateTrend,
    pub turn: Option<RateTurn>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RateTrend {
    /// The first signal came in the last eight weeks.
    New,
    Growing,
    Steady,
    Fading,
}

/// Since when there are lastingly more or fewer, beyond chance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct RateTurn {
    /// The first week of the new level, as an index into the weeks.
    pub week: u32,
    pub at: Time,
    /// Means a week.
    pub before: f64,
    pub after: f64,
}

/// From when an incident began until it was resolved, an open one until now; added up, also where they overlap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct IncidentMinutes {
    #[ts(type = "number")]
    pub minutes: i64,
    pub incidents: u32,
    pub open: u32,
    /// Closed without a time of resolution; they bring no minutes.
    pub without_end: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct TargetMisses {
    /// Resolved too late, or open past the target.
    pub missed: u32,
    pub judged: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SeverityCount {
    pub severity: Option<Severity>,
    pub signals: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SourceCount {
    pub name: String,
    pub signals: u32,
}

/// Ages in whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Recency {
    pub newest: u32,
    pub median: u32,
    /// Signals of the last 30 days.
    pub last_30: u32,
    pub signals: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Against {
    pub signals: u32,
    /// Distinct reporters of them.
    pub people: u32,
}

/// `signals` speak for it and `against` against it, both with their duplicates. Dates are of UTC.
pub fn panel(signals: &[Linked], against: &[Linked], used: Option<Used>, now: Time) -> EvidencePanel {
    let own: Vec<&Linked> = signals.iter().filter(|linked| !linked.piece.duplicate).collect();
    EvidencePanel {
        renewals: renewals(signals, now),
        share: used.map(|used| share(signals, used, now)),
        rate: rate(&own, now),
        incidents: incidents(&own, now),
        targets: targets(&own),
        severities: severities(&own),
        sources: sources(&own),
        recency: recency(&own, now),
        against: Against {
            signals: small(against.iter().filter(|linked| !linked.piece.duplicate).count()),
            people: evidence::count(&against.iter().map(|linked| linked.piece).collect::<Vec<_>>()).reporters,
        },
    }
}

/// Whether a contract that ends or renews then is at stake.
pub fn soon(renews_on: NaiveDate, now: Time) -> bool {
    let Some(today) = now.utc().map(|now| now.date_naive()) else { return false };
    let last = today.checked_add_days(Days::new(SOON_DAYS)).unwrap_or(NaiveDate::MAX);
    (today..=last).contains(&renews_on)
}

/// Milliseconds that an incident lasted, until `now` where it wasn't over by then. None: nobody knows when it ended.
pub fn lasted(linked: &Linked, now: Time) -> Option<i64> {
    let end = match (linked.told.resolved_at, linked.told.status) {
        (Some(end), _) => end.min(now),
        (None, Some(Status::Open)) => now,
        (None, _) => return None,
    };
    Some(end.0.saturating_sub(linked.piece.happened_at.0).max(0))
}

/// How many whole days ago it happened.
pub fn days_old(linked: &Linked, now: Time) -> u32 {
    let days = now.0.saturating_sub(linked.piece.happened_at.0).max(0) / Time::DAY;
    u32::try_from(days).unwrap_or(u32::MAX)
}

pub fn is_incident(linked: &Linked) -> bool {
    linked.piece.kind == Kind::Incident
}

/// A person who told us while its users were counted.
pub fn told_lately(linked: &Linked, now: Time) -> bool {
    Family::of(linked.piece.kind) == Family::Voices && i64::from(days_old(linked, now)) < SHARE_DAYS
}

pub(super) fn renewals(signals: &[Linked], now: Time) -> Option<Renewals> {
    let customers: BTreeMap<u32, (NaiveDate, Option<i64>)> = signals
        .iter()
        .filter_map(|linked| Some((linked.piece.customer?.0, (linked.told.renews_on?, linked.piece.revenue))))
        .collect();
    if customers.is_empty() {
        return None;
    }
    let at_stake: Vec<_> = customers.values().filter(|(date, _)| soon(*date, now)).collect();
    Some(Renewals {
        customers: small(at_stake.len()),
        revenue: at_stake.iter().filter_map(|(_, revenue)| *revenue).fold(0, i64::saturating_add),
        soonest: at_stake.iter().map(|(date, _)| *date).min().map(|date| date.to_string()),
        known: small(customers.len()),
    })
}

pub(super) fn share(signals: &[Linked], used: Used, now: Time) -> ActiveShare {
    let lately: Vec<_> = signals.iter().filter(|linked| told_lately(linked, now)).map(|linked| linked.piece).collect();
    let people = evidence::count(&lately).reporters;
    let at_most = (used.users > 0 && people <= used.users).then(|| f64::from(people) / f64::from(used.users));
    ActiveShare { people, users: used.users, feature: used.feature, day: used.day.to_string(), at_most }
}

fn rate(own: &[&Linked], now: Time) -> SignalRate {
    let weeks_ago = |linked: &&Linked| now.0.saturating_sub(linked.piece.happened_at.0).max(0) / WEEK;
    let age = own.iter().map(weeks_ago).max();
    let length = age.map_or(0, |age| (age + 1).min(MOST_WEEKS));
    let mut weeks = vec![0_u32; usize::try_from(length).unwrap_or_default()];
    for linked in own {
        let place = usize::try_from(length - 1 - weeks_ago(linked)).ok();
        if let Some(count) = place.and_then(|place| weeks.get_mut(place)) {
            *count += 1;
        }
    }
    let began = |week: i64| now.plus(-WEEK * (length - week));
    let (found, _) = trend::trend(&weeks, age.map_or(0, |age| u32::try_from(age).unwrap_or(u32::MAX)));
    let mean = |counts: &[u32]| counts.iter().map(|count| f64::from(*count)).sum::<f64>() / trend::SPAN as f64;
    let (earlier, last) = weeks.split_at(weeks.len().saturating_sub(trend::SPAN));
    SignalRate {
        since: (length > 0).then(|| began(0)),
        now: mean(last),
        before: (earlier.len() >= trend::SPAN).then(|| mean(&earlier[earlier.len() - trend::SPAN..])),
        trend: match found {
            trend::Trend::New => RateTrend::New,
            trend::Trend::Growing => RateTrend::Growing,
            trend::Trend::Steady => RateTrend::Steady,
            trend::Trend::Fading => RateTrend::Fading,
        },
        turn: trend::turn(&weeks).map(|turn| RateTurn {
            week: small(turn.week),
            at: began(i64::try_from(turn.week).unwrap_or_default()),
            before: turn.before,
            after: turn.after,
        }),
        weeks,
    }
}

pub(super) fn incidents(own: &[&Linked], now: Time) -> Option<IncidentMinutes> {
    let mut all = IncidentMinutes::default();
    for linked in own.iter().filter(|linked| is_incident(linked)) {
        all.incidents += 1;
        match lasted(linked, now) {
            Some(millis) => {
                all.minutes = all.minutes.saturating_add(millis / Time::MINUTE);
                all.open += u32::from(linked.told.resolved_at.is_none());
            }
            None => all.without_end += 1,
        }
    }
    (all.incidents > 0).then_some(all)
}

pub(super) fn targets(own: &[&Linked]) -> Option<TargetMisses> {
    let judged = own.iter().filter_map(|linked| linked.told.restoring).filter(Restoring::judged);
    let misses = judged.fold(TargetMisses::default(), |all, one| TargetMisses {
        missed: all.missed + u32::from(one.missed()),
        judged: all.judged + 1,
    });
    (misses.judged > 0).then_some(misses)
}

fn severities(own: &[&Linked]) -> Vec<SeverityCount> {
    let with = |severity| small(own.iter().filter(|linked| linked.told.severity == severity).count());
    let known = Severity::ALL.iter().map(|severity| Some(*severity));
    let counts = known.chain([None]).map(|severity| SeverityCount { severity, signals: with(severity) });
    counts.filter(|count| count.signals > 0).collect()
}

pub(super) fn sources(own: &[&Linked]) -> Vec<SourceCount> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for linked in own {
        *counts.entry(linked.told.source.as_str()).or_default() += 1;
    }
    let mut sources: Vec<SourceCount> =
        counts.into_iter().map(|(name, signals)| SourceCount { name: name.to_owned(), signals }).collect();
    sources.sort_by_key(|source| std::cmp::Reverse(source.signals));
    sources
}

fn recency(own: &[&Linked], now: Time) -> Option<Recency> {
    let mut ages: Vec<u32> = own.iter().map(|linked| days_old(linked, now)).collect();
    ages.sort_unstable();
    Some(Recency {
        newest: *ages.first()?,
        median: *ages.get(ages.len() / 2)?,
        last_30: small(ages.iter().filter(|days| **days < 30).count()),
        signals: small(ages.len()),
    })
}
