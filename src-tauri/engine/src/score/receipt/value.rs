//! Receipts of the score: its factors, its value, its rank.

use scoring::{ValueSpread, framework};

use super::people::group;
use super::{Entry, Linked, Neighbour, Place, Receipt, ReceiptLine, Subject, with_signals, without_chance};
use crate::model::Range;
use crate::score::evidence::{self, Family, Piece};
use crate::score::{inputs, numbers, suggest};

const NOT_SET: &str = "Not set";

pub fn value(about: &Subject) -> Receipt {
    let shown = about.entries.iter().filter(|entry| entry.factor.needed || entry.range.is_some());
    let lines: Vec<ReceiptLine> = shown.map(|entry| factor_line(about, entry)).collect();
    let left_out = about.entries.iter().any(|entry| entry.factor.name == CONFIDENCE && entry.range.is_none());
    let method = if left_out && about.formula.words.contains(" × confidence") {
        let words = about.formula.words.replacen(" × confidence", "", 1);
        format!("{words}; there is no confidence factor, because the width of the ranges says how sure it is")
    } else {
        about.formula.words.to_owned()
    };
    let title = format!("Value of {} {}", about.label, about.title);
    let receipt = without_chance(title, about.formula.version, &method, lines, value_line(about), about.now);
    let exact = about.value.is_some_and(|value| value.p10 == value.p90);
    if exact { receipt } else { with_chance(about, receipt) }
}

pub fn rank(about: &Subject) -> Receipt {
    let (lines, result) = match &about.place {
        None => (own_value(about), unplaced("Rank", about)),
        Some(place) => {
            let own = spread_line(format!("{} {}", about.label, about.title), place.standing.value);
            let lines = [neighbour(&place.above), Some(own), neighbour(&place.below)];
            let shown = format!("{} of {}", numbers::count(place.standing.rank), numbers::count(place.of));
            (lines.into_iter().flatten().collect(), result("Rank", shown, holds(place)))
        }
    };
    let method = "ordered by P50 of the value among all complete scores that are neither rejected nor deleted";
    let title = format!("Rank of {} {}", about.label, about.title);
    with_chance(about, without_chance(title, about.formula.version, method, lines, result, about.now))
}

pub fn top_chance(about: &Subject) -> Receipt {
    let (lines, result) = match &about.place {
        None => (own_value(about), unplaced("Chance", about)),
        Some(place) => {
            let lines = vec![
                spread_line(format!("{} {}", about.label, about.title), place.standing.value),
                ReceiptLine { label: "Compared with".to_owned(), shown: others(place), ..ReceiptLine::default() },
            ];
            let top = place.standing.top;
            (lines, result(&format!("Among the top {}", top.k), numbers::share(top.chance), String::new()))
        }
    };
    let method = "share of the draws in which fewer than k others have a higher value";
    let title = format!("How sure the rank of {} {} is", about.label, about.title);
    with_chance(about, without_chance(title, about.formula.version, method, lines, result, about.now))
}

/// One of RICE's inputs.
pub fn input(about: &Subject, name: &str) -> Receipt {
    let entry = about.entries.iter().find(|entry| entry.factor.name == name);
    let label = framework::input(name).map_or(name, |input| input.label);
    let mut line = entry.map_or_else(ReceiptLine::default, |entry| factor_line(about, entry));
    line.operator = String::new();
    let result = result(label, line.shown.clone(), String::new());
    let result = ReceiptLine { range: line.range, ..result };
    let method = match name {
        "reach" => format!("how many it reaches, in {}", about.reach_unit),
        "impact" => {
            "how much it matters to each of them: 0.25 minimal, 0.5 low, 1 medium, 2 high, 3 massive".to_owned()
        }
        CONFIDENCE => "how sure the other three are, from 0 to 1; left out where their ranges say it".to_owned(),
        _ => "person-months of work for the whole team".to_owned(),
    };
    let title = format!("{label} of {} {}", about.label, about.title);
    let mut lines = vec![line];
    if name == CONFIDENCE {
        lines.extend(suggested_confidence(about));
    }
    without_chance(title, about.formula.version, &method, lines, result, about.now)
}

/// What the evidence says of it, whether or not somebody took that over, and what of it speaks against.
fn suggested_confidence(about: &Subject) -> Vec<ReceiptLine> {
    let pieces = |linked: &[Linked]| linked.iter().map(|linked| linked.piece).collect::<Vec<Piece>>();
    let Some(found) = suggest::confidence(&pieces(about.evidence), &pieces(about.against), 1.0) else {
        return Vec::new();
    };
    let suggested = ReceiptLine {
        label: "Suggested by the evidence".to_owned(),
        shown: numbers::share(found.range.likely),
        source: found.because,
        ..ReceiptLine::default()
    };
    let contrary: Vec<&Linked> = against(about).collect();
    let speak =
        ReceiptLine { operator: String::new(), ..group("Speak against it".to_owned(), &contrary, String::new()) };
    [Some(suggested), Some(speak).filter(|_| !contrary.is_empty())].into_iter().flatten().collect()
}

const CONFIDENCE: &str = "confidence";

fn factor_line(about: &Subject, entry: &Entry) -> ReceiptLine {
    let line = ReceiptLine {
        operator: entry.factor.operator.clone(),
        label: label(about, entry),
        shown: entry.range.map_or_else(|| NOT_SET.to_owned(), |range| shown(entry, range)),
        range: entry.range,
        source: source(about, entry),
        ..ReceiptLine::default()
    };
    if is_estimate(entry) { line } else { with_signals(line, behind(about, entry)) }
}

fn label(about: &Subject, entry: &Entry) -> String {
    match (entry.factor.name.as_str(), entry.factor.unit.as_str()) {
        ("reach", _) => format!("{}, {}", entry.factor.label, about.reach_unit),
        (_, "" | "points" | "classes") => entry.factor.label.clone(),
        (_, unit) => format!("{}, {unit}", entry.factor.label),
    }
}

fn shown(entry: &Entry, range: Range) -> String {
    match entry.factor.name.as_str() {
        CONFIDENCE => numbers::share(range.likely),
        _ => numbers::number(range.likely),
    }
}

/// Who set it, and what evidence stands behind it.
fn source(about: &Subject, entry: &Entry) -> String {
    let who = match entry.set_by.as_ref().filter(|_| entry.range.is_some()) {
        None => String::new(),
        Some(by) if by.actor.is_empty() => "not saved yet".to_owned(),
        Some(by) => format!("set by {}, {}", by.actor, numbers::day(by.at, about.now)),
    };
    let evidence = match entry.factor.name.as_str() {
        _ if entry.factor.counted => "counted from the linked signals and judged risks".to_owned(),
        _ if is_estimate(entry) => "an estimate; evidence doesn't tell effort".to_owned(),
        _ if hears_voices(entry) => voices(about, entry),
        _ => {
            let n = behind(about, entry).count() as u32;
            let linked = numbers::counted(n, "signal", "signals") + " linked";
            let linked = if n == 0 { "no evidence linked".to_owned() } else { linked };
            match against(about).count() as u32 {
                n if n > 0 && is_confidence(entry) => format!("{linked}, {} against it", numbers::count(n)),
                _ => linked,
            }
        }
    };
    [who, evidence].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

fn is_estimate(entry: &Entry) -> bool {
    ["effort", "job_size", "ice_ease", "feasibility"].contains(&entry.factor.name.as_str())
}

fn is_confidence(entry: &Entry) -> bool {
    [CONFIDENCE, "ice_confidence"].contains(&entry.factor.name.as_str())
}

/// What people said is what speaks to these.
fn hears_voices(entry: &Entry) -> bool {
    let heard = ["impact", "ice_impact", "user_value", "need_importance", "need_satisfaction", "customer_value"];
    heard.contains(&entry.factor.name.as_str())
}

fn voices(about: &Subject, entry: &Entry) -> String {
    let pieces: Vec<Piece> = behind(about, entry).map(|linked| linked.piece).collect();
    let people = evidence::count(&pieces).reporters;
    match (pieces.len() as u32, people) {
        (0, _) => "no tickets or feedback linked".to_owned(),
        (n, 0) => format!("{}, nobody named", numbers::counted(n, "voice", "voices")),
        (n, people) => {
            let mean = f64::from(evidence::importance(&pieces)) / f64::from(people);
            let (n, people) = (numbers::counted(n, "voice", "voices"), numbers::counted(people, "person", "people"));
            format!("{n} from {people}, importance {:.1} of 3", mean)
        }
    }
}

/// The evidence that speaks to a factor: everything that speaks for it, where people are to be heard what they said, and
/// where contrary evidence is counted that.
fn behind<'a>(about: &'a Subject, entry: &Entry) -> impl Iterator<Item = &'a Linked> {
    let voices_only = hears_voices(entry);
    let contrary = ["against", "people_against"].contains(&entry.factor.name.as_str());
    let of = if contrary { about.against } else { about.evidence };
    let linked = of.iter().filter(|linked| !linked.piece.duplicate);
    linked.filter(move |linked| !voices_only || Family::of(linked.piece.kind) == Family::Voices)
}

/// The signals that speak against it.
fn against<'a>(about: &'a Subject) -> impl Iterator<Item = &'a Linked> {
    about.against.iter().filter(|linked| !linked.piece.duplicate)
}

fn value_line(about: &Subject) -> ReceiptLine {
    match about.value {
        Some(value) => {
            ReceiptLine { operator: "=".to_owned(), ..spread_line(format!("Value, {}", about.formula.points), value) }
        }
        None => result(&format!("Value, {}", about.formula.points), NOT_SET.to_owned(), missing(about)),
    }
}

/// Shown instead of a place in the ranking.
fn own_value(about: &Subject) -> Vec<ReceiptLine> {
    vec![ReceiptLine { operator: String::new(), source: String::new(), ..value_line(about) }]
}

fn spread_line(label: String, value: ValueSpread) -> ReceiptLine {
    let range = Range { low: value.p10, likely: value.p50, high: value.p90 };
    let source = if range.is_exact() { "exact inputs" } else { "P10 to P90: 8 draws of 10 lie between" };
    ReceiptLine {
        label,
        shown: numbers::number(value.p50),
        range: Some(range),
        source: source.to_owned(),
        ..ReceiptLine::default()
    }
}

fn neighbour(neighbour: &Option<Neighbour>) -> Option<ReceiptLine> {
    neighbour.as_ref().map(|next| spread_line(format!("{} {}", next.label, next.title), next.value))
}

fn others(place: &Place) -> String {
    match place.of.saturating_sub(1) {
        0 => "nothing else yet".to_owned(),
        n => numbers::counted(n, "other", "others") + " in each draw",
    }
}

fn holds(place: &Place) -> String {
    format!("in the top {} in {} of the draws", place.standing.top.k, numbers::share(place.standing.top.chance))
}

fn unplaced(label: &str, about: &Subject) -> ReceiptLine {
    let why = if about.value.is_some() { "rejected and deleted ones aren't ranked".to_owned() } else { missing(about) };
    result(label, "Not ranked".to_owned(), why)
}

fn missing(about: &Subject) -> String {
    let lacks = about.entries.iter().filter(|entry| entry.factor.needed && entry.range.is_none());
    let labels: Vec<String> = lacks.map(|entry| entry.factor.label.clone()).collect();
    match labels.as_slice() {
        [] => String::new(),
        [one] => format!("{} isn't set", one.to_lowercase()),
        several => format!("{} aren't set", inputs::listed(several)),
    }
}

fn result(label: &str, shown: String, source: String) -> ReceiptLine {
    ReceiptLine { operator: "=".to_owned(), label: label.to_owned(), shown, source, ..ReceiptLine::default() }
}

/// Says how chance was used, where it was.
fn with_chance(about: &Subject, receipt: Receipt) -> Receipt {
    if about.value.is_none() {
        return receipt;
    }
    Receipt { draws: Some(about.chance.draws), seed: Some(about.chance.seed), ..receipt }
}
