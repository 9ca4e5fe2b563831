//! Which cut is shown: the one whose groups are clear and would be found again, and of nearly equal ones the finest.

use crate::agreement::agreement;
use crate::course::Course;
use crate::graph::{Graph, Neighbours};

use super::Cut;
use super::louvain;

/// A product of clearness and firmness this near to the best, as a share, is nearly as good.
const NEARLY: f64 = 0.015;

/// The place of the cut to show. What divides texts without firm groups into many is mostly chance, and few large groups
/// always look clear; a good cut is both clear and firm. Of nearly equally good ones the finest says most. `None`: it was
/// stopped.
pub fn choose(cuts: &[Cut], meaning: &Neighbours, words: &Neighbours, course: &Course) -> Option<usize> {
    let half = |half| {
        course.go_on()?;
        Some(Graph::new(&part(meaning, half), &part(words, half)))
    };
    let halves = [half(0)?, half(1)?];
    let firm = |cut: &Cut| {
        let groups = |half: &Graph| louvain::groups(half, cut.resolution, course);
        Some(agreement(&groups(&halves[0])?, &groups(&halves[1])?).ami)
    };
    let firm: Vec<f64> = cuts.iter().map(firm).collect::<Option<_>>()?;
    let clear: Vec<f64> = cuts.iter().map(|cut| cut.clearness).collect();
    Some(best(&clear, &firm))
}

/// How clear each cut is and how far two halves of the neighbours, each alone, agree on where it divides (the adjusted
/// mutual information), from the coarsest to the finest. One agreement is a matter of chance too, so that the next
/// coarser and finer have a say, half as much each.
fn best(clear: &[f64], firm: &[f64]) -> usize {
    let smooth = |at: usize| {
        let sides = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
        let sides: Vec<f64> = sides.filter_map(|side| firm.get(side)).copied().collect();
        (2.0 * firm[at] + sides.iter().sum::<f64>()) / (2.0 + sides.len() as f64)
    };
    let good: Vec<f64> = clear.iter().enumerate().map(|(at, clear)| clear * smooth(at).max(0.0)).collect();
    let most = good.iter().copied().fold(0.0, f64::max);
    good.iter().rposition(|good| *good >= most * (1.0 - NEARLY)).unwrap_or(0)
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
    let of_one = |(one, others): (usize, &[(u32, f32)])| {
        others.iter().copied().filter(|(other, _)| is_in(one, *other)).collect()
    };
    neighbours.iter().enumerate().map(of_one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_nearly_equally_good_cuts_the_finest_is_chosen() {
        let firm = [0.8; 5];
        assert_eq!(best(&[0.2, 0.299, 0.3, 0.298, 0.2], &firm), 3);
        assert_eq!(best(&[0.2, 0.299, 0.3, 0.29, 0.2], &firm), 2);
        // Clear, but not to be found again; and the other way round.
        assert_eq!(best(&[0.3, 0.29, 0.28, 0.2, 0.1], &[0.4, 0.6, 0.9, 0.9, 0.9]), 2);
        // One lucky agreement between chance ones.
        assert_eq!(best(&[0.3, 0.3, 0.29, 0.3, 0.3], &[0.9, 0.9, 0.6, 0.6, 0.8]), 0);
        assert_eq!(best(&[0.0, 0.0], &[0.0, 0.0]), 1);
        assert_eq!(best(&[], &[]), 0);
    }

    #[test]
    fn halves_hold_each_pair_once() {
        let all: Neighbours =
            (0..200).map(|one| (0..200).filter(|other| *other != one).map(|other| (other, 1.0)).collect()).collect();
        let halves = [part(&all, 0), part(&all, 1)];
        let counts = halves.each_ref().map(|half| half.iter().map(<[_]>::len).sum::<usize>());
        assert_eq!(counts[0] + counts[1], 200 * 199);
        assert!(counts[0].abs_diff(counts[1]) < 2_000, "{counts:?}");
        let has = |one: usize, other: u32| halves[0].of(one).iter().any(|near| near.0 == other);
        assert!((0..200).all(|one| (0..200).all(|other| has(one, other as u32) == has(other, one as u32))));
    }
}
