//! What was delivered in a range of days, by service, with how many people had asked for it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::Engine;
use super::types::{
    ExportFormat, OpportunityQuery, OpportunityRef, ReleaseNote, ReleaseNotes, ReleasedService, SavedFile,
};
use crate::error::{Problem, Result};
use crate::export::files::{Cell, Head, Sheet, escaped, html, marked, pdf, safe};
use crate::export::redact::redact;
use crate::model::{Stage, Time};
use crate::score::numbers;
use crate::store::{settings, upcoming};

impl Engine {
    /// `from` and `to` are days in UTC, written as 2026-11-30, both included.
    pub async fn release_notes(&self, from: String, to: String) -> Result<ReleaseNotes> {
        let (from, to) = (day(&from)?, day(&to)?);
        let stages = vec![Stage::Delivered, Stage::Verified];
        let list = self.opportunities(OpportunityQuery { stages, ..OpportunityQuery::default() }).await?;
        let workspace = settings::read(self.store.reader()).await?.workspace_name;
        let mut read = self.store.reader().acquire().await?;
        let delivered = upcoming::delivered(&mut read).await?;
        drop(read);
        let mut by_service: BTreeMap<String, Vec<ReleaseNote>> = BTreeMap::new();
        for row in list.rows.into_iter().map(Arc::unwrap_or_clone) {
            let Some(at) = delivered.get(&row.id).copied() else { continue };
            if at.utc().is_none_or(|at| !(from..=to).contains(&at.date_naive())) {
                continue;
            }
            by_service.entry(row.service.unwrap_or_default()).or_default().push(ReleaseNote {
                opportunity: OpportunityRef { id: row.id, label: row.label, title: redact(&row.title).0 },
                delivered_at: at,
                people: row.evidence.reporters,
                item: row.delivery.map(|item| item.label).unwrap_or_default(),
            });
        }
        let mut services: Vec<ReleasedService> =
            by_service.into_iter().map(|(service, notes)| ReleasedService { service, notes }).collect();
        // What is of no service comes last.
        services.sort_by_key(|group| group.service.is_empty());
        for group in &mut services {
            group.notes.sort_by_key(|note| (std::cmp::Reverse(note.delivered_at), note.opportunity.id));
        }
        let count: usize = services.iter().map(|group| group.notes.len()).sum();
        Ok(ReleaseNotes { workspace, from, to, services, delivered: u32::try_from(count).unwrap_or(u32::MAX) })
    }

    /// Writes the notes into the exports folder.
    pub async fn save_release_notes(&self, format: ExportFormat, from: String, to: String) -> Result<SavedFile> {
        let notes = self.release_notes(from, to).await?;
        let now = self.now();
        let (ending, bytes) = match format {
            ExportFormat::Csv => ("csv", csv(&notes)?.into_bytes()),
            ExportFormat::Markdown => ("md", markdown(&notes, now).into_bytes()),
            ExportFormat::Json => {
                ("json", serde_json::to_vec_pretty(&notes).map_err(|e| Problem::system(e.to_string()))?)
            }
            ExportFormat::Html => ("html", html(&sheet(&notes, now)).into_bytes()),
            ExportFormat::Pdf => ("pdf", pdf(&sheet(&notes, now))?),
        };
        self.save_list("release-notes", ending, &bytes, notes.delivered as usize)
    }
}

fn day(text: &str) -> Result<NaiveDate> {
    text.trim().parse().map_err(|_| {
        Problem::bad_input(format!("“{text}” is no day.")).kept("Nothing was changed.").todo("Write it as 2026-11-30.")
    })
}

fn service(group: &ReleasedService) -> &str {
    if group.service.is_empty() { "Other" } else { &group.service }
}

/// Nobody is said to have asked where the evidence names nobody.
fn asked(note: &ReleaseNote) -> String {
    match note.people {
        0 => String::new(),
        people => format!("{} asked for it", numbers::counted(people, "person", "people")),
    }
}

fn title(notes: &ReleaseNotes) -> String {
    format!("Released in {}, {} to {}", notes.workspace, notes.from, notes.to)
}

fn markdown(notes: &ReleaseNotes, now: Time) -> String {
    let mut text = format!("# {}\n", escaped(&title(notes)));
    for group in &notes.services {
        text.push_str(&format!("\n## {}\n\n", escaped(service(group))));
        for note in &group.notes {
            let mut after = vec![numbers::day(note.delivered_at, now)];
            after.extend(Some(asked(note)).filter(|words| !words.is_empty()));
            text.push_str(&format!("- {} ({})\n", escaped(&note.opportunity.title), after.join(", ")));
        }
    }
    if notes.services.is_empty() {
        text.push_str("\nNothing was delivered in these days.\n");
    }
    text
}

fn csv(notes: &ReleaseNotes) -> Result<String> {
    let day = |at: Time| at.rfc3339().chars().take(10).collect::<String>();
    let rows = notes.services.iter().flat_map(|group| {
        group.notes.iter().map(move |note| {
            let (name, people) = (note.opportunity.title.clone(), note.people.to_string());
            [service(group).to_owned(), note.opportunity.label.clone(), name, day(note.delivered_at), people]
                .map(|cell| safe(&cell))
        })
    });
    marked(&["Service", "Opportunity", "Title", "Delivered", "People who asked"], rows)
}

fn sheet(notes: &ReleaseNotes, now: Time) -> Sheet {
    let head = |name: &str, right, share| Head { name: name.to_owned(), right, share };
    let row = |group: &ReleasedService, note: &ReleaseNote| {
        vec![
            Cell::of(service(group)),
            Cell::of(&note.opportunity.title).under(&note.opportunity.label),
            Cell::of(numbers::day(note.delivered_at, now)),
            Cell::of(asked(note)),
        ]
    };
    Sheet {
        title: title(notes),
        lead: vec![format!("{} delivered. Written {}.", numbers::count(notes.delivered), now.rfc3339())],
        heads: vec![
            head("Service", false, 0.18),
            head("What", false, 0.46),
            head("Delivered", false, 0.14),
            head("Who asked", false, 0.22),
        ],
        rows: notes.services.iter().flat_map(|group| group.notes.iter().map(move |note| row(group, note))).collect(),
        empty: "Nothing was delivered in these days.".to_owned(),
    }
}
