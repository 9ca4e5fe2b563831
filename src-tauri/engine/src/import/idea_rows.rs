//! Reads a list of ideas row by row.

use std::collections::HashMap;
use std::io;

use serde::Serialize;
use sha2::{Digest, Sha256};
use ts_rs::TS;

use super::ideas::{IdeaMapping, IdeaSource, IdeaTarget, known_stage, propose};
use super::{Found, RawRow, RowProblem, Table, cut};
use crate::error::{Problem, ProblemKind, Result};
use crate::model::Stage;

/// Rows of one list: they become one step that can be undone.
const MOST_ROWS: u32 = 5_000;
/// Remarks shown; all rows are counted.
const SHOWN_PROBLEMS: usize = 100;
/// Characters, as in what a person writes.
const LONGEST_TITLE: usize = 300;
const LONGEST_TEXT: usize = 20_000;
const LONGEST_NAME: usize = 200;

/// What one row becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Idea {
    /// 1 is the first data row.
    pub row: u32,
    /// The same for the same item of the same source, in every import on every laptop.
    pub uid: String,
    pub title: String,
    pub statement: String,
    pub owner: String,
    pub service: String,
    pub stage: Stage,
    /// The source's word for it.
    pub status: String,
    /// There is a remark about its row.
    pub noted: bool,
}

/// A status of the file, and what it becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct StatusSeen {
    pub word: String,
    pub rows: u32,
    pub stage: Stage,
    /// False when no tool's usual states have it: then it is captured until a person says otherwise.
    pub known: bool,
}

/// What a list holds. `clean + noted + left_out == rows`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IdeaPlan {
    pub rows: u32,
    pub clean: u32,
    pub noted: u32,
    pub left_out: u32,
    /// The first remarks, in the order of the rows.
    pub problems: Vec<RowProblem>,
    pub ideas: Vec<Idea>,
    pub statuses: Vec<StatusSeen>,
}

impl<S: io::Read + io::Seek> Table<S> {
    /// A mapping to start from.
    pub fn idea_proposal(&self, source: Option<IdeaSource>) -> IdeaMapping {
        propose(self.columns(), source)
    }

    /// Why no idea can be read with `mapping`, if so.
    pub fn idea_blocked(&self, mapping: &IdeaMapping) -> Option<String> {
        match self.rows() {
            0 => Some("The file has no rows.".to_owned()),
            rows if rows > MOST_ROWS => Some("The file has more than 5,000 rows. Import it in parts.".to_owned()),
            _ => mapping.blocked(&self.names()),
        }
    }

    /// Reads all rows of the file called `file` by `mapping`.
    pub fn ideas(&mut self, mapping: &IdeaMapping, file: &str, stop: &dyn Fn() -> bool) -> Result<IdeaPlan> {
        let names = self.names();
        if names.len() != mapping.columns.len() {
            let (wanted, given) = (names.len(), mapping.columns.len());
            return Err(Problem::bad_input(format!("The file has {wanted} columns, and {given} were matched."))
                .kept("Nothing was changed.")
                .todo("Match the columns again."));
        }
        let mut plan = IdeaPlan::default();
        let mut met: HashMap<String, u32> = HashMap::new();
        let mut stopped = false;
        self.each_row(&mut |found| {
            plan.rows += 1;
            match found {
                Found::Broken(broken) => plan.leave_out(broken.number, None, broken.reason),
                Found::Row(row) => plan.take(&Cells { row: &row, mapping, names: &names, file }, &mut met),
            }
            stopped = plan.rows.is_multiple_of(1_000) && stop();
            !stopped
        })?;
        if stopped {
            return Err(Problem::new(ProblemKind::Cancelled, "Stopped.").kept("Nothing was changed."));
        }
        Ok(plan)
    }
}

impl IdeaPlan {
    /// A row that won't become an opportunity, and why.
    fn leave_out(&mut self, row: u32, column: Option<String>, what: String) {
        self.left_out += 1;
        self.tell(RowProblem { row, column, what, left_out: true, kept: String::new() });
    }

    /// Counts an idea out that was taken out again, because of what is here already. Without a reason it isn't told as
    /// a problem, nor counted as left out.
    pub fn pass_over(&mut self, idea: &Idea, why: Option<String>) {
        match idea.noted {
            true => self.noted -= 1,
            false => self.clean -= 1,
        }
        if let Some(why) = why {
            self.leave_out(idea.row, None, why);
        }
    }

    fn take(&mut self, cells: &Cells<'_>, met: &mut HashMap<String, u32>) {
        let (number, title) = (cells.row.number, cells.line(IdeaTarget::Title, LONGEST_TITLE));
        if title.0.is_empty() {
            return self.leave_out(number, cells.name(IdeaTarget::Title), "No title".to_owned());
        }
        let status = cells.line(IdeaTarget::Status, LONGEST_NAME).0;
        let idea = Idea {
            row: number,
            uid: cells.uid(&title.0),
            statement: cells.statement(),
            owner: cells.line(IdeaTarget::Owner, LONGEST_NAME).0,
            service: cells.line(IdeaTarget::Service, LONGEST_NAME).0,
            stage: cells.mapping.stage(&status),
            title: title.0,
            status,
            noted: title.1 || cells.row.remark.is_some(),
        };
        if let Some(earlier) = met.insert(idea.uid.clone(), number) {
            return self.leave_out(number, None, format!("The same as row {earlier}"));
        }
        self.see(&idea, cells.mapping);
        let mut notes = Vec::new();
        if title.1 {
            let what = format!("Longer than {LONGEST_TITLE} characters");
            notes.push((cells.name(IdeaTarget::Title), what, "Kept, shortened"));
        }
        if let Some(remark) = &cells.row.remark {
            notes.push((None, remark.clone(), "Kept, the last columns empty"));
        }
        match idea.noted {
            true => self.noted += 1,
            false => self.clean += 1,
        }
        for (column, what, kept) in notes {
            self.tell(RowProblem { row: number, column, what, left_out: false, kept: kept.to_owned() });
        }
        self.ideas.push(idea);
    }

    fn see(&mut self, idea: &Idea, mapping: &IdeaMapping) {
        if mapping.place(IdeaTarget::Status).is_none() {
            return;
        }
        match self.statuses.iter_mut().find(|one| one.word.eq_ignore_ascii_case(&idea.status)) {
            Some(known) => known.rows += 1,
            None => self.statuses.push(StatusSeen {
                word: idea.status.clone(),
                rows: 1,
                stage: idea.stage,
                known: known_stage(&idea.status).is_some(),
            }),
        }
    }

    fn tell(&mut self, problem: RowProblem) {
        if self.problems.len() < SHOWN_PROBLEMS {
            self.problems.push(problem);
        }
    }
}

/// One row under its mapping.
struct Cells<'a> {
    row: &'a RawRow,
    mapping: &'a IdeaMapping,
    names: &'a [String],
    file: &'a str,
}

impl Cells<'_> {
    fn name(&self, target: IdeaTarget) -> Option<String> {
        self.mapping.place(target).and_then(|place| self.names.get(place)).cloned()
    }

    fn text(&self, target: IdeaTarget) -> String {
        let cell = self.mapping.place(target).and_then(|place| self.row.cells.get(place));
        cell.map_or(String::new(), |cell| cell.replace('\0', "").trim().to_owned())
    }

    /// One line without control characters, and whether it was shortened.
    fn line(&self, target: IdeaTarget, most: usize) -> (String, bool) {
        let plain: String = self.text(target).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let short = cut(&line, most);
        let shortened = short != line;
        (short, shortened)
    }

    /// By the source's id; a list without one goes by the titles.
    fn uid(&self, title: &str) -> String {
        let source = match self.mapping.source {
            IdeaSource::Productboard => "productboard".to_owned(),
            IdeaSource::Jira => "jira".to_owned(),
            IdeaSource::Canny => "canny".to_owned(),
            // Two lists may count from 1.
            IdeaSource::Csv => format!("list {}", self.file),
        };
        let id = match self.line(IdeaTarget::Id, LONGEST_NAME).0 {
            id if id.is_empty() => format!("title {}", title.to_lowercase()),
            id => format!("id {id}"),
        };
        let hash = Sha256::digest(format!("{source}\n{id}").as_bytes());
        hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    /// The text, and under it what the source knew and no field here holds.
    fn statement(&self) -> String {
        let known = [("Tags", IdeaTarget::Tags), ("Votes", IdeaTarget::Votes), ("Link", IdeaTarget::Link)];
        let facts: Vec<String> = known
            .into_iter()
            .map(|(name, target)| (name, self.line(target, LONGEST_NAME * 10).0))
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        let facts = facts.join("\n");
        let room = LONGEST_TEXT.saturating_sub(facts.chars().count() + 2);
        let text = cut(&self.text(IdeaTarget::Statement), room);
        [text, facts].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
    }
}
