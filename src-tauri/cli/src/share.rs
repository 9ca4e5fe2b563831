//! The whole workspace as open JSON.

use std::path::PathBuf;

use clap::{Subcommand, ValueHint};
use engine::api::Engine;
use engine::error::Result;

use crate::done::Done;
use crate::show;

#[derive(Debug, Subcommand)]
pub enum Workspace {
    /// Write everything but passwords and keys into one file: JSON, one object a line.
    Export {
        /// A file that isn't there yet, e.g. workspace.ndjson.
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Fill a workspace in which nothing is yet with what `export` wrote.
    Import {
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
}

pub async fn perform(engine: &Engine, what: Workspace) -> Result<Done> {
    match what {
        Workspace::Export { file } => {
            let saved = engine.export_workspace(&file).await?;
            let (rows, size) = (show::counted(saved.rows, "row", "rows"), show::bytes(saved.bytes));
            Ok(Done::new(&saved, format!("Saved {rows} as {} ({size}). Passwords and keys are not in it.", saved.path)))
        }
        Workspace::Import { file } => {
            let info = engine.import_workspace(&file).await?;
            let text = format!(
                "Brought in {}: {}, {}. Passwords and keys were not in the file: give them again where tools are read.",
                show::line(&info.name),
                show::counted(info.signals, "signal", "signals"),
                show::counted(info.opportunities, "opportunity", "opportunities"),
            );
            Ok(Done::new(&info, text))
        }
    }
}
