//! RICE: reach × impact × confidence ÷ effort, as Sean McBride published it for Intercom in 2018
//! ("RICE: Simple prioritization for product managers").

use crate::error::{Problem, Result};
use crate::model::{Range, RiceInputs};

/// Written into receipts; grows when the arithmetic changes.
pub const FORMULA: &str = "rice/1";

/// One of the four factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    Reach,
    Impact,
    Confidence,
    Effort,
}

impl Input {
    pub const ALL: [Input; 4] = [Input::Reach, Input::Impact, Input::Confidence, Input::Effort];

    pub fn name(self) -> &'static str {
        match self {
            Input::Reach => "Reach",
            Input::Impact => "Impact",
            Input::Confidence => "Confidence",
            Input::Effort => "Effort",
        }
    }

    /// The smallest and largest value this factor can have. Effort stops a little above zero because it
    /// divides; the upper ends keep every product a finite number.
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Input::Reach => (0.0, 1e12),
            Input::Impact => (0.0, 100.0),
            Input::Confidence => (0.0, 1.0),
            Input::Effort => (0.001, 10_000.0),
        }
    }

    pub fn of(self, inputs: &RiceInputs) -> Option<Range> {
        match self {
            Input::Reach => inputs.reach,
            Input::Impact => inputs.impact,
            Input::Confidence => inputs.confidence,
            Input::Effort => inputs.effort,
        }
    }

    fn limits_in_words(self) -> &'static str {
        match self {
            Input::Reach => "Reach goes from 0 to 1,000,000,000,000.",
            Input::Impact => "Impact goes from 0 to 100; 0.25 is minimal and 3 is massive.",
            Input::Confidence => "Confidence goes from 0 to 1: write 80 % as 0.8.",
            Input::Effort => "Effort has to be above 0 person-months, at least 0.001 and at most 10,000.",
        }
    }
}

/// The formula itself. Confidence is 1 where the ranges carry the doubt.
pub fn points(reach: f64, impact: f64, confidence: f64, effort: f64) -> f64 {
    reach * impact * confidence / effort
}

/// All four factors of a complete score. `None` while reach, impact or effort isn't set: no value, not zero.
pub fn complete(inputs: &RiceInputs) -> Option<[Range; 4]> {
    let confidence = inputs.confidence.unwrap_or(Range::exactly(1.0));
    Some([inputs.reach?, inputs.impact?, confidence, inputs.effort?])
}

/// The factors that still have to be set before there is a value.
pub fn missing(inputs: &RiceInputs) -> Vec<Input> {
    let needed = [Input::Reach, Input::Impact, Input::Effort];
    needed.into_iter().filter(|input| input.of(inputs).is_none()).collect()
}

/// Refuses what can't be calculated with, in a sentence that names the factor.
pub fn check(inputs: &RiceInputs) -> Result<()> {
    for input in Input::ALL {
        if let Some(range) = input.of(inputs) {
            check_range(input, range)?;
        }
    }
    Ok(())
}

fn check_range(input: Input, range: Range) -> Result<()> {
    let refuse = |what: String, todo: &str| Err(Problem::bad_input(what).kept("The score is as it was.").todo(todo));
    let (least, most) = input.bounds();
    let values = [range.low, range.likely, range.high];
    if values.iter().any(|value| !value.is_finite()) {
        return refuse(format!("{} has a value that isn't a number.", input.name()), "Enter plain numbers.");
    }
    if values.iter().any(|value| *value < least || *value > most) {
        return refuse(format!("{} can't be {}.", input.name(), outside(values, least, most)), input.limits_in_words());
    }
    if !(range.low <= range.likely && range.likely <= range.high) {
        return refuse(
            format!("The three values of {} are not in order.", input.name().to_lowercase()),
            "Low is at most likely, and likely at most high.",
        );
    }
    Ok(())
}

fn outside(values: [f64; 3], least: f64, most: f64) -> String {
    let value = values.into_iter().find(|v| *v < least || *v > most).unwrap_or_default();
    super::numbers::number(value)
}
