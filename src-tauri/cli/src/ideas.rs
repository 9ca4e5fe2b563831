//! Ideas from another tool's list.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use engine::api::Engine;
use engine::api::types::{IdeaPreview, IdeaSource, IdeaTarget};
use engine::error::{Problem, Result};
use engine::model::Stage;

use crate::done::{Done, exit_code};
use crate::files::{give, remarks};
use crate::show::{self, Table, count};
use crate::{read, workspace};

#[derive(Debug, Args)]
pub struct Ideas {
    #[arg(value_hint = ValueHint::FilePath)]
    file: PathBuf,
    /// productboard, jira (Product Discovery), canny or csv; told from the columns when left out.
    #[arg(long, value_parser = read::json_word::<IdeaSource>)]
    from: Option<IdeaSource>,
    /// Say what would happen and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Which sheet of a workbook; the first when left out.
    #[arg(long)]
    sheet: Option<String>,
    /// A column and what it becomes, e.g. --map "Idea=title"; id, title, statement, status, owner, service, tags, votes,
    /// link or leave_out.
    #[arg(long = "map", value_name = "COLUMN=TARGET", value_parser = read::pair::<IdeaTarget>)]
    map: Vec<(String, IdeaTarget)>,
    /// A status and its stage here, e.g. --stage "Next up=ready".
    #[arg(long = "stage", value_name = "STATUS=STAGE", value_parser = read::pair::<Stage>)]
    stages: Vec<(String, Stage)>,
}

pub async fn import(engine: &Engine, wanted: Ideas) -> Result<Done> {
    let mut file = engine.stage_path(&wanted.file).await?;
    file.sheet = wanted.sheet;
    let proposed = engine.preview_ideas_from(file.clone(), None, wanted.from).await?;
    let mut mapping = proposed.mapping;
    for (name, target) in &wanted.map {
        give(&mut mapping.columns, (&file.name, &proposed.columns), name, *target, IdeaTarget::LeaveOut)?;
    }
    mapping.stages.extend(wanted.stages);
    if !wanted.dry_run {
        return Ok(workspace::step(&engine.import_ideas(file, mapping).await?));
    }
    let preview = engine.preview_ideas(file, Some(mapping)).await?;
    let mut done = Done::new(&preview, describe(&preview));
    if let Some(why) = &preview.blocked {
        done.code = exit_code(Problem::bad_input(why).kind);
    }
    Ok(done)
}

fn describe(preview: &IdeaPreview) -> String {
    let mut text = format!(
        "{}: {}, read as {}.\n\n",
        show::line(&preview.file.name),
        show::counted(preview.rows, "row", "rows"),
        preview.mapping.source.name(),
    );
    let mut columns = Table::new(&["Column", "Becomes", "First values"]);
    for (column, target) in preview.columns.iter().zip(&preview.mapping.columns) {
        columns.row([column.name.clone(), show::word(target), column.first_values.join(", ")]);
    }
    text.push_str(&columns.text(""));
    if !preview.statuses.is_empty() {
        let mut statuses = Table::new(&["Status", "Becomes", ">Rows", ""]);
        for one in &preview.statuses {
            let word = if one.word.is_empty() { "(empty)".to_owned() } else { one.word.clone() };
            let guess = if one.known { "" } else { "not known, say --stage" };
            statuses.row([word, show::word(one.stage), count(one.rows), guess.to_owned()]);
        }
        text.push_str(&format!("\n{}", statuses.text("")));
    }
    text.push_str(&format!(
        "\n{}, {} with a note. {} left out, {} here already. Nothing was written.\n",
        show::counted(preview.clean + preview.noted, "opportunity", "opportunities"),
        count(preview.noted),
        count(preview.left_out),
        count(preview.already_here),
    ));
    if let Some(why) = &preview.blocked {
        text.push_str(&format!("It can't be imported yet: {}\n", show::line(why)));
    }
    text + &remarks(&preview.problems)
}
