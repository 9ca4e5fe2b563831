//! How a theme could be divided: by what its signals mean, by service or by customer.

use std::collections::{BTreeMap, HashMap};

use ::themes::matrix::Rows as Matrix;
use ::themes::text::Lexicon;
use ::themes::{label, parts, trend};

use super::rows::in_words;
use crate::api::Engine;
use crate::api::grouping::{Texts, aside};
use crate::api::types::{SplitBy, SplitPart, SplitPreview, SplitSignal};
use crate::error::{Problem, Result};
use crate::model::{SignalId, ThemeId};
use crate::store::signals::{self, Named};
use crate::store::vectors::{self, Spot, Which};
use crate::store::{theme_sums, themes as stored};

/// Parts a theme can be divided into at once.
const MOST_PARTS: u32 = 6;
/// A signal whose fits differ by less could be in either part.
const UNSURE: f64 = 0.04;

/// A theme divided: the part of each signal, its fit there and to the best other part.
struct Division {
    parts: Vec<(String, Vec<String>, Vec<SplitSignal>)>,
    apart: Option<f64>,
}

impl Engine {
    pub async fn preview_split(&self, id: ThemeId, by: SplitBy, parts: u32) -> Result<SplitPreview> {
        if !(2..=MOST_PARTS).contains(&parts) {
            return Err(Problem::bad_input(format!("A theme is divided into 2 to {MOST_PARTS} parts.")));
        }
        let mut read = self.store.reader().acquire().await?;
        let theme = stored::one(&mut read, id).await?;
        let spots = vectors::spots(&mut read, Which::Of(&[theme.id])).await?;
        drop(read);
        let texts = self.texts_at(spots.clone()).await?;
        let listed = self.tokens(&texts.signals).await?;
        let titles = self.titles_of(&texts.signals).await?;
        let names = match by {
            SplitBy::Meaning => None,
            SplitBy::Service => Some(self.names_of(theme.id, Named::Service, parts).await?),
            SplitBy::Customer => Some(self.names_of(theme.id, Named::Customer, parts).await?),
        };
        let division = aside(move || {
            let (cut, apart) = match &names {
                None => parts::parts(&texts.rows, &listed.iter().collect::<Lexicon>(), parts as usize),
                Some(names) => (by_name(&texts.signals, names), 0.0),
            };
            let whole = Whole { texts: &texts, tokens: &listed, titles: &titles };
            divided(&whole, &spots, &cut, names.as_ref(), names.is_none().then_some(apart))
        })
        .await?;
        Ok(self.preview(division))
    }

    fn preview(&self, division: Division) -> SplitPreview {
        let now = self.now();
        let columns = self.store.columns();
        let apart = division.apart;
        let mut unsure = Vec::new();
        let part = |(title, words, signals): (String, Vec<String>, Vec<SplitSignal>)| {
            let ids: Vec<SignalId> = signals.iter().map(|signal| signal.id).collect();
            let sum = theme_sums::of_signals(&columns, &ids, now);
            let (trend, _) = trend::trend(&sum.weeks, sum.age_weeks(now));
            if apart.is_some() {
                unsure.extend(signals.iter().filter(|signal| signal.fit - signal.other < UNSURE).cloned());
            }
            SplitPart {
                title,
                words,
                signals,
                customers: sum.customers.len() as u32,
                at_stake: sum.at_stake,
                weeks: sum.weeks.to_vec(),
                trend: in_words(trend),
            }
        };
        let parts = division.parts.into_iter().map(part).collect();
        SplitPreview { parts, apart, unsure }
    }

    /// The name by which each signal of a theme is divided: the `parts - 1` with the most signals, and the rest.
    async fn names_of(&self, theme: ThemeId, of: Named, parts: u32) -> Result<HashMap<SignalId, (u32, String)>> {
        let members = theme_sums::members(&self.store.columns(), theme.0);
        let id = |service: u32, customer: u32| if of == Named::Service { service } else { customer };
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        members.iter().for_each(|(_, service, customer)| *counts.entry(id(*service, *customer)).or_default() += 1);
        let mut order: Vec<u32> = counts.keys().copied().filter(|id| *id != 0).collect();
        order.sort_by_key(|id| (std::cmp::Reverse(counts[id]), *id));
        order.truncate(parts as usize - 1);
        let names = signals::names(self.store.reader(), of, &order).await?;
        let rest = order.len() as u32;
        let named = |(signal, service, customer): (SignalId, u32, u32)| {
            let own = id(service, customer);
            match order.iter().position(|id| *id == own) {
                Some(at) => (signal, (at as u32, names.get(&own).cloned().unwrap_or_default())),
                None => (signal, (rest, "The others".to_owned())),
            }
        };
        Ok(members.into_iter().map(named).collect())
    }
}

/// A theme's distinct texts.
struct Whole<'w> {
    texts: &'w Texts,
    tokens: &'w [Vec<String>],
    titles: &'w HashMap<SignalId, String>,
}

fn by_name(signals: &[SignalId], names: &HashMap<SignalId, (u32, String)>) -> Vec<u32> {
    let last = names.values().map(|(part, _)| *part).max().unwrap_or(0);
    signals.iter().map(|signal| names.get(signal).map_or(last, |(part, _)| *part)).collect()
}

/// Puts every signal into the part of its text, or of its own name, with its fit.
fn divided(
    whole: &Whole<'_>,
    spots: &[Spot],
    cut: &[u32],
    names: Option<&HashMap<SignalId, (u32, String)>>,
    apart: Option<f64>,
) -> Division {
    let count = cut.iter().max().map_or(0, |last| *last + 1);
    let all = label::Vocabulary::new(whole.tokens.iter().map(Vec::as_slice));
    let shapes: Vec<_> = (0..count)
        .map(|part| {
            let of: Vec<usize> = (0..cut.len()).filter(|at| cut[*at] == part).collect();
            let weights: Vec<f32> = of.iter().map(|at| whole.texts.weights[*at]).collect();
            (label::shape(&whole.texts.rows.select(of.iter().copied()), &weights), of)
        })
        .collect();
    let mut centres = Matrix::new(whole.texts.rows.width());
    shapes.iter().for_each(|(shape, _)| centres.push(&shape.centre));
    let mut parts: Vec<(String, Vec<String>, Vec<SplitSignal>)> = shapes
        .iter()
        .enumerate()
        .map(|(part, (shape, of))| {
            let middle = shape.order.first().and_then(|at| of.get(*at as usize)).map(|at| whole.texts.signals[*at]);
            let named = names.and_then(|names| names.values().find(|(of, _)| *of as usize == part));
            let title = named.map(|(_, name)| name.clone());
            let title = title.or_else(|| middle.and_then(|signal| whole.titles.get(&signal).cloned()));
            let words = label::telling(of.iter().map(|at| whole.tokens[*at].as_slice()), &all, 3);
            (title.unwrap_or_default(), words, Vec::new())
        })
        .collect();
    for one in spots {
        let Ok(row) = whole.texts.vectors.binary_search(&one.vector) else { continue };
        let part = match names {
            Some(names) => names.get(&one.signal).map(|(part, _)| *part),
            None => cut.get(row).copied(),
        };
        let fit = |part: usize| f64::from(whole.texts.rows.dot_with(row, &centres, part).clamp(0.0, 1.0));
        let Some(part) = part.map(|part| part as usize).filter(|part| *part < parts.len()) else { continue };
        let other = (0..parts.len()).filter(|other| *other != part).map(fit).fold(0.0, f64::max);
        parts[part].2.push(SplitSignal { id: one.signal, fit: fit(part), other });
    }
    for (.., signals) in &mut parts {
        signals.sort_by(|one, other| other.fit.total_cmp(&one.fit).then(one.id.cmp(&other.id)));
    }
    parts.retain(|(.., signals)| !signals.is_empty());
    Division { parts, apart }
}
