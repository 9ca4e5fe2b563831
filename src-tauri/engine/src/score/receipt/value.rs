//! Receipts of the score: its factors, its value, its rank.

use super::{Linked, Neighbour, Place, Receipt, ReceiptLine, Subject, with_signals, without_chance};
use crate::model::Range;
use crate::score::evidence::{self, Family, Piece};
use crate::score::numbers;
use crate::score::rice::{self, Input};
use crate::score::spread::ValueSpread;

const NOT_SET: &str = "Not set";

pub fn value(about: &Subject) -> Receipt {
    let factors =
        Input::ALL.into_iter().filter(|input| *input != Input::Confidence || about.inputs.confidence.is_some());
    let lines: Vec<ReceiptLine> = factors.map(|input| factor_line(about, input)).collect();
    let method = if about.inputs.confidence.is_some() {
        "reach × impact × confidence ÷ effort"
    } else {
        "reach × impact ÷ effort; there is no confidence factor, because the width of the ranges says how sure it is"
    };
    let title = format!("Value of {} {}", about.label, about.title);
    let receipt = without_chance(title, rice::FORMULA, method, lines, value_line(about), about.now);
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
    with_chance(about, without_chance(title, rice::FORMULA, method, lines, result, about.now))
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
    with_chance(about, without_chance(title, rice::FORMULA, method, lines, result, about.now))
}

pub fn input(about: &Subject, input: Input) -> Receipt {
    let mut line = factor_line(about, input);
    line.operator = String::new();
    let result = result(input.name(), line.shown.clone(), String::new());
    let result = ReceiptLine { range: line.range, ..result };
    let method = match input {
        Input::Reach => format!("how many it reaches, in {}", about.reach_unit),
        Input::Impact => {
            "how much it matters to each of them: 0.25 minimal, 0.5 low, 1 medium, 2 high, 3 massive".to_owned()
        }
        Input::Confidence => "how sure the other three are, from 0 to 1; left out where their ranges say it".to_owned(),
        Input::Effort => "person-months of work for the whole team".to_owned(),
    };
    let title = format!("{} of {} {}", input.name(), about.label, about.title);
    without_chance(title, rice::FORMULA, &method, vec![line], result, about.now)
}

fn factor_line(about: &Subject, input: Input) -> ReceiptLine {
    let range = input.of(&about.inputs);
    let operator = match input {
        Input::Reach => "",
        Input::Impact | Input::Confidence => "×",
        Input::Effort => "÷",
    };
    let line = ReceiptLine {
        operator: operator.to_owned(),
        label: label(about, input),
        shown: range.map_or_else(|| NOT_SET.to_owned(), |range| shown(input, range)),
        range,
        source: source(about, input, range),
        ..ReceiptLine::default()
    };
    if input == Input::Effort { line } else { with_signals(line, behind(about, input)) }
}

fn label(about: &Subject, input: Input) -> String {
    match input {
        Input::Reach => format!("Reach, {}", about.reach_unit),
        Input::Effort => "Effort, person-months".to_owned(),
        other => other.name().to_owned(),
    }
}

fn shown(input: Input, range: Range) -> String {
    match input {
        Input::Confidence => numbers::share(range.likely),
        _ => numbers::number(range.likely),
    }
}

/// Who set it, and what evidence stands behind it.
fn source(about: &Subject, input: Input, range: Option<Range>) -> String {
    let set = about.set_by.iter().find(|(of, _)| *of == input).map(|(_, by)| by).filter(|_| range.is_some());
    let who = match set {
        None => String::new(),
        Some(by) if by.actor.is_empty() => "not saved yet".to_owned(),
        Some(by) => format!("set by {}, {}", by.actor, numbers::day(by.at, about.now)),
    };
    let evidence = match input {
        Input::Effort => "an estimate; evidence doesn't tell effort".to_owned(),
        Input::Impact => voices(about),
        Input::Reach | Input::Confidence => {
            let n = behind(about, input).count() as u32;
            if n == 0 { "no evidence linked".to_owned() } else { numbers::counted(n, "signal", "signals") + " linked" }
        }
    };
    [who, evidence].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

fn voices(about: &Subject) -> String {
    let pieces: Vec<Piece> = behind(about, Input::Impact).map(|linked| linked.piece).collect();
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

/// The evidence that speaks to a factor: everything for reach and confidence, what people said for impact.
fn behind<'a>(about: &'a Subject, input: Input) -> impl Iterator<Item = &'a Linked> {
    let voices_only = input == Input::Impact;
    let linked = about.evidence.iter().filter(|linked| !linked.piece.duplicate);
    linked.filter(move |linked| !voices_only || Family::of(linked.piece.kind) == Family::Voices)
}

fn value_line(about: &Subject) -> ReceiptLine {
    match about.value {
        Some(value) => ReceiptLine { operator: "=".to_owned(), ..spread_line("Value, RICE points".to_owned(), value) },
        None => result("Value, RICE points", NOT_SET.to_owned(), missing(about)),
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
    let names: Vec<String> = rice::missing(&about.inputs).iter().map(|input| input.name().to_lowercase()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => format!("{one} isn't set"),
        [most @ .., last] => format!("{} and {last} aren't set", most.join(", ")),
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
