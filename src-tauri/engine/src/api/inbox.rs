//! The inbox: which signals, in which order, how many of each, and the rows of what is on screen.

use super::Engine;
use super::types::{Facets, ListPage, NamedCount, SignalQuery, SignalRow};
use crate::error::{Problem, Result};
use crate::model::{Kind, Severity, SignalId, TriageState};
use crate::store::query::{self, ByTheme, Counts, List, NOT_GROUPED};
use crate::store::search::{self, CANDIDATES, Found};
use crate::store::signals::{self, Named};

/// More rows than any window shows at once.
const MOST_ROWS: usize = 200;

/// How many services, customers or connections a filter offers, those with the most signals first.
const MOST_NAMES: usize = 200;

impl Engine {
    /// The ids a query finds, in its order: one answer for the whole list, however long. Merged signals are
    /// among them only when the query asks for that state.
    pub async fn signal_ids(&self, query: SignalQuery) -> Result<Vec<u32>> {
        let found = search::find(&self.store, &query.text).await?;
        Ok(query::ids(&self.store.columns(), &query, found.as_ref(), self.now()))
    }

    /// The same with what the list shows first: `count` rows beginning at place `from`, counted from 0. Rows further on
    /// are asked for as they come into sight.
    pub async fn signal_list(&self, query: SignalQuery, from: u32, count: u32) -> Result<(Vec<u32>, ListPage)> {
        at_once(count as usize)?;
        let now = self.now();
        let found = search::find_newest(&self.store, &query.text).await?;
        let newest = cut_at(found.as_ref());
        let List { ids, kinds, themes } =
            query::list(&self.store.columns(), &query, found.as_ref().map(|found| &found.ids), now);
        let shown: Vec<SignalId> = ids.iter().skip(from as usize).take(count as usize).copied().map(SignalId).collect();
        let mut read = self.store.reader().acquire().await?;
        let rows = signals::rows(&mut read, &shown, now).await?;
        drop(read);
        let themes = self.by_theme(themes).await?;
        Ok((ids, ListPage { rows, kinds: by_word(Kind::ALL, &kinds), themes, newest }))
    }

    pub async fn signal_rows(&self, ids: Vec<SignalId>) -> Result<Vec<SignalRow>> {
        at_once(ids.len())?;
        let mut read = self.store.reader().acquire().await?;
        signals::rows(&mut read, &ids, self.now()).await
    }

    pub async fn facets(&self, query: SignalQuery) -> Result<Facets> {
        let found = search::find_newest(&self.store, &query.text).await?;
        let newest = cut_at(found.as_ref());
        let found = found.as_ref().map(|found| &found.ids);
        let counts = query::counts(&self.store.columns(), &query, found, self.now());
        let Counts { total, kinds, severities, states, services, products, customers, connections, themes } = counts;
        Ok(Facets {
            total,
            kinds: by_word(Kind::ALL, &kinds),
            severities: by_word(Severity::ALL, &severities),
            states: by_word(TriageState::ALL, &states),
            services: self.by_name(Named::Service, &services).await?,
            products: self.by_name(Named::Product, &products).await?,
            customers: self.by_name(Named::Customer, &customers).await?,
            connections: self.by_name(Named::Connection, &connections).await?,
            themes: self.by_theme(themes).await?,
            newest,
        })
    }

    pub async fn mark_seen(&self, ids: Vec<SignalId>, seen: bool) -> Result<()> {
        if signals::mark_seen(&self.store, &ids, seen).await? > 0 {
            self.tell_changed();
        }
        Ok(())
    }

    /// All of them, since lists are divided by them.
    async fn by_theme(&self, themes: ByTheme) -> Result<Vec<NamedCount>> {
        if themes.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<u32> = themes.iter().map(|(id, _)| *id).collect();
        let mut names = signals::names(self.store.reader(), Named::Theme, &ids).await?;
        let named = |(id, count): (u32, u32)| {
            let name = match id {
                0 => "No theme".to_owned(),
                NOT_GROUPED => "Not grouped".to_owned(),
                id => names.remove(&id).unwrap_or_default(),
            };
            NamedCount { id, name, count }
        };
        Ok(themes.into_iter().map(named).collect())
    }

    async fn by_name(&self, of: Named, counts: &[u32]) -> Result<Vec<NamedCount>> {
        let mut largest: Vec<(u32, u32)> = (0..).zip(counts.iter().copied()).filter(|(_, count)| *count > 0).collect();
        largest.sort_unstable_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
        largest.truncate(MOST_NAMES);
        let ids: Vec<u32> = largest.iter().map(|(id, _)| *id).collect();
        let mut names = signals::names(self.store.reader(), of, &ids).await?;
        Ok(largest
            .into_iter()
            .filter_map(|(id, count)| Some(NamedCount { id, name: names.remove(&id)?, count }))
            .collect())
    }
}

fn at_once(rows: usize) -> Result<()> {
    if rows > MOST_ROWS {
        return Err(Problem::bad_input(format!("At most {MOST_ROWS} rows can be read at once.")));
    }
    Ok(())
}

/// Among how many of the newest the rest was looked for; None when it was among all.
fn cut_at(found: Option<&Found>) -> Option<u32> {
    found.filter(|found| found.cut).map(|_| CANDIDATES)
}

/// Codes are positions in `words`; what no signal has is left out.
fn by_word<W: Copy>(words: &[W], counts: &[u32]) -> Vec<(W, u32)> {
    words.iter().copied().zip(counts.iter().copied()).filter(|(_, count)| *count > 0).collect()
}
