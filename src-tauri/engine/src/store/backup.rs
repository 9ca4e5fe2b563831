//! Backups: a whole, checked copy of the workspace beside it. Daily ones are kept for seven days. Attached images never
//! change, so all backups share one copy of each.

use std::path::{Path, PathBuf};

use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqlitePool};

use super::{Store, images, open_json};
use crate::api::types::Backup;
use crate::error::{Problem, ProblemKind, Result};
use crate::model::Time;

const DAILY: &str = "daily";
const DAILY_KEPT: usize = 7;

impl Store {
    /// A checked copy, named after `reason`.
    pub async fn back_up(&self, now: Time, reason: &str) -> Result<Backup> {
        take(&self.writer, &self.file, now, reason).await
    }

    /// The day's backup, unless there is one from the last 24 hours; older ones than the newest seven go.
    pub async fn back_up_daily(&self, now: Time) -> Result<Option<Backup>> {
        let daily: Vec<Backup> = list(&self.file)?.into_iter().filter(|b| b.reason == DAILY).collect();
        if daily.first().is_some_and(|newest| now.0 - newest.at.0 < Time::DAY) {
            return Ok(None);
        }
        let taken = self.back_up(now, DAILY).await?;
        for old in daily.iter().skip(DAILY_KEPT - 1) {
            std::fs::remove_file(folder_of(&self.file).join(&old.name))?;
        }
        Ok(Some(taken))
    }

    /// Puts the content of backup `name` in the place of the present content, in one transaction. The
    /// present content is backed up first.
    pub async fn restore(&self, name: &str, now: Time) -> Result<()> {
        let source = find(&self.file, name)?;
        check(&source).await?;
        self.back_up(now, "before restore").await?;
        images::bring_back(&self.file)?;
        let mut writer = self.writer.acquire().await?;
        self.put_in_place(&mut writer, &source).await
    }

    /// Puts the content of `source`, a workspace of the newest version, in the place of the present content, in one
    /// transaction. Refused when there is more in it than settings; those are backed up first.
    pub async fn fill_from(&self, source: &Path, now: Time) -> Result<()> {
        self.back_up(now, "before bringing in").await?;
        images::take_over(source, &self.file)?;
        // Nobody else writes from the look at what is here until the content is in its place.
        let mut writer = self.writer.acquire().await?;
        if !open_json::is_empty(&mut writer).await? {
            return Err(Problem::refused("Something was stored here meanwhile.")
                .kept("Nothing was changed.")
                .todo("A workspace is brought in where nothing is yet."));
        }
        self.put_in_place(&mut writer, source).await
    }

    async fn put_in_place(&self, writer: &mut SqliteConnection, source: &Path) -> Result<()> {
        let mut handle = writer.lock_handle().await?;
        let from = rusqlite::Connection::open_with_flags(source, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        // SAFETY: the handle is open and stays locked for the lifetime of `to`, which doesn't close it.
        let mut to = unsafe { rusqlite::Connection::from_handle(handle.as_raw_handle().as_ptr())? };
        rusqlite::backup::Backup::new(&from, &mut to)?.run_to_completion(i32::MAX, std::time::Duration::ZERO, None)?;
        drop(to);
        drop(handle);
        self.read_anew(writer).await
    }
}

/// The backups of `workspace`, newest first.
pub fn list(workspace: &Path) -> Result<Vec<Backup>> {
    let folder = folder_of(workspace);
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut all = Vec::new();
    for entry in entries {
        let entry = entry?;
        if let Some(backup) = read_name(&entry.file_name().to_string_lossy(), entry.metadata()?.len()) {
            all.push(backup);
        }
    }
    all.sort_by(|a, b| b.name.cmp(&a.name));
    Ok(all)
}

/// For a workspace that no longer opens: the damaged file is renamed, the backup takes its place.
pub async fn replace_damaged(workspace: &Path, name: &str, now: Time) -> Result<PathBuf> {
    let source = find(workspace, name)?;
    check(&source).await?;
    images::bring_back(workspace)?;
    let kept = PathBuf::from(format!("{}.damaged-{}", workspace.display(), stamp(now)));
    for suffix in ["", "-wal", "-shm"] {
        let from = PathBuf::from(format!("{}{suffix}", workspace.display()));
        if from.exists() {
            std::fs::rename(&from, format!("{}{suffix}", kept.display()))?;
        }
    }
    let staged = workspace.with_extension("restoring");
    std::fs::copy(&source, &staged)?;
    std::fs::File::open(&staged)?.sync_all()?;
    std::fs::rename(&staged, workspace)?;
    Ok(kept)
}

pub(super) async fn take(writer: &SqlitePool, workspace: &Path, now: Time, reason: &str) -> Result<Backup> {
    let folder = folder_of(workspace);
    std::fs::create_dir_all(&folder)?;
    let name = format!("{}-{}.db", stamp(now), reason.replace(' ', "_"));
    let unfinished = folder.join(format!("{name}.unfinished"));
    if unfinished.exists() {
        std::fs::remove_file(&unfinished)?;
    }
    sqlx::query("VACUUM INTO ?").bind(unfinished.to_string_lossy().as_ref()).execute(writer).await?;
    check(&unfinished).await?;
    std::fs::File::open(&unfinished)?.sync_all()?;
    std::fs::rename(&unfinished, folder.join(&name))?;
    images::back_up(workspace)?;
    let bytes = std::fs::metadata(folder.join(&name))?.len();
    Ok(Backup { name, at: now, bytes, reason: reason.to_owned() })
}

async fn check(backup: &Path) -> Result<()> {
    let damaged = |why: String| {
        Problem::new(ProblemKind::Damaged, format!("The backup {} failed its check ({why}).", backup.display()))
            .kept("The workspace is as it was.")
            .todo("Use an older backup, and check the disk.")
    };
    let options = SqliteConnectOptions::new().filename(backup).read_only(true);
    let mut connection = SqliteConnection::connect_with(&options).await.map_err(|e| damaged(e.to_string()))?;
    let said: String = sqlx::query_scalar("PRAGMA integrity_check(1)")
        .fetch_one(&mut connection)
        .await
        .map_err(|e| damaged(e.to_string()))?;
    connection.close().await?;
    if said == "ok" { Ok(()) } else { Err(damaged(said)) }
}

/// `name` must be one that [`list`] gives, so it can never lead elsewhere.
fn find(workspace: &Path, name: &str) -> Result<PathBuf> {
    list(workspace)?
        .iter()
        .find(|backup| backup.name == name)
        .map(|backup| folder_of(workspace).join(&backup.name))
        .ok_or_else(|| Problem::not_found(format!("There is no backup {name}.")).kept("Nothing was changed."))
}

pub(super) fn folder_of(workspace: &Path) -> PathBuf {
    let stem = workspace.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    workspace.with_file_name(format!("{stem}-backups"))
}

/// Sorts by time as text, and is a valid file name everywhere.
fn stamp(now: Time) -> String {
    now.utc().map(|t| t.format("%Y-%m-%dT%H-%M-%S%.3fZ").to_string()).unwrap_or_else(|| now.0.to_string())
}

fn read_name(name: &str, bytes: u64) -> Option<Backup> {
    let (at, reason) = name.strip_suffix(".db")?.split_once("Z-")?;
    let at = chrono::NaiveDateTime::parse_from_str(at, "%Y-%m-%dT%H-%M-%S%.3f").ok()?;
    Some(Backup {
        name: name.to_owned(),
        at: Time(at.and_utc().timestamp_millis()),
        bytes,
        reason: reason.replace('_', " "),
    })
}
