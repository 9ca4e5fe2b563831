//! Alertmanager, which needs no seed.

use std::process::Command;

use engine::connectors::Account;
use engine::model::Time;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::process::{Server, free_port};
use super::{account, ask, seed};

const CONFIG: &str = "route: {receiver: none, group_by: [alertname, service]}\nreceivers: [{name: none}]\n";

/// Starts without alerts, in a fraction of a second: every test has its own.
pub struct Alertmanager {
    /// e.g. `http://127.0.0.1:40123`
    pub url: String,
    _server: Server,
}

impl Alertmanager {
    pub async fn start() -> Alertmanager {
        seed::version("prometheus-alertmanager");
        let port = free_port();
        let folder = TempDir::with_prefix("alertmanager-").expect("a folder is made");
        std::fs::write(folder.path().join("am.yml"), CONFIG).expect("the configuration is written");
        let mut command = Command::new("prometheus-alertmanager");
        command
            .arg(format!("--config.file={}", folder.path().join("am.yml").display()))
            .arg(format!("--storage.path={}", folder.path().join("data").display()))
            .arg(format!("--web.listen-address=127.0.0.1:{port}"))
            .arg("--cluster.listen-address=");
        let url = format!("http://127.0.0.1:{port}");
        let server = Server::start(folder, &command, &format!("{url}/-/ready")).await;
        Alertmanager { url, _server: server }
    }

    pub fn account(&self) -> Account {
        account("alertmanager", &self.url, "")
    }

    /// Starts or repeats the alert with these labels.
    pub async fn fire(&self, labels: Value, annotations: Value) {
        self.post(json!([{ "labels": labels, "annotations": annotations }])).await;
    }

    /// Ends the alert with these labels.
    pub async fn resolve(&self, labels: Value) {
        self.post(json!([{ "labels": labels, "endsAt": Time::system_now().rfc3339() }])).await;
    }

    async fn post(&self, alerts: Value) {
        ask("POST", format!("{}/api/v2/alerts", self.url), ("accept", "application/json"), Some(alerts)).await;
    }
}
