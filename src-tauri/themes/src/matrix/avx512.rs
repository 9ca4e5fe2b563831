//! Tiles for processors that multiply 32 numbers and add them up in one instruction (AVX-512 with VNNI).

use std::arch::x86_64::*;

use super::product::{Columns, Pair, Tile, fetch, multiply_with};
use super::{BLOCK, Rows, TALL};

/// Whether the processor has VNNI and, as each that has it does, what the model's other steps use.
pub fn is_here() -> bool {
    use std::arch::is_x86_feature_detected as has;
    has!("avx512f") && has!("avx512bw") && has!("avx512dq") && has!("avx512vl") && has!("avx512vnni")
}

#[target_feature(enable = "avx512f,avx512vnni")]
pub fn multiply(left: &Rows, right: &Columns, out: &mut [f32]) {
    multiply_with(left, right, out, |rows, panel, next, sums| tile(rows, panel, next, sums));
}

/// Twelve sums of 16 columns at once: with fewer, an instruction would wait for the one before; and each number that is
/// loaded serves two or six of them.
#[inline]
#[target_feature(enable = "avx512f,avx512vnni")]
fn tile(rows: &[i16], panel: &[Pair], next: &[Pair], tile: &mut Tile) {
    let width = 2 * panel.len();
    assert!(rows.len() >= TALL * width);
    let mut totals = [[_mm512_setzero_ps(); 2]; TALL];
    for (number, panel) in panel.chunks(BLOCK / 2).enumerate() {
        next.get(number).into_iter().for_each(fetch);
        let mut sums = [[_mm512_setzero_si512(); 2]; TALL];
        for (at, pair) in panel.iter().enumerate() {
            let numbers = pair.0.as_ptr().cast();
            // SAFETY: a pair holds 128 bytes.
            let (first, second) = unsafe { (_mm512_loadu_si512(numbers), _mm512_loadu_si512(numbers.add(1))) };
            for (row, sums) in sums.iter_mut().enumerate() {
                let start = row * width + number * BLOCK + 2 * at;
                // SAFETY: there are as many pairs in a row as in the panel, and the assertion covers the rows.
                let two = unsafe { rows.as_ptr().add(start).cast::<i32>().read_unaligned() };
                let two = _mm512_set1_epi32(two);
                sums[0] = _mm512_dpwssd_epi32(sums[0], first, two);
                sums[1] = _mm512_dpwssd_epi32(sums[1], second, two);
            }
        }
        for (total, sum) in totals.as_flattened_mut().iter_mut().zip(sums.as_flattened()) {
            *total = _mm512_add_ps(*total, _mm512_cvtepi32_ps(*sum));
        }
    }
    for (to, total) in tile.as_flattened_mut().chunks_exact_mut(16).zip(totals.as_flattened()) {
        // SAFETY: both are 64 bytes.
        unsafe { _mm512_storeu_ps(to.as_mut_ptr(), *total) };
    }
}
