//! The door: a file opened as a table of rows.

use std::io::{self, BufRead, Seek, SeekFrom};

use super::columns::ColumnSeen;
use super::csv::CsvRows;
use super::encoding::{self, BytesSeen, Decoded};
use super::json::{JsonRows, Layout};
use super::mapping::{self, Mapping};
use super::plan::Plan;
use super::recognise::{FileFormat, Shape, recognise};
use super::rows::{Read, RowReader};
use super::{Found, MAX_COLUMNS};
use crate::error::{Problem, ProblemKind, Result};
use crate::model::{Record, SetAside};

/// Rows between two looks at whether somebody wants to stop.
const BETWEEN_LOOKS: u32 = 1_000;

/// A file whose columns are known. `source` is read from its start for each pass.
pub struct Table<S> {
    name: String,
    source: S,
    bytes: BytesSeen,
    shape: Shape,
    columns: Vec<ColumnSeen>,
    rows: u32,
}

/// What an import takes from one row.
#[derive(Clone, Debug, PartialEq)]
pub enum Taken {
    Record(Box<Record>),
    SetAside(SetAside),
    /// An older copy of a row that is in the file again.
    Older,
}

impl<S: io::Read + Seek> Table<S> {
    /// Reads the whole of `source` once for its characters and once for its columns.
    pub fn open(name: &str, mut source: S, stop: &dyn Fn() -> bool) -> Result<Self> {
        let (bytes, shape) = recognise(name, &mut source)?;
        Self::see(name, source, (bytes, shape), stop)
    }

    /// The same for a JSON text that is known to hold a list under the keys of `path`, or to be one.
    pub fn of_list(name: &str, mut source: S, path: &[String]) -> Result<Self> {
        let bytes = encoding::look(&mut source)?;
        let layout = if path.is_empty() { Layout::List } else { Layout::ListUnder(path.to_vec()) };
        Self::see(name, source, (bytes, Shape::Json(layout)), &|| false)
    }

    fn see(name: &str, source: S, found: (BytesSeen, Shape), stop: &dyn Fn() -> bool) -> Result<Self> {
        let (bytes, shape) = found;
        let mut table = Table { name: name.to_string(), source, bytes, shape, columns: Vec::new(), rows: 0 };
        let mut rows = table.start()?;
        let mut columns: Vec<ColumnSeen> = Vec::new();
        let mut count = 0u32;
        loop {
            let found = rows.next_row()?;
            for name in rows.columns().iter().skip(columns.len()).take(MAX_COLUMNS + 1) {
                columns.push(ColumnSeen::new(name));
            }
            if columns.len() > MAX_COLUMNS {
                return Err(too_many_columns(&table.name));
            }
            let Some(found) = found else { break };
            count = count.saturating_add(1);
            if let Found::Row(row) = found {
                columns.iter_mut().zip(&row.cells).for_each(|(column, cell)| column.see(cell));
            }
            if count.is_multiple_of(BETWEEN_LOOKS) && stop() {
                return Err(stopped());
            }
        }
        table.columns = columns;
        table.rows = count;
        Ok(table)
    }

    pub fn format(&self) -> FileFormat {
        self.shape.format()
    }

    /// "UTF-8", "UTF-16", "Windows-1252".
    pub fn encoding(&self) -> &'static str {
        self.bytes.encoding.name()
    }

    /// "comma", "semicolon", "tab", "pipe"; None for JSON.
    pub fn delimiter(&self) -> Option<&'static str> {
        self.shape.delimiter()
    }

    pub fn columns(&self) -> &[ColumnSeen] {
        &self.columns
    }

    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// A mapping to start from.
    pub fn proposal(&self) -> Mapping {
        mapping::propose(&self.name, &self.columns)
    }

    /// Why nothing can be imported with `mapping`, if so.
    pub fn blocked(&self, mapping: &Mapping) -> Option<String> {
        if self.rows == 0 {
            return Some("The file has no rows.".to_string());
        }
        mapping.blocked(&self.names())
    }

    /// Reads all rows by `mapping` and writes nothing. `is_here` knows the ids that are stored already.
    pub fn plan(&mut self, mapping: &Mapping, is_here: &dyn Fn(&str) -> bool, stop: &dyn Fn() -> bool) -> Result<Plan> {
        self.check(mapping)?;
        let names = self.names();
        let reader = RowReader::new(mapping, self.bytes.damaged);
        let mut rows = self.start()?;
        let mut plan = Plan::default();
        while let Some(found) = rows.next_row()? {
            match found {
                Found::Broken(broken) => plan.left_out(broken.number, None, broken.reason),
                Found::Row(row) => {
                    let number = row.number;
                    match reader.read(row) {
                        Read::Record(record, remarks) => {
                            plan.record(number, *record, remarks, &names, mapping, is_here)
                        }
                        Read::LeftOut(remark) => plan.left_out(number, remark.column_name(&names), remark.what),
                    }
                }
            }
            if plan.rows.is_multiple_of(BETWEEN_LOOKS) && stop() {
                return Err(stopped());
            }
        }
        Ok(plan)
    }

    /// Hands every row to `take`, in the file's order; `take` answers false to stop.
    pub fn import(&mut self, mapping: &Mapping, plan: &Plan, take: &mut dyn FnMut(Taken) -> bool) -> Result<()> {
        self.check(mapping)?;
        let names = self.names();
        let reader = RowReader::new(mapping, self.bytes.damaged);
        let mut rows = self.start()?;
        while let Some(found) = rows.next_row()? {
            let taken = match found {
                Found::Broken(broken) => Taken::SetAside(SetAside {
                    row: broken.number,
                    external_id: None,
                    reason: broken.reason,
                    raw: broken.raw,
                }),
                Found::Row(row) => {
                    let (number, raw) = (row.number, row.raw.clone());
                    match reader.read(row) {
                        Read::Record(record, _) if plan.wins(number, &record.external_id) => Taken::Record(record),
                        Read::Record(..) => Taken::Older,
                        Read::LeftOut(remark) => {
                            let column = remark.column_name(&names);
                            let reason = column.map_or(String::new(), |column| format!("{column}: ")) + &remark.what;
                            Taken::SetAside(SetAside { row: number, external_id: None, reason, raw })
                        }
                    }
                }
            };
            if !take(taken) {
                return Ok(());
            }
        }
        Ok(())
    }

    pub fn names(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }

    /// Every row that can be read, as it stands in the source.
    pub fn raw_rows(&mut self) -> Result<Vec<String>> {
        let mut rows = self.start()?;
        let mut raw = Vec::new();
        while let Some(found) = rows.next_row()? {
            if let Found::Row(row) = found {
                raw.push(row.raw);
            }
        }
        Ok(raw)
    }

    /// Hands every row to `take`, in the file's order; `take` answers false to stop.
    pub(super) fn each_row(&mut self, take: &mut dyn FnMut(Found) -> bool) -> Result<()> {
        let mut rows = self.start()?;
        while let Some(found) = rows.next_row()? {
            if !take(found) {
                return Ok(());
            }
        }
        Ok(())
    }

    fn check(&self, mapping: &Mapping) -> Result<()> {
        let (wanted, given) = (self.columns.len(), mapping.columns.len());
        if wanted == given {
            return Ok(());
        }
        Err(Problem::bad_input(format!("The file has {wanted} columns, and {given} were matched."))
            .kept("Nothing was changed.")
            .todo("Match the columns again."))
    }

    fn start(&mut self) -> Result<Rows<Decoded<&mut S>>> {
        self.source.seek(SeekFrom::Start(0))?;
        let text = Decoded::new(&mut self.source, self.bytes.encoding);
        Ok(match &self.shape {
            Shape::Csv { delimiter } => Rows::Csv(CsvRows::new(text, *delimiter)?),
            Shape::Json(layout) => Rows::Json(JsonRows::new(text, layout.clone())?),
        })
    }
}

enum Rows<R> {
    Csv(CsvRows<R>),
    Json(JsonRows<R>),
}

impl<R: BufRead> Rows<R> {
    fn next_row(&mut self) -> io::Result<Option<Found>> {
        match self {
            Rows::Csv(rows) => rows.next_row(),
            Rows::Json(rows) => rows.next_row(),
        }
    }

    fn columns(&self) -> &[String] {
        match self {
            Rows::Csv(rows) => rows.columns(),
            Rows::Json(rows) => rows.columns(),
        }
    }
}

fn too_many_columns(name: &str) -> Problem {
    Problem::bad_input(format!("{name} has more than {MAX_COLUMNS} columns."))
        .kept("Nothing was changed.")
        .todo("Save a copy with the columns you need and choose that one.")
}

fn stopped() -> Problem {
    Problem::new(ProblemKind::Cancelled, "Stopped.").kept("Nothing was changed.")
}
