//! Whose voice counts.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::Everything;
use crate::api::types::{Segment, SegmentView};
use crate::model::{CustomerId, ReporterId};
use crate::score::{Piece, numbers};

/// Plan and yearly revenue of the customers.
pub struct Who(pub HashMap<CustomerId, (Option<String>, Option<i64>)>);

/// The evidence of an opportunity that comes from the people who are asked for.
pub struct Heard {
    pub pieces: Vec<Piece>,
    /// What of it speaks against.
    pub against: Vec<Piece>,
    pub voices: u32,
    pub of: u32,
}

impl Heard {
    /// Of its people, those whose voice counts. An opportunity with nobody behind it keeps nothing.
    pub fn share(&self) -> f64 {
        if self.of == 0 { 0.0 } else { f64::from(self.voices) / f64::from(self.of) }
    }
}

/// Someone who is counted once: a reporter, or a customer where nobody is named.
#[derive(PartialEq, Eq, Hash)]
enum Voice {
    Reporter(ReporterId),
    Customer(CustomerId),
}

impl Who {
    /// Everybody, then every plan by name.
    pub fn segments(&self) -> Vec<Segment> {
        let plans: BTreeSet<&String> = self.0.values().filter_map(|(plan, _)| plan.as_ref()).collect();
        let plans = plans.into_iter().filter(|plan| !plan.trim().is_empty());
        let plans = plans.map(|plan| Segment::Plan { plan: plan.clone() });
        [Segment::Everybody].into_iter().chain(plans).collect()
    }

    pub fn heard(&self, segment: &Segment, pieces: &[Piece], against: &[Piece]) -> Heard {
        let belongs = |piece: &&Piece| self.belongs(segment, piece.customer);
        Heard {
            voices: voices(pieces.iter().filter(belongs)),
            of: voices(pieces.iter()),
            pieces: pieces.iter().filter(belongs).copied().collect(),
            against: against.iter().filter(belongs).copied().collect(),
        }
    }

    pub fn view(&self, segment: &Segment, all: &Everything) -> SegmentView {
        let mut pieces: Vec<Piece> = Vec::new();
        for record in all.records().filter(|record| record.competes()) {
            pieces.extend(all.pieces_of(record.id));
        }
        let heard = self.heard(segment, &pieces, &[]);
        let own = || self.0.iter().filter(|(id, _)| self.belongs(segment, Some(**id)));
        SegmentView {
            name: match segment {
                Segment::Everybody => "Everybody".to_owned(),
                Segment::Plan { plan } => plan.clone(),
                Segment::RevenueFrom { amount } => {
                    format!("Customers from {} a year", numbers::number(*amount as f64))
                }
            },
            customers: u32::try_from(own().count()).unwrap_or(u32::MAX),
            revenue: own().filter_map(|(_, (_, revenue))| *revenue).fold(0, i64::saturating_add),
            voices: heard.voices,
            of_voices: heard.of,
            segment: segment.clone(),
        }
    }

    pub fn belongs(&self, segment: &Segment, customer: Option<CustomerId>) -> bool {
        let known = customer.and_then(|customer| self.0.get(&customer));
        match segment {
            Segment::Everybody => true,
            Segment::Plan { plan } => {
                known.and_then(|(own, _)| own.as_ref()).is_some_and(|own| own.to_lowercase() == plan.to_lowercase())
            }
            Segment::RevenueFrom { amount } => known.and_then(|(_, own)| *own).is_some_and(|own| own >= *amount),
        }
    }
}

/// How many there are, each once.
fn voices<'p>(pieces: impl Iterator<Item = &'p Piece>) -> u32 {
    let voices: HashSet<Voice> = pieces.filter_map(voice).collect();
    u32::try_from(voices.len()).unwrap_or(u32::MAX)
}

fn voice(piece: &Piece) -> Option<Voice> {
    piece.reporter.map(Voice::Reporter).or(piece.customer.map(Voice::Customer))
}
