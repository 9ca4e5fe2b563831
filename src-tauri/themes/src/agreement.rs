//! How well two divisions of the same things agree, such as groups and labels: normalised and adjusted mutual information, and the adjusted Rand index, as
//! defined by Vinh, Epps and Bailey (2010), with the arithmetic mean of the entropies below the line.

use std::collections::BTreeMap;

/// Agreement of two ways to divide the same things.
#[derive(Clone, Copy, Debug)]
pub struct Agreement {
    pub nmi: f64,
    pub ami: f64,
    pub ari: f64,
}

/// Compares two divisions, each a number for every thing; both must have the same length.
pub fn agreement(one: &[u32], other: &[u32]) -> Agreement {
    let total = one.len() as f64;
    let mut cells: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    let (mut rows, mut columns): (BTreeMap<u32, u32>, BTreeMap<u32, u32>) = Default::default();
    for (one, other) in one.iter().zip(other) {
        *cells.entry((*one, *other)).or_default() += 1;
        *rows.entry(*one).or_default() += 1;
        *columns.entry(*other).or_default() += 1;
    }
    let of = |sizes: &BTreeMap<u32, u32>, key: u32| f64::from(sizes.get(&key).copied().unwrap_or(0));
    let mutual: f64 = cells
        .iter()
        .map(|((row, column), count)| {
            let count = f64::from(*count);
            count / total * (total * count / (of(&rows, *row) * of(&columns, *column))).ln()
        })
        .sum();
    let mean = (entropy(&rows, total) + entropy(&columns, total)) / 2.0;
    let expected = expected(&rows, &columns, one.len());
    Agreement {
        nmi: ratio(mutual, mean),
        ami: ratio(mutual - expected, mean - expected),
        ari: rand(&cells, &rows, &columns, total),
    }
}

/// Two divisions without any difference in them agree.
fn ratio(above: f64, below: f64) -> f64 {
    if below.abs() < 1e-15 { 1.0 } else { above / below }
}

fn entropy(sizes: &BTreeMap<u32, u32>, total: f64) -> f64 {
    sizes.values().map(|size| f64::from(*size) / total).map(|share| -share * share.ln()).sum()
}

/// The mutual information that chance alone gives to groups of these sizes.
fn expected(rows: &BTreeMap<u32, u32>, columns: &BTreeMap<u32, u32>, count: usize) -> f64 {
    let mut factorials = vec![0.0; count + 1];
    for at in 1..=count {
        factorials[at] = factorials[at - 1] + (at as f64).ln();
    }
    // Sizes repeat, so each pair of sizes is computed once.
    let times = |sizes: &BTreeMap<u32, u32>| {
        let mut times: BTreeMap<usize, u32> = BTreeMap::new();
        sizes.values().for_each(|size| *times.entry(*size as usize).or_default() += 1);
        times
    };
    let (rows, columns, total) = (times(rows), times(columns), count as f64);
    let mut sum = 0.0;
    for (row, row_times) in &rows {
        for (column, column_times) in &columns {
            let sizes = factorials[*row] + factorials[*column] + factorials[count - row] + factorials[count - column]
                - factorials[count];
            let mut pair = 0.0;
            for shared in (row + column).saturating_sub(count).max(1)..=*row.min(column) {
                let rest = factorials[shared]
                    + factorials[row - shared]
                    + factorials[column - shared]
                    + factorials[count + shared - row - column];
                let shared = shared as f64;
                pair += shared / total * (total * shared / (*row as f64 * *column as f64)).ln() * (sizes - rest).exp();
            }
            sum += pair * f64::from(*row_times) * f64::from(*column_times);
        }
    }
    sum
}

fn rand(cells: &BTreeMap<(u32, u32), u32>, rows: &BTreeMap<u32, u32>, columns: &BTreeMap<u32, u32>, total: f64) -> f64 {
    let pairs = |size: &u32| f64::from(*size) * (f64::from(*size) - 1.0) / 2.0;
    let both: f64 = cells.values().map(pairs).sum();
    let (of_rows, of_columns): (f64, f64) = (rows.values().map(pairs).sum(), columns.values().map(pairs).sum());
    let by_chance = of_rows * of_columns / (total * (total - 1.0) / 2.0).max(1.0);
    ratio(both - by_chance, (of_rows + of_columns) / 2.0 - by_chance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// The same values as scikit-learn's.
    #[rstest]
    #[case(&[0, 0, 1, 1], &[1, 1, 0, 0], 1.0, 1.0, 1.0)]
    #[case(&[0, 0, 1, 1], &[0, 1, 0, 1], 0.0, -0.5, -0.5)]
    #[case(&[0, 0, 1, 1], &[0, 0, 1, 2], 0.8, 0.571_428_6, 0.571_428_6)]
    #[case(&[0, 0, 0, 1, 1, 1, 2, 2], &[0, 0, 1, 1, 1, 2, 2, 2], 0.5588730, 0.3196727, 0.2380952)]
    #[case(&[0, 0, 0], &[0, 0, 0], 1.0, 1.0, 1.0)]
    fn agreement_is_as_worked_out(
        #[case] one: &[u32],
        #[case] other: &[u32],
        #[case] nmi: f64,
        #[case] ami: f64,
        #[case] ari: f64,
    ) {
        let found = agreement(one, other);
        for (found, expected) in [(found.nmi, nmi), (found.ami, ami), (found.ari, ari)] {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
    }
}
