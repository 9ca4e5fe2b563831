//! What labels say about an issue in trackers that have few fields: its kind, how bad it is and what it is about.

use super::words;
use crate::model::{Kind, Severity};

/// Prefixes of labels that name a part of the product, e.g. `service: checkout` or `component::checkout`.
const SERVICES: [&str; 5] = ["service", "component", "area", "app", "module"];

pub(super) fn kind(labels: &[String]) -> Option<Kind> {
    labels.iter().find_map(|label| words::kind(label))
}

/// A label such as `error` says what the issue is, not how bad.
pub(super) fn severity(labels: &[String]) -> Option<Severity> {
    labels.iter().filter(|label| words::kind(label).is_none()).find_map(|label| {
        let numbered = parts(label).filter(|(scope, _)| matches!(scope.as_str(), "priority" | "severity"));
        match numbered.as_ref().map(|(_, value)| value.as_str()) {
            Some("1") => Some(Severity::Critical),
            Some("2") => Some(Severity::High),
            Some("3") => Some(Severity::Medium),
            Some("4") => Some(Severity::Low),
            _ => words::severity(label),
        }
    })
}

pub(super) fn service(labels: &[String]) -> Option<String> {
    labels.iter().filter_map(|label| parts(label)).find(|(scope, _)| SERVICES.contains(&scope.as_str())).map(|(_, v)| v)
}

/// True when a label says that somebody is at it.
pub(super) fn begun(labels: &[String]) -> bool {
    says(labels, &["in progress", "doing", "wip", "in review", "in dev", "started"])
}

/// True when a label says that it will not be done.
pub(super) fn given_up(labels: &[String]) -> bool {
    says(labels, &["wontfix", "won't", "wont do", "duplicate", "invalid", "rejected", "declined"])
}

/// All of them in one line, for the facts.
pub(super) fn joined(labels: &[String]) -> Option<String> {
    (!labels.is_empty()).then(|| labels.join(", "))
}

fn says(labels: &[String], words: &[&str]) -> bool {
    let plain = |label: &String| label.to_lowercase().replace(['-', '_'], " ");
    labels.iter().map(plain).any(|label| words.iter().any(|word| label.contains(word)))
}

/// `service: checkout`, `service/checkout` and `service::checkout` in two.
fn parts(label: &str) -> Option<(String, String)> {
    let (scope, value) = label.split_once([':', '/'])?;
    let value = value.trim_start_matches(':').trim();
    (!value.is_empty()).then(|| (scope.trim().to_lowercase(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn labels(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[rstest]
    #[case(&["error", "P1"], Some(Severity::Critical))]
    #[case(&["error"], None)]
    #[case(&["priority: low"], Some(Severity::Low))]
    #[case(&["severity::2"], Some(Severity::High))]
    #[case(&["sprint::2"], None)]
    fn labels_say_how_bad_it_is(#[case] names: &[&str], #[case] wanted: Option<Severity>) {
        assert_eq!(severity(&labels(names)), wanted);
    }

    #[rstest]
    #[case(&["bug", "service: checkout"], Some("checkout"))]
    #[case(&["component::fare gate"], Some("fare gate"))]
    #[case(&["area/payments"], Some("payments"))]
    #[case(&["service:", "team: x"], None)]
    fn labels_say_what_it_is_about(#[case] names: &[&str], #[case] wanted: Option<&str>) {
        assert_eq!(service(&labels(names)).as_deref(), wanted);
    }

    #[test]
    fn labels_say_how_it_fares() {
        assert!(begun(&labels(&["In-Progress"])) && !begun(&labels(&["progress"])));
        assert!(given_up(&labels(&["wontfix"])) && !given_up(&labels(&["fix"])));
    }
}
