//! Receipts of the evidence: which signals, whose, and what those customers pay.

use std::collections::BTreeMap;

use super::{Linked, Receipt, ReceiptLine, Subject, with_signals, without_chance};
use crate::model::Kind;
use crate::score::evidence::{self, EvidenceCounts, Piece};
use crate::score::{numbers, panel};

/// Written into these receipts; grows when the counting changes.
const FORMULA: &str = "evidence/1";

pub fn evidence(about: &Subject) -> Receipt {
    let mut lines: Vec<ReceiptLine> = Vec::new();
    for kind in Kind::ALL {
        let of_kind: Vec<&Linked> = linked(about).filter(|linked| linked.piece.kind == *kind).collect();
        if !of_kind.is_empty() {
            lines.push(group(plural(*kind).to_owned(), &of_kind, String::new()));
        }
    }
    let people = numbers::counted(counts(about).reporters, "person", "people");
    let source = format!("from {people}; importance {} when each counts once", evidence::importance(&pieces(about)));
    let result = total("Linked signals", numbers::count(counts(about).signals()), source);
    let method = "linked signals by kind; of somebody who reported more than once, the newest importance counts";
    without_chance(title(about, "Evidence for"), FORMULA, method, leading_blank(lines), result, about.now)
}

pub fn reporters(about: &Subject) -> Receipt {
    let groups = grouped(about, |linked| Some((linked.piece.reporter?.0, linked.reporter.clone()?)));
    let lines = groups.into_iter().map(|(name, linked)| group(name, &linked, String::new())).collect();
    let without = linked(about).filter(|linked| linked.piece.reporter.is_none()).count() as u32;
    let source = match without {
        0 => String::new(),
        n => format!("{} without a reporter", numbers::counted(n, "signal", "signals")),
    };
    let result = total("People who told us", numbers::count(counts(about).reporters), source);
    let method = "distinct reporters of the linked signals; each counts once, however often they wrote";
    without_chance(title(about, "People behind"), FORMULA, method, leading_blank(lines), result, about.now)
}

pub fn customers(about: &Subject) -> Receipt {
    let lines = by_customer(about).into_iter().map(|(name, linked)| group(name, &linked, String::new())).collect();
    let result = total("Customers affected", numbers::count(counts(about).customers), String::new());
    let method = "distinct customers of the linked signals; each counts once";
    without_chance(title(about, "Customers behind"), FORMULA, method, leading_blank(lines), result, about.now)
}

pub fn revenue(about: &Subject) -> Receipt {
    let mut customers = by_customer(about);
    customers.sort_by_key(|(_, linked)| std::cmp::Reverse(revenue_of(linked)));
    let lines = customers.into_iter().map(|(name, linked)| {
        let revenue = revenue_of(&linked);
        let shown = revenue.map_or_else(|| "Not known".to_owned(), |amount| numbers::money(amount, about.currency));
        let signals = numbers::counted(linked.len() as u32, "signal", "signals");
        ReceiptLine { shown, ..group(name, &linked, signals) }
    });
    let lines = leading_blank(lines.collect());
    let EvidenceCounts { customers, revenue, revenue_unknown, .. } = counts(about);
    let shown = match (customers, customers == revenue_unknown) {
        (0, _) => "No customers".to_owned(),
        (_, true) => "Not known".to_owned(),
        _ => numbers::money(revenue, about.currency),
    };
    let source = match revenue_unknown {
        0 => String::new(),
        n => format!("without {} whose revenue isn't known", numbers::counted(n, "customer", "customers")),
    };
    let method = "a year's revenue of the distinct customers of the linked signals; each counts once";
    without_chance(
        title(about, "Revenue behind"),
        FORMULA,
        method,
        lines,
        total("Revenue a year", shown, source),
        about.now,
    )
}

pub fn renewals(about: &Subject) -> Receipt {
    let renews_on = |linked: &[&Linked]| linked.first().and_then(|first| first.told.renews_on);
    let mut at_stake: Vec<_> = by_customer(about)
        .into_iter()
        .filter_map(|(name, linked)| Some((renews_on(&linked)?, name, linked)))
        .filter(|(date, ..)| panel::soon(*date, about.now))
        .collect();
    at_stake.sort_by_key(|(date, ..)| *date);
    let revenue = at_stake.iter().filter_map(|(.., linked)| revenue_of(linked)).fold(0_i64, i64::saturating_add);
    let n = at_stake.len() as u32;
    let lines = at_stake.into_iter().map(|(date, name, linked)| {
        let shown =
            revenue_of(&linked).map_or_else(|| "Not known".to_owned(), |amount| numbers::money(amount, about.currency));
        ReceiptLine { shown, ..group(name, &linked, format!("renews on {date}")) }
    });
    let lines = leading_blank(lines.collect());
    let source = format!("of {} in the next {} days", numbers::counted(n, "customer", "customers"), panel::SOON_DAYS);
    let method = "a year's revenue of the distinct customers of the linked signals whose contract ends or renews soon";
    let result = total("Renewals a year", numbers::money(revenue, about.currency), source);
    without_chance(title(about, "Renewals at stake behind"), FORMULA, method, lines, result, about.now)
}

/// What the one customer behind these signals pays.
fn revenue_of(linked: &[&Linked]) -> Option<i64> {
    linked.first().and_then(|first| first.piece.revenue)
}

pub(super) fn title(about: &Subject, what: &str) -> String {
    format!("{what} {} {}", about.label, about.title)
}

/// The linked signals themselves, without the duplicates merged into them.
pub(super) fn linked<'a>(about: &'a Subject) -> impl Iterator<Item = &'a Linked> {
    about.evidence.iter().filter(|linked| !linked.piece.duplicate)
}

fn pieces(about: &Subject) -> Vec<Piece> {
    about.evidence.iter().map(|linked| linked.piece).collect()
}

fn counts(about: &Subject) -> EvidenceCounts {
    evidence::count(&pieces(about))
}

fn by_customer<'a>(about: &'a Subject) -> Vec<(String, Vec<&'a Linked>)> {
    grouped(about, |linked| Some((linked.piece.customer?.0, linked.customer.clone()?)))
}

/// Evidence by what `key` names (id, name), most signals first, then by name.
fn grouped<'a>(about: &'a Subject, key: impl Fn(&Linked) -> Option<(u32, String)>) -> Vec<(String, Vec<&'a Linked>)> {
    let mut groups: BTreeMap<u32, (String, Vec<&Linked>)> = BTreeMap::new();
    for linked in about.evidence {
        if let Some((id, name)) = key(linked) {
            groups.entry(id).or_insert_with(|| (name, Vec::new())).1.push(linked);
        }
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    groups.sort_by(|(a_name, a), (b_name, b)| b.len().cmp(&a.len()).then_with(|| a_name.cmp(b_name)));
    groups
}

pub(super) fn group(label: String, linked: &[&Linked], source: String) -> ReceiptLine {
    let line = ReceiptLine {
        operator: "+".to_owned(),
        label,
        shown: numbers::count(linked.len() as u32),
        source,
        ..ReceiptLine::default()
    };
    with_signals(line, linked.iter().copied())
}

/// The first line of a sum has nothing before it to be added to.
pub(super) fn leading_blank(mut lines: Vec<ReceiptLine>) -> Vec<ReceiptLine> {
    if let Some(first) = lines.first_mut() {
        first.operator = String::new();
    }
    lines
}

pub(super) fn total(label: &str, shown: String, source: String) -> ReceiptLine {
    ReceiptLine { operator: "=".to_owned(), label: label.to_owned(), shown, source, ..ReceiptLine::default() }
}

pub(super) fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Incident => "Incidents",
        Kind::Alert => "Alerts",
        Kind::Error => "Errors",
        Kind::Change => "Changes",
        Kind::Deployment => "Deployments",
        Kind::Ticket => "Tickets",
        Kind::Feedback => "Feedback",
    }
}
