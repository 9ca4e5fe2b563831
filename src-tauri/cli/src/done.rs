//! What a command gives back: text for people, JSON for programs, and an exit code.

use std::io::Write;

use engine::error::{Problem, ProblemKind};
use serde::Serialize;
use serde_json::Value;

/// A check that found something wrong, which is no failure of the command.
pub const CHECK_FAILED: u8 = 1;

pub struct Done {
    text: String,
    json: Value,
    pub code: u8,
}

impl Done {
    pub fn new(dto: &impl Serialize, text: impl Into<String>) -> Self {
        Done { text: text.into(), json: serde_json::to_value(dto).unwrap_or_default(), code: 0 }
    }

    /// Done as far as it went: `problem` gives the exit code.
    #[must_use]
    pub fn despite(mut self, problem: Option<&Problem>) -> Self {
        if let Some(problem) = problem {
            self.text.push_str(&problem.sentence());
            self.text.push('\n');
            self.code = exit_code(problem.kind);
        }
        self
    }

    pub fn print(&self, as_json: bool) {
        let text = if as_json {
            serde_json::to_string_pretty(&self.json).unwrap_or_default()
        } else {
            self.text.trim_end().to_owned()
        };
        // Whoever reads may have stopped reading, as `head` does.
        let _ = writeln!(std::io::stdout().lock(), "{text}");
    }
}

/// Tells a problem on standard error.
pub fn complain(problem: &Problem, as_json: bool) {
    let text = if as_json {
        serde_json::to_string_pretty(problem).unwrap_or_default()
    } else {
        [&problem.what, &problem.kept, &problem.todo]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(|part| crate::show::line(part))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

pub fn exit_code(kind: ProblemKind) -> u8 {
    match kind {
        ProblemKind::BadInput => 3,
        ProblemKind::NotFound => 4,
        ProblemKind::Refused => 5,
        ProblemKind::Credential | ProblemKind::Locked => 6,
        ProblemKind::Unreachable => 7,
        ProblemKind::BadReply => 8,
        ProblemKind::Busy => 9,
        ProblemKind::Damaged | ProblemKind::Newer | ProblemKind::Foreign => 10,
        ProblemKind::Cancelled => 11,
        ProblemKind::System => 12,
    }
}
