//! A mail server (aiosmtpd), which needs no seed.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::process::{Server, free_port};
use super::{ask, seed};

const PROGRAM: &str = include_str!("mail.py");

/// Starts without letters, in a moment: every test has its own. `maya` signs in with the password `letter`.
pub struct MailServer {
    /// Its port without encryption, where nobody has to sign in.
    pub plain: u16,
    /// With STARTTLS, for those who sign in.
    pub starttls: u16,
    /// With TLS from the first byte, for those who sign in.
    pub tls: u16,
    web: String,
    _server: Server,
}

impl MailServer {
    pub async fn start() -> MailServer {
        seed::version("python3-aiosmtpd");
        let [plain, starttls, tls, web] = [free_port(), free_port(), free_port(), free_port()];
        let folder = TempDir::with_prefix("mail-").expect("a folder is made");
        let program = folder.path().join("mail.py");
        std::fs::write(&program, PROGRAM).expect("the program is written");
        let papers = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tls");
        let mut command = Command::new("/usr/bin/python3");
        command.arg(program).args([plain, starttls, tls, web].map(|port| port.to_string()));
        command.arg(papers.join("signed.pem")).arg(papers.join("key.pem"));
        let web = format!("http://127.0.0.1:{web}/letters");
        let server = Server::start(folder, &command, &web).await;
        MailServer { plain, starttls, tls, web, _server: server }
    }

    /// What arrived, the oldest first: `from`, `to`, `subject`, `text`, `id`, `signed_in`, `encrypted` and more.
    pub async fn letters(&self) -> Vec<Value> {
        let told = ask("GET", self.web.clone(), ("accept", "application/json"), None).await;
        told.as_array().cloned().unwrap_or_default()
    }
}
