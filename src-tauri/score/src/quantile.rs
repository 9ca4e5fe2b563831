//! Quantiles of many numbers without sorting them.
//!
//! Each number is first rounded to one of some thousand steps between the smallest and the largest. A processor compares
//! many such steps at once, so how many lie below a given one is counted in no time: the step at which a quantile lies is
//! found by trying. The few numbers at that step are then looked at themselves.

/// All that 16 bits tell apart.
const LAST_STEP: i16 = i16::MAX;

/// So few are looked at themselves.
const FEW: usize = 8;

/// Among more than these the middle is tried: numbers aren't spread evenly over a wide stretch.
const MANY: usize = 2_000;

/// Fewer numbers than these aren't worth searching.
const WORTH: usize = 1_024;

/// Room for searching, used again for each opportunity.
#[derive(Default)]
pub(crate) struct Search {
    /// Of each number.
    steps: Vec<i16>,
    near: [Vec<f32>; 3],
}

/// A stretch of steps in which the number at one place lies.
struct Stretch {
    place: usize,
    from: i32,
    /// The first step behind.
    to: i32,
    /// How many numbers lie before the stretch, and before its end.
    before: usize,
    until: usize,
}

impl Search {
    /// The element at each of `shares` by nearest rank. `keys` isn't empty, holds no NaN and lies between its [`ends`].
    #[inline(always)]
    pub(crate) fn nearest_rank(&mut self, keys: &[f32], (least, most): (f32, f32), shares: [f64; 3]) -> [f32; 3] {
        let places = shares.map(|share| {
            let place = (share * keys.len() as f64).ceil() as usize;
            place.saturating_sub(1).min(keys.len().saturating_sub(1))
        });
        let width = most - least;
        // A zero among logarithms is infinitely far from all others.
        if !width.is_finite() || width <= 0.0 || keys.len() < WORTH {
            let mut keys = keys.to_vec();
            return places.map(|place| *keys.select_nth_unstable_by(place, f32::total_cmp).1);
        }
        self.round(keys, least, f32::from(LAST_STEP) / width);
        let stretches = self.narrow(places);
        self.gather(keys, &stretches);
        let mut found = [f32::NAN; 3];
        for ((found, near), stretch) in found.iter_mut().zip(&mut self.near).zip(&stretches) {
            let place = (stretch.place - stretch.before).min(near.len().saturating_sub(1));
            if !near.is_empty() {
                *found = *near.select_nth_unstable_by(place, f32::total_cmp).1;
            }
        }
        found
    }

    /// A number between 2²³ and 2²⁴ has its whole part in its lowest bits: the quickest way from a fraction to a step.
    #[inline(always)]
    fn round(&mut self, keys: &[f32], least: f32, scale: f32) {
        const WHOLE: f32 = 8_388_608.0;
        self.steps.resize(keys.len(), 0);
        for (step, key) in self.steps.iter_mut().zip(keys) {
            *step = (((key - least) * scale + WHOLE).to_bits() & LAST_STEP as u32) as i16;
        }
    }

    /// The stretches of these places, each so short that it holds few numbers, or a single step.
    #[inline(always)]
    fn narrow(&self, places: [usize; 3]) -> [Stretch; 3] {
        let (to, until) = (i32::from(LAST_STEP) + 1, self.steps.len());
        let mut stretches = places.map(|place| Stretch { place, from: 0, to, before: 0, until });
        let mut tries = 0;
        while stretches.iter().any(Stretch::is_long) {
            let tried = stretches.each_ref().map(|stretch| stretch.next(tries));
            for ((stretch, step), below) in stretches.iter_mut().zip(tried).zip(below(&self.steps, tried)) {
                stretch.cut(step, below);
            }
            tries += 1;
        }
        stretches
    }

    /// The keys in these stretches.
    #[inline(always)]
    fn gather(&mut self, keys: &[f32], stretches: &[Stretch; 3]) {
        for near in &mut self.near {
            near.clear();
        }
        // Steps before the first wrap around to large numbers: one comparison instead of two, and one that hardly ever
        // holds, so that processors guess it right.
        let bounds = stretches.each_ref().map(|stretch| (stretch.from as i16, (stretch.to - stretch.from - 1) as u16));
        let is_in = |step: i16, (from, more): (i16, u16)| step.wrapping_sub(from).cast_unsigned() <= more;
        let [first, second, third] = bounds;
        for (steps, keys) in self.steps.chunks(64).zip(keys.chunks(64)) {
            // Most chunks hold none; asking them as a whole is quicker than looking at each.
            let mut here = 0;
            for step in steps {
                here |= u16::from(is_in(*step, first) | is_in(*step, second) | is_in(*step, third));
            }
            if here == 0 {
                continue;
            }
            for (step, key) in steps.iter().zip(keys) {
                for (near, bounds) in self.near.iter_mut().zip(bounds) {
                    if is_in(*step, bounds) {
                        near.push(*key);
                    }
                }
            }
        }
    }
}

impl Stretch {
    fn is_long(&self) -> bool {
        self.until - self.before > FEW && self.to - self.from > 1
    }

    /// The step to try next: within, unless nothing is left to try.
    fn next(&self, tries: usize) -> i16 {
        if !self.is_long() {
            return self.from as i16;
        }
        let (held, steps) = (self.until - self.before, self.to - self.from);
        // Halving ends for certain, however the numbers lie.
        if held > MANY || tries > 10 {
            return (self.from + steps / 2) as i16;
        }
        // Where the place would be were all spread evenly, and a little further on, to cut off the longer side.
        let beyond = held.isqrt() / 3 + 1;
        let (left, right) = (self.place - self.before, self.until - self.place);
        let aim = if left < right { left + beyond } else { left.saturating_sub(beyond) };
        let by = (aim as f32 / held as f32 * steps as f32) as i32;
        (self.from + by.clamp(1, steps - 1)) as i16
    }

    fn cut(&mut self, step: i16, below: usize) {
        if below <= self.place {
            (self.from, self.before) = (i32::from(step), below);
        } else {
            (self.to, self.until) = (i32::from(step), below);
        }
    }
}

/// How many lie below each of three steps.
#[inline(always)]
fn below(steps: &[i16], [first, second, third]: [i16; 3]) -> [usize; 3] {
    let mut below = [0; 3];
    // So many that 16 bits count them: as wide as a step, so that as many are counted at once as are compared.
    for steps in steps.chunks(1 << 14) {
        let mut here = [0_u16; 3];
        for step in steps {
            here[0] += u16::from(*step < first);
            here[1] += u16::from(*step < second);
            here[2] += u16::from(*step < third);
        }
        for (below, here) in below.iter_mut().zip(here) {
            *below += usize::from(here);
        }
    }
    below
}

/// The smallest and the largest. Whole numbers in the same order: processors compare many of them at once.
#[inline(always)]
pub(crate) fn ends(keys: &[f32]) -> (f32, f32) {
    let (mut least, mut most) = (i32::MAX, i32::MIN);
    for key in keys {
        let place = in_order(key.to_bits().cast_signed());
        least = least.min(place);
        most = most.max(place);
    }
    if keys.is_empty() {
        return (f32::INFINITY, f32::NEG_INFINITY);
    }
    let key = |place: i32| f32::from_bits(in_order(place).cast_unsigned());
    (key(least), key(most))
}

/// The bits of a number as a whole number that is larger when the number is, and back: below zero, larger bits are
/// smaller numbers.
#[inline(always)]
fn in_order(bits: i32) -> i32 {
    bits ^ ((bits >> 31) & i32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SHARES: [f64; 3] = [0.1, 0.5, 0.9];

    fn by_sorting(keys: &[f32]) -> [u32; 3] {
        let mut sorted = keys.to_vec();
        sorted.sort_by(f32::total_cmp);
        SHARES.map(|share| sorted[(share * keys.len() as f64).ceil() as usize - 1].to_bits())
    }

    fn by_searching(keys: &[f32]) -> [u32; 3] {
        Search::default().nearest_rank(keys, ends(keys), SHARES).map(f32::to_bits)
    }

    /// Spread evenly, crowded around a few numbers with one far away, and equal in parts, with zeros of both signs.
    fn any_keys() -> impl Strategy<Value = Vec<f32>> {
        let many = || WORTH - 2..12_000;
        prop_oneof![
            proptest::collection::vec(-1e6_f32..1e6, many()),
            proptest::collection::vec((-3_i8..4).prop_map(|n| f32::from(n).powi(31)), many()),
            proptest::collection::vec(prop_oneof![0.0_f32..1e-3, Just(0.0), Just(-0.0), Just(1.0)], many()),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn searching_finds_what_sorting_finds(keys in any_keys()) {
            prop_assert_eq!(by_searching(&keys), by_sorting(&keys));
        }
    }

    #[test]
    fn what_no_step_tells_apart_is_found_too() {
        let smallest = f32::from_bits(1);
        for two in [[0.0, smallest], [f32::NEG_INFINITY, 1.0], [1.0, 1.0], [1.0, f32::MAX]] {
            let keys: Vec<f32> = (0..20_000).map(|n| two[usize::from(n % 7 == 0)]).collect();
            assert_eq!(by_searching(&keys), by_sorting(&keys), "{two:?}");
        }
    }
}
