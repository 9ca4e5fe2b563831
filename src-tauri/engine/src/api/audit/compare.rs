//! Compares items with signals, opportunities and each other: by links and keys that texts name, and by the measure
//! that finds duplicates. What is found is only a suggestion until a person says so.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::near::{Group, Told};
use crate::api::Engine;
use crate::api::grouping::aside;
use crate::audit::{SAME, TWIN, addresses, holds, key_of, names};
use crate::error::Result;
use crate::model::{AuditItemId, Kind, SignalId};
use crate::store::audit::{self, Item, Match};
use crate::store::vectors::{self, Located, Which};
use crate::store::{audit_signals, opportunities, search};
use crate::triage::reading::{READ, text_of};
use crate::triage::similar::Profile;

/// Signals near an item by meaning, and by rare words, that are compared closely; and how many of them are kept.
const NEAR: usize = 60;
const BY_WORDS: usize = 60;
const KEPT: usize = 12;
/// Words of a title that signals are looked for by, and the newest signals of each.
const WORDS: usize = 8;
const OF_EACH: u32 = 400;
/// Items and opportunities that say the same.
const TWINS: usize = 4;

impl Engine {
    /// Finds anew what every open item looks like, and keeps the numbers.
    pub async fn compare_backlog(&self) -> Result<()> {
        let mut read = self.store.reader().acquire().await?;
        let items = audit::items(&mut read).await?;
        let silent: HashSet<u32> = audit_signals::silent(&mut read).await?.into_iter().collect();
        let all = vectors::located(&mut read, Which::All).await?;
        drop(read);
        let all: Vec<Located> = all.into_iter().filter(|one| !silent.contains(&one.signal.0)).collect();
        let mut told: Vec<(u32, Told)> = Vec::with_capacity(items.len());
        for item in &items {
            told.push((item.id.0, self.told(&item.title, &item.body).await?));
        }
        let mut found = self.explicit(&items, &silent).await?;
        found.extend(self.twins(&items, &told).await?);
        let open: HashSet<u32> = items.iter().filter(|item| item.is_open()).map(|item| item.id.0).collect();
        let asked: Vec<(u32, Told)> = told.into_iter().filter(|(id, _)| open.contains(id)).collect();
        let nearest = nearest(all, asked.clone()).await?;
        for ((id, told), (near, themes)) in asked.into_iter().zip(nearest) {
            let of_item = self.like_item(AuditItemId(id), told, near, &silent).await?;
            found.extend(theme_of(AuditItemId(id), &of_item, &themes));
            found.extend(of_item);
        }
        let mut write = self.store.write().await?;
        audit::replace_matches(&mut write, &found).await?;
        write.commit().await?;
        self.keep_counts().await
    }

    async fn told(&self, title: &str, body: &str) -> Result<Told> {
        let compared = text_of(Kind::Ticket, title, body).unwrap_or_default();
        let vector = self.vector_of(compared.clone()).await?;
        Ok(Told::new(title, &beginning(body), &compared, vector))
    }

    /// Signals that name an item by its key or address, those that an item names, and the opportunity it belongs to.
    async fn explicit(&self, items: &[Item], silent: &HashSet<u32>) -> Result<Vec<Match>> {
        let open: Vec<&Item> = items.iter().filter(|item| item.is_open()).collect();
        let mut read = self.store.reader().acquire().await?;
        let every = |of: fn(&str) -> Vec<String>| -> Vec<String> {
            let mut all: Vec<String> = open.iter().flat_map(|item| of(&item.body)).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let by_address = gathered(audit_signals::by_address(&mut read, &every(addresses)).await?);
        let by_name = gathered(audit_signals::by_name(&mut read, &every(names)).await?);
        let linked = audit_signals::linked(&mut read).await?;
        drop(read);
        let mut found = Vec::new();
        for item in open {
            let of_item = |kind: &str, target_id: u32, why: String| Match {
                item_id: item.id,
                kind: kind.to_owned(),
                target_id,
                score: None,
                why,
            };
            if let Some(opportunity) = linked.get(&item.key) {
                found.push(of_item("opportunity", opportunity.0, "it is its item".to_owned()));
            }
            for (texts, known) in [(addresses(&item.body), &by_address), (names(&item.body), &by_name)] {
                for text in texts {
                    let signals = known.get(&text).into_iter().flatten().filter(|id| !silent.contains(id));
                    found.extend(signals.map(|id| of_item("signal", *id, format!("the item names {text}"))));
                }
            }
            let names_of_item = [key_of(&item.label), Some(item.url.as_str()).filter(|url| !url.is_empty())];
            for name in names_of_item.into_iter().flatten() {
                for signal in self.naming(name).await?.into_iter().filter(|id| !silent.contains(id)) {
                    found.push(of_item("signal", signal, format!("it names {}", item.label)));
                }
            }
        }
        Ok(found)
    }

    /// Signals whose text holds `name` as it is written.
    async fn naming(&self, name: &str) -> Result<Vec<u32>> {
        let Some(holders) = search::find(&self.store, name).await? else { return Ok(Vec::new()) };
        let ids: Vec<u32> = holders.iter().collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut read = self.store.reader().acquire().await?;
        let found = audit_signals::holding(&mut read, &ids, name).await?;
        Ok(found.into_iter().filter(|(_, text)| holds(text, name)).map(|(id, _)| id).collect())
    }

    /// Items and opportunities that say the same as an open item.
    async fn twins(&self, items: &[Item], told: &[(u32, Told)]) -> Result<Vec<Match>> {
        let mut read = self.store.reader().acquire().await?;
        let opportunities = opportunities::all(&mut read).await?;
        drop(read);
        let mut stated = Vec::new();
        for one in opportunities.iter().filter(|one| one.competes()) {
            stated.push((one.id.0, self.told(&one.title, &one.statement).await?));
        }
        let open: HashSet<u32> = items.iter().filter(|item| item.is_open()).map(|item| item.id.0).collect();
        let told = told.to_vec();
        aside(move || {
            let groups = [("item", Group::new(&told)), ("opportunity", Group::new(&stated))];
            let mut found = Vec::new();
            for (id, text) in told.iter().filter(|(id, _)| open.contains(id)) {
                for (kind, group) in &groups {
                    for (other, score, shared) in group.alike(text, TWIN, TWINS + 1) {
                        if *kind != "item" || other != *id {
                            found.push(alike(AuditItemId(*id), kind, other, score, &shared));
                        }
                    }
                }
            }
            found
        })
        .await
    }

    /// Signals that say what an item says.
    async fn like_item(
        &self,
        item: AuditItemId,
        told: Told,
        near: HashMap<u32, (bool, Vec<f32>)>,
        silent: &HashSet<u32>,
    ) -> Result<Vec<Match>> {
        let mut ids: Vec<SignalId> = near.keys().copied().map(SignalId).collect();
        let by_words = self.by_words(&told.title).await?;
        ids.extend(by_words.into_iter().filter(|id| !silent.contains(id) && !near.contains_key(id)).map(SignalId));
        let mut read = self.store.reader().acquire().await?;
        let texts = vectors::texts_of(&mut read, &ids, READ).await?;
        drop(read);
        let told_of = |(id, (kind, title, body)): (SignalId, (Kind, String, String))| {
            let compared = text_of(kind, &title, &body)?;
            let known = near.get(&id.0).cloned().unwrap_or_default();
            Some((id.0, Told::new(&title, &body, &compared, known)))
        };
        let mut signals: Vec<(u32, Told)> = texts.into_iter().filter_map(told_of).collect();
        signals.sort_by_key(|(id, _)| *id);
        let found = aside(move || Group::new(&signals).alike(&told, SAME, KEPT)).await?;
        Ok(found.into_iter().map(|(id, score, shared)| alike(item, "signal", id, score, &shared)).collect())
    }

    /// The newest signals that hold most of a title's words.
    async fn by_words(&self, title: &str) -> Result<Vec<u32>> {
        let words: Vec<String> = Profile::of(title, "").telling().into_iter().take(WORDS).collect();
        let mut held: BTreeMap<u32, usize> = BTreeMap::new();
        for holders in search::holders(&self.store, &words, OF_EACH).await? {
            holders.into_iter().for_each(|id| *held.entry(id).or_default() += 1);
        }
        let least = words.len().min(2);
        let mut held: Vec<(u32, usize)> = held.into_iter().filter(|(_, count)| *count >= least).collect();
        held.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), std::cmp::Reverse(*id)));
        held.truncate(BY_WORDS);
        Ok(held.into_iter().map(|(id, _)| id).collect())
    }
}

/// Vectors of the signals near each item by id, and the themes of these.
type Near = (HashMap<u32, (bool, Vec<f32>)>, HashMap<u32, u32>);

async fn nearest(all: Vec<Located>, asked: Vec<(u32, Told)>) -> Result<Vec<Near>> {
    aside(move || {
        let one = |(_, told): &(u32, Told)| {
            let mut near: Vec<(f32, &Located)> =
                all.iter().filter_map(|one| Some((told.near(&one.packed, one.meaning)?, one))).collect();
            near.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.signal.cmp(&one.1.signal)));
            near.truncate(NEAR);
            let vectors = near.iter().map(|(_, one)| (one.signal.0, (one.meaning, one.packed.values()))).collect();
            let themes = near.iter().filter_map(|(_, one)| Some((one.signal.0, one.theme?.0))).collect();
            (vectors, themes)
        };
        asked.iter().map(one).collect()
    })
    .await
}

fn alike(item: AuditItemId, kind: &str, target_id: u32, score: f64, shared: &[String]) -> Match {
    let why = match shared {
        [] => "says much the same".to_owned(),
        words => format!("says the same: {}", words.join(", ")),
    };
    Match { item_id: item, kind: kind.to_owned(), target_id, score: Some(score), why }
}

/// The theme that most of an item's signals are in.
fn theme_of(item: AuditItemId, found: &[Match], themes: &HashMap<u32, u32>) -> Option<Match> {
    let mut tally: BTreeMap<u32, (u32, f64)> = BTreeMap::new();
    for one in found {
        if let (Some(theme), Some(score)) = (themes.get(&one.target_id), one.score) {
            let (count, best) = tally.entry(*theme).or_default();
            (*count, *best) = (*count + 1, best.max(score));
        }
    }
    let (theme, (count, best)) =
        tally.into_iter().max_by_key(|(theme, (count, _))| (*count, std::cmp::Reverse(*theme)))?;
    let signals = if count == 1 { "signal" } else { "signals" };
    let why = format!("{count} of its {signals} say the same");
    Some(Match { item_id: item, kind: "theme".to_owned(), target_id: theme, score: Some(best), why })
}

fn gathered(pairs: Vec<(String, u32)>) -> HashMap<String, Vec<u32>> {
    let mut all: HashMap<String, Vec<u32>> = HashMap::new();
    pairs.into_iter().for_each(|(name, id)| all.entry(name).or_default().push(id));
    all
}

fn beginning(body: &str) -> String {
    body.chars().take(READ as usize).collect()
}
