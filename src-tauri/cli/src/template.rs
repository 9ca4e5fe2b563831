//! What the drafts for a tracker are made from.

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueHint};
use engine::api::Engine;
use engine::api::types::{ConnectionView, TemplateTry};
use engine::error::{Problem, Result};
use engine::model::OpportunityId;

use crate::connections::named;
use crate::done::{CHECK_FAILED, Done};
use crate::{read, show, workspace};

#[derive(Debug, Subcommand)]
pub enum Template {
    /// The template of a connection, ready for a file.
    Show {
        connection: String,
        /// What can stand in a template instead.
        #[arg(long)]
        names: bool,
    },
    /// Take the template of a file from now on.
    Set {
        connection: String,
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
    },
    /// Say where a template has a slip; with an opportunity, what it makes of it. Nothing is kept.
    Check {
        connection: String,
        /// The connection's own template when left out.
        #[arg(value_hint = ValueHint::FilePath)]
        file: Option<PathBuf>,
        #[arg(long, value_parser = read::opportunity)]
        on: Option<OpportunityId>,
    },
    /// Bring the usual template back.
    Reset { connection: String },
}

pub async fn perform(engine: &Engine, what: Template) -> Result<Done> {
    match what {
        Template::Show { connection, names } => {
            let view = engine.draft_template(named(engine, &connection).await?.id).await?;
            let listed: String = view.names.iter().map(|(name, means)| format!("{name}: {means}\n")).collect();
            let text = if names { listed } else { format!("{}\n", show::lines(view.text.trim_end())) };
            Ok(Done::new(&view, text))
        }
        Template::Set { connection, file } => {
            let id = named(engine, &connection).await?.id;
            Ok(workspace::step(&engine.set_draft_template(id, text_of(&file)?).await?))
        }
        Template::Check { connection, file, on } => {
            let connection = named(engine, &connection).await?;
            let text = match file {
                Some(file) => text_of(&file)?,
                None => engine.draft_template(connection.id).await?.text,
            };
            check(engine, &connection, text, on).await
        }
        Template::Reset { connection } => {
            let id = named(engine, &connection).await?.id;
            Ok(workspace::step(&engine.set_draft_template(id, String::new()).await?))
        }
    }
}

async fn check(engine: &Engine, connection: &ConnectionView, text: String, on: Option<OpportunityId>) -> Result<Done> {
    let tried = match on {
        Some(id) => engine.try_template(id, connection.id, text).await?,
        None => TemplateTry { draft: None, redactions: 0, problem: engine.check_template(connection.id, text).await? },
    };
    if let Some(problem) = &tried.problem {
        let mut done = Done::new(&tried, format!("{}\n", show::line(&problem.in_words())));
        done.code = CHECK_FAILED;
        return Ok(done);
    }
    let text = match &tried.draft {
        Some(draft) => format!("{}\n\n{}\n", show::line(&draft.title), show::lines(&draft.description)),
        None => "The template is fine.\n".to_owned(),
    };
    Ok(Done::new(&tried, text))
}

fn text_of(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).map_err(|error| {
        Problem::bad_input(format!("{} can't be read: {error}.", file.display())).kept("The template is as it was.")
    })
}
