//! The one place that sends requests: pacing, retry, verdicts, size limits, credentials.

use crate::model::Time;

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
}

/// A reply, read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpReply {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// What a reply means for the person and for what happens next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Done,
    /// Ask again, not before this instant.
    RetryAt(Time),
    /// The password, key or token was rejected.
    CredentialRejected,
    /// What was asked for isn't there.
    Gone,
    /// The tool understood and said no, with its reason.
    Refused(String),
    /// The tool failed or answered something unusable.
    BadReply(String),
}

impl Verdict {
    pub fn from_status(reply: &HttpReply, _now: Time) -> Verdict {
        match reply.status {
            200..=299 => Verdict::Done,
            status => Verdict::BadReply(format!("status {status}")),
        }
    }
}
