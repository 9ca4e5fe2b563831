//! The workspace as open JSON: nothing is lost on the way out and in, and what was altered is refused.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use engine::api::Engine;
use engine::api::types::{Event, OpportunityField, Settings, WorkspaceName};
use engine::api::{Context, workspace_file};
use engine::error::ProblemKind;
use engine::model::OpportunityId;
use engine::share::format::{DERIVED, KINDS};
use engine::store::{Store, open_json};
use rstest::rstest;
use sha2::{Digest, Sha256};
use support::{Clock, open, time};
use tempfile::TempDir;

use crate::workbench::{Bench, exact, ids};

const NOON: &str = "2026-11-21T12:00:00Z";

/// The demo company: a year of signals, decisions, items in a tracker, and its themes.
async fn demo() -> (TempDir, Engine) {
    let folder = TempDir::new().unwrap();
    let clock = Clock::at(NOON);
    let context = Context { model: None, ..support::context(&clock) };
    let engine = Engine::open(folder.path(), WorkspaceName::Demo, context).await.unwrap();
    engine.fill_demo().await.unwrap();
    engine.group_signals(false).await.unwrap();
    (folder, engine)
}

async fn fresh() -> (TempDir, Engine) {
    let folder = TempDir::new().unwrap();
    let engine = open(folder.path(), &Clock::at(NOON)).await;
    (folder, engine)
}

async fn saved(engine: &Engine, folder: &Path) -> PathBuf {
    let path = folder.join("all.ndjson");
    engine.export_workspace(&path).await.unwrap();
    path
}

/// Every row of every table that isn't derived, as SQLite prints it.
fn contents(file: &Path) -> BTreeMap<String, Vec<String>> {
    let database = rusqlite::Connection::open(file).unwrap();
    let mut all = BTreeMap::new();
    for (table, _) in KINDS {
        let mut select = database.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let width = select.column_count();
        let mut rows: Vec<String> = select
            .query_map([], |row| {
                let cells: Vec<_> = (0..width).map(|at| row.get_ref(at).map(|cell| format!("{cell:?}"))).collect();
                Ok(cells.into_iter().collect::<Result<Vec<_>, _>>()?.join(" | "))
            })
            .unwrap()
            .map(Result::unwrap)
            .filter(|row| !row.contains(&format!("{:?}", rusqlite::types::ValueRef::Text(b"columns_stamp"))))
            .collect();
        rows.sort_unstable();
        all.insert((*table).to_owned(), rows);
    }
    all
}

#[tokio::test]
async fn what_goes_out_comes_back_in_and_goes_out_the_same() {
    let (from, engine) = demo().await;
    let first = saved(&engine, from.path()).await;
    let before = engine.workspace().await.unwrap();
    let (to, other) = fresh().await;
    let info = other.import_workspace(&first).await.unwrap();
    assert_eq!(
        (info.name, info.signals, info.opportunities, info.themes, info.items),
        (before.name, before.signals, before.opportunities, before.themes, before.items)
    );
    let second = saved(&other, to.path()).await;
    assert!(std::fs::read(&first).unwrap() == std::fs::read(&second).unwrap(), "the same bytes");
    engine.close().await.unwrap();
    other.close().await.unwrap();
    let (one, two) = (
        contents(&workspace_file(from.path(), WorkspaceName::Demo)),
        contents(&workspace_file(to.path(), WorkspaceName::Own)),
    );
    for (table, rows) in &one {
        assert!(rows == &two[table], "{table} differs");
    }
    for full in ["signal", "op", "step", "placement", "theme", "vector", "evidence", "item", "usage"] {
        assert!(!one[full].is_empty(), "the demo has no {full}");
    }
}

#[tokio::test]
async fn a_workspace_that_was_brought_in_works_on() {
    let bench = Bench::with_signals().await;
    bench.engine.create_opportunity("Charge once".into()).await.unwrap();
    bench.engine.set_evidence(OpportunityId(1), ids(&[1, 3]), Some(2)).await.unwrap();
    bench.engine.set_score(OpportunityId(1), exact(450.0, 3.0, 2.0)).await.unwrap();
    let file = saved(&bench.engine, bench.folder.path()).await;
    let (_folder, other) = fresh().await;
    let mut events = other.listen();
    other.import_workspace(&file).await.unwrap();
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        told.push(event);
    }
    assert!(told.iter().any(|event| matches!(event, Event::Changed { .. })), "screens are told");
    let found: Vec<String> = other.find("charged".into()).await.unwrap().into_iter().map(|one| one.title).collect();
    assert!(found.iter().any(|title| title.contains("Charged again")), "its words can be searched: {found:?}");
    assert_eq!(other.signal_ids(Default::default()).await.unwrap().len(), 4, "its signals are listed");
    let undone = other.undo().await.unwrap();
    assert_eq!(undone.message, "Undid: Scored OPP-1: 675 RICE points");
    assert_eq!(other.opportunity(OpportunityId(1)).await.unwrap().row.value, None);
    other.redo().await.unwrap();
    let redone = other.create_opportunity("Another".into()).await.unwrap();
    assert_eq!(redone.opportunity.unwrap().id, OpportunityId(2), "numbers go on");
}

#[tokio::test]
async fn texts_keep_every_character() {
    let (_folder, engine) = fresh().await;
    let statement = "Quote \" backslash \\ line\nbreak, tab\t, NUL \u{1}, \u{2028}, € 漢字 🦀 {\"line\":\"end\"}";
    engine.create_opportunity("<script>alert('x')</script>".into()).await.unwrap();
    engine.edit_opportunity(OpportunityId(1), OpportunityField::Statement, statement.into()).await.unwrap();
    let there = TempDir::new().unwrap();
    let file = saved(&engine, there.path()).await;
    let (_other_folder, other) = fresh().await;
    other.import_workspace(&file).await.unwrap();
    assert_eq!(other.opportunity(OpportunityId(1)).await.unwrap().statement, statement);
}

#[tokio::test]
async fn only_an_empty_workspace_takes_one() {
    let (folder, engine) = fresh().await;
    engine.create_opportunity("Here already".into()).await.unwrap();
    let file = saved(&engine, folder.path()).await;
    let refused = engine.import_workspace(&file).await.unwrap_err();
    assert_eq!(refused.kind, ProblemKind::Refused);
    assert!(refused.todo.contains("--folder"), "{refused}");
    assert_eq!(engine.workspace().await.unwrap().opportunities, 1);
}

#[tokio::test]
async fn settings_alone_are_replaced_and_kept_in_a_backup() {
    let (folder, engine) = fresh().await;
    engine.create_opportunity("From elsewhere".into()).await.unwrap();
    let file = saved(&engine, folder.path()).await;
    let (_other_folder, other) = fresh().await;
    let settings = Settings { actor: "Maya".into(), ..other.workspace().await.unwrap().settings };
    other.set_settings(settings).await.unwrap();
    let info = other.import_workspace(&file).await.unwrap();
    assert_eq!((info.settings.actor.as_str(), info.opportunities), ("You", 1));
    assert_eq!(other.backups().await.unwrap()[0].reason, "before bringing in");
}

/// A file line by line.
type Lines = Vec<String>;

/// The file with something done to it, and its checksum made right again where that is asked for.
fn changed(file: &Path, change: impl Fn(&mut Vec<String>), sealed: bool) -> PathBuf {
    let mut lines: Vec<String> = std::fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect();
    change(&mut lines);
    if sealed {
        let end = lines.pop().unwrap();
        let body: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let hash: String = Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        let mut end: serde_json::Value = serde_json::from_str(&end).unwrap();
        end["sha256"] = hash.into();
        end["lines"] = lines.len().into();
        lines.push(end.to_string());
    }
    let path = file.with_extension("changed.ndjson");
    std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    path
}

fn at(lines: &[String], kind: &str) -> usize {
    lines.iter().position(|line| line.starts_with(&format!("{{\"line\":\"{kind}\""))).unwrap()
}

#[rstest]
#[case::another_word(|lines: &mut Lines| { let at = at(lines, "opportunity"); lines[at] = lines[at].replace("Pay", "Buy"); }, false)]
#[case::another_header(|lines: &mut Lines| lines[0] = lines[0].replace("2026", "2025"), false)]
#[case::a_line_less(|lines: &mut Lines| { let at = at(lines, "opportunity"); lines.remove(at); }, false)]
#[case::no_end(|lines: &mut Lines| { lines.pop(); }, false)]
#[case::half_a_line(|lines: &mut Lines| { lines.pop(); let last = lines.last_mut().unwrap(); last.truncate(last.len() / 2); }, false)]
#[case::more_after_the_end(|lines: &mut Lines| { let line = lines[1].clone(); lines.push(line); }, false)]
#[case::a_line_less_but_sealed(|lines: &mut Lines| { let at = at(lines, "opportunity"); lines.remove(at); }, true)]
#[case::a_line_twice(|lines: &mut Lines| { let at = at(lines, "opportunity"); lines.insert(at, lines[at].clone()); }, true)]
#[case::an_unknown_kind(|lines: &mut Lines| { let at = at(lines, "opportunity"); lines[at] = lines[at].replace("\"opportunity\"", "\"secret\""); }, true)]
#[case::another_field(|lines: &mut Lines| { let at = at(lines, "opportunity"); lines[at] = lines[at].replace("\"owner\"", "\"master\""); }, true)]
#[case::a_text_for_a_number(|lines: &mut Lines| { let at = at(lines, "opportunity"); lines[at] = lines[at].replace("\"stage\":0", "\"stage\":\"0\""); }, true)]
#[case::nothing_named(|lines: &mut Lines| { let at = at(lines, "op"); lines[at] = lines[at].replace("\"line\":\"op\"", "\"line\":7"); }, true)]
#[tokio::test]
async fn an_altered_file_is_refused_whole(#[case] change: fn(&mut Vec<String>), #[case] sealed: bool) {
    let (folder, engine) = fresh().await;
    engine.create_opportunity("Pay once".into()).await.unwrap();
    let file = changed(&saved(&engine, folder.path()).await, change, sealed);
    let (other_folder, other) = fresh().await;
    let refused = other.import_workspace(&file).await.unwrap_err();
    assert_eq!(refused.kind, ProblemKind::BadInput, "{refused}");
    assert_eq!(refused.kept, "Nothing was changed.");
    assert_eq!(other.workspace().await.unwrap().opportunities, 0);
    assert!(!other_folder.path().join("workspace.bringing-in").exists(), "nothing half is left");
    other.create_opportunity("The workspace still works".into()).await.unwrap();
}

#[rstest]
#[case::newer_format("\"version\":1", "\"version\":2", ProblemKind::Newer)]
#[case::newer_schema("\"schema\":", "\"schema\":9", ProblemKind::Newer)]
#[case::something_else("throughline workspace", "shopping list", ProblemKind::Foreign)]
#[tokio::test]
async fn the_first_line_says_whether_it_can_be_read(
    #[case] is: &str,
    #[case] becomes: &str,
    #[case] kind: ProblemKind,
) {
    let (folder, engine) = fresh().await;
    engine.create_opportunity("Pay once".into()).await.unwrap();
    let file = changed(&saved(&engine, folder.path()).await, |lines| lines[0] = lines[0].replace(is, becomes), true);
    let (_other_folder, other) = fresh().await;
    assert_eq!(other.import_workspace(&file).await.unwrap_err().kind, kind);
}

#[tokio::test]
async fn stopping_leaves_nothing() {
    let (folder, engine) = demo().await;
    let path = folder.path().join("stopped.ndjson");
    let mut events = engine.listen();
    let stopped = async {
        while !matches!(events.recv().await, Ok(Event::Progress(_))) {}
        engine.stop_sharing().await.unwrap();
    };
    let (saved, ()) = tokio::join!(engine.export_workspace(&path), stopped);
    if let Err(problem) = saved {
        assert_eq!(problem.kind, ProblemKind::Cancelled);
        assert!(!path.exists() && !path.with_added_extension("unfinished").exists());
    }
}

#[tokio::test]
async fn the_window_saves_beside_and_brings_in_what_was_handed_over() {
    let (_folder, engine) = fresh().await;
    engine.create_opportunity("Pay once".into()).await.unwrap();
    let (first, second) = (engine.save_workspace().await.unwrap(), engine.save_workspace().await.unwrap());
    assert_eq!(
        (first.name.as_str(), second.name.as_str()),
        ("workspace-2026-11-21.ndjson", "workspace-2026-11-21-2.ndjson")
    );
    let (_other_folder, other) = fresh().await;
    let staged = other.stage_file(&first.name, &std::fs::read(&first.path).unwrap()).await.unwrap();
    let seen = other.look_at_workspace(staged.clone()).await.unwrap();
    assert_eq!((seen.opportunities, seen.decisions, seen.blocked), (1, 1, None));
    assert_eq!(seen.made_at, "2026-11-21T12:00:00Z");
    other.bring_in_workspace(staged.clone()).await.unwrap();
    let again = other.stage_file(&first.name, &std::fs::read(&first.path).unwrap()).await.unwrap();
    assert!(other.look_at_workspace(again).await.unwrap().blocked.unwrap().contains("isn't empty"));
}

/// A new table must be saved, with a word on what it is, or be named as one that is made anew.
#[tokio::test]
async fn every_table_is_saved_or_named_as_derived() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&folder.path().join("workspace.db"), time(NOON)).await.unwrap();
    let tables = open_json::table_names(&mut store.reader().acquire().await.unwrap()).await.unwrap();
    let mut known: Vec<&str> = KINDS.iter().chain(DERIVED).map(|(name, _)| *name).collect();
    known.sort_unstable();
    assert_eq!(tables, known);
    // What says of which kind a line is must not be the name of a column.
    let database = rusqlite::Connection::open(folder.path().join("workspace.db")).unwrap();
    for table in tables {
        let named_line = "SELECT COUNT(*) FROM pragma_table_info(?) WHERE name = 'line'";
        assert_eq!(database.query_row(named_line, [&table], |row| row.get::<_, u32>(0)), Ok(0), "{table}");
    }
}

#[tokio::test]
async fn an_older_file_is_brought_up_to_date() {
    let (folder, engine) = fresh().await;
    engine.create_opportunity("Pay once".into()).await.unwrap();
    // Before comments and themes: the schema of migration 7.
    let older = |lines: &mut Vec<String>| {
        let mut header: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
        header["schema"] = 7.into();
        lines[0] = header.to_string();
        for line in lines {
            *line = line.replace(",\"export_anyway\":\"\"", "");
        }
    };
    let file = changed(&saved(&engine, folder.path()).await, older, true);
    let (_other_folder, other) = fresh().await;
    assert_eq!(other.import_workspace(&file).await.unwrap().opportunities, 1);
    other.create_opportunity("And goes on".into()).await.unwrap();
}
