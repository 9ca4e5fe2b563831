//! Founding themes: texts that belong together and to no theme yet.

use std::collections::{BTreeMap, HashSet};

use themes::grouping;

use super::{Texts, aside};
use crate::api::Engine;
use crate::error::Result;
use crate::model::{SignalId, ThemeId};
use crate::store::vectors::Located;
use crate::store::{settings, themes as stored, vectors};
use crate::triage::reading::founds;

/// A theme begins with so many signals and so many different texts.
const LEAST_SIGNALS: f32 = 4.0;
const LEAST_TEXTS: usize = 3;

/// Below so many different texts there are no first themes: everything would be its own, or all one.
const LEAST_TO_BEGIN: usize = 12;

/// Texts less alike than this have nothing to do with each other, however loose the themes are that there are.
const LEAST_MEANING: f32 = 0.35;
const LEAST_WORDS: f32 = 0.25;

/// The groups of one kind of vectors: each distinct text with the group it is in.
pub(super) struct Groups {
    pub signals: Vec<SignalId>,
    pub vectors: Vec<u32>,
    pub weights: Vec<f32>,
    pub groups: Vec<Option<u32>>,
    pub belonging: Vec<f32>,
    pub least: f32,
}

/// The setting that says how well a signal must belong to join a theme.
pub(super) fn least_setting(meaning: bool) -> &'static str {
    if meaning { "grouping_least_meaning" } else { "grouping_least_words" }
}

impl Engine {
    /// Groups signals whose vectors are of one kind; those that can't found a theme are left out.
    pub(super) async fn groups_of(&self, located: &[Located], meaning: bool) -> Result<Option<Groups>> {
        let some = located.iter().filter(|one| one.meaning == meaning && founds(one.kind));
        let Texts { rows, vectors, signals, weights } = Texts::of(some);
        if rows.len() < LEAST_TEXTS {
            return Ok(None);
        }
        self.tell_grouping("Grouping", 0, None, None);
        let tokens = self.tokens(&signals).await?;
        let grouping = aside(move || grouping::group(rows, tokens)).await?;
        let groups = grouping.groups();
        Ok(Some(Groups {
            signals,
            vectors,
            weights,
            groups,
            least: grouping.least_belonging,
            belonging: grouping.belonging,
        }))
    }

    /// Makes themes of what belongs together among `pool`, whose signals are in none. Gives the new themes; everything
    /// in the pool counts as placed afterwards. `first`: there are no themes yet, so this is where the measure of
    /// belonging comes from.
    pub(super) async fn found_themes(&self, pool: &[Located], first: bool) -> Result<Vec<ThemeId>> {
        let mut made = Vec::new();
        for meaning in [true, false] {
            let Some(groups) = self.groups_of(pool, meaning).await? else { continue };
            if first && groups.signals.len() < LEAST_TO_BEGIN {
                continue;
            }
            let least = match first {
                true => groups.least,
                false => self.least_belonging(meaning).await?.max(groups.least),
            };
            let mut write = self.store.write().await?;
            if first {
                settings::set(&mut write, least_setting(meaning), Some(&least.to_string())).await?;
            }
            let mut places = Vec::new();
            for members in large_enough(&groups, least, first) {
                let uid = self.new_uid();
                let theme = stored::found(&mut write, &uid, !meaning, self.now()).await?;
                let vectors: HashSet<u32> = members.iter().map(|at| groups.vectors[*at]).collect();
                let belonging: BTreeMap<u32, f32> =
                    members.iter().map(|at| (groups.vectors[*at], groups.belonging[*at])).collect();
                let inside = pool.iter().filter(|one| founds(one.kind) && vectors.contains(&one.vector));
                places.extend(inside.map(|one| (one.signal, Some(theme), belonging[&one.vector])));
                made.push(theme);
            }
            vectors::write_places(&mut write, &places).await?;
            write.commit().await?;
        }
        Ok(made)
    }

    /// How well a signal must belong to join a theme.
    pub(super) async fn least_belonging(&self, meaning: bool) -> Result<f32> {
        let stored = settings::get(self.store.reader(), least_setting(meaning)).await?;
        let stored = stored.and_then(|least| least.parse::<f32>().ok());
        let least = if meaning { LEAST_MEANING } else { LEAST_WORDS };
        Ok(stored.map_or(least, |stored| stored.max(least)))
    }
}

/// The texts of each group that can be a theme, as places in the lists of `groups`.
fn large_enough(groups: &Groups, least: f32, first: bool) -> Vec<Vec<usize>> {
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.groups.iter().enumerate() {
        // Beside themes there are, only what clearly belongs founds another.
        if let Some(group) = group.filter(|_| first || groups.belonging[at] >= least) {
            members.entry(group).or_default().push(at);
        }
    }
    let is_theme = |of: &Vec<usize>| {
        let signals: f32 = of.iter().map(|at| groups.weights[*at]).sum();
        of.len() >= LEAST_TEXTS && signals >= LEAST_SIGNALS
    };
    members.into_values().filter(is_theme).collect()
}
