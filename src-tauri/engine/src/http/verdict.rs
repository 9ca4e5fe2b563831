//! One table from a reply's status to what it means, and one plain sentence for each meaning.

use serde_json::Value;

use super::HttpReply;
use super::client::Peer;
use super::pace::{minutes, retry_after};
use crate::connectors::Auth;
use crate::error::{Problem, ProblemKind};
use crate::model::Time;

/// What a reply means for the person and for what happens next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Done,
    /// Ask again, not before this instant.
    RetryAt(Time),
    /// The password, key or token was rejected.
    CredentialRejected,
    /// The account is known but may not do this.
    NotAllowed,
    /// The tool sends us on to this address. It is not followed.
    Moved(String),
    /// What was asked for isn't there.
    Gone,
    /// The tool understood and said no, with its reason.
    Refused(String),
    /// The tool failed with this status of its own.
    Failed(u16),
    /// The tool answered something unusable, in words.
    BadReply(String),
}

impl Verdict {
    /// What the status says where a vendor has no rules of its own.
    pub fn from_status(reply: &HttpReply, now: Time) -> Verdict {
        let asked_to_wait = || reply.header("retry-after").and_then(|value| retry_after(value, now));
        match reply.status {
            200..=299 => Verdict::Done,
            300..=399 => Verdict::Moved(reply.header("location").unwrap_or_default().to_owned()),
            401 | 407 => Verdict::CredentialRejected,
            403 => Verdict::NotAllowed,
            404 | 410 => Verdict::Gone,
            429 | 502 | 503 | 504 => Verdict::RetryAt(asked_to_wait().unwrap_or(now)),
            400..=499 => Verdict::Refused(reason(&reply.body).unwrap_or_else(|| format!("status {}", reply.status))),
            status => Verdict::Failed(status),
        }
    }

    /// The sentence of everything but [`Verdict::Done`]. `kept` stays open: only the caller knows it.
    pub(super) fn problem(&self, peer: &Peer, status: u16, now: Time) -> Option<Problem> {
        let (host, tool) = (&peer.origin, &peer.tool);
        Some(match self {
            Verdict::Done => return None,
            Verdict::RetryAt(at) => wait(peer, status, at.0.saturating_sub(now.0)),
            Verdict::CredentialRejected => rejected(peer),
            Verdict::NotAllowed => {
                Problem::new(ProblemKind::Credential, format!("{host} knows the account but doesn't let it do this."))
                    .todo(format!("Ask whoever runs {tool} to give the account the right, or use another account."))
            }
            Verdict::Moved(to) => Problem::new(
                ProblemKind::BadReply,
                format!(
                    "{host} sends us on to {}. Throughline asks no server but {host}.",
                    peer.censored(&address(to))
                ),
            )
            .todo("If that is the right address, put it into the connection."),
            Verdict::Gone => Problem::new(ProblemKind::NotFound, format!("{host} doesn't have what was asked for."))
                .todo("Check the address and the project of the connection."),
            Verdict::Refused(reason) => {
                Problem::new(ProblemKind::Refused, format!("{host} said no: {}", sentence(&peer.censored(reason))))
            }
            Verdict::Failed(status) => {
                Problem::new(ProblemKind::BadReply, format!("{host} failed on its side (status {status})."))
                    .todo(format!("Try again later; if it happens again, ask whoever runs {tool}."))
            }
            Verdict::BadReply(words) => Problem::new(
                ProblemKind::BadReply,
                format!("The answer of {host} can't be used: {}", sentence(&peer.censored(words))),
            )
            .todo(format!("Check that the address is that of {tool}.")),
        })
    }
}

fn rejected(peer: &Peer) -> Problem {
    let (host, secret) = (&peer.origin, &peer.secret_name);
    let what = match (&peer.secret, &peer.auth) {
        (None, _) | (_, Auth::None) => format!("{host} wants to know who asks, and no {secret} was given."),
        (_, Auth::Basic { user }) if !user.is_empty() => format!("{host} refused the {secret} for “{user}”."),
        _ => format!("{host} refused the {secret}."),
    };
    Problem::new(ProblemKind::Credential, what).todo(format!("Enter the right {secret} to go on."))
}

/// `millis` is how much longer the tool wants to be left alone. A 429 certainly did nothing; behind a 5xx
/// the tool may have done what was asked.
fn wait(peer: &Peer, status: u16, millis: i64) -> Problem {
    let host = &peer.origin;
    let kind = if status == 429 { ProblemKind::Busy } else { ProblemKind::BadReply };
    if millis <= Time::MINUTE {
        return Problem::new(kind, format!("{host} is too busy to answer (status {status})."))
            .todo("Try again in a few minutes.");
    }
    Problem::new(kind, format!("{host} asks us to wait {}.", minutes(millis))).todo("Try again after that.")
}

/// The tool's own reason, where its body holds one in a usual place: at most 300 characters of plain text.
fn reason(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?.trim();
    let found = match serde_json::from_str::<Value>(text) {
        Ok(value) => words(&value)?,
        Err(_) if text.starts_with('<') => return None,
        Err(_) => text.to_owned(),
    };
    let line = found.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then(|| line.chars().take(300).collect())
}

/// A string, a list of them, or what stands under the names that tools use for it.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(many) => {
            let all: Vec<String> = many.iter().filter_map(words).collect();
            (!all.is_empty()).then(|| all.join("; "))
        }
        Value::Object(fields) => ["errors", "errorMessages", "message", "error", "detail", "error_description"]
            .iter()
            .filter_map(|name| fields.get(*name))
            .find_map(words),
        _ => None,
    }
}

/// Ends with a full stop.
fn sentence(words: &str) -> String {
    if words.ends_with(['.', '!', '?']) { words.to_owned() } else { format!("{words}.") }
}

/// Without query and fragment, where tools put one-time secrets.
fn address(to: &str) -> String {
    let bare = to.split(['?', '#']).next().unwrap_or_default();
    if bare.is_empty() { "another address".to_owned() } else { bare.chars().take(200).collect() }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        r#"{"errors":["Subject cannot be blank","Tracker is invalid"]}"#,
        "Subject cannot be blank; Tracker is invalid"
    )]
    #[case(r#""bad matcher format: x""#, "bad matcher format: x")]
    #[case(r#"{"message":"Ticket 12: Permission denied"}"#, "Ticket 12: Permission denied")]
    #[case(r#"{"error":{"message":"No such queue"}}"#, "No such queue")]
    #[case("two\n lines", "two lines")]
    fn a_refusal_carries_the_tools_own_reason(#[case] body: &str, #[case] found: &str) {
        assert_eq!(reason(body.as_bytes()).as_deref(), Some(found));
    }

    #[rstest]
    #[case(b"<html>503</html>".as_slice())]
    #[case(b"".as_slice())]
    #[case(b"\xff\xfe".as_slice())]
    #[case(b"{\"errors\":[]}".as_slice())]
    fn a_body_without_a_reason_gives_none(#[case] body: &[u8]) {
        assert_eq!(reason(body), None);
    }
}
