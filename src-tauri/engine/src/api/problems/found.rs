//! Records with one fingerprint, and the episodes they tell of.

use std::collections::{HashMap, HashSet};

use insight::problems::{Episode, episodes, fingerprint};

use crate::api::types::ProblemQuery;
use crate::model::{Kind, SignalId, Time};
use crate::store::problems::{Record, Voice};

/// How far back records are looked at: a year's period, and the weeks before it.
pub(super) const KEPT: i64 = 400 * Time::DAY;

/// Tickets written within so long of an episode's beginning count as written meanwhile.
const MEANWHILE: i64 = Time::DAY;

/// Records that tell of one problem, in the period or not.
pub(super) struct Found<'a> {
    pub key: String,
    /// The title with what varies masked.
    pub pattern: String,
    pub kind: Kind,
    /// Oldest first; never empty.
    pub records: Vec<&'a Record>,
    /// Of the records of the period, oldest first.
    pub episodes: Vec<Episode>,
    /// How many records those are.
    pub signals: u32,
}

impl Found<'_> {
    /// It came back in the period.
    pub fn recurs(&self) -> bool {
        self.episodes.len() > 1
    }

    pub fn service_id(&self) -> Option<u32> {
        self.records.last().and_then(|record| record.service_id)
    }

    pub fn service(&self) -> Option<String> {
        self.records.last().and_then(|record| record.service.clone())
    }

    pub fn ids(&self) -> Vec<SignalId> {
        self.records.iter().map(|record| record.id).collect()
    }

    /// Its records by their ids.
    pub fn by_id(&self) -> HashMap<u32, &Record> {
        self.records.iter().map(|record| (record.id.0, *record)).collect()
    }

    /// What people wrote about the service while an episode lasted, at most a day; each once.
    pub fn meanwhile<'v>(&self, voices: &'v HashMap<u32, Vec<Voice>>, now: Time) -> Vec<&'v Voice> {
        let Some(voices) = self.service_id().and_then(|service| voices.get(&service)) else { return Vec::new() };
        let (mut seen, mut found) = (HashSet::new(), Vec::new());
        for episode in &self.episodes {
            let end = episode.ended_at.unwrap_or(if episode.open { now.0 } else { episode.at });
            let end = end.min(episode.at.saturating_add(MEANWHILE));
            let first = voices.partition_point(|voice| voice.at < episode.at);
            let during = voices[first..].iter().take_while(|voice| voice.at <= end);
            found.extend(during.filter(|voice| seen.insert(voice.id)));
        }
        found
    }
}

/// Whether a record is about what the query asks for.
pub(super) fn asked(query: &ProblemQuery, service: Option<u32>, product: Option<u32>) -> bool {
    let one_of = |service: u32| query.services.iter().any(|wanted| wanted.0 == service);
    (query.services.is_empty() || service.is_some_and(one_of))
        && query.product.is_none_or(|wanted| product == Some(wanted.0))
}

/// Every problem with a record since `from`; whether it recurs is for the caller to ask.
pub(super) fn find(records: &[Record], from: Time) -> Vec<Found<'_>> {
    let mut groups: HashMap<String, Found<'_>> = HashMap::new();
    for record in records {
        let Some(kind) = Kind::from_code(record.kind) else { continue };
        let pattern = themes::text::template(&record.title);
        let key = fingerprint(kind.word(), record.service.as_deref().unwrap_or_default(), &pattern);
        let group = groups.entry(key.clone()).or_insert_with(|| Found {
            key,
            pattern,
            kind,
            records: Vec::new(),
            episodes: Vec::new(),
            signals: 0,
        });
        group.records.push(record);
    }
    let mut found: Vec<Found<'_>> = groups.into_values().filter_map(|group| in_period(group, from)).collect();
    found.sort_by(|one, other| other.signals.cmp(&one.signals).then_with(|| one.key.cmp(&other.key)));
    found
}

fn in_period(mut group: Found<'_>, from: Time) -> Option<Found<'_>> {
    let recent: Vec<insight::problems::Record> = group
        .records
        .iter()
        .filter(|record| record.happened_at >= from)
        .map(|record| insight::problems::Record {
            id: record.id.0,
            at: record.happened_at.0,
            ended_at: record.resolved_at.map(|at| at.0),
            open: record.open(),
            severity: record.severity,
        })
        .collect();
    group.signals = recent.len() as u32;
    group.episodes = episodes(&recent);
    (!recent.is_empty()).then_some(group)
}

/// The pattern as people read it: what varies is an ellipsis.
pub(super) fn readable(pattern: &str) -> String {
    pattern.replace("<*>", "…")
}
