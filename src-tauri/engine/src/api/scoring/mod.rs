//! By what the workspace ranks, and everything around a score: frameworks, one opportunity's inputs, formulas, what-ifs
//! and estimates.

mod estimates;
mod formulas;
mod frameworks;
mod one;
mod what_if;

use super::Engine;
use super::types::ScoredBy;
use crate::error::{Problem, Result};
use crate::model::OpportunityId;
use crate::score::readiness::Known;
use crate::score::{Facts, Framework, Method, Readiness};
use crate::store::opportunities::Record;
use crate::store::scores::Formula;
use crate::store::{scores, settings};

use super::opportunities::Everything;
use super::ranking::Field;

/// The setting that says by what is ranked: JSON of a `ScoredBy`.
const SCORED_BY: &str = "scored_by";

impl Engine {
    /// What somebody chose; RICE while nobody has, and where the formula chosen isn't here any more.
    pub(super) async fn scored_by(&self) -> Result<ScoredBy> {
        let stored = settings::get(self.store.reader(), SCORED_BY).await?;
        Ok(stored.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    /// What the workspace ranks by now.
    pub(super) async fn method(&self) -> Result<Method> {
        let by = self.scored_by().await?;
        match self.method_of(&by).await {
            Ok(method) => Ok(method),
            Err(_) => rice(),
        }
    }

    /// A framework or a formula, with its weights. Refuses a formula that isn't here, and weights that make no sense.
    pub(super) async fn method_of(&self, by: &ScoredBy) -> Result<Method> {
        if by.framework != Framework::Custom {
            return method_among(by, &[], "");
        }
        let currency = settings::read(self.store.reader()).await?.currency;
        method_among(by, &self.stored_formulas().await?, &currency)
    }

    pub(super) async fn stored_formulas(&self) -> Result<Vec<Formula>> {
        scores::formulas(&mut *self.store.reader().acquire().await?).await
    }
}

impl Everything {
    /// What is known of an opportunity.
    pub fn facts(&self, id: OpportunityId) -> Facts<'_> {
        Facts {
            inputs: self.inputs_of(id),
            pieces: self.pieces_of(id),
            against: self.against_of(id),
            measures: self.measures_of(id),
            risks: self.judged_of(id),
            now: self.now,
            share: 1.0,
        }
    }

    /// Those that compete, in one method.
    pub fn field(&self, method: &Method) -> Field {
        let competing = self.records().filter(|record| record.competes());
        competing.map(|record| (record.id, method.contender(&record.uid, &self.facts(record.id)))).collect()
    }

    pub fn readiness(&self, record: &Record, value: Option<crate::score::ValueSpread>) -> Readiness {
        let facts = self.facts(record.id);
        Readiness::of(&Known {
            value,
            points: &self.method.points,
            missing: &self.method.missing_labels(&facts),
            risks: facts.risks,
            evidence: facts.pieces,
            hypothesis: &record.hypothesis,
            expected: &record.expected,
            stopped: self.stopped(record.id).as_deref(),
        })
    }
}

/// The same where `formulas` are those there are; `currency` is the unit of money in them.
pub(super) fn method_among(by: &ScoredBy, formulas: &[Formula], currency: &str) -> Result<Method> {
    check_weights(by)?;
    let weights: Vec<(&str, f64)> = by.weights.iter().map(|one| (one.name.as_str(), one.weight)).collect();
    if by.framework != Framework::Custom {
        return Ok(published(by.framework)?.weighed(&weights));
    }
    let formula = one_formula(formulas, by.formula.as_deref().unwrap_or_default())?;
    Ok(custom(formula, currency)?.weighed(&weights))
}

pub(super) fn rice() -> Result<Method> {
    published(Framework::Rice)
}

fn published(framework: Framework) -> Result<Method> {
    Method::published(framework).ok_or_else(|| {
        Problem::bad_input("This framework has no formula of its own.")
            .todo("Choose one, or a formula that was saved here.")
    })
}

fn custom(formula: &Formula, currency: &str) -> Result<Method> {
    let unreadable = || Problem::system(format!("The formula “{}” can't be read any more.", formula.name));
    let newest = formula.versions.first().ok_or_else(unreadable)?;
    Method::saved(&formula.name, newest.version, &newest.text, currency).map_err(|_| unreadable())
}

fn one_formula<'a>(all: &'a [Formula], uid: &str) -> Result<&'a Formula> {
    all.iter().find(|formula| formula.uid == uid).ok_or_else(|| {
        Problem::not_found("This formula isn't here any more.").kept("Nothing was changed.").todo("Choose another one.")
    })
}

fn check_weights(by: &ScoredBy) -> Result<()> {
    match by.weights.iter().find(|one| !(0.0..=5.0).contains(&one.weight)) {
        None => Ok(()),
        Some(one) => Err(Problem::bad_input(format!("The weight of {} goes from 0 to 5.", one.name))
            .kept("Nothing was changed.")
            .todo("0 leaves an input out, 1 counts it as scored, 2 counts it twice.")),
    }
}
