//! The Pulse in plain words.

use insight::links::Reason;
use insight::measure::{Doubt, Figure, Lack, Why};

use crate::api::types::{MetricUnit, PulseMetric};
use crate::api::words::{counted, thousands};
use crate::model::Time;

pub fn title(metric: PulseMetric) -> &'static str {
    match metric {
        PulseMetric::LeadTime => "Change lead time",
        PulseMetric::Frequency => "Deployment frequency",
        PulseMetric::FailRate => "Change fail rate",
        PulseMetric::Recovery => "Recovery after a bad change",
        PulseMetric::Rework => "Rework rate",
        PulseMetric::Caused => "Incidents caused by change",
    }
}

/// A duration in its two largest units: "45 s", "12 min", "2 h 10 min", "3 d 4 h".
pub fn duration(millis: i64) -> String {
    let (minus, millis) = if millis < 0 { ("−", millis.saturating_neg()) } else { ("", millis) };
    let two = |large: i64, unit: &str, small: i64, below: &str| match small {
        0 => format!("{minus}{large} {unit}"),
        small => format!("{minus}{large} {unit} {small} {below}"),
    };
    if millis < Time::MINUTE {
        format!("{minus}{} s", millis / Time::SECOND)
    } else if millis < Time::HOUR {
        format!("{minus}{} min", millis / Time::MINUTE)
    } else if millis < Time::DAY {
        two(millis / Time::HOUR, "h", millis % Time::HOUR / Time::MINUTE, "min")
    } else {
        two(millis / Time::DAY, "d", millis % Time::DAY / Time::HOUR, "h")
    }
}

/// 0.174 as "17.4 %".
pub fn percent(share: f64) -> String {
    let text = format!("{:.1}", share * 100.0);
    format!("{} %", text.strip_suffix(".0").unwrap_or(&text))
}

/// `17.4 to 21.7 %`, `2 h 10 min`, `3.30 a working day`.
pub fn figure(value: f64, upper: Option<f64>, unit: MetricUnit) -> String {
    match (unit, upper) {
        (MetricUnit::Milliseconds, _) => duration(value as i64),
        (MetricUnit::PerWorkingDay, _) => format!("{value:.2} a working day"),
        (MetricUnit::Share, Some(upper)) if upper > value => {
            format!("{} to {}", percent(value).trim_end_matches(" %"), percent(upper))
        }
        (MetricUnit::Share, _) => percent(value),
    }
}

/// Why there is no number, and what to do about it.
pub fn lack(lack: Lack, metric: PulseMetric) -> (&'static str, &'static str) {
    match lack {
        Lack::Deliveries => (
            "No deployments or changes were read. This isn't zero.",
            "Connect the tool that deploys, such as Jenkins, GitHub or GitLab, or one that keeps changes.",
        ),
        Lack::Incidents => (
            "No incidents were read, so that nobody knows what went wrong. This isn't zero.",
            "Connect the tool that keeps incidents, such as PagerDuty or ServiceNow.",
        ),
        Lack::Beginnings => (
            "No change says when the work on it began. This isn't zero.",
            "Connect the repository, so that commits or pull requests are known.",
        ),
        Lack::Marks => (
            "No source marks unplanned deployments. This isn't zero.",
            "Mark repairs in the tool that deploys: a type “emergency”, a field “repairs”, or “Revert” or “Hotfix” in the \
             title.",
        ),
        Lack::Cover => {
            ("The sources don't cover this time. This isn't zero.", "Read them to the end, or choose another time.")
        }
        Lack::Nothing if metric == PulseMetric::Recovery => (
            "No deployment of this time surely caused an incident.",
            "Look through the suggested links; what is confirmed counts here.",
        ),
        Lack::Nothing if metric == PulseMetric::Caused => ("There was no incident in this time.", "Nothing to do."),
        Lack::Nothing => ("Nothing was deployed in this time.", "Choose a longer time or another service."),
    }
}

/// What a number counts. `changes` stand for deployments where none are known.
pub fn basis(metric: PulseMetric, figure: &Figure, changes: bool) -> String {
    let what = if changes { "changes, since no deployments are known" } else { "production only" };
    match metric {
        PulseMetric::LeadTime => "from the first commit to the deployment".to_owned(),
        PulseMetric::Frequency => format!("{what}, {}", counted(figure.working_days, "working days")),
        PulseMetric::FailRate => format!("{what}, older than 72 hours"),
        PulseMetric::Recovery => "from the start of the incident to its end".to_owned(),
        PulseMetric::Rework => format!("{what}, that repaired something"),
        PulseMetric::Caused => "incidents that a change caused".to_owned(),
    }
}

/// What to keep in mind about a number.
pub fn notes(figure: &Figure) -> Vec<String> {
    let of = |n: usize| format!("{} of {}", thousands(n as u32), thousands(figure.n as u32));
    let mut notes = Vec::new();
    if figure.from_proposal > 0 {
        notes.push(format!(
            "{} count from the opening of their pull request, since the first commit isn't known.",
            of(figure.from_proposal)
        ));
    }
    if figure.squashed > 0 {
        notes.push(format!(
            "{} were squashed into one commit; the work on them began earlier than it says.",
            of(figure.squashed)
        ));
    }
    if figure.assumed_carried > 0 {
        notes.push(format!(
            "Of {} nobody says which deployment carried them; the next one of the service is taken.",
            of(figure.assumed_carried)
        ));
    }
    notes
}

pub fn left_out(why: Why) -> String {
    match why {
        Why::Young(settles) => format!("Younger than 72 hours; it settles on {}.", Time(settles).rfc3339()),
        Why::NotThrough => "It didn't go through.".to_owned(),
        Why::NoBeginning => "Nobody says when the work on it began.".to_owned(),
        Why::Backwards => "It was deployed before its first commit, by the clocks of the sources.".to_owned(),
        Why::NoIncidentsKnown => "No source of incidents covers its time.".to_owned(),
        Why::NoChangesKnown => "No source of changes covers its time.".to_owned(),
        Why::StillOpen => "An incident it caused is still open.".to_owned(),
        Why::GivenUp => "It was closed without being resolved.".to_owned(),
    }
}

pub fn doubt(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::FromProposal => "counted from the pull request's opening",
        Doubt::Squashed => "squashed into one commit",
        Doubt::AssumedCarried => "taken to be in the next deployment",
    }
}

/// Why a change is linked, to be read after "because". `lag` is in milliseconds.
pub fn reason(reason: Reason, lag: i64) -> String {
    match reason {
        Reason::Person => "a person said so".to_owned(),
        Reason::Named => "the incident names it as its cause".to_owned(),
        Reason::NamedSha => "the incident names its commit".to_owned(),
        Reason::NamedAddress => "the incident gives its address as the cause".to_owned(),
        Reason::ChangeSays => "its own record says that it caused the incident".to_owned(),
        Reason::TakenBack => "it was taken back to repair the incident".to_owned(),
        Reason::TakenBackUnnamed => {
            "something was taken back to repair the incident, and this came last before it".to_owned()
        }
        Reason::Version => "the incident occurs in its version".to_owned(),
        Reason::Running => "it was being changed when the incident began".to_owned(),
        Reason::Failed => "it didn't go through".to_owned(),
        Reason::Service if lag < 0 => "the same service".to_owned(),
        Reason::Service => format!("the same service, {} before", duration(lag)),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(0, "0 s")]
    #[case(59_999, "59 s")]
    #[case(12 * Time::MINUTE, "12 min")]
    #[case(2 * Time::HOUR + 10 * Time::MINUTE, "2 h 10 min")]
    #[case(3 * Time::DAY + 4 * Time::HOUR, "3 d 4 h")]
    #[case(-2 * Time::HOUR, "−2 h")]
    #[case(i64::MIN, "−106751991167 d 7 h")]
    fn durations_in_words(#[case] millis: i64, #[case] wanted: &str) {
        assert_eq!(duration(millis), wanted);
    }

    #[test]
    fn shares_in_words() {
        assert_eq!([4.0 / 23.0, 0.1, 0.0, 1.0].map(percent), ["17.4 %", "10 %", "0 %", "100 %"]);
    }
}
