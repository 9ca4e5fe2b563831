//! Detours: which features people may do with another one, what that is told from, and what people decide about it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{Days, NaiveDate};
use insight::detours::{Counted, Detour, Found, Measure, detours};
use insight::shifts::Shift;
use insight::usage;
use sqlx::SqliteConnection;

use super::detour_words as words;
use super::measured::{Series, back, series};
use super::{Seen, before_and_since};
use crate::api::Engine;
use crate::api::types::{
    AcceptInto, DetourDay, DetourEnd, DetourList, DetourMeasure, DetourReceipt, DetourRow, FeatureQuery,
    OpportunityRef, StepDone,
};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::{Range, Time};
use crate::store::detours as decided;
use crate::store::features::{self as stored, Said};

/// Days that are read: the year in which a detour is looked for, and the one before it, which tells of seasons.
const TWO_YEARS: usize = 728;

/// What was compared last, and at which revision: the agenda asks for it whenever it is looked at.
#[derive(Default)]
pub(in crate::api) struct LastCompared(Mutex<Option<(u32, Arc<Compared>)>>);

impl Engine {
    /// Features that people may do with another one, those that chance explains least first.
    pub async fn feature_detours(&self, query: FeatureQuery) -> Result<DetourList> {
        let Some(seen) = self.compared_use().await? else {
            return Ok(DetourList { detours: Vec::new(), pairs: 0, alike: 0, silent: 0, to: None });
        };
        let asked: Vec<DetourRow> = seen.rows.iter().filter(|row| seen.is_asked(row, &query)).cloned().collect();
        let silent = asked.iter().filter(|row| row.waits()).count();
        Ok(DetourList {
            silent: silent as u32,
            detours: asked,
            pairs: seen.found.pairs as u32,
            alike: seen.found.alike as u32,
            to: Some(seen.last),
        })
    }

    /// What one is told from, down to the days.
    pub async fn detour_receipt(&self, from: String, to: String) -> Result<DetourReceipt> {
        let (seen, place) = self.detour(&from, &to).await?;
        let both = seen.found.detours.get(place).zip(seen.rows.get(place));
        let (detour, row) = both.ok_or_else(|| absent(&from, &to))?;
        let ends = [detour.left.old, detour.left.new, detour.came.old, detour.came.new];
        Ok(DetourReceipt {
            detour: row.clone(),
            how: words::how(row, detour, &seen.found, ends.map(|weeks| seen.span(weeks))),
            days: seen.days(detour),
        })
    }

    /// Makes an opportunity of a detour, or notes that one is about it. An empty title of a new one says what happened.
    pub async fn accept_detour(&self, from: String, to: String, into: AcceptInto) -> Result<StepDone> {
        let (seen, place) = self.detour(&from, &to).await?;
        let row = seen.rows.get(place).ok_or_else(|| absent(&from, &to))?;
        let about = Seen {
            what: format!("the detour from “{from}” over “{to}”"),
            title: words::title(row),
            statement: words::statement(row),
            service: row.from.service.clone(),
        };
        let key = decided::key(&from, &to);
        self.accept_use((Entity::Detour, key.as_str()), about, into).await
    }

    /// "It is nothing", or takes that back.
    pub async fn dismiss_detour(&self, from: String, to: String, dismissed: bool) -> Result<StepDone> {
        self.detour(&from, &to).await?;
        let message = match dismissed {
            true => format!("The detour from “{from}” over “{to}” is nothing"),
            false => format!("The detour from “{from}” over “{to}” is worth a look again"),
        };
        self.decide(message, &[Change::new(Entity::Detour, decided::key(&from, &to), "dismissed", dismissed)]).await
    }

    /// Everything compared, and the place of one detour in it.
    async fn detour(&self, from: &str, to: &str) -> Result<(Arc<Compared>, usize)> {
        let seen = self.compared_use().await?.ok_or_else(|| absent(from, to))?;
        let is = |row: &DetourRow| row.from.feature == from && row.to.feature == to;
        let place = seen.rows.iter().position(is).ok_or_else(|| absent(from, to))?;
        Ok((seen, place))
    }

    /// Those that wait for a decision and that the days counted by the end of a period show, but not those counted by its
    /// beginning. The day of an instant isn't over, so it doesn't count.
    pub(in crate::api) async fn detours_found(&self, from: Time, to: Time) -> Result<Vec<DetourRow>> {
        let day_before = |at: Time| at.plus(-Time::DAY).utc().map(|at| at.date_naive());
        let (Some(before), Some(by)) = (day_before(from), day_before(to)) else { return Ok(Vec::new()) };
        let Some(seen) = self.compared_until(Some(by)).await? else { return Ok(Vec::new()) };
        let mut found = seen.rows;
        found.retain(DetourRow::waits);
        if found.is_empty() {
            return Ok(found);
        }
        let mut read = self.store.reader().begin().await?;
        let earlier = compare(&mut read, before.min(seen.last)).await?.found.detours;
        let was_there =
            |row: &DetourRow| earlier.iter().any(|one| one.from == row.from.feature && one.to == row.to.feature);
        found.retain(|row| !was_there(row));
        Ok(found)
    }

    /// None when no tool counts any use. Compared anew only after a commit.
    async fn compared_use(&self) -> Result<Option<Arc<Compared>>> {
        let revision = self.store.revision();
        let held = self.last_compared.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, seen)) = held.filter(|(of, _)| *of == revision) {
            return Ok(Some(seen));
        }
        let Some(seen) = self.compared_until(None).await?.map(Arc::new) else { return Ok(None) };
        *self.last_compared.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((revision, seen.clone()));
        Ok(Some(seen))
    }

    /// From what was counted up to a day; None: up to the last one.
    async fn compared_until(&self, day: Option<NaiveDate>) -> Result<Option<Compared>> {
        let mut read = self.store.reader().begin().await?;
        let Some(last) = stored::last_day(&mut read).await? else { return Ok(None) };
        let last = day.map_or(last, |day| day.min(last));
        let mut seen = compare(&mut read, last).await?;
        let said = decided::said(&mut read).await?;
        for detour in &seen.found.detours {
            let (before, since, to) = before_and_since(seen.day(7 * detour.left.began), last);
            let ends = [detour.from.as_str(), detour.to.as_str()];
            let told_before = decided::told(&mut read, ends, before, since).await?;
            let told_since = decided::told(&mut read, ends, since, to).await?;
            let row = seen.row(detour, (told_before, told_since), said.get(&decided::key(&detour.from, &detour.to)));
            seen.rows.push(row);
        }
        Ok(Some(seen))
    }
}

/// What was counted up to `last`, compared; nobody is asked yet who wrote about it and what was decided.
async fn compare(read: &mut SqliteConnection, last: NaiveDate) -> Result<Compared> {
    let first = back(last, TWO_YEARS as u64 - 1);
    let mut counts = series(stored::days(read, first).await?, first, TWO_YEARS);
    counts.extend(series(stored::segment_days(read, first).await?, first, TWO_YEARS));
    let services = stored::services(read).await?;
    let counted: Vec<Counted> =
        counts.iter().map(|(key, one)| one.counted(key, place_of(one.service, &services))).collect();
    let found = detours(&counted);
    Ok(Compared { first, last, counts, services, found, rows: Vec::new() })
}

/// The use of all features over two years, and the detours in it.
struct Compared {
    first: NaiveDate,
    last: NaiveDate,
    /// By feature and segment.
    counts: BTreeMap<(String, String), Series>,
    /// Name and product.
    services: HashMap<u32, (String, Option<u32>)>,
    found: Found,
    /// In the order of the detours found.
    rows: Vec<DetourRow>,
}

impl Compared {
    fn row(&self, detour: &Detour, (told_before, told_since): (u32, u32), said: Option<&Said>) -> DetourRow {
        let opportunity = said.and_then(|said| said.opportunity.clone());
        let mut row = DetourRow {
            from: self.end(&detour.from, &detour.left),
            to: self.end(&detour.to, &detour.came),
            segment: Some(detour.segment.clone()).filter(|segment| !segment.is_empty()),
            measure: match detour.measure {
                Measure::People => DetourMeasure::People,
                Measure::Events => DetourMeasure::Events,
            },
            share: Range { low: detour.low, likely: detour.share, high: detour.high },
            chance: detour.chance,
            told_before,
            told_since,
            why: String::new(),
            silent: told_since <= told_before,
            dismissed: said.is_some_and(|said| said.dismissed),
            opportunity: opportunity.map(|(id, title)| OpportunityRef { id, label: id.label(), title }),
        };
        row.why = words::why(&row);
        row
    }

    fn end(&self, feature: &str, shift: &Shift) -> DetourEnd {
        let service = self.service(feature).and_then(|id| self.services.get(&id));
        DetourEnd {
            feature: feature.to_owned(),
            service: service.map(|(name, _)| name.clone()),
            since: self.day(7 * shift.began),
            before: shift.before,
            after: shift.after,
            change: usage::change(shift.after, shift.before),
        }
    }

    /// Every day of the weeks that speak.
    fn days(&self, detour: &Detour) -> Vec<DetourDay> {
        let first = 7 * detour.left.old.0.min(detour.came.old.0);
        let after = 7 * (detour.left.new.1.max(detour.came.new.1) + 1);
        let counts = |feature: &str| self.counts.get(&(feature.to_owned(), detour.segment.clone()));
        let (from, to) = (counts(&detour.from), counts(&detour.to));
        let on = |of: Option<&Series>, day: usize| of.and_then(|one| one.on(day, detour.measure));
        (first..after)
            .map(|day| DetourDay {
                day: self.day(day),
                from: on(from, day),
                to: on(to, day),
                traffic: detour.traffic.get(day / 7).copied().flatten(),
            })
            .collect()
    }

    /// From the first day of a week to the last day of another one.
    fn span(&self, (first, last): (usize, usize)) -> String {
        format!("{} to {}", self.day(7 * first), self.day(7 * last + 6))
    }

    fn day(&self, place: usize) -> NaiveDate {
        self.first.checked_add_days(Days::new(place as u64)).unwrap_or(self.last)
    }

    fn service(&self, feature: &str) -> Option<u32> {
        self.counts.get(&(feature.to_owned(), String::new()))?.service
    }

    /// Whether one of its features is of a service that was asked for, and both of the product.
    fn is_asked(&self, row: &DetourRow, query: &FeatureQuery) -> bool {
        let ends = [self.service(&row.from.feature), self.service(&row.to.feature)];
        let product = ends[0].and_then(|id| self.services.get(&id)).and_then(|(_, product)| *product);
        let of_service = query.services.is_empty() || query.services.iter().any(|one| ends.contains(&Some(one.0)));
        of_service && query.product.is_none_or(|wanted| product == Some(wanted.0))
    }
}

/// Features stand in for each other within a product, and within a service that has none.
fn place_of(service: Option<u32>, services: &HashMap<u32, (String, Option<u32>)>) -> String {
    let product = service.and_then(|id| services.get(&id)).and_then(|(_, product)| *product);
    match (product, service) {
        (Some(product), _) => format!("product {product}"),
        (None, Some(service)) => format!("service {service}"),
        (None, None) => String::new(),
    }
}

fn absent(from: &str, to: &str) -> Problem {
    Problem::not_found(format!("“{from}” has no detour over “{to}”.")).kept("Nothing was changed.")
}
