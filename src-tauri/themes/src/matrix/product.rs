//! The product of rows with columns, tile by tile. Each tile is summed by what the processor does best; the sums are
//! the same to the last bit on all of them.

use super::{BLOCK, LARGEST, Rows, TALL};

/// Columns computed at once: two registers of the widest kind.
pub const WIDE: usize = 32;

/// Rows of the left matrix that stay in the near caches while the columns pass.
const STRIP: usize = 8 * TALL;

/// The sums of one tile.
#[repr(C, align(64))]
pub struct Tile(pub [[f32; WIDE]; TALL]);

/// Two components of each column of a panel, in the order in which a tile reads them. Aligned to the cache's lines:
/// a load across two lines costs two.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub struct Pair(pub [i16; 2 * WIDE]);

/// `WIDE` columns as a tile reads them.
#[derive(Clone)]
pub struct Panel {
    pairs: Vec<Pair>,
    /// Pairs in each block: numbers that are summed before the sum is turned into a float.
    blocks: Vec<usize>,
}

/// The right-hand matrix, laid out in panels.
#[derive(Clone, Default)]
pub struct Columns {
    width: usize,
    count: usize,
    panels: Vec<Panel>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Columns {
    /// Columns given as rows: what a linear layer's weights are, one row for each output.
    pub fn new(rows: &Rows) -> Columns {
        let pairs = rows.width.div_ceil(2);
        let padded = rows.count.next_multiple_of(WIDE);
        let blank =
            Panel { pairs: vec![Pair([0; 2 * WIDE]); pairs], blocks: vec![BLOCK / 2; pairs.div_ceil(BLOCK / 2)] };
        let mut panels = vec![blank; padded / WIDE];
        for column in 0..rows.count {
            let panel = panels[column / WIDE].pairs.iter_mut();
            for (pair, numbers) in panel.zip(rows.raw(column).0.chunks(2)) {
                pair.0[column % WIDE * 2..][..numbers.len()].copy_from_slice(numbers);
            }
        }
        let mut scales = rows.scales.clone();
        scales.resize(padded, 0.0);
        Columns { width: rows.width, count: rows.count, panels, scales, bias: vec![0.0; padded] }
    }

    /// Adds a number to each column of the product.
    pub fn with_bias(mut self, bias: &[f32]) -> Columns {
        self.bias.iter_mut().zip(bias).for_each(|(to, from)| *to = *from);
        self
    }

    /// Makes the blocks as long as these columns allow, three times as long for usual weights, for columns that are
    /// used often. A product may then differ in its last bits from that of the same column in another panel.
    pub fn with_long_blocks(mut self) -> Columns {
        self.panels.iter_mut().for_each(|panel| panel.blocks = long_blocks(&panel.pairs));
        self
    }

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl Panel {
    /// The panel block by block, each with the number of its first pair.
    #[inline(always)]
    pub fn blocks(&self) -> impl Iterator<Item = (usize, &[Pair])> {
        let mut start = 0;
        self.blocks.iter().map(move |length| {
            let block = &self.pairs[start..(start + length).min(self.pairs.len())];
            let first = start;
            start += length;
            (first, block)
        })
    }

    /// Components of each column.
    #[inline(always)]
    pub fn width(&self) -> usize {
        2 * self.pairs.len()
    }
}

/// Blocks as long as they may be: no row, whatever its numbers, has a sum with a column of one that doesn't fit.
fn long_blocks(pairs: &[Pair]) -> Vec<usize> {
    const MOST: i32 = i32::MAX / LARGEST as i32;
    let mut blocks = Vec::new();
    let (mut length, mut sums) = (0, [0; WIDE]);
    for pair in pairs {
        let more = pair.0.as_chunks::<2>().0;
        let size = |two: &[i16; 2]| i32::from(two[0]).abs() + i32::from(two[1]).abs();
        if sums.iter().zip(more).any(|(sum, two)| sum + size(two) > MOST) {
            blocks.push(length);
            (length, sums) = (0, [0; WIDE]);
        }
        length += 1;
        sums.iter_mut().zip(more).for_each(|(sum, two)| *sum += size(two));
    }
    blocks.push(length);
    blocks
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
pub fn multiply_with(left: &Rows, right: &Columns, out: &mut [f32], tile: impl Fn(&[i16], &Panel, &[Pair], &mut Tile)) {
    let width = left.width;
    if width != right.width || width % 2 == 1 || width == 0 {
        return;
    }
    let mut sums = Tile([[0.0; WIDE]; TALL]);
    for strip in (0..left.count).step_by(STRIP) {
        let end = (strip + STRIP).min(left.count);
        for (number, panel) in right.panels.iter().enumerate() {
            let column = number * WIDE;
            let wide = WIDE.min(right.count - column);
            let (scales, bias) = (&right.scales[column..][..WIDE], &right.bias[column..][..WIDE]);
            let next = right.panels.get(number + 1).map(|next| &*next.pairs).unwrap_or_default();
            let mut parts = next.chunks((width / 2).div_ceil((end - strip).div_ceil(TALL)));
            for row in (strip..end).step_by(TALL) {
                let part = parts.next().unwrap_or_default();
                tile(&left.data[row * width..][..TALL * width], panel, part, &mut sums);
                for (sums, row) in sums.0.iter().zip(row..end) {
                    let scale = left.scales[row];
                    let target = &mut out[row * right.count + column..][..wide];
                    for (((to, sum), by), bias) in target.iter_mut().zip(sums).zip(scales).zip(bias) {
                        *to = sum * scale * by + bias;
                    }
                }
            }
        }
    }
}

/// A tile in plain Rust: what the others have to agree with.
pub fn portable(rows: &[i16], panel: &Panel, _: &[Pair], tile: &mut Tile) {
    tile.0 = [[0.0; WIDE]; TALL];
    for (first, pairs) in panel.blocks() {
        for (sums, row) in tile.0.iter_mut().zip(rows.chunks_exact(rows.len() / TALL)) {
            let mut block = [0_i32; WIDE];
            for (two, pair) in row[2 * first..].chunks_exact(2).zip(pairs) {
                for (sum, numbers) in block.iter_mut().zip(pair.0.chunks_exact(2)) {
                    *sum += i32::from(two[0]) * i32::from(numbers[0]) + i32::from(two[1]) * i32::from(numbers[1]);
                }
            }
            sums.iter_mut().zip(block).for_each(|(sum, block)| *sum += block as f32);
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
            let value = |at: usize| ((at as u32).wrapping_mul(2_654_435_761).wrapping_add(seed) % 2001) as f32 / 1000.0 - 1.0;
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
        let ones = Rows::from_floats(1152, &[1.0; 1152]);
        for (name, product) in on_every_processor(&ones, &Columns::new(&ones)) {
            assert!((product[0] - 1152.0).abs() < 0.1, "{name}: {product:?}");
        }
    }
}
