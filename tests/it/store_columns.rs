//! The columns in memory say what the tables say, whatever was written, and across restarts.

use std::path::Path;

use engine::journal::{self, By, Change, Entity};
use engine::model::{ConnectionId, Customer, Kind, Record, Severity, SignalId, Status, Time, TriageState};
use engine::store::bulk::{resolve_absent, write_records};
use engine::store::triage::Verdict;
use engine::store::{Columns, Store, search, signals};
use proptest::prelude::*;
use support::time;
use tempfile::TempDir;

const DESK: ConnectionId = ConnectionId(1);
const NOW: &str = "2026-11-21T09:00:00Z";

async fn store(folder: &Path) -> Store {
    let file = folder.join("workspace.db");
    let store = Store::open(&file, time(NOW)).await.unwrap();
    rusqlite::Connection::open(file)
        .unwrap()
        .execute(
            "INSERT OR IGNORE INTO connection (id, uid, name, vendor, base_url, user, project, created_at)
             VALUES (1, 'desk', 'Desk', 'redmine', '', '', '', 0)",
            [],
        )
        .unwrap();
    store
}

/// The columns as a start without a snapshot reads them.
async fn fresh(folder: &Path) -> Columns {
    let _ = std::fs::remove_file(folder.join("workspace.columns"));
    let store = Store::open(&folder.join("workspace.db"), time(NOW)).await.unwrap();
    store.columns().clone()
}

/// One of nine records in one of several versions.
fn record(number: u8, version: u8) -> Record {
    let at = time(NOW).plus(-i64::from(number) * Time::HOUR);
    Record {
        external_id: number.to_string(),
        kind: Kind::ALL[usize::from(version) % Kind::ALL.len()],
        title: format!("Record {number}, version {version}"),
        body: String::new(),
        url: None,
        severity: (!version.is_multiple_of(3)).then_some(Severity::High),
        status: Status::Open,
        happened_at: at,
        updated_at: at.plus(i64::from(version)),
        resolved_at: None,
        service: (!version.is_multiple_of(2)).then(|| format!("service-{}", version % 4)),
        customer: (!number.is_multiple_of(2)).then(|| Customer {
            name: format!("Customer {}", number % 4),
            revenue: (version > 2).then_some(i64::from(version) * 1_000),
            ..Customer::default()
        }),
        reporter: None,
        facts: Default::default(),
        raw: String::new(),
    }
}

#[derive(Clone, Debug)]
enum Deed {
    Pull { page: Vec<(u8, u8)>, commit: bool },
    Decide { number: u8, state: u8, commit: bool },
    See { number: u32, seen: bool },
    Vanish { named: Vec<u8> },
}

fn deed() -> impl Strategy<Value = Deed> {
    let page = proptest::collection::vec((1_u8..9, 0_u8..5), 1..6);
    prop_oneof![
        3 => (page, prop::bool::weighted(0.8)).prop_map(|(page, commit)| Deed::Pull { page, commit }),
        2 => (1_u8..9, 0_u8..5, prop::bool::weighted(0.8))
            .prop_map(|(number, state, commit)| Deed::Decide { number, state, commit }),
        1 => (1_u32..9, any::<bool>()).prop_map(|(number, seen)| Deed::See { number, seen }),
        1 => proptest::collection::vec(1_u8..9, 0..9).prop_map(|named| Deed::Vanish { named }),
    ]
}

async fn carry_out(store: &Store, deed: &Deed, now: Time) {
    let by = By { actor: "Maya".to_owned(), device: "laptop".to_owned(), now };
    let mut write = store.write().await.unwrap();
    let commit = match deed {
        Deed::Pull { page, commit } => {
            let page: Vec<Record> = page.iter().map(|(number, version)| record(*number, *version)).collect();
            write_records(&mut write, DESK, &page).await.unwrap();
            *commit
        }
        Deed::Decide { number, state, commit } => {
            let mut verdict = Verdict::of(TriageState::from_code(*state).unwrap());
            verdict.until = (verdict.state == TriageState::Snoozed).then(|| now.plus(Time::HOUR));
            let value = serde_json::to_value(&verdict).unwrap();
            let change = Change::new(Entity::Signal, format!("desk/{number}"), "triage", value);
            journal::decide(&mut write, &by, "Decided", &[change]).await.unwrap();
            *commit
        }
        Deed::See { number, seen } => {
            drop(write);
            signals::mark_seen(store, &[SignalId(*number)], *seen).await.unwrap();
            return;
        }
        Deed::Vanish { named } => {
            let named: Vec<String> = named.iter().map(u8::to_string).collect();
            resolve_absent(&mut write, DESK, Kind::Incident, &named, now).await.unwrap();
            true
        }
    };
    if commit {
        write.commit().await.unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn columns_equal_a_fresh_reading_after_any_writes(deeds in proptest::collection::vec(deed(), 1..12)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = TempDir::new().unwrap();
            let store = store(folder.path()).await;
            for (n, deed) in (1..).zip(&deeds) {
                carry_out(&store, deed, time(NOW).plus(n * Time::MINUTE)).await;
            }
            let kept = store.columns().clone();
            prop_assert_eq!(&kept, &fresh(folder.path()).await);
            store.close().await.unwrap();
            let from_snapshot = Store::open(&folder.path().join("workspace.db"), time(NOW)).await.unwrap();
            prop_assert_eq!(&*from_snapshot.columns(), &kept);
            Ok(())
        })?;
    }
}

async fn pull(store: &Store, records: &[Record]) {
    let mut write = store.write().await.unwrap();
    write_records(&mut write, DESK, records).await.unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn a_start_reads_the_snapshot_only_while_it_fits_the_file() {
    let folder = TempDir::new().unwrap();
    let (file, snapshot) = (folder.path().join("workspace.db"), folder.path().join("workspace.columns"));
    let open = || Store::open(&file, time(NOW));
    let first = store(folder.path()).await;
    pull(&first, &[record(1, 0)]).await;
    first.close().await.unwrap();
    let old = std::fs::read(&snapshot).unwrap();

    // A change behind the store's back shows that the rows were not read.
    let tables = rusqlite::Connection::open(&file).unwrap();
    tables.execute("UPDATE signal SET kind = 6", []).unwrap();
    let second = open().await.unwrap();
    let read = second.columns().clone();
    assert_ne!(read, fresh(folder.path()).await);

    pull(&second, &[record(2, 0)]).await;
    second.close().await.unwrap();
    for stale in [old.as_slice(), b"TLCOLS01 but not really", b""] {
        std::fs::write(&snapshot, stale).unwrap();
        let third = open().await.unwrap();
        assert_eq!(third.columns().count(), 2);
        let fresh = fresh(folder.path()).await;
        assert_eq!(*third.columns(), fresh);
    }
}

#[tokio::test]
async fn another_programs_commit_is_noticed() {
    let folder = TempDir::new().unwrap();
    let window = store(folder.path()).await;
    let command_line = store(folder.path()).await;
    pull(&command_line, &[record(1, 0)]).await;
    assert_eq!(window.columns().count(), 0);
    assert!(window.reload_if_changed_elsewhere().await.unwrap());
    assert_eq!(*window.columns(), *command_line.columns());
    assert!(!window.reload_if_changed_elsewhere().await.unwrap());
}

#[tokio::test]
async fn search_finds_what_was_written_last() {
    let folder = TempDir::new().unwrap();
    let store = store(folder.path()).await;
    pull(&store, &[record(1, 0), record(2, 0)]).await;
    let found = async |text: &str| {
        let found = search::find(&store, text).await.unwrap().unwrap();
        (1..10).filter(|id| found.contains(*id)).collect::<Vec<u32>>()
    };
    assert_eq!(found("record").await, Vec::<u32>::new());
    assert_eq!(search::index_pending(&store).await.unwrap(), 2);
    assert_eq!(found("record").await, [1, 2]);

    let mut renamed = record(1, 1);
    renamed.title = "Something else".to_owned();
    pull(&store, &[renamed, record(2, 0)]).await;
    assert_eq!(search::index_pending(&store).await.unwrap(), 1);
    assert_eq!(search::index_pending(&store).await.unwrap(), 0);
    assert_eq!((found("record").await, found("some").await), (vec![2], vec![1]));
}

/// A search looks at so many of the newest, and says when there are more.
#[tokio::test]
async fn a_word_that_very_many_hold_finds_the_newest() {
    let folder = TempDir::new().unwrap();
    let store = store(folder.path()).await;
    let found = async |text: &str| search::find_newest(&store, text).await.unwrap().unwrap();
    // The words go straight to the index: writing as many signals would take this test a minute.
    let index = |from: u32, to: u32| {
        let mut tables = rusqlite::Connection::open(store.file()).unwrap();
        let all = tables.transaction().unwrap();
        let mut add = all.prepare("INSERT INTO signal_fts (rowid, title, body) VALUES (?, 'cart', '')").unwrap();
        for id in from..=to {
            add.execute([id]).unwrap();
        }
        drop(add);
        all.commit().unwrap();
    };
    index(1, search::CANDIDATES);
    let all = found("ca").await;
    assert_eq!((all.cut, all.ids.iter().count()), (false, search::CANDIDATES as usize));
    index(search::CANDIDATES + 1, search::CANDIDATES + 2);
    let newest = found("cart").await;
    assert_eq!((newest.cut, newest.ids.iter().count()), (true, search::CANDIDATES as usize));
    assert!(!newest.ids.contains(2) && newest.ids.contains(3));
}

/// Few words with one beginning are looked up one by one, many as a range: what is found is the same.
#[tokio::test]
async fn a_beginning_finds_every_word_that_has_it() {
    let folder = TempDir::new().unwrap();
    let store = store(folder.path()).await;
    let titles = (0..60).map(|n| format!("Checkout{n:02}")).chain(["Check".to_owned(), "Chéck-in".to_owned()]);
    let records: Vec<Record> =
        titles.zip(0..).map(|(title, n)| Record { title, body: String::new(), ..record(n, 0) }).collect();
    pull(&store, &records).await;
    search::index_pending(&store).await.unwrap();
    for (text, count) in [
        ("check", 62),
        ("checko", 60),
        ("CHECKOUT1", 10),
        ("checkout17", 1),
        ("checkout177", 0),
        ("chéck", 62),
        ("check in", 1),
        ("check checkout17", 1),
        ("check-", 62),
    ] {
        let found = search::find(&store, text).await.unwrap().unwrap();
        assert_eq!(found.iter().count(), count, "{text}");
    }
}

/// The splitting in Rust and the index's own agree on every character there is, alone and inside a word.
#[tokio::test]
async fn every_character_can_be_searched_for() {
    let folder = TempDir::new().unwrap();
    let store = store(folder.path()).await;
    let letters: Vec<char> = ('\u{0}'..=char::MAX).filter(|c| c.is_alphanumeric()).collect();
    for page in letters.chunks(2_000) {
        let words: Vec<String> = page.iter().map(|c| format!("ab{c}cd")).collect();
        let mut split: Vec<String> = words.iter().flat_map(|word| engine::triage::words::words(word)).collect();
        split.sort();
        split.dedup();
        search::holders(&store, &split, 1).await.unwrap();
    }
}
