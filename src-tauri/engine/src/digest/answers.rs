//! What the answer of a webhook means for the message: arrived, surely not, or nobody knows.

use serde_json::Value;

use super::DigestKind;
use crate::error::{Problem, ProblemKind};
use crate::model::Time;

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The server took it, in its own words.
    Taken(String),
    /// It surely didn't arrive. `later`: it may when it is sent again, not before that instant.
    Refused { problem: Problem, later: Option<Time> },
    /// The server failed on the way; it may have passed the message on before.
    Unclear(Problem),
}

/// `body` and `host` must not hold the webhook's address; `not_before` is what the server asks for when it is busy.
pub fn read_answer(kind: DigestKind, host: &str, status: u16, body: &str, not_before: Time) -> Answer {
    let said = said(body);
    let what = if said.is_empty() { format!("status {status}") } else { format!("{said}, status {status}") };
    match status {
        200..=299 if said.is_empty() => Answer::Taken(format!("status {status}")),
        200..=299 => Answer::Taken(said),
        // Both say that nothing was done (RFC 6585 §4, RFC 9110 §15.6.4).
        429 | 503 => Answer::Refused {
            problem: Problem::new(ProblemKind::Busy, format!("{host} is too busy to take it ({what})."))
                .kept("The message is kept and wasn't posted."),
            later: Some(not_before),
        },
        300..=399 => refused(
            ProblemKind::BadReply,
            format!("{host} sends us on to another address. Throughline asks no other server."),
            "Copy the webhook's address from the chat again.",
        ),
        400..=499 => {
            let (words, todo) = reason(kind, status, &said);
            refused(ProblemKind::Refused, format!("{host} refused it: {words} ({what})."), todo)
        }
        _ => Answer::Unclear(
            Problem::new(ProblemKind::BadReply, format!("{host} failed on its side ({what})."))
                .kept("The message may have been posted all the same, so it wasn't sent again.")
                .todo("Look into the channel. If it isn't there, send it again."),
        ),
    }
}

fn refused(kind: ProblemKind, what: String, todo: &str) -> Answer {
    let problem = Problem::new(kind, what).kept("The message is kept and wasn't posted.").todo(todo);
    Answer::Refused { problem, later: None }
}

const NEW_ADDRESS: &str = "Make a new webhook there and enter its address here.";

/// What the chat's own word for it means, and what to do.
fn reason(kind: DigestKind, status: u16, said: &str) -> (&'static str, &'static str) {
    match (kind, said) {
        (DigestKind::Slack, "no_service" | "no_active_hooks" | "no_team" | "invalid_token") => {
            ("this webhook was taken away or switched off", NEW_ADDRESS)
        }
        (DigestKind::Slack, "channel_not_found" | "channel_is_archived") => {
            ("its channel is archived or gone", NEW_ADDRESS)
        }
        (DigestKind::Slack, "action_prohibited" | "posting_to_general_channel_denied") => {
            ("the workspace doesn't let this webhook post there", "Ask whoever runs the Slack workspace.")
        }
        _ => match status {
            401 | 403 => ("it doesn't let this webhook post", "Ask whoever runs the chat, or make a new webhook."),
            404 | 410 => ("it doesn't know this webhook (any more)", NEW_ADDRESS),
            _ => ("it can't use the message", "Check that the address is that of a webhook of this kind."),
        },
    }
}

/// The server's words in one line of at most 120 letters: a text, or what JSON holds in the usual places.
fn said(body: &str) -> String {
    let text = match serde_json::from_str::<Value>(body) {
        Ok(Value::Object(fields)) => {
            let error = fields.get("error").and_then(|error| error.get("message"));
            let found = error.or_else(|| fields.get("message")).or_else(|| fields.get("detailed_error"));
            found.and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        Ok(Value::String(text)) => text,
        _ if body.trim_start().starts_with('<') => String::new(),
        _ => body.to_owned(),
    };
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).take(120).collect();
    line.trim_end_matches('.').to_owned()
}
