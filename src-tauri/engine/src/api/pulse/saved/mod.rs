//! The Pulse as a file in the workspace's exports folder: the numbers with their tables and how each came about.
//! Per service and kind of change, never per person.

mod facts;
mod sheets;

use serde::Serialize;

use super::receipts::{formula, how};
use super::words;
use crate::api::Engine;
use crate::api::types::{
    ChangesQuery, ExportFormat, FlowList, MetricTile, ProblemList, ProblemQuery, PulseMetric, PulseOverview,
    PulseQuery, SavedFile,
};
use crate::error::{Problem, Result};
use crate::export::files::{html_report, pdf_report, report_in_markdown};
use crate::export::redact::redact;
use crate::model::{ServiceId, Time};
use crate::store::settings;

/// Everything a file says.
pub(super) struct Saved {
    pub workspace: String,
    /// Which service or product: "everything", "checkout".
    pub about: String,
    pub days: u32,
    pub by: String,
    pub at: Time,
    pub overview: PulseOverview,
    /// Incidents caused by change, with its weeks.
    pub caused: MetricTile,
    /// Titles without personal data.
    pub problems: ProblemList,
    pub flow: FlowList,
}

/// What a program reads.
#[derive(Serialize)]
struct Data<'s> {
    workspace: &'s str,
    about: &'s str,
    from: Time,
    to: Time,
    zone: &'s str,
    written_at: Time,
    by: &'s str,
    numbers: Vec<facts::Fact>,
    how: Vec<How>,
}

/// How a number came about.
#[derive(Serialize)]
struct How {
    title: &'static str,
    formula: String,
    how: Vec<String>,
}

impl Engine {
    /// Writes what [`Engine::pulse`] shows, with the recurring problems and how work flows; HTML, PDF and Markdown for
    /// people, CSV and JSON one number a line. An earlier file is never overwritten.
    pub async fn save_pulse(&self, format: ExportFormat, query: PulseQuery) -> Result<SavedFile> {
        let saved = self.pulse_to_save(query).await?;
        let numbers = facts::facts(&saved);
        let rows = numbers.len();
        let report = || sheets::report(&saved);
        let (ending, bytes) = match format {
            ExportFormat::Csv => ("csv", facts::csv(&numbers)?.into_bytes()),
            ExportFormat::Markdown => ("md", report_in_markdown(&report()).into_bytes()),
            ExportFormat::Json => ("json", json(&saved, numbers)?),
            ExportFormat::Html => ("html", html_report(&report()).into_bytes()),
            ExportFormat::Pdf => ("pdf", pdf_report(&report())?),
        };
        self.save_list("pulse", ending, &bytes, rows)
    }

    async fn pulse_to_save(&self, query: PulseQuery) -> Result<Saved> {
        let settings = settings::read(self.store.reader()).await?;
        let question = self.pulse_question(&query).await?;
        let read = &question.known.read;
        let service = query.service.and_then(|ServiceId(id)| read.services.get(&id)).map(|one| one.name.clone());
        let product = query.product.and_then(|id| read.products.get(&id).cloned());
        let services: Vec<ServiceId> = query.service.into_iter().collect();
        let asked = ProblemQuery { days: query.days, services: services.clone(), product: query.product };
        let mut problems = self.problems(asked).await?;
        for row in &mut problems.problems {
            row.title = redact(&row.title).0;
        }
        let flow = self.flow(ChangesQuery { days: query.days, services, product: query.product }).await?;
        let caused = question.tile(PulseMetric::Caused);
        Ok(Saved {
            workspace: settings.workspace_name,
            about: service.or(product).unwrap_or_else(|| "everything".to_owned()),
            days: query.days,
            by: settings.actor,
            at: self.now(),
            overview: self.pulse(query).await?,
            caused,
            problems,
            flow,
        })
    }
}

impl Saved {
    /// The five numbers, and the share of incidents that a change caused.
    fn tiles(&self) -> impl Iterator<Item = &MetricTile> {
        self.overview.tiles.iter().chain([&self.caused])
    }
}

fn json(saved: &Saved, numbers: Vec<facts::Fact>) -> Result<Vec<u8>> {
    let how = |tile: &MetricTile| How {
        title: words::title(tile.metric),
        formula: formula(tile.metric),
        how: how(tile.metric),
    };
    let data = Data {
        workspace: &saved.workspace,
        about: &saved.about,
        from: saved.overview.from,
        to: saved.overview.to,
        zone: &saved.overview.zone,
        written_at: saved.at,
        by: &saved.by,
        numbers,
        how: saved.tiles().map(how).collect(),
    };
    serde_json::to_vec_pretty(&data).map_err(|e| Problem::system(format!("The numbers can't be written: {e}.")))
}
