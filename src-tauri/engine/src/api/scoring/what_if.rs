//! What if other things counted: other weights, other people's voices, so many person-weeks. Asking changes nothing.

mod line;
mod segment;
mod why;

use std::collections::HashMap;
use std::sync::Arc;

use super::formulas::{axis, checked_name};
use super::frameworks::weight_today;
use super::{Everything, Framework};
use crate::api::Engine;
use crate::api::opportunities::reference;
use crate::api::ranking::{Field, Ranking, calculate, off_thread};
use crate::api::types::{
    InputWeight, Scenario, ScoredBy, StepDone, WeightChoice, WhatIf, WhatIfChoices, WhatIfResult, WhatIfRow,
};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::OpportunityId;
use crate::score::{Facts, Method};
use crate::store::scores;
use line::Efforts;
use segment::{Heard, Who};

impl Engine {
    pub async fn what_if_choices(&self, framework: Framework, formula: Option<String>) -> Result<WhatIfChoices> {
        let today = self.scored_by().await?;
        let by = same_or_plain(&today, framework, formula);
        let method = self.method_of(&by).await?;
        let all = self.everything().await?;
        let who = self.who().await?;
        let factors = method.factors.iter().map(|factor| (factor.name.clone(), factor.label.clone()));
        let risk = factors.clone().all(|(name, _)| name != "risk").then(|| ("risk".to_owned(), "Risk".to_owned()));
        let weights = factors.chain(risk);
        Ok(WhatIfChoices {
            weights: weights
                .map(|(name, label)| WeightChoice { today: weight_today(&by, &name), name, label })
                .collect(),
            segments: who.segments().iter().map(|segment| who.view(segment, &all)).collect(),
            scenarios: self.scenarios().await?,
        })
    }

    pub async fn what_if(&self, asked: WhatIf) -> Result<WhatIfResult> {
        line::check(asked.capacity)?;
        let today = self.scored_by().await?;
        let by = asked_by(&today, &asked);
        let mut all = self.everything().await?;
        let who = self.who().await?;
        let method = self.method_of(&by).await?;
        let whole = asked.segment == Default::default();
        if method.uses_measures() && !whole {
            let measuring = self.measuring().await?;
            let heard = measuring.measures(all.records(), |piece| who.belongs(&asked.segment, piece.customer));
            all.measures = Arc::new(heard);
        } else {
            self.measure(&mut all, &method).await?;
        }
        let heard: HashMap<OpportunityId, Heard> = all
            .records()
            .map(|record| (record.id, who.heard(&asked.segment, all.pieces_of(record.id), all.against_of(record.id))))
            .collect();
        let method = if whole || method.uses_evidence() { method } else { method.shared() };
        let field = asked_field(&all, &method, &heard);
        let formula = method.formula.clone();
        let efforts = Efforts::of(&all);
        let (ranking, efforts) = off_thread(move || (calculate(&formula, &field), efforts.drawn())).await?;
        let mut rows = rows(&all, &ranking, &efforts)?;
        let cut = asked.capacity.map(|capacity| line::cut(&mut rows, capacity, &efforts, &all));
        let best = asked.capacity.map(|capacity| line::best(&mut rows, capacity));
        why::explain(&mut rows, &asked, &by, &today, &all, &heard);
        Ok(WhatIfResult {
            segment: who.view(&asked.segment, &all),
            changes: why::changes(&rows, cut.as_ref(), &all),
            axis: axis(rows.iter().filter_map(|row| Some(row.value?.p90))),
            draws: all.chance.draws,
            seed: all.chance.seed,
            asked,
            rows,
            cut,
            best,
        })
    }

    pub async fn keep_scenario(&self, name: String, asked: WhatIf) -> Result<StepDone> {
        let name = checked_name(&name)?;
        line::check(asked.capacity)?;
        self.method_of(&asked_by(&self.scored_by().await?, &asked)).await?;
        let asks = serde_json::to_value(&asked)
            .map_err(|e| Problem::system(format!("The scenario can't be written down: {e}.")))?;
        let all = scores::scenarios(&mut *self.store.reader().acquire().await?).await?;
        let known = all.iter().find(|scenario| scenario.name.to_lowercase() == name.to_lowercase());
        let uid = known.map_or_else(|| self.new_uid(), |known| known.uid.clone());
        let changes = [
            Change::new(Entity::Scenario, &uid, "deleted", false),
            Change::new(Entity::Scenario, &uid, "name", name.as_str()),
            Change::new(Entity::Scenario, &uid, "asks", asks),
        ];
        let verb = if known.is_some() { "Changed" } else { "Kept" };
        self.decide(format!("{verb} the scenario “{name}”"), &changes).await
    }

    pub async fn drop_scenario(&self, uid: String) -> Result<StepDone> {
        let all = scores::scenarios(&mut *self.store.reader().acquire().await?).await?;
        let scenario = all
            .iter()
            .find(|scenario| scenario.uid == uid)
            .ok_or_else(|| Problem::not_found("This scenario isn't here any more.").kept("Nothing was changed."))?;
        let message = format!("Deleted the scenario “{}”", scenario.name);
        self.decide(message, &[Change::new(Entity::Scenario, &uid, "deleted", true)]).await
    }

    /// Whose voice counts and what fits are questions, not a ranking: only framework and weights are taken.
    pub async fn use_what_if(&self, asked: WhatIf) -> Result<StepDone> {
        let by = asked_by(&self.scored_by().await?, &asked);
        self.use_framework(by).await
    }

    async fn scenarios(&self) -> Result<Vec<Scenario>> {
        let stored = scores::scenarios(&mut *self.store.reader().acquire().await?).await?;
        stored
            .into_iter()
            .map(|scenario| {
                let asks = serde_json::from_str(&scenario.asks)
                    .map_err(|_| Problem::system(format!("The scenario “{}” can't be read.", scenario.name)))?;
                let scores::Scenario { uid, name, kept_at, kept_by, .. } = scenario;
                Ok(Scenario { uid, name, asks, kept_at, kept_by })
            })
            .collect()
    }

    async fn who(&self) -> Result<Who> {
        Ok(Who(scores::customers(&mut *self.store.reader().acquire().await?).await?))
    }
}

/// Today's weights where it is today's framework, otherwise none.
fn same_or_plain(today: &ScoredBy, framework: Framework, formula: Option<String>) -> ScoredBy {
    if today.framework == framework && today.formula == formula {
        return today.clone();
    }
    ScoredBy { framework, formula, weights: Vec::new() }
}

fn asked_by(today: &ScoredBy, asked: &WhatIf) -> ScoredBy {
    let mut by = same_or_plain(today, asked.framework, asked.formula.clone());
    for InputWeight { name, weight } in &asked.weights {
        match by.weights.iter_mut().find(|one| one.name == *name) {
            Some(one) => one.weight = *weight,
            None => by.weights.push(InputWeight { name: name.clone(), weight: *weight }),
        }
    }
    by
}

/// Those that compete, with only the voices that are asked for.
fn asked_field(all: &Everything, method: &Method, heard: &HashMap<OpportunityId, Heard>) -> Field {
    let competing = all.records().filter(|record| record.competes());
    competing
        .map(|record| {
            let facts = all.facts(record.id);
            let facts = match heard.get(&record.id) {
                Some(heard) => Facts { pieces: &heard.pieces, against: &heard.against, share: heard.share(), ..facts },
                None => facts,
            };
            (record.id, method.contender(&record.uid, &facts))
        })
        .collect()
}

/// In the order there would be; those without a value last.
fn rows(all: &Everything, ranking: &Ranking, efforts: &Efforts) -> Result<Vec<WhatIfRow>> {
    let competing = all.records().filter(|record| record.competes());
    let mut rows: Vec<WhatIfRow> = competing
        .map(|record| {
            let standing = ranking.get(&record.id);
            WhatIfRow {
                opportunity: reference(record),
                stage: record.stage,
                today: all.ranking.get(&record.id).map(|standing| standing.rank),
                rank: standing.map(|standing| standing.rank),
                value: standing.map(|standing| standing.value),
                top: standing.map(|standing| standing.top),
                effort: efforts.weeks(record.id),
                weeks_so_far: None,
                above: false,
                in_best: false,
                why: String::new(),
            }
        })
        .collect();
    rows.sort_by_key(|row| row.rank.unwrap_or(u32::MAX));
    Ok(rows)
}
