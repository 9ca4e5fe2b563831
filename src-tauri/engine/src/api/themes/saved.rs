//! The list of themes as a file in the workspace's exports folder.

use crate::api::Engine;
use crate::api::saved_list::write_new;
use crate::api::types::{ExportFormat, SavedFile, ThemeQuery, ThemeRow};
use crate::error::{Problem, Result};
use crate::export::files::safe;

impl Engine {
    /// Writes what [`Engine::themes`] lists. An earlier file is never overwritten.
    pub async fn save_themes(&self, format: ExportFormat, query: ThemeQuery) -> Result<SavedFile> {
        let rows = self.themes(query).await?.themes;
        let (ending, text) = match format {
            ExportFormat::Csv => ("csv", csv(&rows)?),
            ExportFormat::Markdown => ("md", markdown(&rows)),
            ExportFormat::Json => ("json", serde_json::to_string_pretty(&rows).map_err(|e| unwritable(&e))?),
        };
        let day: String = self.now().rfc3339().chars().take(10).collect();
        let folder = self.exports_folder()?;
        let name = write_new(&folder, &format!("themes-{day}"), ending, text.as_bytes())?;
        Ok(SavedFile {
            path: folder.join(&name).display().to_string(),
            name,
            rows: rows.len() as u32,
            bytes: text.len() as u64,
        })
    }
}

const HEADS: [&str; 9] = [
    "Theme",
    "Words",
    "State",
    "Change in 4 weeks",
    "Signals",
    "Customers",
    "At stake a year",
    "Opportunity",
    "Subject",
];

fn cells(row: &ThemeRow) -> [String; 9] {
    let state = format!("{:?}", row.trend);
    let change = row.change.map_or(String::new(), |change| format!("{:+.0} %", change * 100.0));
    let opportunity = row.opportunity.as_ref().map_or(String::new(), |one| format!("{} {}", one.label, one.title));
    [
        row.title.clone(),
        row.words.join(", "),
        state,
        change,
        row.signals.to_string(),
        row.customers.to_string(),
        row.at_stake.map_or(String::new(), |amount| amount.to_string()),
        opportunity,
        row.subject.clone().unwrap_or_default(),
    ]
}

fn csv(rows: &[ThemeRow]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADS).map_err(|e| unwritable(&e))?;
    for row in rows {
        writer.write_record(cells(row).map(|cell| safe(&cell))).map_err(|e| unwritable(&e))?;
    }
    let bytes = writer.into_inner().map_err(|e| unwritable(&e))?;
    String::from_utf8(bytes).map_err(|e| unwritable(&e))
}

fn markdown(rows: &[ThemeRow]) -> String {
    let line = |cells: &[String]| {
        let escaped: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
        format!("| {} |\n", escaped.join(" | "))
    };
    let mut text = line(&HEADS.map(str::to_owned));
    text.push_str(&format!("|{}\n", " --- |".repeat(HEADS.len())));
    rows.iter().for_each(|row| text.push_str(&line(&cells(row))));
    text
}

fn unwritable(error: &dyn std::fmt::Display) -> Problem {
    Problem::system(format!("The list can't be written: {error}."))
}
