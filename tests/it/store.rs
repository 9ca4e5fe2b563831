//! The workspace file: whose it is, what survives, and how to get back.

use engine::api::types::{Settings, WorkspaceName};
use engine::api::{Engine, workspace_file};
use engine::error::ProblemKind;
use rstest::rstest;
use support::{Clock, open};
use tempfile::TempDir;

fn settings(name: &str) -> Settings {
    Settings {
        workspace_name: name.to_owned(),
        actor: "Maya".to_owned(),
        currency: "EUR".to_owned(),
        reach_unit: "customers a quarter".to_owned(),
    }
}

#[tokio::test]
async fn undo_and_redo_survive_a_restart() {
    let folder = TempDir::new().unwrap();
    let clock = Clock::at("2026-11-21T09:00:00Z");
    let engine = open(folder.path(), &clock).await;
    engine.set_settings(settings("First")).await.unwrap();
    clock.forward_minutes(1);
    engine.set_settings(settings("Second")).await.unwrap();
    engine.close().await.unwrap();

    let engine = open(folder.path(), &clock).await;
    let mut names = vec![engine.workspace().await.unwrap().name];
    let mut said = Vec::new();
    for step in ["undo", "undo", "undo", "redo", "undo", "redo", "redo", "redo"] {
        let done = if step == "undo" { engine.undo().await } else { engine.redo().await }.unwrap();
        said.push(done.message);
        names.push(engine.workspace().await.unwrap().name);
    }
    assert_eq!(
        names,
        ["Second", "First", "My workspace", "My workspace", "First", "My workspace", "First", "Second", "Second"]
    );
    assert_eq!(said[2], "There is nothing to undo");
    assert_eq!(said[7], "There is nothing to redo");
}

#[tokio::test]
async fn a_new_decision_ends_redo() {
    let folder = TempDir::new().unwrap();
    let engine = open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await;
    engine.set_settings(settings("First")).await.unwrap();
    engine.undo().await.unwrap();
    engine.set_settings(settings("Other")).await.unwrap();
    assert_eq!(engine.redo().await.unwrap().step, None);
    assert_eq!(engine.workspace().await.unwrap().name, "Other");
}

#[tokio::test]
async fn deciding_what_already_holds_is_no_step() {
    let folder = TempDir::new().unwrap();
    let engine = open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await;
    assert!(engine.set_settings(settings("Same")).await.unwrap().step.is_some());
    assert_eq!(engine.set_settings(settings("Same")).await.unwrap().step, None);
    assert_eq!(engine.recent(10).await.unwrap().len(), 1);
}

#[rstest]
#[case::a_text_file(b"id,title\n1,hello\n".to_vec(), ProblemKind::Foreign)]
#[case::another_programs_database(other_database(0x1234, 0), ProblemKind::Foreign)]
#[case::a_newer_workspace(other_database(0x5468_6c6e, 9_999), ProblemKind::Newer)]
#[tokio::test]
async fn foreign_and_newer_files_are_refused_untouched(#[case] content: Vec<u8>, #[case] kind: ProblemKind) {
    let folder = TempDir::new().unwrap();
    let file = workspace_file(folder.path(), WorkspaceName::Own);
    std::fs::write(&file, &content).unwrap();
    let problem = support::try_open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await.err().unwrap();
    assert_eq!(problem.kind, kind);
    assert!(!problem.kept.is_empty() && !problem.todo.is_empty(), "{problem}");
    assert_eq!(std::fs::read(&file).unwrap(), content);
}

fn other_database(application_id: u32, version: u32) -> Vec<u8> {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("x.db");
    let database = rusqlite::Connection::open(&file).unwrap();
    database
        .execute_batch(&format!(
            "PRAGMA application_id = {application_id}; PRAGMA user_version = {version}; CREATE TABLE t (a);"
        ))
        .unwrap();
    drop(database);
    std::fs::read(&file).unwrap()
}

#[tokio::test]
async fn a_backup_brings_back_what_was_and_keeps_what_is() {
    let folder = TempDir::new().unwrap();
    let clock = Clock::at("2026-11-21T09:00:00Z");
    let engine = open(folder.path(), &clock).await;
    engine.set_settings(settings("Before")).await.unwrap();
    let backup = engine.back_up().await.unwrap();
    clock.forward_minutes(5);
    engine.set_settings(settings("After")).await.unwrap();
    clock.forward_minutes(5);

    let restored = engine.restore(backup.name.clone()).await.unwrap();
    assert_eq!(restored.name, "Before");
    let reasons: Vec<String> = engine.backups().await.unwrap().into_iter().map(|b| b.reason).collect();
    assert_eq!(reasons, ["before restore", "by hand"]);

    let before_restore = engine.backups().await.unwrap()[0].name.clone();
    clock.forward_minutes(5);
    assert_eq!(engine.restore(before_restore).await.unwrap().name, "After");
    let missing = engine.restore("../workspace.db".to_owned()).await.err().unwrap();
    assert_eq!(missing.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn daily_backups_come_once_a_day_and_seven_are_kept() {
    let folder = TempDir::new().unwrap();
    let clock = Clock::at("2026-11-01T09:00:00Z");
    let engine = open(folder.path(), &clock).await;
    for _ in 0..10 {
        assert!(engine.back_up_daily().await.unwrap().is_some());
        assert!(engine.back_up_daily().await.unwrap().is_none());
        clock.forward_minutes(24 * 60);
    }
    let all = engine.backups().await.unwrap();
    assert_eq!(all.len(), 7);
    assert_eq!(all[6].at, support::time("2026-11-04T09:00:00Z"));
}

#[tokio::test]
async fn a_damaged_file_is_kept_and_the_backup_named() {
    let folder = TempDir::new().unwrap();
    let clock = Clock::at("2026-11-21T09:00:00Z");
    let engine = open(folder.path(), &clock).await;
    engine.set_settings(settings("Good")).await.unwrap();
    let backup = engine.back_up().await.unwrap();
    engine.close().await.unwrap();
    let file = workspace_file(folder.path(), WorkspaceName::Own);
    let mut bytes = std::fs::read(&file).unwrap();
    let end = bytes.len().min(16_384);
    bytes[100..end].fill(0xAA);
    std::fs::write(&file, &bytes).unwrap();

    let problem = support::try_open(folder.path(), &clock).await.err().unwrap();
    assert_eq!(problem.kind, ProblemKind::Damaged, "{problem}");
    assert!(problem.todo.contains(&backup.name), "{problem}");

    let kept = engine::store::backup::replace_damaged(&file, &backup.name, support::time("2026-11-21T10:00:00Z"));
    assert_eq!(std::fs::read(kept.await.unwrap()).unwrap(), bytes);
    assert_eq!(open(folder.path(), &clock).await.workspace().await.unwrap().name, "Good");
}

#[test]
fn sqlite_is_the_pinned_one() {
    assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
}

#[tokio::test]
async fn the_journal_refuses_to_be_rewritten() {
    let folder = TempDir::new().unwrap();
    let engine: Engine = open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await;
    engine.set_settings(settings("Kept")).await.unwrap();
    engine.close().await.unwrap();
    let database = rusqlite::Connection::open(workspace_file(folder.path(), WorkspaceName::Own)).unwrap();
    for statement in ["DELETE FROM op", "UPDATE op SET value = NULL"] {
        let refused = database.execute(statement, []).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
}
