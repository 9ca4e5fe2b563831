//! The middle of each group, and how clearly texts belong to their own.

use crate::matrix::{Columns, Rows, multiply};

/// The rows less their common mean, of length 1 again: what all texts share says nothing about groups.
pub fn centred(rows: &Rows) -> Rows {
    let mut mean = vec![0.0; rows.width()];
    for row in 0..rows.len() {
        rows.add_to(row, 1.0 / rows.len() as f32, &mut mean);
    }
    let mut centred = Rows::new(rows.width());
    for row in 0..rows.len() {
        let mut values = rows.row(row);
        values.iter_mut().zip(&mean).for_each(|(value, mean)| *value -= mean);
        unit(&mut values);
        centred.push(&values);
    }
    centred
}

/// Scales to length 1; nothing stays nothing.
fn unit(values: &mut [f32]) -> f32 {
    let length = values.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        values.iter_mut().for_each(|value| *value /= length);
    }
    length
}

/// The centres of groups.
pub struct Centres {
    /// Of length 1.
    rows: Rows,
    /// The length of the sum of each group's rows, and their number.
    lengths: Vec<f32>,
    counts: Vec<u32>,
}

impl Centres {
    /// The centres of the groups of `rows`; `groups` numbers them from 0.
    pub fn new(rows: &Rows, groups: &[u32]) -> Centres {
        let count = groups.iter().max().map_or(0, |last| *last as usize + 1);
        let width = rows.width();
        let mut sums = vec![0.0; count * width];
        let mut counts = vec![0; count];
        for (row, group) in groups.iter().enumerate() {
            rows.add_to(row, 1.0, &mut sums[*group as usize * width..][..width]);
            counts[*group as usize] += 1;
        }
        let lengths = sums.chunks_exact_mut(width.max(1)).map(unit).collect();
        Centres { rows: Rows::from_floats(width, &sums), lengths, counts }
    }

    /// The cosine of one of the rows and a group's centre.
    pub fn nearness(&self, rows: &Rows, row: usize, group: u32) -> f32 {
        rows.dot_with(row, &self.rows, group as usize)
    }

    pub fn margin(&self, rows: &Rows, groups: &[u32]) -> (f64, f64) {
        if self.rows.len() < 2 {
            return (0.0, 0.0);
        }
        let mut sil = 0.0;
        let columns = Columns::new(&self.rows);
        let mut near = Vec::new();
        let mut sum = 0.0;
        for start in (0..rows.len()).step_by(1_024) {
            let some = rows.select(start..(start + 1_024).min(rows.len()));
            multiply(&some, &columns, &mut near);
            for (near, group) in near.chunks_exact(self.rows.len()).zip(&groups[start..]) {
                let own = self.without(near[*group as usize], *group as usize);
                let others = near.iter().enumerate().filter(|(other, _)| *other != *group as usize);
                let best = others.fold(f32::MIN, |best, (_, near)| best.max(*near));
                sum += f64::from(own - best);
                sil += f64::from((own - best) / (1.0 - own).max(1.0 - best).max(1e-6));
            }
        }
        (sum / rows.len().max(1) as f64, sil / rows.len().max(1) as f64)
    }

    /// The similarity to the own centre as it would be without the row, from that with it.
    fn without(&self, near: f32, group: usize) -> f32 {
        if self.counts[group] < 2 {
            return 0.0;
        }
        // |S − x|² = |S|² − 2 S·x + 1, and (S − x)·x = S·x − 1.
        let length = self.lengths[group];
        let product = near * length;
        let rest = (length * length - 2.0 * product + 1.0).max(f32::MIN_POSITIVE).sqrt();
        (product - 1.0) / rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_groups_have_the_larger_margin() {
        let rows = Rows::from_floats(2, &[1.0, 0.0, 0.8, 0.6, -1.0, 0.0, -0.8, -0.6]);
        let margin = |groups: &[u32]| Centres::new(&rows, groups).margin(&rows, groups);
        // Without itself, each row's centre is its twin: 0.8 near; the other centre is as far as it can be.
        let right = margin(&[0, 0, 1, 1]);
        assert!((right - (0.8 + 0.948_68)).abs() < 0.01, "{right}");
        assert!(margin(&[0, 1, 0, 1]) < 0.0);
        assert_eq!(margin(&[0, 0, 0, 0]), 0.0);
    }

    #[test]
    fn what_all_share_is_taken_away() {
        let rows = centred(&Rows::from_floats(2, &[0.8, 0.6, 0.8, -0.6]));
        assert!(rows.dot(0, 1) < -0.99);
    }
}
