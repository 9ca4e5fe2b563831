//! What the program makes of real logs of incidents, through the import that people use: how many records, what is set
//! aside and why, how long restoring took by class, how often records changed hands and how long they were on hold.
//!
//! A log with a row for each change of an incident tells the time on hold by its states only. It is added up here and
//! given to the import as one more column; everything else is imported as it stands.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use chrono::NaiveDateTime;
use engine::api::types::{ChangesQuery, ImportPreview, Mapping, PulseQuery, StagedFile, Target, WorkspaceName};
use engine::api::{Context, Engine, duration};
use engine::error::Problem;
use engine::model::{Kind, Time};

use crate::sets;

/// How logs write dates.
const DATES: [&str; 4] = ["%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"];
/// The longest period that the Pulse looks at.
const DAYS: u32 = 366;
/// Services listed.
const SHOWN: usize = 5;

pub fn measure_all(folder: &Path, title: Option<&str>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    for file in sets::files(folder)? {
        println!("{}", sets::name(&file));
        runtime.block_on(measure(&file, title))?;
    }
    Ok(())
}

async fn measure(file: &Path, title: Option<&str>) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let log = Log::read(file)?;
    let ready = log.with_hold(folder.path(), file)?;
    // The day after the last change, so that the Pulse looks at the log's own time.
    let now = log.last.plus(Time::DAY);
    let context = Context { now: Arc::new(move || now), ..Context::system(folder.path()) };
    let engine = Engine::open(folder.path(), WorkspaceName::Own, context).await.map_err(told)?;
    let staged = engine.stage_path(&ready).await.map_err(told)?;
    let preview = engine.preview_import(staged.clone(), None).await.map_err(told)?;
    let mapping = matched(&preview, title)?;
    imported(&engine, staged, mapping).await?;
    restored(&engine).await?;
    flowed(&engine).await
}

/// The proposed matching; every row is an incident, and no column says the service, so that hold is that of all.
fn matched(preview: &ImportPreview, title: Option<&str>) -> Result<Mapping> {
    let mut mapping = Mapping { kind: Kind::Incident, ..preview.mapping.clone() };
    if let Some(name) = title {
        let place = preview.columns.iter().position(|column| column.name == name);
        let place = place.ok_or_else(|| anyhow!("there is no column {name}"))?;
        mapping.columns.iter_mut().filter(|target| **target == Target::Title).for_each(|one| *one = Target::LeaveOut);
        mapping.columns[place] = Target::Title;
    }
    for target in &mut mapping.columns {
        if matches!(target, Target::Kind | Target::Service) {
            *target = Target::LeaveOut;
        }
    }
    for (column, target) in preview.columns.iter().zip(&mapping.columns).filter(|(_, one)| **one != Target::LeaveOut) {
        println!("  {:<22} becomes {}", column.name, target.noun());
    }
    Ok(mapping)
}

async fn imported(engine: &Engine, staged: StagedFile, mapping: Mapping) -> Result<()> {
    let preview = engine.preview_import(staged.clone(), Some(mapping.clone())).await.map_err(told)?;
    println!(
        "  {} rows: {} clean, {} with a note, {} left out",
        preview.rows, preview.clean, preview.noted, preview.left_out
    );
    let mut remarks: BTreeMap<String, u32> = BTreeMap::new();
    for problem in preview.problems {
        // What differs from row to row is no kind of its own.
        let what: String = problem.what.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect();
        *remarks.entry(format!("{}: {what}", problem.column.unwrap_or_default())).or_default() += 1;
    }
    remarks.iter().take(8).for_each(|(what, n)| println!("    of the first 100 notes {n}: {what}"));
    let report = engine.run_import(staged, mapping).await.map_err(told)?;
    println!("  {} records, {} set aside. {}", report.new, report.set_aside, report.message);
    let mut reasons: BTreeMap<String, u32> = BTreeMap::new();
    for row in engine.set_aside(report.connection).await.map_err(told)? {
        *reasons.entry(row.reason).or_default() += 1;
    }
    reasons.iter().for_each(|(reason, n)| println!("    {n} set aside: {reason}"));
    Ok(())
}

async fn restored(engine: &Engine) -> Result<()> {
    let pulse = engine.pulse(PulseQuery { days: DAYS, ..PulseQuery::default() }).await.map_err(told)?;
    println!(
        "  {:<10} {:>7} {:>14} {:>14} {:>9} {:>7} {:>6}",
        "restored", "n", "median", "nine in ten", "in time", "missed", "open"
    );
    let span = |millis: Option<i64>| millis.map_or_else(|| "too few".to_owned(), duration);
    for class in pulse.restore {
        let share = class.share.map_or_else(String::new, |share| format!("{:.1} %", share * 100.0));
        println!(
            "  {:<10} {:>7} {:>14} {:>14} {share:>9} {:>7} {:>6}",
            class.class.word(),
            class.n,
            span(class.median),
            span(class.p90),
            class.missed,
            class.open.len()
        );
    }
    println!("  {} without a class", pulse.without_class);
    Ok(())
}

async fn flowed(engine: &Engine) -> Result<()> {
    let list = engine.flow(ChangesQuery { days: DAYS, ..ChangesQuery::default() }).await.map_err(told)?;
    for row in list.rows.iter().take(SHOWN) {
        let share =
            |share: Option<f64>| share.map_or_else(|| "not told".to_owned(), |share| format!("{:.1} %", share * 100.0));
        let moves = row.hand_overs.map_or_else(|| "not told".to_owned(), |mean| format!("{mean:.2} a record"));
        println!(
            "  on hold {} of the time (n = {}); hand-overs {moves}, {} went to another group (n = {})",
            share(row.on_hold),
            row.on_hold_of,
            share(row.moved),
            row.hand_overs_of
        );
    }
    Ok(())
}

fn told(problem: Problem) -> anyhow::Error {
    anyhow!("{}", problem.sentence())
}

/// A log as it stands, and where it says which incident, which state and when.
struct Log {
    head: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
    id: usize,
    /// None: it tells no states.
    held: Option<HashMap<String, i64>>,
    last: Time,
}

impl Log {
    fn read(file: &Path) -> Result<Log> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(file)?;
        let head = reader.headers()?.clone();
        let place = |names: &[&str]| head.iter().position(|column| names.contains(&column));
        let id = place(&["number", "id"]).context("no column “number”")?;
        let state = place(&["incident_state", "ident_state", "state"]);
        let at = place(&["sys_updated_at", "sys_updated_on", "updated_at"]).context("no column “sys_updated_at”")?;
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, csv::Error>>()?;
        let mut changes: HashMap<String, Vec<(i64, bool)>> = HashMap::new();
        let mut last = 0;
        for row in &rows {
            let Some(time) = row.get(at).and_then(moment) else { continue };
            last = last.max(time);
            let waits = state.and_then(|state| row.get(state)).is_some_and(is_hold);
            changes.entry(row.get(id).unwrap_or_default().to_owned()).or_default().push((time, waits));
        }
        let held = changes.into_iter().map(|(id, changes)| (id, minutes_on_hold(changes))).collect();
        Ok(Log { head, rows, id, held: state.map(|_| held), last: Time(last) })
    }

    /// The same as a file with the minutes on hold as one more column.
    fn with_hold(&self, folder: &Path, file: &Path) -> Result<PathBuf> {
        let name = file.file_name().context("the log has no name")?;
        let Some(held) = &self.held else { return Ok(file.to_owned()) };
        let to = folder.join(name);
        let mut writer = csv::WriterBuilder::new().flexible(true).from_path(&to)?;
        writer.write_record(self.head.iter().chain(["On hold minutes"]))?;
        for row in &self.rows {
            let minutes = row.get(self.id).and_then(|id| held.get(id)).map(i64::to_string).unwrap_or_default();
            writer.write_record(row.iter().chain([minutes.as_str()]))?;
        }
        writer.flush()?;
        Ok(to)
    }
}

/// From when it was in a state of waiting to its next change, added up. The last state goes on to nowhere.
fn minutes_on_hold(mut changes: Vec<(i64, bool)>) -> i64 {
    changes.sort_by_key(|(at, _)| *at);
    let waits = changes.windows(2).map(|pair| match pair {
        [(from, true), (to, _)] => to - from,
        _ => 0,
    });
    waits.sum::<i64>() / Time::MINUTE
}

fn is_hold(state: &str) -> bool {
    let state = state.trim().to_lowercase();
    ["awaiting", "on hold", "hold", "pending"].iter().any(|word| state.starts_with(word))
}

/// Milliseconds since 1970; the log's clock is taken for UTC.
fn moment(text: &str) -> Option<i64> {
    let text = text.trim();
    let parsed = DATES.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    Some(parsed.and_utc().timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_waiting_between_two_changes_is_hold() {
        let minute = Time::MINUTE;
        let changes =
            vec![(90 * minute, false), (0, false), (10 * minute, true), (40 * minute, true), (95 * minute, true)];
        assert_eq!(minutes_on_hold(changes), 80);
        assert_eq!(minutes_on_hold(vec![(5, true)]), 0);
        assert!(is_hold("Awaiting User Info") && is_hold("On Hold") && !is_hold("Active"));
        assert_eq!(moment("29/2/2016 01:16"), moment("29-02-2016 01:16"));
        assert_eq!(moment("?"), None);
    }
}
