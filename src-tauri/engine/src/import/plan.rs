//! What an import would do, row by row, before anything is written.

use std::collections::HashMap;

use serde::Serialize;
use ts_rs::TS;

use super::mapping::{Mapping, Target};
use super::rows::{Remark, is_made};
use crate::model::{Record, Time};

/// Remarks shown; all rows are counted.
const SHOWN_PROBLEMS: usize = 100;
/// Rows shown as they will look.
const SHOWN_ROWS: usize = 7;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RowProblem {
    /// 1 is the first data row.
    pub row: u32,
    pub column: Option<String>,
    /// `“31/02/2026” is not a date`
    pub what: String,
    /// True: the row is set aside. False: it is kept, see `kept`.
    pub left_out: bool,
    /// "Kept, revenue empty"
    pub kept: String,
}

/// The counts add up: `clean + noted + left_out == rows`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub rows: u32,
    /// Rows stored without a remark.
    pub clean: u32,
    /// Rows stored with a remark.
    pub noted: u32,
    /// Rows set aside.
    pub left_out: u32,
    /// The first remarks, in the order of the rows.
    pub problems: Vec<RowProblem>,
    /// The first records.
    pub first: Vec<Record>,
    /// Records whose id is known already.
    pub already_here: u32,
    /// By hash of the id: which row is written when an id occurs more than once, and its time of update.
    winners: HashMap<u128, (u32, Time)>,
}

impl Plan {
    pub(super) fn left_out(&mut self, row: u32, column: Option<String>, what: String) {
        self.rows += 1;
        self.left_out += 1;
        self.tell(RowProblem { row, column, what, left_out: true, kept: String::new() });
    }

    pub(super) fn record(
        &mut self,
        number: u32,
        record: Record,
        mut remarks: Vec<Remark>,
        names: &[String],
        mapping: &Mapping,
        is_here: &dyn Fn(&str) -> bool,
    ) {
        self.rows += 1;
        let column = mapping.place(Target::ExternalId);
        match self.winners.get(&id_hash(&record.external_id)).copied() {
            Some((other, updated)) => {
                // The same moment: the row further down was written later.
                if record.updated_at >= updated {
                    self.winners.insert(id_hash(&record.external_id), (number, record.updated_at));
                }
                remarks.push(match column.filter(|_| !is_made(&record.external_id)) {
                    Some(_) => Remark {
                        column,
                        what: format!("{} is also in row {other}", super::cut(&record.external_id, 40)),
                        kept: "Newer one kept",
                    },
                    None => Remark { column: None, what: format!("The same as row {other}"), kept: "Kept once" },
                });
            }
            None => {
                self.winners.insert(id_hash(&record.external_id), (number, record.updated_at));
                self.already_here += u32::from(is_here(&record.external_id));
            }
        }
        if remarks.is_empty() {
            self.clean += 1;
        } else {
            self.noted += 1;
        }
        for remark in remarks {
            let column = remark.column_name(names);
            self.tell(RowProblem { row: number, column, what: remark.what, left_out: false, kept: remark.kept.into() });
        }
        if self.first.len() < SHOWN_ROWS {
            self.first.push(Record { raw: String::new(), ..record });
        }
    }

    /// False for a row whose id occurs again in a newer row.
    pub(super) fn wins(&self, number: u32, external_id: &str) -> bool {
        self.winners.get(&id_hash(external_id)).is_none_or(|(row, _)| *row == number)
    }

    /// Records that will be written: each id once.
    pub fn records(&self) -> u32 {
        self.winners.len().try_into().unwrap_or(u32::MAX)
    }

    fn tell(&mut self, problem: RowProblem) {
        if self.problems.len() < SHOWN_PROBLEMS {
            self.problems.push(problem);
        }
    }
}

/// Wide enough that two ids of one file never share a hash by chance.
fn id_hash(external_id: &str) -> u128 {
    xxhash_rust::xxh3::xxh3_128(external_id.as_bytes())
}
