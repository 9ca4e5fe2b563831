//! Measures drawing, ranking and counting: `cargo xtask bench score`, or with a number of opportunities after `--`.
//! Processor time, the best of five runs, so that what else runs on the machine counts less.

mod counting;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use scoring::framework::Framework;
use scoring::rank::rank;
use scoring::{Contender, Formula, Given, Range, Worlds};
use throughline_bench::table::{self, Bar, cpu};

pub type Outcome<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let asked = throughline_bench::asked(5_000)?;
    let count = usize::try_from(asked)?;
    let (making, worlds) = cpu(Worlds::usual);
    println!("the random numbers, once a start: {making:.0} ms; {count} opportunities, 10,000 draws");
    let rice = measure(Framework::Rice, count, worlds)?;
    let wsjf = measure(Framework::Wsjf, count.min(500), worlds)?;
    println!("WSJF, which adds, of {}: {wsjf:.0} ms", count.min(500));
    let mut bars = vec![Bar::at_most("RICE: P10, P50, P90, rank and chance of the top k of all", 250.0, rice, "ms")];
    bars.extend(counting::measure(asked)?);
    table::print(&bars);
    Ok(())
}

/// Milliseconds of one ranking.
fn measure(framework: Framework, count: usize, worlds: &Worlds) -> Outcome<f64> {
    let definition = framework.definition().ok_or("it is published")?;
    let formula = definition.formula().ok_or("it has a formula")?;
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let contenders: Vec<Contender> =
        (0..count).map(|number| contender(number, definition.inputs, formula, &mut random)).collect();
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let (took, standings) = cpu(|| rank(formula, &contenders, worlds));
        assert!(standings.iter().all(Option::is_some), "everyone has a value");
        best = best.min(took);
    }
    Ok(best)
}

/// Every input a range, about as wide as people's are.
fn contender(
    number: usize,
    inputs: &[scoring::framework::Input],
    formula: &Formula,
    random: &mut ChaCha8Rng,
) -> Contender {
    let given = formula.names().iter().map(|name| {
        let input = inputs.iter().find(|input| input.name == name)?;
        let most = input.most.min(1_000.0);
        let likely = (most * random.random::<f64>().powi(3)).max(input.least.max(0.01));
        let down = 1.0 - 0.6 * random.random::<f64>();
        let up = 1.0 + 0.9 * random.random::<f64>();
        let range = Range { low: (likely * down).max(input.least), likely, high: (likely * up).min(input.most) };
        Some(Given { range, least: input.least, most: input.most, stream: input.stream })
    });
    Contender { uid: format!("opportunity-{number}"), given: given.collect() }
}
