//! Deployments that no change record speaks of, and the record each may belong to.

use std::collections::{BTreeSet, HashSet};

const HOUR: f64 = 3_600_000.0;

/// A day away from its time, a record is e times less likely.
const FADES: f64 = 24.0 * HOUR;

/// Further away than a week, no record is near.
pub const NEAR: i64 = 7 * 24 * 3_600_000;

/// From here on a match is called strong, or fair; below `WEAK` it isn't shown.
pub const STRONG: f64 = 0.80;
pub const FAIR: f64 = 0.60;
pub const WEAK: f64 = 0.45;

/// What the parts count for. Service and time alone make a fair match.
const SERVICE: f64 = 0.35;
const TIME: f64 = 0.35;
const WORDS: f64 = 0.30;

/// A deployment. Times are milliseconds since 1970 in UTC; an empty service is an unknown one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployment {
    pub id: u32,
    pub at: i64,
    pub service: String,
    pub text: String,
}

/// A change record, from when to when it was worked on or planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub id: u32,
    pub from: i64,
    pub to: i64,
    pub service: String,
    pub text: String,
}

/// How well a record fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    pub record: u32,
    /// 0–1.
    pub score: f64,
    pub same_service: bool,
    /// Milliseconds that the deployment lies after the record's time (negative: before); 0 within it.
    pub lag: i64,
    /// Words in common, the longest first.
    pub shared: Vec<String>,
}

/// A record whose text was read once for all deployments.
pub struct Read {
    record: Record,
    words: BTreeSet<String>,
}

impl From<Record> for Read {
    fn from(record: Record) -> Self {
        Read { words: words(&record.text, &record.service), record }
    }
}

/// The record that a deployment most likely belongs to, if any is near. Pairs in `refused` (deployment, record) aren't
/// looked at again.
pub fn guess(deployment: &Deployment, records: &[Read], refused: &HashSet<(u32, u32)>) -> Option<Guess> {
    let said = words(&deployment.text, &deployment.service);
    records
        .iter()
        .filter(|read| !refused.contains(&(deployment.id, read.record.id)))
        .filter_map(|read| fit(deployment, &said, read))
        .filter(|guess| guess.score >= WEAK)
        .max_by(|one, other| one.score.total_cmp(&other.score).then(other.record.cmp(&one.record)))
}

/// None when it can't be: another service, or far away in time.
fn fit(deployment: &Deployment, said: &BTreeSet<String>, read: &Read) -> Option<Guess> {
    let record = &read.record;
    let known = !deployment.service.is_empty() && !record.service.is_empty();
    let same_service = known && deployment.service.eq_ignore_ascii_case(&record.service);
    if known && !same_service {
        return None;
    }
    let lag = lag(deployment.at, record);
    if lag.saturating_abs() > NEAR {
        return None;
    }
    let mut shared: Vec<String> = said.intersection(&read.words).cloned().collect();
    shared.sort_by_key(|word| (std::cmp::Reverse(word.chars().count()), word.clone()));
    let fewer = said.len().min(read.words.len());
    let alike = if fewer == 0 { 0.0 } else { shared.len() as f64 / fewer as f64 };
    let near = (-(lag.saturating_abs() as f64) / FADES).exp();
    let score = SERVICE * f64::from(u8::from(same_service)) + TIME * near + WORDS * alike;
    Some(Guess { record: record.id, score, same_service, lag, shared })
}

fn lag(at: i64, record: &Record) -> i64 {
    let (from, to) = (record.from.min(record.to), record.from.max(record.to));
    if at < from { at.saturating_sub(from) } else { at.saturating_sub(to).max(0) }
}

/// Words of three letters or more without digits; the service's own name says nothing.
fn words(text: &str, service: &str) -> BTreeSet<String> {
    const SAID_OF_ALL: [&str; 12] = [
        "the",
        "and",
        "for",
        "from",
        "with",
        "deploy",
        "deployed",
        "deployment",
        "production",
        "release",
        "change",
        "version",
    ];
    let service = service.to_lowercase();
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().count() > 2 && !word.contains(|letter: char| letter.is_ascii_digit()))
        .filter(|word| !SAID_OF_ALL.contains(word) && !service.contains(word))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOURS: i64 = 3_600_000;

    fn deployment(text: &str) -> Deployment {
        Deployment { id: 1, at: 100 * HOURS, service: "invoicing".into(), text: text.into() }
    }

    fn guess(deployment: &Deployment, records: &[Record], refused: &HashSet<(u32, u32)>) -> Option<Guess> {
        let records: Vec<Read> = records.iter().cloned().map(Read::from).collect();
        super::guess(deployment, &records, refused)
    }

    fn record(id: u32, at: i64, text: &str) -> Record {
        Record { id, from: at * HOURS, to: at * HOURS, service: "Invoicing".into(), text: text.into() }
    }

    #[test]
    fn service_time_and_words_together_make_a_strong_match() {
        let records = [record(7, 98, "Tax rounding"), record(8, 40, "Tax rounding"), record(9, 99, "Queue size")];
        let found =
            guess(&deployment("invoicing 9.2.1: tax rounding"), &records, &HashSet::new()).expect("one is near");
        assert_eq!((found.record, found.lag, found.same_service), (7, 2 * HOURS, true));
        assert_eq!(found.shared, ["rounding", "tax"]);
        assert!(found.score >= STRONG, "{}", found.score);
        // Without words it is fair at most, and a refused one isn't suggested again.
        let plain = guess(&deployment("invoicing 9.2.1"), &records, &HashSet::new()).expect("one is near");
        assert!((FAIR..STRONG).contains(&plain.score) && plain.record == 9, "{plain:?}");
        let refused = HashSet::from([(1, 9), (1, 7)]);
        assert_eq!(guess(&deployment("invoicing 9.2.1"), &records, &refused), None);
    }

    #[test]
    fn another_service_or_another_week_is_not_near() {
        let mut other = record(7, 100, "Tax rounding");
        other.service = "billing".into();
        let far = record(8, 100 - 8 * 24, "Tax rounding");
        assert_eq!(guess(&deployment("Tax rounding"), &[other, far], &HashSet::new()), None);
        // Within the planned window there is no lag.
        let wide = Record { from: 90 * HOURS, to: 110 * HOURS, ..record(9, 0, "Tax") };
        assert_eq!(guess(&deployment("Tax"), &[wide], &HashSet::new()).map(|guess| guess.lag), Some(0));
    }

    proptest! {
        #[test]
        fn a_score_is_a_share(text in ".{0,40}", other in ".{0,40}", at in any::<i64>(), from in any::<i64>(), to in any::<i64>()) {
            let deployment = Deployment { id: 1, at, service: String::new(), text };
            let record = Record { id: 2, from, to, service: "x".into(), text: other };
            if let Some(guess) = guess(&deployment, &[record], &HashSet::new()) {
                prop_assert!((WEAK..=1.0).contains(&guess.score) && !guess.same_service);
            }
        }
    }
}
