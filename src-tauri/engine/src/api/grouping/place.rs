//! Placing what was read: it joins a theme or none, and what is left may found new ones. Nothing that has a place is
//! moved; what people said comes before everything else.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use themes::embed::HIDDEN;
use themes::matrix::Rows;
use themes::place::{BY_PERSON, CANDIDATES, Members, Place, candidates, place};

use super::aside;
use crate::api::Engine;
use crate::error::Result;
use crate::model::{SignalId, ThemeId};
use crate::store::themes::{self as stored, Said};
use crate::store::vectors::{self, Located, Which};

/// Signals placed at once.
const BATCH: usize = 2_000;

/// Members of a theme that new signals are compared with: of a larger one so many, evenly chosen.
const COMPARED: usize = 1_000;

/// One thing that found its place.
type Placed = (SignalId, Option<ThemeId>, f32);

impl Engine {
    /// Places what waits. Says whether anything did.
    pub(super) async fn place_waiting(&self) -> Result<bool> {
        let mut read = self.store.reader().acquire().await?;
        let waiting = vectors::located(&mut read, Which::Waiting).await?;
        let themes = stored::centres(&mut read).await?;
        drop(read);
        if waiting.is_empty() {
            return Ok(false);
        }
        let mut touched: BTreeSet<ThemeId> = BTreeSet::new();
        if themes.is_empty() {
            let mut read = self.store.reader().acquire().await?;
            let all = vectors::located(&mut read, Which::All).await?;
            drop(read);
            let made = self.found_themes(&all, true).await?;
            self.describe(&made).await?;
        }
        // At first those that found no theme: they may still join one, as changes do.
        let mut read = self.store.reader().acquire().await?;
        let waiting = vectors::located(&mut read, Which::Waiting).await?;
        drop(read);
        let total = u32::try_from(waiting.len()).ok();
        for (batch, some) in waiting.chunks(BATCH).enumerate() {
            self.tell_grouping("Placing signals", (batch * BATCH) as u32, total, None);
            touched.extend(self.place_some(some).await?);
        }
        if !themes.is_empty() {
            let mut read = self.store.reader().acquire().await?;
            let unsorted = vectors::located(&mut read, Which::Unsorted).await?;
            drop(read);
            let made = self.found_themes(&unsorted, false).await?;
            self.describe(&made).await?;
        }
        self.describe_grown(&touched).await?;
        Ok(true)
    }

    /// Places some signals. Gives the themes that they joined.
    async fn place_some(&self, new: &[Located]) -> Result<BTreeSet<ThemeId>> {
        let mut read = self.store.reader().acquire().await?;
        let said = stored::said(&mut read).await?;
        drop(read);
        let mut places: Vec<Placed> = Vec::with_capacity(new.len());
        for meaning in [true, false] {
            let some: Vec<Located> = new.iter().filter(|one| one.meaning == meaning).cloned().collect();
            if !some.is_empty() {
                places.extend(self.nearest_places(some, meaning, &said).await?);
            }
        }
        self.keep_pairs(&mut places, &said).await?;
        let mut write = self.store.write().await?;
        vectors::write_places(&mut write, &places).await?;
        write.commit().await?;
        Ok(places.into_iter().filter_map(|(_, theme, _)| theme).collect())
    }

    async fn nearest_places(&self, new: Vec<Located>, meaning: bool, said: &Said) -> Result<Vec<Placed>> {
        let least = self.least_belonging(meaning).await?;
        let mut read = self.store.reader().acquire().await?;
        let centres = stored::centres(&mut read).await?;
        let (ids, middles): (Vec<ThemeId>, Vec<Vec<f32>>) = centres
            .into_iter()
            .filter(|(_, by_words, _)| *by_words != meaning)
            .map(|(id, _, centre)| (id, centre))
            .unzip();
        let centres = Rows::from_floats(HIDDEN, &middles.concat());
        let rows = packed_rows(new.iter());
        let near = candidates(&rows, &centres, CANDIDATES);
        let wanted: BTreeSet<ThemeId> = near.iter().flatten().map(|at| ids[*at as usize]).collect();
        let mut members = members(&mut read, &wanted.into_iter().collect::<Vec<_>>(), meaning).await?;
        add_refused(&mut read, &mut members, said, meaning).await?;
        drop(read);
        let refused: HashSet<(SignalId, ThemeId)> = said.refused.iter().copied().collect();
        aside(move || {
            let of = |row: usize| -> Place {
                let allowed = near[row].iter().filter(|at| !refused.contains(&(new[row].signal, ids[**at as usize])));
                let groups: Vec<(u32, &Members)> =
                    allowed.filter_map(|at| Some((*at, members.get(&ids[*at as usize])?))).collect();
                place(&rows, row, &groups, least)
            };
            (0..new.len())
                .map(|row| (new[row].signal, of(row)))
                .map(|(signal, at)| (signal, at.group.map(|group| ids[group as usize]), at.belonging))
                .collect()
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
        let mut at: HashMap<SignalId, Option<ThemeId>> = vectors::located(&mut read, Which::These(&known))
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

    /// Describes themes that have grown by a tenth since they were last described.
    async fn describe_grown(&self, touched: &BTreeSet<ThemeId>) -> Result<()> {
        let mut read = self.store.reader().acquire().await?;
        let grown = stored::grown(&mut read, &touched.iter().copied().collect::<Vec<_>>()).await?;
        drop(read);
        self.describe(&grown).await
    }
}

fn packed_rows<'l>(located: impl Iterator<Item = &'l Located>) -> Rows {
    let mut rows = Rows::new(HIDDEN);
    located.for_each(|one| rows.push(&one.packed.values()));
    rows
}

async fn members(
    read: &mut sqlx::SqliteConnection,
    themes: &[ThemeId],
    meaning: bool,
) -> Result<BTreeMap<ThemeId, Members>> {
    let mut of_theme: BTreeMap<ThemeId, Vec<Located>> = BTreeMap::new();
    for one in vectors::located(read, Which::Of(themes)).await?.into_iter().filter(|one| one.meaning == meaning) {
        if let Some(theme) = one.theme {
            of_theme.entry(theme).or_default().push(one);
        }
    }
    let built = |located: Vec<Located>| {
        let step = located.len().div_ceil(COMPARED).max(1);
        // What people placed always counts.
        let some: Vec<&Located> = located
            .iter()
            .enumerate()
            .filter(|(at, one)| at % step == 0 || one.by_person)
            .map(|(_, one)| one)
            .collect();
        Members {
            rows: packed_rows(some.iter().copied()),
            weights: some.iter().map(|one| if one.by_person { BY_PERSON } else { 1.0 }).collect(),
            removed: Rows::new(HIDDEN),
        }
    };
    Ok(of_theme.into_iter().map(|(theme, located)| (theme, built(located))).collect())
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
