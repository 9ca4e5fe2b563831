//! What counted for an opportunity's value at one moment, and what it came to. Pure.

use std::collections::BTreeMap;

use scoring::{Contender, Formula};

use crate::api::measuring::{Yardsticks, used};
use crate::model::{Range, Time};
use crate::score::inputs::Inputs;
use crate::score::measures::whole_minute;
use crate::score::method::Factor;
use crate::score::receipt::{Entry, Linked, SetBy};
use crate::score::{Facts, Measures, Method, Piece, RiskAssessment, ValueSpread, Worlds};

/// Everything that counted.
pub struct View {
    pub method: Method,
    pub inputs: BTreeMap<String, Set>,
    /// By the word of their kind.
    pub risks: BTreeMap<String, RiskAssessment>,
    /// By their place in the list of known signals.
    pub evidence: BTreeMap<usize, Counted>,
}

/// An input, and who gave it the value it has.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    pub range: Range,
    pub by: SetBy,
}

/// How a signal counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// 0–3.
    pub importance: u8,
    /// It is merged into a linked one.
    pub duplicate: bool,
    /// It speaks against the opportunity.
    pub against: bool,
}

/// What stays the same of one opportunity through all its views.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The signals that it ever named, newest first.
    pub known: &'a [(String, Linked)],
    /// None where no formula measures.
    pub yardsticks: Option<&'a Yardsticks>,
    /// The one it names today.
    pub service: &'a str,
}

/// A view as it is counted at one moment.
pub struct Moment {
    inputs: Inputs,
    pub pieces: Vec<Piece>,
    pub against: Vec<Piece>,
    measures: Measures,
    risks: Vec<RiskAssessment>,
    now: Time,
}

impl Moment {
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            pieces: &self.pieces,
            against: &self.against,
            measures: self.measures,
            risks: &self.risks,
            ..Facts::entered(&self.inputs, self.now)
        }
    }
}

impl View {
    /// What is counted by age depends on `now`.
    pub fn at(&self, ground: Ground<'_>, now: Time) -> Moment {
        let pieces =
            |against: bool| -> Vec<Piece> { self.counted(ground.known, against).map(|(piece, _)| piece).collect() };
        Moment {
            inputs: self.inputs.iter().map(|(name, set)| (name.clone(), set.range)).collect(),
            pieces: pieces(false),
            against: pieces(true),
            measures: self.measures(ground, whole_minute(now)),
            risks: self.risks.values().cloned().collect(),
            now,
        }
    }

    /// The evidence that speaks for it, or against it, in the order of `known`.
    pub fn linked(&self, known: &[(String, Linked)], against: bool) -> Vec<Linked> {
        self.counted(known, against).map(|(piece, linked)| Linked { piece, ..linked.clone() }).collect()
    }

    fn counted<'k>(&self, known: &'k [(String, Linked)], against: bool) -> impl Iterator<Item = (Piece, &'k Linked)> {
        self.evidence.iter().filter(move |(_, counted)| counted.against == against).filter_map(|(place, counted)| {
            let (_, linked) = known.get(*place)?;
            let Counted { importance, duplicate, .. } = *counted;
            Some((Piece { importance, duplicate, ..linked.piece }, linked))
        })
    }

    fn measures(&self, Ground { known, yardsticks, service }: Ground<'_>, now: Time) -> Measures {
        let Some(yardsticks) = yardsticks.filter(|_| self.method.uses_measures()) else { return Measures::default() };
        let told = self.evidence.keys().filter_map(|place| known.get(*place)).map(|(_, linked)| linked.told.service);
        let concerned = yardsticks.concerned(told, service);
        yardsticks.measures(self.linked(known, false), used(&yardsticks.busiest(now), &concerned), now)
    }

    /// What goes into the value, as a receipt takes it.
    pub fn entries(&self, facts: &Facts) -> Vec<Entry> {
        let entry = |factor: &Factor| Entry {
            factor: factor.clone(),
            range: facts.range(&factor.name),
            set_by: self.inputs.get(&factor.name).filter(|_| !factor.counted).map(|set| set.by.clone()),
        };
        self.method.factors.iter().map(entry).collect()
    }

    /// Whether the input of that name goes into the value.
    pub fn uses(&self, name: &str) -> bool {
        self.method.factors.iter().any(|factor| factor.name == name)
    }
}

/// Calculates the values of one opportunity; draws only where something differs from the last time.
pub struct Worth<'a> {
    uid: &'a str,
    ground: Ground<'a>,
    last: Option<(Formula, Contender, Option<ValueSpread>)>,
}

impl<'a> Worth<'a> {
    pub fn new(uid: &'a str, ground: Ground<'a>) -> Self {
        Worth { uid, ground, last: None }
    }

    /// What goes into the formula.
    pub fn contender(&self, view: &View, now: Time) -> Contender {
        view.method.contender(self.uid, &view.at(self.ground, now).facts())
    }

    pub fn of(&mut self, view: &View, now: Time) -> Option<ValueSpread> {
        let contender = self.contender(view, now);
        if let Some((formula, asked, value)) = &self.last
            && *formula == view.method.formula
            && *asked == contender
        {
            return *value;
        }
        let value = Worlds::usual().spread(&view.method.formula, self.uid, &contender.given);
        self.last = Some((view.method.formula.clone(), contender, value));
        value
    }

    pub fn p50(&mut self, view: &View, now: Time) -> Option<f64> {
        self.of(view, now).map(|value| value.p50)
    }
}
