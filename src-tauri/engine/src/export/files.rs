//! The ranked list as a file: a table for spreadsheets, a page for people, data for programs. Pure.

mod csv_table;
mod html;
mod markdown;
pub mod minutes;
mod pdf;
mod sheet;
mod sheet_markdown;

use serde::Serialize;

use super::Quote;
use super::redact::redact;
use crate::error::{Problem, Result};
use crate::model::{OpportunityId, RiceInputs, Stage, Time};
use crate::score::{EvidenceCounts, Receipt, TopChance, ValueSpread};

pub use csv_table::{csv, marked, safe};
pub use html::{html, html_report};
pub use markdown::{escaped, markdown};
pub use pdf::{pdf, pdf_report};
pub use sheet::{Cell, Head, Report, Sheet, opportunities as sheet};
pub use sheet_markdown::{report_in_markdown, table_in_markdown};

/// Everything a file says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankedList {
    pub workspace: String,
    pub written_at: Time,
    /// Who saved it.
    pub by: String,
    /// What is shown, e.g. "Stages captured and ready".
    pub filters: String,
    /// What values are counted in: RICE points.
    pub points: String,
    /// What reach counts, e.g. "customers a quarter".
    pub reach_unit: String,
    /// ISO 4217, of every revenue.
    pub currency: String,
    pub draws: u32,
    pub seed: u64,
    /// How many opportunities the filters left out.
    pub hidden: u32,
    /// Best first.
    pub opportunities: Vec<Ranked>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranked {
    pub id: OpportunityId,
    pub label: String,
    pub title: String,
    pub statement: String,
    pub service: Option<String>,
    pub stage: Stage,
    /// None while the score isn't complete.
    pub rank: Option<u32>,
    pub value: Option<ValueSpread>,
    pub top: Option<TopChance>,
    pub inputs: RiceInputs,
    pub evidence: EvidenceCounts,
    pub delivery: Option<Delivery>,
    /// Passages of the evidence that people marked, without personal data.
    pub quotes: Vec<Quote>,
    /// Where the value comes from.
    pub receipt: Receipt,
}

impl Ranked {
    /// The same without personal data in what people said.
    #[must_use]
    pub fn redacted(mut self) -> Self {
        for quote in &mut self.quotes {
            quote.text = redact(&quote.text).0;
        }
        let lines = self.receipt.lines.iter_mut().chain([&mut self.receipt.result]);
        for text in lines.flat_map(|line| &mut line.signals).flat_map(|signal| &mut signal.quotes) {
            *text = redact(text).0;
        }
        self
    }
}

/// The backlog item that was changed last.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Delivery {
    pub label: String,
    pub status: String,
    pub url: String,
}

/// Indented JSON with every receipt. Fields that aren't set are null, which is not zero.
pub fn json(list: &RankedList) -> Result<String> {
    let text = serde_json::to_string_pretty(list);
    text.map(|text| text + "\n").map_err(|e| Problem::system(format!("The list can't be written as JSON: {e}.")))
}

/// `in progress`
fn stage_in_words(stage: Stage) -> String {
    stage.word().replace('_', " ")
}
