//! Request Tracker with its own web server.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use engine::connectors::Account;
use engine::model::Time;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::process::{Server, free_port};
use super::{account, ask, seed};

const SEED: &str = include_str!("request_tracker_seed.pl");
const LIBRARY: &str = "/usr/share/request-tracker5/lib";
const SERVER: &str = "/usr/share/request-tracker5/libexec/rt-server";

/// Holds 120 tickets of Rita Ross in the queue `Helpdesk`.
pub struct RequestTracker {
    /// e.g. `http://127.0.0.1:40123`
    pub url: String,
    /// Of `root`, who sees everything.
    pub token: String,
    server: Server,
}

impl RequestTracker {
    /// The password of `root`.
    pub const PASSWORD: &str = "password";
    pub const TICKETS: usize = 120;

    /// A Request Tracker of one's own.
    pub async fn start() -> RequestTracker {
        let port = free_port();
        let (folder, token) = tokio::task::spawn_blocking(move || copy(port)).await.expect("the copy is made");
        let mut command = Command::new(SERVER);
        command.args(["--host", "127.0.0.1", "--port", &port.to_string(), "--max-workers=2"]);
        configured(&mut command, folder.path());
        let url = format!("http://127.0.0.1:{port}");
        let server = Server::start(folder, &command, &format!("{url}/REST/2.0/rt")).await;
        RequestTracker { url, token, server }
    }

    pub fn account(&self, queue: &str) -> Account {
        account("request_tracker", &self.url, queue)
    }

    /// Sends as `root`; panics on a refusal.
    pub async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let token = format!("token {}", self.token);
        ask(method, format!("{}/REST/2.0/{path}", self.url), ("authorization", &token), body).await
    }

    pub async fn create_queue(&self, name: &str) {
        self.ask("POST", "queue", Some(json!({ "Name": name }))).await;
    }

    /// Gives the ticket's number.
    pub async fn create_ticket(&self, queue: &str, subject: &str, text: &str) -> u64 {
        let ticket = json!({
            "Queue": queue, "Subject": subject, "Requestor": "rita@example.test",
            "Content": text, "ContentType": "text/plain",
        });
        let made = self.ask("POST", "ticket", Some(ticket)).await;
        made["id"].as_str().and_then(|id| id.parse().ok()).expect("a number")
    }

    /// `fields` as in Request Tracker's own interface, e.g. `{"Status": "resolved"}`.
    pub async fn change_ticket(&self, id: u64, fields: Value) {
        self.ask("PUT", &format!("ticket/{id}"), Some(fields)).await;
    }

    /// Lets a ticket have come in, and last have changed, at another time: its interface offers no way to.
    pub fn date_ticket(&self, id: u64, at: Time) {
        let database = rusqlite::Connection::open(self.server.folder().join("rt.db")).expect("the database opens");
        database.busy_timeout(Duration::from_secs(30)).expect("it waits");
        let at = at.utc().expect("a date").format("%Y-%m-%d %H:%M:%S").to_string();
        let changed =
            database.execute("UPDATE Tickets SET Created = ?1, LastUpdated = ?1 WHERE id = ?2", (at, id as i64));
        assert_eq!(changed.expect("the ticket is dated"), 1);
    }
}

/// A seeded instance in a folder of its own, and root's token.
fn copy(port: u16) -> (TempDir, String) {
    let version = seed::version("request-tracker5");
    let seeded = seed::seeded("request-tracker", &version, SEED, |folder| {
        lay_out(folder, 80);
        let script = folder.join("seed.pl");
        std::fs::write(&script, SEED).expect("the seed is written");
        let mut set_up = Command::new("/usr/sbin/rt-setup-database-5");
        seed::step(configured(set_up.args(["--action", "init", "--skip-create"]), folder));
        let mut fill = Command::new("perl");
        let token = seed::step(configured(fill.arg("-I").arg(LIBRARY).arg(script), folder));
        std::fs::write(folder.join("token"), token.trim()).expect("the token is written");
    });
    let folder = TempDir::with_prefix("request-tracker-").expect("a folder is made");
    lay_out(folder.path(), port);
    std::fs::copy(seeded.join("rt.db"), folder.path().join("rt.db")).expect("the database is copied");
    (folder, std::fs::read_to_string(seeded.join("token")).expect("the token is there"))
}

fn lay_out(folder: &Path, port: u16) {
    for part in ["site", "mason", "session"] {
        std::fs::create_dir_all(folder.join(part)).expect("a folder is made");
    }
    let root = folder.display();
    let config = format!(
        "Set($rtname, 'example.test');\nSet($Organization, 'example.test');\nSet($Timezone, 'UTC');\n\
         Set($WebPath, '');\nSet($WebDomain, '127.0.0.1');\nSet($WebPort, {port});\n\
         Set($WebBaseURL, 'http://127.0.0.1:{port}');\nSet($RestrictReferrer, 0);\n\
         Set($DatabaseType, 'SQLite');\nSet($DatabaseName, '{root}/rt.db');\n\
         Set($DatabaseUser, '');\nSet($DatabasePassword, '');\n\
         Set($LogToSyslog, undef);\nSet($LogToSTDERR, 'error');\nSet($MailCommand, 'testfile');\n\
         $RT::MasonDataDir = '{root}/mason';\n$RT::MasonSessionDir = '{root}/session';\n1;\n"
    );
    std::fs::write(folder.join("RT_SiteConfig.pm"), config).expect("the configuration is written");
}

/// The system's own configuration is left out altogether.
fn configured<'a>(command: &'a mut Command, folder: &Path) -> &'a mut Command {
    command.env("RT_SITE_CONFIG", folder.join("RT_SiteConfig.pm")).env("RT_SITE_CONFIG_DIR", folder.join("site"))
}
