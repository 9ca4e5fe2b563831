//! Replays the decisions about a value one after the other and says what it was then, is now, and why. Pure.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use insight::weeks::Zone;

use super::others::{self, Others};
use super::shared::Shared;
use super::state::State;
use super::told::Told;
use super::view::{Ground, View, Worth};
use super::{evidence, text};
use crate::api::measuring::Yardsticks;
use crate::api::types::{FactorThen, OpportunityRef, ValueAt, ValueCause, ValueChange, ValuePoint, ValueThen};
use crate::error::Result;
use crate::model::Time;
use crate::score::evidence::count;
use crate::score::receipt::{FormulaSaid, Linked, Place, Subject, receipt};
use crate::score::{NumberOf, Receipt, Worlds};
use crate::store::past_values::PastOp;

/// What is asked, with everything needed to answer it.
pub struct Asked {
    pub opportunity: OpportunityRef,
    pub uid: String,
    /// The service it names today.
    pub service: String,
    pub day: NaiveDate,
    /// Its last instant; now, while it isn't over.
    pub at: Time,
    pub zone: Zone,
    pub now: Time,
    pub reach_unit: String,
    /// ISO 4217.
    pub currency: String,
    /// In the order of the journal.
    pub ops: Vec<PastOp>,
    /// The signals they name, newest first.
    pub known: Vec<(String, Linked)>,
    /// None where no formula that they tell of measures.
    pub yardsticks: Option<Yardsticks>,
    pub others: Others,
    /// Its place today, and how many have one.
    pub place: (Option<Place>, u32),
}

pub fn answer(asked: &Asked) -> Result<ValueAt> {
    let at = asked.at;
    let today = asked.zone.date(asked.now.0);
    let walk = walk(asked, at)?;
    let own = Worth::new(&asked.uid, asked.ground()).contender(&walk.then, at);
    let place = others::place(&asked.others, &walk.then.method, &own, asked.yardsticks.as_ref(), at)?;
    let (then, receipts_then) = standing(asked, &walk.then, at, place);
    let (now, receipts_now) = standing(asked, &walk.now, asked.now, asked.place.clone());
    let (evidence, evidence_left) = evidence::listed(&walk.then, &walk.now, &asked.known);
    let day_after = walk.days.iter().find(|day| **day > asked.day).copied();
    let chance = Worlds::usual().chance();
    let mut view = ValueAt {
        opportunity: asked.opportunity.clone(),
        date: asked.day.to_string(),
        at,
        today: today.to_string(),
        factors: factors(&receipts_then[0], &receipts_now[0]),
        evidence,
        evidence_left,
        line: walk.line,
        changes: walk.changes,
        earlier: walk.days.range(..asked.day).next_back().map(NaiveDate::to_string),
        later: day_after.or((asked.day < today).then_some(today)).map(|day| day.to_string()),
        draws: chance.draws,
        seed: chance.seed,
        then,
        now,
        text: String::new(),
    };
    view.text = text::both(&view, &receipts_then, &receipts_now, asked.zone);
    Ok(view)
}

impl Asked {
    fn ground(&self) -> Ground<'_> {
        Ground { known: &self.known, yardsticks: self.yardsticks.as_ref(), service: &self.service }
    }
}

/// What a walk through all decisions finds.
struct Walk {
    then: View,
    now: View,
    line: Vec<ValuePoint>,
    changes: Vec<ValueChange>,
    /// On which something changed.
    days: BTreeSet<NaiveDate>,
}

fn walk(asked: &Asked, at: Time) -> Result<Walk> {
    let places: HashMap<&str, usize> =
        asked.known.iter().enumerate().map(|(place, (key, _))| (key.as_str(), place)).collect();
    let mut worth = Worth::new(&asked.uid, asked.ground());
    let (mut shared, mut state) = (Shared::default(), State::default());
    let shown = |shared: &Shared, state: &State| -> Result<View> {
        Ok(state.view(shared.method(&asked.currency)?, &shared.merged(), &places))
    };
    let mut view = shown(&shared, &state)?;
    let (mut then, mut line, mut days, mut steps) = (None, Vec::new(), BTreeSet::new(), Vec::new());
    let mut when = Time(i64::MIN);
    for step in asked.ops.chunk_by(|one, next| one.step == next.step) {
        let Some(first) = step.first() else { continue };
        // A laptop's clock can go back; the order is that of the journal.
        when = when.max(first.at);
        if when > at && then.is_none() {
            then = Some(shown(&shared, &state)?);
        }
        for op in step {
            if !shared.apply(op)? {
                state.apply(op)?;
            }
        }
        let next = shown(&shared, &state)?;
        let moved = worth.contender(&view, asked.now) != worth.contender(&next, asked.now);
        if let Some(told) = Told::between(&view, &next, moved) {
            line.push(ValuePoint { at: when, value: worth.of(&next, when) });
            days.insert(asked.zone.date(when.0));
            if when > at {
                let before = worth.p50(&view, asked.now);
                let after = worth.p50(&next, asked.now);
                steps.push(Step { at: when, who: first.actor.clone(), told, before, after });
            }
        }
        view = next;
    }
    let then = then.map_or_else(|| shown(&shared, &state), Ok)?;
    let aged = aged(&mut worth, &then, at, asked.now);
    line.push(ValuePoint { at, value: worth.of(&then, at) });
    line.push(ValuePoint { at: asked.now, value: worth.of(&view, asked.now) });
    let changes = aged.into_iter().chain(joined(steps, asked.zone).into_iter().map(Step::change)).collect();
    Ok(Walk { then, now: view, line: corners(line), changes, days })
}

/// A decision after the day, valued as of now, so that one ends where the next begins.
struct Step {
    at: Time,
    who: String,
    told: Told,
    before: Option<f64>,
    after: Option<f64>,
}

impl Step {
    fn change(self) -> ValueChange {
        ValueChange {
            at: self.at,
            cause: self.told.cause(),
            what: self.told.in_words(),
            who: self.who,
            before: self.before,
            after: self.after,
        }
    }
}

/// What the days alone did, where a formula counts by age.
fn aged(worth: &mut Worth, then: &View, at: Time, now: Time) -> Option<ValueChange> {
    let (before, after) = (worth.p50(then, at), worth.p50(then, now));
    (before != after).then(|| ValueChange {
        at,
        cause: ValueCause::Time,
        what: "Signals grew older".to_owned(),
        who: String::new(),
        before,
        after,
    })
}

/// Somebody who links one signal after the other on a day did one thing.
fn joined(steps: Vec<Step>, zone: Zone) -> Vec<Step> {
    let mut joined: Vec<Step> = Vec::new();
    for step in steps {
        let same = |last: &&mut Step| {
            last.who == step.who && last.told.joins(&step.told) && zone.date(last.at.0) == zone.date(step.at.0)
        };
        match joined.last_mut().filter(same) {
            Some(last) => {
                last.told.add(&step.told);
                last.after = step.after;
                last.at = step.at;
            }
            None => joined.push(step),
        }
    }
    joined
}

/// In the order of time, without points at which nothing turns and without the time before there was a value.
fn corners(mut line: Vec<ValuePoint>) -> Vec<ValuePoint> {
    line.sort_by_key(|point| point.at);
    let last = line.pop();
    line.dedup_by(|next, kept| next.value == kept.value);
    let from = line.iter().position(|point| point.value.is_some()).unwrap_or(line.len());
    line.drain(..from);
    line.extend(last.filter(|point| point.value.is_some() || !line.is_empty()));
    line
}

/// A value with its receipt and that of its rank. `clock` is when it is asked.
fn standing(asked: &Asked, view: &View, clock: Time, (place, of): (Option<Place>, u32)) -> (ValueThen, [Receipt; 2]) {
    let moment = view.at(asked.ground(), clock);
    let (facts, method) = (moment.facts(), &view.method);
    let value = method.value(&asked.uid, &facts, Worlds::usual());
    let (counts, contrary) = (count(&moment.pieces), count(&moment.against));
    let then = ValueThen {
        value,
        rank: place.as_ref().map(|place| place.standing.rank),
        of,
        points: method.points.clone(),
        formula: method.version.clone(),
        method: method.words.clone(),
        missing: method.missing_labels(&facts),
        signals: counts.signals(),
        people: counts.reporters,
        against: contrary.signals(),
    };
    let about = Subject {
        label: &asked.opportunity.label,
        title: &asked.opportunity.title,
        formula: FormulaSaid { version: &method.version, words: &method.words, points: &method.points },
        entries: &view.entries(&facts),
        evidence: &view.linked(&asked.known, false),
        against: &view.linked(&asked.known, true),
        used: None,
        value,
        place,
        reach_unit: &asked.reach_unit,
        currency: &asked.currency,
        chance: Worlds::usual().chance(),
        now: asked.now,
    };
    (then, [NumberOf::Value, NumberOf::Rank].map(|of| receipt(of, &about)))
}

/// Today's in their order, then those that counted only then.
fn factors(then: &Receipt, now: &Receipt) -> Vec<FactorThen> {
    let mut factors: Vec<FactorThen> = Vec::new();
    for line in &now.lines {
        factors.push(FactorThen {
            operator: line.operator.clone(),
            label: line.label.clone(),
            now: line.shown.clone(),
            now_from: line.source.clone(),
            ..FactorThen::default()
        });
    }
    for line in &then.lines {
        let (shown, source) = (line.shown.clone(), line.source.clone());
        match factors.iter_mut().find(|factor| factor.label == line.label) {
            Some(factor) => (factor.then, factor.then_from) = (shown, source),
            None => factors.push(FactorThen {
                operator: line.operator.clone(),
                label: line.label.clone(),
                then: shown,
                then_from: source,
                ..FactorThen::default()
            }),
        }
    }
    factors
}
