//! What a second look at everything suggests: groups that a fresh grouping would join or divide. Only suggestions; what
//! people named stays where it is.

use std::collections::BTreeMap;

/// A group's members lie together in a new group when at least this share of them does.
const TOGETHER: f64 = 0.6;

/// A part is worth a split from this share and this many texts on.
const PART: f64 = 0.25;
const LEAST: u32 = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suggestion {
    /// Most of both lie in the same new group: `shared` of all `texts` of the smaller one.
    Merge { stays: u32, joins: u32, shared: u32, texts: u32 },
    /// Its texts lie in `parts` new groups; the largest has `largest` of `texts`.
    Split { group: u32, parts: u32, largest: u32, texts: u32 },
}

/// Compares the groups there are with fresh ones, text by text; `None` belongs nowhere. Merges first.
pub fn suggestions(present: &[Option<u32>], fresh: &[Option<u32>]) -> Vec<Suggestion> {
    let mut sizes: BTreeMap<u32, u32> = BTreeMap::new();
    let mut cells: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for (present, fresh) in present.iter().zip(fresh) {
        let Some(present) = present else { continue };
        *sizes.entry(*present).or_default() += 1;
        if let Some(fresh) = fresh {
            *cells.entry((*present, *fresh)).or_default() += 1;
        }
    }
    let mut homes: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
    let mut found = Vec::new();
    for (group, texts) in &sizes {
        let parts: Vec<(u32, u32)> =
            cells.range((*group, 0)..=(*group, u32::MAX)).map(|((_, fresh), count)| (*fresh, *count)).collect();
        let share = |count: u32| f64::from(count) / f64::from(*texts);
        if let Some((fresh, count)) = parts.iter().find(|(_, count)| share(*count) >= TOGETHER) {
            homes.entry(*fresh).or_default().push((*group, *count));
        }
        let large: Vec<u32> =
            parts.iter().map(|(_, count)| *count).filter(|count| share(*count) >= PART && *count >= LEAST).collect();
        if let (true, Some(largest)) = (large.len() > 1, large.iter().max()) {
            found.push(Suggestion::Split {
                group: *group,
                parts: large.len() as u32,
                largest: *largest,
                texts: *texts,
            });
        }
    }
    for groups in homes.values_mut() {
        // The largest stays; each other one may join it.
        groups.sort_by_key(|(group, _)| (std::cmp::Reverse(sizes[group]), *group));
        if let Some(((stays, _), others)) = groups.split_first() {
            found.extend(others.iter().map(|(joins, shared)| Suggestion::Merge {
                stays: *stays,
                joins: *joins,
                shared: *shared,
                texts: sizes[joins],
            }));
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(runs: &[(u32, usize)]) -> Vec<Option<u32>> {
        runs.iter().flat_map(|(group, count)| std::iter::repeat_n((*group < 99).then_some(*group), *count)).collect()
    }

    #[test]
    fn two_groups_in_one_are_a_merge_and_one_in_two_a_split() {
        let present = groups(&[(0, 10), (1, 20), (2, 30), (99, 5)]);
        let fresh = groups(&[(7, 9), (8, 1), (7, 20), (8, 15), (9, 14), (99, 1), (8, 5)]);
        assert_eq!(
            suggestions(&present, &fresh),
            [
                Suggestion::Merge { stays: 1, joins: 0, shared: 9, texts: 10 },
                Suggestion::Split { group: 2, parts: 2, largest: 15, texts: 30 },
            ]
        );
    }

    #[test]
    fn the_same_groups_by_other_names_suggest_nothing() {
        let present = groups(&[(0, 10), (1, 20)]);
        assert_eq!(suggestions(&present, &groups(&[(5, 10), (3, 20)])), []);
        assert_eq!(suggestions(&[], &[]), []);
        assert_eq!(suggestions(&present, &groups(&[(99, 30)])), []);
    }
}
