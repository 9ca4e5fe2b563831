//! What counted for an opportunity's value at one moment, and what it came to. Pure.

use std::collections::BTreeMap;

use scoring::{Contender, Formula};

use crate::model::{Range, Time};
use crate::score::inputs::Inputs;
use crate::score::method::Factor;
use crate::score::receipt::{Entry, Linked, SetBy};
use crate::score::{Facts, Method, Piece, RiskAssessment, ValueSpread, Worlds};

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
}

impl View {
    pub fn pieces(&self, known: &[(String, Linked)]) -> Vec<Piece> {
        self.counted(known).map(|(piece, _)| piece).collect()
    }

    /// The evidence in the order of `known`.
    pub fn linked(&self, known: &[(String, Linked)]) -> Vec<Linked> {
        self.counted(known).map(|(piece, linked)| Linked { piece, ..linked.clone() }).collect()
    }

    fn counted<'k>(&self, known: &'k [(String, Linked)]) -> impl Iterator<Item = (Piece, &'k Linked)> {
        self.evidence.iter().filter_map(|(place, counted)| {
            let (_, linked) = known.get(*place)?;
            let Counted { importance, duplicate } = *counted;
            Some((Piece { importance, duplicate, ..linked.piece }, linked))
        })
    }

    pub fn ranges(&self) -> Inputs {
        self.inputs.iter().map(|(name, set)| (name.clone(), set.range)).collect()
    }

    pub fn judged(&self) -> Vec<RiskAssessment> {
        self.risks.values().cloned().collect()
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
    known: &'a [(String, Linked)],
    last: Option<(Formula, Contender, Option<ValueSpread>)>,
}

impl<'a> Worth<'a> {
    pub fn new(uid: &'a str, known: &'a [(String, Linked)]) -> Self {
        Worth { uid, known, last: None }
    }

    /// What goes into the formula. `now` is when it is asked: what is counted by age depends on it.
    pub fn contender(&self, view: &View, now: Time) -> Contender {
        let (inputs, pieces, risks) = (view.ranges(), view.pieces(self.known), view.judged());
        let facts = Facts { inputs: &inputs, pieces: &pieces, risks: &risks, now, share: 1.0 };
        view.method.contender(self.uid, &facts)
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
