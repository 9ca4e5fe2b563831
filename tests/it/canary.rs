//! Secrets show nowhere: not in a file, not in what is printed or logged, not in a sentence. One distinctive secret a
//! way of signing in goes the whole way, also through tools that repeat it in everything they say.

mod digests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use engine::api::types::{
    ConnectionForm, ExportFormat, KeeperName, OpportunityQuery, ProxySettings, ProxyWay, WorkspaceName,
};
use engine::api::{Context, Engine};
use engine::connectors::{Account, Draft};
use engine::model::OpportunityId;
use engine::secrets::{Cost, Laptop, Memory, Secrets};
use serde::Serialize;
use support::Clock;
use support::fake_redmine::{Issues, serve};
use tempfile::TempDir;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

const FOLDER: &str = "THROUGHLINE_TEST_CANARY";
/// Of a proxy that nobody needs: every server here is this laptop's own.
const PROXY_PASSWORD: &str = "C4nary proxy/+a=1&b";
const PASSPHRASE: &str = "C4nary passphrase/+77 never seen";

/// Vendor, user name, settings, secret.
type Way = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static str);

/// Every way a secret can be sent.
const WAYS: &[Way] = &[
    ("redmine", "", &[], "C4nary-header/+a=1&b"),
    ("github", "", &[], "C4nary-bearer/+a=1&b"),
    ("pagerduty", "", &[], "C4nary-token/+a=1&b"),
    ("servicenow", "ops", &[], "C4nary basic/+a=1&b"),
    ("freshdesk", "", &[], "C4nary-key-as-user/+a=1&b"),
    ("matomo", "", &[("site", "1")], "C4nary form/+a=1&b"),
    ("http_json", "", &[("sign_in", "header"), ("header", "X-Own")], "C4nary-own-header/+a=1&b"),
    ("linear", "", &[], "C4nary-bare/+a=1&b"),
    ("trello", "", &[], "C4nary-quoted/+a=1&b"),
    #[cfg(unix)]
    ("singer", "", &[("program", "tap-leak")], r#"{"api_token": "C4nary-config/+a=1&b"}"#),
];

/// Whatever may never show, without the JSON around a program's configuration.
fn canaries() -> Vec<&'static str> {
    let inner = |secret: &'static str| secret.split('"').nth(3).unwrap_or(secret);
    // A piece of the mail password is too much, too.
    let others = [PASSPHRASE, PROXY_PASSWORD, digests::WEBHOOK, &digests::MAIL_PASSWORD[..12]];
    WAYS.iter().map(|(.., secret)| inner(secret)).chain(others).collect()
}

#[test]
fn a_secret_shows_in_no_file_no_output_no_log_and_no_sentence() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        journey(Path::new(&folder));
        return;
    }
    // In a process of its own, so that everything it logs and prints can be looked through.
    let folder = TempDir::new().unwrap();
    let done = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "canary::a_secret_shows_in_no_file_no_output_no_log_and_no_sentence", "--nocapture"])
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    let printed = [done.stdout, done.stderr].concat();
    let said = String::from_utf8_lossy(&printed).into_owned();
    assert!(done.status.success(), "{said}");
    for way in WAYS.iter().map(|way| way.0).chain(["webhook", "mail"]) {
        assert!(said.contains(&format!("way {way}")), "{way} was left out");
    }
    assert!(said.contains("DEBUG"), "nothing was logged");
    // The journey stored, exported and backed up something.
    let files = files(folder.path());
    for wanted in ["workspace.db", "vault.json", "backups", "exports", ".html", ".pdf", ".ndjson"] {
        let found = files.iter().any(|path| path.to_string_lossy().contains(wanted));
        assert!(found, "there is no {wanted} among {files:?}");
    }
    let mut shown = shows("what was printed", &printed);
    for path in files {
        shown.extend(shows(&path.display().to_string(), &std::fs::read(&path).unwrap()));
    }
    assert_eq!(shown, Vec::<String>::new());
}

/// Where `bytes` hold a canary in any spelling, each with a few letters before it.
fn shows(place: &str, bytes: &[u8]) -> Vec<String> {
    let mut shown = Vec::new();
    for canary in canaries() {
        for spelling in spellings(canary) {
            if let Some(at) = bytes.windows(spelling.len()).position(|window| window == spelling.as_bytes()) {
                let around = &bytes[at.saturating_sub(120)..(at + spelling.len()).min(bytes.len())];
                shown.push(format!("{place}: {spelling:?} in {:?}", String::from_utf8_lossy(around)));
            }
        }
    }
    shown
}

fn spellings(canary: &str) -> Vec<String> {
    let form: String = url::form_urlencoded::byte_serialize(canary.as_bytes()).collect();
    let percent = form.replace('+', "%20");
    let mut all = vec![canary.to_owned(), form.to_lowercase(), percent.to_lowercase(), form, percent];
    for before in 0..3 {
        let whole = STANDARD_NO_PAD.encode([vec![0; before], canary.as_bytes().to_vec()].concat());
        let inner = &whole[(before * 8).div_ceil(6)..(before + canary.len()) * 8 / 6];
        all.extend([inner.to_owned(), inner.replace('+', "-").replace('/', "_")]);
    }
    all
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            found.push(path);
        }
    }
    found
}

/// Repeats everything that was sent to it, in its headers and its body, under a status that changes from call to call.
struct Parrot;

impl Respond for Parrot {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        const STATUSES: [u16; 7] = [401, 400, 422, 403, 500, 302, 200];
        let turn = request.url.query_pairs().count() + request.headers.len() + request.body.len();
        let headers: Vec<String> =
            request.headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or(""))).collect();
        let said = format!("{} {} {}", request.url, headers.join("; "), String::from_utf8_lossy(&request.body));
        let forced = request.url.path().split('/').find_map(|part| part.strip_prefix("status-"));
        let status = forced.and_then(|code| code.parse().ok()).unwrap_or(STATUSES[turn % STATUSES.len()]);
        let body = serde_json::json!({
            "message": said, "error": said, "errors": [said], "error_description": said, "detail": { "message": said },
            "title": said, "description": said, "result": "error",
        });
        ResponseTemplate::new(status)
            .insert_header("x-error", said.as_str())
            .insert_header("www-authenticate", format!("Basic realm=\"{}\"", said.replace('"', "'")).as_str())
            .insert_header("location", format!("/login?because={said}").as_str())
            .insert_header("retry-after", said.as_str())
            .set_body_json(body)
    }
}

#[tokio::main]
async fn journey(folder: &Path) {
    tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE).init();
    let laptop = || {
        let cheap = Cost { memory_kib: 8, passes: 1 };
        Secrets::of(Laptop::with(folder, None, Box::new(Memory::default()), cheap))
    };
    let clock = Clock::at("2026-11-21T09:00:00Z");
    let context = |secrets| Context { secrets, ..support::context(&clock) };
    let engine = Engine::open(folder, WorkspaceName::Own, context(laptop())).await.unwrap();
    tell("short", engine.keep_secrets(KeeperName::Vault, Some("C4nary".to_owned())).await);
    tell("vault", engine.keep_secrets(KeeperName::Vault, Some(PASSPHRASE.to_owned())).await);
    let proxy = ProxySettings {
        way: ProxyWay::Own,
        address: "http://127.0.0.1:9".to_owned(),
        user: "maya".to_owned(),
        bypass: String::new(),
    };
    tell("proxy", engine.set_proxy(proxy, Some(PROXY_PASSWORD.to_owned())).await);
    works(&engine).await;
    install_tap(folder);
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(Parrot).mount(&server).await;
    for (vendor, user, settings, secret) in WAYS {
        println!("way {vendor}");
        for status in [401, 403, 400, 422, 500, 302, 200] {
            leaks(
                &engine,
                &clock,
                &account(vendor, user, settings, &format!("{}/status-{status}", server.uri())),
                secret,
            )
            .await;
        }
    }
    digests::posts(&engine, &server.uri()).await;
    digests::mails(&engine).await;
    for format in [ExportFormat::Html, ExportFormat::Pdf] {
        tell("snapshot", engine.save_opportunities(format, OpportunityQuery::default()).await);
    }
    tell("open JSON", engine.save_workspace().await);
    tell("backup", engine.back_up().await);
    engine.close().await.unwrap();

    let engine = Engine::open(folder, WorkspaceName::Own, context(laptop())).await.unwrap();
    tell("wrong", engine.unlock_vault(format!("{PASSPHRASE}?")).await);
    tell("unlocked", engine.unlock_vault(PASSPHRASE.to_owned()).await);
    tell("connections", engine.connections().await);
    tell("outbox", engine.outbox().await);
    tell("recent", engine.recent(1_000).await);
    tell("digests", engine.digests().await);
    tell("workspace", engine.workspace().await);
    tell("network", engine.network().await);
    println!("{:?}", laptop());
}

/// What the command line prints with `--json`, and what a careless line of code would print.
fn tell<T: Serialize + std::fmt::Debug>(what: &str, outcome: engine::error::Result<T>) {
    println!("{what}: {outcome:?}");
    match outcome {
        Ok(done) => println!("{}", serde_json::to_string(&done).unwrap()),
        Err(problem) => println!("{problem} {}", serde_json::to_string(&problem).unwrap()),
    }
}

fn account(vendor: &str, user: &str, settings: &[(&str, &str)], base_url: &str) -> Account {
    let settings: BTreeMap<String, String> =
        settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    // One program isn't two accounts: what it is told apart by here is its user.
    let user = if vendor == "singer" { base_url } else { user };
    Account {
        vendor: vendor.to_owned(),
        base_url: if vendor == "singer" { String::new() } else { base_url.to_owned() },
        user: user.to_owned(),
        project: if vendor == "github" { "ours/shop".to_owned() } else { "shop".to_owned() },
        settings,
    }
}

/// A tool that works: check, pull, export, files.
async fn works(engine: &Engine) {
    let server = serve(&Issues::generated(3), std::time::Duration::ZERO).await;
    let secret = Some(WAYS[0].3.to_owned());
    let form = ConnectionForm { name: "Works".to_owned(), account: account("redmine", "", &[], &server.uri()) };
    tell("check", engine.check_connection(form.clone(), secret.clone(), None).await);
    let made = engine.add_connection(form, secret).await.unwrap();
    let pulled = engine.pull(made.id).await.unwrap();
    assert_eq!((pulled.new, &pulled.problem), (3, &None));
    tell("pull", Ok(pulled));
    tell("opportunity", engine.create_opportunity("Sing less".to_owned()).await);
    let preview = engine.preview_export(OpportunityId(1), made.id).await.unwrap();
    let draft = Draft { title: "Sing less".to_owned(), ..preview.draft };
    tell("export", engine.send_export(OpportunityId(1), made.id, draft, Some("A test".to_owned())).await);
    tell("file", engine.save_opportunities(ExportFormat::Json, OpportunityQuery::default()).await);
}

/// A tool that repeats the secret in every error.
async fn leaks(engine: &Engine, clock: &Clock, account: &Account, secret: &str) {
    let secret = Some(secret.to_owned());
    let form = ConnectionForm { name: format!("Leaks {}", account.vendor), account: account.clone() };
    tell("check", engine.check_connection(form.clone(), secret.clone(), None).await);
    let made = match engine.add_connection(form.clone(), secret).await {
        Ok(made) => made,
        Err(problem) => panic!("{}: {problem}", account.vendor),
    };
    tell("check again", engine.check_connection(form, None, Some(made.id)).await);
    tell("pull", engine.pull(made.id).await);
    tell("pull by schedule", engine.pull_if_due(made.id).await);
    clock.forward_minutes(60);
    if made.writes {
        let draft = engine.preview_export(OpportunityId(1), made.id).await.map(|preview| preview.draft);
        if let Ok(draft) = draft {
            let draft = Draft { title: "Sing less".to_owned(), project: "shop".to_owned(), ..draft };
            tell("export", engine.send_export(OpportunityId(1), made.id, draft, Some("A test".to_owned())).await);
        }
        tell("projects", engine.export_projects(made.id).await);
    }
}

#[cfg(unix)]
fn install_tap(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let taps = folder.join("taps");
    std::fs::create_dir_all(&taps).unwrap();
    let program = taps.join("tap-leak");
    std::fs::write(&program, "#!/bin/sh\necho \"CRITICAL config: $(cat \"$2\")\" >&2\nbase64 \"$2\" >&2\nexit 1\n")
        .unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn install_tap(_folder: &Path) {}
