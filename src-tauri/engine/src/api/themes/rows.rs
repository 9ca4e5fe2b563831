//! Rows of the list of themes, put together from what is stored of each and what its signals add up to.

use std::collections::{HashMap, HashSet};

use ::themes::trend::{self, Trend};

use crate::api::Engine;
use crate::api::types::{FamilyCounts, OpportunityRef, ThemeRow, ThemeTrend};
use crate::error::Result;
use crate::model::{ThemeId, Time};
use crate::store::theme_sums::{self, Sum};
use crate::store::themes::{self as stored, Theme};
use crate::store::waits::{self, NOT_YET};

/// Everything the rows are made of, read once.
pub(super) struct Rows {
    pub list: Vec<Theme>,
    pub sums: HashMap<u32, Sum>,
    opportunities: HashMap<u32, OpportunityRef>,
    now: Time,
}

impl Rows {
    /// With `min_revenue` only signals of customers worth at least that a year count.
    pub async fn read(engine: &Engine, min_revenue: Option<i64>) -> Result<Rows> {
        let now = engine.now();
        let mut read = engine.store.reader().acquire().await?;
        let list = stored::all(&mut read).await?;
        let links = stored::linked(&mut read).await?;
        let columns = engine.store.columns();
        let sums = theme_sums::of_themes(&columns, min_revenue, now);
        let mut counts: HashMap<(u32, u32), u32> = HashMap::new();
        let mut titles: HashMap<u32, OpportunityRef> = HashMap::new();
        for (signal, opportunity, title) in links {
            if let Some(theme) = theme_sums::theme_of(&columns, signal) {
                *counts.entry((theme, opportunity.0)).or_default() += 1;
                titles.entry(opportunity.0).or_insert_with(|| OpportunityRef {
                    id: opportunity,
                    label: opportunity.label(),
                    title,
                });
            }
        }
        let mut most: HashMap<u32, (u32, u32)> = HashMap::new();
        for ((theme, opportunity), count) in counts {
            let best = most.entry(theme).or_insert((count, opportunity));
            if (count, std::cmp::Reverse(opportunity)) > (best.0, std::cmp::Reverse(best.1)) {
                *best = (count, opportunity);
            }
        }
        // One linked signal among many doesn't make an opportunity the theme's; declined ones ask for nothing.
        let enough = |theme: u32, count: u32| {
            sums.get(&theme).is_some_and(|sum| count * 10 >= sum.signals.saturating_sub(sum.declined))
        };
        let opportunities = most
            .into_iter()
            .filter(|(theme, (count, _))| enough(*theme, *count))
            .filter_map(|(theme, (_, opportunity))| Some((theme, titles.get(&opportunity)?.clone())))
            .collect();
        Ok(Rows { list, sums, opportunities, now })
    }

    pub fn has_service(&self, id: ThemeId, services: &HashSet<u32>) -> bool {
        services.is_empty() || self.sums.get(&id.0).is_some_and(|sum| !sum.services.is_disjoint(services))
    }

    /// `None` for a theme without a signal that counts.
    pub fn row(&self, theme: &Theme) -> Option<ThemeRow> {
        let sum = self.sums.get(&theme.id.0)?;
        let age_weeks = sum.age_weeks(self.now);
        let (trend, change) = trend::trend(&sum.weeks, age_weeks);
        let [operations, changes, voice] = sum.families;
        Some(ThemeRow {
            id: theme.id,
            title: theme.title.clone(),
            named: theme.named,
            words: theme.words.0.clone(),
            trend: in_words(trend),
            weeks: sum.weeks.to_vec(),
            change,
            age_weeks,
            signals: sum.signals,
            customers: sum.customers.len() as u32,
            at_stake: sum.at_stake,
            families: FamilyCounts { operations, changes, voice },
            opportunity: self.opportunities.get(&theme.id.0).cloned(),
            cohesion: theme.cohesion,
            mixed: theme.mixed,
            by_words: theme.by_words,
            dismissed: theme.dismissed,
            snoozed_until: theme.snoozed_until.filter(|until| *until > self.now && *until != NOT_YET),
            waits_for: waits::in_words(theme.more, theme.change.as_deref())
                .filter(|_| theme.snoozed_until == Some(NOT_YET)),
            back: theme.woken_by.clone().filter(|_| theme.snoozed_until.is_some_and(|until| until <= self.now)),
            subject: None,
        })
    }
}

pub(in crate::api) fn in_words(trend: Trend) -> ThemeTrend {
    match trend {
        Trend::New => ThemeTrend::New,
        Trend::Growing => ThemeTrend::Growing,
        Trend::Steady => ThemeTrend::Steady,
        Trend::Fading => ThemeTrend::Fading,
    }
}

/// Names each row's subject after its largest theme and puts the rows of a subject together, the subject with the most
/// signals first; within one the order stays.
pub(super) fn gather(rows: &mut Vec<ThemeRow>, subjects: &[u32]) {
    let mut sizes: HashMap<u32, u32> = HashMap::new();
    let mut largest: HashMap<u32, (u32, String)> = HashMap::new();
    for (row, subject) in rows.iter().zip(subjects) {
        *sizes.entry(*subject).or_default() += row.signals;
        let best = largest.entry(*subject).or_default();
        if row.signals > best.0 {
            let words = row.words.iter().take(2).cloned().collect::<Vec<_>>().join(", ");
            *best = (row.signals, if words.is_empty() { row.title.clone() } else { words });
        }
    }
    let mut placed: Vec<(u32, ThemeRow)> = subjects.iter().copied().zip(rows.drain(..)).collect();
    placed.sort_by_key(|(subject, _)| (std::cmp::Reverse(sizes.get(subject).copied()), *subject));
    rows.extend(placed.into_iter().map(|(subject, row)| {
        let subject = largest.get(&subject).map(|(_, name)| name.clone());
        ThemeRow { subject, ..row }
    }));
}
