//! Which features people may do with another one: since some week fewer use one, and about as many more use another of
//! the same product. Counts of a day can't follow anybody from one to the other, so a detour is never more than possible.
//!
//! What the literature calls a workaround is seen in the steps of single cases; of daily counts only its shadow is left,
//! two changes at the same time and of the same size. Each week is first set against the traffic of all features, so that
//! a holiday or more visitors are no change. The more pairs could be one by accident, the less a meeting of two changes
//! says: `chance` bounds that, and a pair above `LIMIT` isn't told.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::shifts::{Shift, Way, shift};
use crate::spread::median;
use crate::usage::by_week;

/// What a rise must be of a fall, to be told of as a detour.
pub const ALIKE: RangeInclusive<f64> = 0.5..=1.5;

/// Weeks between the middles of both changes, at most.
pub const LAG: usize = 2;

/// The most that chance may be.
pub const LIMIT: f64 = 0.2;

/// Features that tell the traffic of a week, at least.
pub const OTHERS: usize = 5;

/// 95 %, two-sided.
const Z: f64 = 1.959_963_984_540_054;

/// What was counted of a feature day by day, the oldest first, None where nothing was. All of them end with the same day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub feature: String,
    /// Where one feature can stand in for another: the product.
    pub place: String,
    /// Empty: everybody.
    pub segment: String,
    pub people: Vec<Option<u32>>,
    pub events: Vec<Option<u32>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    People,
    Events,
}

/// People may do with `to` what they did with `from`.
#[derive(Clone, Debug, PartialEq)]
pub struct Detour {
    pub from: String,
    pub to: String,
    /// Empty: everybody.
    pub segment: String,
    pub measure: Measure,
    /// Both changes at the usual traffic.
    pub left: Shift,
    pub came: Shift,
    /// How much of the fall the rise explains, with its 95 % interval for weeks that don't depend on each other.
    pub share: f64,
    pub low: f64,
    pub high: f64,
    /// Weeks between the middles of both changes.
    pub lag: usize,
    /// At most so likely is it that any such pair meets as closely as this one, if no change has to do with another.
    pub chance: f64,
    /// By week: 1.1 is a tenth more than usual.
    pub traffic: Vec<Option<f64>>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Those that chance explains least first.
    pub detours: Vec<Detour>,
    /// Pairs of a feature that lost and one that gained.
    pub pairs: usize,
    /// Those of them where about as much was gained as lost, at whatever time.
    pub alike: usize,
}

/// Looks at everybody first, then at each segment, by people and then by events; a pair is told of once.
pub fn detours(counted: &[Counted]) -> Found {
    let segments: BTreeSet<&str> = counted.iter().map(|one| one.segment.as_str()).collect();
    let (mut pairs, mut alike) = (BTreeSet::new(), BTreeSet::new());
    let mut met: Vec<Detour> = Vec::new();
    for segment in segments {
        for measure in [Measure::People, Measure::Events] {
            for pair in compared(counted, segment, measure) {
                let ends = (pair.from.clone(), pair.to.clone());
                pairs.insert(ends.clone());
                if ALIKE.contains(&pair.share) {
                    alike.insert(ends);
                    met.push(pair);
                }
            }
        }
    }
    met.retain(|one| one.lag <= LAG);
    for one in &mut met {
        one.chance = chance(alike.len(), one.lag, one.left.places.min(one.came.places));
    }
    let mut told = BTreeSet::new();
    met.retain(|one| one.chance <= LIMIT && told.insert((one.from.clone(), one.to.clone())));
    met.sort_by(|one, other| {
        let by_name = || (&one.from, &one.to).cmp(&(&other.from, &other.to));
        one.chance.total_cmp(&other.chance).then_with(by_name)
    });
    Found { detours: met, pairs: pairs.len(), alike: alike.len() }
}

/// A change that has to do with no other one lies in any of `places` weeks: in one of 2 · lag + 1 of them it is as close
/// to another change as that. `alike` pairs each had this chance.
fn chance(alike: usize, lag: usize, places: usize) -> f64 {
    (alike as f64 * (2 * lag + 1) as f64 / places.max(1) as f64).min(1.0)
}

/// A feature of one segment, by week.
struct Weekly<'a> {
    counted: &'a Counted,
    weeks: Vec<Option<f64>>,
}

/// Every pair of a feature that lost and one that gained.
fn compared(counted: &[Counted], segment: &str, measure: Measure) -> Vec<Detour> {
    let all: Vec<Weekly<'_>> = counted
        .iter()
        .filter(|one| one.segment == segment)
        .map(|one| {
            let days = match measure {
                Measure::People => &one.people,
                Measure::Events => &one.events,
            };
            Weekly { counted: one, weeks: by_week(days) }
        })
        .collect();
    let mut places: BTreeMap<&str, Vec<&Weekly<'_>>> = BTreeMap::new();
    for one in &all {
        places.entry(&one.counted.place).or_default().push(one);
    }
    let everywhere: Vec<&Weekly<'_>> = all.iter().collect();
    let mut found = Vec::new();
    for place in places.values() {
        let telling = if place.len() < OTHERS { &everywhere } else { place };
        found.extend(pairs(place, &traffic(telling), measure));
    }
    found
}

/// How busy each week was: the middle of what every feature had against its own usual; None where too few were counted.
fn traffic(features: &[&Weekly<'_>]) -> Vec<Option<f64>> {
    let against_usual: Vec<Vec<Option<f64>>> = features.iter().filter_map(|one| shares_of_usual(&one.weeks)).collect();
    let length = features.iter().map(|one| one.weeks.len()).max().unwrap_or(0);
    (0..length)
        .map(|week| {
            let shares: Vec<f64> = against_usual.iter().filter_map(|one| *one.get(week)?).collect();
            median(&shares).filter(|_| shares.len() >= OTHERS)
        })
        .collect()
}

/// None of a feature that next to nobody uses: its weeks tell nothing.
fn shares_of_usual(weeks: &[Option<f64>]) -> Option<Vec<Option<f64>>> {
    let counted: Vec<f64> = weeks.iter().flatten().copied().collect();
    let usual = median(&counted).filter(|usual| *usual >= 1.0)?;
    Some(weeks.iter().map(|week| week.map(|value| value / usual)).collect())
}

fn pairs(place: &[&Weekly<'_>], traffic: &[Option<f64>], measure: Measure) -> Vec<Detour> {
    let moved = |way: Way| -> Vec<(&Counted, Shift)> {
        let shifted = |one: &&Weekly<'_>| shift(&at_usual_traffic(&one.weeks, traffic), way);
        place.iter().filter_map(|one| Some((one.counted, shifted(one)?))).collect()
    };
    let (fewer, more) = (moved(Way::Fewer), moved(Way::More));
    let mut found = Vec::new();
    for (from, left) in &fewer {
        for (to, came) in more.iter().filter(|(to, _)| to.feature != from.feature) {
            let share = came.size() / left.size();
            let half = Z * (came.doubt + share * share * left.doubt).sqrt() / left.size();
            found.push(Detour {
                from: from.feature.clone(),
                to: to.feature.clone(),
                segment: from.segment.clone(),
                measure,
                left: left.clone(),
                came: came.clone(),
                share,
                low: (share - half).max(0.0),
                high: share + half,
                lag: left.week.abs_diff(came.week),
                chance: 1.0,
                traffic: traffic.to_vec(),
            });
        }
    }
    found
}

/// What each week would have been with the usual traffic; a week without any tells nothing.
fn at_usual_traffic(weeks: &[Option<f64>], traffic: &[Option<f64>]) -> Vec<Option<f64>> {
    let busy = |traffic: &Option<f64>| traffic.filter(|traffic| *traffic > 0.0);
    weeks.iter().zip(traffic).map(|(week, traffic)| Some((*week)? / busy(traffic)?)).collect()
}
