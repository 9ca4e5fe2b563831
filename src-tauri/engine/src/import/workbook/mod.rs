//! Excel workbooks (.xlsx): a sheet is written out as CSV, row by row, and from there on read like any CSV file.

mod cells;
mod guard;

use std::io::{Read, Seek, SeekFrom, Write};

use calamine::{Reader as _, SheetType, SheetVisible, Xlsx};

use super::cut;
use crate::error::{Problem, ProblemKind, Result};
use cells::Row;
use guard::Harm;

/// True for what begins like a zip archive, as workbooks do.
pub fn begins_like_one(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Writes the sheet called `wanted`, or the first one that people see, to `out`. Gives the names of all sheets that
/// people see, the written one first.
pub fn write_csv(
    name: &str,
    mut source: impl Read + Seek,
    wanted: Option<&str>,
    out: impl Write,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<String>> {
    guard::look(&mut source, stop)?.map_err(|harm| refusal(name, harm))?;
    source.seek(SeekFrom::Start(0))?;
    let mut book = Xlsx::new(source).map_err(|_| refusal(name, Harm::NoZip))?;
    let mut sheets = visible(&book);
    let place = wanted.map_or(Some(0), |wanted| sheets.iter().position(|sheet| sheet == wanted));
    let Some(sheet) = place.and_then(|place| sheets.get(place)).cloned() else {
        return Err(no_sheet(name, wanted, &sheets));
    };
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|_| refusal(name, Harm::NoZip))?;
    let mut csv = csv::WriterBuilder::new().flexible(true).from_writer(out);
    let mut row = Row::default();
    let mut written = 0u32;
    loop {
        let cell = cells.next_cell().map_err(|_| broken(name, written))?;
        let new_row = cell.as_ref().is_none_or(|cell| cell.get_position().0 != row.number());
        if new_row {
            if let Some(line) = row.take() {
                csv.write_record(&line)
                    .map_err(|why| Problem::system(format!("{name} can't be written out: {why}.")))?;
                written = written.saturating_add(1);
            }
            if stop() {
                return Err(Problem::new(ProblemKind::Cancelled, "Stopped.").kept("Nothing was changed."));
            }
        }
        let Some(cell) = cell else { break };
        row.put(cell.get_position(), cell.get_value());
    }
    csv.flush()?;
    sheets.retain(|other| *other != sheet);
    sheets.insert(0, sheet);
    Ok(sheets)
}

fn visible<R: Read + Seek>(book: &Xlsx<R>) -> Vec<String> {
    let shown = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    book.sheets_metadata().iter().filter(shown).map(|sheet| sheet.name.clone()).collect()
}

fn refusal(name: &str, harm: Harm) -> Problem {
    let (what, todo) = match harm {
        Harm::NoZip => (
            format!("{name} is no Excel workbook that can be read."),
            "If a spreadsheet program opens it, save it there as CSV or as a new workbook and choose that file.",
        ),
        Harm::TooLarge => (
            format!("{name} unfolds to more than Throughline opens."),
            "Save the sheet as CSV and choose that file; CSV is read however long it is.",
        ),
        Harm::Strange => (
            format!("{name} holds parts that no spreadsheet program writes."),
            "Open it in a spreadsheet program, save the sheet as CSV and choose that file.",
        ),
    };
    Problem::bad_input(what).kept("Nothing was changed.").todo(todo)
}

fn no_sheet(name: &str, wanted: Option<&str>, sheets: &[String]) -> Problem {
    let (what, todo) = match wanted {
        Some(wanted) if !sheets.is_empty() => (
            format!("{name} has no sheet called {}.", cut(wanted, 60)),
            format!("Its sheets are: {}.", cut(&sheets.join(", "), 200)),
        ),
        _ => (format!("{name} has no sheet with rows."), "Choose another file.".to_owned()),
    };
    Problem::bad_input(what).kept("Nothing was changed.").todo(todo)
}

fn broken(name: &str, rows: u32) -> Problem {
    Problem::bad_input(format!("{name} is damaged after row {rows} of the sheet."))
        .kept("Nothing was changed.")
        .todo("Open it in a spreadsheet program, save it again and choose that file.")
}
