//! A table for people as Markdown: the sentences, then the table.

use super::markdown::escaped;
use super::sheet::{Cell, Report, Sheet};

/// Text from outside is escaped; addresses become links only where nothing in them could end one.
pub fn table_in_markdown(sheet: &Sheet) -> String {
    heading("#", &sheet.title, &sheet.lead) + &table(sheet)
}

/// The same of several tables, each under a title of its own.
pub fn report_in_markdown(report: &Report) -> String {
    let mut text = heading("#", &report.title, &report.lead);
    for part in &report.parts {
        text.push_str(&format!("{}{}\n", heading("##", &part.title, &part.lead), table(part)));
    }
    text
}

fn heading(level: &str, title: &str, lead: &[String]) -> String {
    let mut text = format!("{level} {}\n\n", escaped(title));
    for sentence in lead {
        text.push_str(&format!("{}\n\n", escaped(sentence)));
    }
    text
}

fn table(sheet: &Sheet) -> String {
    if sheet.rows.is_empty() {
        return format!("{}\n", escaped(&sheet.empty));
    }
    let heads: Vec<String> = sheet.heads.iter().map(|head| escaped(&head.name)).collect();
    let rules: Vec<&str> = sheet.heads.iter().map(|head| if head.right { "--:" } else { "---" }).collect();
    let mut text = format!("| {} |\n| {} |\n", heads.join(" | "), rules.join(" | "));
    for row in &sheet.rows {
        let cells: Vec<String> = row.iter().map(cell).collect();
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}

fn cell(cell: &Cell) -> String {
    let words = escaped(&cell.text);
    let linked = match cell.link.as_deref().filter(|address| is_plain(address)) {
        Some(address) if !words.is_empty() => format!("[{words}](<{address}>)"),
        _ => words,
    };
    if cell.under.is_empty() { linked } else { format!("{linked} ({})", escaped(&cell.under)) }
}

fn is_plain(address: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>|\\".contains(c);
    (address.starts_with("https://") || address.starts_with("http://")) && !address.contains(odd)
}
