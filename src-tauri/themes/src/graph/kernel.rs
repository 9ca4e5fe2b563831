//! How much it weighs that one text is a neighbour of another: by the scale of both. Where texts lie densely, a distance
//! says more than where each is far from all others (Zelnik-Manor and Perona, "Self-tuning spectral clustering", 2004).

use super::Neighbours;

/// The mean distance of each text to its own neighbours.
pub struct Scales(Vec<f32>);

impl Scales {
    /// Of those neighbours that `is_in` takes.
    pub fn of(neighbours: &Neighbours, is_in: impl Fn(u32, u32) -> bool) -> Scales {
        let scale = |(one, others): (u32, &[(u32, f32)])| {
            let (mut sum, mut count) = (0.0, 0_u32);
            for (_, similarity) in others.iter().filter(|(other, _)| is_in(one, *other)) {
                sum += distance(*similarity);
                count += 1;
            }
            (sum / count.max(1) as f32).max(CLOSE)
        };
        Scales((0..).zip(neighbours.iter()).map(scale).collect())
    }

    /// e^(−d² ∕ σ₁σ₂): d is the distance of the two, σ the scale of each.
    pub fn weight(&self, one: u32, other: u32, similarity: f32) -> f32 {
        let scale = |text: u32| self.0.get(text as usize).copied().unwrap_or(CLOSE);
        (-distance(similarity).powi(2) / (scale(one) * scale(other))).exp()
    }
}

/// Between the ends of two vectors of length 1, from their cosine.
fn distance(similarity: f32) -> f32 {
    (2.0 - 2.0 * similarity).max(0.0).sqrt()
}

/// The smallest scale, a cosine of 0.955: so near is the same said in other words. Else what a machine wrote a hundred
/// times would be cut off from all that is like it.
const CLOSE: f32 = 0.3;
