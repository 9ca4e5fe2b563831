//! Tiles for processors that multiply 16 numbers in one instruction (AVX2): nearly every one since 2013.

use std::arch::x86_64::*;

use super::product::{Columns, Pair, Tile, WIDE, fetch, multiply_with};
use super::{Rows, TALL};

pub fn is_here() -> bool {
    std::arch::is_x86_feature_detected!("avx2")
}

#[target_feature(enable = "avx2")]
pub fn multiply(left: &Rows, right: &Columns, out: &mut [f32]) {
    multiply_with(left, right, out, |rows, panel, next, sums| {
        tile_with(rows, panel, next, sums, |sum, one, other| _mm256_add_epi32(sum, _mm256_madd_epi16(one, other)));
    });
}

/// Rows of a tile that are summed at once.
const FEWER: usize = TALL / 2;

/// Pairs after which one of the next panel is sent for.
const STEP: usize = 24;

/// One half of the panel's columns after the other: twelve sums of 8 columns are as many as the registers hold.
/// `add` adds to each sum the products of two numbers with two others.
#[inline]
#[target_feature(enable = "avx2")]
pub fn tile_with(
    rows: &[i16],
    panel: &[Pair],
    next: &[Pair],
    tile: &mut Tile,
    add: impl Fn(__m256i, __m256i, __m256i) -> __m256i,
) {
    let width = 2 * panel.len();
    assert!(rows.len() >= TALL * width);
    let mut next = next.iter();
    for half in 0..2 {
        for (rows, tile) in rows.chunks_exact(FEWER * width).zip(tile.0.chunks_exact_mut(FEWER)) {
            let mut sums = [[_mm256_setzero_si256(); 2]; FEWER];
            for (number, pairs) in panel.chunks(STEP).enumerate() {
                next.next().into_iter().for_each(fetch);
                for (at, pair) in pairs.iter().enumerate() {
                    let numbers = pair.0[half * WIDE..].as_ptr().cast();
                    // SAFETY: half a pair holds 64 bytes.
                    let (one, other) = unsafe { (_mm256_loadu_si256(numbers), _mm256_loadu_si256(numbers.add(1))) };
                    for (row, sums) in sums.iter_mut().enumerate() {
                        let two = row * width + 2 * (number * STEP + at);
                        // SAFETY: a row has as many pairs as the panel, and these are `FEWER` rows.
                        let two = unsafe { rows.as_ptr().add(two).cast::<i32>().read_unaligned() };
                        let two = _mm256_set1_epi32(two);
                        sums[0] = add(sums[0], one, two);
                        sums[1] = add(sums[1], other, two);
                    }
                }
            }
            for (to, sums) in tile.iter_mut().zip(sums) {
                let to = to[half * WIDE / 2..].as_mut_ptr().cast();
                // SAFETY: half a row of the tile holds 64 bytes.
                unsafe {
                    _mm256_storeu_si256(to, sums[0]);
                    _mm256_storeu_si256(to.add(1), sums[1]);
                }
            }
        }
    }
}
