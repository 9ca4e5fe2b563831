//! Which doubt matters: what makes a value wide, and what would be worth finding out before deciding.

use crate::formula::Formula;
use crate::range::{Given, Range};
use crate::rank::Contender;
use crate::worlds::Worlds;

/// How much of the spread each input brings in, by the order of the formula's names: the variance of the draws while
/// all other inputs stand at their likely values, as a share of the sum of these. Where the formula only multiplies and
/// divides it is the variance of the logarithm. All 0 for an exact value.
pub fn shares(formula: &Formula, one: &Contender, worlds: &Worlds) -> Vec<f64> {
    let variances: Vec<f64> = (0..one.given.len())
        .map(|wide| {
            let given = one.given.iter().enumerate();
            let given: Vec<Option<Given>> =
                given.map(|(at, given)| if at == wide { *given } else { given.map(settled) }).collect();
            let Some(plan) = worlds.plan(formula, &one.uid, &given).filter(|plan| !plan.is_exact()) else { return 0.0 };
            let mut keys = vec![0.0; worlds.draws()];
            if worlds.keys(&plan, 0, &mut keys) { variance(&keys) } else { 0.0 }
        })
        .collect();
    let all: f64 = variances.iter().sum();
    variances.iter().map(|variance| if all > 0.0 { variance / all } else { 0.0 }).collect()
}

/// What is at stake between an opportunity and one that it competes with.
#[derive(Clone, Debug, PartialEq)]
pub struct Stake {
    /// In how many of the draws the other one is worth more, 0–1.
    pub loses: f64,
    /// What the better decision between the two would bring on average if this input of the first were known, in points
    /// of value, by the order of the formula's names: the expected value of partial perfect information.
    pub worth: Vec<f64>,
}

/// Inputs are looked at in this many slices of equal size (Strong and Oakley's single-loop estimate, 2013).
const SLICES: usize = 50;

/// `None` where one of the two has no value.
pub fn stake(formula: &Formula, one: &Contender, other: &Contender, worlds: &Worlds) -> Option<Stake> {
    let own = worlds.values(formula, &one.uid, &one.given)?;
    let others = worlds.values(formula, &other.uid, &other.given)?;
    let better = own.iter().zip(&others).filter(|(own, other)| other > own).count();
    let (own_mean, other_mean) = (mean(&own), mean(&others));
    let plan = worlds.plan(formula, &one.uid, &one.given)?;
    let worth = (0..one.given.len()).map(|input| {
        if one.given.get(input).copied().flatten().is_none_or(|given| given.range.is_exact()) {
            return 0.0;
        }
        let drawn = worlds.input(&plan, input);
        let mut order: Vec<usize> = (0..own.len()).collect();
        order.sort_by(|a, b| at(&drawn, *a).total_cmp(&at(&drawn, *b)));
        let slices = order.chunks(order.len().div_ceil(SLICES).max(1));
        let known: f64 = slices
            .map(|slice| {
                let known: f64 = slice.iter().filter_map(|draw| own.get(*draw)).sum();
                known.max(other_mean * slice.len() as f64)
            })
            .sum();
        (known / own.len() as f64 - own_mean.max(other_mean)).max(0.0)
    });
    Some(Stake { loses: better as f64 / own.len() as f64, worth: worth.collect() })
}

fn at(drawn: &[f32], draw: usize) -> f32 {
    drawn.get(draw).copied().unwrap_or(f32::NAN)
}

fn settled(given: Given) -> Given {
    Given { range: Range::exactly(given.range.likely), ..given }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn variance(keys: &[f32]) -> f64 {
    let finite = || keys.iter().filter(|key| key.is_finite()).map(|key| f64::from(*key));
    let many = finite().count().max(1) as f64;
    let mean = finite().sum::<f64>() / many;
    finite().map(|key| (key - mean).powi(2)).sum::<f64>() / many
}
