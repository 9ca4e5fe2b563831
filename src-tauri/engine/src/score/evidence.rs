//! How much stands behind an opportunity. Whoever writes ten times counts once.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::model::{CustomerId, Kind, ReporterId, Time};

/// What counting needs to know of one linked signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub kind: Kind,
    pub happened_at: Time,
    pub reporter: Option<ReporterId>,
    pub customer: Option<CustomerId>,
    /// A year's revenue of that customer, whole units; None where nobody knows it.
    pub revenue: Option<i64>,
    /// 0–3.
    pub importance: u8,
    /// Merged into a linked signal: who is behind it counts, the signal itself doesn't.
    pub duplicate: bool,
}

/// Evidence by family. Reporters and customers count once each, however often they wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct EvidenceCounts {
    /// Incidents, alerts, errors.
    pub operations: u32,
    /// Changes, deployments.
    pub changes: u32,
    /// Tickets, feedback.
    pub voices: u32,
    pub reporters: u32,
    pub customers: u32,
    /// A year's revenue of those customers, whole units.
    #[ts(type = "number")]
    pub revenue: i64,
    /// Customers among them whose revenue isn't known.
    pub revenue_unknown: u32,
}

impl EvidenceCounts {
    /// All linked signals.
    pub fn signals(&self) -> u32 {
        self.operations + self.changes + self.voices
    }
}

/// Which of the three families a signal belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    Operations,
    Changes,
    Voices,
}

impl Family {
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Incident | Kind::Alert | Kind::Error => Family::Operations,
            Kind::Change | Kind::Deployment => Family::Changes,
            Kind::Ticket | Kind::Feedback => Family::Voices,
        }
    }
}

pub fn count(pieces: &[Piece]) -> EvidenceCounts {
    let in_family =
        |family| small(pieces.iter().filter(|piece| !piece.duplicate && Family::of(piece.kind) == family).count());
    let mut reporters: Vec<ReporterId> = pieces.iter().filter_map(|piece| piece.reporter).collect();
    reporters.sort_unstable();
    reporters.dedup();
    let mut customers: Vec<(CustomerId, Option<i64>)> =
        pieces.iter().filter_map(|piece| Some((piece.customer?, piece.revenue))).collect();
    customers.sort_unstable();
    customers.dedup_by_key(|(customer, _)| *customer);
    let revenues = customers.iter().filter_map(|(_, revenue)| *revenue);
    EvidenceCounts {
        operations: in_family(Family::Operations),
        changes: in_family(Family::Changes),
        voices: in_family(Family::Voices),
        reporters: small(reporters.len()),
        customers: small(customers.len()),
        revenue: revenues.fold(0_i64, i64::saturating_add),
        revenue_unknown: small(customers.iter().filter(|(_, revenue)| revenue.is_none()).count()),
    }
}

/// Importance summed over distinct reporters. Somebody who said it twice counts with the newest of their
/// signals: "urgent" in March and "nice to have" in May is 1, not 3 and not 4. Signals without a reporter
/// have nobody to count.
pub fn importance(pieces: &[Piece]) -> u32 {
    last_words(pieces).values().map(|piece| u32::from(piece.importance)).sum()
}

/// The newest piece of each reporter; of two at the same instant, the later in the list.
fn last_words(pieces: &[Piece]) -> BTreeMap<ReporterId, Piece> {
    let mut last: BTreeMap<ReporterId, Piece> = BTreeMap::new();
    for piece in pieces {
        let Some(reporter) = piece.reporter else { continue };
        let newest = last.entry(reporter).or_insert(*piece);
        if piece.happened_at >= newest.happened_at {
            *newest = *piece;
        }
    }
    last
}

/// A count that no workspace outgrows.
pub(super) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
