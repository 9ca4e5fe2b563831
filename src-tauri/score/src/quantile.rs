//! Quantiles of many numbers without sorting them.

/// Enough that a few dozen of ten thousand draws share a bin.
const BINS: usize = 1_024;

/// Room for counting, used again for each opportunity.
pub(crate) struct Counts {
    bins: [u32; BINS],
    of: Vec<u16>,
    near: [Vec<f32>; 3],
}

impl Default for Counts {
    fn default() -> Self {
        Counts { bins: [0; BINS], of: Vec::new(), near: Default::default() }
    }
}

impl Counts {
    /// The element at each of `shares` by nearest rank. `keys` isn't empty, holds no NaN and lies between its [`ends`].
    #[inline(always)]
    pub(crate) fn nearest_rank(&mut self, keys: &[f32], (least, most): (f32, f32), shares: [f64; 3]) -> [f32; 3] {
        let places = shares.map(|share| {
            let place = (share * keys.len() as f64).ceil() as usize;
            place.saturating_sub(1).min(keys.len().saturating_sub(1))
        });
        let width = most - least;
        // Also for a zero among logarithms, and for few: there counting doesn't help.
        if !width.is_finite() || width <= 0.0 || keys.len() < BINS {
            let mut sorted = keys.to_vec();
            return places.map(|place| *sorted.select_nth_unstable_by(place, f32::total_cmp).1);
        }
        self.count(keys, least, (BINS - 1) as f32 / width);
        let bins = places.map(|place| self.bin(place));
        self.gather(keys, bins.map(|(bin, _)| bin));
        let mut found = [f32::NAN; 3];
        for (((found, near), place), (_, before)) in found.iter_mut().zip(&mut self.near).zip(places).zip(bins) {
            let place = (place - before).min(near.len().saturating_sub(1));
            if !near.is_empty() {
                *found = *near.select_nth_unstable_by(place, f32::total_cmp).1;
            }
        }
        found
    }

    /// A number between 2²³ and 2²⁴ has its whole part in its lowest bits: the quickest way from a fraction to a bin.
    #[inline(always)]
    fn count(&mut self, keys: &[f32], least: f32, scale: f32) {
        const WHOLE: f32 = 8_388_608.0;
        self.of.resize(keys.len(), 0);
        for (bin, key) in self.of.iter_mut().zip(keys) {
            *bin = (((key - least) * scale + WHOLE).to_bits() & (BINS as u32 - 1)) as u16;
        }
        // Four tallies in turns: neighbours often share a bin, and each would wait for the one before.
        let mut tallies = [[0_u32; BINS]; 4];
        let (fours, rest) = self.of.as_chunks::<4>();
        for four in fours {
            for (tally, bin) in tallies.iter_mut().zip(four) {
                tally[usize::from(*bin) % BINS] += 1;
            }
        }
        for bin in rest {
            tallies[0][usize::from(*bin) % BINS] += 1;
        }
        let [first, second, third, fourth] = &tallies;
        for at in 0..BINS {
            self.bins[at] = first[at] + second[at] + third[at] + fourth[at];
        }
    }

    /// The bin of what stands at that place, and how much is in the bins before.
    fn bin(&self, place: usize) -> (u16, usize) {
        let mut before = 0;
        for (bin, count) in (0..).zip(&self.bins) {
            if before + *count as usize > place {
                return (bin, before);
            }
            before += *count as usize;
        }
        (0, 0)
    }

    /// The keys in each of these bins.
    #[inline(always)]
    fn gather(&mut self, keys: &[f32], wanted: [u16; 3]) {
        for near in &mut self.near {
            near.clear();
        }
        let [first, second, third] = wanted;
        for (bins, keys) in self.of.chunks(32).zip(keys.chunks(32)) {
            // Most chunks hold none; counting is quicker than looking at each.
            let mut here = 0_u16;
            for bin in bins {
                here += u16::from(*bin == first) | u16::from(*bin == second) | u16::from(*bin == third);
            }
            if here == 0 {
                continue;
            }
            for (bin, key) in bins.iter().zip(keys) {
                for (near, wanted) in self.near.iter_mut().zip(wanted) {
                    if *bin == wanted {
                        near.push(*key);
                    }
                }
            }
        }
    }
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

    proptest! {
        #[test]
        fn counting_gives_what_sorting_gives(keys in proptest::collection::vec(-1e6_f32..1e6, 1_024..3_000)) {
            let mut sorted = keys.clone();
            sorted.sort_by(f32::total_cmp);
            let wanted = [0.1, 0.5, 0.9].map(|share: f64| sorted[(share * keys.len() as f64).ceil() as usize - 1]);
            prop_assert_eq!(Counts::default().nearest_rank(&keys, ends(&keys), [0.1, 0.5, 0.9]), wanted);
        }
    }
}
