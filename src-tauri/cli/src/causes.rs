//! Root causes of problems and opportunities, in four dimensions.

use clap::{Args, Subcommand};
use engine::api::Engine;
use engine::api::types::{CauseDimension, CauseForm, CauseMap, CauseState, CauseView, CausesOf, CausesView};
use engine::error::{Problem, Result};
use engine::model::OpportunityId;

use crate::done::Done;
use crate::show::{self, Table, count};
use crate::{problems, read, workspace};

#[derive(Debug, Subcommand)]
pub enum Causes {
    List {
        #[command(flatten)]
        of: Of,
    },
    /// Where the causes of all opportunities and problems gather.
    Map,
    Add {
        #[command(flatten)]
        of: Of,
        /// people, technology, partners or processes.
        #[arg(value_parser = read::json_word::<CauseDimension>)]
        dimension: CauseDimension,
        text: String,
        /// An answer to "why?"; up to five, each asked of the one before.
        #[arg(long)]
        why: Vec<String>,
        /// What is done differently from now on.
        #[arg(long, default_value = "")]
        process_change: String,
        #[arg(long)]
        confirmed: bool,
    },
    /// A suggested cause is one.
    Confirm {
        #[command(flatten)]
        of: Of,
        /// Its number in the list.
        number: usize,
    },
    Remove {
        #[command(flatten)]
        of: Of,
        number: usize,
    },
    /// You looked there and found nothing.
    Nothing {
        #[command(flatten)]
        of: Of,
        #[arg(value_parser = read::json_word::<CauseDimension>)]
        dimension: CauseDimension,
        /// It is to be looked at again.
        #[arg(long)]
        undo: bool,
    },
}

#[derive(Clone, Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Of {
    /// The key of a problem, or the beginning of it.
    #[arg(long)]
    problem: Option<String>,
    #[arg(long, value_parser = read::opportunity)]
    opportunity: Option<OpportunityId>,
}

impl Of {
    async fn meant(&self, engine: &Engine) -> Result<CausesOf> {
        match (&self.problem, self.opportunity) {
            (Some(problem), _) => Ok(CausesOf::Problem { key: problems::key(engine, problem).await? }),
            (None, Some(id)) => Ok(CausesOf::Opportunity { id }),
            (None, None) => Err(Problem::bad_input("Say --problem or --opportunity.")),
        }
    }
}

pub async fn perform(engine: &Engine, what: Causes) -> Result<Done> {
    let done = match what {
        Causes::List { of } => {
            let view = engine.causes(of.meant(engine).await?).await?;
            let text = listed(&view);
            return Ok(Done::new(&view, text));
        }
        Causes::Map => {
            let map = engine.cause_map().await?;
            let text = mapped(&map);
            return Ok(Done::new(&map, text));
        }
        Causes::Add { of, dimension, text, why, process_change, confirmed } => {
            let state = if confirmed { CauseState::Confirmed } else { CauseState::Suggested };
            let cause = CauseForm { dimension, text, state, whys: why, process_change };
            engine.add_cause(of.meant(engine).await?, cause).await?
        }
        Causes::Confirm { of, number } => {
            let cause = numbered(engine, &of, number).await?;
            let CauseView { uid, dimension, text, whys, process_change, .. } = cause;
            let form = CauseForm { dimension, text, state: CauseState::Confirmed, whys, process_change };
            engine.edit_cause(uid, form).await?
        }
        Causes::Remove { of, number } => engine.remove_cause(numbered(engine, &of, number).await?.uid).await?,
        Causes::Nothing { of, dimension, undo } => {
            engine.mark_nothing_found(of.meant(engine).await?, dimension, !undo).await?
        }
    };
    Ok(workspace::step(&done))
}

/// In the order of the list.
async fn numbered(engine: &Engine, of: &Of, number: usize) -> Result<CauseView> {
    let view = engine.causes(of.meant(engine).await?).await?;
    let mut all = view.dimensions.into_iter().flat_map(|dimension| dimension.causes);
    let place = number.checked_sub(1).and_then(|place| all.nth(place));
    place.ok_or_else(|| Problem::not_found(format!("There is no cause {number}.")).kept("Nothing was changed."))
}

fn listed(view: &CausesView) -> String {
    let mut table = Table::new(&[">Number", "Dimension", "State", "*Cause", ">Whys", "Process change"]);
    let mut number = 0;
    for dimension in &view.dimensions {
        for cause in &dimension.causes {
            number += 1;
            table.row([
                number.to_string(),
                dimension.name.clone(),
                show::word(cause.state),
                cause.text.clone(),
                count(cause.whys.len() as u32),
                cause.process_change.clone(),
            ]);
        }
    }
    let mut text = table.text("No cause is written down.");
    for dimension in view.dimensions.iter().filter(|one| one.nothing_found) {
        text.push_str(&format!("Nothing found: {}\n", dimension.name));
    }
    text.extend(view.warning.iter().map(|warning| format!("{warning}\n")));
    text
}

fn mapped(map: &CauseMap) -> String {
    const DIMENSIONS: [&str; 4] = [">People", ">Technology", ">Partners", ">Processes"];
    let counts = |causes: &[u32]| causes.iter().map(|one| count(*one)).collect::<Vec<_>>();
    let mut services = Table::new(&[&["*Service"], &DIMENSIONS[..], &[">Of"]].concat());
    for one in &map.services {
        let mut cells = vec![one.service.clone().unwrap_or_else(|| "No service".to_owned())];
        cells.extend(counts(&one.causes));
        cells.push(count(one.rows));
        services.row(cells);
    }
    let mut table = Table::new(&[&["Of", "*Title"], &DIMENSIONS[..], &[">Process changes"]].concat());
    for row in &map.rows {
        let label = if row.label.is_empty() { "problem" } else { &row.label };
        let mut cells = vec![label.to_owned(), row.title.clone()];
        cells.extend(counts(&row.causes));
        cells.push(count(row.process_changes));
        table.row(cells);
    }
    let mut text = services.text("No opportunity and no problem has a cause written down.");
    if !map.rows.is_empty() {
        text.push('\n');
        text.push_str(&table.text(""));
    }
    text.push_str(&format!(
        "{} with evidence and no cause.\n",
        show::counted(map.without, "opportunity", "opportunities")
    ));
    text
}
