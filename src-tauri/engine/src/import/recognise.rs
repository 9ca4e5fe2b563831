//! What sort of file it is, by its content first and its name second.

use std::io::{self, BufRead, Read, Seek, SeekFrom};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::csv;
use super::encoding::{self, BytesSeen, Decoded, Encoding};
use super::json::{self, Layout, NoLayout};
use crate::error::{Problem, Result};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    Csv,
    Json,
    Ndjson,
    Xlsx,
}

/// How the rows lie in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Csv { delimiter: u8 },
    Json(Layout),
}

impl Shape {
    pub(super) fn format(&self) -> FileFormat {
        match self {
            Shape::Csv { .. } => FileFormat::Csv,
            Shape::Json(Layout::Lines | Layout::Objects) => FileFormat::Ndjson,
            Shape::Json(_) => FileFormat::Json,
        }
    }

    /// The separator as a word; None for JSON.
    pub(super) fn delimiter(&self) -> Option<&'static str> {
        match self {
            Shape::Csv { delimiter: b';' } => Some("semicolon"),
            Shape::Csv { delimiter: b'\t' } => Some("tab"),
            Shape::Csv { delimiter: b'|' } => Some("pipe"),
            Shape::Csv { .. } => Some("comma"),
            Shape::Json(_) => None,
        }
    }
}

/// Text looked at to find the separator.
const SAMPLE: u64 = 64 * 1024;

/// Beginnings of files that are no tables, and what they are.
const OTHERS: [(&[u8], &str); 13] = [
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xFF\xD8\xFF", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"%PDF", "a PDF document"),
    (b"\x1F\x8B", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"7z\xBC\xAF", "a compressed file (7z)"),
    (b"PK\x03\x04", "a zip archive"),
    (b"SQLite format 3\0", "a database file"),
    (b"PAR1", "a Parquet file"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"{\\rtf", "a word processor document"),
];

const CHOOSE: &str = "Choose a CSV, JSON, NDJSON or Excel (.xlsx) file.";

/// Begins an Excel or Word file from before 2007, and the wrapping of a newer one with a password.
const OLD_OFFICE: &[u8] = b"\xD0\xCF\x11\xE0";

/// Finds out how to read `source`. `name` is the file's name, for the sentences.
pub(super) fn recognise(name: &str, source: &mut (impl Read + Seek)) -> Result<(BytesSeen, Shape)> {
    source.seek(SeekFrom::Start(0))?;
    let seen = encoding::look(source)?;
    refuse_others(name, &seen)?;
    let start = text_start(source, seen.encoding)?;
    let first = start.trim_ascii_start();
    if first.is_empty() {
        return Err(refusal(format!("{name} is empty."), CHOOSE));
    }
    if looks_like_markup(first) {
        return Err(refusal(
            format!("{name} is a web page or XML, not a table."),
            "It may be a sign-in page that was saved instead of the export. Save the export again as CSV or JSON.",
        ));
    }
    if !looks_like_json(name, first) {
        return Ok((seen, Shape::Csv { delimiter: csv::detect_delimiter(&start) }));
    }
    source.seek(SeekFrom::Start(0))?;
    let layout = json::locate(Decoded::new(source, seen.encoding))?.map_err(|none| no_layout(name, none))?;
    Ok((seen, Shape::Json(layout)))
}

fn refusal(what: String, todo: &str) -> Problem {
    Problem::bad_input(what).kept("Nothing was changed.").todo(todo)
}

fn refuse_others(name: &str, seen: &BytesSeen) -> Result<()> {
    if seen.bytes == 0 {
        return Err(refusal(format!("{name} is empty."), CHOOSE));
    }
    let locked = [".xlsx", ".xlsm"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
    if locked && seen.head.starts_with(OLD_OFFICE) {
        return Err(refusal(
            format!("{name} is locked with a password."),
            "Open it in a spreadsheet program, save it without the password and choose that file.",
        ));
    }
    if seen.head.starts_with(OLD_OFFICE) {
        return Err(refusal(
            format!("{name} is an old Excel or Word file (before 2007), which isn't read."),
            "Open it in a spreadsheet program, save it as .xlsx or CSV and choose that file.",
        ));
    }
    if let Some((_, what)) = OTHERS.iter().find(|(start, _)| seen.head.starts_with(start)) {
        return Err(refusal(format!("{name} is {what}, not a table."), CHOOSE));
    }
    let wide = matches!(seen.encoding, Encoding::Utf16Le | Encoding::Utf16Be);
    if !wide && seen.control.saturating_mul(10) > seen.bytes {
        return Err(refusal(format!("{name} holds no text."), CHOOSE));
    }
    Ok(())
}

fn text_start(source: &mut (impl Read + Seek), encoding: Encoding) -> io::Result<Vec<u8>> {
    source.seek(SeekFrom::Start(0))?;
    let mut start = Vec::new();
    let mut decoded = Decoded::new(source, encoding).take(SAMPLE);
    decoded.read_to_end(&mut start)?;
    // Half a row at the end would tell a wrong number of columns.
    if decoded.limit() == 0 && !decoded.into_inner().fill_buf()?.is_empty() {
        let whole = start.iter().rposition(|byte| *byte == b'\n').map_or(start.len(), |end| end + 1);
        start.truncate(whole);
    }
    Ok(start)
}

fn looks_like_markup(start: &[u8]) -> bool {
    let start: Vec<u8> = start.iter().take(20).map(u8::to_ascii_lowercase).collect();
    [&b"<!doctype"[..], b"<html", b"<?xml", b"<head", b"<rss"].iter().any(|tag| start.starts_with(tag))
}

fn looks_like_json(name: &str, start: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    if [".json", ".ndjson", ".jsonl"].iter().any(|ending| name.ends_with(ending)) {
        return true;
    }
    let mut visible = start.iter().filter(|byte| !byte.is_ascii_whitespace());
    match (visible.next(), visible.next()) {
        (Some(b'{'), Some(b'"' | b'}')) => true,
        (Some(b'['), second) => matches!(second, None | Some(b'{' | b']' | b'[')),
        _ => false,
    }
}

fn no_layout(name: &str, none: NoLayout) -> Problem {
    match none {
        NoLayout::NotRows => refusal(
            format!("{name} holds no list of records."),
            "A JSON file must be a list of objects, an object with one such list, or one object a line.",
        ),
        NoLayout::SeveralLists(keys) => refusal(
            format!("{name} holds several lists: {}.", super::cut(&keys.join(", "), 120)),
            "Save the list you want in a file of its own and choose that one.",
        ),
    }
}
