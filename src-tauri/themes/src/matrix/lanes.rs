//! Sums of many floats in lanes, side by side: no addition waits for the one before, compilers turn them into vector
//! instructions, and as the order is fixed, they are the same to the last bit on every processor.

const LANES: usize = 32;

/// The sum of what `of` makes of each value.
#[inline(always)]
pub fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let (parts, rest) = values.as_chunks::<LANES>();
    for part in parts {
        for (lane, value) in lanes.iter_mut().zip(part) {
            *lane += of(*value);
        }
    }
    for (lane, value) in lanes.iter_mut().zip(rest) {
        *lane += of(*value);
    }
    together(lanes)
}

/// The lanes in one. On its own, as a compiler that sees it in place takes the loop's lanes apart into pairs for it.
#[inline(never)]
fn together(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for at in 0..half {
            lanes[at] += lanes[at + half];
        }
        half /= 2;
    }
    lanes[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_counts_once() {
        for count in 0..=2 * LANES + 1 {
            let values: Vec<f32> = (0..count).map(|at| at as f32).collect();
            assert_eq!(sum(&values, |value| value + 1.0), (count * (count + 1) / 2) as f32);
        }
    }
}
