//! From a text to a formula.

use pest::Parser;
use pest::iterators::Pair;
use pest_derive::Parser;

use super::problem::Place;
use super::{Comparison, DEEPEST, Expression, FUNCTIONS, Formula, LONGEST, Name, Operation, Problem, Repair, Unit};

#[derive(Parser)]
#[grammar = "formula/grammar.pest"]
struct Grammar;

/// What the last line is called.
const VALUE: &str = "value";

pub(super) fn read(text: &str, known: &[Name]) -> Result<Formula, Problem> {
    let whole = Place { text, begins: 0, number: 0, line: text.lines().next().unwrap_or_default() };
    if text.len() > LONGEST {
        return Err(whole.problem(0, 0, "the formula is too long.", format!("At most {LONGEST} characters fit.")));
    }
    let mut reader = Reader { known, names: Vec::new(), targets: Vec::new(), lines: Vec::new() };
    let mut last = None;
    for place in lines_of(text) {
        let target = reader.line(place)?;
        last = Some((place, target));
    }
    match last {
        None => Err(whole.problem(0, 0, "there is no formula yet.", "Write value = and what it is worth.")),
        Some((place, target)) if target != VALUE => {
            let ends = place.line.trim_end().len();
            let says = format!("the last line has to be value, not {target}.");
            Err(place.problem(0, ends, says, "Add a last line: value = …"))
        }
        Some(_) => {
            let unit = reader.targets.pop().map(|(_, unit)| unit).unwrap_or_default();
            Ok(Formula::new(reader.names, reader.lines, unit))
        }
    }
}

/// Lines that say something.
fn lines_of(text: &str) -> impl Iterator<Item = Place<'_>> {
    let mut begins = 0;
    text.split('\n').enumerate().filter_map(move |(number, whole)| {
        let place = Place { text, begins, number, line: whole.split('#').next().unwrap_or_default().trim_end() };
        begins += whole.len() + 1;
        (!place.line.trim().is_empty()).then_some(place)
    })
}

struct Reader<'k> {
    known: &'k [Name],
    names: Vec<String>,
    /// The lines so far, by name.
    targets: Vec<(String, Unit)>,
    lines: Vec<Expression>,
}

type Typed = (Expression, Unit);

impl Reader<'_> {
    /// Reads one line; gives its name.
    fn line(&mut self, place: Place<'_>) -> Result<String, Problem> {
        too_deep(place)?;
        let mut pairs = Grammar::parse(Rule::line, place.line).map_err(|error| place.unread(&error))?;
        let mut target = String::new();
        for pair in pairs.next().into_iter().flat_map(Pair::into_inner) {
            match pair.as_rule() {
                Rule::target => target = self.target(place, &pair)?,
                Rule::sum => {
                    let (line, unit) = self.sum(place, pair)?;
                    self.lines.push(line);
                    self.targets.push((target.clone(), unit));
                }
                _ => {}
            }
        }
        Ok(target)
    }

    fn target(&self, place: Place<'_>, pair: &Pair<'_, Rule>) -> Result<String, Problem> {
        let (name, at) = (pair.as_str(), pair.as_span());
        let taken = |says: String| Err(place.problem(at.start(), at.end(), says, "Choose another name."));
        if self.targets.iter().any(|(other, _)| other == name) {
            return taken(format!("{name} has a line already."));
        }
        if self.known.iter().any(|known| known.name == name) || FUNCTIONS.iter().any(|(function, ..)| *function == name)
        {
            return taken(format!("{name} means something already."));
        }
        Ok(name.to_owned())
    }

    fn sum(&mut self, place: Place<'_>, pair: Pair<'_, Rule>) -> Result<Typed, Problem> {
        self.chain(place, pair, |reader, place, part| reader.product(place, part))
    }

    fn product(&mut self, place: Place<'_>, pair: Pair<'_, Rule>) -> Result<Typed, Problem> {
        self.chain(place, pair, |reader, place, part| reader.factor(place, part))
    }

    /// Parts with signs between them, from left to right.
    fn chain<'i>(
        &mut self,
        place: Place<'_>,
        pair: Pair<'i, Rule>,
        part: impl Fn(&mut Self, Place<'_>, Pair<'i, Rule>) -> Result<Typed, Problem>,
    ) -> Result<Typed, Problem> {
        let mut so_far: Option<Typed> = None;
        let mut sign = None;
        for next in pair.into_inner() {
            let operation = match next.as_rule() {
                Rule::plus => Some(Operation::Add),
                Rule::minus => Some(Operation::Subtract),
                Rule::times => Some(Operation::Multiply),
                Rule::divided => Some(Operation::Divide),
                _ => None,
            };
            if let Some(operation) = operation {
                sign = Some((operation, next.as_span().start(), next.as_span().end()));
                continue;
            }
            let typed = part(self, place, next)?;
            so_far = Some(match (so_far, sign) {
                (Some(left), Some((operation, from, to))) => joined(place, operation, left, typed, from, to)?,
                _ => typed,
            });
        }
        Ok(so_far.unwrap_or((Expression::Number(0.0), Unit::written())))
    }

    fn factor(&mut self, place: Place<'_>, pair: Pair<'_, Rule>) -> Result<Typed, Problem> {
        match pair.as_rule() {
            Rule::number => Ok((Expression::Number(pair.as_str().parse().unwrap_or(f64::NAN)), Unit::written())),
            Rule::name => self.name(place, &pair),
            Rule::call => self.call(place, pair),
            Rule::negative => {
                let inner = pair.into_inner().find(|inner| inner.as_rule() != Rule::minus);
                let (inner, unit) = self.inner(place, inner)?;
                Ok((Expression::Negative(Box::new(inner)), unit))
            }
            Rule::bracket => {
                let inner = pair.into_inner().find(|inner| inner.as_rule() == Rule::sum);
                self.inner(place, inner)
            }
            _ => self.sum(place, pair),
        }
    }

    fn inner(&mut self, place: Place<'_>, pair: Option<Pair<'_, Rule>>) -> Result<Typed, Problem> {
        match pair {
            Some(pair) if pair.as_rule() == Rule::sum => self.sum(place, pair),
            Some(pair) => self.factor(place, pair),
            None => Ok((Expression::Number(0.0), Unit::written())),
        }
    }

    fn name(&mut self, place: Place<'_>, pair: &Pair<'_, Rule>) -> Result<Typed, Problem> {
        let name = pair.as_str();
        if let Some(line) = self.targets.iter().position(|(target, _)| target == name) {
            let unit = self.targets.get(line).map(|(_, unit)| unit.clone()).unwrap_or_default();
            return Ok((Expression::Line(line), unit));
        }
        let Some(known) = self.known.iter().find(|known| known.name == name) else {
            return Err(self.unknown(place, pair));
        };
        let input = self.names.iter().position(|own| own == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        Ok((Expression::Input(input), known.unit.clone()))
    }

    fn unknown(&self, place: Place<'_>, pair: &Pair<'_, Rule>) -> Problem {
        let (name, at) = (pair.as_str(), pair.as_span());
        let names = self.known.iter().map(|known| known.name.as_str());
        let names = names.chain(self.targets.iter().map(|(target, _)| target.as_str()));
        let near = names.map(|known| (distance(name, known), known)).min().filter(|(steps, _)| *steps <= 2);
        let says = format!("there is nothing called {name}.");
        match near {
            None => place.problem(at.start(), at.end(), says, "Choose one of the names you can use."),
            Some((_, near)) => {
                let text = place.with(at.start(), at.end(), near);
                let repair = Some(Repair { label: format!("Write {near}"), text });
                let problem = place.problem(at.start(), at.end(), says, format!("Is it {near}?"));
                Problem { repair, ..problem }
            }
        }
    }

    fn call(&mut self, place: Place<'_>, pair: Pair<'_, Rule>) -> Result<Typed, Problem> {
        let at = pair.as_span();
        let mut function = "";
        let mut arguments = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::function => function = part.as_str(),
                Rule::argument => arguments.push(part),
                _ => {}
            }
        }
        let Some((name, example, _)) = FUNCTIONS.iter().find(|(name, ..)| *name == function) else {
            let says = format!("there is no function {function}.");
            return Err(place.problem(
                at.start(),
                at.start() + function.len(),
                says,
                "There are min, max, if and plain.",
            ));
        };
        let wrongly = |says: String| Err(place.problem(at.start(), at.end(), says, format!("Write {example}.")));
        match (*name, arguments.len()) {
            ("if", 3) => self.choice(place, arguments),
            ("if", n) => wrongly(format!("if takes a comparison and two values, not {n} parts.")),
            ("plain", 1) => {
                let (inner, _) = self.arguments(place, arguments)?.remove(0);
                Ok((inner, Unit::of("")))
            }
            ("plain", n) => wrongly(format!("plain takes one value, not {n}.")),
            (name, 0 | 1) => wrongly(format!("{name} takes two values or more.")),
            (name, _) => {
                let operation = if name == "min" { Operation::Min } else { Operation::Max };
                let mut values = self.arguments(place, arguments)?.into_iter();
                let first = values.next().unwrap_or((Expression::Number(0.0), Unit::written()));
                values.try_fold(first, |left, right| joined(place, operation, left, right, at.start(), at.end()))
            }
        }
    }

    /// Values, none of them a comparison.
    fn arguments(&mut self, place: Place<'_>, arguments: Vec<Pair<'_, Rule>>) -> Result<Vec<Typed>, Problem> {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let at = argument.as_span();
            let mut parts = argument.into_inner();
            let (value, compared) = (parts.next(), parts.next());
            if compared.is_some() {
                let says = "a comparison stands here, where a value is needed.";
                return Err(place.problem(at.start(), at.end(), says, "Only the first part of if compares."));
            }
            values.push(self.inner(place, value)?);
        }
        Ok(values)
    }

    fn choice(&mut self, place: Place<'_>, mut arguments: Vec<Pair<'_, Rule>>) -> Result<Typed, Problem> {
        let condition = arguments.remove(0);
        let at = condition.as_span();
        let mut parts = condition.into_inner();
        let (left, sign, right) = (parts.next(), parts.next(), parts.next());
        let Some(sign) = sign else {
            let says = "the first part of if has to compare two values.";
            return Err(place.problem(at.start(), at.end(), says, "Write if(a > b, this, that)."));
        };
        let comparison = match sign.as_str() {
            ">" => Comparison::More,
            ">=" | "≥" => Comparison::AtLeast,
            "<" => Comparison::Less,
            "<=" | "≤" => Comparison::AtMost,
            "==" => Comparison::Equal,
            _ => Comparison::Different,
        };
        let (left, left_unit) = self.inner(place, left)?;
        let (right, right_unit) = self.inner(place, right)?;
        if left_unit.alike(&right_unit).is_none() {
            return Err(unlike(place, "compared", &left_unit, &right_unit, at.start(), at.end()));
        }
        let ends = arguments.last().map_or(at.end(), |last| last.as_span().end());
        let mut values = self.arguments(place, arguments)?.into_iter();
        let nothing = || (Expression::Number(0.0), Unit::written());
        let (then, then_unit) = values.next().unwrap_or_else(nothing);
        let (otherwise, other_unit) = values.next().unwrap_or_else(nothing);
        let unit = then_unit
            .alike(&other_unit)
            .ok_or_else(|| unlike(place, "given by the same if", &then_unit, &other_unit, at.end(), ends))?;
        Ok((Expression::If(comparison, Box::new([left, right, then, otherwise])), unit))
    }
}

fn joined(
    place: Place<'_>,
    operation: Operation,
    (left, left_unit): Typed,
    (right, right_unit): Typed,
    from: usize,
    to: usize,
) -> Result<Typed, Problem> {
    let unit = match operation {
        Operation::Multiply => left_unit.times(&right_unit, 1),
        Operation::Divide => left_unit.times(&right_unit, -1),
        Operation::Add | Operation::Subtract | Operation::Min | Operation::Max => {
            let done = match operation {
                Operation::Add => "added",
                Operation::Subtract => "taken from each other",
                _ => "compared",
            };
            let alike = left_unit.alike(&right_unit);
            alike.ok_or_else(|| unlike(place, done, &left_unit, &right_unit, from, to))?
        }
    };
    Ok((Expression::Two(operation, Box::new(left), Box::new(right)), unit))
}

fn unlike(place: Place<'_>, done: &str, left: &Unit, right: &Unit, from: usize, to: usize) -> Problem {
    let word = |unit: &Unit| match unit.to_string() {
        word if word.is_empty() => "plain numbers".to_owned(),
        word => word,
    };
    let says = format!("{} and {} can't be {done}.", word(left), word(right));
    place.problem(from, to, says, "Multiply one by a rate between the two, or write plain( ) around it.")
}

/// Bounds the time and the stack that a text can take.
fn too_deep(place: Place<'_>) -> Result<(), Problem> {
    let (mut depth, mut run) = (0_usize, 0_usize);
    for (at, character) in place.line.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        run = if matches!(character, '-' | '−') {
            run + 1
        } else if character == ' ' {
            run
        } else {
            0
        };
        if depth > DEEPEST || run > DEEPEST {
            let todo = "Give a part a name on a line of its own.";
            return Err(place.problem(at, at + character.len_utf8(), "this is nested too deeply.", todo));
        }
    }
    Ok(())
}

/// Levenshtein's: how many letters to change, add or take away.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut diagonal = at;
        let mut left = at + 1;
        let mut next = vec![left];
        for (above, wanted) in row.iter().skip(1).zip(&other) {
            left = (diagonal + usize::from(letter != *wanted)).min(above + 1).min(left + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
