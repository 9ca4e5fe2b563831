//! Which opportunity is worth more, and how sure the order is.

use serde::Serialize;
use ts_rs::TS;

use crate::best::{Best, LARGEST_TOP};
use crate::formula::Formula;
use crate::quantile::{self, Search};
use crate::range::{Given, ValueSpread};
use crate::worlds::{Plan, Worlds};

/// How often an opportunity is among the best k over all draws.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
pub struct TopChance {
    pub k: u32,
    /// 0–1.
    pub chance: f64,
}

/// One opportunity that takes part in the ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Contender {
    pub uid: String,
    /// In the order of the formula's names; None: not set.
    pub given: Vec<Option<Given>>,
}

/// Where an opportunity stands among all contenders.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    pub value: ValueSpread,
    /// 1-based, by P50. Equal values keep the order they were given in.
    pub rank: u32,
    pub top: TopChance,
}

/// The k that is said of a rank: the smallest of 1, 3, 5, 8, 10, 12, 15, 20, 25 … 100 that holds it, and 100 beyond.
pub fn top_of(rank: u32) -> u32 {
    let said = [1, 3, 5, 8, 10, 12, 15];
    said.into_iter().find(|k| *k >= rank).unwrap_or_else(|| rank.div_ceil(5).saturating_mul(5).min(LARGEST_TOP))
}

/// One answer per contender, in the order given; `None` where it has no value.
///
/// Draw 17 of everybody is one possible world: the chance of being in the top k is the share of these worlds in which
/// fewer than k others are worth strictly more.
pub fn rank(formula: &Formula, contenders: &[Contender], worlds: &Worlds) -> Vec<Option<Standing>> {
    let plans: Vec<Option<Plan>> = contenders.iter().map(|one| worlds.plan(formula, &one.uid, &one.given)).collect();
    let (mut scored, best) = match all(&plans, worlds, bound(&plans, worlds)) {
        // In some world too few reached the bound, which hardly ever happens.
        (scored, best) if best.is_short(scored.len()) => (scored, all(&plans, worlds, f32::NEG_INFINITY).1),
        enough => enough,
    };
    scored.sort_by(|(_, a), (_, b)| b.p50.total_cmp(&a.p50));
    let mut tops = vec![0; contenders.len()];
    for (rank, (place, _)) in (1..).zip(&scored) {
        if let Some(top) = tops.get_mut(*place) {
            *top = top_of(rank);
        }
    }
    let held = best.held(&tops);
    let mut standings = vec![None; contenders.len()];
    for (rank, (place, value)) in (1..).zip(scored) {
        let chance = f64::from(held.get(place).copied().unwrap_or(0)) / worlds.draws() as f64;
        if let Some(standing) = standings.get_mut(place) {
            *standing = Some(Standing { value, rank, top: TopChance { k: top_of(rank), chance } });
        }
    }
    standings
}

/// The values of those that have one, by place, and the best of each world.
fn all(plans: &[Option<Plan>], worlds: &Worlds, bound: f32) -> (Vec<(usize, ValueSpread)>, Best) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2.
        return unsafe { all_avx2(plans, worlds, bound) };
    }
    all_plain(plans, worlds, bound)
}

/// The same, twice as many numbers at once; no number differs.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn all_avx2(plans: &[Option<Plan>], worlds: &Worlds, bound: f32) -> (Vec<(usize, ValueSpread)>, Best) {
    all_plain(plans, worlds, bound)
}

#[inline(always)]
fn all_plain(plans: &[Option<Plan>], worlds: &Worlds, bound: f32) -> (Vec<(usize, ValueSpread)>, Best) {
    let mut best = Best::new(bound, plans.len(), worlds.draws());
    let mut search = Search::default();
    let mut keys = vec![0.0; worlds.draws()];
    let mut scored = Vec::with_capacity(plans.len());
    for (place, plan) in plans.iter().enumerate() {
        // Loops of its own: what is called with a closure is compiled for every processor.
        let Some(plan) = plan else { continue };
        if !worlds.keys(plan, 0, &mut keys) {
            continue;
        }
        let ends = quantile::ends(&keys);
        scored.push((place, plan.spread(&keys, ends, &mut search)));
        if ends.1 >= bound {
            best.add(place, &keys);
        }
    }
    (scored, best)
}

/// In how many draws one of the contenders has rank 1, 2, …, the last of `ranks` numbers for all behind.
/// `None` when it has no value.
pub fn ranks_of(
    formula: &Formula,
    contenders: &[Contender],
    one: usize,
    ranks: usize,
    worlds: &Worlds,
) -> Option<Vec<u32>> {
    let own = contenders.get(one)?;
    let mut keys = vec![0.0; worlds.draws()];
    worlds.plan(formula, &own.uid, &own.given).filter(|plan| worlds.keys(plan, 0, &mut keys))?;
    let mut above = vec![0_u32; worlds.draws()];
    let mut others = vec![0.0; worlds.draws()];
    for (place, other) in contenders.iter().enumerate().filter(|(place, _)| *place != one) {
        let plan = worlds.plan(formula, &other.uid, &other.given);
        if plan.is_some_and(|plan| worlds.keys(&plan, 0, &mut others)) {
            // Of equals, the one given first stands above in every draw, so that ranks aren't given twice.
            let first = place < one;
            for ((above, own), other) in above.iter_mut().zip(&keys).zip(&others) {
                *above += u32::from(other > own || (first && other == own));
            }
        }
    }
    let mut landed = vec![0_u32; ranks.max(1)];
    let last = landed.len() - 1;
    for above in above {
        if let Some(count) = landed.get_mut((above as usize).min(last)) {
            *count += 1;
        }
    }
    Some(landed)
}

/// Worlds looked at to find the bound.
const TRIED: usize = 64;

/// One that more than [`LARGEST_TOP`] reach in every world, as far as some worlds tell.
fn bound(plans: &[Option<Plan>], worlds: &Worlds) -> f32 {
    let wanted = LARGEST_TOP as usize * 3 / 2;
    let tried = TRIED.min(worlds.draws());
    if plans.len() <= wanted {
        return f32::NEG_INFINITY;
    }
    let mut keys = vec![0.0; tried];
    let mut seen: Vec<Vec<f32>> = vec![Vec::with_capacity(plans.len()); tried];
    for plan in plans.iter().flatten() {
        if worlds.keys(plan, 0, &mut keys) {
            seen.iter_mut().zip(&keys).for_each(|(world, key)| world.push(*key));
        }
    }
    let reached = seen.iter_mut().map(|world| match world.len() > wanted {
        true => *world.select_nth_unstable_by(wanted, |a, b| b.total_cmp(a)).1,
        false => f32::NEG_INFINITY,
    });
    reached.fold(f32::INFINITY, f32::min)
}
