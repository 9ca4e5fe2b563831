//! Products of matrices in whole numbers of 16 bits: an AVX2 processor multiplies twice as many of them at once as of
//! 32-bit floats, they are finer than 8 bits, and the products are the same to the last bit on every machine.
//!
//! Each row carries one scale, which leaves it so short that the product of any two rows fits 32 bits, and so does every
//! part of it: no product is larger than that of the two rows' lengths (Cauchy and Schwarz). It is summed without a
//! float in between.

#[cfg(target_arch = "x86_64")]
pub(crate) mod avx2;
#[cfg(target_arch = "x86_64")]
pub(crate) mod avx512;
#[cfg(target_arch = "x86_64")]
mod avxvnni;
pub(crate) mod lanes;
mod product;

pub use product::{Columns, multiply};

use lanes::sum;

/// The length of the longest row written down: none of its components is larger, so they fit 16 bits, and its square is
/// less than 2³¹.
const LONGEST: f32 = 32_767.0;

/// Rows computed at once.
const TALL: usize = 12;

/// Rows of equal length as whole numbers with a scale each: 2 bytes a component.
#[derive(Clone, Default)]
pub struct Rows {
    width: usize,
    count: usize,
    data: Vec<i16>,
    scales: Vec<f32>,
}

impl Rows {
    /// An empty matrix whose rows have `width` components.
    pub fn new(width: usize) -> Rows {
        Rows { width, ..Rows::default() }
    }

    /// The rows of `values`, each of `width` components. A rest shorter than a row is left out.
    pub fn from_floats(width: usize, values: &[f32]) -> Rows {
        let mut rows = Rows::new(width);
        rows.fill(values, width);
        rows
    }

    /// Replaces everything by the rows of `values`, each of `width` components, keeping the memory.
    #[inline(always)]
    pub fn fill(&mut self, values: &[f32], width: usize) {
        self.clear(width);
        for row in values.chunks_exact(self.width.max(1)) {
            self.push(row);
        }
    }

    /// Leaves no rows, keeping the memory. Those that follow have `width` components.
    #[inline(always)]
    pub fn clear(&mut self, width: usize) {
        self.width = width;
        self.count = 0;
        self.scales.clear();
    }

    /// Appends one row; what isn't a finite number counts as 0, and a short row is filled up with 0.
    #[inline(always)]
    pub fn push(&mut self, row: &[f32]) {
        self.count += 1;
        // Whole tiles are computed, so the last one needs rows to read.
        let room = self.count.next_multiple_of(TALL) * self.width;
        if self.data.len() < room {
            self.data.resize(room, 0);
        }
        self.scales.push(0.0);
        self.set(self.count - 1, row);
    }

    /// Replaces one row, as [`Rows::push`] would write it.
    #[inline(always)]
    pub fn set(&mut self, at: usize, row: &[f32]) {
        let start = at * self.width;
        let scale = scale_of(row);
        let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
        if let Some(target) = self.data.get_mut(start..start + self.width) {
            let (target, rest) = target.split_at_mut(row.len().min(self.width));
            for (to, from) in target.iter_mut().zip(row) {
                *to = nearest(from * inverse);
            }
            rest.fill(0);
        }
        if let Some(to) = self.scales.get_mut(at) {
            *to = scale;
        }
    }

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub fn width(&self) -> usize {
        self.width
    }

    /// The whole numbers of one row, and what they are multiplied by. Empty for a row that isn't there.
    pub fn raw(&self, row: usize) -> (&[i16], f32) {
        let numbers = self.data.get(row * self.width..(row + 1) * self.width).filter(|_| row < self.count);
        let numbers = numbers.unwrap_or_default();
        (numbers, self.scales.get(row).copied().unwrap_or(0.0))
    }

    /// One row as floats.
    pub fn row(&self, row: usize) -> Vec<f32> {
        let (numbers, scale) = self.raw(row);
        numbers.iter().map(|number| f32::from(*number) * scale).collect()
    }

    /// Adds `weight` times one row to `sum`.
    pub fn add_to(&self, row: usize, weight: f32, sum: &mut [f32]) {
        let (numbers, scale) = self.raw(row);
        for (to, from) in sum.iter_mut().zip(numbers) {
            *to += f32::from(*from) * (scale * weight);
        }
    }

    /// Adds four rows to `sum`, each times its weight, to the last bit as one after the other: but the processor waits
    /// for the memory of all four at once.
    pub fn add_four(&self, four: [(usize, f32); 4], sum: &mut [f32]) {
        let [one, two, three, last] = four.map(|(row, weight)| {
            let (numbers, scale) = self.raw(row);
            (numbers, scale * weight)
        });
        let numbers = one.0.iter().zip(two.0).zip(three.0.iter().zip(last.0));
        for (to, ((first, second), (third, fourth))) in sum.iter_mut().zip(numbers) {
            let with_two = *to + f32::from(*first) * one.1 + f32::from(*second) * two.1;
            *to = with_two + f32::from(*third) * three.1 + f32::from(*fourth) * last.1;
        }
    }

    /// The scalar product of two rows.
    pub fn dot(&self, one: usize, other: usize) -> f32 {
        self.dot_with(one, self, other)
    }

    /// The scalar product of one row with a row of another matrix of the same width.
    pub fn dot_with(&self, one: usize, others: &Rows, other: usize) -> f32 {
        let ((left, by), (right, and)) = (self.raw(one), others.raw(other));
        let sum: i32 = left.iter().zip(right).map(|(left, right)| i32::from(*left) * i32::from(*right)).sum();
        sum as f32 * by * and
    }

    /// The rows with these numbers, in this order.
    pub fn select(&self, rows: impl IntoIterator<Item = usize>) -> Rows {
        let mut selected = Rows::new(self.width);
        for row in rows {
            let (numbers, scale) = self.raw(row);
            let start = selected.count * self.width;
            selected.count += 1;
            selected.data.truncate(start);
            selected.data.extend_from_slice(numbers);
            selected.data.resize(selected.count.next_multiple_of(TALL) * self.width, 0);
            selected.scales.push(scale);
        }
        selected
    }
}

/// What the whole numbers of a row are multiplied by: as little as leaves them no longer than they may be, rounded as
/// they are. 0 for a row of nothing, and for one that is infinite or nearly so.
#[inline(always)]
fn scale_of(row: &[f32]) -> f32 {
    let length = sum(row, |value| if value.is_nan() { 0.0 } else { value * value }).sqrt();
    // Rounding moves each component by a half at most, and so the row's end by half the root of their number.
    let scale = length / (LONGEST - (row.len() as f32).sqrt());
    if scale.is_normal() { scale } else { 0.0 }
}

/// The nearest whole number, without the branches of `round`: adding 1.5 · 2²³ leaves it in the low bits.
#[inline(always)]
fn nearest(value: f32) -> i16 {
    let value = if value.is_nan() { 0.0 } else { value };
    let bits = (value + 12_582_912.0).to_bits();
    bits.wrapping_sub(12_582_912.0_f32.to_bits()) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_number_counts_as_nothing() {
        let rows = Rows::from_floats(2, &[f32::NAN, 1.0, f32::INFINITY, 1.0]);
        assert!(rows.row(0)[0] == 0.0 && (rows.row(0)[1] - 1.0).abs() < 1e-4);
        assert_eq!(rows.row(1), [0.0, 0.0]);
        assert_eq!(rows.row(9), [] as [f32; 0]);
    }

    #[test]
    fn four_rows_add_up_as_one_after_the_other() {
        let values: Vec<f32> = (0..5 * 37).map(|at| ((at * 31 % 57) as f32 - 28.0) / 41.0).collect();
        let rows = Rows::from_floats(37, &values);
        let four = [(3, 0.3), (0, 0.11), (4, 0.007), (1, 0.9)];
        let (mut at_once, mut in_turn) = (rows.row(2), rows.row(2));
        rows.add_four(four, &mut at_once);
        four.iter().for_each(|(row, weight)| rows.add_to(*row, *weight, &mut in_turn));
        assert_eq!(at_once, in_turn);
    }

    #[test]
    fn selected_rows_keep_their_numbers() {
        let rows = Rows::from_floats(2, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let selected = rows.select([2, 0]);
        assert_eq!((selected.len(), selected.row(0), selected.row(1)), (2, rows.row(2), rows.row(0)));
        assert!((rows.dot(0, 1) - 11.0).abs() < 0.01);
    }
}
