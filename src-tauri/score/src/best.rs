//! Who is among the best of each world, without keeping everybody's draws.
//!
//! Only those that reach a bound are kept: one that more than [`LARGEST_TOP`] contenders reach in every world. They are
//! written down one contender after the other, and looked at world by world at the end. A list for each world would be
//! ten thousand places in memory to write to in turns, none of them at hand. So some hundred worlds in a row share a
//! list, and are told apart once it is complete: then the processor has all of it near.

use std::ops::Range;

/// Beyond this nobody asks for the best k.
pub(crate) const LARGEST_TOP: u32 = 100;

/// How many worlds share a list.
const SHARING: usize = 256;

pub(crate) struct Best {
    bound: f32,
    /// By world: how many reach the bound.
    reaching: Vec<u32>,
    lists: Vec<List>,
}

/// Who reaches the bound in some worlds in a row.
struct List {
    /// Numbers in the order of the contenders' values.
    values: Vec<u32>,
    /// The world of each, counted from the list's first.
    worlds: Vec<u8>,
    /// Each contender's place, and where its part of the two ends.
    parts: Vec<(usize, usize)>,
}

impl Best {
    pub(crate) fn new(bound: f32, contenders: usize, draws: usize) -> Self {
        // About as many as will reach the bound: lists that outgrow their room are copied.
        let room = SHARING * contenders.min(2 * LARGEST_TOP as usize);
        let list = || List { values: Vec::with_capacity(room), worlds: Vec::with_capacity(room), parts: Vec::new() };
        let lists = (0..draws.div_ceil(SHARING)).map(|_| list()).collect();
        Best { bound, reaching: vec![0; draws], lists }
    }

    /// Whether one that doesn't reach the bound may be among the best of some world.
    pub(crate) fn is_short(&self, scored: usize) -> bool {
        let wanted = u32::try_from(scored).unwrap_or(u32::MAX).min(LARGEST_TOP);
        self.reaching.iter().any(|reaching| *reaching < wanted)
    }

    #[inline(always)]
    pub(crate) fn add(&mut self, place: usize, keys: &[f32]) {
        let bound = self.bound;
        for (reaching, key) in self.reaching.iter_mut().zip(keys) {
            *reaching += u32::from(*key >= bound);
        }
        let (mut values, mut worlds) = ([0; SHARING], [0; SHARING]);
        for (list, keys) in self.lists.iter_mut().zip(keys.chunks(SHARING)) {
            // Each is written and only counted when it reaches: whether it will can't be foreseen, and a wrong guess
            // takes a processor longer than all the rest.
            let mut many = 0;
            for (world, key) in keys.iter().enumerate() {
                values[many % SHARING] = in_order(*key);
                worlds[many % SHARING] = world as u8;
                many += usize::from(*key >= bound);
            }
            list.values.extend_from_slice(values.get(..many).unwrap_or_default());
            list.worlds.extend_from_slice(worlds.get(..many).unwrap_or_default());
            list.parts.push((place, list.values.len()));
        }
    }

    /// In how many worlds each contender is among its best k: worth at least what the k-th best is worth.
    pub(crate) fn held(&self, tops: &[u32]) -> Vec<u32> {
        let mut held = vec![0; tops.len()];
        let mut room = Vec::new();
        for (list, reaching) in self.lists.iter().zip(self.reaching.chunks(SHARING)) {
            let largest = list.largest(reaching, &mut room);
            let mut begins = 0;
            for (place, ends) in &list.parts {
                if let (Some(held), Some(top)) = (held.get_mut(*place), tops.get(*place)) {
                    *held += list.times_among(*top, begins..*ends, &largest);
                }
                begins = *ends;
            }
        }
        held
    }
}

/// The largest values of one world, from the largest on; zeros where fewer reach the bound.
type Largest = [u32; LARGEST_TOP as usize];

impl List {
    /// By world. `room` is used again for each list.
    fn largest(&self, reaching: &[u32], room: &mut Vec<u32>) -> Vec<Largest> {
        room.resize(self.values.len(), 0);
        // Where the next value of each world goes, so that a world's values come to lie side by side.
        let mut next = Vec::with_capacity(reaching.len());
        let mut begins = 0;
        for many in reaching {
            next.push(begins);
            begins += *many as usize;
        }
        for (value, world) in self.values.iter().zip(&self.worlds) {
            if let Some(next) = next.get_mut(usize::from(*world)) {
                if let Some(room) = room.get_mut(*next) {
                    *room = *value;
                }
                *next += 1;
            }
        }
        let mut rest = room.as_mut_slice();
        let worlds = reaching.iter().map(|many| {
            let (world, others) = std::mem::take(&mut rest).split_at_mut(*many as usize);
            rest = others;
            largest(world)
        });
        worlds.collect()
    }

    /// How often the contender with this part of the list is among the best `top`, 1 to [`LARGEST_TOP`].
    fn times_among(&self, top: u32, part: Range<usize>, largest: &[Largest]) -> u32 {
        let last = (top as usize).saturating_sub(1) % LARGEST_TOP as usize;
        let values = self.values.get(part.clone()).unwrap_or_default();
        let worlds = self.worlds.get(part).unwrap_or_default();
        let mut times = 0;
        for (value, world) in values.iter().zip(worlds) {
            if let Some(largest) = largest.get(usize::from(*world)) {
                times += u32::from(*value >= largest[last]);
            }
        }
        times
    }
}

/// Changes the order of the values.
fn largest(values: &mut [u32]) -> Largest {
    let mut largest = [0; LARGEST_TOP as usize];
    let kept = values.len().min(largest.len());
    // Putting only those in order that matter takes half as long as all.
    if kept < values.len() {
        values.select_nth_unstable_by(kept, |a, b| b.cmp(a));
    }
    let (values, _) = values.split_at_mut(kept);
    values.sort_unstable_by(|a, b| b.cmp(a));
    for (largest, value) in largest.iter_mut().zip(values) {
        *largest = *value;
    }
    largest
}

/// The bits of a number, so that they compare as the numbers do.
#[inline(always)]
fn in_order(key: f32) -> u32 {
    let bits = key.to_bits();
    if bits >> 31 == 1 { !bits } else { bits | (1 << 31) }
}
