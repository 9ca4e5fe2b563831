//! What the names that teams give to trackers, queues, priorities and labels usually mean.

use crate::model::{Kind, Severity};

/// What a record is, by the name of its tracker or queue. None: the name doesn't say.
///
/// An incident is an interruption of the service; a bug is an error in the product that may never have
/// interrupted anything; a wish is feedback. Everything else a team tracks is a ticket.
pub(super) fn kind(name: &str) -> Option<Kind> {
    let table: [(Kind, &[&str]); 5] = [
        (Kind::Incident, &["incident", "outage", "disruption"]),
        (Kind::Error, &["bug", "defect", "error", "fault"]),
        (Kind::Feedback, &["feature", "idea", "suggestion", "wish", "feedback", "enhancement"]),
        (Kind::Deployment, &["deployment", "deploy", "rollout"]),
        (Kind::Change, &["change", "changes"]),
    ];
    find(name, &table)
}

/// How bad it is, by the name of a priority or severity. None: the name doesn't say.
pub(super) fn severity(name: &str) -> Option<Severity> {
    let table: [(Severity, &[&str]); 4] = [
        (
            Severity::Critical,
            &["critical", "immediate", "blocker", "emergency", "fatal", "page", "disaster", "p1", "sev1"],
        ),
        (Severity::High, &["high", "urgent", "major", "error", "severe", "p2", "sev2"]),
        (Severity::Medium, &["medium", "normal", "moderate", "average", "warning", "warn", "p3", "sev3"]),
        (
            Severity::Low,
            &["low", "minor", "trivial", "info", "information", "informational", "notice", "none", "p4", "sev4"],
        ),
    ];
    find(name, &table)
}

/// The first row of `table` that has one of the words of `name`, a trailing plural s aside.
fn find<T: Copy>(name: &str, table: &[(T, &[&str])]) -> Option<T> {
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |wanted: &&str| words.iter().any(|word| word == wanted || word.strip_suffix('s') == Some(wanted));
    table.iter().find(|(_, wanted)| wanted.iter().any(has)).map(|(found, _)| *found)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Bug", Some(Kind::Error))]
    #[case("Major incidents", Some(Kind::Incident))]
    #[case("Feature", Some(Kind::Feedback))]
    #[case("Change request", Some(Kind::Change))]
    #[case("Debugging", None)]
    #[case("Support", None)]
    #[case("", None)]
    fn a_trackers_name_says_what_it_holds(#[case] name: &str, #[case] wanted: Option<Kind>) {
        assert_eq!(kind(name), wanted);
    }

    #[rstest]
    #[case("Immediate", Some(Severity::Critical))]
    #[case("Urgent", Some(Severity::High))]
    #[case("P3 - Normal", Some(Severity::Medium))]
    #[case("info", Some(Severity::Low))]
    #[case("highway", None)]
    #[case("Sofort", None)]
    fn a_prioritys_name_says_how_bad_it_is(#[case] name: &str, #[case] wanted: Option<Severity>) {
        assert_eq!(severity(name), wanted);
    }
}
