//! The use of features by segment: counted apart by a tool that knows plans, added up for everybody.

use engine::api::types::{AcceptInto, ConnectionForm, FeatureQuery, FeatureRow, PullReport, WorkspaceName};
use engine::api::{Engine, workspace_file};
use engine::connectors::Account;
use serde_json::{Value, json};
use support::{Clock, open};
use tempfile::TempDir;
use wiremock::matchers::body_string_contains;
use wiremock::{Mock, MockServer, ResponseTemplate};

fn form(server: &MockServer, segment: &str) -> ConnectionForm {
    let account = Account {
        vendor: "posthog".to_owned(),
        base_url: server.uri(),
        project: "7".to_owned(),
        settings: [("segment".to_owned(), segment.to_owned())].into(),
        ..Account::default()
    };
    ConnectionForm { name: "PostHog".to_owned(), account }
}

async fn answers(server: &MockServer, lines: &[Value]) {
    for (offset, results) in [("OFFSET 0", lines), ("OFFSET ", &[][..])] {
        let reply = ResponseTemplate::new(200).set_body_json(json!({ "results": results }));
        Mock::given(body_string_contains(offset)).respond_with(reply).mount(server).await;
    }
}

async fn pulled(engine: &Engine, server: &MockServer, segment: &str) -> PullReport {
    let connection = engine.add_connection(form(server, segment), Some("key".to_owned())).await.unwrap();
    engine.pull(connection.id).await.unwrap()
}

async fn feature(engine: &Engine, name: &str) -> FeatureRow {
    let list = engine.feature_use(FeatureQuery { days: 30, ..FeatureQuery::default() }).await.unwrap();
    list.features.into_iter().find(|row| row.feature == name).unwrap()
}

#[tokio::test]
async fn a_tool_that_knows_plans_counts_each_apart_and_all_together() {
    let (folder, server) = (TempDir::new().unwrap(), MockServer::start().await);
    let engine = open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await;
    answers(
        &server,
        &[
            json!(["Export", "2026-11-20", 4, 8, "enterprise"]),
            json!(["Export", "2026-11-20", 6, 6, "starter"]),
            json!(["Import", "2026-11-20", 8, 8, "enterprise"]),
        ],
    )
    .await;
    assert_eq!(pulled(&engine, &server, "plan").await.problem, None);
    let question = server.received_requests().await.unwrap().pop().unwrap();
    assert!(String::from_utf8_lossy(&question.body).contains("person.properties.plan"));
    let row = feature(&engine, "Export").await;
    assert_eq!((row.people, row.frequency, row.adoption), (10.0, Some(1.4), Some(1.0)));
    let segments: Vec<_> =
        row.segments.iter().map(|one| (one.segment.as_str(), one.people, one.frequency, one.adoption)).collect();
    assert_eq!(segments, [("starter", 6.0, Some(1.0), Some(1.0)), ("enterprise", 4.0, Some(2.0), Some(0.5))]);
}

#[tokio::test]
async fn a_property_that_could_change_the_question_is_never_sent() {
    let (folder, server) = (TempDir::new().unwrap(), MockServer::start().await);
    let engine = open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await;
    answers(&server, &[]).await;
    let bad = form(&server, "plan) FROM secrets --");
    let connection = engine.add_connection(bad, Some("key".to_owned())).await.unwrap();
    let why = match engine.pull(connection.id).await {
        Ok(report) => report.problem.unwrap(),
        Err(problem) => problem,
    };
    assert!(why.what.contains("can't be the name of a segment property"), "{why}");
    assert!(server.received_requests().await.unwrap().is_empty());
}

/// A year of use: those of one plan leave in the last weeks, the others grow as much, so that everybody together says
/// nothing.
#[tokio::test]
async fn a_plan_that_leaves_in_silence_is_found_behind_a_steady_total() {
    let folder = TempDir::new().unwrap();
    let engine = open(folder.path(), &Clock::at("2026-11-21T09:00:00Z")).await;
    let server = MockServer::start().await;
    answers(&server, &[]).await;
    pulled(&engine, &server, "plan").await;
    let file = rusqlite::Connection::open(workspace_file(folder.path(), WorkspaceName::Own)).unwrap();
    let first = "2025-11-22".parse::<chrono::NaiveDate>().unwrap();
    for (ago, day) in first.iter_days().take(364).enumerate() {
        let left = ago >= 290;
        for (segment, users) in [("enterprise", if left { 5 } else { 40 }), ("starter", if left { 95 } else { 60 })] {
            let row = "INSERT INTO usage (connection_id, feature, day, segment, users, events) VALUES (1, 'Carts', ?, ?, ?, ?)";
            file.execute(row, (day.to_string(), segment, users, users)).unwrap();
        }
    }
    drop(file);
    let row = feature(&engine, "Carts").await;
    assert!(row.drop.is_none(), "{row:?}");
    let drop = row.segments.iter().find(|one| one.segment == "enterprise").unwrap().drop.clone().unwrap();
    assert_eq!((drop.before, drop.after), (40.0, 5.0));
    assert!(row.segments.iter().any(|one| one.segment == "starter" && one.drop.is_none()));
    let silent = row.silent.unwrap();
    assert!(silent.why.starts_with("It lost 88 % of its people of “enterprise” since 2026-0"), "{}", silent.why);
    let made = engine.accept_drop("Carts".to_owned(), AcceptInto::New { title: String::new() }).await.unwrap();
    let opportunity = engine.opportunity(made.opportunity.unwrap().id).await.unwrap();
    assert!(
        opportunity.statement.contains("by 5 people of “enterprise” a day instead of 40"),
        "{}",
        opportunity.statement
    );
}
