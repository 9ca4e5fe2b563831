//! The rows of the list of opportunities, kept until something that one of them shows differs: the list is asked for
//! after every commit.

use std::collections::{BTreeMap, btree_map};
use std::iter::Peekable;
use std::sync::{Arc, Mutex, PoisonError};

use scoring::Standing;

use super::opportunities::Everything;
use super::types::OpportunityRow;
use crate::model::OpportunityId;
use crate::score::{Measures, Method};
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
    measures: Measures,
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
        // Then each of them may be another one now.
        if all.method.grows_old() {
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
            let (behind, measures, standing) = (evidence.at(id), all.measures_of(id), ranking.at(id));
            if let Some(kept) = known.at(id).filter(|kept| kept.is_of(entry, behind, &measures, standing)) {
                rows.push((entry, kept.row.clone()));
                continue;
            }
            let row = Arc::new(all.row(&entry.record));
            rows.push((entry, row.clone()));
            let (behind, standing) = (behind.cloned(), standing.copied());
            anew.push((id, Kept { entry: entry.clone(), behind, measures, standing, row }));
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
    fn is_of(
        &self,
        entry: &Arc<Entry>,
        behind: Option<&Arc<Behind>>,
        measures: &Measures,
        standing: Option<&Standing>,
    ) -> bool {
        Arc::ptr_eq(&self.entry, entry)
            && self.behind.as_ref().map(Arc::as_ptr) == behind.map(Arc::as_ptr)
            && self.measures == *measures
            && self.standing.as_ref() == standing
    }
}
