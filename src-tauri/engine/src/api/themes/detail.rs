//! One theme with all that is known of it.

use std::collections::HashMap;

use ::themes::text::Lexicon;
use ::themes::{label, parts, trend};

use super::rows::{Rows, in_words};
use crate::api::Engine;
use crate::api::grouping::{Texts, aside};
use crate::api::types::{NearTheme, ThemeDetail, ThemePart, ThemeShare, ThemeTurn};
use crate::error::{Problem, Result};
use crate::model::{SignalId, ThemeId, Time};
use crate::store::signals::{self, Named};
use crate::store::theme_sums::{self, Sum};
use crate::store::themes as stored;
use crate::store::vectors::{self, Spot, Which};

const EXAMPLES: usize = 3;
/// Services, customers and segments shown, those with the most signals.
const SHARES: usize = 8;
const NEAR: usize = 5;
/// Weeks in which a turn is looked for, and those for seasons.
const YEAR: usize = 52;
const YEARS: usize = 5 * YEAR;
const WEEK: i64 = 7 * Time::DAY;
/// The parts shown, and texts a theme needs before it is cut.
const PARTS: usize = 4;
const LEAST_TO_CUT: usize = 16;
/// Parts less clearly apart than this aren't worth showing.
const APART: f64 = 0.1;

impl Engine {
    pub async fn theme(&self, id: ThemeId) -> Result<ThemeDetail> {
        let now = self.now();
        let rows = Rows::read(self, None).await?;
        let mut read = self.store.reader().acquire().await?;
        let theme = stored::one(&mut read, id).await?;
        let empty = || Problem::not_found("This theme has no signals any more.").todo("Go back to the list.");
        let row = rows.row(&theme).ok_or_else(empty)?;
        let examples: Vec<SignalId> = theme.examples.0.iter().copied().take(EXAMPLES).collect();
        let representatives = signals::rows(&mut read, &examples, now).await?;
        let spots = vectors::spots(&mut read, Which::Of(&[theme.id])).await?;
        let near = self.near_themes(&mut read, theme.id).await?;
        drop(read);
        let members = theme_sums::members(&self.store.columns(), theme.id.0);
        let long = theme_sums::weekly(&self.store.columns(), theme.id.0, YEARS, now);
        Ok(ThemeDetail {
            row,
            representatives,
            services: self.shares(Named::Service, members.iter().map(|(id, service, _)| (*id, *service))).await?,
            customers: self.shares(Named::Customer, members.iter().map(|(id, _, customer)| (*id, *customer))).await?,
            segments: self.segments(&members).await?,
            turn: self.turn(&long, &members, now).await?,
            season: trend::unusual(&long).map(in_a_sentence),
            placed_by_people: spots.iter().filter(|one| one.by_person).count() as u32,
            parts: self.parts_of(spots).await?,
            near,
        })
    }

    async fn near_themes(&self, read: &mut sqlx::SqliteConnection, id: ThemeId) -> Result<Vec<NearTheme>> {
        let centres = stored::centres(read).await?;
        let Some((_, kind, own)) = centres.iter().find(|(of, ..)| *of == id) else { return Ok(Vec::new()) };
        let mut near: Vec<(f64, ThemeId)> = centres
            .iter()
            .filter(|(of, by_words, _)| *of != id && by_words == kind)
            .map(|(of, _, centre)| (dot(own, centre), *of))
            .collect();
        near.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        near.truncate(NEAR);
        let titles = stored::titles(read, &near.iter().map(|(_, id)| id.0).collect::<Vec<_>>()).await?;
        let named = |(similarity, id): (f64, ThemeId)| {
            Some(NearTheme { id, title: titles.get(&id.0)?.clone(), similarity: similarity.clamp(0.0, 1.0) })
        };
        Ok(near.into_iter().filter_map(named).collect())
    }

    /// What the theme adds up to by service or customer.
    async fn shares(&self, of: Named, members: impl Iterator<Item = (SignalId, u32)>) -> Result<Vec<ThemeShare>> {
        let mut by_id: HashMap<u32, Vec<SignalId>> = HashMap::new();
        members.filter(|(_, id)| *id != 0).for_each(|(signal, id)| by_id.entry(id).or_default().push(signal));
        let ids: Vec<u32> = by_id.keys().copied().collect();
        let names = signals::names(self.store.reader(), of, &ids).await?;
        Ok(self.largest(by_id.into_iter().filter_map(|(id, signals)| Some((names.get(&id)?.clone(), signals)))))
    }

    async fn segments(&self, members: &[(SignalId, u32, u32)]) -> Result<Vec<ThemeShare>> {
        let mut read = self.store.reader().acquire().await?;
        let plans = stored::plans(&mut read).await?;
        drop(read);
        let mut by_plan: HashMap<&str, Vec<SignalId>> = HashMap::new();
        for (signal, _, customer) in members {
            if let Some(plan) = plans.get(customer) {
                by_plan.entry(plan).or_default().push(*signal);
            }
        }
        Ok(self.largest(by_plan.into_iter().map(|(plan, signals)| (plan.to_owned(), signals))))
    }

    fn largest(&self, named: impl Iterator<Item = (String, Vec<SignalId>)>) -> Vec<ThemeShare> {
        let now = self.now();
        let columns = self.store.columns();
        let share = |(name, signals): (String, Vec<SignalId>)| {
            let sum: Sum = theme_sums::of_signals(&columns, &signals, now);
            let (trend, _) = trend::trend(&sum.weeks, sum.age_weeks(now));
            ThemeShare { name, signals: sum.signals, weeks: sum.weeks.to_vec(), trend: in_words(trend) }
        };
        let mut shares: Vec<ThemeShare> = named.map(share).collect();
        shares.sort_by(|one, other| other.signals.cmp(&one.signals).then_with(|| one.name.cmp(&other.name)));
        shares.truncate(SHARES);
        shares
    }

    /// The week since which there are lastingly more or fewer, and what was deployed to the theme's services before it.
    async fn turn(&self, weeks: &[u32], members: &[(SignalId, u32, u32)], now: Time) -> Result<Option<ThemeTurn>> {
        let year = &weeks[weeks.len().saturating_sub(YEAR)..];
        let Some(turn) = trend::turn(year) else { return Ok(None) };
        let at = now.plus(-((year.len() - turn.week) as i64) * WEEK);
        let mut read = self.store.reader().acquire().await?;
        let mut services: Vec<u32> = members.iter().map(|(_, service, _)| *service).filter(|id| *id != 0).collect();
        services.sort_unstable();
        services.dedup();
        let release = stored::newest_deployment(&mut read, &services, at.plus(-WEEK), at).await?;
        Ok(Some(ThemeTurn { at, before: turn.before, after: turn.after, release }))
    }

    /// What the theme falls into when it is cut finer.
    async fn parts_of(&self, spots: Vec<Spot>) -> Result<Vec<ThemePart>> {
        let Texts { rows, signals, weights, .. } = self.texts_at(spots).await?;
        if rows.len() < LEAST_TO_CUT {
            return Ok(Vec::new());
        }
        let listed = self.tokens(&signals).await?;
        let titles = self.titles_of(&signals).await?;
        aside(move || {
            let (cut, apart) = parts::parts(&rows, &listed.iter().collect::<Lexicon>(), PARTS);
            if apart < APART {
                return Vec::new();
            }
            let all = label::Vocabulary::new(listed.iter().map(Vec::as_slice));
            let count = cut.iter().max().map_or(0, |last| *last + 1);
            let part = |part: u32| {
                let of: Vec<usize> = (0..cut.len()).filter(|at| cut[*at] == part).collect();
                let some: Vec<f32> = of.iter().map(|at| weights[*at]).collect();
                let shape = label::shape(&rows.select(of.iter().copied()), &some);
                let middle = shape.order.first().and_then(|at| of.get(*at as usize));
                ThemePart {
                    title: middle.and_then(|at| titles.get(&signals[*at])).cloned().unwrap_or_default(),
                    words: label::telling(of.iter().map(|at| listed[*at].as_slice()), &all, 3),
                    signals: some.iter().sum::<f32>() as u32,
                }
            };
            (0..count).map(part).collect()
        })
        .await
    }

    pub(super) async fn titles_of(&self, signals: &[SignalId]) -> Result<HashMap<SignalId, String>> {
        let mut read = self.store.reader().acquire().await?;
        let texts = vectors::texts_of(&mut read, signals, 0).await?;
        Ok(texts.into_iter().map(|(id, (_, title, _))| (id, title)).collect())
    }
}

fn in_a_sentence(season: trend::Season) -> String {
    let (now, expected) = (season.now.round(), season.expected.round());
    let than = if season.now > season.expected { "more" } else { "fewer" };
    format!("{now} in these four weeks, {than} than the {expected} that earlier years lead one to expect")
}

pub(super) fn dot(one: &[f32], other: &[f32]) -> f64 {
    one.iter().zip(other).map(|(left, right)| f64::from(left * right)).sum()
}
