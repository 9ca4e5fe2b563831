//! Importing into a workspace: what is stored, what a second import does, and what a stopped one keeps.

use std::path::Path;

use engine::api::Engine;
use engine::api::types::{ImportReport, StagedFile};
use engine::error::ProblemKind;
use support::{Clock, open};
use tempfile::TempDir;

const ACCOUNTS: &str = include_str!("../fixtures/import/key-accounts-nov.csv");

async fn workspace() -> (TempDir, Engine) {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = open(folder.path(), &Clock::at("2026-11-21T08:49:00Z")).await;
    (folder, engine)
}

async fn import(engine: &Engine, name: &str, text: &str) -> ImportReport {
    let file = engine.stage_file(name, text.as_bytes()).await.expect("staged");
    let preview = engine.preview_import(file.clone(), None).await.expect("previewed");
    engine.run_import(file, preview.mapping).await.expect("imported")
}

fn counts(report: &ImportReport) -> (u32, u32, u32, u32) {
    (report.new, report.changed, report.unchanged, report.set_aside)
}

fn staged_files(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("staged")).map(|files| files.count()).unwrap_or(0)
}

#[tokio::test]
async fn importing_twice_changes_nothing() {
    let (folder, engine) = workspace().await;
    let first = import(&engine, "key-accounts-nov.csv", ACCOUNTS).await;
    assert_eq!((counts(&first), first.problem.is_none()), ((9, 0, 0, 2), true));
    assert_eq!(first.message, "Imported key-accounts-nov.csv: 9 new. 2 left out.");
    let second = import(&engine, "key-accounts-nov.csv", ACCOUNTS).await;
    assert_eq!((counts(&second), second.connection), ((0, 0, 9, 2), first.connection));
    let aside = engine.set_aside(first.connection).await.expect("listed");
    let reasons: Vec<&str> = aside.iter().map(|row| row.reason.as_str()).collect();
    assert_eq!(aside.len(), 2);
    assert!(reasons.contains(&"Opened: “31/02/2026” is not a date"), "{reasons:?}");
    assert_eq!(staged_files(folder.path()), 0);
}

#[tokio::test]
async fn a_changed_row_updates_its_signal() {
    let (_folder, engine) = workspace().await;
    import(&engine, "key-accounts-nov.csv", ACCOUNTS).await;
    let file = engine.stage_file("key-accounts-nov.csv", ACCOUNTS.as_bytes()).await.expect("staged");
    assert_eq!(engine.preview_import(file, None).await.expect("previewed").already_here, 9);
    let changed = ACCOUNTS.replace("Export stops at 5000,", "Export stops at 5,000 rows,").replace("5,000", "5000");
    assert_eq!(counts(&import(&engine, "key-accounts-nov.csv", &changed).await), (0, 1, 8, 2));
}

#[tokio::test]
async fn signals_of_a_file_connection_taken_away_are_not_doubled() {
    let (_folder, engine) = workspace().await;
    let first = import(&engine, "key-accounts-nov.csv", ACCOUNTS).await;
    engine.delete_connection(first.connection).await.expect("taken away");
    let again = import(&engine, "key-accounts-nov.csv", ACCOUNTS).await;
    assert_eq!((counts(&again), again.connection), ((0, 0, 9, 2), first.connection));
    let names: Vec<String> = engine.connections().await.expect("listed").into_iter().map(|c| c.name).collect();
    assert_eq!(names, ["key-accounts-nov.csv"]);
}

#[tokio::test]
async fn a_file_connection_keeps_the_name_by_which_it_is_found_again() {
    let (_folder, engine) = workspace().await;
    let first = import(&engine, "key-accounts-nov.csv", ACCOUNTS).await;
    let refused = engine.rename_connection(first.connection, "November".to_owned()).await.expect_err("refused");
    assert_eq!(refused.kind, ProblemKind::Refused);
    assert_eq!(import(&engine, "key-accounts-nov.csv", ACCOUNTS).await.connection, first.connection);
}

#[tokio::test]
async fn a_stopped_import_keeps_its_rows_and_goes_on() {
    let (_folder, engine) = workspace().await;
    let mut text = String::from("id,subject,created\n");
    for row in 0..12_000 {
        text.push_str(&format!("{row},Row {row},2026-11-03\n"));
    }
    let mut events = engine.listen();
    let file = engine.stage_file("many.csv", text.as_bytes()).await.expect("staged");
    let preview = engine.preview_import(file.clone(), None).await.expect("previewed");
    let stop = async {
        while events.recv().await.is_ok() {
            if engine.cancel(None).await.is_ok() {
                break;
            }
        }
        engine.cancel(None).await.expect("stopped");
    };
    let running = engine.run_import(file, preview.mapping);
    let (report, ()) = tokio::join!(running, stop);
    let report = report.expect("told");
    let problem = report.problem.expect("it was stopped");
    assert_eq!(problem.kind, ProblemKind::Cancelled);
    assert!(report.new > 0 && report.new < 12_000, "{}", report.new);
    let again = import(&engine, "many.csv", &text).await;
    assert_eq!((again.new + report.new, again.unchanged), (12_000, report.new));
}

#[tokio::test]
async fn a_token_is_never_a_path() {
    let (folder, engine) = workspace().await;
    std::fs::write(folder.path().join("secret.csv"), "id,subject,created\n").expect("written");
    for token in ["../secret.csv", "/etc/passwd", "", "..", "zz", &"0".repeat(32)] {
        let file = StagedFile { token: token.to_string(), name: "x.csv".into(), bytes: 1, sheet: None };
        let problem = engine.preview_import(file, None).await.expect_err("refused");
        assert_eq!((problem.kind, problem.what.as_str()), (ProblemKind::NotFound, "x.csv isn't here any more."));
    }
}

#[tokio::test]
async fn only_the_newest_staged_files_are_kept() {
    let (folder, engine) = workspace().await;
    for number in 0..8 {
        engine.stage_file(&format!("{number}.csv"), b"id\n").await.expect("staged");
    }
    assert_eq!(staged_files(folder.path()), 5);
}

#[cfg(unix)]
#[tokio::test]
async fn staged_files_are_for_their_person_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, engine) = workspace().await;
    let file = engine.stage_file("../../a.csv", b"id\n").await.expect("staged");
    assert_eq!(file.name, "a.csv");
    let mode = std::fs::metadata(folder.path().join("staged").join(file.token)).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn a_blocked_import_leaves_no_trace() {
    let (_folder, engine) = workspace().await;
    let file = engine.stage_file("x.csv", b"a,b\n1,2\n").await.expect("staged");
    let preview = engine.preview_import(file.clone(), None).await.expect("previewed");
    assert!(preview.blocked.is_some());
    let problem = engine.run_import(file, preview.mapping).await.expect_err("refused");
    assert_eq!(problem.kind, ProblemKind::BadInput);
    assert!(engine.connections().await.expect("listed").is_empty());
    assert!(engine.recent(5).await.expect("listed").is_empty());
}
