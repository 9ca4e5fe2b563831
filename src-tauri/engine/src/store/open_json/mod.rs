//! The workspace as open JSON (`share::format`): out of the tables and into new ones, a row at a time. Which tables and
//! columns there are is read off the schema, so that nothing new is forgotten.

mod read_in;
mod write_out;

use rusqlite::Connection;
use sqlx::SqliteConnection;

use super::bulk::on_connection;
use super::load::STAMP;
use crate::error::Result;
use crate::share::format::DERIVED;

pub use read_in::{build, header_of};
pub use write_out::write_out;

/// What a person sees and does while a file is written or read.
pub struct Watch<'w> {
    /// True when the work has to stop.
    pub stop: &'w dyn Fn() -> bool,
    /// Rows done, and rows in all.
    pub tell: &'w dyn Fn(u64, u64),
}

/// Rows between two looks at [`Watch`].
const LOOK_EVERY: u64 = 2_000;

/// How a column's values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Whole,
    Fraction,
    Text,
    Bytes,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    form: Form,
}

/// A table that goes into the file.
#[derive(Clone, Debug)]
struct Table {
    name: String,
    columns: Vec<Column>,
    /// Names of the columns that tell its rows apart, in order.
    key: Vec<String>,
}

impl Table {
    /// Every row but the one that only says which snapshot of the columns is current.
    fn filter(&self) -> String {
        if self.name == "setting" { format!(" WHERE key <> '{STAMP}'") } else { String::new() }
    }
}

/// All tables of the workspace by name, virtual ones too; without those that belong to another table.
pub async fn table_names(connection: &mut SqliteConnection) -> Result<Vec<String>> {
    on_connection(connection, |raw| names(raw, "'table', 'virtual'")).await
}

/// True when nothing but settings was ever stored.
pub async fn is_empty(connection: &mut SqliteConnection) -> Result<bool> {
    on_connection(connection, |raw| {
        for table in tables(raw)? {
            let rows = match table.name.as_str() {
                "setting" | "step" => continue,
                "op" => "op WHERE entity <> 'setting'",
                name => name,
            };
            if raw.query_row(&format!("SELECT EXISTS (SELECT 1 FROM {rows})"), [], |row| row.get(0))? {
                return Ok(false);
            }
        }
        Ok(true)
    })
    .await
}

fn names(raw: &Connection, kinds: &str) -> rusqlite::Result<Vec<String>> {
    let mut list = raw.prepare(&format!(
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type IN ({kinds}) AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    ))?;
    list.query_map([], |row| row.get(0))?.collect()
}

/// The tables that go into the file, by name.
fn tables(raw: &Connection) -> rusqlite::Result<Vec<Table>> {
    let is_derived = |name: &String| DERIVED.iter().any(|(derived, _)| derived == name);
    let stored = names(raw, "'table'")?.into_iter().filter(|name| !is_derived(name));
    stored.map(|name| table(raw, name)).collect()
}

fn table(raw: &Connection, name: String) -> rusqlite::Result<Table> {
    let mut list = raw.prepare("SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid")?;
    let mut rows = list.query([&name])?;
    let (mut columns, mut key) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let (name, kind, place): (String, String, u32) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if place > 0 {
            key.push((place, name.clone()));
        }
        let form = match kind.as_str() {
            "REAL" => Form::Fraction,
            "TEXT" => Form::Text,
            "BLOB" => Form::Bytes,
            _ => Form::Whole,
        };
        columns.push(Column { name, form });
    }
    key.sort();
    let key = key.into_iter().map(|(_, name)| name).collect();
    Ok(Table { name, columns, key })
}
