//! Numbers, written for people: `1,180`, `0.75`, `3–5`, `82 %`, `€184,000`, `14 Nov`.

use chrono::Datelike;

use crate::model::{Range, Time};

/// Whole from 100 on, three significant digits below, thousands grouped: `1,180`, `17.4`, `0.75`.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "not a number".to_owned();
    }
    let size = value.abs();
    let decimals = if size == 0.0 { 0 } else { (2.0 - size.log10().floor()).clamp(0.0, 6.0) as usize };
    let text = format!("{size:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0.0 { "−" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", grouped(whole))
}

/// `1,180`.
pub fn count(value: u32) -> String {
    grouped(&value.to_string())
}

/// `3–5`, or `3` when low and high are the same. For tables.
pub fn range(range: Range) -> String {
    low_high(range, "–")
}

/// `4 to 8`. For sentences.
pub fn range_in_words(range: Range) -> String {
    low_high(range, " to ")
}

/// `82 %`. Never rounds a small chance away or a doubt into certainty.
pub fn share(share: f64) -> String {
    let percent = (share * 100.0).round();
    if percent >= 100.0 && share < 1.0 {
        "over 99 %".to_owned()
    } else if percent <= 0.0 && share > 0.0 {
        "under 1 %".to_owned()
    } else {
        format!("{} %", number(percent))
    }
}

/// `€184,000`; a currency without a sign of its own stands behind the number: `184,000 CHF`.
pub fn money(amount: i64, currency: &str) -> String {
    let sign = if amount < 0 { "−" } else { "" };
    let digits = grouped(&amount.unsigned_abs().to_string());
    match currency {
        "EUR" => format!("{sign}€{digits}"),
        "USD" => format!("{sign}${digits}"),
        "GBP" => format!("{sign}£{digits}"),
        other => format!("{sign}{digits} {other}").trim_end().to_owned(),
    }
}

/// `14 Nov`, with the year when it isn't this year's. UTC.
pub fn day(at: Time, now: Time) -> String {
    let Some(day) = at.utc() else { return String::new() };
    let this_year = now.utc().is_some_and(|now| now.year() == day.year());
    day.format(if this_year { "%-d %b" } else { "%-d %b %Y" }).to_string()
}

/// `1 signal`, `1,180 signals`.
pub fn counted(n: u32, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

fn low_high(range: Range, between: &str) -> String {
    let (low, high) = (number(range.low), number(range.high));
    if low == high { low } else { format!("{low}{between}{high}") }
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
