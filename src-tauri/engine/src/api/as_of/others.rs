//! Who competed at the end of a past day, and in which order. Pure.

use std::collections::HashMap;

use scoring::rank::rank;
use scoring::{Contender, Worlds};

use super::shared::Shared;
use super::state::State;
use super::view::Ground;
use crate::api::measuring::Yardsticks;
use crate::error::Result;
use crate::model::Time;
use crate::score::Method;
use crate::score::receipt::{Linked, Neighbour, Place};
use crate::store::opportunities::Record;
use crate::store::past_values::PastOp;

/// Begins the field of a highlight that says for which opportunity it counts.
const ON: &str = "on ";

/// Everybody's decisions until then.
pub struct Others {
    /// In the order of the journal; about evidence only where the method of then counts that.
    pub ops: Vec<PastOp>,
    /// Every opportunity there is now, by number.
    pub records: Vec<Record>,
    /// The signals that the ops name, newest first.
    pub known: Vec<(String, Linked)>,
}

/// The place at `at` of the opportunity that enters with `own`, and how many had one. None where it didn't compete, or
/// had no value.
pub fn place(
    others: &Others,
    method: &Method,
    own: &Contender,
    yardsticks: Option<&Yardsticks>,
    at: Time,
) -> Result<(Option<Place>, u32)> {
    let (shared, states) = replay(&others.ops)?;
    let merged = shared.merged();
    let places: HashMap<&str, usize> =
        others.known.iter().enumerate().map(|(place, (key, _))| (key.as_str(), place)).collect();
    let (mut field, mut contenders) = (Vec::new(), Vec::new());
    for record in &others.records {
        let Some(state) = states.get(record.uid.as_str()).filter(|state| state.competes()) else { continue };
        contenders.push(if record.uid == own.uid {
            own.clone()
        } else {
            let view = state.view(method.clone(), &merged, &places);
            let ground = Ground { known: &others.known, yardsticks, service: &record.service };
            method.contender(&record.uid, &view.at(ground, at).facts())
        });
        field.push(record);
    }
    let standings = rank(&method.formula, &contenders, Worlds::usual());
    let placed: Vec<_> = field.into_iter().zip(standings).filter_map(|(record, one)| Some((record, one?))).collect();
    let of = u32::try_from(placed.len()).unwrap_or(u32::MAX);
    let Some((_, standing)) = placed.iter().find(|(record, _)| record.uid == own.uid) else { return Ok((None, of)) };
    let next_to = |rank: u32| {
        let (record, standing) = placed.iter().find(|(_, standing)| standing.rank == rank)?;
        Some(Neighbour { label: record.id.label(), title: record.title.clone(), value: standing.value })
    };
    let (above, below) = (next_to(standing.rank - 1), next_to(standing.rank + 1));
    Ok((Some(Place { standing: *standing, of, above, below }), of))
}

/// What the ops add up to, by the uid of the opportunity.
fn replay(ops: &[PastOp]) -> Result<(Shared, HashMap<&str, State>)> {
    let mut marked: HashMap<&str, Vec<&str>> = HashMap::new();
    for op in ops.iter().filter(|op| op.entity == "highlight") {
        if let Some(uid) = op.field.strip_prefix(ON) {
            marked.entry(op.key.as_str()).or_default().push(uid);
        }
    }
    let (mut shared, mut states) = (Shared::default(), HashMap::<&str, State>::new());
    for op in ops {
        if shared.apply(op)? {
            continue;
        }
        let about: Vec<&str> = match op.entity.as_str() {
            "evidence" => op.key.split_once(' ').map(|(uid, _)| uid).into_iter().collect(),
            "highlight" => match op.field.strip_prefix(ON) {
                Some(uid) => vec![uid],
                None => marked.get(op.key.as_str()).cloned().unwrap_or_default(),
            },
            _ => vec![op.key.as_str()],
        };
        for uid in about {
            states.entry(uid).or_default().apply(op)?;
        }
    }
    Ok((shared, states))
}
