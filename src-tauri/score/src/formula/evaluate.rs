//! What a formula gives.

use super::{Comparison, Expression, Formula, Operation};
use crate::worlds::Column;

impl Formula {
    /// Its value for inputs in the order of its names. `None` where it divides by zero or grows beyond all numbers.
    pub fn at(&self, inputs: &[f64]) -> Option<f64> {
        let mut lines = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            lines.push(one(line, inputs, &lines));
        }
        lines.last().copied().filter(|value| value.is_finite())
    }

    /// Its values over `many` draws. `None` where some draw has none.
    pub(crate) fn over(&self, inputs: &[Column], many: usize) -> Option<Vec<f64>> {
        let mut lines: Vec<Column> = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            lines.push(all(line, inputs, &lines));
        }
        let values = match lines.pop()? {
            Column::Same(value) => vec![value; many],
            Column::Each(values) => values,
        };
        values.iter().all(|value| value.is_finite()).then_some(values)
    }
}

fn one(expression: &Expression, inputs: &[f64], lines: &[f64]) -> f64 {
    let of = |expression: &Expression| one(expression, inputs, lines);
    match expression {
        Expression::Number(number) => *number,
        Expression::Input(input) => inputs.get(*input).copied().unwrap_or(f64::NAN),
        Expression::Line(line) => lines.get(*line).copied().unwrap_or(f64::NAN),
        Expression::Negative(inner) => -of(inner),
        Expression::Two(operation, a, b) => operation.of(of(a), of(b)),
        Expression::If(comparison, parts) => {
            let [a, b, then, otherwise] = parts.as_ref();
            if comparison.holds(of(a), of(b)) { of(then) } else { of(otherwise) }
        }
        Expression::Power(inner, exponent) => of(inner).powf(*exponent),
    }
}

fn all(expression: &Expression, inputs: &[Column], lines: &[Column]) -> Column {
    let of = |expression: &Expression| all(expression, inputs, lines);
    match expression {
        Expression::Number(number) => Column::Same(*number),
        Expression::Input(input) => copy(inputs.get(*input)),
        Expression::Line(line) => copy(lines.get(*line)),
        Expression::Negative(inner) => of(inner).each(|a| -a),
        Expression::Two(operation, a, b) => of(a).with(&of(b), |a, b| operation.of(a, b)),
        Expression::If(comparison, parts) => {
            let [a, b, then, otherwise] = parts.as_ref();
            // 1 where the comparison holds, 0 where it doesn't.
            let holds = of(a).with(&of(b), |a, b| f64::from(u8::from(comparison.holds(a, b))));
            // A value that isn't chosen may be anything, even no number.
            let then = of(then).with(&holds, |value, holds| if holds > 0.5 { value } else { 0.0 });
            let otherwise = of(otherwise).with(&holds, |value, holds| if holds > 0.5 { 0.0 } else { value });
            then.with(&otherwise, |then, otherwise| then + otherwise)
        }
        Expression::Power(inner, exponent) => of(inner).each(|a| a.powf(*exponent)),
    }
}

fn copy(column: Option<&Column>) -> Column {
    match column {
        Some(Column::Same(value)) => Column::Same(*value),
        Some(Column::Each(values)) => Column::Each(values.clone()),
        None => Column::Same(f64::NAN),
    }
}

impl Column {
    fn each(self, change: impl Fn(f64) -> f64) -> Column {
        match self {
            Column::Same(value) => Column::Same(change(value)),
            Column::Each(mut values) => {
                values.iter_mut().for_each(|value| *value = change(*value));
                Column::Each(values)
            }
        }
    }

    fn with(self, other: &Column, join: impl Fn(f64, f64) -> f64) -> Column {
        match (self, other) {
            (own, Column::Same(other)) => own.each(|value| join(value, *other)),
            (Column::Same(own), Column::Each(others)) => {
                Column::Each(others.iter().map(|other| join(own, *other)).collect())
            }
            (Column::Each(mut own), Column::Each(others)) => {
                own.iter_mut().zip(others).for_each(|(own, other)| *own = join(*own, *other));
                Column::Each(own)
            }
        }
    }
}

impl Operation {
    fn of(self, a: f64, b: f64) -> f64 {
        match self {
            Operation::Add => a + b,
            Operation::Subtract => a - b,
            Operation::Multiply => a * b,
            Operation::Divide => a / b,
            Operation::Min => a.min(b),
            Operation::Max => a.max(b),
        }
    }
}

impl Comparison {
    fn holds(self, a: f64, b: f64) -> bool {
        match self {
            Comparison::More => a > b,
            Comparison::AtLeast => a >= b,
            Comparison::Less => a < b,
            Comparison::AtMost => a <= b,
            Comparison::Equal => a == b,
            Comparison::Different => a != b,
        }
    }
}
