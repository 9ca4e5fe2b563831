//! Pulling from tools that work, break in the middle, or lie: what is kept, what is said, and where the next
//! pull goes on. `HOST` stands for the tool's address in sentences.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use engine::api::Engine;
use engine::api::types::{ConnectionForm, ConnectionView, Event, Health, PullReport, WorkspaceName};
use engine::api::workspace_file;
use engine::connectors::Account;
use engine::error::{Problem, ProblemKind};
use engine::model::ConnectionId;
use serde_json::{Value, json};
use support::fake_redmine::{Issues, serve};
use support::{Clock, open};
use tempfile::TempDir;
use tokio::sync::broadcast::Receiver;
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

const SECRET: &str = "canary-77c2";

/// A workspace with one Redmine connected to `server`.
struct Bench {
    folder: TempDir,
    clock: Clock,
    engine: Engine,
    id: ConnectionId,
    host: String,
}

impl Bench {
    async fn new(server: &str) -> Bench {
        Bench::of("redmine", server).await
    }

    async fn of(vendor: &str, server: &str) -> Bench {
        let (folder, clock) = (TempDir::new().unwrap(), Clock::at("2026-11-21T09:00:00Z"));
        let engine = open(folder.path(), &clock).await;
        let added = engine.add_connection(form(vendor, server), Some(SECRET.to_owned())).await.unwrap();
        Bench { folder, clock, engine, id: added.id, host: host(server) }
    }

    async fn pull(&self) -> PullReport {
        self.engine.pull(self.id).await.unwrap()
    }

    async fn view(&self) -> ConnectionView {
        let all = self.engine.connections().await.unwrap();
        all.into_iter().find(|view| view.id == self.id).unwrap()
    }

    fn said(&self, problem: &Problem) -> String {
        format!("{:?}: {}", problem.kind, problem.sentence().replace(&self.host, "HOST"))
    }
}

fn form(vendor: &str, server: &str) -> ConnectionForm {
    ConnectionForm {
        name: "Service desk".to_owned(),
        account: Account { vendor: vendor.to_owned(), base_url: server.to_owned(), ..Account::default() },
    }
}

fn host(server: &str) -> String {
    server.split_once("://").map(|(_, host)| host.to_owned()).unwrap_or_default()
}

/// True for the `n`-th request for `place` alone, counted from 1.
fn nth(n: u32, place: &'static str) -> impl Fn(&Request) -> bool + Send + Sync {
    let seen = AtomicU32::new(0);
    move |request| request.url.path() == place && seen.fetch_add(1, Ordering::SeqCst) + 1 == n
}

/// The `n`-th page of issues fares like this instead.
async fn instead_of_page(server: &MockServer, n: u32, reply: ResponseTemplate) {
    Mock::given(nth(n, "/issues.json")).respond_with(reply).with_priority(1).mount(server).await;
}

/// Every row of every table a pull writes to, as text.
fn content(folder: &Path) -> String {
    let file = rusqlite::Connection::open(workspace_file(folder, WorkspaceName::Own)).unwrap();
    let mut all = String::new();
    for table in ["signal", "signal_text", "cursor", "set_aside", "service", "customer", "reporter", "fts_queue"] {
        let mut rows = file.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = rows.column_count();
        let mut found = rows.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let values: Vec<rusqlite::types::Value> = (0..columns).map(|column| row.get(column).unwrap()).collect();
            all.push_str(&format!("{table} {values:?}\n"));
        }
    }
    all
}

/// Ids of the issues that are stored, as Redmine numbers them.
fn stored(folder: &Path) -> Vec<u32> {
    let file = rusqlite::Connection::open(workspace_file(folder, WorkspaceName::Own)).unwrap();
    let mut rows = file.prepare("SELECT external_id FROM signal").unwrap();
    let mut ids: Vec<u32> =
        rows.query_map([], |row| row.get::<_, String>(0)).unwrap().map(|id| id.unwrap().parse().unwrap()).collect();
    ids.sort_unstable();
    ids
}

fn last_revision(events: &mut Receiver<Event>) -> u32 {
    let mut last = 0;
    while let Ok(event) = events.try_recv() {
        if let Event::Changed { revision } = event {
            last = revision;
        }
    }
    last
}

#[tokio::test]
async fn a_pull_reads_everything_and_says_how_far_it_is() {
    let server = serve(&Issues::generated(250), Duration::ZERO).await;
    let bench = Bench::new(&server.uri()).await;
    assert_eq!(bench.view().await.health, Health::NeverRead);
    let mut events = bench.engine.listen();
    let report = bench.pull().await;
    assert_eq!((report.new, report.changed, report.set_aside, report.problem), (250, 0, 0, None));
    assert_eq!(stored(bench.folder.path()), (1..=250).collect::<Vec<_>>());

    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let Event::Progress(progress) = event {
            told.push((progress.what, progress.done, progress.total, progress.finished));
        }
    }
    let issues = |done, total, finished| ("issues".to_owned(), done, Some(total), finished);
    assert_eq!(told.first(), Some(&issues(100, 250, false)));
    assert!(told.windows(2).all(|two| two[0].1 <= two[1].1), "{told:?}");
    let (_, done, total, finished) = told.last().unwrap();
    assert!(*finished && Some(*done) == *total && *done >= 250, "{told:?}");

    let view = bench.view().await;
    assert_eq!((view.health, view.signals, view.brought.as_str()), (Health::Healthy, 250, "250 tickets"));
    assert_eq!((view.last_sync, view.progress, view.has_secret), (Some(bench.clock.now()), None, true));
}

#[tokio::test]
async fn pulling_twice_changes_nothing() {
    let server = serve(&Issues::generated(130), Duration::ZERO).await;
    let bench = Bench::new(&server.uri()).await;
    let mut events = bench.engine.listen();
    bench.pull().await;
    let (before, revision) = (content(bench.folder.path()), last_revision(&mut events));
    bench.clock.forward_minutes(15);
    let report = bench.pull().await;
    assert_eq!((report.new, report.changed, report.set_aside), (0, 0, 0));
    insta::assert_snapshot!(report.message, @"Read 2 records from “Service desk”: nothing new.");
    assert_eq!(content(bench.folder.path()), before);
    assert_eq!(last_revision(&mut events), revision);
    assert_eq!(bench.view().await.last_sync, Some(bench.clock.now()));
}

#[tokio::test]
async fn what_was_read_before_a_failure_is_kept_and_the_next_pull_goes_on_there() {
    let server = serve(&Issues::generated(250), Duration::ZERO).await;
    instead_of_page(&server, 3, ResponseTemplate::new(500)).await;
    let bench = Bench::new(&server.uri()).await;
    let report = bench.pull().await;
    let problem = report.problem.unwrap();
    insta::assert_snapshot!(bench.said(&problem), @"BadReply: HOST failed on its side (status 500). All 199 signals read before are kept. Try again later; if it happens again, ask whoever runs Redmine.");
    assert_eq!(report.message, problem.sentence());
    let view = bench.view().await;
    assert_eq!((view.health, view.problem, view.last_sync, view.signals), (Health::Stopped, Some(problem), None, 199));

    let report = bench.pull().await;
    assert_eq!((report.new, report.problem), (51, None));
    assert_eq!(stored(bench.folder.path()), (1..=250).collect::<Vec<_>>());
    let view = bench.view().await;
    assert_eq!((view.health, view.problem, view.last_sync), (Health::Healthy, None, Some(bench.clock.now())));
}

#[tokio::test]
async fn a_killed_pull_resumes_from_its_cursor() {
    let server = serve(&Issues::generated(250), Duration::ZERO).await;
    instead_of_page(&server, 3, ResponseTemplate::new(200).set_delay(Duration::from_secs(60))).await;
    let Bench { folder, clock, engine, id, .. } = Bench::new(&server.uri()).await;
    let mut events = engine.listen();
    let pull = tokio::spawn(async move { engine.pull(id).await });
    let mut pages = 0;
    while pages < 2 {
        if matches!(events.recv().await.unwrap(), Event::Progress(progress) if progress.done > 0) {
            pages += 1;
        }
    }
    pull.abort();
    assert!(pull.await.unwrap_err().is_cancelled());
    let before = stored(folder.path());
    assert_eq!(before, (1..=199).collect::<Vec<_>>());

    let asked_before = server.received_requests().await.unwrap().len();
    let engine = open(folder.path(), &clock).await;
    engine.edit_connection(id, form("redmine", &server.uri()), Some(SECRET.to_owned())).await.unwrap();
    let report = engine.pull(id).await.unwrap();
    assert_eq!((report.new, report.problem), (51, None));
    assert_eq!(stored(folder.path()), (1..=250).collect::<Vec<_>>());
    let requests = server.received_requests().await.unwrap();
    let first = requests[asked_before..].iter().find(|request| request.url.path() == "/issues.json").unwrap();
    assert!(first.url.query().unwrap().contains("updated_on"), "{}", first.url);
}

#[tokio::test]
async fn a_tool_that_asks_to_wait_is_waited_for_and_shown_as_slowed() {
    let server = serve(&Issues::generated(150), Duration::ZERO).await;
    instead_of_page(&server, 2, ResponseTemplate::new(429).insert_header("retry-after", "1")).await;
    let bench = Bench::new(&server.uri()).await;
    let mut events = bench.engine.listen();
    let watch = async {
        loop {
            if let Event::Progress(progress) = events.recv().await.unwrap()
                && progress.waiting_until.is_some()
            {
                return (progress.waiting_until, progress.done, bench.view().await.health);
            }
        }
    };
    let (report, (until, done, health)) = tokio::join!(bench.pull(), watch);
    assert_eq!((report.new, report.problem), (150, None));
    assert_eq!((until, done, health), (Some(support::time("2026-11-21T09:00:01Z")), 100, Health::Slowed));
    assert_eq!(bench.view().await.health, Health::Healthy);
}

#[tokio::test]
async fn a_wrong_key_stops_before_anything_a_stranger_may_read() {
    let server = serve(&Issues::generated(5), Duration::ZERO).await;
    Mock::given(path("/users/current.json"))
        .respond_with(ResponseTemplate::new(401))
        .with_priority(1)
        .mount(&server)
        .await;
    let bench = Bench::new(&server.uri()).await;
    let report = bench.pull().await;
    insta::assert_snapshot!(bench.said(&report.problem.unwrap()), @"Credential: HOST refused the API key. Nothing had been read before. Enter the right API key to go on.");
    assert_eq!(stored(bench.folder.path()), Vec::<u32>::new());
    assert_eq!(bench.view().await.health, Health::Stopped);

    server.reset().await;
    bench.engine.edit_connection(bench.id, form("redmine", &server.uri()), Some("right".to_owned())).await.unwrap();
    assert_eq!(bench.view().await.health, Health::NeverRead);
}

#[tokio::test]
async fn a_tool_that_repeats_itself_is_stopped() {
    let issue = |id: u32| json!({ "id": id, "subject": "Again", "created_on": "2026-01-01T00:00:00Z" });
    let page = json!({ "issues": [issue(1), issue(2)] });
    let server = MockServer::start().await;
    let user = json!({ "user": { "id": 1, "login": "admin" } });
    Mock::given(path("/users/current.json"))
        .respond_with(ResponseTemplate::new(200).set_body_json(user))
        .mount(&server)
        .await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(page)).mount(&server).await;
    let bench = Bench::new(&server.uri()).await;
    let report = bench.pull().await;
    insta::assert_snapshot!(bench.said(&report.problem.unwrap()), @"BadReply: HOST gives the same issues again and again. All 2 signals read before are kept. Ask whoever runs Redmine whether paging works there.");
    assert_eq!(stored(bench.folder.path()), [1, 2]);
}

#[tokio::test]
async fn one_bad_record_is_set_aside_once_and_the_rest_is_stored() {
    let issues = json!({ "total_count": 2, "issues": [
        { "id": 1, "subject": "", "created_on": "2026-01-01T00:00:00Z" },
        { "id": 2, "subject": "Fine", "created_on": "2026-01-01T00:00:00Z" },
    ]});
    let server = serve(&Issues::generated(0), Duration::ZERO).await;
    Mock::given(path("/issues.json"))
        .respond_with(ResponseTemplate::new(200).set_body_json(issues))
        .with_priority(1)
        .mount(&server)
        .await;
    let bench = Bench::new(&server.uri()).await;
    insta::assert_snapshot!(bench.pull().await.message, @"Read 1 record from “Service desk”: 1 new, 1 set aside.");
    insta::assert_snapshot!(bench.pull().await.message, @"Read 1 record from “Service desk”: nothing new.");
    let aside = bench.engine.set_aside(bench.id).await.unwrap();
    assert_eq!(aside.len(), 1);
    insta::assert_snapshot!(aside[0].reason, @"The issue has no subject.");
    assert_eq!((aside[0].external_id.as_deref(), aside[0].at), (Some("1"), bench.clock.now()));
    assert_eq!(bench.view().await.set_aside, 1);
}

#[tokio::test]
async fn a_second_pull_waits_for_its_turn_and_cancel_keeps_what_was_read() {
    let server = serve(&Issues::generated(250), Duration::ZERO).await;
    instead_of_page(&server, 3, ResponseTemplate::new(200).set_delay(Duration::from_secs(60))).await;
    let bench = Bench::new(&server.uri()).await;
    let mut events = bench.engine.listen();
    let meddle = async {
        let mut pages = 0;
        while pages < 2 {
            if matches!(events.recv().await.unwrap(), Event::Progress(progress) if progress.done > 0) {
                pages += 1;
            }
        }
        let view = bench.view().await;
        let second = bench.engine.pull(bench.id).await.unwrap_err();
        bench.engine.cancel(Some(bench.id)).await.unwrap();
        (view, second)
    };
    let (report, (view, second)) = tokio::join!(bench.pull(), meddle);
    assert_eq!((view.health, view.progress.map(|progress| progress.done)), (Health::Syncing, Some(200)));
    assert_eq!(second.kind, ProblemKind::Busy);
    insta::assert_snapshot!(second, @"This connection is being read already. Nothing was changed. Wait until it is finished, or stop it.");
    insta::assert_snapshot!(bench.said(&report.problem.unwrap()), @"Cancelled: Stopped, as you asked. All 199 signals read before are kept. The next read goes on from there.");
    let view = bench.view().await;
    assert_eq!((view.health, view.problem), (Health::NeverRead, None));
    assert_eq!(bench.pull().await.new, 51);
}

#[tokio::test]
async fn an_alert_that_is_no_longer_named_has_been_resolved() {
    let alert = |name: &str| {
        json!({ "fingerprint": name, "startsAt": "2026-11-21T08:00:00Z", "labels": { "alertname": name },
                "annotations": {}, "status": { "state": "active" } })
    };
    let list = |alerts: Vec<Value>| ResponseTemplate::new(200).set_body_json(alerts);
    let server = MockServer::start().await;
    let version = json!({ "versionInfo": { "version": "0.25.0" } });
    Mock::given(path("/api/v2/status"))
        .respond_with(ResponseTemplate::new(200).set_body_json(version))
        .mount(&server)
        .await;
    let unreadable = json!({ "labels": {} });
    for alerts in [vec![alert("one"), alert("two")], vec![alert("two")], vec![unreadable], vec![]] {
        Mock::given(path("/api/v2/alerts")).respond_with(list(alerts)).up_to_n_times(1).mount(&server).await;
    }
    let bench = Bench::of("alertmanager", &server.uri()).await;
    let mut said = String::new();
    for _ in 0..4 {
        said.push_str(&format!("{}\n", bench.pull().await.message));
        bench.clock.forward_minutes(5);
    }
    insta::assert_snapshot!(said, @r"
    Read 2 records from “Service desk”: 2 new.
    Read 1 record from “Service desk”: 1 resolved since.
    Read 0 records from “Service desk”: 1 set aside.
    Read 0 records from “Service desk”: 1 resolved since.
    ");
}

#[tokio::test]
async fn the_secret_is_nowhere_but_with_its_keeper() {
    let server = serve(&Issues::generated(120), Duration::ZERO).await;
    let quoting = ResponseTemplate::new(422).set_body_json(json!({ "errors": [format!("{SECRET} is no key")] }));
    instead_of_page(&server, 2, quoting).await;
    let bench = Bench::new(&server.uri()).await;
    let mut texts = vec![format!("{:?}", bench.pull().await), format!("{:?}", bench.pull().await)];
    for status in [401, 403, 500] {
        instead_of_page(&server, 1, ResponseTemplate::new(status).set_body_string(SECRET)).await;
        texts.push(format!("{:?}", bench.pull().await));
    }
    texts.push(format!("{:?}", bench.engine.connections().await.unwrap()));
    texts.push(format!("{:?}", bench.engine.recent(100).await.unwrap()));
    bench.engine.back_up().await.unwrap();
    bench.engine.close().await.unwrap();
    for text in &texts {
        assert!(!text.contains(SECRET), "{text}");
    }
    let mut files = 0;
    let mut folders = vec![bench.folder.path().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let place = entry.unwrap().path();
            if place.is_dir() {
                folders.push(place);
                continue;
            }
            files += 1;
            let bytes = std::fs::read(&place).unwrap();
            assert!(!bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()), "{}", place.display());
        }
    }
    assert!(files >= 3, "the workspace, its backup and the device's name were looked at");
    let sent = server.received_requests().await.unwrap();
    assert!(sent.iter().all(|request| !request.url.as_str().contains(SECRET)), "never in an address");
}
