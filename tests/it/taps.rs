//! Reading through programs: what they are given, what is kept when they break off, and that they end with us.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use engine::api::types::{ConnectionForm, ConnectionView, PullReport, SignalDetail, SignalQuery, WorkspaceName};
use engine::api::{Context, Engine};
use engine::connectors::Account;
use engine::error::ProblemKind;
use engine::http::Limits;
use engine::model::{Kind, SignalId, TriageState};
use rstest::rstest;
use support::{Clock, context, open};
use tempfile::TempDir;

const CONFIG: &str = r#"{"api_url": "https://desk.example", "token": "s3cret-canary"}"#;

/// A tap of two tickets that notes how it was called, and reads only what is new when it is given a state.
const TAP: &str = r#"#!/bin/sh
echo "$@" >> "$0.calls"
case "$*" in *--discover*)
  cp "$2" "$0.config"; stat -c %a "$2" >> "$0.modes"; env > "$0.env"
  echo '{"streams": [{"tap_stream_id": "tickets", "schema": {}}, {"tap_stream_id": "users", "schema": {}}]}'; exit 0;;
esac
cp "$4" "$0.catalog"
echo '{"type": "SCHEMA", "stream": "tickets", "schema": {}, "key_properties": ["desk", "id"]}'
echo 'a line that is no message'
echo '{"type": "ACTIVATE_VERSION", "stream": "tickets", "version": 1}'
if [ -z "$6" ]; then
  echo '{"type": "RECORD", "stream": "tickets", "record": {"desk": "oslo", "id": 1, "subject": "The gate stays shut", "created_at": "2026-11-18T06:00:00Z"}}'
fi
echo '{"type": "RECORD", "stream": "tickets", "record": {"desk": "oslo", "id": 2, "subject": "The gate beeps twice", "created_at": "2026-11-18T07:00:00Z"}}'
echo '{"type": "STATE", "value": {"bookmarks": {"tickets": 2}}}'
AFTER
"#;

struct Bench {
    folder: TempDir,
    engine: Arc<Engine>,
}

impl Bench {
    async fn new() -> Bench {
        let folder = TempDir::new().unwrap();
        let engine = Arc::new(open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await);
        Bench { folder, engine }
    }

    /// With a program called `tap-desk` that does `after` when it has told all.
    async fn with(after: &str) -> Bench {
        let bench = Bench::new().await;
        bench.install("tap-desk", &TAP.replace("AFTER", after));
        bench
    }

    fn install(&self, name: &str, script: &str) {
        let taps = self.folder.path().join("taps");
        fs::create_dir_all(&taps).unwrap();
        fs::write(taps.join(name), script).unwrap();
        fs::set_permissions(taps.join(name), fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn left(&self, what: &str) -> String {
        fs::read_to_string(self.folder.path().join("taps").join(format!("tap-desk.{what}"))).unwrap_or_default()
    }

    async fn connect(&self, vendor: &str, program: &str) -> ConnectionView {
        self.engine.add_connection(form(vendor, program), Some(CONFIG.to_owned())).await.unwrap()
    }

    async fn pull(&self, connection: &ConnectionView) -> PullReport {
        self.engine.pull(connection.id).await.unwrap()
    }

    async fn signals(&self) -> Vec<SignalDetail> {
        let query = SignalQuery { states: TriageState::ALL.to_vec(), ..SignalQuery::default() };
        let mut all = Vec::new();
        for id in self.engine.signal_ids(query).await.unwrap() {
            all.push(self.engine.signal(SignalId(id)).await.unwrap());
        }
        all
    }
}

fn form(vendor: &str, program: &str) -> ConnectionForm {
    let settings = [("program".to_owned(), program.to_owned())].into();
    ConnectionForm { name: "Desk".into(), account: Account { vendor: vendor.into(), settings, ..Account::default() } }
}

fn runs(folder: &Path) -> usize {
    fs::read_dir(folder.join("runs")).map_or(0, |runs| runs.count())
}

#[tokio::test]
async fn a_tap_is_read_to_its_end_and_goes_on_from_its_state() {
    let bench = Bench::with("").await;
    let connection = bench.connect("singer", "tap-desk").await;
    let report = bench.pull(&connection).await;
    assert_eq!((report.problem, report.new, report.set_aside), (None, 2, 0));
    let mut ids: Vec<String> = bench.signals().await.into_iter().map(|signal| signal.external_id).collect();
    ids.sort();
    assert_eq!(ids, ["tickets/oslo-1", "tickets/oslo-2"]);

    let again = bench.pull(&connection).await;
    assert_eq!((again.problem, again.read, again.new, again.changed), (None, 1, 0, 0));
    assert!(bench.left("calls").lines().last().unwrap().contains("--state"));
}

#[tokio::test]
async fn the_configuration_lies_in_a_file_of_ones_own_while_it_runs() {
    let bench = Bench::with("").await;
    let connection = bench.connect("singer", "tap-desk").await;
    bench.pull(&connection).await;
    assert_eq!((bench.left("config").as_str(), bench.left("modes").trim()), (CONFIG, "600"));
    assert_eq!(runs(bench.folder.path()), 0, "nothing is left of the run");
    assert!(!bench.left("calls").contains("s3cret") && !bench.left("env").contains("s3cret"));
    let catalog = bench.left("catalog");
    assert!(catalog.contains(r#""selected":true"#), "{catalog}");
}

#[tokio::test]
async fn what_was_told_before_a_tap_breaks_off_is_kept_with_its_state() {
    let bench = Bench::with("echo 'Traceback' >&2; echo 'ValueError: s3cret-canary is no token' >&2; exit 3").await;
    let connection = bench.connect("singer", "tap-desk").await;
    let report = bench.pull(&connection).await;
    let problem = report.problem.unwrap();
    assert_eq!((report.new, problem.kind), (2, ProblemKind::Unreachable));
    assert_eq!(problem.what, "tap-desk gave up: it says “ValueError: … is no token”.");
    let log = bench.folder.path().join("logs/tap-desk.log");
    assert!(problem.todo.contains(&*log.to_string_lossy()), "{problem}");
    assert_eq!(fs::read_to_string(&log).unwrap(), "Traceback\nValueError: … is no token\n");
    assert_eq!(fs::metadata(&log).unwrap().permissions().mode() & 0o777, 0o600);
    bench.pull(&connection).await;
    assert!(bench.left("calls").lines().last().unwrap().contains("--state"), "the state was kept");
}

#[tokio::test]
async fn stopping_ends_the_tap_and_what_it_started() {
    let bench = Bench::with("sleep 300 & echo $! > \"$0.child\"; wait").await;
    let connection = bench.connect("singer", "tap-desk").await;
    let (engine, id) = (bench.engine.clone(), connection.id);
    let pulling = tokio::spawn(async move { engine.pull(id).await });
    let started = Instant::now();
    while bench.left("child").trim().is_empty() {
        assert!(started.elapsed() < Duration::from_secs(60), "the tap comes to its end");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bench.engine.cancel(Some(id)).await.unwrap();
    let report = pulling.await.unwrap().unwrap();
    assert_eq!((report.new, report.problem.map(|problem| problem.kind)), (2, Some(ProblemKind::Cancelled)));
    let child = format!("/proc/{}", bench.left("child").trim());
    // A process that nobody has waited for yet is a zombie, which runs no more.
    let gone = || fs::read_to_string(format!("{child}/stat")).map_or(true, |stat| stat.contains(") Z "));
    while !gone() {
        assert!(started.elapsed() < Duration::from_secs(60), "{child} still runs");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(runs(bench.folder.path()), 0);
}

#[tokio::test]
async fn the_check_says_what_a_tap_offers_and_stores_nothing() {
    let bench = Bench::with("").await;
    let report = bench.engine.check_connection(form("singer", "tap-desk"), Some(CONFIG.into()), None).await.unwrap();
    assert!(report.ok, "{:?}", report.steps);
    assert_eq!(report.steps[1].found, "Reads tickets, users.");
    assert_eq!(report.first_row.unwrap().title, "The gate stays shut");
    assert!(bench.signals().await.is_empty());
    let file = bench.engine.sample_connection(form("singer", "tap-desk"), Some(CONFIG.into()), None).await.unwrap();
    let preview = bench.engine.preview_import(file, None).await.unwrap();
    assert_eq!((preview.rows, preview.blocked), (2, None));
}

#[rstest]
#[case("singer", "tap-nowhere", CONFIG, "There is no program tap-nowhere on this laptop")]
#[case("singer", "../tap-desk", CONFIG, "is no name of such a program")]
#[case("singer", "sh", CONFIG, "is no name of such a program")]
#[case("airbyte", "tap-desk", CONFIG, "is no name of such a program")]
#[case("singer", "tap-desk", "password", "no JSON object")]
#[case("singer", "tap-desk", "[1]", "no JSON object")]
#[tokio::test]
async fn nothing_else_is_run(#[case] vendor: &str, #[case] program: &str, #[case] config: &str, #[case] said: &str) {
    let bench = Bench::with("").await;
    let report = bench.engine.check_connection(form(vendor, program), Some(config.into()), None).await.unwrap();
    assert!(!report.ok && report.steps[0].found.contains(said), "{:?}", report.steps);
    assert_eq!(bench.left("calls"), "");
}

#[tokio::test]
async fn a_stream_of_no_signals_is_set_aside_beside_the_others() {
    let users = r#"echo '{"type": "RECORD", "stream": "users", "record": {"id": 1, "active": true}}'"#;
    let bench = Bench::with(users).await;
    let connection = bench.connect("singer", "tap-desk").await;
    let report = bench.pull(&connection).await;
    assert_eq!((report.problem, report.new, report.set_aside), (None, 2, 1));
    let aside = bench.engine.set_aside(connection.id).await.unwrap();
    assert!(aside[0].reason.starts_with("The stream users can't be read as signals"), "{}", aside[0].reason);
}

#[tokio::test]
async fn the_streams_are_offered_with_their_fields() {
    let bench = Bench::new().await;
    let catalog = r#"{"streams": [
        {"tap_stream_id": "tickets", "schema": {"properties": {"subject": {}, "author": {"properties": {"name": {}}}, "created_at": {}}}, "key_properties": ["id"], "replication_key": "created_at"},
        {"tap_stream_id": "users", "schema": {"properties": {"email": {}}}}]}"#;
    bench.install("tap-desk", &format!("#!/bin/sh\ncat <<'END'\n{catalog}\nEND\n"));
    // Whatever was chosen before, all of them are offered.
    let mut form = form("singer", "tap-desk");
    form.account.settings.insert("streams".into(), "users".into());
    let offered = bench.engine.offered_streams(form, Some(CONFIG.into()), None).await.unwrap();
    let seen: Vec<_> = offered.iter().map(|one| (one.name.as_str(), one.fits, one.only_changes)).collect();
    assert_eq!(seen, [("tickets", true, true), ("users", false, false)]);
    assert_eq!(
        (offered[0].keys[0].as_str(), offered[0].fields.join(" ")),
        ("id", "author.name created_at subject".into())
    );
}

#[tokio::test]
async fn each_stream_is_read_by_its_own_mapping_and_counted() {
    let users = r#"echo '{"type": "RECORD", "stream": "users", "record": {"nr": 1, "remark": "Nice gate", "at": "2026-11-18T06:00:00Z"}}'"#;
    let bench = Bench::with(users).await;
    let mut form = form("singer", "tap-desk");
    let mapping =
        r#"{"users": {"fields": {"external_id": "nr", "title": "remark", "happened_at": "at"}, "kind": "feedback"}}"#;
    form.account.settings.insert("mapping".into(), mapping.into());
    let connection = bench.engine.add_connection(form, Some(CONFIG.into())).await.unwrap();
    let report = bench.pull(&connection).await;
    assert_eq!(report.message, "Read 3 records from “Desk” (tickets 2, users 1): 3 new.");
    let mut seen: Vec<_> = bench
        .signals()
        .await
        .into_iter()
        .map(|signal| (signal.external_id, signal.row.title, signal.row.kind))
        .collect();
    seen.sort();
    assert_eq!(seen[2], ("users/1".into(), "Nice gate".into(), Kind::Feedback));
    assert_eq!(seen[0].2, Kind::Ticket, "what isn't matched is guessed");
}

#[tokio::test]
async fn another_configuration_is_read_from_its_beginning() {
    let bench = Bench::with("").await;
    let connection = bench.connect("singer", "tap-desk").await;
    bench.pull(&connection).await;
    let other = r#"{"api_url": "https://other.example", "token": "s3cret-canary"}"#;
    bench.engine.edit_connection(connection.id, form("singer", "tap-desk"), Some(other.into())).await.unwrap();
    assert_eq!(bench.pull(&connection).await.read, 2);
    assert!(!bench.left("calls").lines().last().unwrap().contains("--state"));
}

/// What a program does in the place of reading, and the sentence about it.
#[rstest]
#[case::rubbish("echo hello; echo '<html>'; exit 0", "What tap-desk prints can't be used: it holds no message")]
#[case::silence("exec sleep 300", "tap-desk said nothing for 1 seconds")]
#[case::a_death("kill -SEGV $$", "tap-desk gave up: it doesn't say why")]
#[case::an_endless_line("exec head -c 40000000 /dev/zero", "tap-desk prints a line longer than 32 MB")]
#[tokio::test]
async fn whatever_a_program_does_is_told_in_a_sentence(#[case] does: &str, #[case] said: &str) {
    let folder = TempDir::new().unwrap();
    let clock = Clock::at("2026-11-21T09:00:00Z");
    let limits = Limits { silence: Duration::from_secs(1), ..Limits::default() };
    let context = Context { limits, ..context(&clock) };
    let engine = Arc::new(Engine::open(folder.path(), WorkspaceName::Own, context).await.unwrap());
    let bench = Bench { folder, engine };
    let discover = r#"echo '{"streams": [{"tap_stream_id": "tickets", "schema": {}}]}'; exit 0"#;
    bench.install("tap-desk", &format!("#!/bin/sh\ncase \"$*\" in *--discover*) {discover};; esac\n{does}\n"));
    let connection = bench.connect("singer", "tap-desk").await;
    let problem = bench.pull(&connection).await.problem.unwrap();
    assert!(problem.what.starts_with(said), "{problem}");
    assert!(!problem.kept.is_empty() && !problem.todo.is_empty(), "{problem}");
    assert_eq!(runs(bench.folder.path()), 0);
}

#[tokio::test]
async fn a_record_of_ten_megabytes_is_set_aside_and_the_others_are_read() {
    let long = r#"printf '{"type": "RECORD", "stream": "tickets", "record": {"desk": "oslo", "id": 3, "subject": "Long", "created_at": "2026-11-18T07:00:00Z", "description": "'
head -c 10000000 /dev/zero | tr '\0' 'x'
echo '"}}'"#;
    let bench = Bench::with(long).await;
    let connection = bench.connect("singer", "tap-desk").await;
    let report = bench.pull(&connection).await;
    assert_eq!((report.problem, report.new, report.set_aside), (None, 2, 1));
}

#[tokio::test]
async fn what_a_tap_leaves_running_ends_with_it() {
    let bench = Bench::with("sleep 300 >/dev/null 2>&1 & echo $! > \"$0.child\"").await;
    let connection = bench.connect("singer", "tap-desk").await;
    assert_eq!(bench.pull(&connection).await.problem, None);
    let child = format!("/proc/{}/stat", bench.left("child").trim());
    let gone = || fs::read_to_string(&child).map_or(true, |stat| stat.contains(") Z "));
    let started = Instant::now();
    while !gone() {
        assert!(started.elapsed() < Duration::from_secs(60), "{child} still runs");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A source of one stream that prints what Airbyte's do.
const SOURCE: &str = r#"#!/bin/sh
case "$1" in
check) echo '{"type": "CONNECTION_STATUS", "connectionStatus": {"status": "SUCCEEDED"}}';;
discover) echo '{"type": "LOG", "log": {"level": "INFO", "message": "hello"}}'
  echo '{"type": "CATALOG", "catalog": {"streams": [{"name": "ideas", "supported_sync_modes": ["full_refresh", "incremental"], "source_defined_primary_key": [["id"]]}]}}';;
read) cp "$5" "$0.catalog"; [ -n "$7" ] && cp "$7" "$0.state"
  echo '{"type": "RECORD", "record": {"stream": "ideas", "emitted_at": 1, "data": {"id": 7, "title": "A quieter gate", "created_at": "2026-11-18T06:00:00Z"}}}'
  echo '{"type": "STATE", "state": {"type": "STREAM", "stream": {"stream_descriptor": {"name": "ideas"}, "stream_state": {"at": 7}}}}';;
esac
"#;

#[tokio::test]
async fn an_airbyte_source_is_read_and_gets_its_state_back() {
    let bench = Bench::new().await;
    bench.install("source-ideas", SOURCE);
    let report = bench.engine.check_connection(form("airbyte", "source-ideas"), Some("{}".into()), None).await.unwrap();
    assert!(report.ok, "{:?}", report.steps);
    let connection = bench.connect("airbyte", "source-ideas").await;
    assert_eq!(bench.pull(&connection).await.new, 1);
    let again = bench.pull(&connection).await;
    assert_eq!((again.problem, again.new, again.changed), (None, 0, 0));
    let state = fs::read_to_string(bench.folder.path().join("taps/source-ideas.state")).unwrap();
    assert!(state.starts_with('[') && state.contains(r#""stream_state":{"at":7}"#), "{state}");
    assert_eq!(bench.signals().await[0].external_id, "ideas/7");
}
