//! Many texts: the space is cut into cells around some of them, and each text is compared with those of the nearest
//! cells only. Unlike the usual graphs of neighbours this is the same on every run, and most of it is products of
//! matrices.

use crate::course::Course;
use crate::matrix::Rows;

use super::Neighbours;
use super::exact::{Best, ranked};

/// Rounds in which the cells' centres move to the middle of their texts.
const ROUNDS: usize = 3;

/// Cells each text is compared with.
const LOOKED_AT: usize = 20;

pub fn nearest(rows: &Rows, count: usize, course: &Course) -> Option<Neighbours> {
    let cells = ((rows.len() as f64).sqrt() as usize).max(1);
    let step = rows.len() as f64 / cells as f64;
    let mut centres = rows.select((0..cells).map(|cell| (cell as f64 * step) as usize));
    for _ in 0..ROUNDS {
        centres = moved(rows, &centres, &ranked(rows, &centres, 1, course)?);
    }
    let (members, visitors) = sorted(&ranked(rows, &centres, LOOKED_AT.min(cells), course)?, cells);
    let mut best = Best::new(rows.len(), count);
    for (members, visitors) in members.iter().zip(&visitors) {
        best.compare(rows, visitors, members, course)?;
    }
    Some(best.into_neighbours())
}

/// The rows that are in each cell, and those that are compared with it, from what [`ranked`] found.
fn sorted(looked_at: &[u32], cells: usize) -> (Vec<Vec<u32>>, Vec<Vec<u32>>) {
    let mut members = vec![Vec::new(); cells];
    let mut visitors = vec![Vec::new(); cells];
    for (row, near) in (0..).zip(looked_at.chunks_exact(LOOKED_AT.min(cells))) {
        members[near[0] as usize].push(row);
        near.iter().for_each(|cell| visitors[*cell as usize].push(row));
    }
    (members, visitors)
}

/// The middle of each centre's rows, of length 1; a centre without rows stays.
fn moved(rows: &Rows, centres: &Rows, nearest: &[u32]) -> Rows {
    let width = rows.width();
    let mut sums = vec![0.0; centres.len() * width];
    for (row, cell) in nearest.iter().enumerate() {
        rows.add_to(row, 1.0, &mut sums[*cell as usize * width..][..width]);
    }
    let mut moved = Rows::new(width);
    for (cell, sum) in sums.chunks_exact_mut(width).enumerate() {
        let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
        if length > 0.0 {
            sum.iter_mut().for_each(|value| *value /= length);
            moved.push(sum);
        } else {
            moved.push(&centres.row(cell));
        }
    }
    moved
}
