//! Column names that tools' exports use (Zendesk, Jira, Freshdesk, Intercom, GitHub, ServiceNow and plain English),
//! and what they mean here.

use super::mapping::Target;
use crate::model::Kind;

/// Names in the order of preference within each target, already in the form [`plain`] gives.
#[rustfmt::skip]
const NAMES: [(Target, &[&str]); 19] = [
    (Target::ExternalId, &[
        "external id", "issue key", "key", "ticket id", "ticket number", "ticket", "incident number",
        "incident id", "conversation id", "case number", "case id", "number", "sys id", "id", "issue id", "uuid",
        "uid", "ref", "reference", "event id", "change number", "change id", "record id", "no", "nr", "node id",
        "url id", "fingerprint",
    ]),
    (Target::Title, &[
        "title", "subject", "summary", "short description", "fields summary", "headline", "ticket subject",
        "source subject", "conversation title", "issue", "topic", "alertname", "labels alertname", "name",
        "betreff", "message", "error message", "what",
    ]),
    (Target::Body, &[
        "body", "description", "text", "details", "fields description", "content", "comment", "feedback",
        "review", "ticket description", "source body", "description text", "first message", "conversation",
        "annotations description", "comments", "notes", "message body", "long description", "verbatim", "answer",
        "work notes", "beschreibung",
    ]),
    (Target::HappenedAt, &[
        "happened at", "created at", "created", "created date", "opened", "opened at", "fields created",
        "created time", "creation date", "date created", "created on", "sys created on", "sys created at", "start time",
        "started at", "start", "starts at", "occurred at", "occurred", "timestamp", "time", "date", "date time",
        "datetime", "reported at", "reported on", "submitted at", "submitted", "received at", "received",
        "first seen", "conversation started at", "deployed at", "requested at", "day", "datum", "erstellt",
    ]),
    (Target::UpdatedAt, &[
        "updated at", "updated", "last updated", "fields updated", "last modified", "modified", "modified at",
        "updated on", "sys updated on", "sys updated at", "last update", "last update time", "updated time", "last seen",
        "date modified", "last activity", "latest update",
    ]),
    (Target::ResolvedAt, &[
        "resolved at", "resolved", "solved at", "solved", "resolution date", "fields resolutiondate",
        "resolutiondate", "resolved time", "resolved date", "date resolved", "closed at", "closed",
        "closed time", "closed date", "end time", "ended at", "ends at", "end", "completed at", "date closed",
        "closed on",
    ]),
    (Target::Kind, &[
        "kind", "type", "issue type", "issuetype", "fields issuetype name", "ticket type", "record type",
        "category type", "task type", "sys class name", "tracker",
    ]),
    (Target::Severity, &[
        "severity", "priority", "prio", "fields priority name", "urgency", "labels severity", "impact", "level",
        "sev", "priorität",
    ]),
    (Target::Status, &[
        "status", "state", "fields status name", "ticket status", "incident state", "stage", "status name",
        "status state", "status label",
    ]),
    (Target::Service, &[
        "service", "service name", "business service", "component", "components", "component s", "product",
        "product name", "application", "app", "configuration item", "cmdb ci", "project name", "project",
        "repository", "repo", "module", "system", "labels service", "fields components", "fields project name",
        "area", "feature",
    ]),
    (Target::Customer, &[
        "customer", "company", "company name", "organization", "organisation", "account", "account name",
        "customer name", "ticket organization name", "organization name", "organisation name", "client",
        "tenant", "requester company", "contact company", "firma", "kunde",
    ]),
    (Target::CustomerDomain, &[
        "customer domain", "company domain", "domain", "website", "account domain", "organization domain",
        "company website",
    ]),
    (Target::Revenue, &[
        "revenue", "arr", "annual revenue", "annual recurring revenue", "contract value", "acv",
        "annual contract value", "account value", "yearly revenue", "revenue a year", "umsatz",
    ]),
    (Target::Plan, &[
        "plan", "tier", "subscription", "plan name", "subscription plan", "package", "edition",
    ]),
    (Target::ReporterName, &[
        "reporter", "requester", "reporter name", "requester name", "reported by", "opened by", "caller",
        "caller id", "requested by", "contact", "contact name", "author", "author name", "user login",
        "user name", "created by", "submitter", "customer contact", "full name", "fields reporter display name",
        "from", "user",
    ]),
    (Target::ReporterEmail, &[
        "email", "e mail", "reporter email", "requester email", "contact email", "email address", "author email",
        "user email", "customer email", "from email", "fields reporter email address", "mail", "submitter email",
    ]),
    (Target::Url, &[
        "url", "link", "html url", "web url", "permalink", "ticket url", "issue url", "self link", "href",
        "ticket link",
    ]),
    (Target::HandOvers, &[
        "hand overs", "handovers", "reassignment count", "reassignments", "no of reassignments",
        "number of reassignments",
    ]),
    (Target::OnHold, &[
        "on hold minutes", "minutes on hold", "on hold time in minutes", "on hold time minutes",
    ]),
];

/// What a column called `name` becomes, and how good the name is for it (0 is best).
pub(super) fn target_of(name: &str) -> Option<(Target, usize)> {
    let plain = plain(name);
    let found = |name: &str| {
        NAMES
            .iter()
            .find_map(|(target, names)| names.iter().position(|known| *known == name).map(|rank| (*target, rank)))
    };
    let inner = AROUND.iter().find_map(|around| plain.strip_prefix(around)).unwrap_or(&plain);
    let shown = SHOWN.iter().find_map(|end| inner.strip_suffix(end));
    let word = |(target, _): &(Target, usize)| {
        matches!(target, Target::Kind | Target::Severity | Target::Status | Target::Service | Target::Customer)
    };
    let better = found(&plain);
    better.or_else(|| found(inner).or_else(|| found(shown?).filter(word)).map(|(target, rank)| (target, rank + LESS)))
}

/// True when columns of these names could be signals: one says what happened, another says when.
pub fn looks_like_signals(names: &[String]) -> bool {
    let becomes = |wanted: &[Target]| {
        names.iter().any(|name| target_of(name).is_some_and(|(target, _)| wanted.contains(&target)))
    };
    becomes(&[Target::Title, Target::Body]) && becomes(&[Target::HappenedAt, Target::UpdatedAt])
}

/// So much worse is a name that is only understood without what is around it.
const LESS: usize = 1_000;

/// The objects that many interfaces put all fields into: `attributes title` is a title.
const AROUND: [&str; 6] = ["attributes ", "properties ", "fields ", "data ", "node ", "source "];

/// The part of a reference that people see: `priority name` is a priority.
const SHOWN: [&str; 4] = [" name", " label", " title", " value"];

/// The kind of record, by the file's name and its columns.
pub(super) fn kind_of<'a>(file_name: &str, columns: impl Iterator<Item = &'a str>) -> Kind {
    let mut hints = plain(file_name);
    for column in columns.take(64) {
        hints.push(' ');
        hints.push_str(&plain(column));
    }
    let says = |stems: &[&str]| hints.split(' ').any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    if says(&["incident", "outage"]) {
        Kind::Incident
    } else if says(&["alert", "alarm"]) {
        Kind::Alert
    } else if says(&["deploy", "release"]) {
        Kind::Deployment
    } else if says(&["exception", "crash", "stacktrace"]) {
        Kind::Error
    } else if says(&["change", "commit"]) {
        Kind::Change
    } else if says(&["feedback", "review", "survey", "nps", "rating", "idea", "suggestion"]) {
        Kind::Feedback
    } else {
        Kind::Ticket
    }
}

/// `Created_At (UTC)`, `createdAt` and `created at` are one name.
pub(super) fn plain(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    let mut before = ' ';
    for c in super::cut(name, 100).chars() {
        if c.is_uppercase() && before.is_lowercase() {
            words.push(' ');
        }
        before = c;
        match c.is_alphanumeric() {
            true => words.extend(c.to_lowercase()),
            false => words.push(' '),
        }
    }
    let words: Vec<&str> = words.split_whitespace().filter(|word| !matches!(*word, "utc" | "gmt")).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("Ticket ID", Target::ExternalId)]
    #[case("Short description", Target::Title)]
    #[case("createdAt", Target::HappenedAt)]
    #[case("Created_At (UTC)", Target::HappenedAt)]
    #[case("sys_updated_on", Target::UpdatedAt)]
    #[case("Issue Type", Target::Kind)]
    #[case("fields.priority.name", Target::Severity)]
    #[case("Component/s", Target::Service)]
    #[case("ARR", Target::Revenue)]
    #[case("requester.email", Target::ReporterEmail)]
    #[case("html_url", Target::Url)]
    #[case("attributes.title", Target::Title)]
    #[case("priority.name", Target::Severity)]
    #[case("reassignment_count", Target::HandOvers)]
    #[case("On hold minutes", Target::OnHold)]
    fn names_of_known_exports_are_understood(#[case] name: &str, #[case] target: Target) {
        assert_eq!(target_of(name).map(|(target, _)| target), Some(target));
    }

    #[rstest::rstest]
    #[case(&["id", "fields.summary", "fields.created"], true)]
    #[case(&["id", "email", "created_at"], false)]
    #[case(&["subject", "priority"], false)]
    fn signals_say_what_happened_and_when(#[case] names: &[&str], #[case] wanted: bool) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(looks_like_signals(&names), wanted);
    }

    #[test]
    fn an_unknown_name_means_nothing() {
        assert_eq!(target_of("Agent"), None);
        assert_eq!(target_of(""), None);
    }
}
