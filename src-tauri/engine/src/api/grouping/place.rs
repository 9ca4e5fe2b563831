//! Placing what was read: it joins a theme or none, and what is left may found new ones. Nothing that has a place is
//! moved; what people said comes before everything else.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use themes::course::Course;
use themes::embed::HIDDEN;
use themes::matrix::Rows;
use themes::place::{BY_PERSON, CANDIDATES, Members, candidates, place};

use super::Pause;
use super::round::{Round, Stage};
use crate::api::Engine;
use crate::error::Result;
use crate::model::{SignalId, ThemeId};
use crate::store::theme_said::{self, Said};
use crate::store::themes as stored;
use crate::store::vectors::{self, Located, Spot, Which};

/// Signals placed at once, at least.
const BATCH: usize = 2_000;

/// At most so many batches for all signals: with each, the members of most themes are read anew, and the themes of all
/// signals with its commit.
const BATCHES: usize = 50;

/// Members of a theme that new signals are compared with: of a larger one so many, evenly chosen.
const COMPARED: usize = 1_000;

/// One thing that found its place.
type Placed = (SignalId, Option<ThemeId>, f32);

impl Engine {
    /// Places what waits, or finishes a round that was stopped. Says whether there was anything to do.
    pub(super) async fn place_round(&self, pause: &Pause<'_>) -> Result<bool> {
        let stopped = self.round().await?;
        if stopped.is_none() && self.waiting().await?.1 == 0 {
            return Ok(false);
        }
        let mut round = match stopped {
            Some(round) => round,
            None => self.begin_round(pause).await?,
        };
        if round.stage == Stage::FirstFounded {
            // What is placed next is compared with them, and only a described theme has a middle.
            self.describe_founded(pause).await?;
        }
        if round.stage != Stage::Founded {
            self.place_waiting(&mut round, pause).await?;
        }
        if round.stage == Stage::Begun {
            let unsorted = self.spots(Which::Unsorted).await?;
            let pool = self.left_and_near(unsorted, &round.left, pause).await?;
            let founding = self.founding(&pool, false, pause).await?;
            let mut write = self.store.write().await?;
            self.make_themes(&mut write, &pool, &founding).await?;
            round.stage = Stage::Founded;
            round.keep(&mut write).await?;
            write.commit().await?;
        }
        self.describe_founded(pause).await?;
        self.describe_grown(&round.joined, pause).await?;
        self.end_round().await?;
        Ok(true)
    }

    /// Where there are no themes yet, all signals found the first.
    async fn begin_round(&self, pause: &Pause<'_>) -> Result<Round> {
        let mut read = self.store.reader().acquire().await?;
        let first = stored::centres(&mut read).await?.is_empty();
        drop(read);
        let pool = if first { self.spots(Which::All).await? } else { Vec::new() };
        let founding = self.founding(&pool, true, pause).await?;
        let mut write = self.store.write().await?;
        self.make_themes(&mut write, &pool, &founding).await?;
        let round = Round::at(if first { Stage::FirstFounded } else { Stage::Begun });
        round.keep(&mut write).await?;
        write.commit().await?;
        Ok(round)
    }

    async fn spots(&self, which: Which<'_>) -> Result<Vec<Spot>> {
        let mut read = self.store.reader().acquire().await?;
        vectors::spots(&mut read, which).await
    }

    /// Places what waits, in batches that each are committed with how far the round is.
    async fn place_waiting(&self, round: &mut Round, pause: &Pause<'_>) -> Result<()> {
        // At first those that found no theme: they may still join one, as changes do.
        let waiting = self.spots(Which::Waiting).await?;
        let total = u32::try_from(waiting.len()).ok();
        // By the number of all, which a stop in between leaves as it is: the batches end where they would have ended.
        let size = BATCH.max(self.store.columns().last_id() as usize / BATCHES);
        for (batch, some) in waiting.chunks(size).enumerate() {
            pause.heed().await?;
            self.tell_grouping("Placing signals", (batch * size) as u32, total, None);
            self.place_some(some, round, pause).await?;
        }
        Ok(())
    }

    async fn place_some(&self, new: &[Spot], round: &mut Round, pause: &Pause<'_>) -> Result<()> {
        let mut read = self.store.reader().acquire().await?;
        let said = theme_said::said(&mut read).await?;
        drop(read);
        let mut places: Vec<Placed> = Vec::with_capacity(new.len());
        for meaning in [true, false] {
            let some: Vec<Spot> = new.iter().filter(|one| one.meaning == meaning).copied().collect();
            if !some.is_empty() {
                places.extend(self.nearest_places(some, meaning, &said, pause).await?);
            }
        }
        self.keep_pairs(&mut places, &said).await?;
        round.joined.extend(places.iter().filter_map(|(_, theme, _)| *theme));
        if round.stage == Stage::Begun {
            round.left.extend(places.iter().filter(|(_, theme, _)| theme.is_none()).map(|(signal, ..)| *signal));
        }
        let mut write = self.store.write().await?;
        vectors::write_places(&mut write, &places).await?;
        round.keep(&mut write).await?;
        write.commit().await
    }

    async fn nearest_places(
        &self,
        new: Vec<Spot>,
        meaning: bool,
        said: &Said,
        pause: &Pause<'_>,
    ) -> Result<Vec<Placed>> {
        let least = self.least_belonging(meaning).await?;
        let mut read = self.store.reader().acquire().await?;
        let centres = stored::centres(&mut read).await?;
        let rows = vectors::rows_of(&mut read, &new).await?;
        drop(read);
        let (ids, middles): (Vec<ThemeId>, Vec<Vec<f32>>) = centres
            .into_iter()
            .filter(|(_, by_words, _)| *by_words != meaning)
            .map(|(id, _, centre)| (id, centre))
            .unzip();
        let near = move |course: &Course| {
            let near = candidates(&rows, &Rows::from_floats(HIDDEN, &middles.concat()), CANDIDATES, course)?;
            Some((rows, near))
        };
        let (rows, near) = pause.aside(near).await?;
        let mut read = self.store.reader().acquire().await?;
        let wanted: BTreeSet<ThemeId> = near.iter().flatten().map(|at| ids[*at as usize]).collect();
        let mut members = members(&mut read, &wanted.into_iter().collect::<Vec<_>>(), meaning).await?;
        add_refused(&mut read, &mut members, said, meaning).await?;
        drop(read);
        let refused: HashSet<(SignalId, ThemeId)> = said.refused.iter().copied().collect();
        pause
            .aside(move |course| {
                let of = |row: usize| -> Option<Placed> {
                    course.go_on()?;
                    let signal = new[row].signal;
                    let allowed = near[row].iter().filter(|at| !refused.contains(&(signal, ids[**at as usize])));
                    let groups: Vec<(u32, &Members)> =
                        allowed.filter_map(|at| Some((*at, members.get(&ids[*at as usize])?))).collect();
                    let at = place(&rows, row, &groups, least);
                    Some((signal, at.group.map(|group| ids[group as usize]), at.belonging))
                };
                (0..new.len()).map(of).collect()
            })
            .await
    }

    /// Those that belong together follow the first of them; those that belong apart part.
    async fn keep_pairs(&self, places: &mut [Placed], said: &Said) -> Result<()> {
        if said.pairs.is_empty() {
            return Ok(());
        }
        let known: Vec<SignalId> = said.pairs.iter().map(|(one, ..)| *one).collect();
        let mut read = self.store.reader().acquire().await?;
        let mut at: HashMap<SignalId, Option<ThemeId>> = vectors::spots(&mut read, Which::These(&known))
            .await?
            .into_iter()
            .map(|one| (one.signal, one.theme))
            .collect();
        drop(read);
        at.extend(places.iter().map(|(signal, theme, _)| (*signal, *theme)));
        for (one, other, together) in &said.pairs {
            let Some(of_one) = at.get(one).copied() else { continue };
            for place in places.iter_mut().filter(|(signal, ..)| signal == other) {
                match together {
                    true => place.1 = of_one,
                    false if place.1 == of_one => place.1 = None,
                    false => {}
                }
            }
        }
        Ok(())
    }

    /// Describes themes that were founded and have no title yet.
    async fn describe_founded(&self, pause: &Pause<'_>) -> Result<()> {
        let mut read = self.store.reader().acquire().await?;
        let founded = stored::undescribed(&mut read).await?;
        drop(read);
        self.describe(&founded, pause).await
    }

    /// Describes themes that have grown by a tenth since they were last described.
    async fn describe_grown(&self, joined: &BTreeSet<ThemeId>, pause: &Pause<'_>) -> Result<()> {
        let mut read = self.store.reader().acquire().await?;
        let grown = stored::grown(&mut read, &joined.iter().copied().collect::<Vec<_>>()).await?;
        drop(read);
        self.describe(&grown, pause).await
    }
}

async fn members(
    read: &mut sqlx::SqliteConnection,
    themes: &[ThemeId],
    meaning: bool,
) -> Result<BTreeMap<ThemeId, Members>> {
    let mut of_theme: BTreeMap<ThemeId, Vec<Spot>> = BTreeMap::new();
    for one in vectors::spots(read, Which::Of(themes)).await?.into_iter().filter(|one| one.meaning == meaning) {
        if let Some(theme) = one.theme {
            of_theme.entry(theme).or_default().push(one);
        }
    }
    let mut members = BTreeMap::new();
    for (theme, spots) in of_theme {
        let step = spots.len().div_ceil(COMPARED).max(1);
        // What people placed always counts.
        let some: Vec<Spot> = spots
            .into_iter()
            .enumerate()
            .filter(|(at, one)| at % step == 0 || one.by_person)
            .map(|(_, one)| one)
            .collect();
        let weights = some.iter().map(|one| if one.by_person { BY_PERSON } else { 1.0 }).collect();
        members
            .insert(theme, Members { rows: vectors::rows_of(read, &some).await?, weights, removed: Rows::new(HIDDEN) });
    }
    Ok(members)
}

/// Shows each theme the texts that people took out of it.
async fn add_refused(
    read: &mut sqlx::SqliteConnection,
    members: &mut BTreeMap<ThemeId, Members>,
    said: &Said,
    meaning: bool,
) -> Result<()> {
    let signals: Vec<SignalId> = said.refused.iter().map(|(signal, _)| *signal).collect();
    if signals.is_empty() {
        return Ok(());
    }
    let located = vectors::located(read, Which::These(&signals)).await?;
    let texts: HashMap<SignalId, &Located> =
        located.iter().filter(|one| one.meaning == meaning).map(|one| (one.signal, one)).collect();
    for (signal, theme) in &said.refused {
        if let (Some(members), Some(text)) = (members.get_mut(theme), texts.get(signal)) {
            members.removed.push(&text.packed.values());
        }
    }
    Ok(())
}
