//! The workspace as a whole: numbers, demo, backups, undo and history.

use std::path::Path;

use engine::api::Engine;
use engine::api::types::{HistoryEntry, ItemView, StatusReport, StepDone, WorkspaceInfo};
use engine::error::{Problem, Result};
use engine::model::{OpportunityId, SignalId, Time};
use engine::store::backup as files;
use serde::Serialize;

use crate::args::Backup;
use crate::done::Done;
use crate::show::{self, Table, count};

/// A finished decision, with what it passed over.
pub fn step(done: &StepDone) -> Done {
    let mut text = format!("{}\n", show::line(&done.message));
    for left_out in &done.left_out {
        text.push_str(&format!("Left out {}: {}\n", show::line(&left_out.title), show::line(&left_out.reason)));
    }
    Done::new(done, text)
}

#[derive(Serialize)]
struct Status {
    workspace: WorkspaceInfo,
    read: Option<StatusReport>,
    items: Vec<ItemView>,
}

pub async fn status(engine: &Engine, read: bool) -> Result<Done> {
    let read = if read {
        crate::secret::refuse_for_many(engine.connections().await?.iter().filter(|c| c.writes).count())?;
        Some(engine.read_statuses().await?)
    } else {
        None
    };
    let status = Status { workspace: engine.workspace().await?, read, items: engine.items().await? };
    let mut text = overview(&status.workspace);
    if let Some(report) = &status.read {
        text.push_str(&format!("\n{}\n", show::line(&report.message)));
        for change in &report.changed {
            let item = &change.item;
            text.push_str(&show::line(&format!("{} {}: {}, was {}", item.label, item.title, item.status, change.was)));
            text.push('\n');
        }
    }
    if !status.items.is_empty() {
        text.push_str(&format!("\n{}", items(&status.items)));
    }
    let problem = status.read.as_ref().and_then(|report| report.problems.first());
    Ok(Done::new(&status, text).despite(problem))
}

fn overview(info: &WorkspaceInfo) -> String {
    let mut table = Table::new(&[">", ""]);
    for (number, what) in [
        (info.signals, "signals"),
        (info.inbox, "in the inbox"),
        (info.snoozed, "snoozed"),
        (info.triaged_today, "decided today"),
        (info.opportunities, "opportunities"),
        (info.items, "items in trackers"),
        (info.connections, "connections"),
    ] {
        table.row([count(number), what.to_owned()]);
    }
    let mut text = format!("{} in {} ({})\n", show::line(&info.name), info.folder, show::bytes(info.bytes));
    text.push_str(table.text("").trim_start_matches('\n'));
    text.push_str(&format!(
        "Last pull {}, last backup {}.\n",
        show::maybe_time(info.last_sync),
        show::maybe_time(info.last_backup)
    ));
    text.push_str(&crate::keepers::told(&info.secrets));
    text
}

fn items(items: &[ItemView]) -> String {
    let mut table = Table::new(&["Opportunity", "Item", "Status", "Read", "*Title"]);
    for item in items {
        table.row([
            item.opportunity.label.clone(),
            format!("{} {}", item.connection, item.label),
            item.status.clone(),
            show::time(item.read_at),
            item.title.clone(),
        ]);
    }
    table.text("")
}

pub async fn demo(engine: &Engine) -> Result<Done> {
    let info = engine.fill_demo().await?;
    Ok(Done::new(&info, format!("The demo workspace is filled.\n{}", overview(&info))))
}

pub async fn backup(engine: &Engine, what: Option<Backup>) -> Result<Done> {
    match what.unwrap_or(Backup::List) {
        Backup::List => Ok(listed(&engine.backups().await?)),
        Backup::Now => {
            let made = engine.back_up().await?;
            Ok(Done::new(&made, format!("Made the backup {} ({}).", made.name, show::bytes(made.bytes))))
        }
        Backup::Restore { name } => {
            let info = engine.restore(name.clone()).await?;
            Ok(Done::new(&info, format!("Put {name} in place. The file before it is kept beside it.")))
        }
    }
}

/// The same for a workspace that is too damaged to be opened.
pub async fn rescue(workspace: &Path, what: Option<&Backup>) -> Result<Done> {
    match what {
        None | Some(Backup::List) => Ok(listed(&files::list(workspace)?)),
        Some(Backup::Now) => Err(Problem::refused("A damaged workspace can't be backed up.")
            .kept("The file is left as it is.")
            .todo("Put an earlier backup in its place with `throughline backup restore`.")),
        Some(Backup::Restore { name }) => {
            let kept = files::replace_damaged(workspace, name, Time::system_now()).await?;
            let kept = kept.display().to_string();
            Ok(Done::new(&kept, format!("Put {name} in place. The damaged file is kept as {kept}.")))
        }
    }
}

fn listed(backups: &[engine::api::types::Backup]) -> Done {
    let mut table = Table::new(&["Name", "Made", ">Size", "Why"]);
    for backup in backups {
        table.row([backup.name.clone(), show::time(backup.at), show::bytes(backup.bytes), backup.reason.clone()]);
    }
    Done::new(&backups, table.text("There is no backup yet."))
}

pub async fn history(
    engine: &Engine,
    opportunity: Option<OpportunityId>,
    signal: Option<u32>,
    limit: u32,
) -> Result<Done> {
    let mut entries: Vec<HistoryEntry> = match (opportunity, signal) {
        (Some(id), _) => engine.opportunity_history(id).await?,
        (None, Some(id)) => engine.signal_history(SignalId(id)).await?,
        (None, None) => engine.recent(limit).await?,
    };
    entries.truncate(limit as usize);
    let mut table = Table::new(&["When", "Who", "*What", ""]);
    for entry in &entries {
        let what = match (&entry.was, &entry.now) {
            (Some(was), Some(now)) => format!("{}: {was} → {now}", entry.what),
            (None, Some(now)) => format!("{}: {now}", entry.what),
            _ => entry.what.clone(),
        };
        let undone = if entry.undone { "undone" } else { "" };
        table.row([show::time(entry.at), entry.actor.clone(), what, undone.to_owned()]);
    }
    Ok(Done::new(&entries, table.text("Nothing was decided yet.")))
}
