//! What all opportunities share: by what they are ranked, and which signals are merged. Pure.

use std::collections::{BTreeMap, HashMap};

use super::state::keep;
use crate::api::past::value;
use crate::api::scoring::{method_among, rice};
use crate::api::types::{FormulaVersion, ScoredBy};
use crate::error::Result;
use crate::model::Time;
use crate::score::Method;
use crate::store::past_values::PastOp;
use crate::store::scores::Formula;
use crate::store::triage::Verdict;

/// The signals that are merged into each.
pub type Merged<'s> = HashMap<&'s str, Vec<&'s str>>;

/// As of some op.
#[derive(Default)]
pub struct Shared {
    ranked_by: ScoredBy,
    formulas: BTreeMap<String, PastFormula>,
    /// What is merged, and into what: signals by their keys in the journal.
    merged: BTreeMap<String, String>,
}

#[derive(Default)]
struct PastFormula {
    name: String,
    deleted: bool,
    versions: BTreeMap<u32, FormulaVersion>,
}

/// What was ranked by at `at`.
pub fn method_at(ops: &[PastOp], at: Time, currency: &str) -> Result<Method> {
    let mut shared = Shared::default();
    for op in ops.iter().take_while(|op| op.at <= at) {
        shared.apply(op)?;
    }
    shared.method(currency)
}

impl Shared {
    /// Says whether the op is about any of it.
    pub fn apply(&mut self, op: &PastOp) -> Result<bool> {
        let json = op.value.as_deref();
        match op.entity.as_str() {
            "signal" => keep(&mut self.merged, &op.key, value::<Verdict>(json)?.and_then(|verdict| verdict.into)),
            "setting" => {
                let chosen: Option<String> = value(json)?;
                self.ranked_by = chosen.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
            }
            "formula" => self.apply_formula(op)?,
            _ => return Ok(false),
        }
        Ok(true)
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

    /// `currency` is what money is counted in. As today: RICE where the formula chosen isn't there.
    pub fn method(&self, currency: &str) -> Result<Method> {
        let formulas: Vec<Formula> = self.formulas.iter().filter_map(|(uid, formula)| formula.stored(uid)).collect();
        method_among(&self.ranked_by, &formulas, currency).or_else(|_| rice())
    }

    pub fn merged(&self) -> Merged<'_> {
        let mut merged = Merged::new();
        for (signal, into) in &self.merged {
            merged.entry(into.as_str()).or_default().push(signal.as_str());
        }
        merged
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
