//! The frameworks there are, and which one the workspace ranks by.

use scoring::framework::{Definition, Input, too_much_must};

use super::{Everything, SCORED_BY, published};
use crate::api::Engine;
use crate::api::types::{
    FormulaRef, FrameworkList, FrameworkView, InputStep, InputView, InputWeight, ScoredBy, StepDone,
};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::score::{Framework, method, numbers};
use crate::store::ops;

impl Engine {
    pub async fn frameworks(&self) -> Result<FrameworkList> {
        let all = self.everything().await?;
        let formulas = self.stored_formulas().await?;
        let last = ops::history(self.store.reader(), Entity::Setting.word(), SCORED_BY).await?;
        let last = last.into_iter().find(|row| row.key == SCORED_BY && !row.undone);
        let definitions = Framework::PUBLISHED.iter().filter_map(|framework| framework.definition());
        Ok(FrameworkList {
            chosen: ScoredBy { framework: all.method.framework, ..self.scored_by().await? },
            chosen_name: all.method.name.clone(),
            chosen_by: last.as_ref().map(|row| row.actor.clone()),
            chosen_at: last.as_ref().map(|row| row.at),
            frameworks: definitions.map(|definition| view(definition, &all)).collect::<Result<_>>()?,
            formulas: formulas
                .iter()
                .map(|formula| FormulaRef {
                    uid: formula.uid.clone(),
                    name: formula.name.clone(),
                    version: formula.versions.first().map_or(0, |newest| newest.version),
                })
                .collect(),
        })
    }

    /// Ranks by another framework, formula or weights from now on. No input is touched.
    pub async fn use_framework(&self, by: ScoredBy) -> Result<StepDone> {
        let weighs = |one: &InputWeight| one.weight != if one.name == "risk" { 0.0 } else { 1.0 };
        let by = ScoredBy { weights: by.weights.into_iter().filter(weighs).collect(), ..by };
        let method = self.method_of(&by).await?;
        let plain = by.framework == Framework::Rice && by.weights.is_empty();
        let change = if plain {
            Change::cleared(Entity::Setting, SCORED_BY, "value")
        } else {
            let json = serde_json::to_string(&by)
                .map_err(|e| Problem::system(format!("The choice can't be written down: {e}.")))?;
            Change::new(Entity::Setting, SCORED_BY, "value", json)
        };
        let weights: Vec<String> =
            by.weights.iter().map(|one| format!("{} × {}", one.name, numbers::number(one.weight))).collect();
        let weighed = if weights.is_empty() { String::new() } else { format!(", {}", weights.join(", ")) };
        self.decide(format!("Ranked by {}{weighed}", method.name), &[change]).await
    }
}

fn view(definition: &Definition, all: &Everything) -> Result<FrameworkView> {
    let method = published(definition.framework)?;
    let competing: Vec<_> = all.records().filter(|record| record.competes()).collect();
    let complete = competing.iter().filter(|record| method.missing(&all.facts(record.id)).is_empty()).count();
    Ok(FrameworkView {
        framework: definition.framework,
        name: definition.name.to_owned(),
        about: definition.about.to_owned(),
        method: definition.method.to_owned(),
        version: definition.version.to_owned(),
        text: method::beginning(definition),
        points: definition.points.to_owned(),
        source: definition.source.to_owned(),
        inputs: definition.inputs.iter().map(input_view).collect(),
        complete: u32::try_from(complete).unwrap_or(u32::MAX),
        of: u32::try_from(competing.len()).unwrap_or(u32::MAX),
        warning: if definition.framework == Framework::Moscow { must_warning(all) } else { None },
    })
}

pub(super) fn input_view(input: &Input) -> InputView {
    InputView {
        name: input.name.to_owned(),
        label: input.label.to_owned(),
        unit: input.unit.to_owned(),
        operator: input.operator.to_owned(),
        least: input.least,
        most: input.most,
        steps: input
            .steps
            .iter()
            .map(|(value, label)| InputStep { value: *value, label: (*label).to_owned() })
            .collect(),
        only_steps: input.only_steps,
        help: input.help.to_owned(),
        required: input.otherwise.is_none(),
    }
}

/// By the likely efforts of those that compete and have a priority other than won't.
fn must_warning(all: &Everything) -> Option<String> {
    let (mut must, mut whole) = (0.0, 0.0);
    for record in all.records().filter(|record| record.competes()) {
        let inputs = all.inputs_of(record.id);
        let (Some(priority), Some(effort)) = (inputs.get("priority"), inputs.get("effort")) else { continue };
        if priority.likely > 0.0 {
            whole += effort.likely;
            must += if priority.likely >= 3.0 { effort.likely } else { 0.0 };
        }
    }
    let share = too_much_must(must, whole)?;
    Some(format!(
        "{} of the effort is must, more than 60 %: nothing is left to give up when the work takes longer.",
        numbers::share(share)
    ))
}

/// What an input weighs in the ranking of today: 1, or 0 for risk, unless somebody said otherwise.
pub(super) fn weight_today(by: &ScoredBy, name: &str) -> f64 {
    let usual = if name == "risk" { 0.0 } else { 1.0 };
    by.weights.iter().find(|one| one.name == name).map_or(usual, |one| one.weight)
}
