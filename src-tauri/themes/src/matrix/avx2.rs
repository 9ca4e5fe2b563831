//! Tiles for processors that multiply 16 numbers in one instruction (AVX2): nearly every one since 2013.

use std::arch::x86_64::*;

use super::product::{Columns, Pair, Tile, WIDE, fetch, multiply_with};
use super::{BLOCK, Rows, TALL};

pub fn is_here() -> bool {
    std::arch::is_x86_feature_detected!("avx2")
}

#[target_feature(enable = "avx2")]
pub fn multiply(left: &Rows, right: &Columns, out: &mut [f32]) {
    multiply_with(left, right, out, |rows, panel, next, sums| {
        tile_with(rows, panel, next, sums, |sum, one, other| _mm256_add_epi32(sum, _mm256_madd_epi16(one, other)));
    });
}

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
    for half in 0..2 {
        for (number, panel) in panel.chunks(BLOCK / 2).enumerate() {
            if half == 0 {
                next.get(number).into_iter().for_each(fetch);
            }
            let mut sums = [[_mm256_setzero_si256(); 2]; TALL];
            for (at, pair) in panel.iter().enumerate() {
                let numbers = pair.0[half * WIDE..].as_ptr().cast();
                // SAFETY: half a pair holds 64 bytes.
                let (first, second) = unsafe { (_mm256_loadu_si256(numbers), _mm256_loadu_si256(numbers.add(1))) };
                for (row, sums) in sums.iter_mut().enumerate() {
                    let start = row * width + number * BLOCK + 2 * at;
                    // SAFETY: there are as many pairs in a row as in the panel, and the assertion covers the rows.
                    let two = unsafe { rows.as_ptr().add(start).cast::<i32>().read_unaligned() };
                    let two = _mm256_set1_epi32(two);
                    sums[0] = add(sums[0], first, two);
                    sums[1] = add(sums[1], second, two);
                }
            }
            for (to, sums) in tile.iter_mut().zip(sums) {
                for (to, sum) in to[half * WIDE / 2..].chunks_exact_mut(8).zip(sums) {
                    // SAFETY: both are 32 bytes.
                    unsafe {
                        let total = _mm256_add_ps(_mm256_loadu_ps(to.as_ptr()), _mm256_cvtepi32_ps(sum));
                        _mm256_storeu_ps(to.as_mut_ptr(), total);
                    }
                }
            }
        }
    }
}
