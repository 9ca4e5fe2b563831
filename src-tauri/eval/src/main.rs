//! Measures the methods of `themes` over folders of known data: `cargo xtask eval themes|logs|duplicates|replay FOLDER`; of
//! `outcome` over series it plants itself: `cargo xtask eval outcome`; and what the import makes of real logs of
//! incidents: `cargo xtask eval itsm FOLDER`.
//! Everything runs on one thread, with one setting for all files.

mod duplicates;
mod groups;
mod itsm;
mod logs;
mod measures;
mod outcome;
mod peer;
mod replay;
mod sets;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask eval", about = "How good the grouping, the templates and the duplicates are")]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// How well themes agree with labels: CSV files with the columns text and label
    Themes {
        #[command(flatten)]
        place: Place,
        /// The label of texts that belong nowhere; they are left out of the agreement and sought as unsorted
        #[arg(long)]
        outside: Option<String>,
        /// Also show what each resolution gives
        #[arg(long)]
        cuts: bool,
        /// A Python with the package bertopic: it groups the same vectors in the same run
        #[arg(long)]
        bertopic: Option<PathBuf>,
    },
    /// How well lines of logs are told apart: CSV files with the columns Content and EventId, as loghub has them
    Logs { folder: PathBuf },
    /// How well duplicates are found: NAME.csv with the columns Issue id, Summary and Description, and
    /// NAME-combined.csv with Issue id and Duplicate id, as gitbugs has them
    Duplicates {
        #[command(flatten)]
        place: Place,
    },
    /// What placing learns from corrections: labelled texts as for themes; half of each set is grouped, a person puts
    /// some of it right, the other half is placed without and with that
    Replay {
        #[command(flatten)]
        place: Place,
        /// Texts of a set that take part, evenly chosen
        #[arg(long, default_value_t = 4_000)]
        texts: usize,
        /// Share of the grouped half that the person looks at, in percent
        #[arg(long, default_value_t = 10)]
        looked_at: usize,
    },
    /// What the import makes of real logs of incidents: CSV files as ServiceNow's audit gives them, one row an incident or
    /// one row a change of it
    Itsm {
        folder: PathBuf,
        /// The column that becomes the title; logs without people's words have none
        #[arg(long)]
        title: Option<String>,
    },
    /// How often outcome checks are right about series whose truth is planted
    Outcome {
        /// Series a line
        #[arg(long, default_value_t = 4_000)]
        trials: u32,
    },
}

#[derive(Args)]
struct Place {
    folder: PathBuf,
    /// Where the language model is
    #[arg(long, default_value = "target/model")]
    model: PathBuf,
    /// Keep the texts' vectors in this folder, one file a set, and use them the next time
    #[arg(long)]
    vectors: Option<PathBuf>,
}

fn main() -> Result<()> {
    match Arguments::parse().what {
        What::Themes { place, outside, cuts, bertopic } => {
            groups::measure_all(&place, outside.as_deref(), cuts, bertopic.as_deref())
        }
        What::Logs { folder } => logs::measure_all(&folder),
        What::Duplicates { place } => duplicates::measure_all(&place),
        What::Itsm { folder, title } => itsm::measure_all(&folder, title.as_deref()),
        What::Outcome { trials } => outcome::measure_all(trials),
        What::Replay { place, texts, looked_at } => replay::measure_all(&place, texts, looked_at),
    }
}
