//! What the names that teams give to trackers, queues, priorities and labels usually mean.

use crate::model::{Kind, Severity, StatusCategory};

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

/// How far along something is, by the name of a status, list or section. None: the name doesn't say.
pub(super) fn category(name: &str) -> Option<StatusCategory> {
    let table: [(StatusCategory, &[&str]); 4] = [
        (
            StatusCategory::Dropped,
            &[
                "wont",
                "cannot",
                "cant",
                "rejected",
                "cancelled",
                "canceled",
                "removed",
                "dropped",
                "declined",
                "invalid",
                "duplicate",
                "obsolete",
                "abandoned",
            ],
        ),
        (
            StatusCategory::Done,
            &[
                "done",
                "closed",
                "complete",
                "completed",
                "fixed",
                "resolved",
                "verified",
                "shipped",
                "released",
                "finished",
            ],
        ),
        (
            StatusCategory::InProgress,
            &[
                "progress",
                "doing",
                "active",
                "started",
                "review",
                "test",
                "testing",
                "committed",
                "development",
                "blocked",
            ],
        ),
        (
            StatusCategory::ToDo,
            &[
                "do",
                "todo",
                "new",
                "open",
                "backlog",
                "submitted",
                "planned",
                "proposed",
                "approved",
                "ready",
                "idea",
                "next",
            ],
        ),
    ];
    find(&name.replace(['\'', '’'], ""), &table)
}

/// The longest words of a title, for tools that search for words; without anything a query could be made of. Longer
/// ones than people use are left out, since questions have a length too.
pub(super) fn longest(title: &str, count: usize) -> Vec<&str> {
    const LONGEST: usize = 40;
    let words = title.split(|c: char| !c.is_alphanumeric());
    let mut words: Vec<&str> = words.filter(|word| (1..=LONGEST).contains(&word.chars().count())).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(count);
    words
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
    #[case("Won't fix", Some(StatusCategory::Dropped))]
    #[case("Done this month", Some(StatusCategory::Done))]
    #[case("In Progress", Some(StatusCategory::InProgress))]
    #[case("To Do", Some(StatusCategory::ToDo))]
    #[case("Ideas", Some(StatusCategory::ToDo))]
    #[case("Platform", None)]
    fn a_statuss_name_says_how_far_along_it_is(#[case] name: &str, #[case] wanted: Option<StatusCategory>) {
        assert_eq!(category(name), wanted);
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
