//! What a workspace holds, as lines a person can read, and the file they are compared with.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use engine::api::types::WorkspaceName;
use engine::api::workspace_file;
use engine::model::{Kind, Severity, Status, Time};
use rusqlite::{Connection, Row};

use super::desk::Desk;

/// Longer texts are cut here, and their length is told.
const LONGEST: usize = 120;

/// Signals, usage and what was set aside, one record a paragraph. `server` becomes `{base}`.
pub fn content(folder: &Path, server: &str) -> Result<Vec<String>> {
    let file = Connection::open(workspace_file(folder, WorkspaceName::Own))?;
    let mut lines = paragraphs(
        &file,
        "SELECT kind, external_id, severity, status, happened_at, updated_at, resolved_at, service.name, customer.name,
           customer.domain, reporter.name, reporter.email, title, url, facts, body
         FROM signal JOIN signal_text ON signal_id = signal.id LEFT JOIN service ON service.id = service_id
         LEFT JOIN customer ON customer.id = signal.customer_id LEFT JOIN reporter ON reporter.id = reporter_id
         ORDER BY kind, length(external_id), external_id",
        signal,
    )?;
    lines.extend(paragraphs(
        &file,
        "SELECT day, feature, service.name, users, events FROM usage LEFT JOIN service ON service.id = service_id
         ORDER BY day, feature",
        |row| {
            let (day, feature): (String, String) = (row.get(0)?, row.get(1)?);
            let (users, events): (u32, u32) = (row.get(3)?, row.get(4)?);
            Ok(format!("usage | {day} | {feature} | {} | {users} users | {events} events", text(row.get(2)?)))
        },
    )?);
    lines.extend(paragraphs(
        &file,
        "SELECT stream, external_id, reason FROM set_aside ORDER BY stream, reason, external_id",
        |row| {
            let (stream, reason): (String, String) = (row.get(0)?, row.get(2)?);
            let stream = stream.split_whitespace().next().unwrap_or_default();
            Ok(format!("set aside | {stream} | {} | {reason}", text(row.get(1)?)))
        },
    )?);
    Ok(lines.into_iter().map(|line| line.replace(server, "{base}")).collect())
}

/// `kind | id | severity | status | happened | updated | resolved | service | customer | reporter | title`, below it
/// the address, facts and body.
fn signal(row: &Row<'_>) -> rusqlite::Result<String> {
    let word = |found: Option<&'static str>| found.unwrap_or("-");
    let person = |name: Option<String>, detail: Option<String>| match (name, detail) {
        (None, None) => "-".to_owned(),
        (name, None) => text(name),
        (name, Some(detail)) => format!("{} <{detail}>", name.unwrap_or_default()),
    };
    let severity = row.get::<_, Option<u8>>(2)?.and_then(Severity::from_code);
    let cells = [
        word(Kind::from_code(row.get(0)?).map(Kind::word)).to_owned(),
        row.get(1)?,
        word(severity.map(Severity::word)).to_owned(),
        word(Status::from_code(row.get(3)?).map(Status::word)).to_owned(),
        instant(row.get(4)?),
        instant(row.get(5)?),
        instant(row.get(6)?),
        text(row.get(7)?),
        person(row.get(8)?, row.get(9)?),
        person(row.get(10)?, row.get(11)?),
        text(row.get(12)?),
    ];
    let details = [row.get(13)?, row.get(14)?, row.get(15)?].map(text).join("\n    ");
    Ok(format!("{}\n    {details}", cells.join(" | ")))
}

fn instant(millis: Option<i64>) -> String {
    millis.map_or_else(|| "-".to_owned(), |millis| Time(millis).rfc3339())
}

/// On one line, cut when it is long.
fn text(found: Option<String>) -> String {
    let found = found.unwrap_or_default().replace('\n', "⏎");
    match found.chars().count() {
        0 => "-".to_owned(),
        1..=LONGEST => found,
        long => format!("{}… ({long} characters)", found.chars().take(LONGEST).collect::<String>()),
    }
}

fn paragraphs(file: &Connection, sql: &str, told: fn(&Row<'_>) -> rusqlite::Result<String>) -> Result<Vec<String>> {
    let mut statement = file.prepare(sql)?;
    let found = statement.query_map([], told)?.collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(found)
}

/// What `after` has and `before` hasn't with `+`, the other way round with `-`.
pub fn difference(before: &[String], after: &[String]) -> String {
    let (old, new): (BTreeSet<&String>, BTreeSet<&String>) = (before.iter().collect(), after.iter().collect());
    let gone = before.iter().filter(|line| !new.contains(line)).map(|line| format!("- {line}\n"));
    let come = after.iter().filter(|line| !old.contains(line)).map(|line| format!("+ {line}\n"));
    gone.chain(come).collect()
}

impl Desk {
    pub fn content(&self) -> Result<Vec<String>> {
        content(self.folder.path(), &self.player.uri())
    }
}

/// Compares `told` with the golden file, or writes it when `UPDATE_GOLDEN` is set.
pub fn compare(file: &Path, told: &str) -> Result<()> {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return std::fs::write(file, told).with_context(|| format!("{} can't be written", file.display()));
    }
    let golden = std::fs::read_to_string(file).unwrap_or_default();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    ensure!(
        golden == told,
        "signals.txt (-) isn't what the pulls gave (+); UPDATE_GOLDEN=1 writes it anew.\n{}",
        difference(&lines(&golden), &lines(told))
    );
    Ok(())
}
