//! Into new tables: the file is read whole into a workspace of its own and checked there; what is open isn't touched.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, Statement, params_from_iter};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::write_out::hex;
use super::{Column, Form, LOOK_EVERY, Table, Watch, tables};
use crate::error::{Problem, ProblemKind, Result};
use crate::model::Time;
use crate::share::format::{End, FILE, Header, altered};
use crate::store::{Store, file, images, latest_version, search};

/// Bytes of one line. A signal's raw form has at most 32 MB, which JSON may write twice as long and more.
const LONGEST_LINE: u64 = 256 << 20;

/// What the first line of a file says.
pub fn header_of(from: &Path) -> Result<Header> {
    let mut line = Vec::new();
    read_line(&mut BufReader::new(File::open(from)?), &mut line)?;
    Header::read(&line, latest_version())
}

/// Makes a workspace in `to`, a file that isn't there yet, out of the file `from`. When the answer is an error, what
/// lies in `to` is worth nothing.
pub async fn build<S, T>(from: PathBuf, to: &Path, now: Time, stop: S, tell: T) -> Result<Header>
where
    S: Fn() -> bool + Send + 'static,
    T: Fn(u64, u64) + Send + 'static,
{
    let header = header_of(&from)?;
    file::make_at_version(to, header.schema).await?;
    let (target, wanted) = (to.to_path_buf(), header.clone());
    let read = tokio::task::spawn_blocking(move || fill(&from, &target, &wanted, &Watch { stop: &stop, tell: &tell }));
    read.await.map_err(|_| Problem::system("Reading the file ended unexpectedly.").kept("Nothing was changed."))??;
    // Brings an older schema up to date, as it would any workspace of that age.
    let store = Store::open(to, now).await?;
    index(&store).await?;
    store.close().await?;
    Ok(header)
}

/// Makes the word index anew. What is indexed is usually read for themes next; these texts were, but for those that
/// waited when the file was written.
async fn index(store: &Store) -> Result<()> {
    let waiting: Vec<u32> = sqlx::query_scalar("SELECT signal_id FROM theme_queue").fetch_all(store.reader()).await?;
    search::index_pending(store).await?;
    let mut write = store.write().await?;
    sqlx::query("DELETE FROM theme_queue WHERE signal_id NOT IN (SELECT value FROM json_each(?))")
        .bind(serde_json::to_string(&waiting).map_err(|error| Problem::system(error.to_string()))?)
        .execute(&mut *write)
        .await?;
    write.commit().await
}

/// Reads every line of `from` into the tables of `to`, and holds the whole against its last line.
fn fill(from: &Path, to: &Path, header: &Header, watch: &Watch<'_>) -> Result<()> {
    let raw = Connection::open(to)?;
    // Nobody sees this file before it is whole, so that it needs no way back.
    raw.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN;")?;
    let tables: BTreeMap<String, Table> = tables(&raw)?.into_iter().map(|table| (table.name.clone(), table)).collect();
    for table in tables.values() {
        raw.execute(&format!("DELETE FROM {}", table.name), [])?;
    }
    let mut input = BufReader::with_capacity(1 << 20, File::open(from)?);
    let end = Rows { to, tables: &tables, raw: &raw, inserts: HashMap::new(), counts: BTreeMap::new() }
        .read(&mut input, header, watch)?;
    if !input.fill_buf()?.is_empty() {
        return Err(altered(format_args!("something follows line {}", end.lines + 1)));
    }
    raw.execute_batch("INSERT INTO fts_queue (signal_id) SELECT id FROM signal; COMMIT;")?;
    let broken: Option<String> = raw
        .prepare("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1")?
        .query_map([], |row| row.get(0))?
        .next()
        .transpose()?;
    match broken {
        Some(table) => Err(altered(format_args!("a line of the kind {table} names something that isn't there"))),
        None => Ok(()),
    }
}

struct Rows<'r> {
    to: &'r Path,
    tables: &'r BTreeMap<String, Table>,
    raw: &'r Connection,
    inserts: HashMap<String, Statement<'r>>,
    counts: BTreeMap<String, u64>,
}

impl Rows<'_> {
    /// Up to and including the last line.
    fn read(mut self, input: &mut impl BufRead, header: &Header, watch: &Watch<'_>) -> Result<End> {
        let (mut line, mut hash, mut lines) = (Vec::new(), Sha256::new(), 0_u64);
        loop {
            if !read_line(input, &mut line)? {
                return Err(altered(format_args!("it ends after {lines} lines, before its last one")));
            }
            let object: Map<String, Value> =
                serde_json::from_slice(&line).map_err(|_| altered(format_args!("line {} is no object", lines + 1)))?;
            let kind = object.get("line").and_then(Value::as_str).unwrap_or_default();
            if lines > 0 && kind == "end" {
                let end: End = serde_json::from_value(Value::Object(object)).map_err(altered)?;
                return self.checked(end, lines, &hex(&hash.finalize()), header);
            }
            if lines > 0 && kind == FILE {
                self.keep_file(&object, lines + 1)?;
            } else if lines > 0 {
                self.insert(kind, &object, lines + 1)?;
            }
            hash.update(&line);
            lines += 1;
            if lines.is_multiple_of(LOOK_EVERY) {
                (watch.tell)(lines, header.rows());
                if (watch.stop)() {
                    return Err(Problem::new(ProblemKind::Cancelled, "Bringing the workspace in was stopped.")
                        .kept("Nothing was changed."));
                }
            }
        }
    }

    fn checked(self, end: End, lines: u64, sha256: &str, header: &Header) -> Result<End> {
        if end.sha256 != sha256 {
            return Err(altered("its content and its checksum differ"));
        }
        let counted = header.counts.iter().filter(|(_, count)| **count > 0);
        if end.lines != lines || !counted.eq(self.counts.iter()) {
            return Err(altered("its lines are not as many as it says"));
        }
        Ok(end)
    }

    fn keep_file(&mut self, object: &Map<String, Value>, line: u64) -> Result<()> {
        let text = |field| object.get(field).and_then(Value::as_str);
        let bytes = text("content").and_then(|content| STANDARD.decode(content).ok());
        let bytes = bytes.ok_or_else(|| altered(format_args!("line {line} holds no file")))?;
        if text("sha256") != Some(&hex(&Sha256::digest(&bytes))) {
            return Err(altered(format_args!("the file in line {line} and its checksum differ")));
        }
        images::keep(self.to, &bytes)?;
        *self.counts.entry(FILE.to_owned()).or_default() += 1;
        Ok(())
    }

    fn insert(&mut self, kind: &str, object: &Map<String, Value>, line: u64) -> Result<()> {
        let table = self
            .tables
            .get(kind)
            .ok_or_else(|| altered(format_args!("line {line} is of the kind “{kind}”, which isn't known here")))?;
        if object.len() != table.columns.len() + 1 {
            return Err(altered(format_args!("line {line} has other fields than a {kind}")));
        }
        let values: Option<Vec<Sql>> =
            table.columns.iter().map(|column| stored(column, object.get(&column.name)?)).collect();
        let values = values.ok_or_else(|| altered(format_args!("line {line} has other fields than a {kind}")))?;
        if !self.inserts.contains_key(kind) {
            let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            let places = vec!["?"; names.len()].join(", ");
            let sql = format!("INSERT INTO {kind} ({}) VALUES ({places})", names.join(", "));
            self.inserts.insert(kind.to_owned(), self.raw.prepare(&sql)?);
        }
        if let Some(insert) = self.inserts.get_mut(kind) {
            insert.execute(params_from_iter(values)).map_err(|error| match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::ConstraintViolation | rusqlite::ErrorCode::TypeMismatch) => {
                    altered(format_args!("line {line} contradicts another one ({error})"))
                }
                _ => Problem::from(error),
            })?;
        }
        *self.counts.entry(kind.to_owned()).or_default() += 1;
        Ok(())
    }
}

/// None for a value of another form than the column's.
fn stored(column: &Column, value: &Value) -> Option<Sql> {
    Some(match (column.form, value) {
        (_, Value::Null) => Sql::Null,
        (Form::Whole, value) => Sql::Integer(value.as_i64()?),
        (Form::Fraction, value) => Sql::Real(value.as_str()?.parse().ok()?),
        (Form::Text, value) => Sql::Text(value.as_str()?.to_owned()),
        (Form::Bytes, value) => Sql::Blob(STANDARD.decode(value.as_str()?).ok()?),
    })
}

/// The next line with its end. False when there is none.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> Result<bool> {
    line.clear();
    let length = input.by_ref().take(LONGEST_LINE).read_until(b'\n', line)? as u64;
    if length == LONGEST_LINE {
        return Err(altered("a line is too long"));
    }
    Ok(length > 0)
}
