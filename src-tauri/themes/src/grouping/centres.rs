//! The middle of each group, and how clearly texts belong to their own.

use crate::course::Course;
use crate::matrix::{Columns, Rows, multiply};

/// The rows less their common mean, of length 1 again: what all texts share says nothing about groups.
pub fn centred(mut rows: Rows) -> Rows {
    let mean = mean(&rows);
    subtract(&mut rows, &mean);
    rows
}

/// Takes a mean away from each row, which is of length 1 then.
pub fn subtract(rows: &mut Rows, mean: &[f32]) {
    for row in 0..rows.len() {
        let mut values = rows.row(row);
        values.iter_mut().zip(mean).for_each(|(value, mean)| *value -= mean);
        unit(&mut values);
        rows.set(row, &values);
    }
}

/// The middle of all rows.
pub fn mean(rows: &Rows) -> Vec<f32> {
    let mut mean = vec![0.0; rows.width()];
    for row in 0..rows.len() {
        rows.add_to(row, 1.0 / rows.len() as f32, &mut mean);
    }
    mean
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

    /// The similarity of two centres.
    pub fn alike(&self, one: usize, other: usize) -> f32 {
        self.rows.dot(one, other)
    }

    /// The centres as rows of length 1.
    pub fn into_rows(self) -> Rows {
        self.rows
    }

    /// The cosine of one of the rows and a group's centre.
    pub fn nearness(&self, rows: &Rows, row: usize, group: u32) -> f32 {
        rows.dot_with(row, &self.rows, group as usize)
    }

    /// How clearly rows belong to their groups, 0 to 1: the geometric mean of two means. The margin is how much nearer
    /// a row is to its own group's centre, itself left out, than to the best other; the silhouette is the margin as a
    /// share of the larger of the two distances. Margins prefer few large groups, silhouettes many small ones.
    /// `None`: it was stopped.
    pub fn clearness(&self, rows: &Rows, groups: &[u32], course: &Course) -> Option<f64> {
        if self.rows.len() < 2 {
            return Some(0.0);
        }
        let columns = Columns::new(&self.rows);
        let (mut near, mut margin, mut silhouette) = (Vec::new(), 0.0, 0.0);
        for start in (0..rows.len()).step_by(1_024) {
            course.go_on()?;
            let some = start..(start + 1_024).min(rows.len());
            multiply(&rows.select(some.clone()), &columns, &mut near);
            for (near, row) in near.chunks_exact(self.rows.len()).zip(some) {
                let group = groups[row] as usize;
                let own = self.without(near[group], group);
                let others = near.iter().enumerate().filter(|(other, _)| *other != group);
                let best = others.fold(f32::MIN, |best, (_, near)| best.max(*near));
                margin += f64::from(own - best);
                silhouette += f64::from((own - best) / (1.0 - own.min(best)).max(f32::EPSILON));
            }
        }
        Some((margin.max(0.0) * silhouette.max(0.0)).sqrt() / rows.len().max(1) as f64)
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
    fn the_right_groups_are_the_clearer() {
        let rows = Rows::from_floats(2, &[1.0, 0.0, 0.8, 0.6, -1.0, 0.0, -0.8, -0.6]);
        let course = Course::default();
        let clearness = |groups: &[u32]| Centres::new(&rows, groups).clearness(&rows, groups, &course).unwrap();
        // Without itself, each row's centre is its twin, 0.8 near; the other centre is as far as it can be: 0.94868.
        // The margin is 1.74868, and the silhouette that divided by 1.94868.
        let right = clearness(&[0, 0, 1, 1]);
        assert!((right - 1.748_68 / 1.948_68_f64.sqrt()).abs() < 0.01, "{right}");
        assert_eq!(clearness(&[0, 1, 0, 1]), 0.0);
        assert_eq!(clearness(&[0, 0, 0, 0]), 0.0);
    }

    #[test]
    fn what_all_share_is_taken_away() {
        let rows = centred(Rows::from_floats(2, &[0.8, 0.6, 0.8, -0.6]));
        assert!(rows.dot(0, 1) < -0.99);
    }
}
