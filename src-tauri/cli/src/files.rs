//! File import.

use engine::api::Engine;
use engine::api::types::{ColumnPreview, ImportPreview, Mapping, RowProblem, Target};
use engine::error::{Problem, Result};

use crate::args::{Import, Matching};
use crate::done::{Done, exit_code};
use crate::show::{self, Table, count};

/// Remarks shown; --json gives the first 100.
const SHOWN: usize = 20;

pub async fn import(engine: &Engine, wanted: Import) -> Result<Done> {
    let mut file = engine.stage_path(&wanted.file).await?;
    file.sheet = wanted.sheet.clone();
    let proposed = engine.preview_import(file.clone(), None).await?;
    let mapping = chosen(&proposed, proposed.mapping.clone(), &wanted.matching)?;
    if wanted.dry_run {
        let preview = engine.preview_import(file, Some(mapping)).await?;
        let mut done = Done::new(&preview, describe(&preview));
        if let Some(why) = &preview.blocked {
            done.code = exit_code(Problem::bad_input(why).kind);
        }
        return Ok(done);
    }
    let report = engine.run_import(file, mapping).await?;
    let text = format!("{}\n", show::line(&report.message));
    Ok(Done::new(&report, text).despite(report.problem.as_ref()))
}

/// `mapping` of the columns shown, with what the command line says otherwise.
pub fn chosen(shown: &ImportPreview, mut mapping: Mapping, wanted: &Matching) -> Result<Mapping> {
    for (name, target) in &wanted.map {
        give(&mut mapping.columns, (&shown.file.name, &shown.columns), name, *target, Target::LeaveOut)?;
    }
    mapping.kind = wanted.kind.unwrap_or(mapping.kind);
    mapping.date_order = wanted.date_order.unwrap_or(mapping.date_order);
    if let Some(decimal) = &wanted.decimal {
        mapping.decimal_comma = decimal == "comma";
    }
    mapping.severities.extend(wanted.severities.iter().cloned());
    Ok(mapping)
}

pub fn describe(preview: &ImportPreview) -> String {
    let how = match preview.sheets.first() {
        Some(sheet) => format!(", sheet {}", show::line(sheet)),
        None => [Some(&preview.encoding), preview.delimiter.as_ref()]
            .into_iter()
            .flatten()
            .map(|how| format!(", {how}"))
            .collect(),
    };
    let mut text = format!(
        "{}: {}, {}{how}. Read as {}, dates {}.\n\n",
        show::line(&preview.file.name),
        show::counted(preview.rows, "row", "rows"),
        show::counted(preview.columns.len() as u32, "column", "columns"),
        show::word(preview.mapping.kind),
        show::word(preview.mapping.date_order),
    );
    let mut columns = Table::new(&["Column", "Becomes", "First values", ">Filled"]);
    for (column, target) in preview.columns.iter().zip(&preview.mapping.columns) {
        let filled = format!("{:.0} %", (column.filled * 100.0).floor());
        columns.row([column.name.clone(), show::word(target), column.first_values.join(", "), filled]);
    }
    text.push_str(&columns.text(""));
    text.push_str(&format!(
        "\n{} clean, {} with a note, {} left out. {} here already. Nothing was written.\n",
        count(preview.clean),
        count(preview.noted),
        count(preview.left_out),
        count(preview.already_here),
    ));
    if let Some(why) = &preview.blocked {
        text.push_str(&format!("It can't be imported yet: {}\n", show::line(why)));
    }
    text + &remarks(&preview.problems)
}

/// Matches the column `name` of the file or stream `of` by hand. Its target is taken from the column that had it.
pub fn give<T: Copy + PartialEq>(
    slots: &mut [T],
    (of, columns): (&str, &[ColumnPreview]),
    name: &str,
    target: T,
    left_out: T,
) -> Result<()> {
    let Some(place) = columns.iter().position(|column| column.name.to_lowercase() == name.to_lowercase()) else {
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        return Err(Problem::bad_input(format!("{of} has no column {name}."))
            .kept("Nothing was changed.")
            .todo(format!("Its columns are: {}.", names.join(", "))));
    };
    for (other, slot) in slots.iter_mut().enumerate() {
        if other == place {
            *slot = target;
        } else if *slot == target {
            *slot = left_out;
        }
    }
    Ok(())
}

/// The first rows that need a look; empty when every row is fine.
pub fn remarks(problems: &[RowProblem]) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&[">Row", "Column", "*What", "Then"]);
    for problem in problems.iter().take(SHOWN) {
        let then = if problem.left_out { "Row left out".to_owned() } else { problem.kept.clone() };
        table.row([count(problem.row), problem.column.clone().unwrap_or_default(), problem.what.clone(), then]);
    }
    format!("\n{}", table.text(""))
}
