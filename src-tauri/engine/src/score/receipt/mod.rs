//! The explanation of a number: the formula, what went in, who set it, and the evidence behind it.

mod measured;
mod people;
mod value;

use scoring::{Chance, Standing, ValueSpread};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::evidence::Piece;
use super::method::Factor;
use super::numbers;
use super::panel::{Told, Used};
use crate::model::{Kind, Range, SignalId, Time};

/// Which number is to be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NumberOf {
    Value,
    Rank,
    TopChance,
    Reach,
    Impact,
    Confidence,
    Effort,
    Evidence,
    Reporters,
    Customers,
    Revenue,
    Renewals,
    ActiveShare,
    SignalRate,
    IncidentMinutes,
    TargetMisses,
    Severities,
    Sources,
    Recency,
    Against,
}

/// The explanation of a number. Text parts are ready to be read; `text` is the whole as plain text for copying.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Receipt {
    pub title: String,
    /// e.g. `rice/1`.
    pub formula: String,
    /// The formula in words: reach × impact × confidence ÷ effort.
    pub method: String,
    pub lines: Vec<ReceiptLine>,
    pub result: ReceiptLine,
    /// Number of draws and their seed, where chance was used.
    pub draws: Option<u32>,
    #[ts(type = "number | null")]
    pub seed: Option<u64>,
    pub computed_at: Time,
    pub text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, TS)]
pub struct ReceiptLine {
    /// "", "×", "÷", "=", "+".
    pub operator: String,
    pub label: String,
    /// The number as shown, "Not set" when there is none.
    pub shown: String,
    pub range: Option<Range>,
    /// Where it comes from: "set by Maya, 14 Nov".
    pub source: String,
    /// The evidence behind it, at most 200, newest first.
    pub signals: Vec<ReceiptSignal>,
    /// How many there are in all.
    pub n: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ReceiptSignal {
    pub id: SignalId,
    pub kind: Kind,
    pub title: String,
    pub who: String,
    /// The passages of it that people marked for the opportunity.
    pub quotes: Vec<String>,
}

/// What a receipt is made from: one opportunity, its evidence and its place among the others.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// OPP-34
    pub label: &'a str,
    pub title: &'a str,
    /// What the value is calculated by.
    pub formula: FormulaSaid<'a>,
    /// What goes into it, in the order it is shown.
    pub entries: &'a [Entry],
    /// Newest first, with the duplicates merged into them.
    pub evidence: &'a [Linked],
    /// The same of what speaks against it, which isn't counted for it.
    pub against: &'a [Linked],
    /// None where no use of its services is counted.
    pub used: Option<&'a Used>,
    pub value: Option<ValueSpread>,
    /// None without a value, and for a rejected or deleted opportunity.
    pub place: Option<Place>,
    /// What reach counts, e.g. "customers a quarter".
    pub reach_unit: &'a str,
    /// ISO 4217.
    pub currency: &'a str,
    pub chance: Chance,
    pub now: Time,
}

/// A formula as a receipt names it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FormulaSaid<'a> {
    /// e.g. `rice/1`.
    pub version: &'a str,
    pub words: &'a str,
    /// What values are counted in: RICE points.
    pub points: &'a str,
}

/// One thing that goes into the value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub factor: Factor,
    /// None: not set.
    pub range: Option<Range>,
    /// None where nobody did, and for what is counted.
    pub set_by: Option<SetBy>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SetBy {
    /// Empty while the change is only being tried.
    pub actor: String,
    pub at: Time,
}

/// One linked signal, or one merged into it.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    pub id: SignalId,
    pub title: String,
    pub reporter: Option<String>,
    pub customer: Option<String>,
    pub piece: Piece,
    pub told: Told,
    /// Passages that people marked.
    pub quotes: Vec<String>,
}

/// Where an opportunity stands, and who stands next to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub standing: Standing,
    /// How many have a complete score.
    pub of: u32,
    pub above: Option<Neighbour>,
    pub below: Option<Neighbour>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    pub label: String,
    pub title: String,
    pub value: ValueSpread,
}

/// Longest list of signals behind one line.
const MOST_SIGNALS: usize = 200;

/// And in the text for copying.
const MOST_IN_TEXT: usize = 10;

/// Explains one number of one opportunity.
pub fn receipt(of: NumberOf, about: &Subject) -> Receipt {
    let mut receipt = match of {
        NumberOf::Value => value::value(about),
        NumberOf::Rank => value::rank(about),
        NumberOf::TopChance => value::top_chance(about),
        NumberOf::Reach => value::input(about, "reach"),
        NumberOf::Impact => value::input(about, "impact"),
        NumberOf::Confidence => value::input(about, "confidence"),
        NumberOf::Effort => value::input(about, "effort"),
        NumberOf::Evidence => people::evidence(about),
        NumberOf::Reporters => people::reporters(about),
        NumberOf::Customers => people::customers(about),
        NumberOf::Revenue => people::revenue(about),
        NumberOf::Renewals => people::renewals(about),
        NumberOf::ActiveShare => measured::active_share(about),
        NumberOf::SignalRate => measured::signal_rate(about),
        NumberOf::IncidentMinutes => measured::incident_minutes(about),
        NumberOf::TargetMisses => measured::target_misses(about),
        NumberOf::Severities => measured::severities(about),
        NumberOf::Sources => measured::sources(about),
        NumberOf::Recency => measured::recency(about),
        NumberOf::Against => measured::against(about),
    };
    receipt.text = plain_text(&receipt, about.now);
    receipt
}

/// A receipt without chance, before its text is written.
fn without_chance(
    title: String,
    formula: &str,
    method: &str,
    lines: Vec<ReceiptLine>,
    result: ReceiptLine,
    now: Time,
) -> Receipt {
    Receipt {
        title,
        formula: formula.to_owned(),
        method: method.to_owned(),
        lines,
        result,
        draws: None,
        seed: None,
        computed_at: now,
        text: String::new(),
    }
}

fn with_signals<'a>(mut line: ReceiptLine, linked: impl Iterator<Item = &'a Linked>) -> ReceiptLine {
    let mut n = 0_u32;
    for one in linked {
        n += 1;
        if line.signals.len() < MOST_SIGNALS {
            line.signals.push(signal(one));
        }
    }
    line.n = Some(n);
    line
}

fn signal(linked: &Linked) -> ReceiptSignal {
    let who: Vec<&str> = [&linked.reporter, &linked.customer].into_iter().flatten().map(String::as_str).collect();
    ReceiptSignal {
        id: linked.id,
        kind: linked.piece.kind,
        title: linked.title.clone(),
        who: who.join(", "),
        quotes: linked.quotes.clone(),
    }
}

fn plain_text(receipt: &Receipt, now: Time) -> String {
    let mut text = format!("{}\n{} ({})\n\n", receipt.title, receipt.method, receipt.formula);
    for line in receipt.lines.iter().chain([&receipt.result]) {
        push_line(&mut text, line);
    }
    text.push('\n');
    if let (Some(draws), Some(seed)) = (receipt.draws, receipt.seed) {
        text.push_str(&format!("{} draws, seed {seed}\n", numbers::count(draws)));
    }
    text.push_str(&format!("Calculated {}\n", now.rfc3339()));
    text
}

fn push_line(text: &mut String, line: &ReceiptLine) {
    let operator = if line.operator.is_empty() { " " } else { &line.operator };
    text.push_str(&format!("{operator} {}: {}", line.label, line.shown));
    if let Some(range) = line.range.filter(|range| !range.is_exact()) {
        text.push_str(&format!(" ({})", numbers::range_in_words(range)));
    }
    if !line.source.is_empty() {
        text.push_str(&format!(", {}", line.source));
    }
    text.push('\n');
    for signal in line.signals.iter().take(MOST_IN_TEXT) {
        let who = if signal.who.is_empty() { String::new() } else { format!(" ({})", signal.who) };
        text.push_str(&format!("    - {}: {}{who}\n", signal.kind.word(), signal.title));
    }
    let listed = line.signals.len().min(MOST_IN_TEXT) as u32;
    if let Some(more) = line.n.and_then(|n| n.checked_sub(listed)).filter(|more| *more > 0 && listed > 0) {
        text.push_str(&format!("    and {} more\n", numbers::count(more)));
    }
}
