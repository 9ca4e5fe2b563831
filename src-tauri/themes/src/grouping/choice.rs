//! Which cut is shown: of nearly equally clear ones the finest that is firm, or else the coarsest.

use crate::agreement::agreement;
use crate::course::Course;
use crate::graph::{Graph, Neighbours};

use super::Cut;
use super::louvain;

/// Clearness this near to the best, as a share, is nearly as clear.
const NEARLY: f64 = 0.015;

/// A cut is firm if two halves of the neighbours, each alone, agree this much on where it divides: the adjusted mutual
/// information.
const FIRM: f64 = 0.8;

/// The place of the cut to show. Of nearly equally clear ones the finest says most, but only where it is firm; what
/// divides the finer ones of texts without firm groups is mostly chance, and the coarsest is taken. `None`: it was stopped.
pub fn choose(cuts: &[Cut], meaning: &Neighbours, words: &Neighbours, course: &Course) -> Option<usize> {
    let half = |half| {
        course.go_on()?;
        Some(Graph::new(&part(meaning, half), &part(words, half)))
    };
    let halves = [half(0)?, half(1)?];
    let chosen = choose_firm(cuts, |cut| {
        // Once it is stopped nothing is firm, and nobody hears of it.
        let [one, other] = halves.each_ref().map(|half| louvain::groups(half, cut.resolution, course));
        one.zip(other).is_some_and(|(one, other)| agreement(&one, &other).ami >= FIRM)
    });
    course.go_on()?;
    Some(chosen)
}

fn choose_firm(cuts: &[Cut], firm: impl Fn(&Cut) -> bool) -> usize {
    let best = cuts.iter().fold(0.0, |best: f64, cut| best.max(cut.clearness));
    let nearly = |at: &usize| cuts[*at].clearness >= best * (1.0 - NEARLY);
    let nearly: Vec<usize> = (0..cuts.len()).filter(nearly).collect();
    let finest_firm = nearly.iter().rfind(|at| firm(&cuts[**at]));
    finest_firm.or(nearly.first()).copied().unwrap_or(0)
}

/// One of two halves of the pairs of neighbours; which one a pair is in is as good as drawn by lot, but always the
/// same, and the same from both its ends.
fn part(neighbours: &Neighbours, half: u64) -> Neighbours {
    let is_in = |one: usize, other: u32| {
        let (low, high) = ((one as u64).min(u64::from(other)), (one as u64).max(u64::from(other)));
        let mut mixed = (low << 32 | high).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (mixed >> 40) % 2 == half
    };
    let of_one = |(one, others): (usize, &Vec<(u32, f32)>)| {
        others.iter().copied().filter(|(other, _)| is_in(one, *other)).collect()
    };
    neighbours.iter().enumerate().map(of_one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_nearly_equally_clear_cuts_the_finest_firm_or_the_coarsest_is_chosen() {
        let cuts = |clearness: &[f64]| -> Vec<Cut> {
            let cut = |(at, clearness): (usize, &f64)| Cut {
                resolution: at as f64,
                groups: Vec::new(),
                clearness: *clearness,
            };
            clearness.iter().enumerate().map(cut).collect()
        };
        assert_eq!(choose_firm(&cuts(&[0.2, 0.299, 0.3, 0.298, 0.2]), |_| true), 3);
        assert_eq!(choose_firm(&cuts(&[0.2, 0.299, 0.3, 0.298, 0.2]), |cut| cut.resolution < 2.5), 2);
        assert_eq!(choose_firm(&cuts(&[0.2, 0.299, 0.3, 0.298, 0.2]), |_| false), 1);
        assert_eq!(choose_firm(&cuts(&[0.0, 0.0]), |_| false), 0);
        assert_eq!(choose_firm(&[], |_| true), 0);
    }

    #[test]
    fn halves_hold_each_pair_once() {
        let all: Neighbours =
            (0..200).map(|one| (0..200).filter(|other| *other != one).map(|other| (other, 1.0)).collect()).collect();
        let halves = [part(&all, 0), part(&all, 1)];
        let counts = halves.each_ref().map(|half| half.iter().map(Vec::len).sum::<usize>());
        assert_eq!(counts[0] + counts[1], 200 * 199);
        assert!(counts[0].abs_diff(counts[1]) < 2_000, "{counts:?}");
        let has = |one: usize, other: u32| halves[0][one].iter().any(|near| near.0 == other);
        assert!((0..200).all(|one| (0..200).all(|other| has(one, other as u32) == has(other, one as u32))));
    }
}
