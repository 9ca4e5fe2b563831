//! Files of records: CSV, JSON, NDJSON and sheets of Excel workbooks, whatever their encoding, separators, dates
//! and words.
//!
//! A file is read as a stream, several times over: once for its characters, once for its columns, once for the
//! preview, once for the import. Memory holds one row, the columns and one small entry a row for duplicates.
//! What can't be read is handed over with its reason; a bad row never hides the next one.

mod columns;
mod companies;
mod company_cells;
mod csv;
mod dates;
mod encoding;
mod fields;
mod headers;
mod idea_rows;
mod ideas;
mod json;
mod mapping;
mod money;
mod node;
mod plan;
mod recognise;
mod rows;
mod scan;
mod table;
mod words;
pub mod workbook;

pub use columns::ColumnSeen;
pub use companies::{Company, CompanyMapping, CompanyPlan, CompanyTarget};
pub use fields::FieldMapping;
pub use headers::looks_like_signals;
pub use idea_rows::{Idea, IdeaPlan, StatusSeen};
pub use ideas::{IdeaMapping, IdeaSource, IdeaTarget};
pub use mapping::{DateOrder, Mapping, Target};
pub use plan::{Plan, RowProblem};
pub use recognise::FileFormat;
pub use table::{Table, Taken};

/// Bytes of one field; more is set aside.
pub const MAX_FIELD: usize = 8 << 20;
/// Bytes of one JSON row.
pub const MAX_ROW: usize = 32 << 20;
pub const MAX_COLUMNS: usize = 512;
/// Bytes of a JSON field's name; a longer one becomes no column, and the row's own text still holds it.
const MAX_NAME: usize = 200;
/// Levels of brackets in one JSON row.
pub const MAX_DEPTH: usize = 64;

/// One row as the file has it; `cells` follow the columns and may be fewer in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RawRow {
    /// 1 is the first data row.
    number: u32,
    cells: Vec<String>,
    raw: String,
    /// Something about the row as a whole that is worth telling.
    remark: Option<String>,
}

/// A row that can't be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
struct BrokenRow {
    number: u32,
    reason: String,
    raw: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    Row(RawRow),
    Broken(BrokenRow),
}

/// The first `most` characters of `text`, with … where something is missing.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_string(),
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
    }
}
