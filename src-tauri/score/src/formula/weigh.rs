//! The same formula with inputs that count less or more.

use super::{Expression, Formula, Operation};

impl Formula {
    /// `weights` by the order of the names. An input that is added or compared counts that many times; one that
    /// multiplies or divides is raised to the weight. So 0 leaves it out, 1 changes nothing and 2 counts it twice.
    pub fn weighed(&self, weights: &[f64]) -> Formula {
        if weights.iter().all(|weight| *weight == 1.0) {
            return self.clone();
        }
        let lines = self.lines.iter().map(|line| weigh(line, weights, false)).collect();
        Formula::new(self.names.clone(), lines, self.unit.clone())
    }

    /// The value times one more input to a power, under a name of its own.
    pub fn times(&self, name: &str, exponent: f64) -> Formula {
        let mut names = self.names.clone();
        names.push(name.to_owned());
        let mut lines = self.lines.clone();
        let factor = Expression::Power(Box::new(Expression::Input(names.len() - 1)), exponent);
        let value = Expression::Line(lines.len().saturating_sub(1));
        lines.push(Expression::Two(Operation::Multiply, Box::new(value), Box::new(factor)));
        Formula::new(names, lines, self.unit.clone())
    }
}

/// `term`: it stands in a sum rather than in a product.
fn weigh(expression: &Expression, weights: &[f64], term: bool) -> Expression {
    let of = |expression: &Expression, term| weigh(expression, weights, term);
    match expression {
        Expression::Input(input) => {
            let weight = weights.get(*input).copied().unwrap_or(1.0);
            match (weight, term) {
                (1.0, _) => expression.clone(),
                (_, true) => Expression::Two(
                    Operation::Multiply,
                    Box::new(Expression::Number(weight)),
                    Box::new(expression.clone()),
                ),
                (_, false) => Expression::Power(Box::new(expression.clone()), weight),
            }
        }
        Expression::Number(_) | Expression::Line(_) => expression.clone(),
        Expression::Negative(inner) => Expression::Negative(Box::new(of(inner, true))),
        Expression::Two(operation, a, b) => {
            let term = !matches!(operation, Operation::Multiply | Operation::Divide);
            Expression::Two(*operation, Box::new(of(a, term)), Box::new(of(b, term)))
        }
        Expression::If(comparison, parts) => {
            let [a, b, then, otherwise] = parts.as_ref();
            // What decides isn't weighed: it counts as it is or not.
            Expression::If(*comparison, Box::new([a.clone(), b.clone(), of(then, term), of(otherwise, term)]))
        }
        Expression::Power(inner, exponent) => Expression::Power(Box::new(of(inner, false)), *exponent),
    }
}
