//! The backlog audit: what the trackers hold, and what speaks for it. Nothing is written to a tracker.

use clap::Subcommand;
use engine::api::Engine;
use engine::api::types::{
    AcceptInto, AuditClass, AuditDetail, AuditReport, AuditRow, AuditTracker, AuditView, ExportFormat, SavedFile,
};
use engine::error::{Problem, Result};
use engine::model::{AuditItemId, OpportunityId};

use crate::connections::named;
use crate::done::Done;
use crate::show::{self, Table};
use crate::{read, workspace};

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Read the items of trackers, then compare them with signals, opportunities and each other.
    Read {
        /// The connection; every tracker that is connected when left out.
        connection: Option<String>,
        /// From the beginning, so that what was deleted there is noticed.
        #[arg(long)]
        anew: bool,
    },
    /// The open items, oldest first.
    List {
        /// all, fresh, stale, none, no_data, duplicate, shipped or kept.
        #[arg(long, value_parser = read::json_word::<AuditClass>, default_value = "all")]
        class: AuditClass,
    },
    /// One item with everything that was found for it.
    Show { item: String },
    /// The audit as one sheet; with a format as a file.
    Report {
        /// csv, markdown (or md), json, html or pdf.
        #[arg(long, value_parser = read::format)]
        format: Option<ExportFormat>,
    },
    /// Keep an item although nothing speaks for it.
    Keep {
        item: String,
        /// Why, such as "must, by law".
        #[arg(long, required_unless_present = "undo")]
        reason: Option<String>,
        /// It isn't kept any more.
        #[arg(long, conflicts_with = "reason")]
        undo: bool,
    },
    /// Say that a match of an item is right, or not the same. `show` numbers the matches.
    Judge {
        item: String,
        number: usize,
        /// right, other or open.
        #[arg(value_parser = ["right", "other", "open"])]
        verdict: String,
    },
    /// Make an opportunity of an item, with the signals that speak for it.
    Opportunity {
        item: String,
        /// Give it to this one, OPP-31 or 31; a new one when left out.
        #[arg(long, value_parser = read::opportunity)]
        into: Option<OpportunityId>,
        /// Title of a new opportunity; the item's own when left out.
        #[arg(long, conflicts_with = "into", default_value = "")]
        title: String,
        /// 0 to 3.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=3))]
        importance: u8,
    },
}

pub async fn perform(engine: &Engine, what: Audit) -> Result<Done> {
    match what {
        Audit::Read { connection, anew } => read_all(engine, connection, anew).await,
        Audit::List { class } => {
            let view = engine.backlog_audit(class).await?;
            let text = listed(&view);
            Ok(Done::new(&view, text))
        }
        Audit::Show { item } => {
            let detail = engine.audit_item(found(engine, &item).await?.id).await?;
            let text = shown(&detail);
            Ok(Done::new(&detail, text))
        }
        Audit::Report { format: Some(format) } => Ok(saved(&engine.save_audit(format).await?)),
        Audit::Report { format: None } => {
            let report = engine.audit_report().await?;
            let text = reported(&report);
            Ok(Done::new(&report, text))
        }
        Audit::Keep { item, reason, .. } => {
            let id = found(engine, &item).await?.id;
            Ok(workspace::step(&engine.keep_items(vec![id], reason).await?))
        }
        Audit::Judge { item, number, verdict } => judge(engine, &item, number, &verdict).await,
        Audit::Opportunity { item, into, title, importance } => {
            let id = found(engine, &item).await?.id;
            let into = match into {
                Some(opportunity) => AcceptInto::Existing { opportunity },
                None => AcceptInto::New { title },
            };
            Ok(workspace::step(&engine.accept_item(id, into, importance).await?))
        }
    }
}

/// Where a file was written.
pub fn saved(file: &SavedFile) -> Done {
    Done::new(file, format!("Saved {} as {}", show::counted(file.rows, "row", "rows"), file.path))
}

async fn read_all(engine: &Engine, connection: Option<String>, anew: bool) -> Result<Done> {
    let wanted = match connection {
        Some(name) => vec![named(engine, &name).await?.id],
        None => {
            let all: Vec<AuditTracker> = engine.backlog_audit(AuditClass::All).await?.trackers;
            all.into_iter().map(|tracker| tracker.connection).collect()
        }
    };
    let (mut text, mut readings) = (String::new(), Vec::new());
    for id in wanted {
        let reading = engine.read_backlog(id, anew).await?;
        text.push_str(&format!("{}\n", show::line(&reading.message)));
        readings.push(reading);
    }
    if readings.is_empty() {
        text.push_str("No tracker is connected yet. Add one with `throughline connections add`.\n");
    }
    let view = engine.backlog_audit(AuditClass::All).await?;
    text.push_str(&format!("{}\n", show::line(&view.sentence)));
    let problem = readings.iter().find_map(|reading| reading.problem.clone());
    Ok(Done::new(&readings, text).despite(problem.as_ref()))
}

async fn judge(engine: &Engine, item: &str, number: usize, verdict: &str) -> Result<Done> {
    let detail = engine.audit_item(found(engine, item).await?.id).await?;
    let one = number.checked_sub(1).and_then(|at| detail.matches.get(at)).filter(|one| !one.about.is_empty());
    let one = one.ok_or_else(|| {
        Problem::not_found(format!("{} has no match {number} to judge.", detail.row.label))
            .todo(format!("See them with `throughline audit show {}`.", detail.row.label))
    })?;
    let right = match verdict {
        "right" => Some(true),
        "other" => Some(false),
        _ => None,
    };
    Ok(workspace::step(&engine.judge_match(detail.row.id, one.about.clone(), right).await?))
}

/// The open item that is called `text`, by its label or its number in the audit.
async fn found(engine: &Engine, text: &str) -> Result<AuditRow> {
    let rows = engine.backlog_audit(AuditClass::All).await?.items;
    let mut fitting: Vec<AuditRow> =
        rows.into_iter().filter(|row| row.label.eq_ignore_ascii_case(text) || row.id == number(text)).collect();
    if fitting.len() > 1 {
        return Err(Problem::bad_input(format!("{} open items are called {text}.", fitting.len()))
            .todo("Use the number that `throughline audit list` shows."));
    }
    fitting.pop().ok_or_else(|| {
        Problem::not_found(format!("No open item is called {text}.")).todo("See them with `throughline audit list`.")
    })
}

/// 0, which no item has, for what is no number.
fn number(text: &str) -> AuditItemId {
    AuditItemId(text.parse().unwrap_or(0))
}

fn listed(view: &AuditView) -> String {
    let mut table = Table::new(&[">ID", "Item", "*Title", "Service", "Written", "Evidence", "*Why"]);
    for row in &view.items {
        table.row([
            row.id.to_string(),
            row.label.clone(),
            row.title.clone(),
            row.service.clone().unwrap_or_default(),
            row.created_at.map_or_else(|| "not known".to_owned(), day),
            show::word(row.evidence),
            row.why.clone(),
        ]);
    }
    let text = table.text("No open item is in this class.");
    format!("{text}{}\n{}\n", show::line(&view.sentence), view.known)
}

fn day(at: engine::model::Time) -> String {
    show::time(at).chars().take(10).collect()
}

fn shown(detail: &AuditDetail) -> String {
    let row = &detail.row;
    let mut text = format!(
        "{} {}\n{}, {}. Evidence: {}. {}\n\n",
        show::line(&row.label),
        show::line(&row.title),
        show::line(&row.connection),
        show::line(&row.status),
        show::word(row.evidence),
        show::line(&row.why)
    );
    let mut table = Table::new(&[">No", "What", "Name", "*Title", ">Alike", "*Why", "Verdict"]);
    for (at, one) in detail.matches.iter().enumerate() {
        table.row([
            (at + 1).to_string(),
            show::word(one.kind),
            one.label.clone(),
            one.title.clone(),
            one.score.map_or_else(String::new, |score| format!("{score:.2}")),
            one.why.clone(),
            match one.right {
                Some(true) => "right".to_owned(),
                Some(false) => "not the same".to_owned(),
                None => String::new(),
            },
        ]);
    }
    text.push_str(&table.text("Nothing was found for it."));
    text
}

fn reported(report: &AuditReport) -> String {
    let mut text = format!("{} of {}\n{}\n\n", report.title, show::line(&report.workspace), show::line(&report.lead));
    let mut table = Table::new(&["*Tracker", ">Open", ">Fresh", ">Stale", ">None", ">No data", ">Share"]);
    for tracker in &report.trackers {
        let counts = &tracker.counts;
        let numbers = [counts.open, counts.fresh, counts.stale, counts.none, counts.no_data].map(show::count);
        let share = counts.share.map_or_else(|| "too few".to_owned(), |share| format!("{:.0} %", share * 100.0));
        table.row([tracker.name.clone()].into_iter().chain(numbers).chain([share]));
    }
    text.push_str(&table.text("No tracker is connected yet."));
    if !report.start_with.is_empty() {
        let mut first = Table::new(&["Item", "*Title", "Written", "*Why"]);
        for row in &report.start_with {
            first.row([
                row.label.clone(),
                row.title.clone(),
                row.created_at.map(day).unwrap_or_default(),
                row.why.clone(),
            ]);
        }
        text.push_str(&format!("\nStart with these, the oldest without evidence:\n{}", first.text("")));
        text.push_str(&format!("{}\n", report.ages_in_words));
    }
    text.push_str(&format!("\n{}\n{}\n{}\n", report.known, report.how_counted, report.cannot_see));
    text
}
