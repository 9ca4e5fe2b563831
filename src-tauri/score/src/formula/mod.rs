//! The language values are written in: lines `name = expression`, the last one `value = …`, comments after `#`. It knows
//! numbers, names of inputs, `+ - * /`, brackets, `min`, `max`, `if(a > b, this, that)` and `plain(x)`, which drops a
//! unit. It can't loop, call or change anything, and a text is short, so that its time is bounded.

mod evaluate;
mod problem;
mod product;
mod read;
mod unit;
mod weigh;

pub use problem::{Problem, Repair};
pub use product::Product;
pub use unit::Unit;

/// Longest text, in bytes, and deepest nesting of brackets.
pub const LONGEST: usize = 4_000;
pub const DEEPEST: usize = 40;

/// The functions: name, what to write, what it gives.
pub const FUNCTIONS: [(&str, &str, &str); 4] = [
    ("min", "min(a, b)", "the smallest of two or more"),
    ("max", "max(a, b)", "the largest of two or more"),
    ("if", "if(a > b, this, that)", "one of two values, by a comparison"),
    ("plain", "plain(a)", "the number without its unit"),
];

/// A name that a formula may use.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    pub name: String,
    pub unit: Unit,
}

/// A formula that can be calculated.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// The inputs it uses, in the order of their first use.
    names: Vec<String>,
    /// Each line in order; the last one is the value.
    lines: Vec<Expression>,
    unit: Unit,
    product: Option<Product>,
}

#[derive(Clone, Debug, PartialEq)]
enum Expression {
    Number(f64),
    /// By place among the names.
    Input(usize),
    /// A line before this one.
    Line(usize),
    Negative(Box<Expression>),
    Two(Operation, Box<Expression>, Box<Expression>),
    /// `if`: what is compared, then, else.
    If(Comparison, Box<[Expression; 4]>),
    /// An input that counts less or more, as an exponent.
    Power(Box<Expression>, f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Min,
    Max,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    More,
    AtLeast,
    Less,
    AtMost,
    Equal,
    Different,
}

impl Formula {
    /// Reads a text that may use `known`. The problem points at its place.
    pub fn read(text: &str, known: &[Name]) -> Result<Formula, Problem> {
        read::read(text, known)
    }

    /// The inputs it needs, in the order in which they are given to it.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What its value is counted in.
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// It as a product of powers of its inputs, where it only multiplies and divides.
    pub fn product(&self) -> Option<&Product> {
        self.product.as_ref()
    }

    fn new(names: Vec<String>, lines: Vec<Expression>, unit: Unit) -> Self {
        let product = product::of(&lines, names.len());
        Formula { names, lines, unit, product }
    }
}
