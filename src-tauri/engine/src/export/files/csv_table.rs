//! The list as CSV (RFC 4180: commas, quotes, CRLF), in UTF-8 with the mark that spreadsheets know it by.

use super::{Ranked, RankedList, stage_in_words};
use crate::error::{Problem, Result};
use crate::model::Range;

const HEAD: [&str; 29] = [
    "Rank",
    "Opportunity",
    "Title",
    "Service",
    "Stage",
    "Value P10",
    "Value P50",
    "Value P90",
    "Top",
    "Chance of being in the top",
    "Reach low",
    "Reach likely",
    "Reach high",
    "Impact low",
    "Impact likely",
    "Impact high",
    "Confidence low",
    "Confidence likely",
    "Confidence high",
    "Effort low",
    "Effort likely",
    "Effort high",
    "Operations signals",
    "Change signals",
    "Voices",
    "People",
    "Customers",
    "Revenue",
    "Backlog item",
];

/// One row each, best first. What isn't set is an empty cell; text that a spreadsheet would run as a formula
/// gets an apostrophe in front.
pub fn csv(list: &RankedList) -> Result<String> {
    marked(&HEAD, list.opportunities.iter().map(cells))
}

/// A table of these rows as spreadsheets take it, whatever it lists.
pub fn marked<R: IntoIterator<Item = String>>(head: &[&str], rows: impl IntoIterator<Item = R>) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let failed = |e: csv::Error| Problem::system(format!("The list can't be written as CSV: {e}."));
    writer.write_record(head).map_err(failed)?;
    for row in rows {
        writer.write_record(row.into_iter().collect::<Vec<_>>()).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|e| failed(e.into_error().into()))?;
    let text = String::from_utf8(bytes).map_err(|e| Problem::system(format!("The list can't be written: {e}.")))?;
    Ok(format!("\u{feff}{text}"))
}

fn cells(ranked: &Ranked) -> Vec<String> {
    let mut cells = vec![
        ranked.rank.map(|rank| rank.to_string()).unwrap_or_default(),
        ranked.label.clone(),
        safe(&ranked.title),
        safe(ranked.service.as_deref().unwrap_or_default()),
        stage_in_words(ranked.stage),
    ];
    match ranked.value {
        Some(value) => cells.extend([value.p10, value.p50, value.p90].map(|value| value.to_string())),
        None => cells.extend([const { String::new() }; 3]),
    }
    cells.push(ranked.top.map(|top| top.k.to_string()).unwrap_or_default());
    cells.push(ranked.top.map(|top| top.chance.to_string()).unwrap_or_default());
    let inputs = &ranked.inputs;
    for range in [inputs.reach, inputs.impact, inputs.confidence, inputs.effort] {
        cells.extend(range_cells(range));
    }
    let evidence = &ranked.evidence;
    let counts = [evidence.operations, evidence.changes, evidence.voices, evidence.reporters, evidence.customers];
    cells.extend(counts.map(|count| count.to_string()));
    let revenue_known = evidence.customers > evidence.revenue_unknown;
    cells.push(if revenue_known { evidence.revenue.to_string() } else { String::new() });
    cells.push(
        ranked.delivery.as_ref().map(|item| safe(&format!("{} {}", item.label, item.status))).unwrap_or_default(),
    );
    cells
}

fn range_cells(range: Option<Range>) -> [String; 3] {
    range.map(|range| [range.low, range.likely, range.high].map(|value| value.to_string())).unwrap_or_default()
}

/// Spreadsheets run a cell that begins with one of these as a formula (OWASP, "CSV injection").
pub fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}
