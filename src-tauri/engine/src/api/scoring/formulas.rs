//! Formulas that people write: checked while they are written, kept with all their versions.

use scoring::formula::{self, Formula};
use scoring::framework;

use super::{Everything, one_formula};
use crate::api::Engine;
use crate::api::opportunities::reference;
use crate::api::ranking::{calculate, off_thread};
use crate::api::types::{
    CheckRow, FormulaCheck, FormulaName, FormulaNameKind, FormulaProblem, FormulaRepair, FormulaView, Lack, StepDone,
};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::score::{Framework, Method, fields, method, numbers};
use crate::store::{scores, settings};

/// Longest name, in characters.
const LONGEST_NAME: usize = 60;

impl Engine {
    pub async fn formulas(&self) -> Result<Vec<FormulaView>> {
        let by = self.scored_by().await?;
        let chosen = |uid: &str| by.framework == Framework::Custom && by.formula.as_deref() == Some(uid);
        let formulas = self.stored_formulas().await?.into_iter();
        Ok(formulas
            .filter_map(|formula| {
                let newest = formula.versions.first()?;
                Some(FormulaView {
                    chosen: chosen(&formula.uid),
                    text: newest.text.clone(),
                    version: newest.version,
                    name: formula.name,
                    uid: formula.uid,
                    versions: formula.versions,
                })
            })
            .collect())
    }

    pub async fn formula_names(&self) -> Result<Vec<FormulaName>> {
        let settings = settings::read(self.store.reader()).await?;
        let inputs = framework::inputs().map(|input| FormulaName {
            name: input.name.to_owned(),
            kind: FormulaNameKind::Input,
            unit: if input.name == "reach" { settings.reach_unit.clone() } else { input.unit.to_owned() },
            meaning: format!("{}. {}", input.label, input.help),
            example: input.name.to_owned(),
        });
        let counted = fields::fields().map(|field| FormulaName {
            name: field.name.to_owned(),
            kind: FormulaNameKind::Evidence,
            unit: method::unit(field.unit, &settings.currency).to_owned(),
            meaning: field.meaning.to_owned(),
            example: field.name.to_owned(),
        });
        let functions = method::functions().map(|(name, example, meaning)| FormulaName {
            name: name.to_owned(),
            kind: FormulaNameKind::Function,
            unit: String::new(),
            meaning: meaning.to_owned(),
            example: example.to_owned(),
        });
        Ok(inputs.chain(counted).chain(functions).collect())
    }

    /// What is wrong with a text, and what it would give; with the repair in it where one is offered. Stores nothing.
    pub async fn check_formula(&self, text: String) -> Result<FormulaCheck> {
        let currency = settings::read(self.store.reader()).await?.currency;
        let all = self.everything().await?;
        match Method::custom("", 0, &text, &currency) {
            Ok(method) => rows(self, all, method, None).await,
            Err(problem) => {
                let repaired = problem.repair.as_ref().map(|repair| Method::custom("", 0, &repair.text, &currency));
                match repaired {
                    Some(Ok(method)) => rows(self, all, method, Some(problem)).await,
                    _ => Ok(FormulaCheck { problem: Some(said(problem)), ..nothing() }),
                }
            }
        }
    }

    /// Saves a text as a new formula, or as the next version of one. A text with a mistake is refused.
    pub async fn save_formula(&self, uid: Option<String>, name: String, text: String) -> Result<StepDone> {
        let name = checked_name(&name)?;
        let currency = settings::read(self.store.reader()).await?.currency;
        Formula::read(&text, &method::names(&currency)).map_err(refused)?;
        let all = self.stored_formulas().await?;
        let known = uid.as_deref().map(|uid| one_formula(&all, uid)).transpose()?;
        let same = |other: &&scores::Formula| other.name.to_lowercase() == name.to_lowercase();
        if all.iter().find(same).is_some_and(|other| known.is_none_or(|known| known.uid != other.uid)) {
            return Err(Problem::refused(format!("There is a formula “{name}” already."))
                .kept("Nothing was saved.")
                .todo("Choose another name, or open that one and change it."));
        }
        let uid = known.map_or_else(|| self.new_uid(), |known| known.uid.clone());
        let newest = scores::newest_version(&mut *self.store.reader().acquire().await?, &uid).await?;
        let mut changes = vec![
            Change::new(Entity::Formula, &uid, "deleted", false),
            Change::new(Entity::Formula, &uid, "name", name.as_str()),
        ];
        let is_new = known.and_then(|known| known.versions.first()).is_none_or(|version| version.text != text);
        if is_new {
            changes.push(Change::new(Entity::Formula, &uid, &format!("version {}", newest + 1), text));
        }
        let message = match (known, is_new) {
            (None, _) => format!("Saved the formula “{name}”"),
            (Some(_), true) => format!("Saved version {} of the formula “{name}”", newest + 1),
            (Some(_), false) => format!("Renamed the formula to “{name}”"),
        };
        self.decide(message, &changes).await
    }

    /// Refused while the workspace ranks by it.
    pub async fn delete_formula(&self, uid: String) -> Result<StepDone> {
        let all = self.stored_formulas().await?;
        let formula = one_formula(&all, &uid)?;
        let by = self.scored_by().await?;
        if by.framework == Framework::Custom && by.formula.as_deref() == Some(uid.as_str()) {
            return Err(Problem::refused(format!("The workspace ranks by “{}”.", formula.name))
                .kept("The formula is still here.")
                .todo("Rank by something else first."));
        }
        let message = format!("Deleted the formula “{}”", formula.name);
        self.decide(message, &[Change::new(Entity::Formula, &uid, "deleted", true)]).await
    }
}

async fn rows(
    engine: &Engine,
    mut all: Everything,
    method: Method,
    problem: Option<formula::Problem>,
) -> Result<FormulaCheck> {
    engine.measure(&mut all, &method).await?;
    let field = all.field(&method);
    let formula = method.formula.clone();
    let (ranking, field) = off_thread(move || (calculate(&formula, &field), field)).await?;
    let mut rows = Vec::with_capacity(field.len());
    let mut lacks: Vec<Lack> = Vec::new();
    for (id, _) in &field {
        let record = all.record(*id)?;
        let missing: Vec<String> = method.missing(&all.facts(*id)).iter().map(|factor| factor.name.clone()).collect();
        for name in &missing {
            match lacks.iter_mut().find(|lack| lack.name == *name) {
                Some(lack) => lack.opportunities.push(reference(record)),
                None => lacks.push(Lack { name: name.clone(), opportunities: vec![reference(record)] }),
            }
        }
        let standing = ranking.get(id);
        rows.push(CheckRow {
            opportunity: reference(record),
            rank: standing.map(|standing| standing.rank),
            value: standing.map(|standing| standing.value),
            today: all.ranking.get(id).map(|standing| standing.rank),
            missing,
        });
    }
    rows.sort_by_key(|row| row.rank.unwrap_or(u32::MAX));
    let with_value = rows.iter().filter(|row| row.value.is_some()).count();
    Ok(FormulaCheck {
        repaired: problem.is_some(),
        problem: problem.map(said),
        unit: method.formula.unit().to_string(),
        uses: method.formula.names().to_vec(),
        with_value: u32::try_from(with_value).unwrap_or(u32::MAX),
        lacking: u32::try_from(rows.len() - with_value).unwrap_or(u32::MAX),
        axis: axis(rows.iter().filter_map(|row| Some(row.value?.p90))),
        rows,
        lacks,
    })
}

/// The largest, up to the next 1, 1.2, 1.5, 2, 3, 4, 5, 6 or 8 of its size.
pub(super) fn axis(ends: impl Iterator<Item = f64>) -> f64 {
    let most = ends.fold(0.0, f64::max);
    if most <= 0.0 {
        return 1.0;
    }
    let size = 10_f64.powf(most.log10().floor());
    let steps = [1.0, 1.2, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    steps.into_iter().map(|step| step * size).find(|end| *end >= most).unwrap_or(most)
}

fn nothing() -> FormulaCheck {
    FormulaCheck {
        problem: None,
        repaired: false,
        unit: String::new(),
        uses: Vec::new(),
        rows: Vec::new(),
        with_value: 0,
        lacking: 0,
        lacks: Vec::new(),
        axis: 1.0,
    }
}

fn said(problem: formula::Problem) -> FormulaProblem {
    FormulaProblem {
        line: problem.line,
        character: problem.character,
        length: problem.length,
        says: problem.says,
        todo: problem.todo,
        repair: problem.repair.map(|repair| FormulaRepair { label: repair.label, text: repair.text }),
    }
}

fn refused(problem: formula::Problem) -> Problem {
    let place = format!("Line {}, character {}: {}", problem.line, problem.character, problem.says);
    Problem::bad_input(place).kept("Nothing was saved; the last version still ranks.").todo(problem.todo)
}

/// One line, neither empty nor too long.
pub(super) fn checked_name(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Problem::bad_input("It needs a name.").kept("Nothing was saved."));
    }
    if name.chars().count() > LONGEST_NAME {
        let most = numbers::number(LONGEST_NAME as f64);
        return Err(Problem::bad_input(format!("The name is too long; at most {most} characters fit."))
            .kept("Nothing was saved.")
            .todo("Shorten it."));
    }
    Ok(name)
}
