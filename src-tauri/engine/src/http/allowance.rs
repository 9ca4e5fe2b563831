//! How much a tool still allows us, from the headers of its replies, so that we wait before it has to refuse.

use super::HttpReply;
use super::pace::retry_after;
use crate::model::Time;

/// The header that tells how many requests are left, and those that may tell when there are more again. The first of
/// them that is there counts.
const FAMILIES: &[(&str, &[&str])] = &[
    // PagerDuty, GitLab, and the IETF's drafts up to the sixth.
    ("ratelimit-remaining", &["ratelimit-reset"]),
    // GitHub, Jira, Intercom and Azure DevOps; the last two in Jira Data Center and elsewhere.
    ("x-ratelimit-remaining", &["x-ratelimit-reset", "x-ratelimit-reset-after", "x-ratelimit-interval-seconds"]),
    // Zendesk, which names the instant in the IETF's way.
    ("x-rate-limit-remaining", &["x-rate-limit-reset", "ratelimit-reset"]),
    ("x-sentry-rate-limit-remaining", &["x-sentry-rate-limit-reset"]),
    // Linear counts requests and how hard they are.
    ("x-ratelimit-requests-remaining", &["x-ratelimit-requests-reset"]),
    ("x-ratelimit-complexity-remaining", &["x-ratelimit-complexity-reset"]),
    // Trello counts by token and by key.
    ("x-rate-limit-api-token-remaining", &["x-rate-limit-api-token-interval-ms"]),
    ("x-rate-limit-api-key-remaining", &["x-rate-limit-api-key-interval-ms"]),
];

/// Smaller numbers are seconds from now on, larger ones seconds since 1970: no tool closes its door for 30 years.
const EPOCH: f64 = 1e9;
/// Larger numbers count milliseconds since 1970.
const EPOCH_MILLIS: f64 = 1e11;

/// The instant before which the tool wants no further request: all it allows us is used up, or it asks for a pause
/// beside an answer. None when it says nothing of the kind, or not until when.
pub(super) fn rests_until(reply: &HttpReply, now: Time) -> Option<Time> {
    let counted = FAMILIES
        .iter()
        .filter(|(left, _)| reply.header(left).is_some_and(is_none_left))
        .filter_map(|(_, resets)| resets.iter().find_map(|name| instant(name, reply.header(name)?, reply, now)));
    let asked = reply.header("retry-after").filter(|_| (200..300).contains(&reply.status));
    let asked = asked.and_then(|value| retry_after(value, now));
    let by_policy = reply.headers.iter().filter(|(name, _)| name == "ratelimit").filter_map(|(_, value)| {
        let seconds = policies(value).into_iter().filter(|(left, _)| is_none_left(left)).map(|(_, seconds)| seconds);
        seconds.filter_map(|seconds| instant("ratelimit", seconds, reply, now)).max()
    });
    counted.chain(by_policy).chain(asked).max().filter(|until| *until > now)
}

fn is_none_left(left: &str) -> bool {
    left.trim().parse::<f64>().is_ok_and(|left| left < 1.0)
}

/// What a reset says: seconds, an instant since 1970, or a date. An instant is measured by the tool's own clock where
/// the reply tells it, for the laptop's may go wrong.
fn instant(name: &str, value: &str, reply: &HttpReply, now: Time) -> Option<Time> {
    let value = value.trim();
    let Ok(number) = value.parse::<f64>() else {
        return Time::parse_rfc3339(value).or_else(|| retry_after(value, now));
    };
    if !(0.0..1e15).contains(&number) {
        return None;
    }
    let millis = |millis: f64| millis as i64;
    if name.ends_with("-ms") {
        return Some(now.plus(millis(number)));
    }
    if number < EPOCH {
        return Some(now.plus(millis(number * 1e3)));
    }
    let there = millis(if number < EPOCH_MILLIS { number * 1e3 } else { number });
    // A date that is past gives the present instant, so the beginning of time tells the date itself.
    let its_clock = reply.header("date").and_then(|date| retry_after(date, Time(0))).unwrap_or(now);
    Some(now.plus(there.saturating_sub(its_clock.0)))
}

/// What is left, and the seconds until there is more, by the IETF's later drafts: `limit=100, remaining=0, reset=50`
/// in the seventh, `"default";r=0;t=50, "daily";r=400;t=3600` from the eighth on.
fn policies(header: &str) -> Vec<(&str, &str)> {
    let later = header.split(',').filter_map(|policy| field(policy, "r").zip(field(policy, "t")));
    later.chain(field(header, "remaining").zip(field(header, "reset"))).collect()
}

fn field<'a>(text: &'a str, wanted: &str) -> Option<&'a str> {
    let mut fields = text.split([',', ';']).filter_map(|field| field.trim().split_once('='));
    fields.find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// 21 November 2026, 09:00.
    const NOW: Time = Time(1_795_251_600_000);

    fn reply(status: u16, headers: &[(&str, &str)]) -> HttpReply {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        HttpReply { status, headers, body: Vec::new() }
    }

    #[rstest]
    #[case::pagerduty(&[("ratelimit-limit", "960"), ("ratelimit-remaining", "0"), ("ratelimit-reset", "30")], Some(30))]
    #[case::gitlab(&[("ratelimit-remaining", "0"), ("ratelimit-reset", "1795251645")], Some(45))]
    #[case::github(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1795255200")], Some(3_600))]
    #[case::jira_cloud(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "2026-11-21T09:01:00Z")], Some(60))]
    #[case::jira_data_center(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-interval-seconds", "5")], Some(5))]
    #[case::zendesk(&[("x-rate-limit-remaining", "0"), ("ratelimit-reset", "41")], Some(41))]
    #[case::sentry(
        &[("x-sentry-rate-limit-remaining", "0"), ("x-sentry-rate-limit-reset", "1795251601")],
        Some(1)
    )]
    #[case::linear(
        &[("x-ratelimit-requests-remaining", "0"), ("x-ratelimit-requests-reset", "1795251602000")],
        Some(2)
    )]
    #[case::trello(
        &[("x-rate-limit-api-token-remaining", "0"), ("x-rate-limit-api-token-interval-ms", "10000")],
        Some(10)
    )]
    #[case::seventh_draft(&[("ratelimit", "limit=100, remaining=0, reset=50")], Some(50))]
    #[case::seventh_draft_with_more(&[("ratelimit", "limit=100, remaining=50, reset=50")], None)]
    #[case::later_draft(&[("ratelimit", "\"burst\";r=0;t=7, \"daily\";r=400;t=3600")], Some(7))]
    #[case::later_draft_with_more(&[("ratelimit", "\"default\";r=50;t=30")], None)]
    #[case::on_an_answer(&[("retry-after", "12")], Some(12))]
    #[case::on_an_answer_by_date(&[("retry-after", "Sat, 21 Nov 2026 09:00:12 GMT")], Some(12))]
    #[case::the_longest_of_all(
        &[("retry-after", "2"), ("ratelimit-remaining", "0"), ("ratelimit-reset", "9")],
        Some(9)
    )]
    #[case::some_left(&[("x-ratelimit-remaining", "1"), ("x-ratelimit-reset", "1795255200")], None)]
    #[case::until_when_is_not_said(&[("x-ratelimit-remaining", "0")], None)]
    #[case::over_already(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1795251000")], None)]
    #[case::nonsense(&[("x-ratelimit-remaining", "none"), ("x-ratelimit-reset", "soon")], None)]
    #[case::nonsense_reset(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "-inf")], None)]
    #[case::no_headers(&[], None)]
    fn what_is_left_is_read_in_each_tools_way(#[case] headers: &[(&str, &str)], #[case] seconds: Option<i64>) {
        let until = rests_until(&reply(200, headers), NOW);
        assert_eq!(until.map(|until| (until.0 - NOW.0) / Time::SECOND), seconds);
    }

    /// The tool's clock is an hour ahead of the laptop's.
    #[test]
    fn an_instant_is_measured_by_the_tools_own_clock() {
        let headers = [
            ("date", "Sat, 21 Nov 2026 10:00:00 GMT"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1795255230"),
        ];
        assert_eq!(rests_until(&reply(200, &headers), NOW), Some(NOW.plus(30 * Time::SECOND)));
    }

    /// Whoever is refused waits by the verdict; a rest that a refusal asks for isn't taken twice.
    #[test]
    fn retry_after_of_a_refusal_is_the_verdicts() {
        assert_eq!(rests_until(&reply(429, &[("retry-after", "12")]), NOW), None);
    }
}
