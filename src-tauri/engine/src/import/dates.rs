//! Dates as people and tools write them. A date without a zone is read as UTC.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::mapping::DateOrder;
use crate::model::Time;

/// Years that are believed; anything else is a slip of the keyboard or of a program.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Texts longer than this are no dates.
const LONGEST: usize = 60;

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDate {
    /// It isn't one at all, or a day that doesn't exist.
    NotADate,
    /// It would be one if day and month stood the other way round.
    OtherOrder,
    /// A year outside 1900–2200.
    TooFar,
}

/// Reads `2026-11-03`, `2026-11-03T08:12:00+01:00`, `03/11/2026 08:12`, `11/3/26 8:12 AM`, `3 Nov 2026`,
/// `Tue, 03 Nov 2026 08:12:00 +0000`, `20261103` and seconds or milliseconds since 1970.
pub fn parse(text: &str, order: DateOrder) -> Result<Time, NoDate> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return Err(NoDate::NotADate);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return parse_digits(text);
    }
    let (date, time) = split_time(text);
    let (clock, offset) = match time {
        Some(time) => parse_clock(time).ok_or(NoDate::NotADate)?,
        None => (NaiveTime::MIN, 0),
    };
    let day = parse_day(date, order)?;
    in_range(NaiveDateTime::new(day, clock).and_utc().timestamp_millis() - offset)
}

/// The order that a text written in numbers proves: `Some` only if no other order gives a date.
pub fn order_of(text: &str) -> Option<DateOrder> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let parts = day_parts(split_time(text).0);
    let [first, second, third] = parts.as_slice() else { return None };
    if !parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    if first.len() == 4 {
        return Some(DateOrder::YearFirst);
    }
    let number = |part: &str| part.parse::<u32>().unwrap_or(0);
    match (number(first), number(second), number(third)) {
        (13..=31, 1..=12, 1..) => Some(DateOrder::DayFirst),
        (1..=12, 13..=31, 1..) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

fn in_range(millis: i64) -> Result<Time, NoDate> {
    let time = Time(millis);
    match time.utc() {
        Some(utc) if YEARS.contains(&chrono::Datelike::year(&utc)) => Ok(time),
        _ => Err(NoDate::TooFar),
    }
}

/// `20261103`, or seconds or milliseconds since 1970 by their length.
fn parse_digits(text: &str) -> Result<Time, NoDate> {
    let number: i64 = text.parse().map_err(|_| NoDate::NotADate)?;
    match text.len() {
        8 => NaiveDate::parse_from_str(text, "%Y%m%d")
            .map_err(|_| NoDate::NotADate)
            .and_then(|day| in_range(NaiveDateTime::from(day).and_utc().timestamp_millis())),
        9 | 10 => in_range(number.saturating_mul(1000)),
        12 | 13 => in_range(number),
        _ => Err(NoDate::NotADate),
    }
}

/// Splits before the hours, which are the digits in front of the first colon.
fn split_time(text: &str) -> (&str, Option<&str>) {
    let Some(colon) = text.find(':') else { return (text, None) };
    let before = text.get(..colon).unwrap_or_default();
    let date = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let after_digit = |rest: &&str| rest.ends_with(|c: char| c.is_ascii_digit());
    let day = date.strip_suffix(['T', 't']).filter(after_digit).unwrap_or(date);
    (day, text.get(date.len()..))
}

/// `08:12`, `8:12:33.120 PM +0100`: the time of day and its offset from UTC in milliseconds.
fn parse_clock(text: &str) -> Option<(NaiveTime, i64)> {
    let text = text.replace(['\u{a0}', '\u{202f}'], " ").to_ascii_lowercase();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.' && c != ',').unwrap_or(text.len());
    let (digits, mut rest) = (text.get(..end)?, text.get(end..)?.trim());
    let mut parts = digits.splitn(2, ['.', ',']);
    let clock = parts.next()?;
    if !parts.next().unwrap_or("0").bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut units = clock.split(':');
    let mut hour: u32 = units.next()?.parse().ok()?;
    let minute: u32 = units.next()?.parse().ok()?;
    let second: u32 = units.next().map_or(Some(0), |unit| unit.parse().ok())?;
    if units.next().is_some() {
        return None;
    }
    for (word, afternoon) in [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)] {
        if let Some(after) = rest.strip_prefix(word) {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + if afternoon { 12 } else { 0 };
            rest = after.trim();
            break;
        }
    }
    // A leap second is the second before it.
    let time = NaiveTime::from_hms_opt(hour, minute, second.min(if second == 60 { 59 } else { second }))?;
    Some((time, parse_offset(rest)?))
}

fn parse_offset(text: &str) -> Option<i64> {
    let text = text.split_once('(').map_or(text, |(before, _)| before).trim();
    let text = text.trim_start_matches("utc").trim_start_matches("gmt");
    if text.is_empty() || text == "z" {
        return Some(0);
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let digits: String = text.chars().skip(1).filter(|c| *c != ':').collect();
    let number: i64 = digits.parse().ok()?;
    let (hours, minutes) = if digits.len() <= 2 { (number, 0) } else { (number / 100, number % 100) };
    (digits.len() <= 4 && hours <= 14 && minutes < 60).then_some(sign * (hours * Time::HOUR + minutes * Time::MINUTE))
}

/// The parts of a day without its weekday: `Tue, 3rd Nov 2026` → `3`, `nov`, `2026`.
fn day_parts(text: &str) -> Vec<String> {
    text.split(|c: char| matches!(c, '/' | '-' | '.' | ',') || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .map(|part| {
            let lower = part.to_lowercase();
            let digits = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            match lower.get(digits.len()..) {
                Some("st" | "nd" | "rd" | "th") if !digits.is_empty() => digits.to_string(),
                _ => lower,
            }
        })
        .filter(|part| !is_weekday(part) && part != "at" && part != "of")
        .collect()
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    word.len() >= 2 && DAYS.iter().any(|day| day.starts_with(word))
}

/// English, German, French and Spanish, by their first letters.
fn month_named(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "jän", "ene"],
        &["feb", "fév", "fev"],
        &["mar", "mär", "mrz"],
        &["apr", "avr", "abr"],
        &["may", "mai"],
        &["jun", "juin"],
        &["jul", "juil"],
        &["aug", "aoû", "aou", "ago"],
        &["sep"],
        &["oct", "okt"],
        &["nov"],
        &["dec", "dez", "déc", "dic"],
    ];
    let is_word = word.chars().count() >= 3 && word.chars().all(char::is_alphabetic);
    let found = MONTHS.iter().position(|starts| starts.iter().any(|start| word.starts_with(start)))?;
    is_word.then_some(found as u32 + 1)
}

fn parse_day(text: &str, order: DateOrder) -> Result<NaiveDate, NoDate> {
    let parts = day_parts(text);
    let [first, second, third] = parts.as_slice() else { return Err(NoDate::NotADate) };
    let build = |year: &str, month: Option<u32>, day: &str| -> Result<NaiveDate, NoDate> {
        let year = full_year(year)?;
        let day: u32 = day.parse().map_err(|_| NoDate::NotADate)?;
        NaiveDate::from_ymd_opt(year, month.ok_or(NoDate::NotADate)?, day).ok_or(NoDate::NotADate)
    };
    let number = |part: &str| part.parse::<u32>().ok();
    if let Some(month) = month_named(second) {
        // 3 Nov 2026, and 2026 Nov 3
        return if first.len() >= 4 { build(first, Some(month), third) } else { build(third, Some(month), first) };
    }
    if let Some(month) = month_named(first) {
        return build(third, Some(month), second);
    }
    let in_order = |order: DateOrder| match order {
        _ if first.len() >= 4 => build(first, number(second), third),
        DateOrder::YearFirst if third.len() < 4 => build(first, number(second), third),
        DateOrder::MonthFirst => build(third, number(first), second),
        DateOrder::DayFirst | DateOrder::YearFirst => build(third, number(second), first),
    };
    let other = if order == DateOrder::MonthFirst { DateOrder::DayFirst } else { DateOrder::MonthFirst };
    match in_order(order) {
        Err(NoDate::NotADate) if in_order(other).is_ok() => Err(NoDate::OtherOrder),
        found => found,
    }
}

/// Two digits mean 1970–2069, as POSIX has it with 69 as its edge.
fn full_year(text: &str) -> Result<i32, NoDate> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NoDate::NotADate);
    }
    let year: i32 = text.parse().map_err(|_| NoDate::TooFar)?;
    match text.len() {
        2 if year < 69 => Ok(2000 + year),
        2 => Ok(1900 + year),
        4 if YEARS.contains(&year) => Ok(year),
        4.. => Err(NoDate::TooFar),
        _ => Err(NoDate::NotADate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DateOrder::*;

    #[rstest::rstest]
    #[case("2026-11-03", DayFirst, "2026-11-03T00:00:00Z")]
    #[case("2026-11-03T08:12:00+01:00", DayFirst, "2026-11-03T07:12:00Z")]
    #[case("2026-11-03 08:12:33.120Z", MonthFirst, "2026-11-03T08:12:33Z")]
    #[case("2026-11-03 08:12:33 UTC", MonthFirst, "2026-11-03T08:12:33Z")]
    #[case("03/11/2026 08:12", DayFirst, "2026-11-03T08:12:00Z")]
    #[case("03/11/2026 08:12", MonthFirst, "2026-03-11T08:12:00Z")]
    #[case("3.11.26", DayFirst, "2026-11-03T00:00:00Z")]
    #[case("26/11/03", YearFirst, "2026-11-03T00:00:00Z")]
    #[case("11/3/26, 8:12 PM", MonthFirst, "2026-11-03T20:12:00Z")]
    #[case("12:00 AM", DayFirst, "")]
    #[case("03/Nov/26 8:12 AM", DayFirst, "2026-11-03T08:12:00Z")]
    #[case("Nov 3rd, 2026 at 8:12 am", DayFirst, "2026-11-03T08:12:00Z")]
    #[case("Tue, 03 Nov 2026 08:12:00 -0500 (EST)", DayFirst, "2026-11-03T13:12:00Z")]
    #[case("3. Dezember 2026", DayFirst, "2026-12-03T00:00:00Z")]
    #[case("20261103", DayFirst, "2026-11-03T00:00:00Z")]
    #[case("1793693520", DayFirst, "2026-11-03T08:12:00Z")]
    #[case("1793693520000", DayFirst, "2026-11-03T08:12:00Z")]
    fn dates_are_read(#[case] text: &str, #[case] order: DateOrder, #[case] wanted: &str) {
        assert_eq!(parse(text, order).map(Time::rfc3339).unwrap_or_default(), wanted);
    }

    #[rstest::rstest]
    #[case("31/02/2026", NoDate::NotADate)]
    #[case("tomorrow", NoDate::NotADate)]
    #[case("", NoDate::NotADate)]
    #[case("2026-11-03T25:00", NoDate::NotADate)]
    #[case("11/31/2026 x", NoDate::NotADate)]
    #[case("11/25/2026", NoDate::OtherOrder)]
    #[case("99999-01-01", NoDate::TooFar)]
    #[case("01/01/99999", NoDate::TooFar)]
    #[case("9999999999999", NoDate::TooFar)]
    #[case("0001-01-01", NoDate::TooFar)]
    fn what_is_no_date_says_why(#[case] text: &str, #[case] why: NoDate) {
        assert_eq!(parse(text, DayFirst), Err(why));
    }

    #[rstest::rstest]
    #[case("25/11/2026", Some(DayFirst))]
    #[case("11/25/2026 08:00", Some(MonthFirst))]
    #[case("2026/11/25", Some(YearFirst))]
    #[case("03/11/2026", None)]
    #[case("3 Nov 2026", None)]
    fn some_dates_prove_their_order(#[case] text: &str, #[case] order: Option<DateOrder>) {
        assert_eq!(order_of(text), order);
    }
}
