//! The grammar of opportunities and their scores.

use clap::{Args, Subcommand};
use engine::api::types::{ExportFormat, OpportunityField};
use engine::model::{OpportunityId, Stage};

use super::{OpportunityFilter, Risk};
use crate::ideas::Ideas;
use crate::read::{self, Input};
use crate::scoring::Scoring;

#[derive(Debug, Subcommand)]
pub enum Opportunities {
    /// In the order of their value unless --sort says otherwise.
    List {
        /// A saved view instead of filters.
        #[arg(long, conflicts_with_all = ["search", "stage", "service", "owner", "min_evidence", "sort"])]
        view: Option<String>,
        #[command(flatten)]
        filter: OpportunityFilter,
    },
    /// Write the ranked list into a file.
    Save {
        /// csv, markdown (or md), json, html or pdf.
        #[arg(long, value_parser = read::format, default_value = "html")]
        format: ExportFormat,
    },
    /// Make another tool's roadmap items or ideas opportunities. Importing again adds nothing twice.
    Import(Ideas),
    Show {
        #[arg(value_parser = read::opportunity)]
        id: OpportunityId,
    },
    New {
        title: String,
    },
    /// Change one field: title, statement, hypothesis, expected, owner or service.
    Edit {
        #[arg(value_parser = read::opportunity)]
        id: OpportunityId,
        #[arg(value_parser = read::json_word::<OpportunityField>)]
        field: OpportunityField,
        value: String,
    },
    /// Move to a stage: captured, assessing, ready, exported, in_progress, delivered, verified or rejected.
    Stage {
        #[arg(value_parser = read::opportunity)]
        id: OpportunityId,
        #[arg(value_parser = read::stage)]
        stage: Stage,
        /// Why, when it is rejected.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Judge a kind of risk (value, usability, feasibility, viability or operational), or take the judgement away.
    Risk(Risk),
    /// What the evidence measures: renewals, share of users, how often, minutes of incidents, and what speaks against it.
    Measures {
        #[arg(value_parser = read::opportunity)]
        id: OpportunityId,
    },
    /// Link signals as evidence, or unlink them.
    Evidence {
        #[arg(value_parser = read::opportunity)]
        id: OpportunityId,
        #[arg(required = true)]
        signals: Vec<u32>,
        /// 0 to 3.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=3), conflicts_with = "unlink")]
        importance: u8,
        #[arg(long)]
        unlink: bool,
        /// They are linked, and speak against it.
        #[arg(long, conflicts_with_all = ["unlink", "importance"])]
        against: bool,
        /// They speak for it again.
        #[arg(long, conflicts_with_all = ["unlink", "importance", "against"])]
        not_against: bool,
    },
    Delete {
        #[arg(value_parser = read::opportunity)]
        id: OpportunityId,
    },
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Score {
    #[command(subcommand)]
    pub what: Option<Scoring>,
    #[arg(value_parser = read::opportunity)]
    pub opportunity: Option<OpportunityId>,
    /// One number, or low..likely..high; `none` takes it away. What isn't named stays.
    #[arg(long, value_parser = read::range)]
    pub reach: Option<Input>,
    #[arg(long, value_parser = read::range)]
    pub impact: Option<Input>,
    /// 0 to 1, or 80%.
    #[arg(long, value_parser = read::range)]
    pub confidence: Option<Input>,
    #[arg(long, value_parser = read::range)]
    pub effort: Option<Input>,
    /// Show the receipt and store nothing.
    #[arg(long = "try")]
    pub dry_run: bool,
}
