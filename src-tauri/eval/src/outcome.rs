//! How often outcome checks are right about series whose truth is planted.

use anyhow::Result;
use outcome::simulate::{Planted, ever_told, verdicts, watched};

const SEED: u64 = 2_027;

/// Prints the verdicts by rate, change and bursts, what weekly looks are told, and what the watch says in a year.
pub fn measure_all(trials: u32) -> Result<()> {
    println!("Six weeks a side, half a year known before, {trials} series a line.\n");
    println!("a week  change  bursts  others      fell  unchanged    rose  too few  looked weekly");
    for (rate, dispersion) in [(2.0, 1.0), (5.0, 1.0), (10.0, 1.0), (10.0, 2.0), (40.0, 1.0), (40.0, 3.0)] {
        for ratio in [1.0, 0.75, 0.5, 0.25, 1.5, 2.0] {
            line(Planted { ratio, dispersion, ..Planted::steady(rate) }, trials);
        }
    }
    for ratio in [1.0, 0.5] {
        line(Planted { ratio, others: Some((60.0, 0.6)), ..Planted::steady(15.0) }, trials);
    }
    println!("\nThe year after a fall by 60 %:");
    println!("a week  bursts  alarms while quiet  alarms when it is back  weeks until then");
    for (rate, dispersion) in [(10.0, 1.0), (20.0, 2.0), (30.0, 1.0)] {
        let planted = Planted { ratio: 0.4, dispersion, ..Planted::steady(rate) };
        let quiet = watched(planted, rate * 0.4, 52, trials, SEED);
        let back = watched(planted, rate, 52, trials, SEED);
        let weeks = back.weeks.unwrap_or_default();
        println!(
            "{rate:>6}  {dispersion:>6}  {:>18}  {:>22}  {weeks:>16}",
            percent(quiet.alarms),
            percent(back.alarms)
        );
    }
    Ok(())
}

fn line(planted: Planted, trials: u32) {
    let found = verdicts(planted, trials, SEED);
    let looked = ever_told(planted, trials, SEED);
    let others = planted.others.map_or_else(String::new, |(rate, ratio)| format!("{rate} × {ratio}"));
    println!(
        "{:>6}  {:>6}  {:>6}  {others:>8}  {:>6}  {:>9}  {:>6}  {:>7}  {:>13}",
        planted.rate,
        format!("{:+.0} %", (planted.ratio - 1.0) * 100.0),
        planted.dispersion,
        percent(found.fell),
        percent(found.unchanged),
        percent(found.rose),
        percent(found.too_few),
        percent(looked),
    );
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
