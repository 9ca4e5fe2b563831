//! Quantiles of many numbers without sorting them.

/// Enough that a few dozen of ten thousand draws share a bin.
const BINS: usize = 1_024;

/// Room for counting, used again for each opportunity.
pub(crate) struct Counts {
    bins: Vec<u32>,
    of: Vec<u32>,
    near: Vec<f32>,
}

impl Default for Counts {
    fn default() -> Self {
        Counts { bins: vec![0; BINS], of: Vec::new(), near: Vec::new() }
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
        places.map(|place| self.find(keys, place))
    }

    /// A number between 2²³ and 2²⁴ has its whole part in its lowest bits: the quickest way from a fraction to a bin.
    #[inline(always)]
    fn count(&mut self, keys: &[f32], least: f32, scale: f32) {
        const WHOLE: f32 = 8_388_608.0;
        self.of.clear();
        self.of.extend(keys.iter().map(|key| ((key - least) * scale + WHOLE).to_bits() & (BINS as u32 - 1)));
        self.bins.fill(0);
        for bin in &self.of {
            if let Some(count) = self.bins.get_mut(*bin as usize) {
                *count += 1;
            }
        }
    }

    #[inline(always)]
    fn find(&mut self, keys: &[f32], place: usize) -> f32 {
        let mut before = 0;
        let mut wanted = 0;
        for (bin, count) in (0..).zip(&self.bins) {
            if before + *count as usize > place {
                wanted = bin;
                break;
            }
            before += *count as usize;
        }
        self.near.clear();
        for (bins, keys) in self.of.chunks(16).zip(keys.chunks(16)) {
            // Most chunks hold none; counting is quicker than looking at each.
            if bins.iter().map(|bin| u32::from(*bin == wanted)).sum::<u32>() > 0 {
                self.near.extend(bins.iter().zip(keys).filter(|(bin, _)| **bin == wanted).map(|(_, key)| *key));
            }
        }
        let place = (place - before).min(self.near.len().saturating_sub(1));
        if self.near.is_empty() { f32::NAN } else { *self.near.select_nth_unstable_by(place, f32::total_cmp).1 }
    }
}

/// The smallest and the largest, sixteen at a time.
#[inline(always)]
pub(crate) fn ends(keys: &[f32]) -> (f32, f32) {
    let (mut low, mut high) = ([f32::INFINITY; 16], [f32::NEG_INFINITY; 16]);
    for chunk in keys.chunks(16) {
        for ((low, high), key) in low.iter_mut().zip(&mut high).zip(chunk) {
            *low = if *key < *low { *key } else { *low };
            *high = if *key > *high { *key } else { *high };
        }
    }
    (low.into_iter().fold(f32::INFINITY, f32::min), high.into_iter().fold(f32::NEG_INFINITY, f32::max))
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
