//! Comparing everything with everything, block by block.

use crate::course::Course;
use crate::matrix::{Columns, Rows, multiply};

use super::Neighbours;

/// Rows and columns of a block: its similarities stay in the cache.
const TALL: usize = 1_024;
const WIDE: usize = 512;

pub fn nearest(rows: &Rows, count: usize, course: &Course) -> Option<Neighbours> {
    let all: Vec<usize> = (0..rows.len()).collect();
    let mut found = vec![Vec::new(); rows.len()];
    compare(rows, &all, &all, count, course, &mut found)?;
    found.iter_mut().for_each(|found| top(found, count));
    Some(found)
}

/// Compares the rows named by `left` with those named by `right` and adds to `found` (of each row of `rows`) those
/// that may be among the `count` best. What is found has to be cut by [`top`] at the end. `None`: it was stopped.
pub fn compare(
    rows: &Rows,
    left: &[usize],
    right: &[usize],
    count: usize,
    course: &Course,
    found: &mut Neighbours,
) -> Option<()> {
    let mut similarities = Vec::new();
    for right in right.chunks(WIDE) {
        let columns = Columns::new(&rows.select(right.iter().copied()));
        for left in left.chunks(TALL) {
            course.go_on()?;
            multiply(&rows.select(left.iter().copied()), &columns, &mut similarities);
            for (one, similarities) in left.iter().zip(similarities.chunks_exact(right.len())) {
                let found = &mut found[*one];
                let mut least = if found.len() < count { f32::MIN } else { least(found, count) };
                for (other, similarity) in right.iter().zip(similarities) {
                    if *similarity > least && other != one {
                        found.push((*other as u32, *similarity));
                        if found.len() >= 4 * count.max(1) {
                            top(found, count);
                            least = found.last().map_or(f32::MIN, |last| last.1);
                        }
                    }
                }
            }
        }
    }
    Some(())
}

fn least(found: &mut Vec<(u32, f32)>, count: usize) -> f32 {
    top(found, count);
    found.last().map_or(f32::MIN, |last| last.1)
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
