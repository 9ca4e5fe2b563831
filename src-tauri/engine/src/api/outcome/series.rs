//! The weeks of a check: its signals, those it is held against, and whether every source was read.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{Days, NaiveDate};
use insight::weeks::{self, Window};
use outcome::week::Week;
use outcome::window::{LONGEST, monday};

use super::asked::Asked;
use crate::api::Engine;
use crate::error::Result;
use crate::model::{ConnectionId, SignalId, ThemeId};
use crate::store::outcome_counts::{self, Counted, Moment, Scope};
use crate::store::outcomes::Source;
use crate::store::{features, themes};

/// Weeks shown before those that are compared; bursts are estimated from them, too.
const HISTORY: u64 = 20;
/// Weeks after the delivery that are followed at most.
const FOLLOWED: u64 = 26 + 52;
/// A theme is the opportunity's when it holds so many of its linked signals, and such a share of them.
const LEAST_LINKED: u32 = 3;
const LEAST_SHARE: f64 = 0.2;

/// What is counted for an opportunity.
pub(super) struct Series {
    pub weeks: Vec<Week>,
    pub themes: Vec<(ThemeId, String)>,
    pub linked: usize,
    pub counted: usize,
    pub outside: u32,
    pub sources: Vec<String>,
    pub late: Vec<String>,
}

impl Engine {
    pub(super) async fn outcome_series(&self, asked: &Asked, shipped: NaiveDate) -> Result<Series> {
        let mut links = self.links(asked.record.id).await?;
        // What speaks against it needn't fall when it is delivered.
        links.retain(|link| !link.against);
        let linked: HashSet<SignalId> = links.iter().map(|link| link.signal).collect();
        let originals = links.iter().filter(|link| !link.piece.duplicate).count();
        let sources = self.outcome_sources().await?;
        let named = themes::all(&mut *self.store.reader().acquire().await?).await?;
        let (counted, own) = {
            let columns = self.store.columns();
            let own = own_themes(&outcome_counts::themes_of(&columns, &linked), originals);
            let scope = Scope { linked, themes: own };
            (outcome_counts::count(&columns, &scope), scope.themes)
        };
        let titled = named.into_iter().filter(|theme| own.contains(&theme.id.0) && !theme.dismissed);
        let mut series = weekly(asked, shipped, &counted, &sources);
        series.themes = titled.map(|theme| (theme.id, theme.title)).collect();
        series.linked = originals;
        Ok(series)
    }

    /// The use of a feature by week: the people of each day, added up. None where it was never counted.
    pub(super) async fn outcome_usage(
        &self,
        asked: &Asked,
        shipped: NaiveDate,
        feature: &str,
    ) -> Result<Option<Vec<Week>>> {
        let window = span(asked, shipped);
        let from = asked.zone.date(window.from);
        let days = features::days(&mut *self.store.reader().acquire().await?, from).await?;
        let days: HashMap<NaiveDate, u32> =
            days.into_iter().filter(|day| day.feature == feature).map(|day| (day.day, day.users)).collect();
        let (Some(first), Some(last)) = (days.keys().min(), days.keys().max()) else { return Ok(None) };
        let week = |week: weeks::Week| {
            let of = |day: u64| days.get(&(week.monday + Days::new(day))).copied().unwrap_or_default();
            let count = (0..7).map(of).fold(0_u32, u32::saturating_add);
            let whole = *first <= week.monday && week.monday + Days::new(6) <= *last;
            Week { monday: week.monday, count, others: 0, whole }
        };
        Ok(Some(weeks::weeks(window, asked.zone).into_iter().map(week).collect()))
    }
}

fn own_themes(linked: &HashMap<u32, u32>, originals: usize) -> HashSet<u32> {
    let enough = |count: u32| count >= LEAST_LINKED && f64::from(count) >= LEAST_SHARE * originals as f64;
    linked.iter().filter(|(_, count)| enough(**count)).map(|(theme, _)| *theme).collect()
}

/// From well before the delivery to now.
fn span(asked: &Asked, shipped: NaiveDate) -> Window {
    let shipping = monday(shipped);
    let from = asked.zone.midnight(shipping - Days::new(7 * (HISTORY + u64::from(weeks_a_side(asked)))));
    let to = asked.zone.midnight(shipping + Days::new(7 * (FOLLOWED + 1))).min(asked.now.0);
    Window { from, to: to.max(from) }
}

fn weeks_a_side(asked: &Asked) -> u32 {
    asked.decided.plan.as_ref().and_then(|plan| plan.weeks).unwrap_or(LONGEST)
}

fn weekly(asked: &Asked, shipped: NaiveDate, counted: &Counted, sources: &HashMap<ConnectionId, Source>) -> Series {
    let shipping = monday(shipped);
    let begins = asked.zone.midnight(shipping - Days::new(7 * u64::from(weeks_a_side(asked))));
    let read = |id: ConnectionId| sources.get(&id).map(|source| source.read);
    let own: BTreeSet<ConnectionId> = counted.own.iter().map(|moment| moment.connection).collect();
    // A source that was first read in the middle would look like a rise.
    let (mut kept, mut late): (BTreeSet<_>, BTreeSet<_>) =
        own.into_iter().partition(|id| read(*id).is_some_and(|read| read.from <= begins + WEEK));
    if kept.is_empty() {
        (kept, late) = (late, kept);
    }
    let all = weeks::weeks(span(asked, shipped), asked.zone);
    let is_read = |week: Window| {
        kept.iter().all(|id| read(*id).is_some_and(|read| read.from <= week.from + DAY && week.to <= read.to))
    };
    let moments = |all: &[Moment]| -> Vec<i64> {
        let mut times: Vec<i64> =
            all.iter().filter(|moment| kept.contains(&moment.connection)).map(|moment| moment.at.0).collect();
        times.sort_unstable();
        times
    };
    let (own, others) = (moments(&counted.own), moments(&counted.others));
    let between = |times: &[i64], week: Window| {
        let place = |at: i64| times.partition_point(|time| *time < at);
        u32::try_from(place(week.to) - place(week.from)).unwrap_or(u32::MAX)
    };
    let week = |week: weeks::Week| Week {
        monday: week.monday,
        count: between(&own, week.window),
        others: between(&others, week.window),
        whole: !kept.is_empty() && is_read(week.window),
    };
    let names = |ids: &BTreeSet<ConnectionId>| {
        ids.iter().filter_map(|id| sources.get(id)).map(|source| source.name.clone()).collect()
    };
    Series {
        weeks: all.into_iter().map(week).collect(),
        themes: Vec::new(),
        linked: 0,
        counted: own.len(),
        outside: counted.outside,
        sources: names(&kept),
        late: names(&late),
    }
}

const DAY: i64 = crate::model::Time::DAY;
const WEEK: i64 = 7 * DAY;
