//! Replays the decisions about a value one after the other and says what it was then, is now, and why. Pure.

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use insight::weeks::Zone;

use super::state::State;
use super::text;
use super::told::Told;
use super::view::{View, Worth};
use crate::api::types::{FactorThen, OpportunityRef, ValueAt, ValueCause, ValueChange, ValuePoint, ValueThen};
use crate::error::Result;
use crate::model::Time;
use crate::score::receipt::{FormulaSaid, Linked, Subject, receipt};
use crate::score::{Facts, NumberOf, Receipt, Worlds, evidence};
use crate::store::past_values::PastOp;

/// What is asked, with everything needed to answer it.
pub struct Asked {
    pub opportunity: OpportunityRef,
    pub uid: String,
    pub day: NaiveDate,
    pub zone: Zone,
    pub now: Time,
    pub reach_unit: String,
    /// ISO 4217.
    pub currency: String,
    /// In the order of the journal.
    pub ops: Vec<PastOp>,
    /// The signals they name, newest first.
    pub known: Vec<(String, Linked)>,
}

pub fn answer(asked: &Asked) -> Result<ValueAt> {
    let at = asked.end_of_day();
    let today = asked.zone.date(asked.now.0);
    let walk = walk(asked, at)?;
    let (then, receipt_then) = standing(asked, &walk.then, at);
    let (now, receipt_now) = standing(asked, &walk.now, asked.now);
    let day_after = walk.days.iter().find(|day| **day > asked.day).copied();
    let chance = Worlds::usual().chance();
    let mut view = ValueAt {
        opportunity: asked.opportunity.clone(),
        date: asked.day.to_string(),
        at,
        today: today.to_string(),
        factors: factors(&receipt_then, &receipt_now),
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
    view.text = text::both(&view, &receipt_then.text, &receipt_now.text, asked.zone);
    Ok(view)
}

impl Asked {
    /// The day's last instant; now, while it isn't over.
    fn end_of_day(&self) -> Time {
        let next = self.day.checked_add_days(Days::new(1)).unwrap_or(self.day);
        Time(self.zone.midnight(next) - 1).min(self.now)
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
    let mut worth = Worth::new(&asked.uid, &asked.known);
    let mut state = State::default();
    let mut view = state.view(&places, &asked.currency)?;
    let (mut then, mut line, mut days, mut steps) = (None, Vec::new(), BTreeSet::new(), Vec::new());
    let mut when = Time(i64::MIN);
    for step in asked.ops.chunk_by(|one, next| one.step == next.step) {
        let Some(first) = step.first() else { continue };
        // A laptop's clock can go back; the order is that of the journal.
        when = when.max(first.at);
        if when > at && then.is_none() {
            then = Some(state.view(&places, &asked.currency)?);
        }
        for op in step {
            state.apply(op)?;
        }
        let next = state.view(&places, &asked.currency)?;
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
    let then = then.map_or_else(|| state.view(&places, &asked.currency), Ok)?;
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

/// A value with its receipt. `clock` is when it is asked.
fn standing(asked: &Asked, view: &View, clock: Time) -> (ValueThen, Receipt) {
    let (inputs, pieces, risks) = (view.ranges(), view.pieces(&asked.known), view.judged());
    let facts = Facts { inputs: &inputs, pieces: &pieces, risks: &risks, now: clock, share: 1.0 };
    let method = &view.method;
    let value = method.value(&asked.uid, &facts, Worlds::usual());
    let about = Subject {
        label: &asked.opportunity.label,
        title: &asked.opportunity.title,
        formula: FormulaSaid { version: &method.version, words: &method.words, points: &method.points },
        entries: &view.entries(&facts),
        evidence: &view.linked(&asked.known),
        against: &[],
        used: None,
        value,
        place: None,
        reach_unit: &asked.reach_unit,
        currency: &asked.currency,
        chance: Worlds::usual().chance(),
        now: asked.now,
    };
    let counts = evidence::count(&pieces);
    let then = ValueThen {
        value,
        points: method.points.clone(),
        formula: method.version.clone(),
        method: method.words.clone(),
        missing: method.missing_labels(&facts),
        signals: counts.signals(),
        people: counts.reporters,
    };
    (then, receipt(NumberOf::Value, &about))
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
