//! The ranked list as a file in the workspace's exports folder.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use super::Engine;
use super::opportunities::Everything;
use super::opportunity_edits::stage_in_words;
use super::quotes;
use super::types::{ExportFormat, NumberOf, OpportunityQuery, OpportunityRow, SavedFile, Settings};
use super::words::counted;
use crate::error::{Problem, Result};
use crate::export::files::{self, Delivery, Ranked, RankedList};
use crate::model::Stage;
use crate::store::settings;

impl Engine {
    /// Writes what [`Engine::opportunities`] lists. An earlier file is never overwritten.
    pub async fn save_opportunities(&self, format: ExportFormat, query: OpportunityQuery) -> Result<SavedFile> {
        let list = self.ranked_list(query).await?;
        let (ending, bytes) = match format {
            ExportFormat::Csv => ("csv", files::csv(&list)?.into_bytes()),
            ExportFormat::Markdown => ("md", files::markdown(&list).into_bytes()),
            ExportFormat::Json => ("json", files::json(&list)?.into_bytes()),
            ExportFormat::Html => ("html", files::html(&files::sheet(&list)).into_bytes()),
            ExportFormat::Pdf => ("pdf", files::pdf(&files::sheet(&list))?),
        };
        self.save_list("opportunities", ending, &bytes, list.opportunities.len())
    }

    /// Writes a list of so many rows into the exports folder, named by what it lists and the day.
    pub(super) fn save_list(&self, of: &str, ending: &str, bytes: &[u8], rows: usize) -> Result<SavedFile> {
        let day: String = self.now().rfc3339().chars().take(10).collect();
        let folder = self.exports_folder()?;
        let name = write_new(&folder, &format!("{of}-{day}"), ending, bytes)?;
        Ok(SavedFile {
            path: folder.join(&name).display().to_string(),
            name,
            rows: u32::try_from(rows).unwrap_or(u32::MAX),
            bytes: bytes.len() as u64,
        })
    }

    async fn ranked_list(&self, query: OpportunityQuery) -> Result<RankedList> {
        let settings = settings::read(self.store.reader()).await?;
        let filters = filters_in_words(&query);
        let list = self.opportunities(query).await?;
        let all = self.everything().await?;
        let mut opportunities = Vec::with_capacity(list.rows.len());
        for row in list.rows.into_iter().map(Arc::unwrap_or_clone) {
            opportunities.push(self.ranked(&all, row, &settings).await?);
        }
        Ok(RankedList {
            workspace: settings.workspace_name,
            written_at: self.now(),
            by: settings.actor,
            filters,
            points: all.method.points.clone(),
            reach_unit: list.reach_unit,
            currency: settings.currency,
            draws: list.draws,
            seed: list.seed,
            hidden: list.hidden,
            opportunities,
        })
    }

    async fn ranked(&self, all: &Everything, row: OpportunityRow, settings: &Settings) -> Result<Ranked> {
        let record = all.record(row.id)?;
        let receipt = self.explain(NumberOf::Value, all, record, None, settings).await?;
        let marked = !self.passages(row.id).await?.is_empty();
        let evidence = if marked { self.evidence_views(row.id, self.links(row.id).await?).await? } else { Vec::new() };
        let ranked = Ranked {
            id: row.id,
            label: row.label,
            title: row.title,
            statement: record.statement.clone(),
            service: row.service,
            stage: row.stage,
            rank: row.rank,
            value: row.value,
            top: row.top,
            inputs: row.inputs,
            evidence: row.evidence,
            delivery: row.delivery.map(|item| Delivery { label: item.label, status: item.status, url: item.url }),
            quotes: quotes::passages(&evidence, self.now()),
            receipt,
        };
        Ok(ranked.redacted())
    }
}

/// "Stages captured and ready, service checkout, with “pay” in it"
fn filters_in_words(query: &OpportunityQuery) -> String {
    let mut said = Vec::new();
    match query.stages.as_slice() {
        [] => said.push("Every stage but rejected".to_owned()),
        all if all.len() == Stage::ALL.len() => said.push("Every stage".to_owned()),
        [one] => said.push(format!("Stage {}", stage_in_words(*one))),
        several => {
            let words: Vec<String> = several.iter().map(|stage| stage_in_words(*stage)).collect();
            said.push(format!("Stages {}", words.join(", ")));
        }
    }
    if !query.services.is_empty() {
        said.push(format!("about {}", query.services.join(", ")));
    }
    if query.min_evidence > 0 {
        said.push(format!("with at least {}", counted(query.min_evidence, "signals")));
    }
    if !query.text.trim().is_empty() {
        said.push(format!("with “{}” in it", query.text.trim()));
    }
    if query.include_deleted {
        said.push("deleted ones too".to_owned());
    }
    said.join(", ")
}

/// Writes `stem.ending`, or `stem-2.ending` and so on when that is there already. Gives the name it took.
fn write_new(folder: &Path, stem: &str, ending: &str, bytes: &[u8]) -> Result<String> {
    for n in 1..10_000 {
        let name = if n == 1 { format!("{stem}.{ending}") } else { format!("{stem}-{n}.{ending}") };
        let path = folder.join(&name);
        match File::create_new(&path) {
            Ok(mut file) => {
                if let Err(e) = file.write_all(bytes).and_then(|()| file.sync_all()) {
                    // Half a list would pass for a whole one.
                    let _ = std::fs::remove_file(&path);
                    return Err(e.into());
                }
                return Ok(name);
            }
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e.into()),
        }
    }
    Err(Problem::refused(format!("There are thousands of files called {stem} already."))
        .kept("Nothing was written.")
        .todo(format!("Clear {} out.", folder.display())))
}
