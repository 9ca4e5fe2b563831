//! Lists of numbers with a weight each, all in one: of half a million texts a list for each takes a quarter more.

/// A list for each text, or word; what its pairs mean is said where it is used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    pairs: Vec<(u32, f32)>,
    /// Where each list ends in `pairs`.
    ends: Vec<usize>,
}

impl Lists {
    /// From lists that lie one after the other, each with room for `count`, and how much of its room each uses.
    pub(super) fn closed_up(mut pairs: Vec<(u32, f32)>, count: usize, used: &[u32]) -> Lists {
        let mut ends = Vec::with_capacity(used.len());
        let mut end = 0;
        for (list, used) in used.iter().enumerate() {
            let (start, used) = (list * count, *used as usize);
            pairs.copy_within(start..start + used, end);
            end += used;
            ends.push(end);
        }
        pairs.truncate(end);
        Lists { pairs, ends }
    }

    /// For each of the numbers below `numbers` the lists that hold it, in their order, with its weight there.
    pub(super) fn turned_round(&self, numbers: usize) -> Lists {
        let mut free = vec![0; numbers + 1];
        self.pairs.iter().for_each(|(number, _)| free[*number as usize + 1] += 1);
        for at in 1..=numbers {
            free[at] += free[at - 1];
        }
        let mut pairs = vec![(0, 0.0); self.pairs.len()];
        for (list, held) in (0..).zip(self.iter()) {
            for (number, weight) in held {
                let free = &mut free[*number as usize];
                pairs[*free] = (list, *weight);
                *free += 1;
            }
        }
        // Full lists: what is free begins where each ends.
        free.truncate(numbers);
        Lists { pairs, ends: free }
    }

    /// Appends one more list.
    pub fn push(&mut self, list: &[(u32, f32)]) {
        self.pairs.extend_from_slice(list);
        self.ends.push(self.pairs.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// One of the lists; nothing for one that isn't there.
    pub fn of(&self, list: usize) -> &[(u32, f32)] {
        self.pairs.get(self.place(list)).unwrap_or_default()
    }

    pub fn of_mut(&mut self, list: usize) -> &mut [(u32, f32)] {
        let place = self.place(list);
        self.pairs.get_mut(place).unwrap_or_default()
    }

    pub fn iter(&self) -> impl Iterator<Item = &[(u32, f32)]> {
        (0..self.len()).map(|list| self.of(list))
    }

    fn place(&self, list: usize) -> std::ops::Range<usize> {
        let end = |list: Option<usize>| list.and_then(|list| self.ends.get(list)).copied().unwrap_or(0);
        end(list.checked_sub(1))..end(Some(list))
    }
}

impl FromIterator<Vec<(u32, f32)>> for Lists {
    fn from_iter<All: IntoIterator<Item = Vec<(u32, f32)>>>(all: All) -> Lists {
        let mut lists = Lists::default();
        all.into_iter().for_each(|list| lists.push(&list));
        lists
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn four() -> Lists {
        [vec![(1, 0.5), (2, 0.4)], vec![(0, 0.5)], vec![], vec![(0, 0.4)]].into_iter().collect()
    }

    #[test]
    fn lists_that_do_not_use_their_room_close_up() {
        let room = vec![(1, 0.5), (2, 0.4), (0, 0.5), (9, 9.0), (9, 9.0), (9, 9.0), (0, 0.4), (9, 9.0)];
        let closed_up = Lists::closed_up(room, 2, &[2, 1, 0, 1]);
        assert_eq!(closed_up, four());
        assert_eq!(closed_up.iter().map(<[_]>::len).collect::<Vec<_>>(), [2, 1, 0, 1]);
        assert_eq!((closed_up.of(3), closed_up.of(4)), (&[(0, 0.4)][..], &[][..]));
    }

    #[test]
    fn turned_round_each_number_has_its_lists() {
        let expected = [vec![(1, 0.5), (3, 0.4)], vec![(0, 0.5)], vec![(0, 0.4)], vec![]].into_iter().collect();
        assert_eq!(four().turned_round(4), expected);
    }
}
