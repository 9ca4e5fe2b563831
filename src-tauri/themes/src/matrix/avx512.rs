//! Tiles for processors that multiply 32 numbers and add them up in one instruction (AVX-512 with VNNI).

use std::arch::x86_64::*;

use super::product::{Columns, Pair, Tile, fetch, multiply_with};
use super::{Rows, TALL};

/// Pairs after which one of the next panel is sent for: more at once would keep a tile waiting for its own.
const STEP: usize = 8;

/// Whether the processor has VNNI and, as each that has it does, what the model's other steps use.
pub fn is_here() -> bool {
    use std::arch::is_x86_feature_detected as has;
    has!("avx512f") && has!("avx512bw") && has!("avx512dq") && has!("avx512vl") && has!("avx512vnni")
}

#[target_feature(enable = "avx512f,avx512vnni")]
pub fn multiply(left: &Rows, right: &Columns, out: &mut [f32]) {
    multiply_with(left, right, out, |rows, panel, next, sums| tile(rows, panel, next, sums));
}

/// 24 sums of 16 columns at once: with twelve, which would do on paper, an instruction often waits for the one before;
/// and each number that is loaded serves two or twelve of them.
#[inline]
#[target_feature(enable = "avx512f,avx512vnni")]
fn tile(rows: &[i16], panel: &[Pair], next: &[Pair], tile: &mut Tile) {
    let width = 2 * panel.len();
    assert!(rows.len() >= TALL * width);
    let mut next = next.iter();
    let mut sums = [[_mm512_setzero_si512(); 2]; TALL];
    for (number, pairs) in panel.chunks(STEP).enumerate() {
        next.next().into_iter().for_each(fetch);
        for (at, pair) in pairs.iter().enumerate() {
            let numbers = pair.0.as_ptr().cast();
            // SAFETY: a pair holds 128 bytes.
            let (one, other) = unsafe { (_mm512_loadu_si512(numbers), _mm512_loadu_si512(numbers.add(1))) };
            for (row, sums) in sums.iter_mut().enumerate() {
                let two = row * width + 2 * (number * STEP + at);
                // SAFETY: there are as many pairs in a row as in the panel, and the assertion covers the rows.
                let two = unsafe { rows.as_ptr().add(two).cast::<i32>().read_unaligned() };
                let two = _mm512_set1_epi32(two);
                sums[0] = _mm512_dpwssd_epi32(sums[0], one, two);
                sums[1] = _mm512_dpwssd_epi32(sums[1], other, two);
            }
        }
    }
    for (to, sums) in tile.0.iter_mut().zip(sums) {
        let to = to.as_mut_ptr().cast();
        // SAFETY: a row of the tile holds 128 bytes.
        unsafe {
            _mm512_storeu_si512(to, sums[0]);
            _mm512_storeu_si512(to.add(1), sums[1]);
        }
    }
}
