//! What tools call severities, states and kinds, in the words their exports use.

use crate::model::{Kind, Severity, Status};

/// `P1`, `1 - urgent`, `Sev2`, `Blocker`, `normal`. None for a word that isn't known.
pub fn severity(text: &str) -> Option<Severity> {
    use Severity::*;
    let words = words(text);
    for word in &words {
        let found = match word.as_str() {
            "critical" | "blocker" | "urgent" | "emergency" | "highest" | "fatal" | "immediate" | "disaster"
            | "showstopper" | "page" => Critical,
            "high" | "major" | "severe" | "error" | "important" => High,
            "medium" | "moderate" | "normal" | "average" | "warning" | "warn" | "standard" | "default" => Medium,
            "low" | "lowest" | "minor" | "trivial" | "info" | "information" | "informational" | "notice"
            | "planning" | "none" | "cosmetic" | "debug" => Low,
            _ => continue,
        };
        return Some(found);
    }
    let word = words.concat();
    let digits = ["priority", "prio", "severity", "sev", "p", "s"]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))
        .unwrap_or(&word);
    match digits {
        "0" | "1" => Some(Critical),
        "2" => Some(High),
        "3" => Some(Medium),
        "4" | "5" => Some(Low),
        _ => None,
    }
}

/// Resolved means that the service works again; closed means that nobody works on it any more.
pub fn status(text: &str) -> Option<Status> {
    let found = match words(text).join(" ").as_str() {
        waiting if waiting.starts_with("awaiting ") => Status::Open,
        "open"
        | "opened"
        | "new"
        | "pending"
        | "in progress"
        | "progress"
        | "active"
        | "on hold"
        | "hold"
        | "to do"
        | "todo"
        | "backlog"
        | "triage"
        | "triaged"
        | "acknowledged"
        | "assigned"
        | "reopened"
        | "waiting"
        | "waiting for customer"
        | "waiting on customer"
        | "waiting for support"
        | "waiting on third party"
        | "firing"
        | "triggered"
        | "unresolved"
        | "investigating"
        | "in review"
        | "snoozed"
        | "selected for development"
        | "feedback"
        | "stalled"
        | "queued"
        | "draft"
        | "unread" => Status::Open,
        "resolved" | "solved" | "fixed" | "done" | "recovered" | "completed" | "complete" | "succeeded" | "success"
        | "deployed" | "released" | "restored" | "mitigated" | "merged" => Status::Resolved,
        "closed" | "cancelled" | "canceled" | "rejected" | "archived" | "won t fix" | "wont fix" | "wontfix"
        | "wont do" | "won t do" | "duplicate" | "deleted" | "declined" | "failed" | "spam" | "ignored" | "read" => {
            Status::Closed
        }
        _ => return None,
    };
    Some(found)
}

pub fn kind(text: &str) -> Option<Kind> {
    let found = match words(text).join(" ").as_str() {
        "incident" | "major incident" | "outage" | "service incident" => Kind::Incident,
        "alert" | "alarm" | "event" => Kind::Alert,
        "error" | "exception" | "crash" | "error group" => Kind::Error,
        "change" | "change request" | "standard change" | "normal change" | "emergency change" | "commit"
        | "pull request" | "merge request" => Kind::Change,
        "deployment" | "deploy" | "release" | "rollout" => Kind::Deployment,
        "ticket" | "request" | "service request" | "bug" | "defect" | "task" | "story" | "issue" | "question"
        | "problem" | "support" | "conversation" | "case" | "epic" | "sub task" | "subtask" => Kind::Ticket,
        "feedback" | "feature request" | "feature" | "idea" | "suggestion" | "enhancement" | "improvement"
        | "review" | "complaint" | "praise" | "survey" | "nps" | "new feature" => Kind::Feedback,
        _ => return None,
    };
    Some(found)
}

/// Lower-case words and numbers: `1 – Urgent` → `1`, `urgent`.
fn words(text: &str) -> Vec<String> {
    let text = super::cut(text, 60).to_lowercase();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("P1", Some(Severity::Critical))]
    #[case("1 - urgent", Some(Severity::Critical))]
    #[case("2 – High", Some(Severity::High))]
    #[case("SEV-3", Some(Severity::Medium))]
    #[case("Blocker", Some(Severity::Critical))]
    #[case("normal", Some(Severity::Medium))]
    #[case("4", Some(Severity::Low))]
    #[case("kaput", None)]
    #[case("", None)]
    fn severities_are_known_by_their_words(#[case] text: &str, #[case] severity: Option<Severity>) {
        assert_eq!(super::severity(text), severity);
    }

    #[test]
    fn resolved_is_not_closed() {
        assert_eq!(status("In Progress"), Some(Status::Open));
        assert_eq!(status("Solved"), Some(Status::Resolved));
        assert_eq!(status("Won't Fix"), Some(Status::Closed));
        assert_eq!(status("mango"), None);
    }
}
