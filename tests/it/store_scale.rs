//! Writing pages of records: what is stored, what a second pull does, and what a broken-off one leaves.

use engine::model::{ConnectionId, Customer, Kind, Person, Record, SetAside, Severity, Status, Time};
use engine::store::Store;
use engine::store::bulk::{Written, resolve_absent, write_records, write_set_aside};
use support::time;
use tempfile::TempDir;

const DESK: ConnectionId = ConnectionId(1);

/// A workspace with one connection, and a second handle to look at its tables.
async fn store(folder: &TempDir) -> (Store, rusqlite::Connection) {
    let file = folder.path().join("workspace.db");
    let store = Store::open(&file, time("2026-11-21T09:00:00Z")).await.unwrap();
    let tables = rusqlite::Connection::open(file).unwrap();
    tables
        .execute(
            "INSERT INTO connection (id, uid, name, vendor, base_url, user, project, created_at)
             VALUES (1, 'desk', 'Desk', 'redmine', '', '', '', 0)",
            [],
        )
        .unwrap();
    (store, tables)
}

fn record(id: &str) -> Record {
    Record {
        external_id: id.to_owned(),
        kind: Kind::Ticket,
        title: format!("Cart {id} never finishes"),
        body: "It spins at the payment step.".to_owned(),
        url: Some("https://desk.example.com/1".to_owned()),
        severity: Some(Severity::High),
        status: Status::Open,
        happened_at: time("2026-11-20T08:49:00Z"),
        updated_at: time("2026-11-20T08:49:00Z"),
        resolved_at: None,
        service: Some("checkout".to_owned()),
        customer: Some(Customer { name: "Hartwell Freight".to_owned(), revenue: Some(184_000), ..Customer::default() }),
        reporter: Some(Person { name: "Rosa Heikkinen".to_owned(), email: None }),
        facts: [("version".to_owned(), "7.41.0".to_owned())].into(),
        raw: "{}".to_owned(),
    }
}

async fn pull(store: &Store, records: &[Record]) -> Written {
    let mut write = store.write().await.unwrap();
    let written = write_records(&mut write, DESK, records).await.unwrap();
    write.commit().await.unwrap();
    written
}

fn number(tables: &rusqlite::Connection, sql: &str) -> i64 {
    tables.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// All rows of a query as text, for looking at a whole table at once.
fn rows(tables: &rusqlite::Connection, sql: &str) -> Vec<String> {
    let mut statement = tables.prepare(sql).unwrap();
    let columns = statement.column_count();
    statement
        .query_map([], |row| {
            let cells: rusqlite::Result<Vec<rusqlite::types::Value>> = (0..columns).map(|i| row.get(i)).collect();
            Ok(cells?.iter().map(|cell| format!("{cell:?}")).collect::<Vec<_>>().join(" "))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

#[tokio::test]
async fn pulling_twice_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let (store, tables) = store(&folder).await;
    let page = [record("1"), record("2"), record("3")];

    let first = pull(&store, &page).await;
    assert_eq!((first.new, first.changed, first.unchanged, first.ids.len()), (3, 0, 0, 3));
    let columns = store.columns().clone();
    let before = number(&tables, "SELECT SUM(content_hash % 1000) FROM signal");

    let second = pull(&store, &page).await;
    assert_eq!((second.new, second.changed, second.unchanged, second.ids.len()), (0, 0, 3, 0));
    assert_eq!(*store.columns(), columns);
    assert_eq!(number(&tables, "SELECT SUM(content_hash % 1000) FROM signal"), before);

    let mut changed = record("2");
    changed.status = Status::Resolved;
    changed.raw = "{\"status\":5}".to_owned();
    let third = pull(&store, &[record("1"), changed, record("4")]).await;
    assert_eq!((third.new, third.changed, third.unchanged, third.ids.len()), (1, 1, 1, 2));
    assert_eq!(number(&tables, "SELECT COUNT(*) FROM signal"), 4);
    assert_eq!(number(&tables, "SELECT COUNT(*) FROM signal_text WHERE raw <> '{}'"), 1);
    assert_eq!(number(&tables, "SELECT COUNT(*) FROM fts_queue"), 4);
}

#[tokio::test]
async fn a_page_that_is_not_committed_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let (store, tables) = store(&folder).await;
    let aside = SetAside { row: 2, external_id: None, reason: "No title.".to_owned(), raw: "{}".to_owned() };
    let mut write = store.write().await.unwrap();
    write_records(&mut write, DESK, &[record("1")]).await.unwrap();
    write_set_aside(&mut write, DESK, "issues", &[aside], Time(0)).await.unwrap();
    drop(write);

    // The next write waits for the rollback.
    store.write().await.unwrap().commit().await.unwrap();
    for table in ["signal", "signal_text", "fts_queue", "set_aside", "service", "customer", "reporter"] {
        assert_eq!(number(&tables, &format!("SELECT COUNT(*) FROM {table}")), 0, "{table}");
    }
    assert_eq!(store.columns().count(), 0);
}

#[tokio::test]
async fn the_same_record_is_set_aside_once() {
    let folder = TempDir::new().unwrap();
    let (store, tables) = store(&folder).await;
    let aside =
        |row, raw: &str| SetAside { row, external_id: None, reason: "No title.".to_owned(), raw: raw.to_owned() };
    let mut write = store.write().await.unwrap();
    let page = [aside(1, "{\"id\":1}"), aside(2, "{\"id\":2}")];
    assert_eq!(write_set_aside(&mut write, DESK, "issues", &page, Time(5)).await.unwrap(), 2);
    assert_eq!(write_set_aside(&mut write, DESK, "issues", &page, Time(6)).await.unwrap(), 0);
    write.commit().await.unwrap();
    assert_eq!(rows(&tables, "SELECT row, at FROM set_aside"), ["Integer(1) Integer(5)", "Integer(2) Integer(5)"]);
}

#[tokio::test]
async fn people_and_customers_are_known_by_what_identifies_them() {
    let folder = TempDir::new().unwrap();
    let (store, tables) = store(&folder).await;
    let told = |id: &str, name: &str, email: Option<&str>, customer: &str, plan: Option<&str>| {
        let mut record = record(id);
        record.reporter = Some(Person { name: name.to_owned(), email: email.map(str::to_owned) });
        record.customer =
            Some(Customer { name: customer.to_owned(), plan: plan.map(str::to_owned), ..Customer::default() });
        record
    };
    pull(
        &store,
        &[
            told("1", "Rosa", Some("Rosa@hartwell.example"), "Hartwell Freight", Some("Team")),
            told("2", "Rosa Heikkinen", Some("rosa@hartwell.example"), "HARTWELL freight", None),
            told("3", "Sam", None, "Hartwell Freight", Some("Enterprise")),
            told("4", "Sam", None, "Nordvik Outdoor", None),
            told("5", "", None, "Nordvik Outdoor", None),
        ],
    )
    .await;
    assert_eq!(
        rows(&tables, "SELECT name, plan FROM customer ORDER BY id"),
        [r#"Text("Hartwell Freight") Text("Enterprise")"#, r#"Text("Nordvik Outdoor") Null"#]
    );
    assert_eq!(
        rows(&tables, "SELECT identity, name, customer_id FROM reporter ORDER BY id"),
        [
            r#"Text("rosa@hartwell.example") Text("Rosa Heikkinen") Integer(1)"#,
            r#"Text("sam @ hartwell freight") Text("Sam") Integer(1)"#,
            r#"Text("sam @ nordvik outdoor") Text("Sam") Integer(2)"#,
        ]
    );
    assert_eq!(number(&tables, "SELECT COUNT(*) FROM signal WHERE reporter_id IS NULL"), 1);
}

#[tokio::test]
async fn only_addresses_of_pages_are_kept() {
    let folder = TempDir::new().unwrap();
    let (store, tables) = store(&folder).await;
    let with_url = |id: &str, url: &str| Record { url: Some(url.to_owned()), ..record(id) };
    pull(
        &store,
        &[
            with_url("1", "javascript:alert(1)"),
            with_url("2", "HTTPS://a.example/x"),
            with_url("3", "file:///etc/passwd"),
        ],
    )
    .await;
    assert_eq!(
        rows(&tables, "SELECT url FROM signal_text ORDER BY signal_id"),
        ["Null", r#"Text("HTTPS://a.example/x")"#, "Null"]
    );
}

#[tokio::test]
async fn what_a_complete_listing_leaves_out_is_resolved_until_it_is_seen_again() {
    let folder = TempDir::new().unwrap();
    let (store, tables) = store(&folder).await;
    let page = [record("1"), record("2")];
    pull(&store, &page).await;

    let mut write = store.write().await.unwrap();
    let later = time("2026-11-21T10:00:00Z");
    let resolved = resolve_absent(&mut write, DESK, Kind::Ticket, &["2".to_owned()], later).await.unwrap();
    assert_eq!(resolved.len(), 1);
    write.commit().await.unwrap();
    let state = "SELECT external_id, status, resolved_at FROM signal ORDER BY id";
    let ended = format!(r#"Text("1") Integer(1) Integer({})"#, later.0);
    assert_eq!(rows(&tables, state), [ended.as_str(), r#"Text("2") Integer(0) Null"#]);

    let again = pull(&store, &page).await;
    assert_eq!((again.changed, again.unchanged), (1, 1));
    assert_eq!(rows(&tables, state), [r#"Text("1") Integer(0) Null"#, r#"Text("2") Integer(0) Null"#]);
}
