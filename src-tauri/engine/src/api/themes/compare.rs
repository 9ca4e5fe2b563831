//! Two themes side by side: what speaks for making them one, what against, and what would be moved.

use std::collections::HashSet;

use super::detail::dot;
use super::rows::Rows;
use crate::api::Engine;
use crate::api::types::{SignalRow, ThemeComparison};
use crate::error::{Problem, Result};
use crate::model::{SignalId, ThemeId};
use crate::store::signals::{self, Named};
use crate::store::{theme_sums, themes as stored};

/// Signals shown of each, the newest.
const SHOWN: usize = 8;
/// Names listed in a reason.
const LISTED: usize = 2;
/// Below this, the meanings of two themes speak against a merge.
const FAR: f64 = 0.5;

impl Engine {
    pub async fn compare_themes(&self, stays: ThemeId, joins: ThemeId) -> Result<ThemeComparison> {
        if stays == joins {
            return Err(Problem::bad_input("A theme can't be compared with itself.").todo("Choose another theme."));
        }
        let now = self.now();
        let rows = Rows::read(self, None).await?;
        let mut read = self.store.reader().acquire().await?;
        let (stays, joins) = (stored::one(&mut read, stays).await?, stored::one(&mut read, joins).await?);
        let centres = stored::centres(&mut read).await?;
        drop(read);
        let centre = |id: ThemeId| centres.iter().find(|(of, ..)| *of == id).map(|(.., centre)| centre);
        let similarity = centre(stays.id).zip(centre(joins.id)).map_or(0.0, |(one, other)| dot(one, other));
        let absent = || Problem::not_found("One of these themes has no signals any more.");
        let (stays_row, joins_row) = (rows.row(&stays).ok_or_else(absent)?, rows.row(&joins).ok_or_else(absent)?);
        let one = rows.sums.get(&stays.id.0).cloned().unwrap_or_default();
        let other = rows.sums.get(&joins.id.0).cloned().unwrap_or_default();
        let (customers_in_both, at_stake_in_both) = theme_sums::in_both(&self.store.columns(), &one, &other);
        let both: Vec<u32> = one.customers.intersection(&other.customers).copied().collect();
        let services: Vec<u32> = one.services.intersection(&other.services).copied().collect();
        let (mut reasons_for, mut reasons_against) = (Vec::new(), Vec::new());
        let words = shared_words(&stays.words.0, &joins.words.0);
        if words.is_empty() {
            reasons_against.push(("None of their telling words are the same".to_owned(), listed(&joins.words.0)));
        } else {
            reasons_for.push(("The same telling words".to_owned(), listed(&words)));
        }
        if similarity < FAR {
            let detail = format!("Their middles are {similarity:.2} alike, of at most 1");
            reasons_against.push(("What they mean is rather far apart".to_owned(), detail));
        }
        self.in_common(&mut reasons_for, &mut reasons_against, Named::Customer, "customer", &both).await?;
        self.in_common(&mut reasons_for, &mut reasons_against, Named::Service, "service", &services).await?;
        let sum = |one: Option<i64>, other: Option<i64>| match (one, other) {
            (None, None) => None,
            (one, other) => Some(one.unwrap_or(0) + other.unwrap_or(0) - at_stake_in_both.unwrap_or(0)),
        };
        Ok(ThemeComparison {
            signals_after: one.signals + other.signals,
            customers_after: (one.customers.len() + other.customers.len()) as u32 - customers_in_both,
            customers_in_both,
            at_stake_after: sum(one.at_stake, other.at_stake),
            at_stake_in_both,
            stays_signals: self.newest(stays.id, now).await?,
            joins_signals: self.newest(joins.id, now).await?,
            stays: stays_row,
            joins: joins_row,
            similarity: similarity.clamp(0.0, 1.0),
            reasons_for,
            reasons_against,
        })
    }

    /// Adds the reason that the same customers or services are in both, or that none is.
    async fn in_common(
        &self,
        reasons_for: &mut Vec<(String, String)>,
        reasons_against: &mut Vec<(String, String)>,
        of: Named,
        word: &str,
        ids: &[u32],
    ) -> Result<()> {
        if ids.is_empty() {
            reasons_against.push((format!("No {word} is in both"), String::new()));
            return Ok(());
        }
        let mut names: Vec<String> = signals::names(self.store.reader(), of, ids).await?.into_values().collect();
        names.sort();
        let rest = names.len().saturating_sub(LISTED);
        let mut detail = names.into_iter().take(LISTED).collect::<Vec<_>>().join(", ");
        if rest > 0 {
            detail.push_str(&format!(" and {rest} more"));
        }
        let title =
            if ids.len() == 1 { format!("1 {word} is in both") } else { format!("{} {word}s are in both", ids.len()) };
        reasons_for.push((title, detail));
        Ok(())
    }

    async fn newest(&self, id: ThemeId, now: crate::model::Time) -> Result<Vec<SignalRow>> {
        let mut newest: Vec<SignalId> =
            theme_sums::members(&self.store.columns(), id.0).into_iter().map(|(signal, ..)| signal).collect();
        newest.truncate(SHOWN);
        let mut read = self.store.reader().acquire().await?;
        signals::rows(&mut read, &newest, now).await
    }
}

/// The words that both lists hold, singly.
fn shared_words(one: &[String], other: &[String]) -> Vec<String> {
    let singles = |list: &[String]| -> Vec<String> {
        list.iter().flat_map(|phrase| phrase.split(' ')).map(str::to_owned).collect()
    };
    let held: HashSet<String> = singles(other).into_iter().collect();
    let mut seen = HashSet::new();
    singles(one).into_iter().filter(|word| held.contains(word) && seen.insert(word.clone())).collect()
}

fn listed(words: &[String]) -> String {
    words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ")
}
