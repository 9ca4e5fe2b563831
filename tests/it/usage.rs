//! Pulling how much features are used.

use std::path::Path;

use engine::api::types::{ConnectionForm, PullReport, WorkspaceName};
use engine::api::{Engine, workspace_file};
use engine::connectors::Account;
use serde_json::{Value, json};
use support::{Clock, open};
use tempfile::TempDir;
use wiremock::matchers::{any, body_string_contains};
use wiremock::{Mock, MockServer, ResponseTemplate};

const SECRET: &str = "canary-41d9";

async fn pull(engine: &Engine, vendor: &str, server: &MockServer) -> PullReport {
    let account =
        Account { vendor: vendor.to_owned(), base_url: server.uri(), project: "7".to_owned(), ..Account::default() };
    let form = ConnectionForm { name: vendor.to_owned(), account };
    let connection = engine.add_connection(form, Some(SECRET.to_owned())).await.unwrap();
    engine.pull(connection.id).await.unwrap()
}

async fn answers(server: &MockServer, to: &str, reply: Value) {
    let reply = ResponseTemplate::new(200).set_body_json(reply);
    Mock::given(body_string_contains(to)).respond_with(reply).mount(server).await;
}

/// Connection, feature, users and events of each day.
fn stored(folder: &Path) -> Vec<(u32, String, u32, u32)> {
    let file = rusqlite::Connection::open(workspace_file(folder, WorkspaceName::Own)).unwrap();
    let mut all = file.prepare("SELECT connection_id, feature, users, events FROM usage ORDER BY 1, 2, day").unwrap();
    let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

#[tokio::test]
async fn two_tools_that_count_the_same_feature_keep_their_own_days() {
    let folder = TempDir::new().unwrap();
    let engine = open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await;
    let (posthog, matomo) = (MockServer::start().await, MockServer::start().await);
    answers(&posthog, "OFFSET 0", json!({ "results": [["Export", "2026-11-19", 4, 9]] })).await;
    answers(&posthog, "OFFSET 1", json!({ "results": [] })).await;
    answers(&matomo, "SitesManager", json!({ "name": "Parcelwise" })).await;
    let line = json!({ "label": "Export", "nb_uniq_visitors": 5, "nb_events": 11 });
    answers(&matomo, "Events.getAction", json!({ "2026-11-19": [line] })).await;
    answers(&matomo, "Actions.getPageTitles", json!({ "2026-11-19": [] })).await;

    let report = pull(&engine, "posthog", &posthog).await;
    assert_eq!(report.message, "Read 1 daily count of use from “posthog”.");
    assert_eq!(pull(&engine, "matomo", &matomo).await.problem, None);
    assert_eq!(stored(folder.path()), [(1, "Export".to_owned(), 4, 9), (2, "Export".to_owned(), 5, 11)]);
}

#[tokio::test]
async fn a_secret_that_belongs_into_a_form_goes_nowhere_else() {
    let folder = TempDir::new().unwrap();
    let engine = open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await;
    let matomo = MockServer::start().await;
    let reply = ResponseTemplate::new(200).set_body_json(json!({ "name": "Parcelwise" }));
    Mock::given(any()).respond_with(reply).mount(&matomo).await;
    pull(&engine, "matomo", &matomo).await;
    let requests = matomo.received_requests().await.unwrap();
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert!(String::from_utf8_lossy(&request.body).ends_with(&format!("&token_auth={SECRET}")));
        assert!(!format!("{} {:?}", request.url, request.headers).contains(SECRET));
    }
}
