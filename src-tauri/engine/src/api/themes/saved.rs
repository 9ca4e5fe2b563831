//! The list of themes as a file in the workspace's exports folder.

use crate::api::Engine;
use crate::api::types::{ExportFormat, SavedFile, ThemeQuery, ThemeRow, ThemeView};
use crate::error::{Problem, Result};
use crate::export::files::{Cell, Head, Sheet, escaped, html, marked, pdf, safe};
use crate::model::Time;
use crate::score::numbers;
use crate::store::settings;

impl Engine {
    /// Writes what [`Engine::themes`] lists. An earlier file is never overwritten.
    pub async fn save_themes(&self, format: ExportFormat, query: ThemeQuery) -> Result<SavedFile> {
        let rows = self.themes(query.clone()).await?.themes;
        let settings = settings::read(self.store.reader()).await?;
        let about = about(rows.len(), &query, self.now(), &settings.actor);
        let sheet = || sheet(&rows, about, &settings.workspace_name, &settings.currency);
        let (ending, bytes) = match format {
            ExportFormat::Csv => ("csv", csv(&rows)?.into_bytes()),
            ExportFormat::Markdown => ("md", markdown(&rows).into_bytes()),
            ExportFormat::Json => ("json", serde_json::to_vec_pretty(&rows).map_err(|e| unwritable(&e))?),
            ExportFormat::Html => ("html", html(&sheet()).into_bytes()),
            ExportFormat::Pdf => ("pdf", pdf(&sheet())?),
        };
        self.save_list("themes", ending, &bytes, rows.len())
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

/// What the page and the print show: the numbers that the screen has, and the words.
fn sheet(rows: &[ThemeRow], about: Vec<String>, workspace: &str, currency: &str) -> Sheet {
    let head = |name: &str, right, share| Head { name: name.to_owned(), right, share };
    let heads = vec![
        head("Theme", false, 0.36),
        head("State", false, 0.12),
        head("Signals", true, 0.12),
        head("Customers", true, 0.16),
        head("Opportunity", false, 0.24),
    ];
    let cells = |row: &ThemeRow| {
        let [title, words, state, change, ..] = cells(row);
        let weeks = if change.is_empty() { String::new() } else { format!("{change} in 4 weeks") };
        let stake = row.at_stake.map_or(String::new(), |amount| format!("{} a year", numbers::money(amount, currency)));
        let (label, linked) =
            row.opportunity.as_ref().map(|one| (one.label.clone(), one.title.clone())).unwrap_or_default();
        vec![
            Cell::of(title).under(words),
            Cell::of(state).under(weeks),
            Cell::of(numbers::count(row.signals)),
            Cell::of(numbers::count(row.customers)).under(stake),
            Cell::of(linked).under(label),
        ]
    };
    Sheet {
        title: format!("Themes of {workspace}"),
        lead: about,
        heads,
        rows: rows.iter().map(cells).collect(),
        empty: "No theme fits.".to_owned(),
    }
}

fn about(rows: usize, query: &ThemeQuery, at: Time, by: &str) -> Vec<String> {
    let view = match query.view {
        ThemeView::All => "All themes",
        ThemeView::Growing => "Growing themes",
        ThemeView::New => "New themes",
        ThemeView::WithoutOpportunity => "Themes without an opportunity",
        ThemeView::Mixed => "Themes that look mixed",
        ThemeView::NotATheme => "What is no theme",
        ThemeView::Snoozed => "Snoozed themes",
    };
    let mut said = vec![view.to_owned()];
    if !query.trends.is_empty() {
        said.push(format!("{:?}", query.trends).trim_matches(['[', ']']).to_lowercase());
    }
    if !query.services.is_empty() {
        said.push("of some services".to_owned());
    }
    if let Some(least) = query.min_revenue {
        said.push(format!("of customers worth at least {least} a year"));
    }
    if !query.text.trim().is_empty() {
        said.push(format!("with “{}” in it", query.text.trim()));
    }
    let count = numbers::counted(u32::try_from(rows).unwrap_or(u32::MAX), "theme", "themes");
    vec![
        format!("{count}. {}.", said.join(", ")),
        format!("Saved {} by {by}. It doesn't change any more.", at.rfc3339()),
    ]
}

fn csv(rows: &[ThemeRow]) -> Result<String> {
    marked(&HEADS, rows.iter().map(|row| cells(row).map(|cell| safe(&cell))))
}

fn markdown(rows: &[ThemeRow]) -> String {
    let line = |cells: &[String]| {
        let escaped: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
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
