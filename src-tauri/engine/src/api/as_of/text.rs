//! A value then and now as plain text. Pure.

use chrono::NaiveDate;
use insight::weeks::Zone;

use crate::api::types::{EvidenceThen, LinkThen, ValueAt, ValueChange};
use crate::score::{Receipt, numbers};

/// The receipts of both days, the evidence, and what changed in between.
pub fn both(view: &ValueAt, then: &[Receipt], now: &[Receipt], zone: Zone) -> String {
    let receipts = |of: &[Receipt]| of.iter().map(|receipt| format!("\n{}", receipt.text)).collect::<String>();
    let mut text = format!("At the end of {} ({})\n{}\n", day(&view.date), zone.name(), receipts(then));
    text.push_str(&format!("Today, {}\n{}\nEvidence then and today\n", day(&view.today), receipts(now)));
    for one in &view.evidence {
        text.push_str(&format!("  {}\n", link(one)));
    }
    if view.evidence_left > 0 {
        text.push_str(&format!("  and {} more\n", numbers::count(view.evidence_left)));
    }
    if view.evidence.is_empty() {
        text.push_str("  None.\n");
    }
    text.push_str("\nWhat changed in between\n");
    for change in &view.changes {
        text.push_str(&format!("  {}\n", line(change, zone)));
    }
    if view.changes.is_empty() {
        text.push_str("  Nothing that counts.\n");
    }
    text.push_str("\nEvidence is counted with what is known of its signals today.\n");
    text
}

/// `ticket: Paid twice (Ana, Acme): importance 2, not linked today`
fn link(one: &EvidenceThen) -> String {
    let who = if one.who.is_empty() { String::new() } else { format!(" ({})", one.who) };
    let said = |link: Option<LinkThen>, unlinked: &str| match link {
        None => unlinked.to_owned(),
        Some(link) if link.against => "against it".to_owned(),
        Some(link) => format!("importance {}", link.importance),
    };
    let both = match (one.then, one.now) {
        (then, now) if then == now => said(then, "not linked"),
        (then, now) => format!("{}, {} today", said(then, "not linked then"), said(now, "not linked")),
    };
    format!("{}: {}{who}: {both}", one.kind.word(), one.title)
}

fn line(change: &ValueChange, zone: Zone) -> String {
    let on = zone.date(change.at.0).format("%-d %b %Y");
    let by = if change.who.is_empty() { String::new() } else { format!(" by {}", change.who) };
    format!("{on}: {}{by}: {} → {}", change.what, shown(change.before), shown(change.after))
}

fn shown(value: Option<f64>) -> String {
    value.map_or_else(|| "no value".to_owned(), numbers::number)
}

fn day(iso: &str) -> String {
    let parsed: Option<NaiveDate> = iso.parse().ok();
    parsed.map_or_else(|| iso.to_owned(), |day| day.format("%-d %b %Y").to_string())
}
