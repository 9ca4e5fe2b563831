//! What an opportunity's value rested on, put together op by op as the tables once were. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use scoring::framework;

use super::view::{Counted, Set, View};
use crate::api::past::value;
use crate::api::scoring::{method_among, rice};
use crate::api::types::{FormulaVersion, ScoredBy};
use crate::error::Result;
use crate::model::{Range, RiceInputs};
use crate::score::RiskAssessment;
use crate::score::receipt::SetBy;
use crate::store::highlights::Passage;
use crate::store::past_values::PastOp;
use crate::store::scores::Formula;
use crate::store::triage::Verdict;

/// As of some op. Signals are named by their keys in the journal.
#[derive(Default)]
pub struct State {
    ranked_by: ScoredBy,
    formulas: BTreeMap<String, PastFormula>,
    rice: RiceInputs,
    inputs: BTreeMap<String, Set>,
    risks: BTreeMap<String, RiskAssessment>,
    /// The importance that people gave links themselves.
    own: BTreeMap<String, u8>,
    /// Signals that speak against it, and don't count.
    against: BTreeMap<String, bool>,
    /// By the uid of the highlight.
    marks: BTreeMap<String, Mark>,
    /// What is merged, and into what.
    merged: BTreeMap<String, String>,
}

#[derive(Default)]
struct PastFormula {
    name: String,
    deleted: bool,
    versions: BTreeMap<u32, FormulaVersion>,
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
                match op.key.split_once(' ') {
                    Some((_, signal)) if op.field == "against" => keep(&mut self.against, signal, value(json)?),
                    Some((_, signal)) => keep(&mut self.own, signal, value(json)?),
                    None => {}
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
            "signal" => {
                keep(&mut self.merged, &op.key, value::<Verdict>(json)?.and_then(|verdict| verdict.into));
                Ok(())
            }
            "setting" => {
                let chosen: Option<String> = value(json)?;
                self.ranked_by = chosen.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
                Ok(())
            }
            "formula" => self.apply_formula(op),
            _ => Ok(()),
        }
    }

    fn apply_field(&mut self, op: &PastOp) -> Result<()> {
        let json = op.value.as_deref();
        if let Some(kind) = op.field.strip_prefix("risk.") {
            keep(&mut self.risks, kind, value(json)?);
        } else if let Some(name) = op.field.strip_prefix("score.") {
            self.set(op, name, value(json)?);
        } else if op.field == "rice" {
            let inputs: RiceInputs = value(json)?.unwrap_or_default();
            let was = std::mem::replace(&mut self.rice, inputs);
            for input in framework::inputs().filter(|input| inputs.get(input.name) != was.get(input.name)) {
                self.set(op, input.name, inputs.get(input.name));
            }
        }
        Ok(())
    }

    fn set(&mut self, op: &PastOp, name: &str, range: Option<Range>) {
        let by = SetBy { actor: op.actor.clone(), at: op.at };
        keep(&mut self.inputs, name, range.map(|range| Set { range, by }));
    }

    fn apply_formula(&mut self, op: &PastOp) -> Result<()> {
        let json = op.value.as_deref();
        let formula = self.formulas.entry(op.key.clone()).or_default();
        match op.field.as_str() {
            "name" => formula.name = value(json)?.unwrap_or_default(),
            "deleted" => formula.deleted = value(json)?.unwrap_or(true),
            field => {
                if let Some(version) = field.strip_prefix("version ").and_then(|number| number.parse().ok()) {
                    let text: Option<String> = value(json)?;
                    let (at, actor) = (op.at, op.actor.clone());
                    match text {
                        Some(text) => formula.versions.insert(version, FormulaVersion { version, text, at, actor }),
                        None => formula.versions.remove(&version),
                    };
                }
            }
        }
        Ok(())
    }

    /// What counts of it. `places` says where a signal stands in the list of known ones, `currency` is what money is
    /// counted in.
    pub fn view(&self, places: &HashMap<&str, usize>, currency: &str) -> Result<View> {
        let links = self.links();
        let mut evidence = BTreeMap::new();
        for (signal, importance) in &links {
            if let Some(place) = places.get(signal) {
                evidence.insert(*place, Counted { importance: *importance, duplicate: false });
            }
        }
        for (signal, into) in self.merged.iter().filter(|(signal, _)| !links.contains_key(signal.as_str())) {
            if let (Some(place), Some(importance)) = (places.get(signal.as_str()), links.get(into.as_str())) {
                evidence.insert(*place, Counted { importance: *importance, duplicate: true });
            }
        }
        let formulas: Vec<Formula> = self.formulas.iter().filter_map(|(uid, formula)| formula.stored(uid)).collect();
        // As today: RICE where the formula chosen isn't there.
        let method = method_among(&self.ranked_by, &formulas, currency).or_else(|_| rice())?;
        Ok(View { method, inputs: self.inputs.clone(), risks: self.risks.clone(), evidence })
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
        links.retain(|signal, _| !self.against.contains_key(*signal));
        links
    }
}

impl PastFormula {
    /// None where it was deleted or has no text yet.
    fn stored(&self, uid: &str) -> Option<Formula> {
        let versions: Vec<FormulaVersion> = self.versions.values().rev().cloned().collect();
        let there = !self.deleted && !versions.is_empty();
        there.then(|| Formula { uid: uid.to_owned(), name: self.name.clone(), versions })
    }
}

fn keep<T>(all: &mut BTreeMap<String, T>, key: &str, value: Option<T>) {
    match value {
        Some(value) => all.insert(key.to_owned(), value),
        None => all.remove(key),
    };
}
