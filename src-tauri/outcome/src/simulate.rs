//! Series whose truth is known, and how often the reading of them is right. Seeds are fixed by whoever asks, so that the
//! numbers are the same on every computer.

use chrono::{Days, NaiveDate};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::reading::{self, Verdict};
use crate::watch;
use crate::week::Week;
use crate::window::{self, Plan};

/// What is planted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Planted {
    /// Signals a week before.
    pub rate: f64,
    /// After over before: 0.5 is a fall by half.
    pub ratio: f64,
    /// Variance of a week's count over its mean: 1 is Poisson, more comes in bursts.
    pub dispersion: f64,
    /// Weeks compared on each side.
    pub weeks: u32,
    /// Weeks known before those.
    pub history: u32,
    /// Signals a week of a comparison group, and what it did by itself.
    pub others: Option<(f64, f64)>,
}

impl Planted {
    /// Nothing but a rate: six weeks a side, half a year known before.
    pub fn steady(rate: f64) -> Planted {
        Planted { rate, ratio: 1.0, dispersion: 1.0, weeks: 6, history: 20, others: None }
    }
}

/// Shares of the verdicts, 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shares {
    pub fell: f64,
    pub unchanged: f64,
    pub rose: f64,
    pub too_few: f64,
}

/// How often each verdict comes at the end of the check.
pub fn verdicts(planted: Planted, trials: u32, seed: u64) -> Shares {
    let mut shares = Shares::default();
    let one = 1.0 / f64::from(trials.max(1));
    for trial in 0..trials {
        let weeks = series(planted, seed ^ (u64::from(trial) << 20));
        match read(&weeks, planted, planted.weeks).verdict {
            Verdict::Fell => shares.fell += one,
            Verdict::Unchanged => shares.unchanged += one,
            Verdict::Rose => shares.rose += one,
            _ => shares.too_few += one,
        }
    }
    shares
}

/// How often somebody who looks every week up to the end is ever told "fell" or "rose".
pub fn ever_told(planted: Planted, trials: u32, seed: u64) -> f64 {
    let told = |trial: &u32| {
        let weeks = series(planted, seed ^ (u64::from(*trial) << 20));
        (window::LEAST_WEEKS..=planted.weeks)
            .any(|passed| matches!(read(&weeks, planted, passed).verdict, Verdict::Fell | Verdict::Rose))
    };
    (0..trials).filter(told).count() as f64 / f64::from(trials.max(1))
}

/// What the watch says in the year after a check that ended with "fell".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Watched {
    /// Share of years with an alarm.
    pub alarms: f64,
    /// Median weeks from the first week to the alarm, of those with one.
    pub weeks: Option<usize>,
    /// Checks that fell and were followed.
    pub n: usize,
}

/// Follows each check that fell for `weeks` weeks at `later` a week.
pub fn watched(planted: Planted, later: f64, weeks: u32, trials: u32, seed: u64) -> Watched {
    let (mut alarms, mut n) = (Vec::new(), 0);
    for trial in 0..trials {
        let seed = seed ^ (u64::from(trial) << 20);
        let series = series(planted, seed);
        let found = read(&series, planted, planted.weeks);
        if found.verdict != Verdict::Fell {
            continue;
        }
        n += 1;
        let mut random = ChaCha8Rng::seed_from_u64(seed ^ 0xace);
        let counts: Vec<Option<u32>> = (0..weeks).map(|_| Some(draw(later, planted.dispersion, &mut random))).collect();
        alarms.extend(watch::of(found.before, found.after, found.dispersion, &counts).alarm);
    }
    alarms.sort_unstable();
    let median = alarms.get(alarms.len() / 2).map(|week| week + 1);
    Watched { alarms: alarms.len() as f64 / n.max(1) as f64, weeks: median, n }
}

/// A Monday to begin with; which one doesn't matter.
fn first() -> NaiveDate {
    NaiveDate::default() + Days::new(4)
}

fn shipping(planted: Planted) -> NaiveDate {
    first() + Days::new(7 * u64::from(planted.history + planted.weeks))
}

fn read(weeks: &[Week], planted: Planted, passed: u32) -> reading::Reading {
    let shipped = shipping(planted);
    let today = shipped + Days::new(7 * (u64::from(passed) + 1));
    reading::of(weeks, shipped, today, Plan { weeks: planted.weeks, compare: planted.others.is_some() })
}

fn series(planted: Planted, seed: u64) -> Vec<Week> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let shipping = shipping(planted);
    let total = planted.history + 2 * planted.weeks + 1;
    let week = |place: u32| {
        let monday = first() + Days::new(7 * u64::from(place));
        let after = monday > shipping;
        let (others, drift) = planted.others.unwrap_or((0.0, 1.0));
        let drift = if after { drift } else { 1.0 };
        let rate = planted.rate * drift * if after { planted.ratio } else { 1.0 };
        let count = draw(rate, planted.dispersion, &mut random);
        Week { monday, count, others: draw(others * drift, planted.dispersion, &mut random), whole: true }
    };
    (0..total).map(week).collect()
}

/// A count with this mean and variance over mean: Poisson many bursts of geometric size, the Pólya–Aeppli distribution,
/// as when one fault brings several tickets.
fn draw(mean: f64, dispersion: f64, random: &mut ChaCha8Rng) -> u32 {
    let ends = 2.0 / (dispersion.max(1.0) + 1.0);
    let mut count = 0;
    for _ in 0..poisson(mean * ends, random) {
        count += 1;
        while random.random::<f64>() >= ends {
            count += 1;
        }
    }
    count
}

/// Knuth's method, in parts that don't underflow.
fn poisson(mean: f64, random: &mut ChaCha8Rng) -> u32 {
    let (mut rest, mut count) = (mean, 0);
    while rest > 0.0 {
        let limit = (-rest.min(500.0)).exp();
        rest -= 500.0;
        let mut product = random.random::<f64>();
        while product > limit {
            count += 1;
            product *= random.random::<f64>();
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_planted_is_there() {
        let mut random = ChaCha8Rng::seed_from_u64(7);
        let counts: Vec<f64> = (0..20_000).map(|_| f64::from(draw(8.0, 2.5, &mut random))).collect();
        let mean = counts.iter().sum::<f64>() / counts.len() as f64;
        let variance = counts.iter().map(|count| (count - mean).powi(2)).sum::<f64>() / counts.len() as f64;
        assert!((mean - 8.0).abs() < 0.15 && (variance / mean - 2.5).abs() < 0.15, "{mean} {variance}");
        let planted = Planted::steady(5.0);
        let roles = read(&series(planted, 1), planted, 6).windows.roles;
        assert_eq!(roles.iter().filter(|role| matches!(role, window::Role::Before | window::Role::After)).count(), 12);
    }
}
