//! Tiles for processors that multiply 16 numbers and add them up in one instruction (AVX-VNNI): most laptops since 2021.

use std::arch::asm;
use std::arch::x86_64::__m256i;

use super::Rows;
use super::avx2::tile_with;
use super::product::{Columns, multiply_with};

pub fn is_here() -> bool {
    std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("avxvnni")
}

#[target_feature(enable = "avx2,avxvnni")]
pub fn multiply(left: &Rows, right: &Columns, out: &mut [f32]) {
    multiply_with(left, right, out, |rows, panel, next, sums| {
        tile_with(rows, panel, next, sums, |sum, one, other| multiply_add(sum, one, other));
    });
}

/// What `_mm256_dpwssd_avx_epi32` does. That one the compiler takes apart into AVX2's two where it counts on less waiting.
#[inline]
#[target_feature(enable = "avx2,avxvnni")]
fn multiply_add(mut sum: __m256i, one: __m256i, other: __m256i) -> __m256i {
    // SAFETY: it reads and writes these registers alone, and the processor has it.
    unsafe {
        asm!(
            "{{vex}} vpdpwssd {sum}, {one}, {other}",
            sum = inout(ymm_reg) sum,
            one = in(ymm_reg) one,
            other = in(ymm_reg) other,
            options(pure, nomem, nostack, preserves_flags),
        );
    }
    sum
}
