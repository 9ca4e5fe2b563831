//! Cells as text, the way a CSV file would hold them.

use calamine::{DataRef, ExcelDateTime};

use super::super::{MAX_COLUMNS, MAX_FIELD};

/// The cells of one row so far.
#[derive(Default)]
pub(super) struct Row {
    number: u32,
    cells: Vec<String>,
    /// The row is wider than any table; one more column lets the table say so.
    too_wide: bool,
}

impl Row {
    pub fn number(&self) -> u32 {
        self.number
    }

    pub fn put(&mut self, (row, column): (u32, u32), value: &DataRef<'_>) {
        self.number = row;
        let text = text(value);
        if text.is_empty() {
            return;
        }
        let column = column as usize;
        if column > MAX_COLUMNS {
            self.too_wide = true;
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        if let Some(cell) = self.cells.get_mut(column) {
            *cell = text;
        }
    }

    /// The row with nothing left of it; None when it was blank.
    pub fn take(&mut self) -> Option<Vec<String>> {
        let mut cells = std::mem::take(&mut self.cells);
        if std::mem::take(&mut self.too_wide) {
            cells.resize(MAX_COLUMNS, String::new());
            cells.push("…".to_owned());
        }
        (!cells.is_empty()).then_some(cells)
    }
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(at) => date(at),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::String(text) => shortened(text),
        DataRef::SharedString(text) => shortened(text),
        // What a spreadsheet shows instead of a value, such as #N/A, is no value.
        DataRef::Error(_) => String::new(),
    }
}

/// A text longer than any field is cut just above the limit, so that the row is set aside for it.
fn shortened(text: &str) -> String {
    let mut end = text.len().min(MAX_FIELD + 4);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}

/// Days since 1900 (or 1904, as the workbook says) as a date with its time; a duration as its number.
fn date(at: &ExcelDateTime) -> String {
    if at.is_duration() || !(1.0..2_958_466.0).contains(&at.as_f64()) {
        return at.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    if at.as_f64().fract() == 0.0 {
        return format!("{year:04}-{month:02}-{day:02}");
    }
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}
