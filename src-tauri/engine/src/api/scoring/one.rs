//! One opportunity in one framework: what goes in, what comes out, and what would be worth finding out.

mod drawn;

use scoring::{Framework, Range, ValueSpread, framework, kano};

use super::estimates::{round_view, rounds_of};
use super::{Everything, one_formula};
use crate::api::Engine;
use crate::api::opportunities::reference;
use crate::api::opportunity_edits::editable;
use crate::api::past::{self, Past};
use crate::api::ranking::off_thread;
use crate::api::types::{FormulaRef, InputEntry, ScoreInput, ScoreStep, ScoreView, ScoredBy, StepDone, SuggestedInput};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::OpportunityId;
use crate::score::inputs::{self, Inputs};
use crate::score::{Facts, Method, numbers, suggest};
use crate::store::estimates;
use crate::store::opportunities::Record;
use drawn::{Drawn, draw};

/// Scores shown from the past.
const MOST_STEPS: usize = 20;

impl Engine {
    pub async fn score_in(
        &self,
        id: OpportunityId,
        framework: Framework,
        formula: Option<String>,
    ) -> Result<ScoreView> {
        self.scored(id, framework, formula, Vec::new()).await
    }

    /// As if `entries` were saved. Stores nothing.
    pub async fn try_inputs(
        &self,
        id: OpportunityId,
        framework: Framework,
        formula: Option<String>,
        entries: Vec<InputEntry>,
    ) -> Result<ScoreView> {
        self.scored(id, framework, formula, entries).await
    }

    /// Sets inputs, or takes them back to "not set". Those that aren't named stay.
    pub async fn set_inputs(&self, id: OpportunityId, entries: Vec<InputEntry>) -> Result<StepDone> {
        check(&entries)?;
        let mut write = self.store.write().await?;
        let record = editable(&mut write, id).await?;
        let (mut rice, mut changes) = (record.rice, Vec::new());
        for InputEntry { name, range } in &entries {
            if !rice.set(name, *range) {
                let field = format!("score.{name}");
                changes.push(match range {
                    Some(range) => Change::new(Entity::Opportunity, &record.uid, &field, json(range)?),
                    None => Change::cleared(Entity::Opportunity, &record.uid, &field),
                });
            }
        }
        if rice != record.rice {
            changes.push(match rice == Default::default() {
                true => Change::cleared(Entity::Opportunity, &record.uid, "rice"),
                false => Change::new(Entity::Opportunity, &record.uid, "rice", json(&rice)?),
            });
        }
        let named: Vec<String> = entries.iter().filter_map(in_words).collect();
        let message = format!("Scored {}: {}", id.label(), named.join(", "));
        self.write_step(write, message, &changes, reference(&record)).await
    }

    async fn scored(
        &self,
        id: OpportunityId,
        framework: Framework,
        formula: Option<String>,
        entries: Vec<InputEntry>,
    ) -> Result<ScoreView> {
        check(&entries)?;
        let today = self.scored_by().await?;
        let same = today.framework == framework && today.formula == formula;
        let by = if same { today } else { ScoredBy { framework, formula, weights: Vec::new() } };
        let method = self.method_of(&by).await?;
        let mut all = self.everything().await?;
        self.measure(&mut all, &method).await?;
        let record = all.record(id)?;
        let mut entered = all.inputs_of(id).clone();
        for entry in entries {
            match entry.range {
                Some(range) => entered.insert(entry.name, range),
                None => entered.remove(&entry.name),
            };
        }
        let facts = Facts { inputs: &entered, ..all.facts(id) };
        let drawn = self.drawn(&all, &method, record, &facts).await?;
        let past = past::read(&self.store, record).await?;
        // Asked at every key press: only a method with reach has use for it.
        let by_use = match method.factors.iter().any(|factor| factor.name == "reach") {
            true => self.reach_of_use(record).await?,
            false => None,
        };
        let formula = match by.formula.as_deref().filter(|_| framework == Framework::Custom) {
            None => None,
            Some(uid) => {
                let formulas = self.stored_formulas().await?;
                let stored = one_formula(&formulas, uid)?;
                let version = stored.versions.first().map_or(0, |newest| newest.version);
                Some(FormulaRef { uid: uid.to_owned(), name: stored.name.clone(), version })
            }
        };
        let rounds = estimates::rounds(&mut *self.store.reader().acquire().await?).await?;
        let of_method = rounds_of(&rounds, id).filter(|round| method.factors.iter().any(|f| f.name == round.input));
        let estimates = of_method.map(round_view).collect();
        Ok(ScoreView {
            opportunity: reference(record),
            framework,
            formula,
            inputs: entered_inputs(&method, &facts, &past, by_use),
            plain: method.plain(&facts),
            working: working(&method, &facts),
            points: method.points.clone(),
            class: class(&method, &facts),
            missing: method.missing_labels(&facts),
            draws: all.chance.draws,
            seed: all.chance.seed,
            history: history(&method, record, &past),
            estimates,
            ..drawn.view(&all, &method, record)
        })
    }

    /// Draws and compares, off the threads that answer.
    async fn drawn(&self, all: &Everything, method: &Method, record: &Record, facts: &Facts<'_>) -> Result<Drawn> {
        let mut field = all.field(method);
        let own = method.contender(&record.uid, facts);
        let place = field.iter().position(|(id, _)| *id == record.id);
        if let Some((_, contender)) = place.and_then(|place| field.get_mut(place)) {
            *contender = own.clone();
        }
        let formula = method.formula.clone();
        off_thread(move || draw(&formula, &field, own, place)).await
    }
}

/// What a name is called in the framework.
fn label(method: &Method, name: &str) -> String {
    method
        .factors
        .iter()
        .find(|factor| factor.name == name)
        .map_or_else(|| name.to_owned(), |factor| factor.label.clone())
}

fn check(entries: &[InputEntry]) -> Result<()> {
    for entry in entries {
        let input = inputs::named(&entry.name)?;
        if let Some(range) = entry.range {
            inputs::check(input, range)?;
        }
    }
    Ok(())
}

fn json<T: serde::Serialize>(value: &T) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Problem::system(format!("The score can't be written down: {e}.")))
}

/// `effort 1 to 2`, `no effort`.
fn in_words(entry: &InputEntry) -> Option<String> {
    let label = framework::input(&entry.name)?.label.to_lowercase();
    Some(match entry.range {
        Some(range) => format!("{label} {}", numbers::range_in_words(range)),
        None => format!("no {label}"),
    })
}

fn entered_inputs(method: &Method, facts: &Facts, past: &Past, by_use: Option<SuggestedInput>) -> Vec<ScoreInput> {
    let entered = method.factors.iter().map(|factor| {
        let range = facts.range(&factor.name);
        let by = if factor.counted { None } else { past.set_by(&factor.name, range, facts.now) };
        let by = by.filter(|by| !by.actor.is_empty());
        let suggested = suggest::input(&factor.name, facts);
        let by_use = by_use.clone().filter(|_| factor.name == "reach");
        let accepted = [&suggested, &by_use].into_iter().flatten().any(|one| Some(one.range) == range);
        ScoreInput {
            name: factor.name.clone(),
            range,
            set_by: by.as_ref().map(|by| by.actor.clone()),
            set_at: by.map(|by| by.at),
            accepted,
            suggested,
            by_use,
        }
    });
    entered.collect()
}

/// The formula with the likely numbers in it; empty while one isn't set.
fn working(method: &Method, facts: &Facts) -> String {
    let Some(definition) = method.framework.definition() else { return String::new() };
    if !method.missing(facts).is_empty() {
        return String::new();
    }
    let text = definition.text.trim().trim_start_matches("value = ");
    let mut written = String::new();
    let mut word = String::new();
    for character in text.chars().chain([' ']) {
        if character.is_ascii_alphabetic() || character == '_' {
            word.push(character);
            continue;
        }
        if !word.is_empty() {
            let otherwise = framework::input(&word).and_then(|input| input.otherwise).map(Range::exactly);
            match facts.range(&word).or(otherwise) {
                Some(range) => written.push_str(&numbers::number(range.likely)),
                None => written.push_str(&word),
            }
            word.clear();
        }
        written.push(match character {
            '*' => '×',
            '/' => '÷',
            '-' => '−',
            other => other,
        });
    }
    written.trim().to_owned()
}

fn class(method: &Method, facts: &Facts) -> Option<String> {
    let likely = method.factors.iter().map(|factor| Some(facts.range(&factor.name)?.likely));
    kano::class(method.framework, &likely.collect::<Option<Vec<f64>>>()?).map(str::to_owned)
}

fn history(method: &Method, record: &Record, past: &Past) -> Vec<ScoreStep> {
    let names: Vec<&str> = method.factors.iter().map(|factor| factor.name.as_str()).collect();
    let steps = past.saved(&names).into_iter().take(MOST_STEPS).map(|saved| {
        let says = saved.changes.iter().map(|(name, was, now)| changed(method, name, *was, *now));
        ScoreStep {
            at: saved.at,
            actor: saved.actor.to_owned(),
            says: says.collect::<Vec<_>>().join(", "),
            value: value_then(method, record, &saved.inputs, saved.at),
        }
    });
    steps.collect()
}

/// What it was worth then. A formula that counts evidence isn't shown, because the evidence of then isn't known here.
fn value_then(method: &Method, record: &Record, inputs: &Inputs, at: crate::model::Time) -> Option<ValueSpread> {
    if method.factors.iter().any(|factor| factor.counted) {
        return None;
    }
    past::value_of(method, &record.uid, inputs, at)
}

/// "Effort from 1.5 to 2"
fn changed(method: &Method, name: &str, was: Option<Range>, now: Option<Range>) -> String {
    let label = label(method, name);
    let words = |range: Range| {
        if range.is_exact() {
            numbers::number(range.likely)
        } else {
            format!("{} ({})", numbers::number(range.likely), numbers::range(range))
        }
    };
    match (was, now) {
        (Some(was), Some(now)) => format!("{label} from {} to {}", words(was), words(now)),
        (None, Some(now)) => format!("{label} {}", words(now)),
        (_, None) => format!("{label} taken away"),
    }
}
