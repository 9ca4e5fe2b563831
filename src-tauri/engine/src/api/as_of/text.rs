//! A value then and now as plain text. Pure.

use chrono::NaiveDate;
use insight::weeks::Zone;

use crate::api::types::{ValueAt, ValueChange};
use crate::score::numbers;

/// Both receipts, and what changed in between.
pub fn both(view: &ValueAt, then: &str, now: &str, zone: Zone) -> String {
    let mut text = format!("At the end of {} ({})\n\n{then}\n", day(&view.date), zone.name());
    text.push_str(&format!("Today, {}\n\n{now}\nWhat changed in between\n", day(&view.today)));
    for change in &view.changes {
        text.push_str(&format!("  {}\n", line(change, zone)));
    }
    if view.changes.is_empty() {
        text.push_str("  Nothing that counts.\n");
    }
    text.push_str("\nEvidence is counted with what is known of its signals today.\n");
    text
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
