//! Formulas that only multiply and divide: in logarithms they are sums, which ten thousand draws take no time for.

use super::{Expression, Operation};

/// A constant above zero times powers of the inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    pub constant: f64,
    /// By input.
    pub exponents: Vec<f64>,
}

pub(super) fn of(lines: &[Expression], inputs: usize) -> Option<Product> {
    let mut products: Vec<Option<Product>> = Vec::with_capacity(lines.len());
    for line in lines {
        products.push(one(line, inputs, &products));
    }
    products.pop()?
}

fn one(expression: &Expression, inputs: usize, lines: &[Option<Product>]) -> Option<Product> {
    let of = |expression: &Expression| one(expression, inputs, lines);
    match expression {
        Expression::Number(number) if *number > 0.0 => {
            Some(Product { constant: *number, exponents: vec![0.0; inputs] })
        }
        Expression::Input(input) => {
            let mut exponents = vec![0.0; inputs];
            *exponents.get_mut(*input)? = 1.0;
            Some(Product { constant: 1.0, exponents })
        }
        Expression::Line(line) => lines.get(*line)?.clone(),
        Expression::Two(Operation::Multiply, a, b) => Some(of(a)?.times(&of(b)?.power(1.0))),
        Expression::Two(Operation::Divide, a, b) => Some(of(a)?.times(&of(b)?.power(-1.0))),
        Expression::Power(inner, exponent) => Some(of(inner)?.power(*exponent)),
        _ => None,
    }
}

impl Product {
    fn power(mut self, exponent: f64) -> Product {
        self.constant = self.constant.powf(exponent);
        self.exponents.iter_mut().for_each(|own| *own *= exponent);
        self
    }

    fn times(mut self, other: &Product) -> Product {
        self.constant *= other.constant;
        self.exponents.iter_mut().zip(&other.exponents).for_each(|(own, other)| *own += other);
        self
    }
}
