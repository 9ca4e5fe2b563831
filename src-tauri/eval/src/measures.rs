//! How well strangers are told from the others.

/// The chance that one drawn from `yes` has a higher value than one drawn from `no`; equal ones count half.
pub fn auroc(yes: &[f32], no: &[f32]) -> f64 {
    let mut all: Vec<(f32, bool)> =
        yes.iter().map(|value| (*value, true)).chain(no.iter().map(|value| (*value, false))).collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (mut below, mut sum) = (0.0, 0.0);
    for equal in all.chunk_by(|one, other| one.0 == other.0) {
        let of_yes = equal.iter().filter(|(_, is_yes)| *is_yes).count() as f64;
        let of_no = equal.len() as f64 - of_yes;
        sum += of_yes * (below + of_no / 2.0);
        below += of_no;
    }
    sum / (yes.len() as f64 * no.len() as f64).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auroc_counts_pairs() {
        assert_eq!(auroc(&[3.0, 2.0], &[1.0, 2.0]), 0.875);
        assert_eq!(auroc(&[1.0], &[1.0]), 0.5);
    }
}
