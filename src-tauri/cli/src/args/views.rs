//! The grammar of saved views and of the filters they keep.

use clap::{Args, Subcommand};
use engine::api::types::{Layout, OpportunitySort};
use engine::model::Stage;

use super::SignalFilter;
use crate::read;

#[derive(Debug, Subcommand)]
pub enum Views {
    /// All views, with how many each finds now.
    List,
    /// Give filters a name. A view of that name on the same screen is changed.
    #[command(subcommand)]
    Save(Box<SaveView>),
    Rename {
        name: String,
        to: String,
    },
    /// Move a view before its neighbour, or behind it.
    Move {
        name: String,
        #[arg(long)]
        down: bool,
    },
    Delete {
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum SaveView {
    /// A split of the inbox.
    Signals {
        name: String,
        #[command(flatten)]
        filter: Box<SignalFilter>,
    },
    /// A view of the ranked list.
    Opportunities {
        name: String,
        /// table, board, matrix, tree or timeline.
        #[arg(long, value_parser = read::json_word::<Layout>, default_value = "table")]
        layout: Layout,
        #[command(flatten)]
        filter: OpportunityFilter,
    },
}

#[derive(Debug, Args)]
pub struct OpportunityFilter {
    #[arg(long, default_value = "")]
    pub search: String,
    #[arg(long, value_parser = read::stage)]
    pub stage: Vec<Stage>,
    #[arg(long)]
    pub service: Vec<String>,
    /// Whose; "" for those that nobody owns.
    #[arg(long)]
    pub owner: Vec<String>,
    #[arg(long, default_value_t = 0)]
    pub min_evidence: u32,
    /// rank, evidence, reach, risk, updated, stage or title.
    #[arg(long, value_parser = read::json_word::<OpportunitySort>, default_value = "rank")]
    pub sort: OpportunitySort,
}
