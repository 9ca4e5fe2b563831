//! How few causes make most of the trouble.

/// How many problems the usual sentence is about: "20 problems cause 79 % of the incidents".
pub const TOP: usize = 20;

/// The share of each of all `total`, and with those before it; `counts` come largest first. Without any there is no
/// share.
pub fn shares(counts: &[u32], total: u32) -> Vec<(f64, f64)> {
    if total == 0 {
        return vec![(0.0, 0.0); counts.len()];
    }
    let mut so_far = 0_u64;
    let share = |count: u64| count as f64 / f64::from(total);
    counts
        .iter()
        .map(|count| {
            so_far += u64::from(*count);
            (share(u64::from(*count)), share(so_far))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_share_and_the_share_so_far() {
        assert_eq!(shares(&[6, 3, 1], 20), [(0.3, 0.3), (0.15, 0.45), (0.05, 0.5)]);
        assert_eq!(shares(&[], 5), []);
        assert_eq!(shares(&[0], 0), [(0.0, 0.0)]);
    }

    proptest! {
        #[test]
        fn the_share_so_far_grows_to_the_share_of_all(counts in prop::collection::vec(0..9_000_u32, 1..50), rest in 1..99_u32) {
            let total = counts.iter().sum::<u32>() + rest;
            let found = shares(&counts, total);
            prop_assert!(found.windows(2).all(|pair| pair[0].1 <= pair[1].1));
            let all = f64::from(total - rest) / f64::from(total);
            prop_assert!((found.last().expect("not empty").1 - all).abs() < 1e-9);
        }
    }
}
