//! The measures of every opportunity, kept until its evidence changes or its next moment comes: a formula that measures
//! is asked for after every commit, and there may be a million links.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use tokio::sync::Mutex;

use super::Engine;
use super::measuring::{AllMeasures, Measuring, Yardsticks, first_day};
use super::opportunities::Everything;
use crate::error::Result;
use crate::model::{OpportunityId, Time};
use crate::score::Method;
use crate::score::measures::whole_minute;
use crate::store::{Behind, Entry};

/// Held while evidence is read, so that nobody reads the same at once.
#[derive(Default)]
pub(super) struct LastMeasures(Mutex<Last>);

#[derive(Default)]
struct Last {
    /// The revision and the minute that the yardsticks are of.
    of: Option<(u32, Time)>,
    yardsticks: Arc<Yardsticks>,
    kept: HashMap<OpportunityId, Kept>,
    measures: AllMeasures,
}

/// What an opportunity was measured from, which stays the very same while nothing of it changes. Weak, so that what was
/// replaced is freed.
struct Kept {
    entry: Weak<Entry>,
    behind: Option<Weak<Behind>>,
    at: Time,
    /// When the measures change by themselves; None: never.
    until: Option<Time>,
}

impl Engine {
    /// As of the last full minute. Don't hold a connection of the readers across the call.
    pub(super) async fn all_measures(&self, all: &Everything) -> Result<AllMeasures> {
        let now = whole_minute(self.now());
        let mut last = self.last_measures.0.lock().await;
        let of = Some((self.store.revision(), now));
        if last.of != of {
            let yardsticks = self.yardsticks(first_day(now)).await?;
            last.follow(yardsticks, now);
            last.of = of;
        }
        let stale = last.stale(all, now);
        if !stale.is_empty() {
            let only = (stale.len() <= all.listed.len() / 2).then_some(stale.as_slice());
            let measuring = self.measuring_with(last.yardsticks.clone(), only, now).await?;
            last.take(all, &stale, measuring, now);
        }
        Ok(last.measures.clone())
    }

    /// Brings the measures along where the method uses them.
    pub(super) async fn measure(&self, all: &mut Everything, method: &Method) -> Result<()> {
        if method.uses_measures() {
            all.measures = self.all_measures(all).await?;
        }
        Ok(())
    }
}

impl Last {
    /// Other targets, services or busiest days concern everything.
    fn follow(&mut self, yardsticks: Yardsticks, now: Time) {
        let then = self.of.map_or(now, |(_, minute)| minute);
        if !yardsticks.measure_like(now, &self.yardsticks, then) {
            self.kept.clear();
        }
        self.yardsticks = Arc::new(yardsticks);
    }

    /// Those to be measured anew.
    fn stale(&self, all: &Everything, now: Time) -> Vec<OpportunityId> {
        let holds = |entry: &Arc<Entry>| {
            let id = entry.record.id;
            self.kept.get(&id).is_some_and(|kept| kept.holds(entry, all.behind(id), now))
        };
        all.listed.values().filter(|entry| !holds(entry)).map(|entry| entry.record.id).collect()
    }

    fn take(&mut self, all: &Everything, stale: &[OpportunityId], measuring: Measuring, now: Time) {
        let moments = measuring.moments();
        let entries: Vec<&Arc<Entry>> = stale.iter().filter_map(|id| all.listed.get(id)).collect();
        let mut anew = measuring.measures(entries.iter().map(|entry| &entry.record), |_| true);
        let measures = Arc::make_mut(&mut self.measures);
        for entry in entries {
            let id = entry.record.id;
            measures.insert(id, anew.remove(&id).unwrap_or_default());
            let (behind, until) = (all.behind(id).map(Arc::downgrade), moments.get(&id).copied());
            self.kept.insert(id, Kept { entry: Arc::downgrade(entry), behind, at: now, until });
        }
    }
}

impl Kept {
    fn holds(&self, entry: &Arc<Entry>, behind: Option<&Arc<Behind>>, now: Time) -> bool {
        std::ptr::eq(self.entry.as_ptr(), Arc::as_ptr(entry))
            && self.behind.as_ref().map(Weak::as_ptr) == behind.map(Arc::as_ptr)
            && self.at <= now
            && self.until.is_none_or(|until| now < until)
    }
}
