//! What the evidence says about an input. Only ever shown beside it, never applied by itself.

use std::collections::HashSet;

use serde::Serialize;
use ts_rs::TS;

use super::evidence::{self, EvidenceCounts, Family, Piece};
use super::risk::RiskLevel;
use super::{Facts, fields, numbers};
use crate::model::{Range, Time};

/// A quarter of a mean Gregorian year (365.2425 days).
const QUARTER: i64 = 7_889_238 * Time::SECOND;

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct SuggestedInput {
    pub range: Range,
    pub n: u32,
    pub because: String,
}

/// What the evidence says about the input of that name; None where it says nothing about it.
pub fn input(name: &str, facts: &Facts) -> Option<SuggestedInput> {
    match name {
        "reach" => reach(facts.pieces, facts.now),
        "confidence" => confidence(facts.pieces, facts.against, 1.0),
        "ice_confidence" => confidence(facts.pieces, facts.against, 10.0),
        "impact" => voices(facts.pieces, &[0.25, 0.5, 1.0, 2.0, 3.0]),
        "ice_impact" | "need_importance" | "customer_value" => voices(facts.pieces, &[1.0, 3.0, 5.0, 8.0, 10.0]),
        "user_value" => voices(facts.pieces, &[1.0, 3.0, 5.0, 8.0, 13.0]),
        "time_criticality" => trend(facts),
        "risk_reduction" => risks(facts),
        _ => None,
    }
}

/// By Intercom's published scale (Sean McBride, 2018: 100 % high, 80 % medium, 50 % low): 100 % where several people say
/// it and operations show it, 80 % where one of the two holds, 50 % for less. Times `most`, for scales that end elsewhere.
///
/// The scale doesn't say what to do with evidence against. By a rule of our own it is asked the same two questions, and
/// each that it answers takes one step back, down to the lowest: what several people deny, or operations disprove, is
/// less sure, and a single voice against many is told without a step. So more against it never makes it surer.
pub(super) fn confidence(pieces: &[Piece], against: &[Piece], most: f64) -> Option<SuggestedInput> {
    let (counts, contrary) = (evidence::count(pieces), evidence::count(against));
    let n = counts.signals() + contrary.signals();
    if n == 0 {
        return None;
    }
    let up = answers(&counts);
    let share = match up.saturating_sub(answers(&contrary)) {
        2 => 1.0,
        1 => 0.8,
        _ => 0.5,
    };
    let people = numbers::counted(counts.reporters, "person", "people");
    let operations = numbers::counted(counts.operations, "operational signal", "operational signals");
    let because = format!("{people} told us and {operations} show it{}", denied(&contrary, up));
    Some(SuggestedInput { range: Range::exactly(share * most), n, because })
}

/// Of the two questions: whether several people say it, and whether operations show it.
fn answers(counts: &EvidenceCounts) -> u32 {
    u32::from(counts.reporters >= 3) + u32::from(counts.operations > 0)
}

/// `; 4 signals speak against it (3 people, 1 operational signal): two steps lower`, from `up` steps above the lowest.
fn denied(contrary: &EvidenceCounts, up: u32) -> String {
    if contrary.signals() == 0 {
        return String::new();
    }
    let effect = match (answers(contrary), up) {
        (0, _) => "too little for a step down",
        (_, 0) => "it is the lowest step already",
        (2, 2) => "two steps lower",
        _ => "one step lower",
    };
    format!(
        "; {} against it ({}, {}): {effect}",
        numbers::counted(contrary.signals(), "signal speaks", "signals speak"),
        numbers::counted(contrary.reporters, "person", "people"),
        numbers::counted(contrary.operations, "operational signal", "operational signals")
    )
}

/// The step that the mean importance of what people said falls on, from the one below to the one above.
fn voices(pieces: &[Piece], steps: &[f64; 5]) -> Option<SuggestedInput> {
    let voices: Vec<Piece> = pieces.iter().filter(|piece| Family::of(piece.kind) == Family::Voices).copied().collect();
    let people = evidence::count(&voices).reporters;
    if people == 0 {
        return None;
    }
    let mean = f64::from(evidence::importance(&voices)) / f64::from(people);
    let at = (mean / 3.0 * 4.0).round().clamp(0.0, 4.0) as usize;
    let step = |at: usize| steps.get(at.min(4)).copied();
    // The fewer people, the less sure.
    let doubt = usize::from(people < 10);
    let range = Range { low: step(at.saturating_sub(doubt))?, likely: step(at)?, high: step(at + doubt)? };
    let n = u32::try_from(voices.len()).unwrap_or(u32::MAX);
    let because = format!(
        "{} from {}, importance {mean:.1} of 3",
        numbers::counted(n, "voice", "voices"),
        numbers::counted(people, "person", "people")
    );
    Some(SuggestedInput { range, n, because })
}

fn trend(facts: &Facts) -> Option<SuggestedInput> {
    let trend = fields::field("trend_4w").and_then(|field| (field.of)(facts))?;
    let n = evidence::count(facts.pieces).signals();
    let (likely, word) = match trend {
        more if more >= 1.5 => (13.0, "rising"),
        less if less <= 0.5 => (3.0, "falling"),
        _ => (8.0, "steady"),
    };
    let because = format!("{word}: {} times the signals of the four weeks before", numbers::number(trend));
    Some(SuggestedInput { range: Range::exactly(likely), n, because })
}

fn risks(facts: &Facts) -> Option<SuggestedInput> {
    let worst = fields::worst(facts.risks)?;
    let n = u32::try_from(facts.risks.len()).unwrap_or(u32::MAX);
    let level = RiskLevel::of(worst as u8);
    let likely = match level {
        RiskLevel::Low => 1.0,
        RiskLevel::Medium => 3.0,
        RiskLevel::High => 8.0,
        RiskLevel::VeryHigh => 13.0,
    };
    let because = format!("{} judged, the worst {}", numbers::counted(n, "risk", "risks"), level.word());
    Some(SuggestedInput { range: Range::exactly(likely), n, because })
}

/// Reach a quarter: how many distinct customers (or people, where no customer is known) stand behind the
/// linked signals of each of the last four quarters, as smallest, median and largest. Quarters before the
/// first linked signal say nothing and are left out. `None` when the last year names nobody.
pub fn reach(pieces: &[Piece], now: Time) -> Option<SuggestedInput> {
    let by_customer = per_quarter(pieces, now, |piece| piece.customer.map(|id| id.0));
    let by_reporter = || per_quarter(pieces, now, |piece| piece.reporter.map(|id| id.0));
    let (who, (n, counts)) = match by_customer {
        Some(found) => ("customers", found),
        None => ("people", by_reporter()?),
    };
    let mut sorted = counts.clone();
    sorted.sort_unstable();
    let (low, high) = (f64::from(*sorted.first()?), f64::from(*sorted.last()?));
    let range = Range { low, likely: median(&sorted)?, high };
    let listed: Vec<String> = counts.iter().map(|count| numbers::count(*count)).collect();
    let because = match listed.as_slice() {
        [only] => format!("{only} distinct {who} in the linked signals of the last quarter"),
        all => format!("Distinct {who} in the linked signals, quarter by quarter: {}", all.join(", ")),
    };
    Some(SuggestedInput { range, n, because })
}

/// Reach by use: users of one feature a day over a quarter, as median and busiest day. Those of different days are
/// partly the same people, so a quarter's are at least those of the busiest. `None` without use.
pub fn reach_of_use(feature: &str, users: &[u32]) -> Option<SuggestedInput> {
    let mut sorted = users.to_vec();
    sorted.sort_unstable();
    let (usual, busiest) = (median(&sorted)?, f64::from(*sorted.last()?));
    if busiest == 0.0 {
        return None;
    }
    let because = format!(
        "People who used “{feature}” on a day of the last quarter: {} on most, {} on the busiest",
        numbers::number(usual),
        numbers::number(busiest)
    );
    let n = u32::try_from(users.len()).unwrap_or(u32::MAX);
    Some(SuggestedInput { range: Range { low: usual, likely: busiest, high: busiest }, n, because })
}

/// Signals that name somebody in the last four quarters, and distinct names in each quarter, oldest first.
fn per_quarter(pieces: &[Piece], now: Time, who: impl Fn(&Piece) -> Option<u32>) -> Option<(u32, Vec<u32>)> {
    let mut quarters: [HashSet<u32>; 4] = Default::default();
    let mut n = 0;
    for piece in pieces {
        let age = now.0.saturating_sub(piece.happened_at.0);
        let quarter = usize::try_from(age.div_euclid(QUARTER)).ok().and_then(|ago| quarters.get_mut(ago));
        if let (Some(quarter), Some(name)) = (quarter, who(piece)) {
            quarter.insert(name);
            n += 1;
        }
    }
    let oldest = quarters.iter().rposition(|names| !names.is_empty())?;
    Some((n, quarters.iter().take(oldest + 1).rev().map(|names| names.len() as u32).collect()))
}

fn median(sorted: &[u32]) -> Option<f64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get((sorted.len() - 1) / 2)?;
    Some((f64::from(lower) + f64::from(upper)) / 2.0)
}
