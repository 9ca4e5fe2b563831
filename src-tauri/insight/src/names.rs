//! Records by the names others call them: ids, shas, addresses.

use crate::recognise::is_sha;
use crate::records::{Change, Incident};

/// Digits by which a sha is looked up; the rest is compared.
const SHORT: usize = 7;

/// Positions of records by the hash of their names, sorted. Holds no text: whoever asks compares.
#[derive(Clone, Debug, Default)]
struct Index(Vec<(u64, u32)>);

impl Index {
    fn new(mut pairs: Vec<(u64, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        Index(pairs)
    }

    fn find(&self, hash: u64) -> impl Iterator<Item = usize> {
        let start = self.0.partition_point(|(one, _)| *one < hash);
        self.0.iter().skip(start).take_while(move |(one, _)| *one == hash).map(|(_, position)| *position as usize)
    }
}

/// FNV-1a over the bytes without upper case.
fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x100_0000_01b3)
    })
}

fn short(sha: &str) -> Option<&str> {
    sha.get(..SHORT)
}

/// Who speaks: names mean first what the same source or service calls so.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Speaker {
    pub source: u32,
    pub service: u32,
}

/// By what a change was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    Label,
    Sha,
    Address,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ChangeNames(Index);

impl ChangeNames {
    pub fn new(changes: &[Change]) -> Self {
        let mut pairs = Vec::with_capacity(changes.len() * 2);
        for (position, change) in changes.iter().enumerate() {
            let mut add = |name: &str| pairs.push((hash(name), position as u32));
            add(&change.label);
            change.url.as_deref().map(&mut add);
            change.sha.as_deref().and_then(short).map(&mut add);
        }
        ChangeNames(Index::new(pairs))
    }

    /// The changes that `name` means, in the order of their positions. An id that several sources use means the
    /// speaker's own source, else the one of its service, else nothing.
    pub fn find(&self, changes: &[Change], name: &str, speaker: Speaker) -> (Vec<usize>, By) {
        let name = name.trim();
        let (mut labelled, mut addressed) = (Vec::new(), Vec::new());
        for (position, one) in self.at(changes, name) {
            if one.label.eq_ignore_ascii_case(name) {
                labelled.push((position, one));
            } else if one.url.as_deref() == Some(name) {
                addressed.push(position);
            }
        }
        if !labelled.is_empty() {
            (nearest(labelled, speaker, |one| (one.source, one.service)), By::Label)
        } else if !addressed.is_empty() {
            (addressed, By::Address)
        } else {
            (self.of_sha(changes, name), By::Sha)
        }
    }

    /// The changes with this sha, whole or shortened.
    pub fn of_sha(&self, changes: &[Change], sha: &str) -> Vec<usize> {
        let Some(key) = Some(sha).filter(|sha| is_sha(sha)).and_then(short) else { return Vec::new() };
        let same =
            |one: &Change| one.sha.as_deref().is_some_and(|known| is_prefix(known, sha) || is_prefix(sha, known));
        self.at(changes, key).filter(|(_, one)| same(one)).map(|(position, _)| position).collect()
    }

    fn at<'c>(&self, changes: &'c [Change], key: &str) -> impl Iterator<Item = (usize, &'c Change)> {
        self.0.find(hash(key)).filter_map(|position| Some((position, changes.get(position)?)))
    }
}

fn is_prefix(short: &str, long: &str) -> bool {
    short.len() >= SHORT && long.get(..short.len()).is_some_and(|head| head.eq_ignore_ascii_case(short))
}

#[derive(Clone, Debug, Default)]
pub(crate) struct IncidentNames(Index);

impl IncidentNames {
    pub fn new(incidents: &[Incident]) -> Self {
        let pairs = incidents.iter().enumerate();
        IncidentNames(Index::new(pairs.map(|(position, one)| (hash(&one.label), position as u32)).collect()))
    }

    /// The incident that `name` means.
    pub fn find(&self, incidents: &[Incident], name: &str, speaker: Speaker) -> Option<usize> {
        let found = self.0.find(hash(name)).filter_map(|position| Some((position, incidents.get(position)?)));
        let found: Vec<_> = found.filter(|(_, one)| one.label.eq_ignore_ascii_case(name)).collect();
        nearest(found, speaker, |one| (one.source, one.service)).first().copied()
    }
}

/// Ids are unique within a source only: the one of the same source, else of the same service, else the only one.
fn nearest<T>(found: Vec<(usize, &T)>, speaker: Speaker, place: impl Fn(&T) -> (u32, u32)) -> Vec<usize> {
    let pick = |fits: &dyn Fn((u32, u32)) -> bool| -> Option<Vec<usize>> {
        let mut fitting = found.iter().filter(|(_, one)| fits(place(one)));
        let first = fitting.next()?;
        fitting.next().is_none().then(|| vec![first.0])
    };
    pick(&|(source, _)| source == speaker.source)
        .or_else(|| pick(&|(_, service)| service == speaker.service))
        .or_else(|| pick(&|_| true))
        .unwrap_or_default()
}
