//! Which signals an outcome check counts and what it is held against, from the columns alone.

use std::collections::{HashMap, HashSet};

use super::columns::{Columns, NO_THEME, Row};
use crate::model::{ConnectionId, SignalId, Time, TriageState};

/// What belongs to an opportunity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// Linked signals.
    pub linked: HashSet<SignalId>,
    /// Its themes. While there are any, their signals are counted; otherwise the linked ones.
    pub themes: HashSet<u32>,
}

/// One signal that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub at: Time,
    pub connection: ConnectionId,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counted {
    pub own: Vec<Moment>,
    /// Signals of the same services and kinds that are neither linked nor in its themes.
    pub others: Vec<Moment>,
    /// Linked signals outside the themes, which aren't counted.
    pub outside: u32,
}

/// How many of `linked` are in each theme. Signals merged into another count with that one only.
pub fn themes_of(columns: &Columns, linked: &HashSet<SignalId>) -> HashMap<u32, u32> {
    let mut themes = HashMap::new();
    for (id, row, theme) in shown(columns) {
        if theme != 0 && theme != NO_THEME && row.present() && linked.contains(&id) {
            *themes.entry(theme).or_default() += 1;
        }
    }
    themes
}

pub fn count(columns: &Columns, scope: &Scope) -> Counted {
    let is_linked = |id: SignalId| scope.linked.contains(&id);
    let is_own = |id: SignalId, theme: u32| match scope.themes.is_empty() {
        true => is_linked(id),
        false => scope.themes.contains(&theme),
    };
    let (mut counted, mut places) = (Counted::default(), HashSet::new());
    for (id, row, theme) in shown(columns) {
        if is_own(id, theme) {
            places.insert((row.service, row.kind_code()));
            counted.own.push(moment(row));
        } else if is_linked(id) {
            counted.outside += 1;
        }
    }
    for (id, row, theme) in shown(columns) {
        if row.service != 0 && places.contains(&(row.service, row.kind_code())) && !is_own(id, theme) && !is_linked(id)
        {
            counted.others.push(moment(row));
        }
    }
    counted
}

fn shown(columns: &Columns) -> impl Iterator<Item = (SignalId, Row, u32)> {
    let rows = (1..).zip(&columns.rows);
    rows.filter(|(_, row)| row.present() && row.state_code() != TriageState::Merged.code())
        .map(|(id, row)| (SignalId(id), *row, columns.theme(id)))
}

fn moment(row: Row) -> Moment {
    Moment { at: Time(i64::from(row.happened) * Time::SECOND), connection: ConnectionId(u32::from(row.connection)) }
}
