//! The audit as a file in the workspace's exports folder.

use crate::api::Engine;
use crate::api::types::{AuditClass, AuditReport, AuditRow, Evidence, ExportFormat, SavedFile};
use crate::error::{Problem, Result};
use crate::export::files::{Cell, Head, Sheet, html, marked, pdf, safe, table_in_markdown};
use crate::export::redact::redact;
use crate::model::Time;
use crate::score::numbers;

const HEADS: [&str; 11] = [
    "Item",
    "Title",
    "Tracker",
    "Service",
    "Status",
    "Written",
    "Last touched",
    "Evidence",
    "Signals",
    "Duplicate of or delivered as",
    "Why",
];

impl Engine {
    /// Writes every open item with its class; in HTML, PDF and Markdown below the report's sentences. Names and
    /// addresses of people are taken out of titles. An earlier file is never overwritten.
    pub async fn save_audit(&self, format: ExportFormat) -> Result<SavedFile> {
        let report = self.audit_report().await?;
        let mut rows = self.backlog_audit(AuditClass::All).await?.items;
        for row in &mut rows {
            row.title = redact(&row.title).0;
        }
        let now = self.now();
        let cells = || rows.iter().map(|row| cells(row).map(|cell| safe(&cell)));
        let (ending, bytes) = match format {
            ExportFormat::Csv => ("csv", marked(&HEADS, cells())?.into_bytes()),
            ExportFormat::Markdown => ("md", table_in_markdown(&sheet(&report, &rows, now)).into_bytes()),
            ExportFormat::Json => ("json", serde_json::to_vec_pretty(&(&report, &rows)).map_err(|e| unwritable(&e))?),
            ExportFormat::Html => ("html", html(&sheet(&report, &rows, now)).into_bytes()),
            ExportFormat::Pdf => ("pdf", pdf(&sheet(&report, &rows, now))?),
        };
        self.save_list("backlog-audit", ending, &bytes, rows.len())
    }
}

fn cells(row: &AuditRow) -> [String; 11] {
    let day = |at: Time| at.rfc3339().chars().take(10).collect::<String>();
    let twin = row.shipped.as_ref().or(row.duplicate_of.as_ref());
    [
        row.label.clone(),
        row.title.clone(),
        row.connection.clone(),
        row.service.clone().unwrap_or_default(),
        row.status.clone(),
        row.created_at.map(day).unwrap_or_default(),
        day(row.updated_at),
        evidence(row).to_owned(),
        row.signals.to_string(),
        twin.map(|twin| format!("{} {}", twin.label, redact(&twin.title).0)).unwrap_or_default(),
        row.why.clone(),
    ]
}

fn evidence(row: &AuditRow) -> &'static str {
    match row.evidence {
        Evidence::Fresh => "fresh",
        Evidence::Stale => "older than 90 days",
        Evidence::None => "none",
        Evidence::NoData => "no data",
    }
}

/// The report's sentences above the items, those without evidence first.
fn sheet(report: &AuditReport, rows: &[AuditRow], now: Time) -> Sheet {
    let counts = &report.counts;
    let head = |name: &str, right, share| Head { name: name.to_owned(), right, share };
    let mut lead = vec![
        report.lead.clone(),
        format!(
            "{} open, {} with fresh evidence, {} with evidence older than 90 days, {} without, {} without data; {} look \
             like duplicates, {} are delivered already.",
            numbers::count(counts.open),
            numbers::count(counts.fresh),
            numbers::count(counts.stale),
            numbers::count(counts.none),
            numbers::count(counts.no_data),
            numbers::count(counts.duplicates),
            numbers::count(counts.shipped)
        ),
    ];
    lead.extend(report.trackers.iter().filter(|tracker| tracker.counts.open > 0).map(|tracker| {
        let share = tracker.counts.share.map_or("too few for a share".to_owned(), numbers::share);
        let counts = &tracker.counts;
        format!(
            "{}: {} open, {} without evidence ({share} of {}).",
            tracker.name, counts.open, counts.none, counts.judged
        )
    }));
    if counts.none > 0 {
        lead.push(report.ages_in_words.clone());
    }
    lead.extend([report.known.clone(), report.how_counted.clone(), report.cannot_see.clone()]);
    lead.push(format!("Written {}. It doesn’t change any more.", now.rfc3339()));
    let mut ordered: Vec<&AuditRow> = rows.iter().collect();
    ordered.sort_by_key(|row| !row.is(AuditClass::None));
    Sheet {
        title: format!("Backlog audit of {}", report.workspace),
        lead,
        heads: vec![
            head("Item", false, 0.1),
            head("Title", false, 0.36),
            head("Age", false, 0.12),
            head("Evidence", false, 0.14),
            head("Why", false, 0.28),
        ],
        rows: ordered.into_iter().map(|row| shown(row, now)).collect(),
        empty: "No open item was read yet.".to_owned(),
    }
}

fn shown(row: &AuditRow, now: Time) -> Vec<Cell> {
    let age = row.created_at.map_or("not known".to_owned(), |at| months(at, now));
    vec![
        Cell { link: Some(row.url.clone()), ..Cell::of(&row.label).under(&row.connection) },
        Cell::of(&row.title).under(row.service.as_deref().unwrap_or_default()),
        Cell::of(age).under(format!("touched {}", numbers::day(row.updated_at, now))),
        Cell::of(evidence(row)),
        Cell::of(&row.why),
    ]
}

/// `3 y 4 mo`, `5 mo`.
fn months(at: Time, now: Time) -> String {
    let months = (now.0 - at.0).max(0) / (30 * Time::DAY + 10 * Time::HOUR);
    match (months / 12, months % 12) {
        (0, months) => format!("{months} mo"),
        (years, 0) => format!("{years} y"),
        (years, months) => format!("{years} y {months} mo"),
    }
}

fn unwritable(error: &dyn std::fmt::Display) -> Problem {
    Problem::system(format!("The audit can't be written: {error}."))
}
