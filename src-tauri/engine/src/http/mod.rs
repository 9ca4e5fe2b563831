//! The one place that sends requests: origin check, credentials, pacing, retry, size and time limits, and
//! the plain sentence for each way it can fail. Connectors build requests and read replies; only this sends.

mod allowance;
mod authority;
mod censor;
mod client;
mod deliver;
mod fault;
mod lane;
mod mail;
mod network;
mod origin;
mod pace;
mod verdict;

pub use authority::Authority;
pub use censor::censored;
pub use client::{Http, Patience, Peer};
pub use deliver::{Hook, Undelivered, asks_to_wait};
pub use mail::{Letter, MailServer, Security, mailbox};
pub use network::{Network, OwnProxy, Proxy};
pub use origin::{Origin, base_url};
pub use pace::Limits;
pub use verdict::Verdict;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
}

/// A request as a connector builds it. Holds no credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    /// JSON text; sets the content type unless `headers` does.
    pub body: Option<String>,
    /// True: it only asks, so that sending it twice does no harm.
    pub harmless: bool,
}

impl HttpRequest {
    /// Asks for JSON at `url`.
    pub fn get(url: impl Into<String>) -> Self {
        HttpRequest {
            method: Method::Get,
            url: url.into(),
            headers: vec![("accept", "application/json".to_owned())],
            body: None,
            harmless: true,
        }
    }
}

/// A reply, read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpReply {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl HttpReply {
    /// The first header of that name, given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}
