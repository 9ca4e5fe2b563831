//! Products of matrices in whole numbers of 13 bits: an AVX2 processor multiplies twice as many of them at once as of
//! 32-bit floats, they are 64 times finer than 8 bits, and the products are the same to the last bit on every machine.
//!
//! Each row carries one scale. The largest sum of 32 products still fits 32 bits.

/// The largest magnitude written down: 32 · 8191² < 2³¹.
const LARGEST: f32 = 8191.0;

/// Numbers summed before the sum is turned into a float.
const BLOCK: usize = 32;

/// Rows computed at once.
const TALL: usize = 6;

/// Columns computed at once: two registers of eight.
const WIDE: usize = 16;

/// Rows of the left matrix that stay in the cache while the columns pass.
const STRIP: usize = TALL * 16;

type Tile = [[f32; WIDE]; TALL];

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
        self.width = width;
        self.count = 0;
        self.scales.clear();
        for row in values.chunks_exact(self.width.max(1)) {
            self.push(row);
        }
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
        let peak = largest(row);
        let scale = if peak > 0.0 && peak.is_finite() { peak / LARGEST } else { 0.0 };
        let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
        if let Some(target) = self.data.get_mut(start..start + self.width) {
            target.fill(0);
            for (to, from) in target.iter_mut().zip(row) {
                *to = nearest(from * inverse);
            }
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
        let numbers = self.data.get(row * self.width..(row + 1) * self.width).unwrap_or_default();
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

    /// The scalar product of two rows.
    pub fn dot(&self, one: usize, other: usize) -> f32 {
        self.dot_with(one, self, other)
    }

    /// The scalar product of one row with a row of another matrix of the same width.
    pub fn dot_with(&self, one: usize, others: &Rows, other: usize) -> f32 {
        let ((left, by), (right, and)) = (self.raw(one), others.raw(other));
        let mut sum = 0.0;
        for (left, right) in left.chunks(BLOCK).zip(right.chunks(BLOCK)) {
            let block: i32 = left.iter().zip(right).map(|(left, right)| i32::from(*left) * i32::from(*right)).sum();
            sum += block as f32;
        }
        sum * by * and
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

/// The right-hand matrix, laid out in the order in which the product reads it.
#[derive(Clone, Default)]
pub struct Columns {
    width: usize,
    count: usize,
    panels: Vec<i16>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Columns {
    /// Columns given as rows: what a linear layer's weights are, one row for each output.
    pub fn new(rows: &Rows) -> Columns {
        let pairs = rows.width.div_ceil(2);
        let padded = rows.count.next_multiple_of(WIDE);
        let mut panels = vec![0; padded * pairs * 2];
        for column in 0..rows.count {
            let start = column / WIDE * WIDE * pairs * 2 + column % WIDE * 2;
            for (at, number) in rows.raw(column).0.iter().enumerate() {
                if let Some(to) = panels.get_mut(start + at / 2 * WIDE * 2 + at % 2) {
                    *to = *number;
                }
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

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Writes the product of `left` (m rows) and `right` (n columns) to `out`, m × n, row after row, and the bias added.
/// The widths must be equal and even; otherwise the product is of the shared, even part.
pub fn multiply(left: &Rows, right: &Columns, out: &mut Vec<f32>) {
    out.resize(left.count * right.count, 0.0);
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx512f") && std::arch::is_x86_feature_detected!("avx512vnni") {
            // SAFETY: the processor has both.
            return unsafe { multiply_vnni(left, right, out) };
        }
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has AVX2.
            return unsafe { multiply_avx2(left, right, out) };
        }
    }
    multiply_with(left, right, out, tile_portable);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vnni")]
fn multiply_vnni(left: &Rows, right: &Columns, out: &mut [f32]) {
    // SAFETY: called only from here, where both features are known to be there.
    multiply_with(left, right, out, |rows, width, panel, tile| unsafe { tile_vnni(rows, width, panel, tile) });
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn multiply_avx2(left: &Rows, right: &Columns, out: &mut [f32]) {
    // SAFETY: called only from here, where AVX2 is known to be there.
    multiply_with(left, right, out, |rows, width, panel, tile| unsafe { tile_avx2(rows, width, panel, tile) });
}

/// Goes through the product tile by tile; `tile` sums one tile of rows (`TALL` × width) and a panel of columns.
#[inline(always)]
fn multiply_with(left: &Rows, right: &Columns, out: &mut [f32], tile: impl Fn(&[i16], usize, &[i16], &mut Tile)) {
    let width = left.width;
    if width != right.width || width % 2 == 1 || width == 0 {
        return;
    }
    for strip in (0..left.count).step_by(STRIP) {
        let end = (strip + STRIP).min(left.count);
        for (panel_number, panel) in right.panels.chunks_exact(WIDE * width).enumerate() {
            let column = panel_number * WIDE;
            let wide = WIDE.min(right.count - column);
            for row in (strip..end).step_by(TALL) {
                let mut sums = [[0.0; WIDE]; TALL];
                tile(&left.data[row * width..(row + TALL) * width], width, panel, &mut sums);
                for (sums, row) in sums.iter().zip(row..end) {
                    let scale = left.scales[row];
                    let target = &mut out[row * right.count + column..][..wide];
                    for (at, to) in target.iter_mut().enumerate() {
                        *to = sums[at] * scale * right.scales[column + at] + right.bias[column + at];
                    }
                }
            }
        }
    }
}

fn tile_portable(rows: &[i16], width: usize, panel: &[i16], tile: &mut Tile) {
    for start in (0..width).step_by(BLOCK) {
        let end = (start + BLOCK).min(width);
        for (sums, row) in tile.iter_mut().zip(rows.chunks_exact(width)) {
            let mut block = [0_i32; WIDE];
            for (pair, numbers) in row[start..end].chunks_exact(2).zip(panel[start * WIDE..].chunks_exact(WIDE * 2)) {
                for (sum, two) in block.iter_mut().zip(numbers.chunks_exact(2)) {
                    *sum += i32::from(pair[0]) * i32::from(two[0]) + i32::from(pair[1]) * i32::from(two[1]);
                }
            }
            sums.iter_mut().zip(block).for_each(|(sum, block)| *sum += block as f32);
        }
    }
}

/// As [`tile_portable`], 32 products and their sums an instruction.
///
/// # Safety
/// `rows` holds `TALL` rows of `width` and `panel` `WIDE` columns of `width`, which is even.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vnni")]
unsafe fn tile_vnni(rows: &[i16], width: usize, panel: &[i16], tile: &mut Tile) {
    use std::arch::x86_64::*;
    assert!(rows.len() >= TALL * width && panel.len() >= WIDE * width && width.is_multiple_of(2));
    for start in (0..width).step_by(BLOCK) {
        let end = (start + BLOCK).min(width);
        // Two sums a row, in turns: each instruction would wait for the one before.
        let mut sums = [[_mm512_setzero_si512(); TALL]; 2];
        for fours in (start..end).step_by(4) {
            for (pair, sums) in (fours..end.min(fours + 4)).step_by(2).zip(&mut sums) {
                // SAFETY: the assertion above covers each address; loads need no alignment.
                let numbers = unsafe { _mm512_loadu_si512(panel.as_ptr().add(pair * WIDE).cast()) };
                for (row, sum) in sums.iter_mut().enumerate() {
                    // SAFETY: as above.
                    let two = unsafe { rows.as_ptr().add(row * width + pair).cast::<i32>().read_unaligned() };
                    *sum = _mm512_dpwssd_epi32(*sum, numbers, _mm512_set1_epi32(two));
                }
            }
        }
        let [one, other] = sums;
        for ((to, one), other) in tile.iter_mut().zip(one).zip(other) {
            let block = _mm512_cvtepi32_ps(_mm512_add_epi32(one, other));
            // SAFETY: both are 64 bytes.
            unsafe { _mm512_storeu_ps(to.as_mut_ptr(), _mm512_add_ps(_mm512_loadu_ps(to.as_ptr()), block)) };
        }
    }
}

/// As [`tile_portable`], 16 products an instruction.
///
/// # Safety
/// `rows` holds `TALL` rows of `width` and `panel` `WIDE` columns of `width`, which is even.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn tile_avx2(rows: &[i16], width: usize, panel: &[i16], tile: &mut Tile) {
    use std::arch::x86_64::*;
    assert!(rows.len() >= TALL * width && panel.len() >= WIDE * width && width.is_multiple_of(2));
    for start in (0..width).step_by(BLOCK) {
        let end = (start + BLOCK).min(width);
        let mut sums = [[_mm256_setzero_si256(); 2]; TALL];
        for pair in (start..end).step_by(2) {
            // SAFETY: the assertion above covers each address; loads need no alignment.
            unsafe {
                let numbers = panel.as_ptr().add(pair * WIDE).cast::<__m256i>();
                let first = _mm256_loadu_si256(numbers);
                let second = _mm256_loadu_si256(numbers.add(1));
                for (row, sums) in sums.iter_mut().enumerate() {
                    let two = rows.as_ptr().add(row * width + pair).cast::<i32>().read_unaligned();
                    let two = _mm256_set1_epi32(two);
                    sums[0] = _mm256_add_epi32(sums[0], _mm256_madd_epi16(first, two));
                    sums[1] = _mm256_add_epi32(sums[1], _mm256_madd_epi16(second, two));
                }
            }
        }
        for (to, sums) in tile.iter_mut().zip(sums) {
            for (half, sum) in to.chunks_exact_mut(8).zip(sums) {
                let mut block = [0_i32; 8];
                // SAFETY: both are 32 bytes.
                unsafe { _mm256_storeu_si256(block.as_mut_ptr().cast(), sum) };
                half.iter_mut().zip(block).for_each(|(to, block)| *to += block as f32);
            }
        }
    }
}

#[inline(always)]
fn largest(row: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    let mut chunks = row.chunks_exact(8);
    for chunk in &mut chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            // A comparison that is false for what isn't a number.
            *lane = if value.abs() > *lane { value.abs() } else { *lane };
        }
    }
    lanes
        .iter()
        .chain(chunks.remainder())
        .fold(0.0, |largest, value| if value.abs() > largest { value.abs() } else { largest })
}

/// The nearest whole number, without the branches of `round`: adding 1.5 · 2²³ leaves it in the low bits.
#[inline(always)]
fn nearest(value: f32) -> i16 {
    let value = if value.is_nan() { 0.0 } else { value.clamp(-LARGEST, LARGEST) };
    let bits = (value + 12_582_912.0).to_bits();
    bits.wrapping_sub(12_582_912.0_f32.to_bits()) as i16
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

    proptest! {
        #[test]
        fn products_are_right_for_every_shape_and_the_same_on_every_processor(
            width in (1_usize..5).prop_map(|half| half * 2 * 101),
            left in 0_usize..9, right in 0_usize..40, seed in 0_u32..1000,
        ) {
            let value = |at: usize| ((at as u32).wrapping_mul(2_654_435_761).wrapping_add(seed) % 2001) as f32 / 1000.0 - 1.0;
            let one: Vec<f32> = (0..left * width).map(value).collect();
            let other: Vec<f32> = (0..right * width).map(|at| value(at + 7)).collect();
            let (rows, columns) = (Rows::from_floats(width, &one), Columns::new(&Rows::from_floats(width, &other)));
            let mut fast = Vec::new();
            multiply(&rows, &columns, &mut fast);
            let mut plain = vec![0.0; fast.len()];
            multiply_with(&rows, &columns, &mut plain, tile_portable);
            prop_assert_eq!(&fast, &plain);
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") {
                plain.fill(0.0);
                // SAFETY: the processor has AVX2.
                unsafe { multiply_avx2(&rows, &columns, &mut plain) };
                prop_assert_eq!(&fast, &plain);
            }
            for (fast, exact) in fast.iter().zip(exact(&one, &other, width)) {
                prop_assert!((fast - exact).abs() < 1e-3 * (width as f32).sqrt(), "{} {}", fast, exact);
            }
        }
    }

    #[test]
    fn the_largest_numbers_do_not_overflow() {
        let ones = vec![1.0; 384 * 3];
        let mut out = Vec::new();
        multiply(&Rows::from_floats(1152, &ones), &Columns::new(&Rows::from_floats(1152, &ones)), &mut out);
        assert!((out[0] - 1152.0).abs() < 0.1, "{out:?}");
    }

    #[test]
    fn what_is_not_a_number_counts_as_nothing() {
        let rows = Rows::from_floats(2, &[f32::NAN, 1.0, f32::INFINITY, 1.0]);
        assert_eq!(rows.row(0), [0.0, 1.0]);
        assert_eq!(rows.row(1), [0.0, 0.0]);
        assert_eq!(rows.row(9), [] as [f32; 0]);
    }

    #[test]
    fn selected_rows_keep_their_numbers() {
        let rows = Rows::from_floats(2, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let selected = rows.select([2, 0]);
        assert_eq!((selected.len(), selected.row(0), selected.row(1)), (2, rows.row(2), rows.row(0)));
        assert!((rows.dot(0, 1) - 11.0).abs() < 0.01);
    }
}
