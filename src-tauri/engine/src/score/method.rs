//! How values are calculated here: a published framework or a formula of the workspace, with its weights.

use scoring::formula::{self, FUNCTIONS, Formula, Name, Unit};
use scoring::framework::{self, Definition};
use scoring::{Contender, Framework, Given, ValueSpread, Worlds};

use super::evidence::Piece;
use super::fields::{CURRENCY, field, fields, grows_old, worst};
use super::inputs::Inputs;
use super::measures::{Measures, is_measured};
use super::risk::RiskAssessment;
use crate::model::{Range, Time};

/// What values are calculated by.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    pub framework: Framework,
    /// RICE, or the name of the formula.
    pub name: String,
    /// e.g. `rice/1`.
    pub version: String,
    /// In words.
    pub words: String,
    pub points: String,
    /// With its weights.
    pub formula: Formula,
    /// What goes in, in the order it is shown.
    pub factors: Vec<Factor>,
}

/// One thing that goes into a formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    pub name: String,
    pub label: String,
    pub unit: String,
    pub operator: String,
    /// Counted from the evidence rather than entered.
    pub counted: bool,
    /// Without it there is no value.
    pub needed: bool,
}

/// What is known of one opportunity.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub inputs: &'a Inputs,
    /// What speaks for it, duplicates included.
    pub pieces: &'a [Piece],
    /// And against it.
    pub against: &'a [Piece],
    /// Of what speaks for it; only there where [`Method::uses_measures`].
    pub measures: Measures,
    pub risks: &'a [RiskAssessment],
    pub now: Time,
    /// How much of it counts, 0–1: the share of the people behind it whose voice is asked for.
    pub share: f64,
}

/// What weighs the worst judged risk; 1 to 2, so that the worst of all halves a value at weight 1.
const RISK: &str = "risk factor";
/// What weighs whose voice counts.
const SHARE: &str = "share of voices";

impl Method {
    /// A published framework with nothing weighed; None for custom ones.
    pub fn published(framework: Framework) -> Option<Method> {
        let definition = framework.definition()?;
        Some(Method {
            framework,
            name: definition.name.to_owned(),
            version: definition.version.to_owned(),
            words: definition.method.to_owned(),
            points: definition.points.to_owned(),
            formula: definition.formula()?.clone(),
            factors: definition.inputs.iter().map(entered).collect(),
        })
    }

    /// A formula that is written here, its text as the words.
    pub fn custom(name: &str, version: u32, text: &str, currency: &str) -> Result<Method, formula::Problem> {
        Method::reading(name, version, text, &names(currency), currency)
    }

    /// One that was saved. A line of its own goes before a field of the same name: the field came later.
    pub fn saved(name: &str, version: u32, text: &str, currency: &str) -> Result<Method, formula::Problem> {
        let lines = text.lines().filter_map(|line| line.split('#').next()?.split_once('='));
        let own: Vec<&str> = lines.map(|(line, _)| line.trim()).collect();
        let names: Vec<Name> =
            names(currency).into_iter().filter(|known| !own.contains(&known.name.as_str())).collect();
        Method::reading(name, version, text, &names, currency)
    }

    fn reading(
        name: &str,
        version: u32,
        text: &str,
        names: &[Name],
        currency: &str,
    ) -> Result<Method, formula::Problem> {
        let formula = Formula::read(text, names)?;
        let factors = formula.names().iter().map(|name| match framework::input(name) {
            Some(input) => Factor {
                operator: String::new(),
                needed: input.otherwise.is_none(),
                label: input.name.to_owned(),
                ..entered(input)
            },
            None => counted(name, currency),
        });
        Ok(Method {
            framework: Framework::Custom,
            name: name.to_owned(),
            version: format!("{name}/{version}"),
            words: written(text),
            points: Some(formula.unit().to_string())
                .filter(|unit| !unit.is_empty())
                .unwrap_or_else(|| "points".to_owned()),
            factors: factors.collect(),
            formula,
        })
    }

    /// The same where inputs count less or more. `risk` weighs the worst judged risk, which counts 0 otherwise.
    pub fn weighed(mut self, weights: &[(&str, f64)]) -> Method {
        let weight = |name: &str| weights.iter().find(|(own, _)| *own == name).map(|(_, weight)| *weight);
        let each: Vec<f64> = self.formula.names().iter().map(|name| weight(name).unwrap_or(1.0)).collect();
        self.formula = self.formula.weighed(&each);
        let risk = weight("risk").filter(|weight| *weight > 0.0 && !self.formula.names().iter().any(|n| n == "risk"));
        if let Some(risk) = risk {
            self.formula = self.formula.times(RISK, -risk);
        }
        let told: Vec<String> = weights
            .iter()
            .filter(|(name, weight)| *weight != if *name == "risk" { 0.0 } else { 1.0 })
            .map(|(name, weight)| format!("{name} {}", super::numbers::number(*weight)))
            .collect();
        if !told.is_empty() {
            self.words = format!("{}; weighed: {}", self.words, told.join(", "));
        }
        self
    }

    /// The same where each opportunity counts by its [`Facts::share`].
    pub fn shared(mut self) -> Method {
        self.formula = self.formula.times(SHARE, 1.0);
        self
    }

    /// Whether it uses [`Facts::measures`].
    pub fn uses_measures(&self) -> bool {
        self.formula.names().iter().any(|name| is_measured(name))
    }

    /// Whether values differ from moment to moment.
    pub fn grows_old(&self) -> bool {
        self.formula.names().iter().any(|name| grows_old(name))
    }

    /// Whether it uses the linked signals.
    pub fn uses_evidence(&self) -> bool {
        self.factors.iter().any(|factor| factor.counted && factor.name != "risk")
    }

    pub fn contender(&self, uid: &str, facts: &Facts) -> Contender {
        let given = self.formula.names().iter().map(|name| facts.given(name)).collect();
        Contender { uid: uid.to_owned(), given }
    }

    /// What one opportunity is worth by itself.
    pub fn value(&self, uid: &str, facts: &Facts, worlds: &Worlds) -> Option<ValueSpread> {
        worlds.spread(&self.formula, uid, &self.contender(uid, facts).given)
    }

    /// The plain formula at the likely inputs.
    pub fn plain(&self, facts: &Facts) -> Option<f64> {
        let likely = self.formula.names().iter().map(|name| Some(facts.given(name)?.range.likely));
        self.formula.at(&likely.collect::<Option<Vec<f64>>>()?)
    }

    /// What has to be set before there is a value, in the order it is shown.
    pub fn missing<'m>(&'m self, facts: &Facts) -> Vec<&'m Factor> {
        let lacks = |factor: &&Factor| factor.needed && facts.given(&factor.name).is_none();
        self.factors.iter().filter(lacks).collect()
    }

    /// Labels of what is missing.
    pub fn missing_labels(&self, facts: &Facts) -> Vec<String> {
        self.missing(facts).iter().map(|factor| factor.label.clone()).collect()
    }
}

impl<'a> Facts<'a> {
    /// What is entered, without evidence and without a judged risk.
    pub fn entered(inputs: &'a Inputs, now: Time) -> Self {
        let measures = Measures::default();
        Facts { inputs, pieces: &[], against: &[], measures, risks: &[], now, share: 1.0 }
    }

    /// What is entered or counted under a name; None: not set.
    pub fn range(&self, name: &str) -> Option<Range> {
        match framework::input(name) {
            Some(_) => self.inputs.get(name).copied(),
            None => field(name).and_then(|field| (field.of)(self)).map(Range::exactly),
        }
    }

    fn given(&self, name: &str) -> Option<Given> {
        match name {
            RISK => return Some(Given::exactly(1.0 + worst(self.risks).unwrap_or(0.0) / 25.0)),
            SHARE => return Some(Given::exactly(self.share)),
            _ => {}
        }
        let Some(input) = framework::input(name) else {
            return self.range(name).map(|range| Given::exactly(range.likely));
        };
        let range = self.range(name).or(input.otherwise.map(Range::exactly))?;
        Some(Given { range, least: input.least, most: input.most, stream: input.stream })
    }
}

/// Everything a formula may use, with its unit.
pub fn names(currency: &str) -> Vec<Name> {
    let counted =
        fields().map(|field| Name { name: field.name.to_owned(), unit: Unit::of(unit(field.unit, currency)) });
    framework::names().into_iter().chain(counted).collect()
}

/// A unit with the workspace's currency in it.
pub fn unit<'u>(unit: &'u str, currency: &'u str) -> &'u str {
    if unit == CURRENCY { currency } else { unit }
}

/// Name, example and meaning of the functions.
pub fn functions() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    FUNCTIONS.into_iter()
}

/// The definition as a text that a custom formula can begin with.
pub fn beginning(definition: &Definition) -> String {
    format!("# {}: {}\n{}", definition.name, definition.method, definition.text)
}

fn entered(input: &framework::Input) -> Factor {
    Factor {
        name: input.name.to_owned(),
        label: input.label.to_owned(),
        unit: input.unit.to_owned(),
        operator: input.operator.to_owned(),
        counted: false,
        needed: input.otherwise.is_none(),
    }
}

fn counted(name: &str, currency: &str) -> Factor {
    Factor {
        name: name.to_owned(),
        label: name.to_owned(),
        unit: field(name).map_or("", |field| unit(field.unit, currency)).to_owned(),
        operator: String::new(),
        counted: true,
        needed: true,
    }
}

/// The lines of a formula that say something, on one line.
fn written(text: &str) -> String {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    let lines = lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("; ")
}
