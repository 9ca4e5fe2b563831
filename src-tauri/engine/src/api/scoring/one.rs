//! One opportunity in one framework: what goes in, what comes out, and what would be worth finding out.

use scoring::learn::{Stake, shares, stake};
use scoring::rank::{rank, ranks_of};
use scoring::{Contender, Formula, Framework, Range, ValueSpread, Worlds, framework, kano};

use super::estimates::{round_view, rounds_of};
use super::{Everything, one_formula};
use crate::api::Engine;
use crate::api::opportunities::reference;
use crate::api::opportunity_edits::editable;
use crate::api::past::{self, Past};
use crate::api::ranking::off_thread;
use crate::api::types::{
    FormulaRef, InputEntry, LearnNext, RankBar, ScoreInput, ScoreStep, ScoreView, ScoredBy, StepDone, ValueBar,
    WideInput,
};
use crate::error::{Problem, Result};
use crate::journal::{Change, Entity};
use crate::model::OpportunityId;
use crate::score::inputs::{self, Inputs};
use crate::score::{Facts, Method, Standing, numbers, suggest};
use crate::store::estimates;
use crate::store::opportunities::Record;

/// Bars of a histogram.
const BARS: usize = 20;
/// Ranks shown one by one.
const RANKS: u32 = 6;
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
        let named: Vec<String> = entries.iter().filter_map(|entry| in_words(entry)).collect();
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
        let all = self.everything().await?;
        let record = all.record(id)?;
        let mut entered = all.inputs_of(id).clone();
        for entry in entries {
            match entry.range {
                Some(range) => entered.insert(entry.name, range),
                None => entered.remove(&entry.name),
            };
        }
        let facts = Facts { inputs: &entered, ..all.facts(id) };
        let worked = self.worked(&all, &method, record, &facts).await?;
        let past = past::read(&self.store, record).await?;
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
            inputs: inputs(&method, &facts, &past),
            plain: method.plain(&facts),
            working: working(&method, &facts),
            points: method.points.clone(),
            class: class(&method, &facts),
            missing: method.missing_labels(&facts),
            draws: all.chance.draws,
            seed: all.chance.seed,
            history: history(&method, record, &past),
            estimates,
            ..worked.view(&all, &method, record)
        })
    }

    /// Draws and compares, off the threads that answer.
    async fn worked(&self, all: &Everything, method: &Method, record: &Record, facts: &Facts<'_>) -> Result<Worked> {
        let mut field = all.field(method);
        let own = method.contender(&record.uid, facts);
        let place = field.iter().position(|(id, _)| *id == record.id);
        if let Some((_, contender)) = place.and_then(|place| field.get_mut(place)) {
            *contender = own.clone();
        }
        let formula = method.formula.clone();
        off_thread(move || work(&formula, &field, own, place)).await
    }
}

/// All that was drawn for one opportunity.
struct Worked {
    value: Option<ValueSpread>,
    standing: Option<Standing>,
    of: u32,
    values: Vec<f64>,
    landed: Vec<u32>,
    shares: Vec<f64>,
    /// The neighbour whose order is least sure.
    rival: Option<(OpportunityId, Stake)>,
}

fn work(formula: &Formula, field: &[(OpportunityId, Contender)], own: Contender, place: Option<usize>) -> Worked {
    let worlds = Worlds::usual();
    let contenders: Vec<Contender> = field.iter().map(|(_, contender)| contender.clone()).collect();
    let standings = rank(formula, &contenders, worlds);
    let standing = place.and_then(|place| standings.get(place).copied().flatten());
    let of = standings.iter().flatten().count();
    let landed = place.and_then(|place| ranks_of(formula, &contenders, place, (RANKS as usize).min(of.max(1)), worlds));
    let beside = standing.map(|own| [own.rank.wrapping_sub(1), own.rank + 1]).unwrap_or_default();
    let rivals =
        field.iter().zip(&standings).filter(|(_, other)| other.is_some_and(|other| beside.contains(&other.rank)));
    let stakes = rivals.filter_map(|((id, other), _)| Some((*id, stake(formula, &own, other, worlds)?)));
    let close = |stake: &Stake| (stake.loses - 0.5).abs();
    Worked {
        value: worlds.spread(formula, &own.uid, &own.given),
        values: worlds.values(formula, &own.uid, &own.given).unwrap_or_default(),
        shares: shares(formula, &own, worlds),
        rival: stakes.min_by(|(_, a), (_, b)| close(a).total_cmp(&close(b))),
        landed: landed.unwrap_or_default(),
        of: u32::try_from(of).unwrap_or(u32::MAX),
        standing,
    }
}

impl Worked {
    /// What was drawn, as it is shown; the rest is filled in by the caller.
    fn view(self, all: &Everything, method: &Method, record: &Record) -> ScoreView {
        let widens = self.widens(method);
        ScoreView {
            learn: self.learn(all, method, &widens),
            histogram: self.value.map(|value| histogram(self.values, value)).unwrap_or_default(),
            value: self.value,
            rank: self.standing.map(|standing| standing.rank),
            top: self.standing.map(|standing| standing.top),
            of: self.of,
            ranks: rank_bars(&self.landed, self.of),
            widens,
            opportunity: reference(record),
            framework: method.framework,
            formula: None,
            inputs: Vec::new(),
            plain: None,
            working: String::new(),
            points: String::new(),
            class: None,
            missing: Vec::new(),
            draws: 0,
            seed: 0,
            history: Vec::new(),
            estimates: Vec::new(),
        }
    }

    fn widens(&self, method: &Method) -> Vec<WideInput> {
        let names = method.formula.names().iter().zip(&self.shares);
        let mut widens: Vec<WideInput> = names
            .filter(|(_, share)| **share > 0.0)
            .map(|(name, share)| WideInput { name: name.clone(), label: label(method, name), share: *share })
            .collect();
        widens.sort_by(|a, b| b.share.total_cmp(&a.share));
        widens
    }

    fn learn(&self, all: &Everything, method: &Method, widens: &[WideInput]) -> Option<LearnNext> {
        let widest = widens.first()?;
        let settled = self.rival.as_ref().and_then(|(rival, stake)| {
            let worth = method.formula.names().iter().zip(&stake.worth);
            let (name, worth) = worth.max_by(|(_, a), (_, b)| a.total_cmp(b)).filter(|(_, worth)| **worth > 0.0)?;
            Some((all.record(*rival).ok()?, stake, name, *worth))
        });
        let Some((rival, stake, name, worth)) = settled else {
            let share = numbers::share(widest.share);
            let says = format!("{} is the widest range: it brings in {share} of the spread.", widest.label);
            let (name, label) = (widest.name.clone(), widest.label.clone());
            return Some(LearnNext { name, label, says, against: None, loses: None, worth: None });
        };
        let says = format!(
            "A firmer {} would settle the order with {}, which wins {} of the draws today.",
            label(method, name).to_lowercase(),
            rival.id.label(),
            numbers::share(stake.loses)
        );
        Some(LearnNext {
            name: name.clone(),
            label: label(method, name),
            says,
            against: Some(reference(rival)),
            loses: Some(stake.loses),
            worth: Some(worth),
        })
    }
}

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

fn inputs(method: &Method, facts: &Facts, past: &Past) -> Vec<ScoreInput> {
    let entered = method.factors.iter().map(|factor| {
        let range = facts.range(&factor.name);
        let by = if factor.counted { None } else { past.set_by(&factor.name, range, facts.now) };
        let by = by.filter(|by| !by.actor.is_empty());
        let suggested = suggest::input(&factor.name, facts);
        ScoreInput {
            name: factor.name.clone(),
            range,
            set_by: by.as_ref().map(|by| by.actor.clone()),
            set_at: by.map(|by| by.at),
            accepted: suggested.as_ref().is_some_and(|suggested| Some(suggested.range) == range),
            suggested,
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

/// Between the 50th of ten thousand draws and the 50th from the end.
fn histogram(mut values: Vec<f64>, value: ValueSpread) -> Vec<ValueBar> {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values.get(((values.len() as f64 - 1.0) * share) as usize).copied().unwrap_or_default();
    let (from, to) = (at(0.005), at(0.995));
    let width = (to - from) / BARS as f64;
    if width <= 0.0 {
        return Vec::new();
    }
    let mut counts = [0_u32; BARS];
    for drawn in values.iter().filter(|drawn| (from..=to).contains(*drawn)) {
        if let Some(count) = counts.get_mut((((drawn - from) / width) as usize).min(BARS - 1)) {
            *count += 1;
        }
    }
    let bars = counts.iter().enumerate().map(|(at, count)| {
        let (from, to) = (from + width * at as f64, from + width * (at + 1) as f64);
        let middle = (from + to) / 2.0;
        let share = f64::from(*count) / values.len() as f64;
        ValueBar { from, to, share, inside: value.p10 <= middle && middle <= value.p90 }
    });
    bars.collect()
}

fn rank_bars(landed: &[u32], of: u32) -> Vec<RankBar> {
    let draws: u32 = landed.iter().sum();
    let bars = (1_u32..).zip(landed).map(|(rank, count)| RankBar {
        rank,
        or_worse: rank == RANKS && of > RANKS,
        share: f64::from(*count) / f64::from(draws.max(1)),
    });
    bars.collect()
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
