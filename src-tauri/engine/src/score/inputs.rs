//! What people enter into a score.

use std::collections::BTreeMap;

use scoring::framework::{self, Input};

use super::numbers;
use crate::error::{Problem, Result};
use crate::model::{Range, RiceInputs};

/// What is set of one opportunity, by the name of the input and whatever framework it belongs to.
pub type Inputs = BTreeMap<String, Range>;

/// Those of RICE beside the others.
pub fn all(rice: &RiceInputs, others: impl IntoIterator<Item = (String, Range)>) -> Inputs {
    let rice = framework::inputs().filter_map(|input| Some((input.name.to_owned(), rice.get(input.name)?)));
    rice.chain(others).collect()
}

/// The input of that name; refuses a name that no framework has.
pub fn named(name: &str) -> Result<&'static Input> {
    framework::input(name).ok_or_else(|| {
        Problem::bad_input(format!("There is no input {name}."))
            .kept("The score is as it was.")
            .todo("See the names with `throughline score frameworks`.")
    })
}

/// Refuses what can't be calculated with, in a sentence that names the input.
pub fn check_rice(inputs: &RiceInputs) -> Result<()> {
    for input in framework::inputs() {
        if let Some(range) = inputs.get(input.name) {
            check(input, range)?;
        }
    }
    Ok(())
}

/// The same for one input.
pub fn check(input: &Input, range: Range) -> Result<()> {
    let refuse = |what: String, todo: String| Err(Problem::bad_input(what).kept("The score is as it was.").todo(todo));
    let values = [range.low, range.likely, range.high];
    if values.iter().any(|value| !value.is_finite()) {
        return refuse(format!("{} has a value that isn't a number.", input.label), "Enter plain numbers.".to_owned());
    }
    let outside = values.into_iter().find(|value| *value < input.least || *value > input.most);
    if let Some(outside) = outside {
        return refuse(format!("{} can't be {}.", input.label, numbers::number(outside)), limits(input));
    }
    if !range.fits(input.least, input.most) {
        return refuse(
            format!("The three values of {} are not in order.", input.label.to_lowercase()),
            "Low is at most likely, and likely at most high.".to_owned(),
        );
    }
    let strange =
        values.into_iter().find(|value| input.only_steps && input.steps.iter().all(|(step, _)| step != value));
    if let Some(strange) = strange {
        return refuse(format!("{} can't be {}.", input.label, numbers::number(strange)), limits(input));
    }
    Ok(())
}

fn limits(input: &Input) -> String {
    let (least, most) = (numbers::number(input.least), numbers::number(input.most));
    match input.name {
        "impact" => format!("Impact goes from {least} to {most}; 0.25 is minimal and 3 is massive."),
        "confidence" => format!("Confidence goes from {least} to {most}: write 80 % as 0.8."),
        "effort" => format!("Effort has to be above 0 person-months, at least {least} and at most {most}."),
        _ if input.only_steps => {
            let steps = input.steps.iter().map(|(step, label)| format!("{} {label}", numbers::number(*step)));
            format!("{} is one of: {}.", input.label, steps.collect::<Vec<_>>().join(", "))
        }
        _ => format!("{} goes from {least} to {most}.", input.label),
    }
}

/// `reach, impact and effort`.
pub fn listed(labels: &[String]) -> String {
    match labels {
        [] => String::new(),
        [one] => one.to_lowercase(),
        [most @ .., last] => format!("{} and {}", most.join(", ").to_lowercase(), last.to_lowercase()),
    }
}
