//! Outcome checks in sentences.

use chrono::{Datelike, NaiveDate};
use outcome::goal::Met;
use outcome::reading::{Reading, Verdict};
use outcome::window::{LEAST_WEEKS, Plan};

use super::reading::last_day;
use super::series::Series;
use crate::api::types::{GoalMeasure, OutcomeGoal, OutcomeOthers, OutcomeReading, OutcomeVerdict};
use crate::score::numbers::{counted, number};

/// `18.7`: one digit after the point is as much as weeks can tell.
pub(super) fn rate(per_week: f64) -> String {
    number((per_week * 10.0).round() / 10.0)
}

/// `76 %`, of a share of any size.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", number((share * 100.0).round()))
}

/// `+12 %`, `−76 %`.
pub(super) fn signed(share: f64) -> String {
    let percent = (share * 100.0).round();
    let sign = if percent > 0.0 { "+" } else { "" };
    format!("{sign}{} %", number(percent))
}

/// `14 Oct`, with the year when it isn't that of `today`.
pub(super) fn day(date: NaiveDate, today: NaiveDate) -> String {
    date.format(if date.year() == today.year() { "%-d %b" } else { "%-d %b %Y" }).to_string()
}

/// `6 or fewer a week`.
pub(super) fn goal(goal: &OutcomeGoal) -> String {
    let amount = number(goal.amount);
    let words = match goal.measure {
        GoalMeasure::AtMost => format!("{amount} or fewer a week"),
        GoalMeasure::AtLeast => format!("{amount} or more a week"),
        GoalMeasure::FallBy => format!("fall by {amount} %"),
        GoalMeasure::RiseBy => format!("rise by {amount} %"),
    };
    match &goal.feature {
        Some(feature) => format!("use of {feature}: {words}"),
        None => words,
    }
}

/// Headline and sentence of a reading; `what` is counted: `Signals` or `Use`.
pub(super) fn verdict(
    read: &Reading,
    met: Option<Met>,
    others: Option<&OutcomeOthers>,
    plan: Plan,
    what: &str,
) -> (String, String) {
    let rates = format!("from {} to {} a week", rate(read.before.per_week()), rate(read.after.per_week()));
    let missed = met.is_some_and(|met| !met.overall);
    let (headline, said) = match read.verdict {
        Verdict::Fell if !read.windows.ended && missed => ("Falling, not yet on goal.", fell(read, what, &rates)),
        Verdict::Fell if !read.windows.ended => ("On track.", fell(read, what, &rates)),
        Verdict::Fell if missed => ("Fell, short of the goal.", fell(read, what, &rates)),
        Verdict::Fell => ("It worked.", fell(read, what, &rates)),
        Verdict::Rose => ("It rose.", rose(read, what, &rates)),
        Verdict::Unchanged => ("No change.", format!("{what} went {rates}, which is no more than chance.")),
        Verdict::TooFew => (
            "Too few to tell.",
            format!(
                "{what} went {rates}, {} in all: that can’t be told from chance.",
                read.before.count + read.after.count
            ),
        ),
        Verdict::TooEarly => return ("Too early to tell.".to_owned(), too_early(read, plan, what, &rates)),
        Verdict::NoData => return ("No data.".to_owned(), String::new()),
    };
    let headline = match (what, read.verdict) {
        ("Use", Verdict::Fell) => "Use fell.",
        ("Use", Verdict::Rose) => "Use rose.",
        _ => headline,
    };
    (headline.to_owned(), format!("{said}{}", doubt(read, others)))
}

fn fell(read: &Reading, what: &str, rates: &str) -> String {
    let drop = read.ratio.and_then(|ratio| ratio.seen).map_or(0.0, |seen| 1.0 - seen);
    format!("{what} fell {rates}, a drop of {}.", percent(drop))
}

fn rose(read: &Reading, what: &str, rates: &str) -> String {
    match read.ratio.and_then(|ratio| ratio.seen) {
        Some(seen) => format!("{what} rose {rates}, {} more.", percent(seen - 1.0)),
        None => format!("{what} rose {rates}."),
    }
}

fn too_early(read: &Reading, plan: Plan, what: &str, rates: &str) -> String {
    let passed = read.windows.passed;
    let weeks = format!("{passed} of {} weeks have passed.", plan.weeks);
    if passed < LEAST_WEEKS.min(plan.weeks) {
        return format!("{weeks} A change is told after {LEAST_WEEKS} full weeks at the earliest.");
    }
    format!("{weeks} So far {} went {rates}, which isn’t clear yet.", what.to_lowercase())
}

/// What the real change may be.
fn doubt(read: &Reading, others: Option<&OutcomeOthers>) -> String {
    let Some(judged) = read.judged else { return String::new() };
    let against = others.filter(|others| others.used).and_then(|others| others.change.seen);
    let beginning = match against {
        Some(other) => format!(" Others of the same services went {}; set against them the real ", signed(other)),
        None => " With this many the real ".to_owned(),
    };
    let (low, high) = (judged.low - 1.0, judged.high - 1.0);
    match read.verdict {
        Verdict::Fell => {
            format!("{beginning}drop is most likely between {} and {}.", percent(-high), percent(-low))
        }
        Verdict::Rose if high.is_finite() => {
            format!("{beginning}rise is most likely between {} and {}.", percent(low), percent(high))
        }
        Verdict::Rose => format!("{beginning}rise is most likely {} or more.", percent(low)),
        _ if high.is_finite() => {
            format!("{beginning}change is most likely between {} and {}.", signed(low), signed(high))
        }
        _ => format!("{beginning}change may be anything above {}.", signed(low)),
    }
}

/// Says why there is nothing to read.
pub(super) fn no_data(found: &mut OutcomeReading, series: &Series) {
    if found.verdict != OutcomeVerdict::NoData {
        return;
    }
    found.sentence = if series.linked == 0 {
        "No signal is linked, so there is nothing to count. Link evidence first.".to_owned()
    } else if series.sources.is_empty() {
        "None of its signals comes from a source that can be counted.".to_owned()
    } else {
        format!(
            "{} wasn’t read for enough whole weeks: {} before and {} after count.",
            listed(&series.sources),
            found.before.weeks,
            found.after.weeks
        )
    };
}

/// The verdict of a check whose signals rose again.
pub(super) fn came_back(found: &mut OutcomeReading, since: &str, today: NaiveDate) {
    let since = since.parse().map_or(since.to_owned(), |date| day(date, today));
    found.headline = "It came back.".to_owned();
    found.sentence = format!("{} Since the week of {since} there are more again than chance brings.", found.sentence);
}

/// Why the numbers may mislead.
pub(super) fn caution(series: &Series) -> String {
    if series.themes.is_empty() && series.counted > 0 {
        return "Only linked signals are counted, because they are in no theme. Nobody links new ones by itself, so a \
                fall may only mean that nobody looked."
            .to_owned();
    }
    if series.late.is_empty() {
        return String::new();
    }
    format!("Signals of {} aren’t counted: it was first read too late to compare.", listed(&series.late))
}

/// `Until 25 Nov`.
pub(super) fn until(ends: NaiveDate, today: NaiveDate) -> String {
    format!("Runs until {}", day(last_day(ends), today))
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first, second] => format!("{first} or {second}"),
        [first, rest @ ..] => format!("{first} or {}", counted(rest.len() as u32, "other", "others")),
    }
}
