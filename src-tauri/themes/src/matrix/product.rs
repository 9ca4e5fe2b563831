//! The product of rows with columns, tile by tile. Each tile is summed by what the processor does best; the sums are
//! the same to the last bit on all of them.

use super::{Rows, TALL};

/// Columns computed at once: two registers of the widest kind.
pub const WIDE: usize = 32;

/// Rows of the left matrix that stay in the near caches while the columns pass.
const STRIP: usize = 24 * TALL;

/// The sums of one tile.
#[repr(C, align(64))]
pub struct Tile(pub [[i32; WIDE]; TALL]);

/// Two components of each column of a panel (`WIDE` columns), in the order in which a tile reads them. Aligned to the
/// cache's lines: a load across two lines costs two.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub struct Pair(pub [i16; 2 * WIDE]);

/// The right-hand matrix, laid out in panels.
#[derive(Clone, Default)]
pub struct Columns {
    width: usize,
    count: usize,
    /// Panel after panel.
    pairs: Vec<Pair>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Columns {
    /// Columns given as rows: what a linear layer's weights are, one row for each output.
    pub fn new(rows: &Rows) -> Columns {
        let pairs_each = rows.width.div_ceil(2);
        let padded = rows.count.next_multiple_of(WIDE);
        let mut pairs = vec![Pair([0; 2 * WIDE]); padded / WIDE * pairs_each];
        for column in 0..rows.count {
            let panel = pairs[column / WIDE * pairs_each..].iter_mut();
            for (pair, numbers) in panel.zip(rows.raw(column).0.chunks(2)) {
                pair.0[column % WIDE * 2..][..numbers.len()].copy_from_slice(numbers);
            }
        }
        let mut scales = rows.scales.clone();
        scales.resize(padded, 0.0);
        Columns { width: rows.width, count: rows.count, pairs, scales, bias: vec![0.0; padded] }
    }

    /// Adds a number to each column of the product.
    pub fn with_bias(mut self, bias: &[f32]) -> Columns {
        self.bias.iter_mut().zip(bias).for_each(|(to, from)| *to = *from);
        self
    }

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Writes the product of `left` (m rows) and `right` (n columns) to `out`, m × n, row after row, and the bias added.
/// The widths must be equal and even; otherwise `out` keeps what it holds.
pub fn multiply(left: &Rows, right: &Columns, out: &mut Vec<f32>) {
    out.resize(left.count * right.count, 0.0);
    #[cfg(target_arch = "x86_64")]
    {
        use super::{avx2, avx512, avxvnni};
        if avx512::is_here() {
            // SAFETY: the processor has what this needs.
            return unsafe { avx512::multiply(left, right, out) };
        }
        if avxvnni::is_here() {
            // SAFETY: the processor has what this needs.
            return unsafe { avxvnni::multiply(left, right, out) };
        }
        if avx2::is_here() {
            // SAFETY: the processor has what this needs.
            return unsafe { avx2::multiply(left, right, out) };
        }
    }
    multiply_with(left, right, out, portable);
}

/// Goes through the product tile by tile. `tile` adds up one tile of rows (`TALL`, one after the other) and a panel of
/// columns of the same width; it also gets a part of the next panel, which it may [`fetch`] little by little: a model's
/// weights don't fit the near caches, and the processor would wait for the first tile of each panel.
#[inline(always)]
pub fn multiply_with(
    left: &Rows,
    right: &Columns,
    out: &mut [f32],
    tile: impl Fn(&[i16], &[Pair], &[Pair], &mut Tile),
) {
    let width = left.width;
    if width != right.width || width % 2 == 1 || width == 0 {
        return;
    }
    let mut sums = Tile([[0; WIDE]; TALL]);
    for strip in (0..left.count).step_by(STRIP) {
        let end = (strip + STRIP).min(left.count);
        let mut panels = right.pairs.chunks_exact(width / 2).peekable();
        let mut column = 0;
        while let Some(panel) = panels.next() {
            let wide = WIDE.min(right.count - column);
            let (scales, bias) = (&right.scales[column..][..WIDE], &right.bias[column..][..WIDE]);
            let next = panels.peek().copied().unwrap_or_default();
            let mut parts = next.chunks((width / 2).div_ceil((end - strip).div_ceil(TALL)));
            for row in (strip..end).step_by(TALL) {
                tile(&left.data[row * width..][..TALL * width], panel, parts.next().unwrap_or_default(), &mut sums);
                for (sums, row) in sums.0.iter().zip(row..end) {
                    let target = &mut out[row * right.count + column..][..wide];
                    scale(sums, left.scales[row], scales, bias, target);
                }
            }
            column += WIDE;
        }
    }
}

/// Makes floats of one row's sums. Those of a whole panel the compiler writes without counting.
#[inline(always)]
fn scale(sums: &[i32; WIDE], by: f32, scales: &[f32], bias: &[f32], out: &mut [f32]) {
    let scaled = |at: usize| sums[at] as f32 * by * scales[at] + bias[at];
    match out.first_chunk_mut::<WIDE>() {
        Some(out) => (0..WIDE).for_each(|at| out[at] = scaled(at)),
        None => out.iter_mut().enumerate().for_each(|(at, out)| *out = scaled(at)),
    }
}

/// A tile in plain Rust: what the others have to agree with.
pub fn portable(rows: &[i16], panel: &[Pair], _: &[Pair], tile: &mut Tile) {
    tile.0 = [[0; WIDE]; TALL];
    for (sums, row) in tile.0.iter_mut().zip(rows.chunks_exact(2 * panel.len())) {
        for (two, pair) in row.as_chunks::<2>().0.iter().zip(panel) {
            for (sum, numbers) in sums.iter_mut().zip(pair.0.as_chunks::<2>().0) {
                *sum += i32::from(two[0]) * i32::from(numbers[0]) + i32::from(two[1]) * i32::from(numbers[1]);
            }
        }
    }
}

/// Sends for a pair, both lines of it, before it is read.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub fn fetch(pair: &Pair) {
    use std::arch::x86_64::{_MM_HINT_T1, _mm_prefetch};
    let (first, second) = pair.0.split_at(WIDE);
    // SAFETY: every processor of this kind can, and nothing is read.
    unsafe {
        _mm_prefetch::<_MM_HINT_T1>(first.as_ptr().cast());
        _mm_prefetch::<_MM_HINT_T1>(second.as_ptr().cast());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(left: &[f32], right: &[f32], width: usize) -> Vec<f32> {
        left.chunks_exact(width)
            .flat_map(|row| {
                right
                    .chunks_exact(width)
                    .map(move |column| row.iter().zip(column).map(|(one, other)| one * other).sum())
            })
            .collect()
    }

    /// What each kind of processor computes, of those that this one can stand for.
    fn on_every_processor(left: &Rows, right: &Columns) -> Vec<(&'static str, Vec<f32>)> {
        let room = vec![0.0; left.len() * right.len()];
        let mut products = vec![("any", room.clone())];
        multiply_with(left, right, &mut products[0].1, portable);
        #[cfg(target_arch = "x86_64")]
        {
            use crate::matrix::{avx2, avx512, avxvnni};
            type Multiply = unsafe fn(&Rows, &Columns, &mut [f32]);
            let kinds: [(&str, bool, Multiply); 3] = [
                ("AVX2", avx2::is_here(), avx2::multiply),
                ("AVX-VNNI", avxvnni::is_here(), avxvnni::multiply),
                ("AVX-512", avx512::is_here(), avx512::multiply),
            ];
            for (name, _, multiply) in kinds.into_iter().filter(|(_, is_here, _)| *is_here) {
                let mut product = room.clone();
                // SAFETY: the processor has what this needs.
                unsafe { multiply(left, right, &mut product) };
                products.push((name, product));
            }
        }
        products
    }

    proptest! {
        #[test]
        fn products_are_right_for_every_shape_and_the_same_on_every_processor(
            width in (1_usize..5).prop_map(|half| half * 2 * 101),
            left in prop_oneof![0_usize..9, STRIP - 1..STRIP + 9], right in 0_usize..3 * WIDE, seed in 0_u32..1000,
        ) {
            let mixed = |at: usize| (at as u32).wrapping_mul(2_654_435_761).wrapping_add(seed);
            let value = |at: usize| (mixed(at) % 65_537) as f32 / 32_768.0 - 1.0;
            let one: Vec<f32> = (0..left * width).map(value).collect();
            let other: Vec<f32> = (0..right * width).map(|at| value(at + 7)).collect();
            let (rows, columns) = (Rows::from_floats(width, &one), Columns::new(&Rows::from_floats(width, &other)));
            let mut product = Vec::new();
            multiply(&rows, &columns, &mut product);
            for (name, on_this) in on_every_processor(&rows, &columns) {
                prop_assert_eq!(&on_this, &product, "{}", name);
            }
            for (product, exact) in product.iter().zip(exact(&one, &other, width)) {
                prop_assert!((product - exact).abs() < 1e-3 * (width as f32).sqrt(), "{} {}", product, exact);
            }
        }
    }

    #[test]
    fn the_largest_numbers_do_not_overflow() {
        let mut one = [0.0; 1152];
        one[7] = 1.0;
        for (row, exact) in [([1.0; 1152], 1152.0), (one, 1.0)] {
            let row = Rows::from_floats(1152, &row);
            for (name, product) in on_every_processor(&row, &Columns::new(&row)) {
                assert!((product[0] / exact - 1.0).abs() < 1e-3, "{name}: {product:?}");
            }
            assert!((row.dot(0, 0) / exact - 1.0).abs() < 1e-3);
        }
    }
}
