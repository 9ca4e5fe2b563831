//! How long to wait: limits, retry with full jitter, and what `Retry-After` says.

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime};
use rand::RngExt as _;

use crate::model::Time;

/// What bounds every exchange with a tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    pub connect: Duration,
    /// From sending to the last byte of the reply.
    pub total: Duration,
    /// Bytes of a reply after decompression.
    pub reply_bytes: usize,
    /// How often a pull sends a request at most, the first time included.
    pub attempts: u32,
    /// The first retry waits up to this, each further one up to twice as long, never above `longest_pause`.
    pub first_pause: Duration,
    pub longest_pause: Duration,
    /// A tool that asks for a longer wait stops the pull instead.
    pub longest_wait: Duration,
    /// A program that reads a source and says nothing for so long has lost its way.
    pub silence: Duration,
    /// Where the chance in the pauses begins.
    pub seed: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connect: Duration::from_secs(10),
            total: Duration::from_secs(60),
            reply_bytes: 32 * 1024 * 1024,
            attempts: 5,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
            longest_wait: Duration::from_secs(3_600),
            silence: Duration::from_secs(600),
            seed: 0,
        }
    }
}

impl Limits {
    /// "Full jitter" (Brooker, "Exponential Backoff and Jitter", 2015): evenly between nothing and a bound
    /// that doubles, so that many laptops don't come back at the same moment. `attempt` 1 is the first.
    pub(super) fn pause(&self, attempt: u32, chance: &mut impl rand::Rng) -> Duration {
        let doubled = self.first_pause.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
        doubled.min(self.longest_pause).mul_f64(chance.random::<f64>())
    }
}

/// The instant that a `Retry-After` header names: seconds from `now`, or an HTTP date in any of its three
/// forms (RFC 9110 §5.6.7). Never before `now`. None when it is neither.
pub(super) fn retry_after(value: &str, now: Time) -> Option<Time> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u32>() {
        return Some(now.plus(i64::from(seconds) * Time::SECOND));
    }
    let at = DateTime::parse_from_rfc2822(value).map(|at| at.to_utc()).ok().or_else(|| {
        ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(value, form).ok())
            .map(|at| at.and_utc())
    })?;
    Some(Time::from(at).max(now))
}

/// `2 minutes` for 61 seconds, `3 hours` for 190 minutes.
pub(super) fn minutes(millis: i64) -> String {
    match millis.div_euclid(Time::MINUTE) + i64::from(millis.rem_euclid(Time::MINUTE) > 0) {
        ..=1 => "a minute".to_owned(),
        minutes @ 2..=120 => format!("{minutes} minutes"),
        minutes => format!("{} hours", minutes / 60),
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use rstest::rstest;

    use super::*;

    const NOW: Time = Time(784_111_747_000); // Sun, 06 Nov 1994 08:49:07 GMT

    #[rstest]
    #[case("120", Some(120))]
    #[case(" 0 ", Some(0))]
    #[case("Sun, 06 Nov 1994 08:49:37 GMT", Some(30))]
    #[case("Sunday, 06-Nov-94 08:49:37 GMT", Some(30))]
    #[case("Sun Nov  6 08:49:37 1994", Some(30))]
    #[case("Sun, 06 Nov 1993 08:49:37 GMT", None)]
    #[case("Sat, 06 Nov 1993 08:49:37 GMT", Some(0))]
    #[case("soon", None)]
    #[case("-5", None)]
    #[case("99999999999999999999", None)]
    fn retry_after_reads_seconds_and_dates(#[case] header: &str, #[case] seconds: Option<i64>) {
        let wait = retry_after(header, NOW).map(|at| (at.0 - NOW.0) / Time::SECOND);
        assert_eq!(wait, seconds);
    }

    #[test]
    fn pauses_spread_below_a_bound_that_doubles() {
        let limits = Limits::default();
        let mut chance = ChaCha8Rng::seed_from_u64(7);
        for (attempt, bound) in [(1, 0.5), (2, 1.0), (4, 4.0), (9, 30.0), (60, 30.0)] {
            let pauses: Vec<f64> = (0..500).map(|_| limits.pause(attempt, &mut chance).as_secs_f64()).collect();
            assert!(pauses.iter().all(|pause| (0.0..=bound).contains(pause)), "attempt {attempt}");
            let mean = pauses.iter().sum::<f64>() / 500.0;
            assert!((mean - bound / 2.0).abs() < bound / 10.0, "attempt {attempt}: mean {mean}");
        }
    }
}
