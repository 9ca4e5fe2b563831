//! The inbox's queries: what is found, in which order, how many, and what stands around one signal.

use engine::api::types::{AcceptInto, Facets, SignalQuery, SignalSort, WorkspaceName};
use engine::api::{Engine, workspace_file};
use engine::error::ProblemKind;
use engine::model::{
    ConnectionId, Customer, DeclineReason, Kind, Person, Record, ServiceId, Severity, SignalId, Status, Time,
    TriageState,
};
use engine::store::Store;
use engine::store::bulk::write_records;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use rstest::rstest;
use support::{Clock, open, time};
use tempfile::TempDir;

const NOW: &str = "2026-11-21T09:00:00Z";

/// A ticket of `hours` hours before now.
fn ticket(id: &str, title: &str, hours: i64) -> Record {
    let at = time(NOW).plus(-hours * Time::HOUR);
    Record {
        external_id: id.to_owned(),
        kind: Kind::Ticket,
        title: title.to_owned(),
        body: String::new(),
        url: None,
        severity: None,
        status: Status::Open,
        happened_at: at,
        updated_at: at,
        resolved_at: None,
        service: None,
        customer: None,
        reporter: None,
        facts: Default::default(),
        raw: String::new(),
    }
}

fn of(mut record: Record, customer: &str, revenue: Option<i64>) -> Record {
    record.customer = Some(Customer { name: customer.to_owned(), revenue, ..Customer::default() });
    record
}

fn about(mut record: Record, service: &str) -> Record {
    record.service = Some(service.to_owned());
    record
}

fn by(mut record: Record, name: &str) -> Record {
    record.reporter = Some(Person { name: name.to_owned(), email: None });
    record
}

fn graded(mut record: Record, kind: Kind, severity: Severity) -> Record {
    (record.kind, record.severity) = (kind, Some(severity));
    record
}

/// A workspace that holds `records` as signals 1, 2, 3 …
async fn with(records: &[Record]) -> (TempDir, Clock, Engine) {
    let folder = TempDir::new().unwrap();
    let clock = Clock::at(NOW);
    let file = workspace_file(folder.path(), WorkspaceName::Own);
    let store = Store::open(&file, clock.now()).await.unwrap();
    rusqlite::Connection::open(&file)
        .unwrap()
        .execute(
            "INSERT INTO connection (id, uid, name, vendor, base_url, user, project, created_at)
             VALUES (1, 'desk', 'Desk', 'redmine', '', '', '', 0)",
            [],
        )
        .unwrap();
    let mut write = store.write().await.unwrap();
    write_records(&mut write, ConnectionId(1), records).await.unwrap();
    write.commit().await.unwrap();
    store.close().await.unwrap();
    let engine = open(folder.path(), &clock).await;
    (folder, clock, engine)
}

fn ids(ids: &[u32]) -> Vec<SignalId> {
    ids.iter().copied().map(SignalId).collect()
}

async fn listed(engine: &Engine, query: SignalQuery) -> Vec<u32> {
    engine.signal_ids(query).await.unwrap()
}

fn text(text: &str) -> SignalQuery {
    SignalQuery { text: text.to_owned(), ..SignalQuery::default() }
}

/// 1 to 6, newest first; 5 has no customer, 6 one of unknown worth.
fn six() -> Vec<Record> {
    vec![
        of(
            about(graded(ticket("1", "Checkout p95 over 20 s", 1), Kind::Incident, Severity::High), "checkout"),
            "Hartwell Freight",
            Some(184_000),
        ),
        of(about(ticket("2", "Cart with 340 lines never finishes", 2), "checkout"), "Hartwell Freight", None),
        of(
            graded(ticket("3", "Spinner at the payment step", 3), Kind::Feedback, Severity::Low),
            "Nordvik Outdoor",
            Some(20_000),
        ),
        of(
            graded(ticket("4", "Café menu shows no prices", 4), Kind::Error, Severity::Critical),
            "Kestrel",
            Some(500_000),
        ),
        about(ticket("5", "Carts forget their lines", 30), "identity"),
        of(ticket("6", "Login loops", 60), "Castellan Legal", None),
    ]
}

#[rstest]
#[case::the_whole_inbox(SignalQuery::default(), &[1, 2, 3, 4, 5, 6])]
#[case::oldest_first(SignalQuery { sort: SignalSort::Oldest, ..Default::default() }, &[6, 5, 4, 3, 2, 1])]
#[case::worst_first(SignalQuery { sort: SignalSort::Severity, ..Default::default() }, &[4, 1, 3, 2, 5, 6])]
#[case::most_revenue_first(SignalQuery { sort: SignalSort::Revenue, ..Default::default() }, &[4, 1, 2, 3, 5, 6])]
#[case::two_kinds(SignalQuery { kinds: vec![Kind::Incident, Kind::Error], ..Default::default() }, &[1, 4])]
#[case::a_severity(SignalQuery { severities: vec![Severity::Low], ..Default::default() }, &[3])]
#[case::a_service(SignalQuery { services: vec![ServiceId(1)], ..Default::default() }, &[1, 2])]
#[case::half_open_in_time(
    SignalQuery { from: Some(time("2026-11-21T05:00:00Z")), to: Some(time("2026-11-21T07:00:00Z")), ..Default::default() }, &[3, 4])]
#[case::rich_customers(SignalQuery { min_revenue: Some(100_000), ..Default::default() }, &[1, 2, 4])]
#[case::three_filters(
    SignalQuery { kinds: vec![Kind::Ticket], services: vec![ServiceId(1), ServiceId(2)], min_revenue: Some(1), ..Default::default() }, &[2])]
#[case::words_in_any_order(text("lines cart"), &[2, 5])]
#[case::beginnings_of_words(text("fin nev"), &[2])]
#[case::without_accents(text("CAFE"), &[4])]
#[case::no_word_leaves_nothing_out(text(" !?* "), &[1, 2, 3, 4, 5, 6])]
#[case::words_nobody_said(text("cart zebra"), &[])]
#[tokio::test]
async fn a_query_finds_exactly(#[case] query: SignalQuery, #[case] expected: &[u32]) {
    let (_folder, _clock, engine) = with(&six()).await;
    assert_eq!(listed(&engine, query.clone()).await, expected);
    assert_eq!(engine.facets(query).await.unwrap().total as usize, expected.len());
}

#[rstest]
#[case::from_the_top(0, 2, &[2, 5])]
#[case::further_on(2, 40, &[6])]
#[case::behind_the_end(9, 40, &[])]
#[tokio::test]
async fn a_list_comes_with_the_rows_on_the_screen(#[case] from: u32, #[case] count: u32, #[case] shown: &[u32]) {
    let (_folder, _clock, engine) = with(&six()).await;
    let query = SignalQuery { kinds: vec![Kind::Ticket], ..Default::default() };
    let (all, page) = engine.signal_list(query.clone(), from, count).await.unwrap();
    assert_eq!(all, [2, 5, 6]);
    assert_eq!(page.rows, engine.signal_rows(ids(shown)).await.unwrap());
    assert_eq!(page.rows.len(), shown.len());
    assert_eq!(page.kinds, engine.facets(query).await.unwrap().kinds);
}

#[tokio::test]
async fn a_facet_counts_with_its_own_filter_left_open() {
    let (_folder, _clock, engine) = with(&six()).await;
    let query = SignalQuery { kinds: vec![Kind::Ticket], services: vec![ServiceId(1)], ..Default::default() };
    let Facets { total, kinds, services, products: _, customers, connections, states, severities, themes: _, newest } =
        engine.facets(query).await.unwrap();
    assert_eq!((total, newest), (1, None));
    assert_eq!(kinds, [(Kind::Incident, 1), (Kind::Ticket, 1)]);
    let named = |counts: Vec<engine::api::types::NamedCount>| -> Vec<(String, u32)> {
        counts.into_iter().map(|count| (count.name, count.count)).collect()
    };
    assert_eq!(named(services), [("checkout".to_owned(), 1), ("identity".to_owned(), 1)]);
    assert_eq!(named(customers), [("Hartwell Freight".to_owned(), 1)]);
    assert_eq!(named(connections), [("Desk".to_owned(), 1)]);
    assert_eq!(states, [(TriageState::Inbox, 1)]);
    assert_eq!(severities, []);
}

#[tokio::test]
async fn a_decided_signal_leaves_the_inbox_and_a_snoozed_one_comes_back() {
    let (_folder, clock, engine) = with(&six()).await;
    let until = clock.now().plus(2 * Time::HOUR);
    engine.decline(ids(&[4]), DeclineReason::NotReal, String::new(), None).await.unwrap();
    engine.snooze(ids(&[3]), until).await.unwrap();
    engine.merge(ids(&[5]), SignalId(2)).await.unwrap();
    assert_eq!(listed(&engine, SignalQuery::default()).await, [1, 2, 6]);

    let snoozed = SignalQuery { states: vec![TriageState::Snoozed], ..Default::default() };
    assert_eq!(listed(&engine, snoozed.clone()).await, [3]);
    let row = &engine.signal_rows(ids(&[3])).await.unwrap()[0];
    assert_eq!((row.state, row.snoozed_until), (TriageState::Snoozed, Some(until)));

    clock.forward_minutes(121);
    assert_eq!(listed(&engine, SignalQuery::default()).await, [1, 2, 3, 6]);
    assert_eq!(listed(&engine, snoozed).await, Vec::<u32>::new());
    let row = &engine.signal_rows(ids(&[3])).await.unwrap()[0];
    assert_eq!((row.state, row.snoozed_until), (TriageState::Inbox, None));

    engine.undo().await.unwrap();
    assert_eq!(listed(&engine, SignalQuery::default()).await, [1, 2, 3, 5, 6]);
}

#[tokio::test]
async fn a_merged_signal_shows_under_the_one_it_went_into() {
    let (_folder, _clock, engine) = with(&six()).await;
    engine.merge(ids(&[5]), SignalId(2)).await.unwrap();
    let into = engine.signal(SignalId(2)).await.unwrap();
    assert_eq!(into.merged.iter().map(|row| row.id.0).collect::<Vec<_>>(), [5]);
    assert!(into.similar.iter().all(|similar| similar.row.id.0 != 5));
    let merged = engine.signal(SignalId(5)).await.unwrap();
    assert_eq!(merged.merged_into.map(|row| row.id.0), Some(2));
}

#[tokio::test]
async fn rows_come_in_the_order_asked_for() {
    let (_folder, _clock, engine) = with(&six()).await;
    let rows = engine.signal_rows(ids(&[4, 99, 1, 0])).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id.0).collect::<Vec<_>>(), [4, 1]);
    assert_eq!(rows[1].service.as_deref(), Some("checkout"));
    assert_eq!(rows[1].revenue, Some(184_000));
    let many = engine.signal_rows(ids(&[1; 201])).await.unwrap_err();
    assert_eq!(many.kind, ProblemKind::BadInput);
    let many = engine.signal_list(SignalQuery::default(), 0, 201).await.unwrap_err();
    assert_eq!(many.kind, ProblemKind::BadInput);
    let gone = engine.signal(SignalId(99)).await.unwrap_err();
    assert_eq!(gone.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn read_is_kept_and_can_be_taken_back() {
    let (folder, clock, engine) = with(&six()).await;
    engine.mark_seen(ids(&[1, 2, 99]), true).await.unwrap();
    engine.mark_seen(ids(&[2]), false).await.unwrap();
    engine.close().await.unwrap();
    let engine = open(folder.path(), &clock).await;
    let unread = SignalQuery { unread_only: true, ..Default::default() };
    assert_eq!(listed(&engine, unread).await, [2, 3, 4, 5, 6]);
    assert!(!engine.signal_rows(ids(&[1])).await.unwrap()[0].unread);
}

/// Three linked tickets, a fourth that says the same from somebody new, an incident near it, and noise.
fn payment() -> Vec<Record> {
    let linked = |id: &str, title: &str, who: &str| {
        of(about(by(ticket(id, title, 200), who), "checkout"), "Nordvik Outdoor", Some(20_000))
    };
    let mut records = vec![
        linked("1", "Payment never finishes with a large cart", "Ola"),
        linked("2", "Large cart: the payment step never finishes", "Kari"),
        linked("3", "Spinner forever at the payment step", "Ola"),
        of(
            about(by(ticket("4", "Cart with 340 lines never finishes at payment", 2), "Rosa Heikkinen"), "checkout"),
            "Hartwell Freight",
            None,
        ),
        about(graded(ticket("5", "Checkout p95 over 20 s in EU", 3), Kind::Incident, Severity::High), "checkout"),
        about(graded(ticket("6", "Old incident", 40), Kind::Incident, Severity::High), "checkout"),
        about(graded(ticket("7", "Identity is slow", 3), Kind::Incident, Severity::High), "identity"),
    ];
    let topics =
        ["invoice tax rate", "signed out twice", "resend from phone", "ledger sync stalls", "export misses entries"];
    records.extend((0..40).map(|n: usize| ticket(&format!("noise-{n}"), &format!("The {} {n}", topics[n % 5]), 300)));
    records
}

#[tokio::test]
async fn the_pane_shows_what_stands_around_a_signal() {
    let (_folder, clock, engine) = with(&payment()).await;
    engine.accept(ids(&[1, 2, 3]), AcceptInto::New { title: "Let large carts check out".to_owned() }, 2).await.unwrap();
    clock.forward_minutes(1);
    engine.snooze(ids(&[4]), clock.now().plus(Time::HOUR)).await.unwrap();

    let detail = engine.signal(SignalId(4)).await.unwrap();
    let lines: Vec<String> = detail.timeline.iter().map(|e| format!("{} {}", e.at.rfc3339(), e.text)).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    2026-11-21T06:00:00Z Incident opened, high: Checkout p95 over 20 s in EU
    2026-11-21T07:00:00Z Rosa Heikkinen wrote in
    2026-11-21T09:01:00Z You: Snoozed “Cart with 340 lines never finishes at payment”
    "#);
    let customer = detail.customer.unwrap();
    assert_eq!((customer.customer.name.as_str(), customer.signals_30_days), ("Hartwell Freight", 1));

    let similar: Vec<u32> = detail.similar.iter().map(|similar| similar.row.id.0).collect();
    assert_eq!(similar, [1, 2]);
    assert!(detail.similar.is_sorted_by(|a, b| a.score >= b.score));
    assert!(detail.similar[0].shared.contains(&"never".to_owned()));

    let suggestion = detail.suggestion.unwrap();
    assert_eq!(suggestion.opportunity.label, "OPP-1");
    insta::assert_snapshot!(suggestion.reasons.join("\n"), @r"
    Says “never finishes” and “cart”, like 2 signals already linked
    Same service, checkout
    First time Hartwell Freight reports it, so it adds one person
    ");

    let noise = engine.signal(SignalId(10)).await.unwrap();
    assert_eq!(noise.suggestion, None);
    let linked = engine.signal(SignalId(1)).await.unwrap();
    assert_eq!(linked.suggestion, None);
    assert_eq!(linked.evidence_for.iter().map(|link| link.importance).collect::<Vec<_>>(), [2]);
}

#[test]
fn whatever_is_typed_is_a_search() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (_folder, _clock, engine) = runtime.block_on(with(&six()));
    let typed = prop_oneof![".*", "[\"'*():^+a-zA-Z -]{0,40}", "\\PC{1,20}"];
    TestRunner::default()
        .run(&typed, |typed| {
            let ids = runtime.block_on(engine.signal_ids(text(&typed))).unwrap();
            let total = runtime.block_on(engine.facets(text(&typed))).unwrap().total;
            prop_assert_eq!(total as usize, ids.len());
            Ok(())
        })
        .unwrap();
}
