//! Real programs from PyPI read for real: two Singer taps, of a Redmine and of a file, and an Airbyte source.
#![cfg(unix)]

use std::sync::Arc;

use engine::api::types::{ConnectionForm, PullReport, SignalDetail, SignalQuery, WorkspaceName};
use engine::api::{Context, Engine};
use engine::connectors::Account;
use engine::model::{Severity, SignalId, TriageState};
use serde_json::{Value, json};
use support::servers::{Redmine, redmine, taps};
use support::{Clock, context};
use tempfile::TempDir;

struct Desk {
    engine: Engine,
    folder: TempDir,
}

impl Desk {
    async fn open() -> Desk {
        let folder = TempDir::new().unwrap();
        let new_uid = Arc::new(|| format!("{:032x}", rand::random::<u128>()));
        let context = Context { new_uid, ..context(&Clock::at("2026-11-21T09:00:00Z")) };
        let engine = Engine::open(folder.path(), WorkspaceName::Own, context).await.unwrap();
        Desk { engine, folder }
    }

    fn form(vendor: &str, settings: &[(&str, &str)]) -> ConnectionForm {
        let settings = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let account = Account { vendor: vendor.to_owned(), settings, ..Account::default() };
        ConnectionForm { name: vendor.to_owned(), account }
    }

    /// Checks, connects and reads twice; gives both reports.
    async fn read_twice(&self, form: ConnectionForm, config: Value) -> (PullReport, PullReport) {
        let config = Some(config.to_string());
        let check = self.engine.check_connection(form.clone(), config.clone(), None).await.unwrap();
        assert!(check.ok, "{:?}", check.steps);
        let connection = self.engine.add_connection(form, config).await.unwrap();
        let first = self.engine.pull(connection.id).await.unwrap();
        (first, self.engine.pull(connection.id).await.unwrap())
    }

    async fn signal(&self, external_id: &str) -> SignalDetail {
        let query = SignalQuery { states: TriageState::ALL.to_vec(), ..SignalQuery::default() };
        for id in self.engine.signal_ids(query).await.unwrap() {
            let signal = self.engine.signal(SignalId(id)).await.unwrap();
            if signal.external_id == external_id {
                return signal;
            }
        }
        panic!("{external_id} is not here");
    }
}

#[tokio::test]
#[ignore = "installs two taps from the Python package index, which takes minutes"]
async fn real_tap_rest_api_msdk_reads_a_redmine() {
    let (desk, redmine) = (Desk::open().await, redmine().await);
    taps::install("tap-rest-api-msdk", "1.4.2", "tap-rest-api-msdk", desk.folder.path()).await;
    redmine.create_project("tapped").await;
    for number in 1..=5 {
        redmine.create_issue("tapped", &format!("The tap drips {number}"), "All night.").await;
    }
    let config = json!({
        "api_url": redmine.url,
        "headers": { "X-Redmine-API-Key": Redmine::KEY },
        "streams": [{
            "name": "issues", "path": "/projects/tapped/issues.json", "params": { "status_id": "*", "limit": 100 },
            "records_path": "$.issues[*]", "primary_keys": ["id"], "num_inference_records": 20,
        }],
    });
    let form = Desk::form("singer", &[("program", "tap-rest-api-msdk")]);
    let (first, again) = desk.read_twice(form, config).await;
    assert_eq!((first.problem, first.new, first.set_aside), (None, 5, 0));
    assert_eq!((again.problem, again.new, again.changed), (None, 0, 0));
}

#[tokio::test]
#[ignore = "installs two taps from the Python package index, which takes minutes"]
async fn real_tap_spreadsheets_reads_a_file() {
    let desk = Desk::open().await;
    taps::install("tap-spreadsheets", "1.1.2", "tap-spreadsheets", desk.folder.path()).await;
    let file = desk.folder.path().join("tickets.csv");
    let rows = "id,subject,created_at,priority\n\
        1,The gate stays shut,2026-11-18T06:00:00Z,High\n2,The gate beeps twice,2026-11-19T06:00:00Z,Low\n";
    std::fs::write(&file, rows).unwrap();
    let config =
        json!({ "files": [{ "path": file, "format": "csv", "table_name": "tickets", "primary_keys": ["id"] }] });
    let form = Desk::form("singer", &[("program", "tap-spreadsheets"), ("streams", "tickets")]);
    let (first, again) = desk.read_twice(form, config).await;
    assert_eq!((first.problem, first.new, first.set_aside), (None, 2, 0));
    assert_eq!((again.problem, again.new, again.changed), (None, 0, 0));
    let signal = desk.signal("tickets/1").await;
    assert_eq!((signal.row.title.as_str(), signal.row.severity), ("The gate stays shut", Some(Severity::High)));
}
