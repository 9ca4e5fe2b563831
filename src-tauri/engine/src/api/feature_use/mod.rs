//! How features are used: by how many, how often, which by nobody, which lose people while nobody writes, and
//! which people may do with another one.

pub(super) mod detour_words;
mod detours;
mod measured;

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Engine;
use super::opportunities::reference;
use super::opportunity_edits::{editable, plan_new};
use super::types::{
    AcceptInto, FeatureDrop, FeatureList, FeatureQuery, FeatureRow, FeatureState, FeaturesPage, OpportunityRef,
    SegmentUse, SilentDemand, StepDone,
};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::Time;
use crate::score::numbers::number;
use crate::store::features::{self as stored, Said};
pub(super) use detours::LastCompared;
use measured::{adopt, back, series};

/// Days in which a drop is looked for.
const YEAR: u64 = 364;

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
        let counted = series(stored::days(&mut read, first).await?, first, length as usize);
        let mut apart: HashMap<String, Vec<SegmentUse>> = HashMap::new();
        for ((feature, segment), one) in series(stored::segment_days(&mut read, first).await?, first, length as usize) {
            apart.entry(feature).or_default().push(one.segment(segment, days as usize, last));
        }
        let (services, said) = (stored::services(&mut read).await?, stored::said(&mut read).await?);
        let sources = stored::sources(&mut read).await?;
        let mut rows = Vec::new();
        let mut products: Vec<Option<u32>> = Vec::new();
        for ((feature, _), series) in counted {
            let place = series.service.and_then(|service| services.get(&service));
            let product = place.and_then(|(_, product)| *product);
            let service_asked =
                query.services.is_empty() || query.services.iter().any(|wanted| Some(wanted.0) == series.service);
            if !service_asked || query.product.is_some_and(|wanted| product != Some(wanted.0)) {
                continue;
            }
            let mut row = series.row(&feature, days as usize, last);
            row.service = place.map(|(name, _)| name.clone());
            row.segments = apart.remove(&feature).unwrap_or_default();
            row.segments.sort_by(|one, other| other.people.total_cmp(&one.people));
            let drops = row.segments.iter_mut().filter_map(|one| one.drop.as_mut());
            for drop in row.drop.iter_mut().chain(drops) {
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

    /// Both lists of the screen, in one answer.
    pub async fn features_page(&self, query: FeatureQuery) -> Result<FeaturesPage> {
        let detours = self.feature_detours(query.clone()).await?;
        Ok(FeaturesPage { used: self.feature_use(query).await?, detours })
    }

    /// Makes an opportunity of a drop, or notes that one is about it. An empty title of a new one says what happened.
    pub async fn accept_drop(&self, feature: String, into: AcceptInto) -> Result<StepDone> {
        let row = self.dropped(&feature).await?;
        let seen = Seen {
            what: format!("the drop of “{feature}”"),
            title: format!("People stop using “{feature}”"),
            statement: statement(&row),
            service: row.service,
        };
        self.accept_use((Entity::Feature, feature.as_str()), seen, into).await
    }

    /// Makes an opportunity of what was seen, or notes that one is about it; what it is `of` keeps which one.
    async fn accept_use(&self, of: (Entity, &str), seen: Seen, into: AcceptInto) -> Result<StepDone> {
        let mut write = self.store.write().await?;
        let (uid, mut changes, about, message) = match into {
            AcceptInto::New { title } => {
                let title = if title.trim().is_empty() { seen.title } else { title };
                let uid = self.new_uid();
                let (mut changes, made) = plan_new(&mut write, uid.clone(), &title).await?;
                changes.push(Change::new(Entity::Opportunity, &uid, "statement", seen.statement));
                if let Some(service) = seen.service {
                    changes.push(Change::new(Entity::Opportunity, &uid, "service", service));
                }
                let message = format!("Made {} from {}", made.label, seen.what);
                (uid, changes, made, message)
            }
            AcceptInto::Existing { opportunity } => {
                let record = editable(&mut write, opportunity).await?;
                let about: OpportunityRef = reference(&record);
                let message = format!("Noted that {} is about {}", about.label, seen.what);
                (record.uid, Vec::new(), about, message)
            }
        };
        changes.push(Change::new(of.0, of.1, "opportunity", uid));
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
        let row = list.features.into_iter().find(|row| row.feature == feature && worst(row).is_some());
        row.ok_or_else(|| Problem::not_found(format!("“{feature}” has no drop.")).kept("Nothing was changed."))
    }
}

/// What an opportunity is made of when it is about the use of features.
struct Seen {
    /// As a toast says it: the drop of …
    what: String,
    title: String,
    statement: String,
    service: Option<String>,
}

/// From a day up to the last one, and as many days before it: where the time before begins, where it ends, now.
fn before_and_since(from: NaiveDate, last: NaiveDate) -> (Time, Time, Time) {
    let midnight = |day: NaiveDate| Time::from(day.and_time(chrono::NaiveTime::MIN).and_utc());
    let (since, to) = (midnight(from), midnight(last).plus(Time::DAY));
    (since.plus(since.0 - to.0), since, to)
}

/// Tickets and feedback that name the feature: in as many days before the drop as since, and since.
async fn told(
    read: &mut sqlx::SqliteConnection,
    feature: &str,
    from: NaiveDate,
    last: NaiveDate,
) -> Result<(u32, u32)> {
    let (before, since, to) = before_and_since(from, last);
    Ok((stored::told(read, feature, before, since).await?, stored::told(read, feature, since, to).await?))
}

/// The drop of everybody, else that of the segment that lost most; with the segment. An unused feature has none.
fn worst(row: &FeatureRow) -> Option<(Option<&str>, &FeatureDrop)> {
    if row.state == FeatureState::Unused {
        return None;
    }
    let apart = row.segments.iter().filter_map(|one| Some((Some(one.segment.as_str()), one.drop.as_ref()?)));
    let worst = apart.min_by(|(_, one), (_, other)| one.change.total_cmp(&other.change));
    row.drop.as_ref().map(|drop| (None, drop)).or(worst)
}

/// A drop that brought no more tickets than there were before it.
fn silent(row: &FeatureRow, said: Option<&Said>) -> Option<SilentDemand> {
    let (segment, drop) = worst(row).filter(|(_, drop)| drop.told_since <= drop.told_before)?;
    let of = segment.map(|segment| format!(" of “{segment}”")).unwrap_or_default();
    let written = match drop.told_since {
        0 => "nobody wrote about it".to_owned(),
        1 => "one ticket names it, no more than before".to_owned(),
        many => format!("{many} tickets name it, no more than before"),
    };
    let opportunity = said.and_then(|said| said.opportunity.clone());
    Some(SilentDemand {
        why: format!("It lost {:.0} % of its people{of} since {}, and {written}.", -drop.change * 100.0, drop.from),
        dismissed: said.is_some_and(|said| said.dismissed),
        opportunity: opportunity.map(|(id, title)| OpportunityRef { id, label: id.label(), title }),
    })
}

fn statement(row: &FeatureRow) -> String {
    let Some((segment, drop)) = worst(row) else { return String::new() };
    let of = segment.map(|segment| format!(" of “{segment}”")).unwrap_or_default();
    let told = match drop.told_since {
        0 => "No ticket names it since.".to_owned(),
        1 => "One ticket names it since.".to_owned(),
        many => format!("{many} tickets name it since."),
    };
    format!(
        "Since {} “{}” is used by {} people{of} a day instead of {}. {told}",
        drop.from,
        row.feature,
        number(drop.after),
        number(drop.before)
    )
}
