//! Several people's estimates of one input: asked, answered apart, shown together, and where they differ.

use scoring::framework;
use scoring::group::{Together, together};

use super::Framework;
use crate::api::Engine;
use crate::api::opportunities::reference;
use crate::api::opportunity_edits::{checked_text, editable};
use crate::api::types::{Disagreement, EstimateForm, EstimateRound, EstimateView, StepDone};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::OpportunityId;
use crate::score::inputs;
use crate::store::estimates::{self, Answer, Asked, Round};

/// Most people who are asked at once.
const MOST_PEOPLE: usize = 50;

impl Engine {
    /// Asks people for an input. Asked again, what they answered before goes.
    pub async fn ask_estimates(
        &self,
        id: OpportunityId,
        framework: Framework,
        input: String,
        people: Vec<String>,
    ) -> Result<StepDone> {
        let label = inputs::named(&input)?.label.to_lowercase();
        let people = checked_people(people)?;
        let mut write = self.store.write().await?;
        let record = editable(&mut write, id).await?;
        let rounds = estimates::rounds(&mut write).await?;
        let key = format!("{} {input}", record.uid);
        let word = serde_json::to_value(framework).ok().and_then(|word| word.as_str().map(str::to_owned));
        let asked = Asked { framework: word.unwrap_or_default(), people: people.clone() };
        let mut changes = vec![
            Change::new(Entity::Estimate, &key, "asked", json(&asked)?),
            Change::new(Entity::Estimate, &key, "revealed", false),
        ];
        let before = rounds_of(&rounds, id).find(|round| round.input == input);
        for (person, ..) in before.iter().flat_map(|round| &round.answers) {
            changes.push(Change::cleared(Entity::Estimate, &key, &format!("by {person}")));
        }
        let message = format!("Asked {} for the {label} of {}", people.join(", "), id.label());
        self.write_step(write, message, &changes, reference(&record)).await
    }

    /// One person's answer; given again it replaces the one before.
    pub async fn give_estimate(&self, id: OpportunityId, estimate: EstimateForm) -> Result<StepDone> {
        let input = inputs::named(&estimate.input)?;
        inputs::check(input, estimate.range)?;
        let person = one_line(&estimate.person);
        let note = checked_text("note", &estimate.note)?;
        let mut write = self.store.write().await?;
        let record = editable(&mut write, id).await?;
        let rounds = estimates::rounds(&mut write).await?;
        let round =
            rounds_of(&rounds, id).find(|round| round.input == input.name).ok_or_else(|| not_asked(input.label, id))?;
        if !round.people.contains(&person) {
            return Err(Problem::refused(format!("{person} wasn't asked for the {}.", input.label.to_lowercase()))
                .kept("Nothing was changed.")
                .todo("Ask again, with this person among those who are asked."));
        }
        let key = format!("{} {}", record.uid, input.name);
        let value = json(&Answer { range: estimate.range, note })?;
        let changes = [Change::new(Entity::Estimate, key, &format!("by {person}"), value)];
        // What was answered isn't said here: the others may read along.
        let message = format!("{person} estimated the {} of {}", input.label.to_lowercase(), id.label());
        self.write_step(write, message, &changes, reference(&record)).await
    }

    /// Shows everybody's answers.
    pub async fn reveal_estimates(&self, id: OpportunityId, input: String) -> Result<StepDone> {
        let known = inputs::named(&input)?;
        let mut write = self.store.write().await?;
        let record = editable(&mut write, id).await?;
        let rounds = estimates::rounds(&mut write).await?;
        let round =
            rounds_of(&rounds, id).find(|round| round.input == input).ok_or_else(|| not_asked(known.label, id))?;
        if round.answers.is_empty() {
            return Err(Problem::refused("Nobody has answered yet.").kept("Nothing was changed."));
        }
        let changes = [Change::new(Entity::Estimate, format!("{} {input}", record.uid), "revealed", true)];
        let message = format!("Revealed the estimates of the {} of {}", known.label.to_lowercase(), id.label());
        self.write_step(write, message, &changes, reference(&record)).await
    }

    /// Where people differ most first; then what waits for answers.
    pub async fn disagreements(&self) -> Result<Vec<Disagreement>> {
        let all = self.everything().await?;
        let rounds = estimates::rounds(&mut *self.store.reader().acquire().await?).await?;
        let mut found = Vec::with_capacity(rounds.len());
        for round in &rounds {
            let opportunity = reference(all.record(round.opportunity)?);
            let distance = together_in(round).filter(|_| round.revealed).map(|said| said.distance);
            found.push(Disagreement { opportunity, round: round_view(round), distance });
        }
        let order = |one: &Disagreement| one.distance.unwrap_or(-1.0);
        found.sort_by(|a, b| order(b).total_cmp(&order(a)));
        // JSON has no infinity; exact answers that differ are as far apart as can be.
        for one in &mut found {
            one.distance = one.distance.map(|distance| distance.min(1e9));
        }
        Ok(found)
    }
}

pub(super) fn rounds_of(rounds: &[Round], id: OpportunityId) -> impl Iterator<Item = &Round> {
    rounds.iter().filter(move |round| round.opportunity == id)
}

/// What the answers say together, on the scale of the input.
fn together_in(round: &Round) -> Option<Together> {
    let answers: Vec<_> = round.answers.iter().map(|(_, answer, _)| answer.range).collect();
    together(&answers, framework::input(&round.input).map_or(0.0, |input| input.least))
}

/// A round as it may be seen: no answer before it is revealed.
pub(super) fn round_view(round: &Round) -> EstimateRound {
    let answered = |person: &String| round.answers.iter().find(|(who, ..)| who == person);
    let answers = round.people.iter().map(|person| {
        let given = answered(person);
        let shown = given.filter(|_| round.revealed);
        EstimateView {
            person: person.clone(),
            answered_at: given.map(|(_, _, at)| *at),
            range: shown.map(|(_, answer, _)| answer.range),
            note: shown.map(|(_, answer, _)| answer.note.clone()).unwrap_or_default(),
        }
    });
    let said = together_in(round).filter(|_| round.revealed);
    let name = |at: usize| round.answers.get(at).map(|(who, ..)| who.clone()).unwrap_or_default();
    let apart: Vec<(String, String)> =
        said.iter().flat_map(|said| &said.apart).map(|(low, high)| (name(*low), name(*high))).collect();
    EstimateRound {
        framework: serde_json::from_value(round.framework.clone().into()).unwrap_or_default(),
        label: framework::input(&round.input).map_or_else(|| round.input.clone(), |input| input.label.to_owned()),
        input: round.input.clone(),
        answers: answers.collect(),
        answered: u32::try_from(round.answers.len()).unwrap_or(u32::MAX),
        revealed: round.revealed,
        together: said.map(|said| said.range),
        says: match apart.first() {
            Some((low, high)) => {
                format!("{low} and {high} don't overlap. Talk first; the mean of two plans is no plan.")
            }
            None => String::new(),
        },
        apart,
    }
}

fn not_asked(label: &str, id: OpportunityId) -> Problem {
    Problem::refused(format!("Nobody was asked for the {} of {}.", label.to_lowercase(), id.label()))
        .kept("Nothing was changed.")
        .todo("Ask people first.")
}

fn checked_people(people: Vec<String>) -> Result<Vec<String>> {
    let mut named: Vec<String> = Vec::new();
    for person in people.iter().map(|person| one_line(person)).filter(|person| !person.is_empty()) {
        if !named.contains(&person) {
            named.push(person);
        }
    }
    if named.is_empty() || named.len() > MOST_PEOPLE {
        return Err(
            Problem::bad_input(format!("Ask between one person and {MOST_PEOPLE}.")).kept("Nothing was changed.")
        );
    }
    Ok(named)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(100).collect()
}

fn json<T: serde::Serialize>(value: &T) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Problem::system(format!("The estimate can't be written down: {e}.")))
}
