use serde::Serialize;
use ts_rs::TS;

use super::{ColumnPreview, FileFormat, RowProblem, StagedFile};
pub use crate::import::{Idea, IdeaMapping, IdeaSource, IdeaTarget, StatusSeen};

/// A file of open JSON, as its first line tells it.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct WorkspaceFile {
    pub name: String,
    /// RFC 3339, UTC.
    pub made_at: String,
    /// The version of Throughline that wrote it.
    pub program: String,
    #[ts(type = "number")]
    pub signals: u64,
    #[ts(type = "number")]
    pub opportunities: u64,
    #[ts(type = "number")]
    pub decisions: u64,
    /// Why it can't be brought in here, if it can't.
    pub blocked: Option<String>,
}

/// What the import of another tool's list of ideas would do.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct IdeaPreview {
    pub file: StagedFile,
    pub format: FileFormat,
    pub mapping: IdeaMapping,
    pub columns: Vec<ColumnPreview>,
    pub rows: u32,
    /// Rows that would become opportunities without a remark.
    pub clean: u32,
    /// Rows that would become opportunities with a remark.
    pub noted: u32,
    /// Rows that would not.
    pub left_out: u32,
    /// The first 100 remarks.
    pub problems: Vec<RowProblem>,
    /// The first 7 opportunities as they will look.
    pub first: Vec<Idea>,
    /// Every status of the file, and the stage it becomes.
    pub statuses: Vec<StatusSeen>,
    /// Rows that were imported before; nothing is done about them.
    pub already_here: u32,
    /// Rows whose title an opportunity here has; they are left out.
    pub same_title: u32,
    /// Why it can't be imported yet, if it can't.
    pub blocked: Option<String>,
}
