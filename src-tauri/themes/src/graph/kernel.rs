//! How much it weighs that one text is a neighbour of another: by the scale of both. Where texts lie densely, a distance
//! says more than where each is far from all others (Zelnik-Manor and Perona, "Self-tuning spectral clustering", 2004).

use super::Neighbours;

/// Each neighbour with e^(−d² ∕ σ₁σ₂) instead of its similarity: d is the distance of the two, σ the mean distance of
/// each to its own neighbours.
pub fn by_own_scale(neighbours: &Neighbours) -> Neighbours {
    let scale = |others: &[(u32, f32)]| {
        let sum: f32 = others.iter().map(|(_, similarity)| distance(*similarity)).sum();
        (sum / others.len().max(1) as f32).max(CLOSE)
    };
    let scales: Vec<f32> = neighbours.iter().map(scale).collect();
    let weight = |one: usize, (other, similarity): &(u32, f32)| {
        let both = scales[one] * scales.get(*other as usize).copied().unwrap_or(CLOSE);
        (*other, (-distance(*similarity).powi(2) / both).exp())
    };
    neighbours.iter().enumerate().map(|(one, others)| others.iter().map(|near| weight(one, near)).collect()).collect()
}

/// Between the ends of two vectors of length 1, from their cosine.
fn distance(similarity: f32) -> f32 {
    (2.0 - 2.0 * similarity).max(0.0).sqrt()
}

/// The smallest scale, a cosine of 0.955: so near is the same said in other words. Else what a machine wrote a hundred
/// times would be cut off from all that is like it.
const CLOSE: f32 = 0.3;
