//! Human output: aligned tables that fit 100 columns, numbers and times as people write them.

use chrono::Local;
use engine::model::{Range, Time};

/// Characters of a line.
const WIDTH: usize = 100;
/// Characters that a column keeps when room is short.
const LEAST: usize = 8;
/// Characters that a column is brought down to before a main column gives way; a time needs 16.
const MODEST: usize = 16;
const GAP: usize = 2;

/// Rows under a header. When the line gets too long the widest columns give way, main columns last.
pub struct Table {
    header: Vec<&'static str>,
    right: Vec<bool>,
    main: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A name that begins with `>` is set to the right, as numbers are; one with `*` is a main column.
    pub fn new(header: &[&'static str]) -> Self {
        Table {
            header: header.iter().map(|name| name.trim_start_matches(['>', '*'])).collect(),
            right: header.iter().map(|name| name.starts_with('>')).collect(),
            main: header.iter().map(|name| name.starts_with('*')).collect(),
            rows: Vec::new(),
        }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| line(&cell)).collect());
    }

    /// `none` when there are no rows.
    pub fn text(&self, none: &str) -> String {
        if self.rows.is_empty() {
            return format!("{none}\n");
        }
        let widths = self.widths();
        let mut text = String::new();
        let header: Vec<String> = self.header.iter().map(|name| (*name).to_owned()).collect();
        for row in std::iter::once(&header).chain(&self.rows) {
            let mut out = String::new();
            for ((cell, width), right) in row.iter().zip(&widths).zip(&self.right) {
                let cell = cut(cell, *width);
                let space = " ".repeat(width.saturating_sub(console::measure_text_width(&cell)));
                let gap = " ".repeat(if out.is_empty() { 0 } else { GAP });
                out.push_str(&gap);
                out.push_str(&if *right { format!("{space}{cell}") } else { format!("{cell}{space}") });
            }
            text.push_str(out.trim_end());
            text.push('\n');
        }
        text
    }

    fn widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = self.header.iter().map(|name| name.chars().count()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(console::measure_text_width(cell));
            }
        }
        let room = WIDTH.saturating_sub(GAP * widths.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let has_side = widths.iter().zip(&self.main).any(|(width, main)| !main && *width > MODEST);
            let candidates = widths.iter_mut().zip(&self.main).filter(|(_, main)| !has_side || !**main);
            let Some((widest, _)) = candidates.max_by_key(|(width, _)| **width) else { break };
            if *widest <= LEAST {
                break;
            }
            *widest -= 1;
        }
        widths
    }
}

/// One line without anything that could move a terminal's cursor.
pub fn line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if is_unsafe(c) { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Several lines, likewise.
pub fn lines(text: &str) -> String {
    text.lines()
        .map(|line| line.chars().map(|c| if is_unsafe(c) { ' ' } else { c }).collect::<String>())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Control characters, and those that turn the direction of writing.
fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub fn cut(text: &str, width: usize) -> String {
    console::truncate_str(text, width, "…").into_owned()
}

/// In the reader's own zone.
pub fn time(at: Time) -> String {
    at.utc().map_or_else(String::new, |utc| utc.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string())
}

pub fn maybe_time(at: Option<Time>) -> String {
    at.map_or_else(|| "never".to_owned(), time)
}

/// `1234567` as `1,234,567`.
pub fn count(number: impl Into<i64>) -> String {
    let number: i64 = number.into();
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 row`, `2,140 rows`.
pub fn counted(number: u32, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// At most two decimals.
pub fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text.split_once('.') {
        Some((whole, fraction)) => format!("{}.{fraction}", grouped(whole)),
        None => grouped(text),
    }
}

fn grouped(whole: &str) -> String {
    whole.parse::<i64>().map_or_else(|_| whole.to_owned(), count)
}

/// `400..600..900`, one number when it is exact, `not set` when there is none.
pub fn range(range: Option<Range>) -> String {
    match range {
        None => "not set".to_owned(),
        Some(range) if range.is_exact() => number(range.likely),
        Some(range) => format!("{}..{}..{}", number(range.low), number(range.likely), number(range.high)),
    }
}

/// A word as JSON has it, with spaces: `in progress`.
pub fn word(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word.replace('_', " "),
        _ => String::new(),
    }
}

/// `12.4 MB`
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_gives_way_and_numbers_stay() {
        let mut table = Table::new(&["ID", "Title", ">Revenue"]);
        table.row(["7".into(), "word ".repeat(60), "96,000".into()]);
        let text = table.text("none");
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert!(lines[1].contains('…') && lines[1].ends_with("96,000"), "{text}");
        assert_eq!(Table::new(&["ID"]).text("Nothing."), "Nothing.\n");
    }

    #[test]
    fn nothing_from_outside_moves_the_cursor() {
        assert_eq!(line("a\u{1b}[2Jb\nc\u{202e}d"), "a [2Jb c d");
        assert_eq!(lines("a\u{7}\nb\u{1b}[1m"), "a \nb [1m");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(
            (count(-1_234_567), number(1234.5), number(0.25)),
            ("-1,234,567".into(), "1,234.5".into(), "0.25".into())
        );
    }
}
