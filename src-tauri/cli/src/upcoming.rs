//! What is on its way, and what was released.

use chrono::{Days, NaiveDate, Utc};
use clap::{Args, Subcommand};
use engine::api::Engine;
use engine::api::types::{ExportFormat, ReleaseNotes, UpcomingList};
use engine::error::Result;

use crate::audit::saved;
use crate::done::Done;
use crate::show::{self, Table};
use crate::{read, workspace};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Upcoming {
    #[command(subcommand)]
    pub what: Option<UpcomingVerb>,
    /// Write it into a file: csv, markdown (or md), json, html or pdf.
    #[arg(long, value_parser = read::format)]
    pub format: Option<ExportFormat>,
}

#[derive(Debug, Subcommand)]
pub enum UpcomingVerb {
    /// Note that the list is given out; the next one says what changed since.
    Issue,
}

#[derive(Debug, Args)]
pub struct Notes {
    /// The first day, 2026-11-01; 30 days ago when left out.
    #[arg(long)]
    pub from: Option<NaiveDate>,
    /// The last day; today when left out.
    #[arg(long)]
    pub to: Option<NaiveDate>,
    /// Write them into a file: csv, markdown (or md), json, html or pdf.
    #[arg(long, value_parser = read::format)]
    pub format: Option<ExportFormat>,
}

pub async fn upcoming(engine: &Engine, wanted: Upcoming) -> Result<Done> {
    if let Some(UpcomingVerb::Issue) = wanted.what {
        return Ok(workspace::step(&engine.issue_upcoming().await?));
    }
    if let Some(format) = wanted.format {
        return Ok(saved(&engine.save_upcoming(format).await?));
    }
    let list = engine.upcoming().await?;
    let text = listed(&list);
    Ok(Done::new(&list, text))
}

pub async fn release_notes(engine: &Engine, wanted: Notes) -> Result<Done> {
    let today = Utc::now().date_naive();
    let to = wanted.to.unwrap_or(today);
    let from = wanted.from.unwrap_or_else(|| to.checked_sub_days(Days::new(30)).unwrap_or(to));
    let (from, to) = (from.to_string(), to.to_string());
    if let Some(format) = wanted.format {
        return Ok(saved(&engine.save_release_notes(format, from, to).await?));
    }
    let notes = engine.release_notes(from, to).await?;
    let text = noted(&notes);
    Ok(Done::new(&notes, text))
}

fn listed(list: &UpcomingList) -> String {
    let mut table = Table::new(&["Stage", "Opportunity", "*Title", "Service", "Expected", "*Since the last list"]);
    for row in list.rows.iter().chain(&list.left) {
        table.row([
            show::word(row.stage),
            row.opportunity.label.clone(),
            row.opportunity.title.clone(),
            row.service.clone().unwrap_or_default(),
            row.expected.map_or_else(String::new, |day| day.to_string()),
            row.change.clone(),
        ]);
    }
    let since = match list.issued_at {
        Some(at) => format!("{} changed since the list of {}.", show::count(list.changed), show::time(at)),
        None => "No list was issued yet.".to_owned(),
    };
    format!("{}{since}\n", table.text("Nothing is on its way."))
}

fn noted(notes: &ReleaseNotes) -> String {
    let mut text = format!("Released {} to {}\n", notes.from, notes.to);
    for group in &notes.services {
        let name = if group.service.is_empty() { "Other" } else { &group.service };
        text.push_str(&format!("\n{}\n", show::line(name)));
        for note in &group.notes {
            let people = match note.people {
                0 => String::new(),
                people => format!(" ({} asked)", show::counted(people, "person", "people")),
            };
            let title = show::line(&note.opportunity.title);
            text.push_str(&format!("  {} {title}{people}\n", note.opportunity.label));
        }
    }
    if notes.services.is_empty() {
        text.push_str("\nNothing was delivered in these days.\n");
    }
    text
}
