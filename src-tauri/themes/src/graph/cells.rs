//! Many texts: the space is cut into cells around some of them, and each text is compared with those of the nearest
//! cells only. Unlike the usual graphs of neighbours this is the same on every run, and most of it is products of
//! matrices.

use crate::course::Course;
use crate::matrix::{Columns, Rows, multiply};

use super::Neighbours;
use super::exact::{compare, top};

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
    let looked_at = ranked(rows, &centres, LOOKED_AT, course)?;
    let mut members = vec![Vec::new(); cells];
    let mut visitors = vec![Vec::new(); cells];
    for (row, near) in looked_at.iter().enumerate() {
        for (rank, cell) in near.iter().enumerate() {
            if rank == 0 {
                members[*cell as usize].push(row);
            }
            visitors[*cell as usize].push(row);
        }
    }
    let mut found = vec![Vec::new(); rows.len()];
    for (members, visitors) in members.iter().zip(&visitors) {
        compare(rows, visitors, members, count, course, &mut found)?;
    }
    for found in &mut found {
        top(found, count);
        found.shrink_to_fit();
    }
    Some(found)
}

/// The nearest centres of each row, best first.
fn ranked(rows: &Rows, centres: &Rows, count: usize, course: &Course) -> Option<Vec<Vec<u32>>> {
    let columns = Columns::new(centres);
    let mut similarities = Vec::new();
    let mut ranked = Vec::with_capacity(rows.len());
    for start in (0..rows.len()).step_by(1_024) {
        course.go_on()?;
        let some = rows.select(start..(start + 1_024).min(rows.len()));
        multiply(&some, &columns, &mut similarities);
        for row in similarities.chunks_exact(centres.len()) {
            let mut best: Vec<(u32, f32)> = row.iter().enumerate().map(|(cell, near)| (cell as u32, *near)).collect();
            top(&mut best, count);
            // By reference: `into_iter` would keep the room of all centres for each row.
            ranked.push(best.iter().map(|(cell, _)| *cell).collect());
        }
    }
    Some(ranked)
}

/// The middle of each centre's rows, of length 1; a centre without rows stays.
fn moved(rows: &Rows, centres: &Rows, nearest: &[Vec<u32>]) -> Rows {
    let width = rows.width();
    let mut sums = vec![0.0; centres.len() * width];
    for (row, nearest) in nearest.iter().enumerate() {
        if let Some(sum) = nearest.first().and_then(|cell| sums.get_mut(*cell as usize * width..)) {
            rows.add_to(row, 1.0, &mut sum[..width]);
        }
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
