//! The nearest others of each text, all in one list: of half a million texts a list for each takes a quarter more.

/// The nearest others of each text with their similarity, best first, ties by number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Neighbours {
    near: Vec<(u32, f32)>,
    /// Where the others of each text end in `near`.
    ends: Vec<usize>,
}

impl Neighbours {
    /// From lists that lie one after the other, each with room for `count`, and how much of its room each uses.
    pub(super) fn closed_up(mut near: Vec<(u32, f32)>, count: usize, used: &[u32]) -> Neighbours {
        let mut ends = Vec::with_capacity(used.len());
        let mut end = 0;
        for (text, used) in used.iter().enumerate() {
            let (start, used) = (text * count, *used as usize);
            near.copy_within(start..start + used, end);
            end += used;
            ends.push(end);
        }
        near.truncate(end);
        Neighbours { near, ends }
    }

    /// Appends the others of one more text.
    pub fn push(&mut self, others: &[(u32, f32)]) {
        self.near.extend_from_slice(others);
        self.ends.push(self.near.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The others of one text.
    pub fn of(&self, text: usize) -> &[(u32, f32)] {
        self.near.get(self.place(text)).unwrap_or_default()
    }

    pub fn of_mut(&mut self, text: usize) -> &mut [(u32, f32)] {
        let place = self.place(text);
        self.near.get_mut(place).unwrap_or_default()
    }

    /// The others of each text.
    pub fn iter(&self) -> impl Iterator<Item = &[(u32, f32)]> {
        (0..self.len()).map(|text| self.of(text))
    }

    fn place(&self, text: usize) -> std::ops::Range<usize> {
        let end = |text: Option<usize>| text.and_then(|text| self.ends.get(text)).copied().unwrap_or(0);
        end(text.checked_sub(1))..end(Some(text))
    }
}

impl FromIterator<Vec<(u32, f32)>> for Neighbours {
    fn from_iter<Lists: IntoIterator<Item = Vec<(u32, f32)>>>(lists: Lists) -> Neighbours {
        let mut neighbours = Neighbours::default();
        lists.into_iter().for_each(|list| neighbours.push(&list));
        neighbours
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_keep_their_texts() {
        let room = vec![(1, 0.5), (2, 0.4), (0, 0.5), (9, 9.0), (9, 9.0), (9, 9.0), (0, 0.4), (9, 9.0)];
        let closed_up = Neighbours::closed_up(room, 2, &[2, 1, 0, 1]);
        assert_eq!(closed_up, [vec![(1, 0.5), (2, 0.4)], vec![(0, 0.5)], vec![], vec![(0, 0.4)]].into_iter().collect());
        assert_eq!(closed_up.iter().map(<[_]>::len).collect::<Vec<_>>(), [2, 1, 0, 1]);
        assert_eq!((closed_up.of(3), closed_up.of(4)), (&[(0, 0.4)][..], &[][..]));
    }
}
