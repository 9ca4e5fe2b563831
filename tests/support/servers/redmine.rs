//! Redmine with puma.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use engine::connectors::Account;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::process::{Server, free_port};
use super::{account, ask, seed};

const HOME: &str = "/usr/share/redmine";
const SEED: &str = include_str!("redmine_seed.rb");

/// Holds 130 issues: 129 in the public project `checkout`, the last in the private `vault`; and the empty public
/// project `backlog`.
pub struct Redmine {
    /// e.g. `http://127.0.0.1:40123`
    pub url: String,
    server: Server,
}

impl Redmine {
    /// API key of `admin`, who sees everything.
    pub const KEY: &str = "a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";
    /// API key of `nina`, who doesn't see the vault.
    pub const MEMBER_KEY: &str = "b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2";
    pub const ISSUES: usize = 130;

    /// A Redmine of one's own.
    pub async fn start() -> Redmine {
        let port = free_port();
        let folder = tokio::task::spawn_blocking(copy).await.expect("the copy is made");
        let mut puma = rails("puma", folder.path());
        puma.args(["-b", &format!("tcp://127.0.0.1:{port}"), "-e", "production", "-t", "1:4"]);
        let url = format!("http://127.0.0.1:{port}");
        let server = Server::start(folder, &puma, &format!("{url}/login")).await;
        Redmine { url, server }
    }

    pub fn account(&self, project: &str) -> Account {
        account("redmine", &self.url, project)
    }

    /// Sends as `admin`; panics on a refusal.
    pub async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        ask(method, format!("{}/{path}", self.url), ("x-redmine-api-key", Self::KEY), body).await
    }

    /// A public project with all trackers.
    pub async fn create_project(&self, identifier: &str) {
        let project = json!({
            "name": identifier, "identifier": identifier, "is_public": true,
            "enabled_module_names": ["issue_tracking"], "tracker_ids": [1, 2, 3],
        });
        self.ask("POST", "projects.json", Some(json!({ "project": project }))).await;
    }

    /// Gives the issue's number.
    pub async fn create_issue(&self, project: &str, subject: &str, description: &str) -> u64 {
        let issue = json!({ "project_id": project, "subject": subject, "description": description });
        let made = self.ask("POST", "issues.json", Some(json!({ "issue": issue }))).await;
        made["issue"]["id"].as_u64().expect("a number")
    }

    /// `fields` as in Redmine's own interface, e.g. `{"subject": "…"}`.
    pub async fn change_issue(&self, id: u64, fields: Value) {
        self.ask("PUT", &format!("issues/{id}.json"), Some(json!({ "issue": fields }))).await;
    }

    /// `status` by its name, e.g. `Closed`.
    pub async fn set_status(&self, id: u64, status: &str) {
        let all = self.ask("GET", "issue_statuses.json", None).await;
        let found = all["issue_statuses"].as_array().expect("a list").iter().find(|s| s["name"] == status);
        self.change_issue(id, json!({ "status_id": found.expect("the status exists")["id"] })).await;
    }

    /// The issue with its journal.
    pub async fn issue(&self, id: u64) -> Value {
        self.ask("GET", &format!("issues/{id}.json?include=journals"), None).await["issue"].take()
    }

    /// Every issue of a project, whatever its status.
    pub async fn issues(&self, project: &str) -> Vec<Value> {
        let mut all = self.ask("GET", &format!("issues.json?project_id={project}&status_id=*&limit=100"), None).await;
        all["issues"].as_array_mut().map(std::mem::take).expect("a list")
    }

    /// How many issues of a project hold `text` in their description, read from its own database.
    pub fn holding(&self, project: &str, text: &str) -> u32 {
        let database = rusqlite::Connection::open(self.server.folder().join("redmine.db")).expect("the database opens");
        database.busy_timeout(Duration::from_secs(30)).expect("it waits");
        let query = "SELECT COUNT(*) FROM issues i JOIN projects p ON p.id = i.project_id
                     WHERE p.identifier = ?1 AND instr(i.description, ?2) > 0";
        database.query_row(query, (project, text), |row| row.get(0)).expect("the issues are counted")
    }

    /// The issue's page as `admin` sees it, HTML.
    pub async fn page(&self, id: u64) -> String {
        let url = format!("{}/issues/{id}?key={}", self.url, Self::KEY);
        reqwest::get(url).await.expect("the page comes").text().await.expect("it is text")
    }
}

/// A seeded instance in a folder of its own.
fn copy() -> TempDir {
    let version = seed::version("redmine");
    let seeded = seed::seeded("redmine", &version, SEED, |folder| {
        lay_out(folder);
        let script = folder.join("seed.rb");
        std::fs::write(&script, SEED).expect("the seed is written");
        // Without it Rails would write the schema into Redmine's own folder.
        let schema = folder.join("schema.rb");
        seed::step(rails("ruby", folder).args(["bin/rails", "db:migrate"]).env("SCHEMA", schema));
        seed::step(rails("ruby", folder).args(["bin/rails", "redmine:load_default_data"]).env("REDMINE_LANG", "en"));
        seed::step(rails("ruby", folder).args(["bin/rails", "runner"]).arg(script));
    });
    let folder = TempDir::with_prefix("redmine-").expect("a folder is made");
    lay_out(folder.path());
    std::fs::copy(seeded.join("redmine.db"), folder.path().join("redmine.db")).expect("the database is copied");
    folder
}

/// What Debian's Redmine wants of an instance's folder.
fn lay_out(folder: &Path) {
    for part in ["config", "files", "log", "tmp/cache", "public/plugin_assets"] {
        std::fs::create_dir_all(folder.join(part)).expect("a folder is made");
    }
    let database = folder.join("redmine.db");
    let config = format!(
        "production:\n  adapter: sqlite3\n  database: {}\n  encoding: utf8\n  timeout: 30000\n",
        database.display()
    );
    std::fs::write(folder.join("config/database.yml"), config).expect("the configuration is written");
    std::fs::write(folder.join("config/secret_key.txt"), "0123456789abcdef".repeat(4)).expect("the key is written");
}

/// A program of Redmine's, for the instance in `folder`. Debian's instances lie below one fixed folder and are named
/// by a variable, so the name climbs to the root first.
fn rails(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(HOME)
        .env("RAILS_ENV", "production")
        .env("X_DEBIAN_SITEID", format!("../../../../../../..{}", folder.display()));
    command
}
