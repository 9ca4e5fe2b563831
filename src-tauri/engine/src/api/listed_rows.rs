//! The rows of the list of opportunities, kept until something that one of them shows differs: the list is asked for
//! after every commit.

use std::collections::{BTreeMap, btree_map};
use std::iter::Peekable;
use std::sync::{Arc, Mutex, PoisonError};

use scoring::Standing;

use super::opportunities::Everything;
use super::types::OpportunityRow;
use crate::model::OpportunityId;
use crate::score::Method;
use crate::store::{Behind, Entry};

#[derive(Default)]
pub(super) struct LastRows(Mutex<Last>);

#[derive(Default)]
struct Last {
    method: Option<Method>,
    rows: BTreeMap<OpportunityId, Kept>,
}

/// A row, and what it was made from.
struct Kept {
    entry: Arc<Entry>,
    behind: Option<Arc<Behind>>,
    standing: Option<Standing>,
    row: Arc<OpportunityRow>,
}

impl LastRows {
    /// Of some entries of `all`, which rise by number as they do there.
    pub fn of<'e>(
        &self,
        all: &Everything,
        entries: impl Iterator<Item = &'e Arc<Entry>>,
    ) -> Vec<(&'e Arc<Entry>, Arc<OpportunityRow>)> {
        if all.method.uses_evidence() {
            // How old evidence is differs from moment to moment, and values with it.
            return entries.map(|entry| (entry, Arc::new(all.row(&entry.record)))).collect();
        }
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.method.as_ref() != Some(&all.method) {
            *last = Last { method: Some(all.method.clone()), rows: BTreeMap::new() };
        }
        last.rows(all, entries)
    }
}

impl Last {
    fn rows<'e>(
        &mut self,
        all: &Everything,
        entries: impl Iterator<Item = &'e Arc<Entry>>,
    ) -> Vec<(&'e Arc<Entry>, Arc<OpportunityRow>)> {
        let (mut evidence, mut ranking) = (Along::of(all.evidence()), Along::of(&all.ranking));
        let mut known = Along::of(&self.rows);
        let (mut rows, mut anew) = (Vec::with_capacity(all.listed.len()), Vec::new());
        for entry in entries {
            let id = entry.record.id;
            let (behind, standing) = (evidence.at(id), ranking.at(id));
            let row = match known.at(id).filter(|kept| kept.is_of(entry, behind, standing)) {
                Some(kept) => kept.row.clone(),
                None => {
                    let kept = Kept::new(all, entry, behind, standing);
                    let row = kept.row.clone();
                    anew.push((id, kept));
                    row
                }
            };
            rows.push((entry, row));
        }
        self.rows.extend(anew);
        rows
    }
}

/// Finds the values of rising numbers by walking along: thousands are asked for, one after the other.
struct Along<'m, V>(Peekable<btree_map::Iter<'m, OpportunityId, V>>);

impl<'m, V> Along<'m, V> {
    fn of(map: &'m BTreeMap<OpportunityId, V>) -> Self {
        Along(map.iter().peekable())
    }

    fn at(&mut self, id: OpportunityId) -> Option<&'m V> {
        while self.0.next_if(|(before, _)| **before < id).is_some() {}
        self.0.next_if(|(here, _)| **here == id).map(|(_, value)| value)
    }
}

impl Kept {
    fn new(all: &Everything, entry: &Arc<Entry>, behind: Option<&Arc<Behind>>, standing: Option<&Standing>) -> Self {
        let row = Arc::new(all.row(&entry.record));
        Kept { entry: entry.clone(), behind: behind.cloned(), standing: standing.copied(), row }
    }

    fn is_of(&self, entry: &Arc<Entry>, behind: Option<&Arc<Behind>>, standing: Option<&Standing>) -> bool {
        let same = |(one, other)| Arc::ptr_eq(one, other);
        Arc::ptr_eq(&self.entry, entry)
            && self.behind.is_some() == behind.is_some()
            && self.behind.as_ref().zip(behind).is_none_or(same)
            && self.standing.as_ref() == standing
    }
}
