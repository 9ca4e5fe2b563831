//! Tiles for processors that multiply 16 numbers and add them up in one instruction (AVX-VNNI): most laptops since 2021.

use std::arch::x86_64::*;

use super::Rows;
use super::avx2::tile_with;
use super::product::{Columns, multiply_with};

pub fn is_here() -> bool {
    std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("avxvnni")
}

#[target_feature(enable = "avx2,avxvnni")]
pub fn multiply(left: &Rows, right: &Columns, out: &mut [f32]) {
    multiply_with(left, right, out, |rows, panel, next, sums| {
        tile_with(rows, panel, next, sums, |sum, one, other| _mm256_dpwssd_avx_epi32(sum, one, other));
    });
}
