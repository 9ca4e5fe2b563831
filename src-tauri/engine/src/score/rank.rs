//! Which opportunity is worth more, and how sure the order is.

use serde::Serialize;
use ts_rs::TS;

use super::spread::{self, Chance, ValueSpread};
use crate::model::RiceInputs;

/// How often an opportunity is among the best k over all draws.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct TopChance {
    pub k: u32,
    /// 0–1.
    pub chance: f64,
}

/// One opportunity that takes part in the ranking.
#[derive(Clone, Copy, Debug)]
pub struct Contender<'a> {
    pub uid: &'a str,
    pub inputs: &'a RiceInputs,
}

/// Where an opportunity stands among all contenders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    pub value: ValueSpread,
    /// 1-based, by P50. Equal values keep the order they were given in.
    pub rank: u32,
    pub top: TopChance,
}

/// One answer per contender, in the order given; `None` where the score isn't complete.
pub fn rank(contenders: &[Contender], chance: Chance) -> Vec<Option<Standing>> {
    let drawn: Vec<Option<Vec<f64>>> =
        contenders.iter().map(|one| spread::draws(one.inputs, one.uid, chance)).collect();
    rank_draws(&drawn.iter().map(Option::as_deref).collect::<Vec<_>>())
}

/// The same from draws made before with one [`Chance`] for all.
///
/// Draw 17 of everybody is one possible world: the chance of being in the top k is the share of these worlds
/// in which fewer than k others are worth strictly more.
pub fn rank_draws(drawn: &[Option<&[f64]>]) -> Vec<Option<Standing>> {
    let mut scored: Vec<Scored> = drawn
        .iter()
        .enumerate()
        .filter_map(|(place, draws)| {
            let draws = (*draws)?;
            Some(Scored { place, draws, value: spread::spread(draws)? })
        })
        .collect();
    scored.sort_by(|a, b| b.value.p50.total_cmp(&a.value.p50));

    let tops = top_chances(&scored);
    let mut standings = vec![None; drawn.len()];
    for (rank, (one, top)) in (1..).zip(scored.iter().zip(tops)) {
        if let Some(standing) = standings.get_mut(one.place) {
            *standing = Some(Standing { value: one.value, rank, top });
        }
    }
    standings
}

/// The k that is said of a rank: the smallest of 1, 3, 5, 8, 10, 12, 15, 20, 25 … that holds it.
pub fn top_of(rank: u32) -> u32 {
    let said = [1, 3, 5, 8, 10, 12, 15];
    said.into_iter().find(|k| *k >= rank).unwrap_or_else(|| rank.div_ceil(5).saturating_mul(5))
}

struct Scored<'a> {
    /// Position among the contenders.
    place: usize,
    draws: &'a [f64],
    value: ValueSpread,
}

/// For opportunities sorted by rank.
fn top_chances(scored: &[Scored]) -> Vec<TopChance> {
    let worlds = scored.iter().map(|one| one.draws.len()).min().unwrap_or(0);
    let ks: Vec<u32> = (1..).take(scored.len()).map(top_of).collect();
    let mut held = vec![0_u32; scored.len()];
    let mut world = Vec::with_capacity(scored.len());
    for draw in 0..worlds {
        world.clear();
        world.extend(scored.iter().filter_map(|one| one.draws.get(draw).copied()));
        let mut best_first = world.clone();
        best_first.sort_unstable_by(|a, b| b.total_cmp(a));
        for ((held, k), value) in held.iter_mut().zip(&ks).zip(&world) {
            let kth = best_first.get(*k as usize - 1);
            *held += u32::from(kth.is_none_or(|kth| value >= kth));
        }
    }
    let share = |held: u32| f64::from(held) / worlds.max(1) as f64;
    ks.into_iter().zip(held).map(|(k, held)| TopChance { k, chance: share(held) }).collect()
}
