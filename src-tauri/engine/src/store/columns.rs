//! The facts that lists filter, count and sort by, held in memory: 16 bytes a signal, indexed by its id.
//! The writer updates them after its commit; a snapshot beside the workspace file makes the next start quick.

use std::collections::BTreeMap;

use crate::model::{
    ConnectionId, CustomerId, Kind, ProductId, ServiceId, Severity, SignalId, Status, Time, TriageState,
};

/// One signal's sortable facts as they come from its tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    pub kind: Kind,
    pub severity: Option<Severity>,
    pub status: Status,
    pub state: TriageState,
    pub seen: bool,
    pub service: Option<ServiceId>,
    pub customer: Option<CustomerId>,
    pub connection: ConnectionId,
    pub happened_at: Time,
}

/// [`Facts`] in 16 bytes. Times are kept to the second and held inside 1970–2106; id 0 means "none".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Row {
    pub(super) happened: u32,
    pub(super) service: u32,
    pub(super) customer: u32,
    pub(super) connection: u16,
    pub(super) bits: u16,
}

const _: () = assert!(size_of::<Row>() == Row::BYTES);

/// In the column of themes: the signal was looked at and fits none.
pub(super) const NO_THEME: u32 = u32::MAX;

/// The code of "the source gave no severity" in [`Row::severity_code`].
pub(super) const NO_SEVERITY: u8 = 4;

impl Row {
    pub(super) const BYTES: usize = 16;
    const PRESENT: u16 = 1;
    const SEEN: u16 = 1 << 12;

    pub fn new(facts: &Facts) -> Row {
        let severity = facts.severity.map_or(NO_SEVERITY, Severity::code);
        Row {
            happened: seconds(facts.happened_at),
            service: facts.service.map_or(0, |id| id.0),
            customer: facts.customer.map_or(0, |id| id.0),
            connection: u16::try_from(facts.connection.0).unwrap_or(u16::MAX),
            bits: Row::PRESENT
                | u16::from(facts.kind.code()) << 1
                | u16::from(severity) << 4
                | u16::from(facts.status.code()) << 7
                | u16::from(facts.state.code()) << 9
                | if facts.seen { Row::SEEN } else { 0 },
        }
    }

    /// False for an id that no signal has.
    pub(super) fn present(self) -> bool {
        self.bits & Row::PRESENT != 0
    }

    pub(super) fn kind_code(self) -> u8 {
        (self.bits >> 1 & 7) as u8
    }

    pub(super) fn severity_code(self) -> u8 {
        (self.bits >> 4 & 7) as u8
    }

    pub(super) fn status_code(self) -> u8 {
        (self.bits >> 7 & 3) as u8
    }

    pub(super) fn state_code(self) -> u8 {
        (self.bits >> 9 & 7) as u8
    }

    pub(super) fn seen(self) -> bool {
        self.bits & Row::SEEN != 0
    }

    pub(super) fn to_bytes(self) -> [u8; Row::BYTES] {
        let mut bytes = [0; Row::BYTES];
        bytes[..4].copy_from_slice(&self.happened.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.service.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.customer.to_le_bytes());
        bytes[12..14].copy_from_slice(&self.connection.to_le_bytes());
        bytes[14..].copy_from_slice(&self.bits.to_le_bytes());
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8; Row::BYTES]) -> Row {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = *bytes;
        Row {
            happened: u32::from_le_bytes([a, b, c, d]),
            service: u32::from_le_bytes([e, f, g, h]),
            customer: u32::from_le_bytes([i, j, k, l]),
            connection: u16::from_le_bytes([m, n]),
            bits: u16::from_le_bytes([o, p]),
        }
    }
}

/// Whole seconds since 1970, held inside what a column can keep.
pub(super) fn seconds(at: Time) -> u32 {
    u32::try_from(at.0.div_euclid(Time::SECOND).max(0)).unwrap_or(u32::MAX)
}

/// What one commit changes in the columns.
#[derive(Clone, Debug, Default)]
pub struct Delta {
    pub rows: Vec<(SignalId, Row)>,
    /// When a snoozed signal comes back; None takes an earlier note away.
    pub snoozed: Vec<(SignalId, Option<Time>)>,
    pub revenues: Vec<(CustomerId, Option<i64>)>,
    /// Signals that belong to another service than before; they follow the rows.
    pub services: Vec<(SignalId, Option<ServiceId>)>,
    pub customers: Vec<(SignalId, Option<CustomerId>)>,
    pub products: Vec<(ServiceId, Option<ProductId>)>,
    /// The whole column of themes, anew.
    pub themes: Option<Vec<u32>>,
}

impl Delta {
    pub fn is_empty(&self) -> bool {
        let Delta { rows, snoozed, revenues, services, customers, products, themes } = self;
        let lengths = [rows.len(), snoozed.len(), revenues.len(), services.len(), customers.len(), products.len()];
        lengths == [0; 6] && themes.is_none()
    }
}

/// Every signal's row, plus the few facts that don't fit into one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// `rows[id - 1]`; ids are dense because signals are never deleted.
    pub(super) rows: Vec<Row>,
    pub(super) snoozed: BTreeMap<u32, Time>,
    /// A year's revenue by `customer id - 1`.
    pub(super) revenues: Vec<Option<i64>>,
    /// The product by `service id - 1`; 0 means "none". Not in the snapshot: there are few services.
    pub(super) products: Vec<u32>,
    /// The theme by `id - 1`; 0 for none yet, [`NO_THEME`] for one that fits none. It may be shorter than the rows.
    pub(super) themes: Vec<u32>,
}

impl Columns {
    pub fn apply(&mut self, delta: &Delta) {
        for (id, row) in &delta.rows {
            put(&mut self.rows, id.0, *row);
        }
        for (id, until) in &delta.snoozed {
            match until {
                Some(until) => self.snoozed.insert(id.0, *until),
                None => self.snoozed.remove(&id.0),
            };
        }
        for (id, revenue) in &delta.revenues {
            // An unknown revenue beyond the end is what the column says already.
            if revenue.is_some() || id.0 as usize <= self.revenues.len() {
                put(&mut self.revenues, id.0, *revenue);
            }
        }
        for (id, service) in &delta.services {
            if let Some(row) = at(&mut self.rows, id.0) {
                row.service = service.map_or(0, |id| id.0);
            }
        }
        for (id, customer) in &delta.customers {
            if let Some(row) = at(&mut self.rows, id.0) {
                row.customer = customer.map_or(0, |id| id.0);
            }
        }
        for (service, product) in &delta.products {
            if product.is_some() || service.0 as usize <= self.products.len() {
                put(&mut self.products, service.0, product.map_or(0, |id| id.0));
            }
        }
        if let Some(themes) = &delta.themes {
            self.themes.clone_from(themes);
        }
    }

    /// The theme of a signal; 0 for none yet, [`NO_THEME`] for one that fits none.
    pub(super) fn theme(&self, id: u32) -> u32 {
        (id as usize).checked_sub(1).and_then(|index| self.themes.get(index)).copied().unwrap_or(0)
    }

    /// The product of a service; 0 for none.
    pub(super) fn product(&self, service: u32) -> u32 {
        (service as usize).checked_sub(1).and_then(|index| self.products.get(index)).copied().unwrap_or(0)
    }

    /// How many signals there are.
    pub fn count(&self) -> u32 {
        u32::try_from(self.rows.iter().filter(|row| row.present()).count()).unwrap_or(u32::MAX)
    }

    pub fn revenue(&self, customer: u32) -> Option<i64> {
        let index = (customer as usize).checked_sub(1)?;
        self.revenues.get(index).copied().flatten()
    }

    /// The triage state of a signal at `now`; None when there is no such signal.
    pub fn state(&self, id: SignalId, now: Time) -> Option<TriageState> {
        let row = self.rows.get((id.0 as usize).checked_sub(1)?).filter(|row| row.present())?;
        TriageState::from_code(self.state_code_at(id.0, *row, now))
    }

    /// To the second.
    pub fn happened_at(&self, id: SignalId) -> Option<Time> {
        let row = self.rows.get((id.0 as usize).checked_sub(1)?)?;
        Some(Time(i64::from(row.happened) * Time::SECOND))
    }

    /// The highest id there is.
    pub fn last_id(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// The triage state that holds at `now`: a snooze whose time has come is over.
    pub(super) fn state_code_at(&self, id: u32, row: Row, now: Time) -> u8 {
        let state = row.state_code();
        if state == TriageState::Snoozed.code() && self.snoozed.get(&id).is_none_or(|until| *until <= now) {
            return TriageState::Inbox.code();
        }
        state
    }
}

fn at(rows: &mut [Row], id: u32) -> Option<&mut Row> {
    rows.get_mut((id as usize).checked_sub(1)?).filter(|row| row.present())
}

/// `column[id - 1] = value`, growing as needed. Id 0 belongs to nothing.
fn put<T: Clone + Default>(column: &mut Vec<T>, id: u32, value: T) {
    let Some(index) = (id as usize).checked_sub(1) else { return };
    if index >= column.len() {
        column.resize(index + 1, T::default());
    }
    if let Some(place) = column.get_mut(index) {
        *place = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_row_keeps_what_it_was_given(
            kind in 0_u8..7, severity in proptest::option::of(0_u8..4), status in 0_u8..3, state in 0_u8..5,
            seen: bool, service in proptest::option::of(1_u32..), customer in proptest::option::of(1_u32..),
            connection in 1_u32..65_535, millis in 0_i64..4_000_000_000_000,
        ) {
            let facts = Facts {
                kind: Kind::from_code(kind).unwrap(),
                severity: severity.and_then(Severity::from_code),
                status: Status::from_code(status).unwrap(),
                state: TriageState::from_code(state).unwrap(),
                seen,
                service: service.map(ServiceId),
                customer: customer.map(CustomerId),
                connection: ConnectionId(connection),
                happened_at: Time(millis),
            };
            let row = Row::from_bytes(&Row::new(&facts).to_bytes());
            prop_assert!(row.present());
            prop_assert_eq!(row.kind_code(), kind);
            prop_assert_eq!(row.severity_code(), severity.unwrap_or(NO_SEVERITY));
            prop_assert_eq!(row.status_code(), status);
            prop_assert_eq!(row.state_code(), state);
            prop_assert_eq!(row.seen(), seen);
            prop_assert_eq!(row.service, service.unwrap_or(0));
            prop_assert_eq!(row.customer, customer.unwrap_or(0));
            prop_assert_eq!(u32::from(row.connection), connection);
            prop_assert_eq!(i64::from(row.happened), millis / 1_000);
        }
    }
}
