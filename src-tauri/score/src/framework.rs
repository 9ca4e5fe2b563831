//! Published ways of scoring: a formula each, and the inputs it takes.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::formula::{Formula, Name, Unit};

mod known;

/// A way of scoring. Each keeps its own inputs, so that switching loses nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Framework {
    #[default]
    Rice,
    /// The mean of its three inputs.
    IceMean,
    /// The product of the same three inputs.
    IceProduct,
    Wsjf,
    /// Ulwick's opportunity algorithm.
    Opportunity,
    Kano,
    ValueEffort,
    Weighted,
    Moscow,
    /// A formula that somebody here wrote.
    Custom,
}

/// What a framework is, in words and as a formula.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    pub framework: Framework,
    pub name: &'static str,
    /// In a sentence: what it is good for.
    pub about: &'static str,
    /// The formula in words.
    pub method: &'static str,
    /// Written into receipts; grows when the arithmetic changes.
    pub version: &'static str,
    /// In the formula language.
    pub text: &'static str,
    /// What its value is counted in.
    pub points: &'static str,
    /// Who published it, where and when.
    pub source: &'static str,
    pub inputs: &'static [Input],
}

/// One input. Names are the same in every formula: `effort` is asked once, whoever uses it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Input {
    pub name: &'static str,
    pub label: &'static str,
    pub unit: &'static str,
    /// How it stands in the formula: "", "×", "÷", "+", "−".
    pub operator: &'static str,
    pub least: f64,
    pub most: f64,
    /// What can be chosen, and what that means. Empty: any number.
    pub steps: &'static [(f64, &'static str)],
    /// Nothing between two steps makes sense.
    pub only_steps: bool,
    pub help: &'static str,
    /// What it counts as while it isn't set; None: there is no value without it.
    pub otherwise: Option<f64>,
    /// Its random numbers.
    pub stream: u8,
}

impl Framework {
    /// Those that were published.
    pub const PUBLISHED: [Framework; 9] = [
        Framework::Rice,
        Framework::IceMean,
        Framework::IceProduct,
        Framework::Wsjf,
        Framework::Opportunity,
        Framework::Kano,
        Framework::ValueEffort,
        Framework::Weighted,
        Framework::Moscow,
    ];

    /// None for [`Framework::Custom`].
    pub fn definition(self) -> Option<&'static Definition> {
        known::DEFINITIONS.iter().find(|definition| definition.framework == self)
    }
}

impl Definition {
    /// Its formula, read once.
    pub fn formula(&self) -> Option<&'static Formula> {
        static READ: LazyLock<Vec<(Framework, Formula)>> = LazyLock::new(|| {
            let names = names();
            let read =
                |definition: &Definition| Some((definition.framework, Formula::read(definition.text, &names).ok()?));
            known::DEFINITIONS.iter().filter_map(read).collect()
        });
        READ.iter().find(|(framework, _)| *framework == self.framework).map(|(_, formula)| formula)
    }
}

/// Every input of every framework, each once.
pub fn inputs() -> impl Iterator<Item = &'static Input> {
    let all = known::DEFINITIONS.iter().enumerate();
    all.flat_map(|(at, definition)| {
        let before = known::DEFINITIONS.get(..at).unwrap_or_default();
        let is_new = move |input: &&Input| {
            before.iter().all(|earlier| earlier.inputs.iter().all(|other| other.name != input.name))
        };
        definition.inputs.iter().filter(is_new)
    })
}

/// The input of that name.
pub fn input(name: &str) -> Option<&'static Input> {
    inputs().find(|input| input.name == name)
}

/// The inputs as names that a formula may use.
pub fn names() -> Vec<Name> {
    inputs().map(|input| Name { name: input.name.to_owned(), unit: Unit::of(input.unit) }).collect()
}

/// The share of the effort that is "must", when it is more than the 60 % that DSDM's handbook (2014) advises: then
/// nothing is left to give up when the work takes longer. Both in the same unit, without what won't be done.
pub fn too_much_must(must: f64, all: f64) -> Option<f64> {
    let share = must / all;
    (share > 0.6).then_some(share)
}
