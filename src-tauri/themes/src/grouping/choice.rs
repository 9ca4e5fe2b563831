//! Which cut is shown: the one whose groups are clear and would be found again, and of nearly equal ones the finest.

use crate::agreement::agreement;
use crate::course::Course;
use crate::graph::{Graph, Neighbours};

use super::louvain::{Cores, ORDERS};
use super::tries::Tried;

/// A product of clearness and firmness this near to the best, as a share, is nearly as good.
const NEARLY: f64 = 0.015;

/// The place of the cut to show. What divides texts without firm groups into many is mostly chance, and few large groups
/// always look clear; a good cut is both clear and firm. Of nearly equally good ones the finest says most. `None`: it was
/// stopped.
pub fn choose(tried: &[Tried], meaning: &Neighbours, words: &Neighbours, course: &Course) -> Option<usize> {
    // One after the other: of half a million texts the graph of a half takes 200 MB.
    let (ones, others) = (of_half(0, tried, meaning, words, course)?, of_half(1, tried, meaning, words, course)?);
    let firm = |(ones, others): (&Vec<Vec<u32>>, &Vec<Vec<u32>>)| {
        let agreements = ones.iter().zip(others).map(|(one, other)| agreement(one, other).ami);
        (!ones.is_empty()).then(|| agreements.sum::<f64>() / ones.len() as f64)
    };
    let firm: Vec<Option<f64>> = ones.iter().zip(&others).map(firm).collect();
    let clear: Vec<f64> = tried.iter().map(|tried| tried.clearness).collect();
    Some(best(&clear, &firm))
}

/// What is found in one half of the neighbours, cut by cut and try by try; nothing for cuts that aren't clear.
fn of_half(
    half: u64,
    tried: &[Tried],
    meaning: &Neighbours,
    words: &Neighbours,
    course: &Course,
) -> Option<Vec<Vec<Vec<u32>>>> {
    let graph = Graph::of_some(meaning, words, |one, other| half_of(one, other) == half);
    let mut found = vec![Vec::new(); tried.len()];
    for order in 0..ORDERS {
        let cores = Cores::found(&graph, order, course)?;
        for (tried, found) in tried.iter().zip(&mut found).filter(|(tried, _)| tried.is_clear) {
            found.push(cores.tried(tried.resolution, course)?);
        }
        course.step();
    }
    Some(found)
}

/// How clear each cut is and how far two halves of the neighbours, each alone, agree on where it divides (the adjusted
/// mutual information), from the coarsest to the finest, if that was asked. One agreement is a matter of chance too, so
/// that the next coarser and finer have a say, half as much each.
fn best(clear: &[f64], firm: &[Option<f64>]) -> usize {
    let firm_at = |at: Option<usize>| at.and_then(|at| firm.get(at).copied().flatten());
    let smooth = |at: usize| {
        let sides: Vec<f64> = [at.checked_sub(1), at.checked_add(1)].into_iter().filter_map(firm_at).collect();
        firm_at(Some(at)).map_or(0.0, |own| (2.0 * own + sides.iter().sum::<f64>()) / (2.0 + sides.len() as f64))
    };
    let good: Vec<f64> = clear.iter().enumerate().map(|(at, clear)| clear * smooth(at).max(0.0)).collect();
    let most = good.iter().copied().fold(0.0, f64::max);
    good.iter().rposition(|good| *good >= most * (1.0 - NEARLY)).unwrap_or(0)
}

/// Which of two halves a pair of neighbours is in: as good as drawn by lot, but always the same, and the same from both
/// its ends.
fn half_of(one: u32, other: u32) -> u64 {
    let mut mixed = (u64::from(one.min(other)) << 32 | u64::from(one.max(other))).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed >> 40) % 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_nearly_equally_good_cuts_the_finest_is_chosen() {
        let best = |clear: &[f64], firm: &[f64]| best(clear, &firm.iter().map(|firm| Some(*firm)).collect::<Vec<_>>());
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
    fn what_was_not_asked_is_not_chosen_and_has_no_say() {
        assert_eq!(best(&[0.3, 0.29, 0.2], &[Some(0.5), Some(0.6), None]), 1);
        assert_eq!(best(&[0.3, 0.2], &[Some(0.5), None]), 0);
    }

    #[test]
    fn halves_are_nearly_equal_and_the_same_from_both_ends() {
        let pairs = || (0..200).flat_map(|one| (0..200).map(move |other| (one, other)));
        let second: u64 = pairs().map(|(one, other)| half_of(one, other)).sum();
        assert!(second.abs_diff(20_000) < 1_000, "{second}");
        assert!(pairs().all(|(one, other)| half_of(one, other) == half_of(other, one)));
    }
}
