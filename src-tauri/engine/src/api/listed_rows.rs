//! The rows of the list of opportunities, kept until something that one of them shows differs: the list is asked for
//! after every commit.

use std::collections::HashMap;
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
    rows: HashMap<OpportunityId, Kept>,
}

/// A row, and what it was made from.
struct Kept {
    entry: Arc<Entry>,
    behind: Option<Arc<Behind>>,
    standing: Option<Standing>,
    row: Arc<OpportunityRow>,
}

impl LastRows {
    /// Of some entries of `all`, in their order.
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
            *last = Last { method: Some(all.method.clone()), rows: HashMap::new() };
        }
        entries.map(|entry| (entry, last.row(all, entry))).collect()
    }
}

impl Last {
    fn row(&mut self, all: &Everything, entry: &Arc<Entry>) -> Arc<OpportunityRow> {
        let id = entry.record.id;
        let (behind, standing) = (all.behind(id), all.ranking.get(&id));
        if let Some(kept) = self.rows.get(&id).filter(|kept| kept.is_of(entry, behind, standing)) {
            return kept.row.clone();
        }
        let row = Arc::new(all.row(&entry.record));
        let kept =
            Kept { entry: entry.clone(), behind: behind.cloned(), standing: standing.copied(), row: row.clone() };
        self.rows.insert(id, kept);
        row
    }
}

impl Kept {
    fn is_of(&self, entry: &Arc<Entry>, behind: Option<&Arc<Behind>>, standing: Option<&Standing>) -> bool {
        let same = |(one, other)| Arc::ptr_eq(one, other);
        Arc::ptr_eq(&self.entry, entry)
            && self.behind.is_some() == behind.is_some()
            && self.behind.as_ref().zip(behind).is_none_or(same)
            && self.standing.as_ref() == standing
    }
}
