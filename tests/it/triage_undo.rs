//! Whatever is decided, undoing it step by step gives back every table as it was, row for row; redoing does it again.

use std::path::Path;

use engine::api::types::*;
use engine::api::{Engine, workspace_file};
use engine::model::{DeclineReason, OpportunityId, SignalId, ThemeId, Time, TriageState};
use engine::store::Store;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use support::{Clock, open, time};
use tempfile::TempDir;

use crate::theme_bench::{Bench, NOW};

/// Signals 1 to 18, three themes.
const EACH: usize = 6;

#[derive(Clone, Debug)]
enum Deed {
    Accept { ids: Vec<u32>, new: bool },
    Merge { ids: Vec<u32>, into: u32 },
    Unmerge { ids: Vec<u32> },
    Decline { ids: Vec<u32>, reply: bool },
    Snooze { ids: Vec<u32>, more: bool },
    Reopen { ids: Vec<u32> },
    Evidence { ids: Vec<u32>, importance: Option<u8> },
    Against { ids: Vec<u32>, against: bool },
    Place { ids: Vec<u32>, theme: Option<u32> },
    MergeThemes { into: u32, other: u32 },
    Dismiss { theme: u32, dismissed: bool },
    SnoozeTheme { theme: u32, until: u8 },
    Pair { one: u32, other: u32, suggest: bool },
}

fn deed() -> impl Strategy<Value = Deed> {
    let ids = || proptest::collection::vec(1_u32..=18, 1..5);
    let theme = || 1_u32..=3;
    prop_oneof![
        2 => (ids(), any::<bool>()).prop_map(|(ids, new)| Deed::Accept { ids, new }),
        4 => (ids(), 1_u32..=18).prop_map(|(ids, into)| Deed::Merge { ids, into }),
        3 => ids().prop_map(|ids| Deed::Unmerge { ids }),
        2 => (ids(), any::<bool>()).prop_map(|(ids, reply)| Deed::Decline { ids, reply }),
        2 => (ids(), any::<bool>()).prop_map(|(ids, more)| Deed::Snooze { ids, more }),
        2 => ids().prop_map(|ids| Deed::Reopen { ids }),
        2 => (ids(), proptest::option::of(0_u8..=3)).prop_map(|(ids, importance)| Deed::Evidence { ids, importance }),
        2 => (ids(), any::<bool>()).prop_map(|(ids, against)| Deed::Against { ids, against }),
        2 => (ids(), proptest::option::of(theme())).prop_map(|(ids, theme)| Deed::Place { ids, theme }),
        1 => (theme(), theme()).prop_map(|(into, other)| Deed::MergeThemes { into, other }),
        1 => (theme(), any::<bool>()).prop_map(|(theme, dismissed)| Deed::Dismiss { theme, dismissed }),
        1 => (theme(), 0_u8..3).prop_map(|(theme, until)| Deed::SnoozeTheme { theme, until }),
        1 => (1_u32..=18, 1_u32..=18, any::<bool>()).prop_map(|(one, other, suggest)| Deed::Pair { one, other, suggest }),
    ]
}

/// Whether it became a step. What a rule refuses is none.
async fn carry_out(engine: &Engine, deed: Deed, now: Time) -> bool {
    let ids = |ids: Vec<u32>| ids.into_iter().map(SignalId).collect::<Vec<_>>();
    let first = OpportunityId(1);
    let done = match deed {
        Deed::Accept { ids: of, new: true } => {
            engine.accept(ids(of), AcceptInto::New { title: "New".to_owned() }, 2).await
        }
        Deed::Accept { ids: of, new: false } => {
            engine.accept(ids(of), AcceptInto::Existing { opportunity: first }, 1).await
        }
        Deed::Merge { ids: of, into } => engine.merge(ids(of), SignalId(into)).await,
        Deed::Unmerge { ids: of } => engine.unmerge(ids(of)).await,
        Deed::Decline { ids: of, reply } => {
            let reply = reply.then(|| "Hi {name}".to_owned());
            engine.decline(ids(of), DeclineReason::TooRare, "rare".to_owned(), reply).await
        }
        Deed::Snooze { ids: of, more: true } => engine.snooze(ids(of), SnoozeUntil::MoreSignals { count: 2 }).await,
        Deed::Snooze { ids: of, more: false } => engine.snooze(ids(of), now.plus(Time::DAY)).await,
        Deed::Reopen { ids: of } => engine.reopen(ids(of)).await,
        Deed::Evidence { ids: of, importance } => engine.set_evidence(first, ids(of), importance).await,
        Deed::Against { ids: of, against } => engine.set_against(first, ids(of), against).await,
        Deed::Place { ids: of, theme } => engine.place_signals(ids(of), theme.map(ThemeId)).await,
        Deed::MergeThemes { into, other } => engine.merge_themes(ThemeId(into), vec![ThemeId(other)], None).await,
        Deed::Dismiss { theme, dismissed } => engine.dismiss_theme(ThemeId(theme), dismissed).await,
        Deed::SnoozeTheme { theme, until } => {
            let until = match until {
                0 => None,
                1 => Some(SnoozeUntil::Date { until: now.plus(Time::DAY) }),
                _ => Some(SnoozeUntil::MoreSignals { count: 4 }),
            };
            engine.snooze_theme(ThemeId(theme), until).await
        }
        Deed::Pair { one, other, suggest } => engine.suggest_pair(SignalId(one), SignalId(other), suggest).await,
    };
    done.is_ok_and(|done| done.step.is_some())
}

/// What decisions add up to: the tables row for row, and the lists that the columns give.
async fn state(engine: &Engine, folder: &Path) -> String {
    let tables = [
        "SELECT * FROM triage ORDER BY signal_id",
        "SELECT * FROM evidence ORDER BY opportunity_id, signal_id",
        "SELECT * FROM evidence_against ORDER BY opportunity_id, signal_id",
        "SELECT id, uid, title, stage FROM opportunity WHERE deleted = 0 ORDER BY id",
        "SELECT * FROM theme_choice ORDER BY signal_id",
        "SELECT signal_id, theme_id, waiting FROM placement ORDER BY signal_id",
        "SELECT id, name, merged_into, undone, dismissed, snoozed_until, wait_id, root_id FROM theme ORDER BY id",
        "SELECT * FROM unlike_pair ORDER BY one, other",
    ];
    let file = rusqlite::Connection::open(workspace_file(folder, WorkspaceName::Own)).unwrap();
    let mut text = String::new();
    for sql in tables {
        let mut select = file.prepare(sql).unwrap();
        let width = select.column_count();
        let mut rows = select.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<String> = (0..width).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
            text.push_str(&format!("{sql}: {}\n", cells.join(" | ")));
        }
    }
    counted_as_stored(engine, folder).await;
    for state in TriageState::ALL {
        let query = SignalQuery { states: vec![*state], ..SignalQuery::default() };
        text.push_str(&format!("{}: {:?}\n", state.word(), engine.signal_ids(query).await.unwrap()));
    }
    text
}

/// What is held in memory of the evidence is what the tables say.
async fn counted_as_stored(engine: &Engine, folder: &Path) {
    let store = Store::open(&workspace_file(folder, WorkspaceName::Own), time(NOW)).await.unwrap();
    let stored = store.evidence().await.unwrap();
    store.close().await.unwrap();
    let query = OpportunityQuery { include_deleted: true, ..OpportunityQuery::default() };
    for row in engine.opportunities(query).await.unwrap().rows {
        let expected = stored.get(&row.id).map(|behind| behind.counts).unwrap_or_default();
        assert_eq!(row.evidence, expected, "{}", row.label);
    }
}

#[test]
fn undo_gives_back_every_row_and_redo_does_it_again() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let start = runtime.block_on(async {
        let bench = Bench::with(EACH).await;
        bench.group().await;
        bench.engine.create_opportunity("There already".to_owned()).await.unwrap();
        bench.engine.close().await.unwrap();
        bench.folder
    });
    let config = Config { cases: 16, ..Config::default() };
    let deeds = proptest::collection::vec(deed(), 1..10);
    TestRunner::new(config)
        .run(&deeds, |deeds| {
            runtime.block_on(there_and_back(start.path(), deeds));
            Ok(())
        })
        .unwrap();
}

async fn there_and_back(start: &Path, deeds: Vec<Deed>) {
    let folder = TempDir::new().unwrap();
    let file = workspace_file(folder.path(), WorkspaceName::Own);
    std::fs::copy(workspace_file(start, WorkspaceName::Own), &file).unwrap();
    let clock = Clock::at(NOW);
    // Identifiers begin anew with the clock; those of the start are taken.
    (0..100).for_each(|_| clock.skip_uid());
    let engine = open(folder.path(), &clock).await;
    let mut states = vec![state(&engine, folder.path()).await];
    for deed in deeds {
        if carry_out(&engine, deed, clock.now()).await {
            states.push(state(&engine, folder.path()).await);
        }
    }
    for expected in states.iter().rev().skip(1) {
        engine.undo().await.unwrap();
        same_rows(&state(&engine, folder.path()).await, expected);
    }
    for expected in states.iter().skip(1) {
        engine.redo().await.unwrap();
        same_rows(&state(&engine, folder.path()).await, expected);
    }
    engine.close().await.unwrap();
}

/// Names only the rows that differ.
fn same_rows(found: &str, expected: &str) {
    let missing: Vec<&str> = expected.lines().filter(|line| !found.lines().any(|other| other == *line)).collect();
    let extra: Vec<&str> = found.lines().filter(|line| !expected.lines().any(|other| other == *line)).collect();
    assert_eq!((missing, extra), (Vec::new(), Vec::new()));
}
