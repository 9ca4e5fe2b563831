//! Finer and coarser: a group cut into parts, and groups gathered under broader subjects.

use crate::course::Course;
use crate::graph::{self, Graph};
use crate::grouping::louvain::{self, Cores};
use crate::grouping::{Centres, centred};
use crate::matrix::Rows;
use crate::text::Lexicon;

/// Cuts rows into `count` parts, numbered by size, the largest first; fewer when they can't be told apart. Gives the
/// part of each row, and how clearly the parts are apart, 0–1.
pub fn parts(rows: &Rows, words: &Lexicon, count: usize) -> (Vec<u32>, f64) {
    cut(rows, words, count).unwrap_or_else(|| (vec![0; rows.len()], 0.0))
}

/// `None`: there is nothing to cut.
fn cut(rows: &Rows, words: &Lexicon, count: usize) -> Option<(Vec<u32>, f64)> {
    if count < 2 || rows.len() < 2 * count {
        return None;
    }
    // A person waits for it, so that nobody stops it.
    let course = &Course::default();
    let neighbours = graph::neighbour_count(rows.len()).min(rows.len() - 1);
    let words = graph::nearest_by_words(words, neighbours, course)?;
    let graph = Graph::new(&graph::nearest(rows, neighbours, course)?, &words);
    let mut resolution = 0.25;
    let cores = Cores::found(&graph, 0, course)?;
    let mut found = cores.groups(resolution, course)?;
    while groups_of(&found) < count && resolution < 64.0 {
        resolution *= 1.5;
        found = cores.groups(resolution, course)?;
    }
    let centred = centred(rows.clone());
    while groups_of(&found) > count {
        found = fewer(&centred, &found);
    }
    let found = by_size(&found);
    let apart = Centres::new(&centred, &found).clearness(&centred, &found, course)?;
    Some((found, apart.clamp(0.0, 1.0)))
}

fn groups_of(groups: &[u32]) -> usize {
    groups.iter().max().map_or(0, |last| *last as usize + 1)
}

/// The smallest group joins the nearest other one.
fn fewer(rows: &Rows, groups: &[u32]) -> Vec<u32> {
    let sizes = sizes(groups);
    let smallest = (0..sizes.len()).min_by_key(|group| sizes[*group]).unwrap_or(0);
    let centres = Centres::new(rows, groups);
    let others = (0..sizes.len()).filter(|other| *other != smallest);
    let near = |other: usize| centres.alike(smallest, other);
    let into = others.max_by(|one, other| near(*one).total_cmp(&near(*other)).then(other.cmp(one))).unwrap_or(smallest);
    let joined: Vec<u32> =
        groups.iter().map(|group| if *group as usize == smallest { into as u32 } else { *group }).collect();
    louvain::renumbered(&joined)
}

fn sizes(groups: &[u32]) -> Vec<usize> {
    let mut sizes = vec![0; groups_of(groups)];
    groups.iter().for_each(|group| sizes[*group as usize] += 1);
    sizes
}

fn by_size(groups: &[u32]) -> Vec<u32> {
    let sizes = sizes(groups);
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|group| (std::cmp::Reverse(sizes[*group]), *group));
    let mut place = vec![0; sizes.len()];
    order.iter().enumerate().for_each(|(at, group)| place[*group] = at as u32);
    groups.iter().map(|group| place[*group as usize]).collect()
}

/// Gathers groups, given by their centres and sizes, into about the root of their number of subjects: the two most
/// alike become one, again and again (average linkage, weighed by size). Gives the subject of each group.
pub fn subjects(centres: &Rows, sizes: &[u32]) -> Vec<u32> {
    let count = centres.len();
    let wanted = ((count as f64).sqrt().round() as usize).max(1);
    let mut subjects: Vec<u32> = (0..count as u32).collect();
    let mut weights: Vec<f32> = (0..count).map(|group| sizes.get(group).copied().unwrap_or(1).max(1) as f32).collect();
    let centred = centred(centres.clone());
    let mut alike: Vec<Vec<f32>> =
        (0..count).map(|one| (0..count).map(|other| centred.dot(one, other)).collect()).collect();
    let mut left: Vec<usize> = (0..count).collect();
    while left.len() > wanted {
        let Some((one, other)) = most_alike(&left, &alike) else { break };
        let (own, joining) = (weights[one], weights[other]);
        for at in &left {
            let mean = (alike[one][*at] * own + alike[other][*at] * joining) / (own + joining);
            (alike[one][*at], alike[*at][one]) = (mean, mean);
        }
        weights[one] += joining;
        left.retain(|at| *at != other);
        subjects.iter_mut().filter(|subject| **subject as usize == other).for_each(|subject| *subject = one as u32);
    }
    louvain::renumbered(&subjects)
}

fn most_alike(left: &[usize], alike: &[Vec<f32>]) -> Option<(usize, usize)> {
    let mut best: Option<(f32, usize, usize)> = None;
    for (at, one) in left.iter().enumerate() {
        for other in &left[at + 1..] {
            if best.is_none_or(|(best, ..)| alike[*one][*other] > best) {
                best = Some((alike[*one][*other], *one, *other));
            }
        }
    }
    best.map(|(_, one, other)| (one, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heaps(angles: &[f32], each: usize) -> (Rows, Lexicon) {
        let mut rows = Rows::new(2);
        for angle in angles {
            for at in 0..each {
                let angle = angle + at as f32 / 200.0;
                rows.push(&[angle.cos(), angle.sin()]);
            }
        }
        let words = vec![[""; 0]; rows.len()].into_iter().collect();
        (rows, words)
    }

    #[test]
    fn as_many_parts_as_wanted() {
        let (rows, words) = heaps(&[0.0, 1.0, 2.5], 12);
        let (three, apart) = parts(&rows, &words, 3);
        let expected: Vec<u32> = (0..3).flat_map(|part| [part; 12]).collect();
        assert_eq!(three, expected);
        assert!(apart > 0.5, "{apart}");
        let (two, _) = parts(&rows, &words, 2);
        assert_eq!(two.iter().max(), Some(&1));
        assert_eq!(two[..12], [two[0]; 12]);
        assert_eq!(parts(&Rows::new(2), &Lexicon::default(), 2), (Vec::new(), 0.0));
    }

    #[test]
    fn near_groups_share_a_subject() {
        let (rows, _) = heaps(&[0.0, 0.1, 3.0, 3.1], 1);
        assert_eq!(subjects(&rows, &[5, 5, 5, 5]), [0, 0, 1, 1]);
        assert_eq!(subjects(&Rows::new(2), &[]), [] as [u32; 0]);
    }
}
