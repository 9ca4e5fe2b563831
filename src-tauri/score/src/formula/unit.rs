//! What numbers are counted in. Customers and euros can't be added.

use std::collections::BTreeMap;
use std::fmt;

/// Words and their powers: `customers × points ÷ person-months`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    powers: BTreeMap<String, i32>,
    /// A number that was written down takes the unit of what it is added to or compared with.
    bends: bool,
}

impl Unit {
    /// Empty: a plain number, a share or a ratio.
    pub fn of(word: &str) -> Self {
        let powers = if word.is_empty() { BTreeMap::new() } else { BTreeMap::from([(word.to_owned(), 1)]) };
        Unit { powers, bends: false }
    }

    /// Of a number in the text.
    pub(super) fn written() -> Self {
        Unit { bends: true, ..Unit::default() }
    }

    /// Of two that are added or compared; `None` when they don't fit.
    pub(super) fn alike(&self, other: &Unit) -> Option<Unit> {
        match (self.bends, other.bends) {
            (true, _) => Some(other.clone()),
            (_, true) => Some(self.clone()),
            _ => (self == other).then(|| self.clone()),
        }
    }

    /// Of the product with a power of another.
    pub(super) fn times(&self, other: &Unit, power: i32) -> Unit {
        let mut powers = self.powers.clone();
        for (word, own) in &other.powers {
            let sum = powers.entry(word.clone()).or_default();
            *sum = sum.saturating_add(own.saturating_mul(power));
        }
        powers.retain(|_, power| *power != 0);
        Unit { powers, bends: self.bends && other.bends }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |sign: i32| -> Vec<String> {
            let of_sign = self.powers.iter().filter(|(_, power)| **power * sign > 0);
            of_sign
                .map(|(word, power)| match power.abs() {
                    1 => word.clone(),
                    2 => format!("{word}²"),
                    many => format!("{word}^{many}"),
                })
                .collect()
        };
        let (above, below) = (words(1), words(-1));
        match (above.is_empty(), below.is_empty()) {
            (true, true) => Ok(()),
            (_, true) => write!(f, "{}", above.join(" × ")),
            (true, _) => write!(f, "1 ÷ {}", below.join(" ÷ ")),
            _ => write!(f, "{} ÷ {}", above.join(" × "), below.join(" ÷ ")),
        }
    }
}
