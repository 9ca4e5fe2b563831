//! Opening the workspace file: whose is it, how old is it, and the settings every connection gets.

use std::io::Read;
use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

use super::backup;
use crate::error::{Problem, ProblemKind, Result};
use crate::model::Time;

/// "Thln" in ASCII; marks a file as a Throughline workspace.
pub const APPLICATION_ID: u32 = 0x5468_6c6e;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

/// The version this program writes: the number of its newest migration.
pub fn latest_version() -> u32 {
    MIGRATIONS.iter().map(|m| m.version).max().and_then(|v| u32::try_from(v).ok()).unwrap_or(0)
}

/// The writer (one connection) and the readers of `path`.
pub(super) async fn open(path: &Path, now: Time) -> Result<(SqlitePool, SqlitePool)> {
    let version = version_of(path)?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .busy_timeout(Duration::from_secs(5))
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("secure_delete", "ON")
        // 32 MB in pages: with SQLite's 2 MB an import of a million rows reads most pages it touches again.
        .pragma("cache_size", "-32768");
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(600))
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(match version {
            // Must be the first thing a new file gets: afterwards the file is ours, and can be recognised.
            None => options.clone().pragma("application_id", APPLICATION_ID.to_string()),
            Some(_) => options.clone(),
        })
        .await
        .map_err(|error| at_open(error, path))?;
    migrate(&writer, path, version, now).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(4)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options.create_if_missing(false).pragma("query_only", "ON"))
        .await
        .map_err(|error| at_open(error, path))?;
    Ok((writer, readers))
}

/// Makes `path`, which isn't there yet, a workspace as the program of that `version` would have made it. Opening it
/// brings it up to date.
pub(super) async fn make_at_version(path: &Path, version: u32) -> Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .pragma("application_id", APPLICATION_ID.to_string());
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
    let known = MIGRATIONS.iter().filter(|m| m.version <= i64::from(version)).map(|m| m.version).max();
    let made = MIGRATIONS.run_to(known.unwrap_or_default(), &pool).await;
    pool.close().await;
    made.map_err(|error| Problem::system(format!("A new workspace could not be made: {error}.")))
}

/// The version in the file's header; None for a file that isn't there yet. Reads 100 bytes and writes nothing.
fn version_of(path: &Path) -> Result<Option<u32>> {
    let mut header = [0_u8; 100];
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if file.metadata()?.len() == 0 {
        return Ok(None);
    }
    if file.read_exact(&mut header).is_err() || !header.starts_with(b"SQLite format 3\0") {
        return Err(foreign(path));
    }
    // Offsets from the SQLite file format: 60 user_version, 68 application_id, both big-endian.
    let number = |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    if number(68) != APPLICATION_ID {
        return Err(foreign(path));
    }
    refuse_newer(number(60), path)?;
    Ok(Some(number(60)))
}

fn foreign(path: &Path) -> Problem {
    Problem::new(ProblemKind::Foreign, format!("{} is not a Throughline workspace.", path.display()))
        .kept("The file was not touched.")
        .todo("Choose another folder, or move this file away.")
}

fn refuse_newer(version: u32, path: &Path) -> Result<()> {
    if version <= latest_version() {
        return Ok(());
    }
    Err(Problem::new(
        ProblemKind::Newer,
        format!("{} was written by a newer Throughline (version {version} of the file).", path.display()),
    )
    .kept("The file was not touched.")
    .todo("Update Throughline, or open a backup that this version made."))
}

async fn migrate(writer: &SqlitePool, path: &Path, version: Option<u32>, now: Time) -> Result<()> {
    // The header may lag behind the write-ahead log, so ask the database itself before anything is written.
    let stored: u32 =
        sqlx::query_scalar("PRAGMA user_version").fetch_one(writer).await.map_err(|error| at_open(error, path))?;
    refuse_newer(stored, path)?;
    let latest = latest_version();
    if stored == latest {
        return Ok(());
    }
    if version.is_some() && stored > 0 {
        backup::take(writer, path, now, &format!("before migration {latest}")).await?;
    }
    MIGRATIONS.run(writer).await.map_err(|error| {
        Problem::new(ProblemKind::Damaged, format!("The workspace could not be brought up to date: {error}."))
            .kept("Everything is as it was before, and a backup lies beside it.")
            .todo("Restore the newest backup with the Throughline that made it.")
    })?;
    sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA user_version = {latest}"))).execute(writer).await?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(writer).await?;
    Ok(())
}

/// A damaged file is left alone; the sentence names the newest backup that passes its check.
fn at_open(error: sqlx::Error, path: &Path) -> Problem {
    let problem = Problem::from(error);
    if problem.kind != ProblemKind::Damaged {
        return problem;
    }
    match backup::list(path).ok().and_then(|all| all.into_iter().next()) {
        Some(newest) => problem.todo(format!("Restore the backup {}.", newest.name)),
        None => problem.todo("There is no backup yet: keep a copy of the file and start a new workspace."),
    }
}
