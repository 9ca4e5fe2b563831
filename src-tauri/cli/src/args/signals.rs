//! Signals: which, and what is decided about them.

use clap::{Args, Subcommand};
use engine::api::types::SignalSort;
use engine::model::{DeclineReason, Kind, OpportunityId, Severity, Status, Time, TriageState};

use crate::read;

/// What a view stands for.
const SIGNAL_FILTERS: [&str; 14] = [
    "search",
    "kind",
    "severity",
    "status",
    "state",
    "connection",
    "service",
    "product",
    "customer",
    "theme",
    "since",
    "until",
    "unread",
    "min_revenue",
];

#[derive(Debug, Subcommand)]
pub enum Signals {
    /// Newest first; the inbox unless --state says otherwise.
    List {
        /// A saved view instead of filters.
        #[arg(long, conflicts_with_all = SIGNAL_FILTERS)]
        view: Option<String>,
        #[command(flatten)]
        filter: Box<SignalFilter>,
    },
    Show {
        id: u32,
    },
    /// Make them evidence of an opportunity.
    Accept(Accept),
    Decline {
        #[arg(required = true)]
        ids: Vec<u32>,
        /// not_our_product, already_fixed, too_rare, not_real or other.
        #[arg(long, value_parser = read::reason)]
        reason: DeclineReason,
        #[arg(long, default_value = "")]
        note: String,
        /// What the reporters should be told; {name} and {title} are filled in. It is kept, not sent.
        #[arg(long)]
        reply: Option<String>,
    },
    /// Fold signals that tell the same into one.
    Merge {
        #[arg(required = true)]
        ids: Vec<u32>,
        #[arg(long)]
        into: u32,
    },
    /// Take merged ones out again, back to what was decided before.
    Unmerge {
        #[arg(required = true)]
        ids: Vec<u32>,
    },
    /// Don't suggest two signals to each other as the same again.
    Unlike {
        one: u32,
        other: u32,
        /// They may be suggested again.
        #[arg(long)]
        undo: bool,
    },
    Snooze {
        #[arg(required = true)]
        ids: Vec<u32>,
        #[command(flatten)]
        wake: Wake,
    },
    /// What the usual lists don't show: hidden by people, and kept out by the program.
    Hidden,
    /// Put them back into the inbox; evidence links stay.
    Reopen {
        #[arg(required = true)]
        ids: Vec<u32>,
    },
}

/// What ends a snooze.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct Wake {
    /// A date, 2026-12-01, or an RFC 3339 instant.
    #[arg(long, value_parser = read::time)]
    pub until: Option<Time>,
    /// So many more signals of its theme.
    #[arg(long, value_name = "N")]
    pub until_more: Option<u32>,
    /// A change or deployment, by its number here or its tool's key.
    #[arg(long, value_name = "KEY")]
    pub until_deployed: Option<String>,
}

#[derive(Debug, Args)]
pub struct SignalFilter {
    /// Words that must all occur.
    #[arg(long, default_value = "")]
    pub search: String,
    #[arg(long, value_parser = read::kind)]
    pub kind: Vec<Kind>,
    #[arg(long, value_parser = read::severity)]
    pub severity: Vec<Severity>,
    #[arg(long, value_parser = read::status)]
    pub status: Vec<Status>,
    /// inbox, accepted, merged, declined or snoozed.
    #[arg(long, value_parser = read::state)]
    pub state: Vec<TriageState>,
    #[arg(long)]
    pub connection: Vec<String>,
    #[arg(long)]
    pub service: Vec<String>,
    #[arg(long)]
    pub product: Vec<String>,
    #[arg(long)]
    pub customer: Vec<String>,
    /// The number of a theme; 0 for signals that fit none.
    #[arg(long)]
    pub theme: Vec<u32>,
    /// From this day or instant on.
    #[arg(long, value_parser = read::time)]
    pub since: Option<Time>,
    /// Before this day or instant.
    #[arg(long, value_parser = read::time)]
    pub until: Option<Time>,
    #[arg(long)]
    pub unread: bool,
    /// Only customers worth at least this a year.
    #[arg(long)]
    pub min_revenue: Option<i64>,
    /// newest, oldest, severity or revenue.
    #[arg(long, value_parser = read::json_word::<SignalSort>, default_value = "newest")]
    pub sort: SignalSort,
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct Accept {
    #[arg(required = true)]
    pub ids: Vec<u32>,
    /// An opportunity, OPP-31 or 31.
    #[arg(long, value_parser = read::opportunity, required_unless_present = "new", conflicts_with = "new")]
    pub into: Option<OpportunityId>,
    /// Title of a new opportunity.
    #[arg(long)]
    pub new: Option<String>,
    /// 0 to 3.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=3))]
    pub importance: u8,
}
