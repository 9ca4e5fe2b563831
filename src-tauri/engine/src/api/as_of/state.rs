//! What an opportunity's value rested on beside what all of them share, put together op by op as the tables once were.
//! Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use scoring::framework;

use super::shared::Merged;
use super::view::{Counted, Set, View};
use crate::api::past::value;
use crate::error::Result;
use crate::model::{Range, RiceInputs, Stage};
use crate::score::receipt::SetBy;
use crate::score::{Method, RiskAssessment};
use crate::store::highlights::Passage;
use crate::store::past_values::PastOp;

/// As of some op. Signals are named by their keys in the journal.
#[derive(Default)]
pub struct State {
    created: bool,
    deleted: bool,
    /// None: captured.
    stage: Option<Stage>,
    rice: RiceInputs,
    inputs: BTreeMap<String, Set>,
    risks: BTreeMap<String, RiskAssessment>,
    /// The importance that people gave links themselves.
    own: BTreeMap<String, u8>,
    /// Signals that speak against it.
    against: BTreeSet<String>,
    /// By the uid of the highlight.
    marks: BTreeMap<String, Mark>,
}

/// A marked passage; it counts while it has both.
#[derive(Default)]
struct Mark {
    signal: Option<String>,
    importance: Option<u8>,
}

/// Every signal that the ops name as evidence or as merged.
pub fn signal_keys(ops: &[PastOp]) -> Result<BTreeSet<String>> {
    let mut keys = BTreeSet::new();
    for op in ops {
        match op.entity.as_str() {
            "evidence" => keys.extend(op.key.split_once(' ').map(|(_, signal)| signal.to_owned())),
            "highlight" if op.field == "passage" => {
                keys.extend(value::<Passage>(op.value.as_deref())?.map(|passage| passage.signal));
            }
            "signal" => {
                keys.insert(op.key.clone());
            }
            _ => {}
        }
    }
    Ok(keys)
}

impl State {
    pub fn apply(&mut self, op: &PastOp) -> Result<()> {
        let json = op.value.as_deref();
        match op.entity.as_str() {
            "opportunity" => self.apply_field(op),
            "evidence" => {
                let Some((_, signal)) = op.key.split_once(' ') else { return Ok(()) };
                if op.field != "against" {
                    keep(&mut self.own, signal, value(json)?);
                } else if value(json)?.unwrap_or(false) {
                    self.against.insert(signal.to_owned());
                } else {
                    self.against.remove(signal);
                }
                Ok(())
            }
            "highlight" => {
                let mark = self.marks.entry(op.key.clone()).or_default();
                match op.field.as_str() {
                    "passage" => mark.signal = value::<Passage>(json)?.map(|passage| passage.signal),
                    _ => mark.importance = value(json)?,
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn apply_field(&mut self, op: &PastOp) -> Result<()> {
        let json = op.value.as_deref();
        match op.field.as_str() {
            "created" => self.created = json.is_some(),
            "deleted" => self.deleted = value(json)?.unwrap_or(false),
            "stage" => self.stage = value(json)?,
            "rice" => {
                let inputs: RiceInputs = value(json)?.unwrap_or_default();
                let was = std::mem::replace(&mut self.rice, inputs);
                for input in framework::inputs().filter(|input| inputs.get(input.name) != was.get(input.name)) {
                    self.set(op, input.name, inputs.get(input.name));
                }
            }
            field => {
                if let Some(kind) = field.strip_prefix("risk.") {
                    keep(&mut self.risks, kind, value(json)?);
                } else if let Some(name) = field.strip_prefix("score.") {
                    self.set(op, name, value(json)?);
                }
            }
        }
        Ok(())
    }

    fn set(&mut self, op: &PastOp, name: &str, range: Option<Range>) {
        let by = SetBy { actor: op.actor.clone(), at: op.at };
        keep(&mut self.inputs, name, range.map(|range| Set { range, by }));
    }

    /// It was there and took part in the ranking.
    pub fn competes(&self) -> bool {
        self.created && !self.deleted && self.stage != Some(Stage::Rejected)
    }

    /// What counts of it by `method`. `merged` says what is merged into each signal, `places` where a signal stands in the
    /// list of known ones.
    pub fn view(&self, method: Method, merged: &Merged<'_>, places: &HashMap<&str, usize>) -> View {
        let links = self.links();
        let mut evidence = BTreeMap::new();
        for (&signal, &importance) in &links {
            let against = self.against.contains(signal);
            if let Some(place) = places.get(signal) {
                evidence.insert(*place, Counted { importance, duplicate: false, against });
            }
            let duplicates = merged.get(signal).into_iter().flatten();
            for place in duplicates.filter(|other| !links.contains_key(*other)).filter_map(|other| places.get(other)) {
                evidence.insert(*place, Counted { importance, duplicate: true, against });
            }
        }
        View { method, inputs: self.inputs.clone(), risks: self.risks.clone(), evidence }
    }

    /// Linked signals with their importance: what people gave the link itself, else the highest of its highlights.
    fn links(&self) -> BTreeMap<&str, u8> {
        let mut links: BTreeMap<&str, u8> = BTreeMap::new();
        for mark in self.marks.values() {
            if let (Some(signal), Some(importance)) = (&mark.signal, mark.importance) {
                let highest = links.entry(signal).or_insert(importance);
                *highest = importance.max(*highest);
            }
        }
        links.extend(self.own.iter().map(|(signal, importance)| (signal.as_str(), *importance)));
        links
    }
}

pub fn keep<T>(all: &mut BTreeMap<String, T>, key: &str, value: Option<T>) {
    match value {
        Some(value) => all.insert(key.to_owned(), value),
        None => all.remove(key),
    };
}
