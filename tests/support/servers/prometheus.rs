//! Prometheus, which needs no seed: its alerts come from rules that always or never hold.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use engine::connectors::Account;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::process::{Server, free_port};
use super::{account, ask, seed};

const CONFIG: &str = "global: {evaluation_interval: 1s}\nrule_files: [rules.yml]\n";

/// Starts in a fraction of a second: every test has its own.
pub struct Prometheus {
    /// e.g. `http://127.0.0.1:40123`
    pub url: String,
    rules: PathBuf,
    _server: Server,
}

impl Prometheus {
    /// With these alerts firing: name, labels and annotations of each.
    pub async fn start(alerts: &[(&str, Value, Value)]) -> Prometheus {
        seed::version("prometheus");
        let port = free_port();
        let folder = TempDir::with_prefix("prometheus-").expect("a folder is made");
        let config = folder.path().join("prometheus.yml");
        std::fs::write(&config, CONFIG).expect("the configuration is written");
        let rules = folder.path().join("rules.yml");
        write_rules(&rules, alerts);
        let mut command = Command::new("prometheus");
        command
            .arg(format!("--config.file={}", config.display()))
            .arg(format!("--storage.tsdb.path={}", folder.path().join("data").display()))
            .arg(format!("--web.listen-address=127.0.0.1:{port}"))
            .arg("--web.enable-lifecycle");
        let url = format!("http://127.0.0.1:{port}");
        let server = Server::start(folder, &command, &format!("{url}/-/ready")).await;
        let prometheus = Prometheus { url, rules, _server: server };
        prometheus.settle(alerts.len()).await;
        prometheus
    }

    pub fn account(&self) -> Account {
        account("prometheus", &self.url, "")
    }

    /// From now on these alerts fire and no others.
    pub async fn fire(&self, alerts: &[(&str, Value, Value)]) {
        write_rules(&self.rules, alerts);
        ask("POST", format!("{}/-/reload", self.url), ("accept", "application/json"), None).await;
        self.settle(alerts.len()).await;
    }

    /// Waits until so many alerts fire: rules are looked at once a second.
    async fn settle(&self, wanted: usize) {
        for _ in 0..300 {
            if self.firing().await == Some(wanted) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{wanted} alerts were to fire");
    }

    /// None while Prometheus is still starting.
    async fn firing(&self) -> Option<usize> {
        let reply = reqwest::get(format!("{}/api/v1/alerts", self.url)).await.ok()?;
        let answer: Value = serde_json::from_str(&reply.text().await.ok()?).ok()?;
        let alerts = answer["data"]["alerts"].as_array()?;
        Some(alerts.iter().filter(|alert| alert["state"] == "firing").count())
    }
}

/// JSON is YAML too.
fn write_rules(path: &Path, alerts: &[(&str, Value, Value)]) {
    let rule = |(name, labels, notes): &(&str, Value, Value)| json!({ "alert": name, "expr": "vector(1) > 0", "labels": labels, "annotations": notes });
    let rules: Vec<Value> = alerts.iter().map(rule).collect();
    let groups = json!({ "groups": [{ "name": "always", "rules": rules }] });
    std::fs::write(path, groups.to_string()).expect("the rules are written");
}
