//! How features are used: by how many, how often, which by nobody, and which lose people while nobody writes.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};
use insight::usage;

use super::Engine;
use super::opportunities::reference;
use super::opportunity_edits::{editable, plan_new};
use super::types::{
    AcceptInto, FeatureDrop, FeatureList, FeatureQuery, FeatureRow, FeatureState, OpportunityRef, SilentDemand,
    StepDone,
};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::Time;
use crate::score::numbers::number;
use crate::store::features::{self as stored, Day, Said};

/// Days in which a drop is looked for.
const YEAR: u64 = 364;

/// Weeks that lists show.
const WEEKS: usize = 26;

/// A feature counted for fewer days than this is new.
const NEW: u32 = 56;

/// Unused is judged over so many days.
const UNUSED_OVER: usize = 90;

impl Engine {
    /// Every feature that a tool counts, the most used first.
    pub async fn feature_use(&self, query: FeatureQuery) -> Result<FeatureList> {
        let mut read = self.store.reader().begin().await?;
        let Some(last) = stored::last_day(&mut read).await? else {
            return Ok(FeatureList {
                features: Vec::new(),
                unused: 0,
                dropping: 0,
                silent: 0,
                from: None,
                to: None,
                sources: Vec::new(),
            });
        };
        let days = query.days.clamp(1, 366);
        let length = u64::from(days * 2).max(YEAR);
        let first = back(last, length - 1);
        let counted = stored::days(&mut read, first).await?;
        let (services, said) = (stored::services(&mut read).await?, stored::said(&mut read).await?);
        let sources = stored::sources(&mut read).await?;
        let mut rows = Vec::new();
        let mut products: Vec<Option<u32>> = Vec::new();
        for (feature, series) in by_feature(counted, first, length as usize) {
            let place = series.service.and_then(|service| services.get(&service));
            let product = place.and_then(|(_, product)| *product);
            let service_asked =
                query.services.is_empty() || query.services.iter().any(|wanted| Some(wanted.0) == series.service);
            if !service_asked || query.product.is_some_and(|wanted| product != Some(wanted.0)) {
                continue;
            }
            let mut row = row(&feature, &series, days as usize, last);
            row.service = place.map(|(name, _)| name.clone());
            if let Some(drop) = row.drop.as_mut() {
                (drop.told_before, drop.told_since) = told(&mut read, &feature, drop.from, last).await?;
            }
            row.silent = silent(&row, said.get(&feature));
            rows.push(row);
            products.push(product);
        }
        adopt(&mut rows, &products);
        rows.sort_by(|one, other| other.people.total_cmp(&one.people).then_with(|| one.feature.cmp(&other.feature)));
        let count = |of: fn(&FeatureRow) -> bool| rows.iter().filter(|row| of(row)).count() as u32;
        Ok(FeatureList {
            unused: count(|row| row.state == FeatureState::Unused),
            dropping: count(|row| row.state == FeatureState::Dropping),
            silent: count(|row| row.silent.as_ref().is_some_and(|one| !one.dismissed && one.opportunity.is_none())),
            features: rows,
            from: Some(back(last, u64::from(days) - 1)),
            to: Some(last),
            sources,
        })
    }

    /// Makes an opportunity of a drop, or notes that one is about it. An empty title of a new one says what happened.
    pub async fn accept_drop(&self, feature: String, into: AcceptInto) -> Result<StepDone> {
        let row = self.dropped(&feature).await?;
        let mut write = self.store.write().await?;
        let (uid, mut changes, about, message) = match into {
            AcceptInto::New { title } => {
                let usual = format!("People stop using “{feature}”");
                let title = if title.trim().is_empty() { usual } else { title };
                let uid = self.new_uid();
                let (mut changes, made) = plan_new(&mut write, uid.clone(), &title).await?;
                changes.push(Change::new(Entity::Opportunity, &uid, "statement", statement(&row)));
                if let Some(service) = &row.service {
                    changes.push(Change::new(Entity::Opportunity, &uid, "service", service.as_str()));
                }
                let message = format!("Made {} from the drop of “{feature}”", made.label);
                (uid, changes, made, message)
            }
            AcceptInto::Existing { opportunity } => {
                let record = editable(&mut write, opportunity).await?;
                let about: OpportunityRef = reference(&record);
                let message = format!("Noted that {} is about the drop of “{feature}”", about.label);
                (record.uid, Vec::new(), about, message)
            }
        };
        changes.push(Change::new(Entity::Feature, &feature, "opportunity", uid));
        self.write_step(write, message, &changes, about).await
    }

    /// "It is nothing", or takes that back.
    pub async fn dismiss_drop(&self, feature: String, dismissed: bool) -> Result<StepDone> {
        self.dropped(&feature).await?;
        let message = match dismissed {
            true => format!("The drop of “{feature}” is nothing"),
            false => format!("The drop of “{feature}” is worth a look again"),
        };
        self.decide(message, &[Change::new(Entity::Feature, &feature, "dismissed", dismissed)]).await
    }

    async fn dropped(&self, feature: &str) -> Result<FeatureRow> {
        let list = self.feature_use(FeatureQuery::default()).await?;
        let row = list.features.into_iter().find(|row| row.feature == feature && row.drop.is_some());
        row.ok_or_else(|| Problem::not_found(format!("“{feature}” has no drop.")).kept("Nothing was changed."))
    }
}

fn back(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// People and events by day; None where nothing was counted.
struct Series {
    service: Option<u32>,
    people: Vec<Option<u32>>,
    events: Vec<Option<u32>>,
}

/// The series of each feature from `first` on.
fn by_feature(counted: Vec<Day>, first: NaiveDate, length: usize) -> BTreeMap<String, Series> {
    let mut found: BTreeMap<String, Series> = BTreeMap::new();
    for day in counted {
        let place = usize::try_from((day.day - first).num_days()).unwrap_or(usize::MAX);
        let series = found.entry(day.feature).or_insert_with(|| Series {
            service: None,
            people: vec![None; length],
            events: vec![None; length],
        });
        series.service = day.service_id.or(series.service);
        if let (Some(people), Some(events)) = (series.people.get_mut(place), series.events.get_mut(place)) {
            (*people, *events) = (Some(day.users), Some(day.events));
        }
    }
    found
}

/// What the numbers say of a feature; service, tickets and adoption are for the caller.
fn row(feature: &str, series: &Series, days: usize, last: NaiveDate) -> FeatureRow {
    let length = series.people.len();
    let now = &series.people[length.saturating_sub(days)..];
    let before = &series.people[length.saturating_sub(2 * days)..length.saturating_sub(days)];
    let (people, people_before) = (usage::people(now).unwrap_or(0.0), usage::people(before));
    let change = people_before.and_then(|before| usage::change(people, before));
    let sum = |values: &[Option<u32>]| values.iter().flatten().map(|one| f64::from(*one)).sum::<f64>();
    let (used, events) = (sum(now), sum(&series.events[length.saturating_sub(days)..]));
    let (days_counted, days_used, _) = usage::days_used(now);
    let (ever_counted, _, unused_days) = usage::days_used(&series.people);
    let weeks = usage::by_week(&series.people);
    let drop = usage::drop(&weeks).map(|drop| FeatureDrop {
        from: back(last, (7 * (weeks.len() - drop.week) - 1) as u64),
        before: drop.before,
        after: drop.after,
        change: drop.after / drop.before - 1.0,
        told_before: 0,
        told_since: 0,
    });
    let unused = usage::is_unused(&series.people[length.saturating_sub(UNUSED_OVER)..]);
    let drop = drop.filter(|_| !unused);
    FeatureRow {
        feature: feature.to_owned(),
        service: None,
        state: match change {
            _ if unused => FeatureState::Unused,
            _ if drop.is_some() => FeatureState::Dropping,
            None => FeatureState::New,
            Some(_) if ever_counted < NEW => FeatureState::New,
            Some(change) if usage::is_steady(change) => FeatureState::Steady,
            Some(change) if change > 0.0 => FeatureState::Growing,
            Some(_) => FeatureState::Falling,
        },
        people,
        people_before,
        change,
        frequency: (used > 0.0).then(|| events / used),
        adoption: None,
        days: days_counted,
        days_used,
        unused_days,
        weeks: weeks[weeks.len().saturating_sub(WEEKS)..].to_vec(),
        drop,
        silent: None,
    }
}

/// Each against the most used one of its product.
fn adopt(rows: &mut [FeatureRow], products: &[Option<u32>]) {
    let mut most: HashMap<Option<u32>, f64> = HashMap::new();
    for (row, product) in rows.iter().zip(products) {
        let most = most.entry(*product).or_default();
        *most = most.max(row.people);
    }
    for (row, product) in rows.iter_mut().zip(products) {
        row.adoption = most.get(product).filter(|most| **most > 0.0).map(|most| row.people / most);
    }
}

/// Tickets and feedback that name the feature: in as many days before the drop as since, and since.
async fn told(
    read: &mut sqlx::SqliteConnection,
    feature: &str,
    from: NaiveDate,
    last: NaiveDate,
) -> Result<(u32, u32)> {
    let midnight = |day: NaiveDate| Time::from(day.and_time(chrono::NaiveTime::MIN).and_utc());
    let (since, to) = (midnight(from), midnight(last).plus(Time::DAY));
    let before = since.plus(since.0 - to.0);
    Ok((stored::told(read, feature, before, since).await?, stored::told(read, feature, since, to).await?))
}

/// A drop that brought no more tickets than there were before it.
fn silent(row: &FeatureRow, said: Option<&Said>) -> Option<SilentDemand> {
    let drop = row.drop.as_ref().filter(|drop| drop.told_since <= drop.told_before)?;
    let written = match drop.told_since {
        0 => "nobody wrote about it".to_owned(),
        1 => "one ticket names it, no more than before".to_owned(),
        many => format!("{many} tickets name it, no more than before"),
    };
    let opportunity = said.and_then(|said| said.opportunity.clone());
    Some(SilentDemand {
        why: format!("It lost {:.0} % of its people since {}, and {written}.", -drop.change * 100.0, drop.from),
        dismissed: said.is_some_and(|said| said.dismissed),
        opportunity: opportunity.map(|(id, title)| OpportunityRef { id, label: id.label(), title }),
    })
}

fn statement(row: &FeatureRow) -> String {
    let Some(drop) = &row.drop else { return String::new() };
    let told = match drop.told_since {
        0 => "No ticket names it since.".to_owned(),
        1 => "One ticket names it since.".to_owned(),
        many => format!("{many} tickets name it since."),
    };
    format!(
        "Since {} “{}” is used by {} people a day instead of {}. {told}",
        drop.from,
        row.feature,
        number(drop.after),
        number(drop.before)
    )
}
