//! Groups of texts: the graph of neighbours is cut at several resolutions, and the cut is kept whose groups are
//! clearest to their own members. The coarser and finer cuts stay at hand.

mod centres;
mod choice;
mod common;
pub mod louvain;
mod settle;
mod tries;

use crate::course::Course;
use crate::graph::{self, Graph};
use crate::matrix::Rows;
use crate::text::Lexicon;

pub use centres::{Centres, centred};
use common::Common;
use louvain::{Cores, ORDERS};
use settle::{settled, smoothed};
use tries::Tried;

/// From few broad groups to many narrow ones.
pub const RESOLUTIONS: [f64; 14] = [0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0];

/// Steps that [`group`] counts.
pub const STEPS: u32 = 4 + 3 * ORDERS;

/// The most texts that say how clear a cut is; of more every second, third, … is asked.
const MOST_ASKED: usize = 25_000;

/// One way to cut the texts into groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    pub resolution: f64,
    /// The group of each text, numbered from 0 in the order of their first text.
    pub groups: Vec<u32>,
    /// How clearly the texts belong to their own groups and no others, 0 to 1: the mean of all tries at it.
    pub clearness: f64,
}

impl Cut {
    pub fn group_count(&self) -> usize {
        self.groups.iter().max().map_or(0, |last| *last as usize + 1)
    }
}

/// What grouping gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    /// From coarse to fine.
    pub cuts: Vec<Cut>,
    /// Which of the cuts fits best.
    pub chosen: usize,
    /// How well each text belongs to its group: its mean similarity to its neighbours there, −1 to 1.
    pub belonging: Vec<f32>,
    /// Texts that belong below this are better shown as unsorted.
    pub least_belonging: f32,
}

impl Grouping {
    /// The chosen group of each text, `None` for what belongs nowhere.
    pub fn groups(&self) -> Vec<Option<u32>> {
        let Some(cut) = self.cuts.get(self.chosen) else { return Vec::new() };
        let pairs = cut.groups.iter().zip(&self.belonging);
        pairs.map(|(group, belonging)| (*belonging >= self.least_belonging).then_some(*group)).collect()
    }
}

/// Groups texts by their vectors (of length 1, one row a text) and their words. It takes both, since of half a
/// million texts each copy of the vectors is 400 MB. `None`: it was stopped.
pub fn group(rows: Rows, words: Lexicon, course: &Course) -> Option<Grouping> {
    let count = graph::neighbour_count(rows.len());
    let near_by_words = graph::nearest_by_words(&words, count, course)?;
    drop(words);
    course.step();
    let common = Common::of(&rows);
    let centred = centred(rows);
    let meaning = graph::nearest(&centred, count, course)?;
    course.step();
    let graph = Graph::new(&meaning, &near_by_words);
    let asked: Vec<usize> = (0..centred.len()).step_by(centred.len().div_ceil(MOST_ASKED).max(1)).collect();
    let smooth = smoothed(&centred, &graph, &asked, course)?;
    course.step();
    let clearness = |groups: &[u32]| {
        let groups = louvain::renumbered(&asked.iter().map(|text| groups[*text]).collect::<Vec<_>>());
        Centres::new(&smooth, &groups).clearness(&smooth, &groups, course)
    };
    let mut tried = tries::tried(&graph, clearness, course)?;
    let cut = |tried: &mut Tried| -> Option<Cut> {
        // Nobody needs the tries after that, and of half a million texts they are 100 MB.
        let common = Cores::common(&graph, &std::mem::take(&mut tried.groups));
        let found = common.groups(tried.resolution, course)?;
        let groups = louvain::renumbered(&settled(&centred, &graph, &found, course)?);
        Some(Cut { resolution: tried.resolution, groups, clearness: tried.clearness })
    };
    let cuts: Vec<Cut> = tried.iter_mut().map(cut).collect::<Option<_>>()?;
    course.step();
    drop((graph, centred));
    let chosen = choice::choose(&tried, &meaning, &near_by_words, course)?;
    let belonging = belonging(&common.restored(meaning), &cuts[chosen].groups);
    let least_belonging = least(&belonging);
    Some(Grouping { cuts, chosen, belonging, least_belonging })
}

/// The mean similarity of each text to its neighbours, where one in another group counts half.
fn belonging(meaning: &graph::Neighbours, groups: &[u32]) -> Vec<f32> {
    let own = |one: usize, other: u32| groups.get(one) == groups.get(other as usize);
    meaning
        .iter()
        .enumerate()
        .map(|(one, others)| {
            let sum: f32 = others.iter().map(|(other, near)| if own(one, *other) { *near } else { near / 2.0 }).sum();
            sum / others.len().max(1) as f32
        })
        .collect()
}

/// Far below what is usual: the lower quartile less the distance of the quartiles.
fn least(belonging: &[f32]) -> f32 {
    let mut sorted = belonging.to_vec();
    sorted.sort_by(f32::total_cmp);
    let at = |share: f64| sorted.get((sorted.len() as f64 * share) as usize).copied().unwrap_or(0.0);
    2.0 * at(0.25) - at(0.75)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_clear_groups_are_found_and_no_texts_are_no_trouble() {
        let mut rows = Rows::new(4);
        let mut words = Lexicon::default();
        for at in 0..40 {
            let aside = (at % 5) as f32 / 20.0;
            let main = (1.0 - aside * aside).sqrt();
            rows.push(&if at < 20 { [main, aside, 0.0, 0.0] } else { [0.0, 0.0, main, aside] });
            words.push([if at < 20 { "invoice" } else { "login" }]);
        }
        let course = Course::default();
        let grouping = group(rows.clone(), words.clone(), &course).unwrap();
        assert_eq!(course.steps(), STEPS);
        let coarsest = &grouping.cuts[0];
        assert_eq!(coarsest.groups, [[0; 20], [1; 20]].concat());
        assert_eq!(group(Rows::new(4), Lexicon::default(), &course).unwrap().groups(), []);
        assert_eq!(Some(grouping), group(rows.clone(), words.clone(), &course));
        course.stop();
        assert_eq!(group(rows, words, &course), None);
    }
}
