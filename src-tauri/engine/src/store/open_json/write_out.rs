//! Out of the tables: one snapshot of the workspace, while others go on writing.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};
use sha2::{Digest, Sha256};

use super::{LOOK_EVERY, Table, Watch, tables};
use crate::error::{Problem, ProblemKind, Result};
use crate::model::Time;
use crate::share::format::{End, FILE, Header};
use crate::store::{images, latest_version};

/// Writes the workspace in `file` to `out`. Takes memory for one row. Gives the header, whose counts say what was written.
pub fn write_out(file: &Path, out: &mut dyn Write, now: Time, watch: &Watch<'_>) -> Result<Header> {
    let raw = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    raw.busy_timeout(std::time::Duration::from_secs(5))?;
    // One transaction sees one state of the workspace, from the first count to the last row.
    raw.execute_batch("BEGIN")?;
    let tables = tables(&raw)?;
    let mut counts = BTreeMap::new();
    for table in &tables {
        let sql = format!("SELECT count(*) FROM {}{}", table.name, table.filter());
        counts.insert(table.name.clone(), u64::from(raw.query_row(&sql, [], |row| row.get::<_, u32>(0))?));
    }
    let images = whole_images(&raw, file)?;
    if !images.is_empty() {
        counts.insert(FILE.to_owned(), images.len() as u64);
    }
    let header = Header::new(latest_version(), now.rfc3339(), counts);
    let mut lines = Lines { out, hash: Sha256::new(), written: 0, total: header.rows() };
    lines.put(&serde_json::to_vec(&header).map_err(unwritable)?)?;
    for table in &tables {
        lines.table(&raw, table, watch)?;
    }
    for name in &images {
        lines.image(file, name)?;
    }
    let end = End::new(lines.written, hex(&lines.hash.finalize_reset()));
    lines.put(&serde_json::to_vec(&end).map_err(unwritable)?)?;
    lines.out.flush()?;
    Ok(header)
}

/// The images that rows name, as far as their files are there.
fn whole_images(raw: &Connection, file: &Path) -> Result<Vec<String>> {
    let mut select = raw.prepare("SELECT DISTINCT sha256 FROM image ORDER BY sha256")?;
    let mut whole = Vec::new();
    for name in select.query_map([], |row| row.get::<_, String>(0))? {
        let name = name?;
        if images::find(file, &name)?.is_some() {
            whole.push(name);
        }
    }
    Ok(whole)
}

/// In lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Lines<'o> {
    out: &'o mut dyn Write,
    hash: Sha256,
    written: u64,
    /// Rows in all.
    total: u64,
}

impl Lines<'_> {
    fn put(&mut self, line: &[u8]) -> Result<()> {
        for part in [line, b"\n"] {
            self.hash.update(part);
            self.out.write_all(part)?;
        }
        self.written += 1;
        Ok(())
    }

    fn image(&mut self, file: &Path, name: &str) -> Result<()> {
        let bytes = images::find(file, name)?.ok_or_else(|| {
            Problem::new(ProblemKind::Damaged, "The file of an image went while it was being saved.")
                .kept("No file was written.")
                .todo("Try again.")
        })?;
        // Neither hexadecimal digits nor Base64 need escaping.
        let line = format!(r#"{{"line":"{FILE}","sha256":"{name}","content":"{}"}}"#, STANDARD.encode(bytes));
        self.put(line.as_bytes())
    }

    fn table(&mut self, raw: &Connection, table: &Table, watch: &Watch<'_>) -> Result<()> {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let order = if table.key.is_empty() { "rowid".to_owned() } else { table.key.join(", ") };
        let sql = format!("SELECT {} FROM {}{} ORDER BY {order}", columns.join(", "), table.name, table.filter());
        let mut select = raw.prepare(&sql)?;
        let mut rows = select.query([])?;
        let mut line = Vec::new();
        while let Some(row) = rows.next()? {
            write_row(&mut line, table, row)?;
            self.put(&line)?;
            if self.written.is_multiple_of(LOOK_EVERY) {
                (watch.tell)(self.written, self.total);
                if (watch.stop)() {
                    return Err(Problem::new(ProblemKind::Cancelled, "Saving the workspace was stopped.")
                        .kept("No file was written."));
                }
            }
        }
        Ok(())
    }
}

fn write_row(line: &mut Vec<u8>, table: &Table, row: &Row<'_>) -> Result<()> {
    line.clear();
    line.extend(br#"{"line":"#);
    serde_json::to_writer(&mut *line, &table.name).map_err(unwritable)?;
    for (place, column) in table.columns.iter().enumerate() {
        line.push(b',');
        serde_json::to_writer(&mut *line, &column.name).map_err(unwritable)?;
        line.push(b':');
        match row.get_ref(place)? {
            ValueRef::Null => line.extend(b"null"),
            ValueRef::Integer(number) => line.extend(number.to_string().bytes()),
            // The shortest digits that read back as the same number.
            ValueRef::Real(number) => serde_json::to_writer(&mut *line, &format!("{number:?}")).map_err(unwritable)?,
            ValueRef::Text(bytes) => {
                let text = std::str::from_utf8(bytes).map_err(|_| {
                    Problem::new(ProblemKind::Damaged, format!("A text in {} can't be read.", table.name))
                        .kept("Nothing was written.")
                        .todo("Restore the newest good backup.")
                })?;
                serde_json::to_writer(&mut *line, text).map_err(unwritable)?;
            }
            ValueRef::Blob(bytes) => {
                serde_json::to_writer(&mut *line, &STANDARD.encode(bytes)).map_err(unwritable)?;
            }
        }
    }
    line.push(b'}');
    Ok(())
}

fn unwritable(error: serde_json::Error) -> Problem {
    Problem::system(format!("The workspace can't be written as JSON: {error}."))
}
