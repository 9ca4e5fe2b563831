//! Where a pull stands that reads records in the order of their last change.
//!
//! Most tools page by position, and a record that changes while we read moves to the end and shifts all others.
//! So a position is only counted among records of the same instant; otherwise the next page starts at the last
//! instant read, and repeats what it has of it.

use serde::{Deserialize, Serialize};

use crate::model::Time;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// Changes at or after this instant are wanted; None: all.
    pub since: Option<Time>,
    /// So many of them were read already.
    pub skip: u64,
    /// Read in this pull so far, repeats counted.
    pub seen: u64,
}

impl Place {
    /// After a page of `count` records whose newest change was at `newest`, when more will follow.
    pub fn onwards(self, count: u64, newest: Option<Time>) -> Place {
        let seen = self.seen.saturating_add(count);
        match newest {
            Some(newest) if Some(newest) > self.since => Place { since: Some(newest), skip: 0, seen },
            _ => Place { skip: self.skip.saturating_add(count), seen, ..self },
        }
    }

    /// Where the next pull begins: `overlap` before the newest change that this one saw.
    pub fn finished(self, newest: Option<Time>, overlap: i64) -> Place {
        let reached = newest.map(|at| at.plus(-overlap)).max(self.since.filter(|_| newest.is_none()));
        Place { since: reached, skip: 0, seen: 0 }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn place(since: Option<i64>, skip: u64, seen: u64) -> Place {
        Place { since: since.map(Time), skip, seen }
    }

    #[rstest]
    #[case::first_page(place(None, 0, 0), Some(5_000), place(Some(5_000), 0, 100))]
    #[case::later_second(place(Some(4_000), 100, 200), Some(5_000), place(Some(5_000), 0, 300))]
    #[case::all_of_one_second(place(Some(5_000), 0, 100), Some(5_000), place(Some(5_000), 100, 200))]
    #[case::the_second_before(place(Some(5_000), 0, 100), Some(4_000), place(Some(5_000), 100, 200))]
    #[case::no_date_at_all(place(None, 0, 0), None, place(None, 100, 100))]
    fn every_page_gets_further(#[case] at: Place, #[case] newest: Option<i64>, #[case] wanted: Place) {
        assert_eq!(at.onwards(100, newest.map(Time)), wanted);
    }

    #[test]
    fn the_next_pull_begins_a_minute_before_the_newest_change() {
        let first = place(None, 0, 0).finished(Some(Time(100_000)), Time::MINUTE);
        assert_eq!(first, place(Some(40_000), 0, 0));
        assert_eq!(first.finished(Some(Time(100_000)), Time::MINUTE), first, "nothing changed, so the place stays");
        assert_eq!(first.finished(None, Time::MINUTE), first, "nothing came, so the place stays");
    }
}
