//! Connections: checked before they are kept, changed by undoable decisions, and never generous with a secret.

use std::time::Duration;

use engine::api::Engine;
use engine::api::types::{CheckReport, ConnectionForm, Health};
use engine::connectors::Account;
use engine::error::ProblemKind;
use serde_json::json;
use support::fake_redmine::{Issues, serve};
use support::{Clock, open};
use tempfile::TempDir;
use wiremock::matchers::{header, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

async fn bench() -> (TempDir, Engine) {
    let folder = TempDir::new().unwrap();
    let engine = open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await;
    (folder, engine)
}

fn form(name: &str, base_url: &str) -> ConnectionForm {
    ConnectionForm {
        name: name.to_owned(),
        account: Account { vendor: "redmine".to_owned(), base_url: base_url.to_owned(), ..Account::default() },
    }
}

fn key(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// The report line by line, with the server's address as `HOST`.
fn told(report: &CheckReport, server: &str) -> String {
    let host = server.split_once("://").unwrap().1;
    let steps = report.steps.iter().map(|step| {
        format!("{} {}: {}\n", if step.ok { "+" } else { "-" }, step.title, step.found.replace(host, "HOST"))
    });
    steps.chain([format!("ok: {}", report.ok)]).collect()
}

#[tokio::test]
async fn a_check_does_what_a_pull_does_and_stores_nothing() {
    let server = serve(&Issues::generated(30), Duration::ZERO).await;
    let (_folder, engine) = bench().await;
    let report = engine.check_connection(form("Desk", &server.uri()), key("right"), None).await.unwrap();
    insta::assert_snapshot!(told(&report, &server.uri()), @r"
    + Address answers: HOST answers.
    + Signed in: Signed in as admin
    + Issues can be read: 30 issues found.
    ok: true
    ");
    let row = report.first_row.unwrap();
    assert_eq!((row.title.as_str(), row.external_id.as_str(), row.body_characters), ("Ticket 1", "1", 16));
    assert_eq!(engine.connections().await.unwrap(), []);
    assert_eq!(engine.workspace().await.unwrap().signals, 0);
    assert_eq!(server.received_requests().await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_check_says_which_step_failed() {
    let (_folder, engine) = bench().await;
    let wrong_key = MockServer::start().await;
    Mock::given(path("/users/current.json")).respond_with(ResponseTemplate::new(401)).mount(&wrong_key).await;
    let no_issues = MockServer::start().await;
    let user = ResponseTemplate::new(200).set_body_json(json!({ "user": { "login": "maya" } }));
    Mock::given(path("/users/current.json")).respond_with(user).mount(&no_issues).await;
    Mock::given(path("/issues.json")).respond_with(ResponseTemplate::new(403)).mount(&no_issues).await;
    let other_tool = MockServer::start().await;
    let page = ResponseTemplate::new(200).set_body_string("<html>Welcome</html>");
    Mock::given(path("/users/current.json")).respond_with(page).mount(&other_tool).await;

    let mut all = String::new();
    for server in [wrong_key.uri(), no_issues.uri(), other_tool.uri(), "http://127.0.0.1:1".to_owned()] {
        let report = engine.check_connection(form("Desk", &server), key("some"), None).await.unwrap();
        assert_eq!(report.first_row, None);
        all.push_str(&told(&report, &server));
        all.push('\n');
    }
    insta::assert_snapshot!(all, @r"
    + Address answers: HOST answers.
    - Signed in: HOST refused the API key. Enter the right API key to go on.
    ok: false
    + Address answers: HOST answers.
    + Signed in: Signed in as maya
    - Issues can be read: HOST knows the account but doesn't let it do this. Ask whoever runs Redmine to give the account the right, or use another account.
    ok: false
    + Address answers: HOST answers.
    - Signed in: The answer of HOST can't be used: it is a web page, not data. Check that the address is that of Redmine.
    ok: false
    - Address answers: Nothing answers at HOST. Check the address and its port, and that Redmine is running.
    ok: false
    ");
}

#[tokio::test]
async fn adding_keeps_the_secret_beside_the_workspace_and_undo_takes_the_connection_back() {
    let (_folder, engine) = bench().await;
    let added = engine.add_connection(form(" Desk ", "https://desk.example.com/ "), key(" k1\n")).await.unwrap();
    assert_eq!((added.name.as_str(), added.account.base_url.as_str()), ("Desk", "https://desk.example.com"));
    assert_eq!((added.health, added.has_secret, added.signals), (Health::NeverRead, true, 0));
    assert_eq!((added.vendor_name.as_str(), added.reads, added.writes), ("Redmine", true, true));
    assert_eq!(engine.recent(1).await.unwrap()[0].what, "Connected “Desk”");

    engine.undo().await.unwrap();
    assert_eq!(engine.connections().await.unwrap(), []);
    engine.redo().await.unwrap();
    assert_eq!(engine.connections().await.unwrap(), [added]);
}

#[tokio::test]
async fn an_account_that_cannot_work_is_refused() {
    let (_folder, engine) = bench().await;
    engine.add_connection(form("Desk", "https://desk.example.com"), key("k1")).await.unwrap();
    let unknown = ConnectionForm {
        account: Account { vendor: "abacus".to_owned(), ..form("", "").account },
        ..form("Abacus", "https://abacus.example")
    };
    let mut all = String::new();
    for (form, secret) in [
        (form("Desk", "https://other.example.com"), None),
        (form("Desk", "https://other.example.com"), key("  ")),
        (form("Desk", "desk"), key("k1")),
        (form("Desk", "https://maya:pw@desk.example.com"), key("k1")),
        (form("Again", "https://desk.example.com/"), key("k2")),
        (unknown, key("k1")),
    ] {
        let problem = engine.add_connection(form, secret).await.unwrap_err();
        all.push_str(&format!("{problem}\n"));
    }
    insta::assert_snapshot!(all, @r"
    The API key is missing. Nothing was changed.
    The API key is missing. Nothing was changed.
    “desk” is not a web address. Nothing was changed. Write it as in a browser, for example https://desk.example.com.
    The address holds a user name or password. Nothing was changed. Take it out of the address and put it into its own field, where it is kept secret.
    This account is connected already, as “Desk”. Nothing was changed.
    Throughline doesn't know a tool called “abacus”. Nothing was changed. Choose one of the tools in the list.
    ");
    assert_eq!(engine.connections().await.unwrap().len(), 1);
    assert_eq!(engine.recent(10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_kept_secret_goes_to_its_own_server_only() {
    let (_folder, engine) = bench().await;
    let desk = serve(&Issues::generated(3), Duration::ZERO).await;
    let elsewhere = serve(&Issues::generated(3), Duration::ZERO).await;
    let id = engine.add_connection(form("Desk", &desk.uri()), key("k1")).await.unwrap().id;

    let same = engine.check_connection(form("Desk", &desk.uri()), None, Some(id)).await.unwrap();
    assert!(same.ok, "the kept secret is used on its own server");
    let checked = engine.check_connection(form("Desk", &elsewhere.uri()), None, Some(id)).await.unwrap_err();
    let edited = engine.edit_connection(id, form("Desk", &elsewhere.uri()), None).await.unwrap_err();
    assert_eq!((checked.kind, &checked), (ProblemKind::Credential, &edited));
    insta::assert_snapshot!(edited.sentence().replace(&desk.uri(), "DESK"), @"The kept API key belongs to DESK. Nothing was changed. Enter the API key for the new address or account.");
    assert_eq!(elsewhere.received_requests().await.unwrap().len(), 0);

    engine.edit_connection(id, form("Desk", &elsewhere.uri()), key("k2")).await.unwrap();
    Mock::given(header("x-redmine-api-key", "k1"))
        .respond_with(ResponseTemplate::new(500))
        .with_priority(1)
        .mount(&elsewhere)
        .await;
    assert_eq!(engine.pull(id).await.unwrap().problem, None, "the new secret is used on the new server");

    // The undo brings the old address back; the new server's secret must not go there.
    let before = desk.received_requests().await.unwrap().len();
    engine.undo().await.unwrap();
    assert!(!engine.connections().await.unwrap()[0].has_secret);
    assert_eq!(engine.pull(id).await.unwrap().problem.unwrap().kind, ProblemKind::Credential);
    assert_eq!(desk.received_requests().await.unwrap().len(), before);
}

#[tokio::test]
async fn another_project_begins_anew_and_the_old_one_goes_on_where_it_was() {
    let (_folder, engine) = bench().await;
    let server = serve(&Issues::generated(120), Duration::ZERO).await;
    let whole = form("Desk", &server.uri());
    let mut shop = whole.clone();
    shop.account.project = "shop".to_owned();
    let id = engine.add_connection(whole, key("k1")).await.unwrap().id;
    assert_eq!(engine.pull(id).await.unwrap().new, 120);
    engine.edit_connection(id, shop, None).await.unwrap();
    assert!(engine.pull(id).await.unwrap().read >= 120);
    engine.undo().await.unwrap();
    assert!(engine.pull(id).await.unwrap().read < 10);
}

#[tokio::test]
async fn a_paused_connection_is_not_read_until_it_goes_on() {
    let (_folder, engine) = bench().await;
    let server = serve(&Issues::generated(3), Duration::ZERO).await;
    let id = engine.add_connection(form("Desk", &server.uri()), key("k1")).await.unwrap().id;
    insta::assert_snapshot!(engine.pause_connection(id, true).await.unwrap().message, @"Paused “Desk”");
    insta::assert_snapshot!(engine.pull(id).await.unwrap_err(), @"“Desk” is paused. Nothing was read. Take it out of pause to read it.");
    assert_eq!(engine.connections().await.unwrap()[0].health, Health::Paused);
    assert_eq!(server.received_requests().await.unwrap().len(), 0);
    engine.undo().await.unwrap();
    assert_eq!(engine.pull(id).await.unwrap().new, 3);
}

#[tokio::test]
async fn a_deleted_connection_leaves_its_signals_and_takes_its_secret() {
    let (_folder, engine) = bench().await;
    let server = serve(&Issues::generated(3), Duration::ZERO).await;
    let id = engine.add_connection(form("Desk", &server.uri()), key("k1")).await.unwrap().id;
    engine.pull(id).await.unwrap();
    insta::assert_snapshot!(engine.delete_connection(id).await.unwrap().message, @"Took away “Desk”; its 3 signals stay");
    assert_eq!(engine.connections().await.unwrap(), []);
    assert_eq!(engine.workspace().await.unwrap().signals, 3);
    assert_eq!(engine.pull(id).await.unwrap_err().kind, ProblemKind::NotFound);

    engine.undo().await.unwrap();
    let back = engine.connections().await.unwrap().remove(0);
    assert_eq!((back.id, back.has_secret, back.signals), (id, false, 3));
    let report = engine.pull(id).await.unwrap();
    insta::assert_snapshot!(report.message, @"The API key of “Desk” isn't kept on this laptop. All 3 signals read before are kept. Enter the API key to go on.");
}

#[tokio::test]
async fn a_renamed_connection_keeps_everything_else_and_undo_brings_the_name_back() {
    let (_folder, engine) = bench().await;
    let before = engine.add_connection(form("Desk", "https://desk.example.com"), key("k1")).await.unwrap();
    let done = engine.rename_connection(before.id, " Service desk ".to_owned()).await.unwrap();
    insta::assert_snapshot!(done.message, @"Renamed “Desk” to “Service desk”");
    let after = engine.connections().await.unwrap().remove(0);
    assert_eq!((after.name.as_str(), &after.account, after.has_secret), ("Service desk", &before.account, true));
    let unnamed = engine.rename_connection(before.id, "  ".to_owned()).await.unwrap_err();
    insta::assert_snapshot!(unnamed, @"A connection needs a name. It is called as before.");
    engine.undo().await.unwrap();
    assert_eq!(engine.connections().await.unwrap(), [before]);
}

#[tokio::test]
async fn the_address_of_a_connection_can_be_opened_while_it_is_there() {
    let (_folder, engine) = bench().await;
    let knows = async |url: &str| engine.knows_link(url).await.unwrap();
    assert!(!knows("https://desk.example.com").await);
    let id = engine.add_connection(form("Desk", "https://desk.example.com"), key("k1")).await.unwrap().id;
    assert!(knows("https://desk.example.com").await);
    assert!(!knows("https://desk.example.com/admin").await);
    engine.delete_connection(id).await.unwrap();
    assert!(!knows("https://desk.example.com").await);
}
