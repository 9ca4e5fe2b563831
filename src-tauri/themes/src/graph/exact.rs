//! Comparing everything with everything, block by block.

use crate::course::Course;
use crate::matrix::{Columns, Rows, multiply};

use super::{Lists, Neighbours};

/// Rows and columns of a block: its similarities stay in the cache.
const TALL: usize = 1_024;
const WIDE: usize = 512;

pub fn nearest(rows: &Rows, count: usize, course: &Course) -> Option<Neighbours> {
    let all: Vec<u32> = (0..rows.len() as u32).collect();
    let mut best = Best::new(rows.len(), count);
    best.compare(rows, &all, &all, course)?;
    Some(best.into_neighbours())
}

/// The `count` best that were found so far for each row. Each has room for no more than those: of half a million rows
/// the candidates of all at once would be 500 MB.
pub struct Best {
    count: usize,
    near: Vec<(u32, f32)>,
    /// How many were found of each row.
    found: Vec<u32>,
}

impl Best {
    pub fn new(rows: usize, count: usize) -> Best {
        Best { count, near: vec![(0, 0.0); rows * count], found: vec![0; rows] }
    }

    /// Compares the rows named by `left` with those named by `right`. `None`: it was stopped.
    pub fn compare(&mut self, rows: &Rows, left: &[u32], right: &[u32], course: &Course) -> Option<()> {
        let numbers = |some: &[u32]| rows.select(some.iter().map(|row| *row as usize));
        let (mut similarities, mut candidates) = (Vec::new(), Vec::new());
        for right in right.chunks(WIDE) {
            let columns = Columns::new(&numbers(right));
            for left in left.chunks(TALL) {
                course.go_on()?;
                multiply(&numbers(left), &columns, &mut similarities);
                for (one, similarities) in left.iter().zip(similarities.chunks_exact(right.len())) {
                    self.add(*one, right, similarities, &mut candidates);
                }
            }
        }
        Some(())
    }

    /// Keeps the best of what there is and of some others. `candidates` is only room to work in.
    fn add(&mut self, one: u32, others: &[u32], similarities: &[f32], candidates: &mut Vec<(u32, f32)>) {
        let (start, found) = (one as usize * self.count, &mut self.found[one as usize]);
        candidates.clear();
        candidates.extend_from_slice(&self.near[start..][..*found as usize]);
        let mut least = if candidates.len() < self.count { f32::MIN } else { least(candidates) };
        let mut any = false;
        for (other, similarity) in others.iter().zip(similarities) {
            if *similarity > least && *other != one {
                any = true;
                candidates.push((*other, *similarity));
                if candidates.len() >= 4 * self.count.max(1) {
                    top(candidates, self.count);
                    least = self::least(candidates);
                }
            }
        }
        if any {
            top(candidates, self.count);
            self.near[start..][..candidates.len()].copy_from_slice(candidates);
            *found = candidates.len() as u32;
        }
    }

    pub fn into_neighbours(self) -> Neighbours {
        Lists::closed_up(self.near, self.count, &self.found)
    }
}

/// The last similarity of what [`top`] kept.
fn least(kept: &[(u32, f32)]) -> f32 {
    kept.last().map_or(f32::MIN, |last| last.1)
}

/// The numbers of the `count` most similar of `others` for each row, best first, one row after the other; of all where
/// there are fewer. `None`: it was stopped.
pub fn ranked(rows: &Rows, others: &Rows, count: usize, course: &Course) -> Option<Vec<u32>> {
    let columns = Columns::new(others);
    let (mut similarities, mut best) = (Vec::new(), Vec::new());
    let mut ranked = Vec::with_capacity(rows.len() * count.min(others.len()));
    for start in (0..rows.len()).step_by(TALL) {
        course.go_on()?;
        let some = rows.select(start..(start + TALL).min(rows.len()));
        multiply(&some, &columns, &mut similarities);
        for row in similarities.chunks_exact(others.len().max(1)) {
            best.clear();
            best.extend((0_u32..).zip(row.iter().copied()));
            top(&mut best, count);
            ranked.extend(best.iter().map(|(other, _)| *other));
        }
    }
    Some(ranked)
}

/// Keeps the `count` most similar, best first, ties by number.
pub fn top(found: &mut Vec<(u32, f32)>, count: usize) {
    let better = |one: &(u32, f32), other: &(u32, f32)| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0));
    if found.len() > count {
        found.select_nth_unstable_by(count, better);
        found.truncate(count);
    }
    found.sort_unstable_by(better);
}
