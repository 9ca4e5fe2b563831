//! The signals that were linked then, beside those that are linked now. Pure.

use std::collections::BTreeSet;

use super::view::View;
use crate::api::types::{EvidenceThen, LinkThen};
use crate::score::receipt::Linked;

/// Most signals that are listed.
const MOST: usize = 200;

/// What differs first, the newest first among both, and how many are left out. `known` is sorted so.
pub fn listed(then: &View, now: &View, known: &[(String, Linked)]) -> (Vec<EvidenceThen>, u32) {
    let places: BTreeSet<usize> = then.evidence.keys().chain(now.evidence.keys()).copied().collect();
    let mut listed: Vec<EvidenceThen> = places
        .into_iter()
        .filter_map(|place| {
            let (_, linked) = known.get(place)?;
            let (then, now) = (link(then, place), link(now, place));
            (then.is_some() || now.is_some()).then(|| one(linked, then, now))
        })
        .collect();
    listed.sort_by_key(|one| one.then == one.now);
    let left = listed.len().saturating_sub(MOST);
    listed.truncate(MOST);
    (listed, u32::try_from(left).unwrap_or(u32::MAX))
}

/// Duplicates aren't linked themselves.
fn link(view: &View, place: usize) -> Option<LinkThen> {
    let counted = view.evidence.get(&place).filter(|counted| !counted.duplicate)?;
    Some(LinkThen { importance: counted.importance, against: counted.against })
}

fn one(linked: &Linked, then: Option<LinkThen>, now: Option<LinkThen>) -> EvidenceThen {
    let who: Vec<&str> = [&linked.reporter, &linked.customer].into_iter().flatten().map(String::as_str).collect();
    EvidenceThen {
        signal: linked.id,
        kind: linked.piece.kind,
        title: linked.title.clone(),
        who: who.join(", "),
        happened_at: linked.piece.happened_at,
        then,
        now,
    }
}
