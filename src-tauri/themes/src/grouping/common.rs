//! What all rows have in common, once it is taken away from them: their similarity as it was before can still be told.

use crate::graph::Neighbours;
use crate::matrix::Rows;

use super::centres::mean;

/// One number a row instead of a second copy of all.
pub struct Common {
    /// The product of each row with the mean of all.
    with_mean: Vec<f32>,
    /// The mean's length, squared.
    mean: f32,
}

impl Common {
    /// Of rows of length 1.
    pub fn of(rows: &Rows) -> Common {
        let mean = Rows::from_floats(rows.width(), &mean(rows));
        let with_mean = (0..rows.len()).map(|row| rows.dot_with(row, &mean, 0)).collect();
        Common { with_mean, mean: mean.dot(0, 0) }
    }

    /// Neighbours among the rows without what they have in common, with the similarity they had before.
    pub fn restored(&self, mut neighbours: Neighbours) -> Neighbours {
        for one in 0..neighbours.len() {
            for (other, similarity) in neighbours.of_mut(one) {
                *similarity = self.similarity(one, *other as usize, *similarity);
            }
        }
        neighbours
    }

    /// x·y = (x − m)·(y − m) + x·m + y·m − m², and the similarity tells the first, as |x − m|² = 1 − 2 x·m + m².
    fn similarity(&self, one: usize, other: usize, similarity: f32) -> f32 {
        let with_mean = |row: usize| self.with_mean.get(row).copied().unwrap_or(0.0);
        let length = |row: usize| (1.0 - 2.0 * with_mean(row) + self.mean).max(0.0).sqrt();
        similarity * length(one) * length(other) + with_mean(one) + with_mean(other) - self.mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grouping::centred;

    #[test]
    fn similarities_are_what_they_were() {
        let rows = Rows::from_floats(3, &[1.0, 0.0, 0.0, 0.6, 0.8, 0.0, 0.6, 0.0, 0.8, 0.8, 0.36, 0.48]);
        let without = centred(rows.clone());
        let all = |of: &Rows| -> Neighbours {
            (0..4).map(|one| (0..4).map(|other| (other as u32, of.dot(one, other))).collect()).collect()
        };
        let restored = Common::of(&rows).restored(all(&without));
        for ((_, restored), (_, before)) in restored.iter().flatten().zip(all(&rows).iter().flatten()) {
            assert!((restored - before).abs() < 1e-3, "{restored} {before}");
        }
        assert!((without.dot(0, 1) - rows.dot(0, 1)).abs() > 0.1);
    }
}
