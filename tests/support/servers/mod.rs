//! The real tools on loopback: each with its own copy of a seeded database in a temporary folder and a free port, so
//! that tests disturb neither each other nor the system. Seeding happens once; its result lies under the target folder.

mod alertmanager;
mod mail;
mod process;
mod prometheus;
mod redmine;
mod request_tracker;
mod seed;
#[cfg(unix)]
pub mod taps;

use engine::connectors::Account;
use engine::http::{HttpReply, HttpRequest, Method};
use serde_json::Value;
use tokio::sync::OnceCell;

pub use alertmanager::Alertmanager;
pub use mail::MailServer;
pub use process::free_port;
pub use prometheus::Prometheus;
pub use redmine::Redmine;
pub use request_tracker::RequestTracker;

/// The Debian packages of all of them.
pub const PACKAGES: &[&str] = &[
    "redmine",
    "redmine-sqlite",
    "ruby-sqlite3",
    "puma",
    "request-tracker5",
    "rt5-db-sqlite",
    "rt5-standalone",
    "libdbd-sqlite3-perl",
    "sqlite3",
    "prometheus",
    "prometheus-alertmanager",
    "python3-venv",
    "python3-aiosmtpd",
];

/// The one Redmine of this test process. Tests that change it work in projects of their own.
pub async fn redmine() -> &'static Redmine {
    static ONE: OnceCell<Redmine> = OnceCell::const_new();
    ONE.get_or_init(Redmine::start).await
}

/// The one Request Tracker of this test process. Tests that change it work in queues of their own.
pub async fn request_tracker() -> &'static RequestTracker {
    static ONE: OnceCell<RequestTracker> = OnceCell::const_new();
    ONE.get_or_init(RequestTracker::start).await
}

fn account(vendor: &str, base_url: &str, project: &str) -> Account {
    Account {
        vendor: vendor.to_owned(),
        base_url: base_url.to_owned(),
        project: project.to_owned(),
        ..Account::default()
    }
}

/// Sends JSON with one header as the credential; gives the answer's JSON, null for an empty one. Panics on a refusal.
async fn ask(method: &str, url: String, credential: (&str, &str), body: Option<Value>) -> Value {
    let method = reqwest::Method::from_bytes(method.as_bytes()).expect("an HTTP method");
    // A client belongs to the runtime it was made in, and every test has its own.
    let mut request = reqwest::Client::new().request(method, &url).header(credential.0, credential.1);
    if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body.to_string());
    }
    let reply = request.send().await.unwrap_or_else(|error| panic!("{url} answers: {error}"));
    let status = reply.status();
    let text = reply.text().await.expect("the answer is text");
    assert!(status.is_success(), "{url}: {status} {text}");
    if text.trim().is_empty() { Value::Null } else { serde_json::from_str(&text).expect("the answer is JSON") }
}

/// Sends a connector's request with one header as the credential and gives the reply, whatever its status.
pub async fn send(request: &HttpRequest, credential: (&str, &str)) -> HttpReply {
    let method = match request.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
    };
    let mut sent = reqwest::Client::new().request(method, &request.url).header(credential.0, credential.1);
    for (name, value) in &request.headers {
        sent = sent.header(*name, value);
    }
    if let Some(body) = &request.body {
        sent = sent.header("content-type", "application/json").body(body.clone());
    }
    let reply = sent.send().await.unwrap_or_else(|error| panic!("{} answers: {error}", request.url));
    let status = reply.status().as_u16();
    let header = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let headers = reply.headers().iter().map(header).collect();
    HttpReply { status, headers, body: reply.bytes().await.expect("the body comes").to_vec() }
}
