//! Real programs from the Python package index read for real: two Singer taps, of a Redmine and of a file, and an
//! Airbyte source.
#![cfg(unix)]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use engine::api::types::{
    ConnectionForm, ConnectionView, FieldMapping, PullReport, SignalDetail, SignalQuery, Target, WorkspaceName,
};
use engine::api::{Context, Engine};
use engine::connectors::Account;
use engine::error::ProblemKind;
use engine::http::Limits;
use engine::model::{Severity, SignalId, Status, TriageState};
use serde_json::{Value, json};
use support::servers::taps::{FAKER, Program, REST_API, SPREADSHEETS};
use support::servers::{Redmine, redmine};
use support::{Clock, context};
use tempfile::TempDir;

struct Desk {
    engine: Arc<Engine>,
    folder: TempDir,
}

impl Desk {
    async fn with(program: &'static Program) -> Desk {
        let folder = TempDir::new().unwrap();
        let new_uid = Arc::new(|| format!("{:032x}", rand::random::<u128>()));
        let clock = Clock::at("2026-11-21T09:00:00Z");
        let context = Context { new_uid, limits: Limits::default(), ..context(&clock) };
        let engine = Engine::open(folder.path(), WorkspaceName::Own, context).await.unwrap();
        program.install(folder.path()).await;
        Desk { engine: Arc::new(engine), folder }
    }

    /// Looks whether everything works, and connects.
    async fn connect(&self, form: ConnectionForm, config: &Value) -> ConnectionView {
        let config = Some(config.to_string());
        let check = self.engine.check_connection(form.clone(), config.clone(), None).await.unwrap();
        assert!(check.ok, "{:?}", check.steps);
        self.engine.add_connection(form, config).await.unwrap()
    }

    async fn pull(&self, connection: &ConnectionView) -> PullReport {
        self.engine.pull(connection.id).await.unwrap()
    }

    async fn ids(&self) -> Vec<u32> {
        let query = SignalQuery { states: TriageState::ALL.to_vec(), ..SignalQuery::default() };
        self.engine.signal_ids(query).await.unwrap()
    }

    async fn signal(&self, external_id: &str) -> SignalDetail {
        for id in self.ids().await {
            let signal = self.engine.signal(SignalId(id)).await.unwrap();
            if signal.external_id == external_id {
                return signal;
            }
        }
        panic!("{external_id} is not here");
    }

    /// Waits until `wanted` signals are stored while a pull runs.
    async fn until_stored(&self, wanted: usize) {
        let began = Instant::now();
        while self.ids().await.len() < wanted {
            assert!(began.elapsed() < Duration::from_secs(180), "{wanted} signals come");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Processes whose command line names a file of this workspace's runs.
    fn running(&self) -> Vec<i32> {
        let runs = self.folder.path().join("runs");
        let names_it = |process: &Path| {
            let line = std::fs::read(process.join("cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&line).contains(&*runs.to_string_lossy())
        };
        let all = std::fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path());
        all.filter(|process| names_it(process))
            .filter_map(|process| process.file_name()?.to_str()?.parse().ok())
            .collect()
    }

    async fn until_nothing_runs(&self) {
        let began = Instant::now();
        while !self.running().is_empty() {
            assert!(began.elapsed() < Duration::from_secs(60), "{:?} still run", self.running());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(std::fs::read_dir(self.folder.path().join("runs")).unwrap().count(), 0, "no file is left");
    }
}

fn form(vendor: &str, settings: &[(&str, &str)]) -> ConnectionForm {
    let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let account = Account { vendor: vendor.to_owned(), settings, ..Account::default() };
    ConnectionForm { name: vendor.to_owned(), account }
}

/// Asks Redmine for pages of two issues, and in later reads only for those changed since.
fn issues_of(redmine: &Redmine, project: &str, params: Value) -> Value {
    json!({
        "api_url": redmine.url,
        "headers": { "X-Redmine-API-Key": Redmine::KEY },
        "pagination_request_style": "offset_paginator", "pagination_response_style": "offset",
        "pagination_page_size": 2, "pagination_initial_offset": 0, "pagination_next_page_param": "offset",
        "pagination_limit_per_page_param": "limit", "pagination_total_limit_param": "total_count",
        "next_page_token_path": "$",
        "streams": [{
            "name": "issues", "path": format!("/projects/{project}/issues.json"), "params": params,
            "records_path": "$.issues[*]", "primary_keys": ["id"], "num_inference_records": 20,
            "replication_key": "updated_on", "start_date": "2020-01-01T00:00:00Z",
            "source_search_field": "updated_on", "source_search_query": ">=$last_run_date",
        }],
    })
}

#[tokio::test]
async fn real_tap_rest_api_msdk_reads_a_redmine_and_goes_on_from_its_state() {
    let (desk, redmine) = (Desk::with(&REST_API).await, redmine().await);
    redmine.create_project("tapped").await;
    let mut issues = Vec::new();
    for number in 1..=5 {
        issues.push(redmine.create_issue("tapped", &format!("The tap drips {number}"), "All night.").await);
    }
    let form = form("singer", &[("program", "tap-rest-api-msdk")]);
    let config = issues_of(redmine, "tapped", json!({ "status_id": "*", "sort": "updated_on" }));
    let offered = desk.engine.offered_streams(form.clone(), Some(config.to_string()), None).await.unwrap();
    assert_eq!((offered[0].name.as_str(), offered[0].fits, offered[0].only_changes), ("issues", true, true));
    assert_eq!(offered[0].keys, ["id"]);
    let connection = desk.connect(form, &config).await;
    let first = desk.pull(&connection).await;
    assert_eq!((first.problem, first.read, first.new, first.set_aside), (None, 5, 5, 0));
    let signal = desk.signal(&format!("issues/{}", issues[0])).await;
    assert_eq!((signal.row.title.as_str(), signal.body.as_str()), ("The tap drips 1", "All night."));
    assert_eq!((signal.row.service.as_deref(), signal.row.severity), (Some("tapped"), Some(Severity::Medium)));
    assert_eq!((signal.row.status, signal.reporter.unwrap().name.is_empty()), (Status::Open, false));

    let again = desk.pull(&connection).await;
    assert_eq!((again.problem, again.new, again.changed), (None, 0, 0));

    // Redmine counts in seconds, so that the others lie before the bookmark only from the next second on.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    redmine.change_issue(issues[3], json!({ "subject": "The tap is dry" })).await;
    redmine.create_issue("tapped", "The tap is gone", "").await;
    let later = desk.pull(&connection).await;
    assert_eq!((later.problem, later.new, later.changed), (None, 1, 1));
    let last = desk.pull(&connection).await;
    assert!(last.read < 6, "{}: the tap asks only for what changed since its state", last.message);
    assert_eq!(desk.signal(&format!("issues/{}", issues[3])).await.row.title, "The tap is dry");
}

#[tokio::test]
async fn real_tap_that_leaves_records_out_is_seen_by_the_counts() {
    let (desk, redmine) = (Desk::with(&REST_API).await, redmine().await);
    redmine.create_project("dry").await;
    for number in 1..=4 {
        let issue = redmine.create_issue("dry", &format!("The tap drips {number}"), "").await;
        if number == 4 {
            redmine.set_status(issue, "Closed").await;
        }
    }
    // Redmine tells of closed issues only when it is asked for every status, and neither it nor the tap says so.
    let form = form("singer", &[("program", "tap-rest-api-msdk")]);
    let connection = desk.connect(form, &issues_of(redmine, "dry", json!({}))).await;
    assert_eq!(desk.pull(&connection).await.message, "Read 3 records from “singer”: 3 new.");
}

#[tokio::test]
async fn real_tap_says_why_it_gives_up() {
    let (desk, redmine) = (Desk::with(&REST_API).await, redmine().await);
    let form = form("singer", &[("program", "tap-rest-api-msdk")]);
    let mut config = issues_of(redmine, "no-such-project", json!({}));
    config["headers"]["X-Redmine-API-Key"] = json!("no-such-key-canary");
    let report = desk.engine.check_connection(form, Some(config.to_string()), None).await.unwrap();
    let failed = report.steps.iter().find(|step| !step.ok).expect("a step failed");
    assert!(failed.found.contains("tap-rest-api-msdk gave up: it says “"), "{}", failed.found);
    let log = std::fs::read_to_string(desk.folder.path().join("logs/tap-rest-api-msdk.log")).unwrap();
    assert!(log.contains("Traceback") && !log.contains("no-such-key-canary"), "{log}");
    desk.until_nothing_runs().await;
}

#[tokio::test]
async fn real_tap_spreadsheets_reads_a_file() {
    let desk = Desk::with(&SPREADSHEETS).await;
    let file = desk.folder.path().join("tickets.csv");
    let rows = "id,subject,created_at,priority\n\
        1,The gate stays shut,2026-11-18T06:00:00Z,High\n2,The gate beeps twice,2026-11-19T06:00:00Z,Low\n";
    std::fs::write(&file, rows).unwrap();
    let config =
        json!({ "files": [{ "path": file, "format": "csv", "table_name": "tickets", "primary_keys": ["id"] }] });
    let form = form("singer", &[("program", "tap-spreadsheets"), ("streams", "tickets")]);
    let connection = desk.connect(form, &config).await;
    let first = desk.pull(&connection).await;
    assert_eq!((first.problem, first.new, first.set_aside), (None, 2, 0));
    let signal = desk.signal("tickets/1").await;
    assert_eq!((signal.row.title.as_str(), signal.row.severity), ("The gate stays shut", Some(Severity::High)));
    let again = desk.pull(&connection).await;
    assert_eq!((again.problem, again.new, again.changed), (None, 0, 0));
    std::fs::write(&file, format!("{rows}3,The gate is gone,2026-11-20T06:00:00Z,Low\n")).unwrap();
    let later = desk.pull(&connection).await;
    assert_eq!((later.problem, later.new), (None, 1));
}

/// People of the source, with their names in the place of a subject.
fn people(streams: &str) -> ConnectionForm {
    let fields = [
        (Target::ExternalId, "id"),
        (Target::Title, "name"),
        (Target::HappenedAt, "created_at"),
        (Target::ReporterEmail, "email"),
    ];
    let fields = fields.map(|(target, name)| (target, name.to_owned())).into();
    let mapping = json!({ "users": FieldMapping { fields, ..FieldMapping::default() } }).to_string();
    form("airbyte", &[("program", "source-faker"), ("streams", streams), ("mapping", &mapping)])
}

fn faked(count: u32, always_updated: bool) -> Value {
    json!({ "count": count, "seed": 7, "records_per_slice": 500, "parallelism": 1, "always_updated": always_updated })
}

#[tokio::test]
async fn real_airbyte_source_is_looked_at_stream_by_stream_and_read_once() {
    let desk = Desk::with(&FAKER).await;
    let config = faked(1_200, false);
    let offered = desk.engine.offered_streams(people(""), Some(config.to_string()), None).await.unwrap();
    let mut seen: Vec<(&str, bool)> = offered.iter().map(|stream| (stream.name.as_str(), stream.fits)).collect();
    seen.sort_unstable();
    assert_eq!(seen, [("products", false), ("purchases", false), ("users", true)]);

    // The guess takes the form of address for a title; the person's matching makes it the name.
    let guessed = form("airbyte", &[("program", "source-faker"), ("streams", "users")]);
    let file = desk.engine.sample_connection(guessed, Some(config.to_string()), None).await.unwrap();
    assert_eq!(file.name, "users.json");
    let preview = desk.engine.preview_import(file, None).await.unwrap();
    assert_eq!((preview.rows, preview.blocked.clone()), (50, None));
    assert!(preview.columns.iter().any(|column| column.name == "address.city"), "{:?}", preview.columns);

    let connection = desk.connect(people("users, purchases"), &config).await;
    let first = desk.pull(&connection).await;
    assert_eq!((first.problem, first.new), (None, 1_200));
    assert!(first.message.contains("(purchases 1,2") && first.message.contains("users 1,200)"), "{}", first.message);
    assert!(first.set_aside > 0, "purchases have no title and are set aside");
    let someone = desk.signal("users/1").await;
    assert_eq!(someone.row.title, "Basil");
    let again = desk.pull(&connection).await;
    assert_eq!((again.problem, again.read, again.new), (None, 0, 0), "{}", again.message);
}

#[tokio::test]
async fn real_airbyte_source_killed_in_the_middle_is_read_again_without_loss_or_doubles() {
    const ALL: u32 = 12_000;
    let desk = Desk::with(&FAKER).await;
    let connection = desk.connect(people("users"), &faked(ALL, true)).await;
    let (engine, id) = (desk.engine.clone(), connection.id);
    let pulling = tokio::spawn(async move { engine.pull(id).await });
    desk.until_stored(2_000).await;
    for process in desk.running() {
        let _ = std::process::Command::new("kill").args(["-KILL", &process.to_string()]).status();
    }
    let report = pulling.await.unwrap().unwrap();
    assert_eq!(report.problem.map(|problem| problem.kind), Some(ProblemKind::Unreachable));
    let stored = desk.ids().await.len();
    assert!((2_000..ALL as usize).contains(&stored), "{stored}");
    assert_eq!(stored, report.new as usize, "all that was read before is kept");
    desk.until_nothing_runs().await;

    let later = desk.pull(&connection).await;
    assert_eq!((later.problem, later.new), (None, ALL - report.new));
    assert_eq!(desk.ids().await.len(), ALL as usize);
}

#[tokio::test]
async fn real_airbyte_source_ends_when_it_is_stopped_or_the_app_is_gone() {
    let desk = Desk::with(&FAKER).await;
    let connection = desk.connect(people("users"), &faked(500_000, true)).await;
    let (engine, id) = (desk.engine.clone(), connection.id);
    let pulling = tokio::spawn(async move { engine.pull(id).await });
    desk.until_stored(1_000).await;
    desk.engine.cancel(Some(id)).await.unwrap();
    let report = pulling.await.unwrap().unwrap();
    assert_eq!(report.problem.map(|problem| problem.kind), Some(ProblemKind::Cancelled));
    desk.until_nothing_runs().await;

    // A pull that is dropped where it stands, as when the app is closed.
    let (engine, before) = (desk.engine.clone(), desk.ids().await.len());
    let pulling = tokio::spawn(async move { engine.pull(id).await });
    desk.until_stored(before + 1_000).await;
    pulling.abort();
    desk.until_nothing_runs().await;
}
