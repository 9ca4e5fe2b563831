//! Where a pull stands that walks from the newest record back to what it knows already, for lists that can't be
//! asked for "everything since". What comes in meanwhile pushes the rest towards later pages: it is read twice,
//! and nothing is skipped.

use serde::{Deserialize, Serialize};

use super::super::{BadReply, Cursor};
use crate::model::Time;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// Older records are known, or too old to matter; None: nothing is known.
    floor: Option<Time>,
    /// The newest record of this walk.
    top: Option<Time>,
    pub page: u32,
}

impl Default for Walk {
    fn default() -> Walk {
        Walk { floor: None, top: None, page: 1 }
    }
}

impl Walk {
    /// After a page of records of these times. Gives where to go on, and whether that is still in this walk.
    /// A first walk ends at `oldest`; a later one `overlap` before the newest record of the last.
    pub fn after(
        self,
        times: &[Time],
        has_next: bool,
        oldest: Time,
        overlap: i64,
    ) -> std::result::Result<(Cursor, bool), BadReply> {
        let top = self.top.max(times.iter().max().copied());
        let floor = self.floor.unwrap_or(oldest);
        let reached = times.iter().min().is_some_and(|last| *last < floor);
        if has_next && times.is_empty() {
            return Err(BadReply("it speaks of a further page and holds nothing".to_owned()));
        }
        if has_next && !reached {
            return Ok((Cursor::at(&Walk { top, page: self.page.saturating_add(1), ..self }), true));
        }
        let known = top.map(|top| top.plus(-overlap)).max(self.floor);
        Ok((Cursor::at(&Walk { floor: known, top: None, page: 1 }), false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_ends_where_the_last_one_began() {
        let after = |at: &Cursor, times: &[i64], next: bool| {
            let times: Vec<Time> = times.iter().copied().map(Time).collect();
            at.place::<Walk>().after(&times, next, Time(0), 5).unwrap()
        };
        let (second, more) = after(&Cursor(None), &[100, 90], true);
        assert!(more && second.place::<Walk>().page == 2);
        let (end, more) = after(&second, &[80, 70], false);
        assert!(!more);
        assert_eq!(end.place::<Walk>(), Walk { floor: Some(Time(95)), top: None, page: 1 });
        let (again, more) = after(&end, &[110, 94], true);
        assert!(!more, "what follows is known");
        assert_eq!(again.place::<Walk>().floor, Some(Time(105)));
        assert_eq!(after(&again, &[], false), (again, false), "nothing came, so the place stays");
    }
}
