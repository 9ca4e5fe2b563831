//! The one error type a person ever reads: what happened, what was kept, what to do.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub type Result<T> = std::result::Result<T, Problem>;

/// What sort of thing went wrong. The page chooses an icon by it, the CLI an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// What was asked for isn't here (any more).
    NotFound,
    /// The input can't be used as it is.
    BadInput,
    /// A rule of Throughline forbids it in the present state.
    Refused,
    /// A tool rejected the password, key or token.
    Credential,
    /// The vault with the passwords and keys is locked; it opens with its passphrase.
    Locked,
    /// A tool could not be reached, or took too long.
    Unreachable,
    /// A tool answered with something that can't be understood or used.
    BadReply,
    /// Somebody else holds what is needed right now; trying again may help.
    Busy,
    /// The workspace file is damaged.
    Damaged,
    /// The workspace file was written by a newer Throughline.
    Newer,
    /// The file isn't a Throughline workspace.
    Foreign,
    /// The person stopped it.
    Cancelled,
    /// The disk or the system refused (no room, no permission).
    System,
}

/// A failure in three plain sentences. `what` is never empty; `kept` and `todo` may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{}", self.sentence())]
pub struct Problem {
    pub kind: ProblemKind,
    /// What happened.
    pub what: String,
    /// What was kept.
    pub kept: String,
    /// What to do now.
    pub todo: String,
}

impl Problem {
    pub fn new(kind: ProblemKind, what: impl Into<String>) -> Self {
        Problem { kind, what: what.into(), kept: String::new(), todo: String::new() }
    }

    pub fn bad_input(what: impl Into<String>) -> Self {
        Self::new(ProblemKind::BadInput, what)
    }

    pub fn not_found(what: impl Into<String>) -> Self {
        Self::new(ProblemKind::NotFound, what)
    }

    pub fn refused(what: impl Into<String>) -> Self {
        Self::new(ProblemKind::Refused, what)
    }

    pub fn system(what: impl Into<String>) -> Self {
        Self::new(ProblemKind::System, what)
    }

    #[must_use]
    pub fn kept(mut self, kept: impl Into<String>) -> Self {
        self.kept = kept.into();
        self
    }

    #[must_use]
    pub fn todo(mut self, todo: impl Into<String>) -> Self {
        self.todo = todo.into();
        self
    }

    /// The three parts as one line.
    pub fn sentence(&self) -> String {
        [&self.what, &self.kept, &self.todo]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(database) = &error {
            return from_sqlite(database.code().as_deref().unwrap_or(""), database.message());
        }
        from_sqlite("", &error.to_string())
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error().map(|e| e.extended_code.to_string()).unwrap_or_default();
        from_sqlite(&code, &error.to_string())
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Problem::system(format!("The disk refused: {error}."))
            .kept("Everything stored before is kept.")
            .todo("Check the free space and the folder's permissions, then try again.")
    }
}

/// `code` is SQLite's extended result code in decimal; its low byte is the primary code.
fn from_sqlite(code: &str, message: &str) -> Problem {
    let primary = code.parse::<i32>().map(|c| c & 0xff).unwrap_or(0);
    match primary {
        5 | 6 => Problem::new(ProblemKind::Busy, "The workspace file is in use by another program.")
            .kept("Nothing was changed.")
            .todo("Try again in a moment."),
        11 | 26 => Problem::new(ProblemKind::Damaged, format!("The workspace file is damaged ({message})."))
            .kept("The file is left as it is.")
            .todo("Restore the newest good backup."),
        13 => Problem::system("The disk is full.")
            .kept("Everything stored before is kept.")
            .todo("Free some space and try again."),
        8 | 14 => Problem::system(format!("The workspace file can't be written ({message})."))
            .kept("Everything stored before is kept.")
            .todo("Check the folder's permissions and try again."),
        _ => Problem::system(format!("The workspace refused: {message}."))
            .kept("Everything stored before is kept.")
            .todo("Try again; if it happens again, report it with this sentence."),
    }
}
