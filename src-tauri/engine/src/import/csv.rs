//! Rows of a comma-separated file, read one at a time and never losing the rows after a broken one.
//!
//! RFC 4180, read leniently: any of four separators, any line end, a quote inside an unquoted field is a
//! character, what follows a closing quote belongs to the field.

use std::io::{self, BufRead};

use super::{BrokenRow, Found, MAX_COLUMNS, MAX_FIELD, RawRow};

/// The separators that are looked for, most usual first.
pub const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many quotes that never close are repaired before the block is set aside whole: repairing reads up to
/// `MAX_FIELD` bytes twice, and a hostile file must not make that quadratic.
const REPAIRS: u32 = 20;

/// Text kept of a row that is too long to be read.
const KEPT_OF_TOO_LONG: usize = 64 * 1024;

pub struct CsvRows<R> {
    input: Input<R>,
    delimiter: u8,
    columns: Vec<String>,
    number: u32,
    repairs: u32,
}

impl<R: BufRead> CsvRows<R> {
    /// Reads the header. A file without one has no columns.
    pub fn new(input: R, delimiter: u8) -> io::Result<Self> {
        let input = Input { input, back: Vec::new(), back_at: 0 };
        let mut rows = CsvRows { input, delimiter, columns: Vec::new(), number: 0, repairs: 0 };
        while let Some(line) = rows.line()? {
            if !line.is_blank() {
                let header = line.cells();
                rows.columns = name_columns(&header);
                break;
            }
        }
        Ok(rows)
    }

    /// Names are unique and never empty.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The next row that isn't blank. Blank lines aren't counted.
    pub fn next_row(&mut self) -> io::Result<Option<Found>> {
        loop {
            let Some(line) = self.line()? else { return Ok(None) };
            if line.is_blank() {
                continue;
            }
            self.number = self.number.saturating_add(1);
            return Ok(Some(self.found(line)));
        }
    }

    fn found(&self, line: Line) -> Found {
        let reason = match line.fault {
            Some(Fault::Unclosed) => Some("A quote is opened here and never closed".to_string()),
            Some(Fault::TooLong) => Some(format!("A field is longer than {} MB", MAX_FIELD >> 20)),
            None => {
                let filled = line.cells().iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
                let wanted = self.columns.len();
                (filled > wanted).then(|| format!("{filled} values for {wanted} columns"))
            }
        };
        if let Some(reason) = reason {
            return Found::Broken(BrokenRow { number: self.number, reason, raw: line.raw_text() });
        }
        let mut cells = line.cells();
        let given = cells.len();
        cells.resize(self.columns.len(), String::new());
        let remark = (given < self.columns.len()).then(|| format!("{given} values for {} columns", self.columns.len()));
        Found::Row(RawRow { number: self.number, cells, raw: line.raw_text(), remark })
    }

    /// One record, which may span lines. After a quote that never closes, reading goes on in the next line.
    fn line(&mut self) -> io::Result<Option<Line>> {
        let mut line = Line::default();
        let mut state = State::Start;
        while let Some(byte) = self.input.next()? {
            line.raw.push(byte);
            state = match state {
                State::Start if byte == b' ' => {
                    line.text.push(byte);
                    State::Start
                }
                State::Start if byte == b'"' => {
                    line.forget_spaces();
                    State::Quoted
                }
                State::Start | State::Plain | State::Quote if byte == self.delimiter => {
                    line.end_field();
                    State::Start
                }
                State::Start | State::Plain | State::Quote if byte == b'\n' || byte == b'\r' => {
                    self.input.finish_line_end(byte, &mut line.raw)?;
                    line.end_field();
                    return Ok(Some(line));
                }
                State::Quoted if byte == b'"' => State::Quote,
                State::Quoted => {
                    line.text.push(byte);
                    if byte == b'\n' {
                        line.first_break.get_or_insert(line.raw.len());
                    }
                    State::Quoted
                }
                State::Quote if byte == b'"' => {
                    line.text.push(byte);
                    State::Quoted
                }
                State::Start | State::Plain | State::Quote => {
                    line.text.push(byte);
                    State::Plain
                }
            };
            if line.text.len() - line.field_start > MAX_FIELD {
                return self.too_long(line).map(Some);
            }
        }
        if line.raw.is_empty() {
            return Ok(None);
        }
        line.end_field();
        Ok(Some(if state == State::Quoted { self.repair(line) } else { line }))
    }

    fn too_long(&mut self, mut line: Line) -> io::Result<Line> {
        if line.first_break.is_some() {
            return Ok(self.repair(line));
        }
        line.fault = Some(Fault::TooLong);
        line.raw.truncate(KEPT_OF_TOO_LONG);
        while let Some(byte) = self.input.next()? {
            if byte == b'\n' {
                break;
            }
        }
        Ok(line)
    }

    /// Keeps the first line of the record as the broken row and gives the others back to be read again.
    fn repair(&mut self, mut line: Line) -> Line {
        line.fault = Some(Fault::Unclosed);
        if let Some(first) = line.first_break.filter(|_| self.repairs < REPAIRS) {
            self.repairs += 1;
            self.input.give_back(line.raw.split_off(first));
        }
        line
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning of a field.
    Start,
    /// In an unquoted field.
    Plain,
    /// Between quotes.
    Quoted,
    /// Just after a quote that may be the closing one.
    Quote,
}

enum Fault {
    Unclosed,
    TooLong,
}

/// One record while it is read: the fields' text in one buffer and where each field ends in it.
#[derive(Default)]
struct Line {
    raw: Vec<u8>,
    text: Vec<u8>,
    ends: Vec<usize>,
    field_start: usize,
    /// Where in `raw` the second physical line begins, if a quoted field spans lines.
    first_break: Option<usize>,
    fault: Option<Fault>,
}

impl Line {
    fn end_field(&mut self) {
        self.field_start = self.text.len();
        self.ends.push(self.field_start);
    }

    fn forget_spaces(&mut self) {
        self.text.truncate(self.field_start);
    }

    fn is_blank(&self) -> bool {
        self.fault.is_none() && self.text.iter().all(|byte| matches!(byte, b' ' | b'\t'))
    }

    fn cells(&self) -> Vec<String> {
        let mut start = 0;
        self.ends
            .iter()
            .map(|end| {
                let cell = self.text.get(start..*end).unwrap_or_default();
                start = *end;
                String::from_utf8_lossy(cell).into_owned()
            })
            .collect()
    }

    fn raw_text(&self) -> String {
        String::from_utf8_lossy(&self.raw).trim_end_matches(['\r', '\n']).to_string()
    }
}

/// Bytes of the file, with the possibility to give some back.
struct Input<R> {
    input: R,
    back: Vec<u8>,
    back_at: usize,
}

impl<R: BufRead> Input<R> {
    fn next(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?;
        if byte.is_some() {
            if self.back_at < self.back.len() {
                self.back_at += 1;
            } else {
                self.input.consume(1);
            }
        }
        Ok(byte)
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        if let Some(byte) = self.back.get(self.back_at) {
            return Ok(Some(*byte));
        }
        Ok(self.input.fill_buf()?.first().copied())
    }

    fn give_back(&mut self, mut bytes: Vec<u8>) {
        bytes.extend(self.back.drain(..).skip(self.back_at));
        self.back = bytes;
        self.back_at = 0;
    }

    /// Takes the `\n` of `\r\n`.
    fn finish_line_end(&mut self, byte: u8, raw: &mut Vec<u8>) -> io::Result<()> {
        if byte == b'\r' && self.peek()? == Some(b'\n') {
            raw.push(b'\n');
            self.next()?;
        }
        Ok(())
    }
}

/// Header cells as column names: trimmed, numbered when empty or already taken.
pub fn name_columns(header: &[String]) -> Vec<String> {
    let mut taken = std::collections::HashSet::new();
    let mut names = Vec::with_capacity(header.len());
    for (index, cell) in header.iter().take(MAX_COLUMNS + 1).enumerate() {
        let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let base = if cell.is_empty() { format!("Column {}", index + 1) } else { super::cut(&cell, 80) };
        let mut name = base.clone();
        let mut copy = 2;
        while !taken.insert(name.to_lowercase()) {
            name = format!("{base} ({copy})");
            copy += 1;
        }
        names.push(name);
    }
    names
}

/// The separator that splits the first lines of `text` most evenly; comma when none splits them.
pub fn detect_delimiter(text: &[u8]) -> u8 {
    let evenness = |delimiter: u8| -> (u32, usize) {
        let Ok(mut rows) = CsvRows::new(text, delimiter) else { return (0, 0) };
        let columns = rows.columns.len();
        let (mut even, mut all) = (1u32, 1u32);
        while let Ok(Some(line)) = rows.line() {
            if !line.is_blank() {
                all += 1;
                even += u32::from(line.ends.len() == columns);
            }
        }
        if columns < 2 { (0, 0) } else { (even * 10 / all, columns) }
    };
    let mut best = (b',', (0, 0));
    for delimiter in DELIMITERS {
        let found = evenness(delimiter);
        if found > best.1 {
            best = (delimiter, found);
        }
    }
    best.0
}
