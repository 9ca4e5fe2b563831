//! Founding themes: texts that belong together and to no theme yet.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use themes::grouping;
use themes::place::candidates;
use themes::text::Lexicon;

use super::{Pause, Texts};
use crate::api::Engine;
use crate::error::Result;
use crate::model::{SignalId, ThemeId};
use crate::store::vectors::Spot;
use crate::store::{Write, settings, themes as stored, vectors};
use crate::triage::reading::founds;

/// A theme begins with so many signals and so many different texts.
const LEAST_SIGNALS: f32 = 4.0;
const LEAST_TEXTS: usize = 3;

/// Below so many different texts there are no first themes: everything would be its own, or all one.
const LEAST_TO_BEGIN: usize = 12;

/// Texts less alike than this have nothing to do with each other, however loose the themes are that there are.
const LEAST_MEANING: f32 = 0.35;
const LEAST_WORDS: f32 = 0.25;

/// So many signals that fit no theme are all looked at for new ones. Of more, only what is near to a new one: the rest
/// was looked at before, and will be when everything is.
const FEW: usize = 3_000;

/// Unsorted signals that may found a theme with a new one.
const NEAR: usize = 10;

/// Signals whose words are read at once.
const READ_AT_ONCE: usize = 5_000;

/// The groups of one kind of vectors: each distinct text with the group it is in.
pub(super) struct Groups {
    pub signals: Vec<SignalId>,
    pub vectors: Vec<u32>,
    pub weights: Vec<f32>,
    pub groups: Vec<Option<u32>>,
    pub belonging: Vec<f32>,
    pub least: f32,
}

/// What new themes are to be made of: groups of one kind of vectors.
pub(super) struct Founding {
    groups: Groups,
    meaning: bool,
    /// There are no themes yet, so this is where the measure of belonging comes from.
    first: bool,
    least: f32,
}

/// The setting that says how well a signal must belong to join a theme.
pub(super) fn least_setting(meaning: bool) -> &'static str {
    if meaning { "grouping_least_meaning" } else { "grouping_least_words" }
}

impl Engine {
    /// Groups signals whose vectors are of one kind; those that can't found a theme are left out.
    pub(super) async fn groups_of(&self, spots: &[Spot], meaning: bool, pause: &Pause<'_>) -> Result<Option<Groups>> {
        let some = spots.iter().filter(|one| one.meaning == meaning && founds(one.kind)).copied().collect();
        let Texts { rows, vectors, signals, weights } = self.texts_at(some).await?;
        if rows.len() < LEAST_TEXTS {
            return Ok(None);
        }
        let reads = signals.len().div_ceil(READ_AT_ONCE) as u32;
        let tell = |done: u32| self.tell_grouping("Grouping", done, Some(reads + grouping::STEPS), None);
        let mut words = Lexicon::default();
        for (done, some) in (0..).zip(signals.chunks(READ_AT_ONCE)) {
            pause.heed().await?;
            tell(done);
            self.tokens(some).await?.iter().for_each(|text| words.push(text));
        }
        tell(reads);
        let computed = |steps: u32| tell(reads + steps);
        let grouping = pause.aside_telling(computed, move |course| grouping::group(rows, words, course)).await?;
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

    /// Those of the unsorted signals that may found a theme now: `left` over by this round, and what is near to them.
    pub(super) async fn left_and_near(
        &self,
        unsorted: Vec<Spot>,
        left: &BTreeSet<SignalId>,
        pause: &Pause<'_>,
    ) -> Result<Vec<Spot>> {
        if unsorted.len() <= FEW {
            return Ok(unsorted);
        }
        let mut near: BTreeSet<SignalId> = BTreeSet::new();
        for meaning in [true, false] {
            let of_kind = unsorted.iter().filter(|one| one.meaning == meaning && founds(one.kind)).copied();
            let (new, older): (Vec<Spot>, Vec<Spot>) = of_kind.partition(|one| left.contains(&one.signal));
            let mut read = self.store.reader().acquire().await?;
            let (of_new, of_older) =
                (vectors::rows_of(&mut read, &new).await?, vectors::rows_of(&mut read, &older).await?);
            drop(read);
            let found = pause.aside(move |course| candidates(&of_new, &of_older, NEAR, course)).await?;
            near.extend(found.iter().flatten().filter_map(|at| Some(older.get(*at as usize)?.signal)));
        }
        let may = |one: &Spot| left.contains(&one.signal) || near.contains(&one.signal);
        Ok(unsorted.into_iter().filter(may).collect())
    }

    /// What belongs together among `pool`, whose signals are in no theme. Nothing is stored yet: both kinds of vectors
    /// are looked at first, so that a stop leaves all or nothing to be done again.
    pub(super) async fn founding(&self, pool: &[Spot], first: bool, pause: &Pause<'_>) -> Result<Vec<Founding>> {
        let mut founding = Vec::new();
        for meaning in [true, false] {
            let Some(groups) = self.groups_of(pool, meaning, pause).await? else { continue };
            if first && groups.signals.len() < LEAST_TO_BEGIN {
                continue;
            }
            let least = match first {
                true => groups.least,
                false => self.least_belonging(meaning).await?.max(groups.least),
            };
            founding.push(Founding { groups, meaning, first, least });
        }
        Ok(founding)
    }

    /// Makes the themes, and places in them what they are made of.
    pub(super) async fn make_themes(&self, write: &mut Write<'_>, pool: &[Spot], founding: &[Founding]) -> Result<()> {
        for Founding { groups, meaning, first, least } in founding {
            if *first {
                settings::set(write, least_setting(*meaning), Some(&least.to_string())).await?;
            }
            let mut of_vector: HashMap<u32, (ThemeId, f32)> = HashMap::new();
            for members in large_enough(groups, *least, *first) {
                let theme = stored::found(write, &self.new_uid(), !*meaning, self.now()).await?;
                of_vector.extend(members.iter().map(|at| (groups.vectors[*at], (theme, groups.belonging[*at]))));
            }
            let place = |one: &Spot| {
                let (theme, belonging) = of_vector.get(&one.vector)?;
                Some((one.signal, Some(*theme), *belonging))
            };
            let places: Vec<_> = pool.iter().filter(|one| founds(one.kind)).filter_map(place).collect();
            vectors::write_places(write, &places).await?;
        }
        Ok(())
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
