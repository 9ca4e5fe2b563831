//! Receipts of what the linked signals measure.

use std::collections::BTreeMap;

use super::people::{group, leading_blank, linked, title, total};
use super::{Linked, Receipt, ReceiptLine, Subject, without_chance};
use crate::model::{Kind, Time};
use crate::score::numbers;
use crate::score::panel::{self, EvidencePanel, RateTrend};
use crate::sentence::capital;

/// Written into these receipts; grows when the measuring changes.
const FORMULA: &str = "panel/1";

pub fn active_share(about: &Subject) -> Receipt {
    let method = "people whose tickets or feedback of the last 28 days are linked ÷ users of the most used feature of \
                  the services on its busiest day of these; more use it in 28 days than on one, so it is at most this";
    let lately: Vec<&Linked> = about.evidence.iter().filter(|linked| panel::told_lately(linked, about.now)).collect();
    let (lines, result) = match measured(about).share {
        None => (Vec::new(), total("Share of users", "Not known".to_owned(), "no use of it is counted".to_owned())),
        Some(share) => {
            let people = ReceiptLine {
                shown: numbers::count(share.people),
                ..group("People".to_owned(), &lately, String::new())
            };
            let users = ReceiptLine {
                operator: "÷".to_owned(),
                label: format!("Users of “{}”", share.feature),
                shown: numbers::count(share.users),
                source: share.day,
                ..ReceiptLine::default()
            };
            let (shown, source) = match share.at_most {
                Some(at_most) => (format!("At most {} %", numbers::number(at_most * 100.0)), String::new()),
                None => ("Not known".to_owned(), "fewer users were counted than people told us".to_owned()),
            };
            (leading_blank(vec![people, users]), total("Share of users", shown, source))
        }
    };
    without_chance(title(about, "Share of users behind"), FORMULA, method, lines, result, about.now)
}

pub fn signal_rate(about: &Subject) -> Receipt {
    let rate = measured(about).rate;
    let weeks = |from: i64, to: i64| -> Vec<&Linked> {
        linked(about).filter(|linked| (from..to).contains(&i64::from(panel::days_old(linked, about.now)))).collect()
    };
    let before = rate.before.map_or_else(|| "Not known".to_owned(), numbers::number);
    let lines = vec![
        ReceiptLine { shown: before, ..group("A week, in the four before".to_owned(), &weeks(28, 56), String::new()) },
        group("Signals of the last four weeks".to_owned(), &weeks(0, 28), String::new()),
    ];
    let mut source = word(rate.trend).to_owned();
    if let Some(turn) = rate.turn {
        source.push_str(&format!(
            "; since {} there are {} a week instead of {}",
            numbers::day(turn.at, about.now),
            numbers::number(turn.after),
            numbers::number(turn.before)
        ));
    }
    let method = "signals of the last four weeks ÷ 4. Growing or fading: the two counts of four weeks differ by more \
                  than chance does (95 %) and by more than 15 %. A lasting change: two Poisson rates explain the last \
                  year's weeks far better than one (twice the log likelihood ratio above 13)";
    let result = total("A week", numbers::number(rate.now), source);
    without_chance(title(about, "Signals a week for"), FORMULA, method, apart(lines), result, about.now)
}

pub fn incident_minutes(about: &Subject) -> Receipt {
    let incidents: Vec<&Linked> = linked(about).filter(|linked| panel::is_incident(linked)).collect();
    let lines = incidents.iter().take(super::MOST_SIGNALS).map(|incident| {
        let minutes = panel::lasted(incident, about.now).map(|millis| millis / Time::MINUTE);
        let shown = minutes.map_or_else(|| "Not known".to_owned(), |minutes| numbers::number(minutes as f64));
        let source = match (minutes, incident.told.resolved_at) {
            (None, _) => "closed without a time of resolution",
            (_, None) => "still open",
            _ => "",
        };
        ReceiptLine { shown, n: None, ..group(incident.title.clone(), &[incident], source.to_owned()) }
    });
    let lines = leading_blank(lines.collect());
    let minutes = measured(about).incidents.map_or(0, |incidents| incidents.minutes);
    let source = numbers::counted(incidents.len() as u32, "incident", "incidents");
    let result = total("Minutes", numbers::number(minutes as f64), source);
    let method = "minutes from when each linked incident began until it was resolved, an open one until now; added up, \
                  also where they overlap";
    without_chance(title(about, "Minutes of incidents behind"), FORMULA, method, lines, result, about.now)
}

pub fn target_misses(about: &Subject) -> Receipt {
    let of = |wanted: fn(&panel::Restoring) -> bool| -> Vec<&Linked> {
        linked(about).filter(|linked| linked.told.restoring.as_ref().is_some_and(wanted)).collect()
    };
    let lines = vec![
        group("Too late, or open past the target".to_owned(), &of(|one| one.missed()), String::new()),
        group("In time".to_owned(), &of(|one| one.judged() && !one.missed()), String::new()),
        group("Open, within the target".to_owned(), &of(|one| !one.judged()), String::new()),
    ];
    let lines: Vec<ReceiptLine> = lines.into_iter().filter(|line| line.n != Some(0)).collect();
    let misses = measured(about).targets.unwrap_or_default();
    let source = format!("of {}", numbers::counted(misses.judged, "incident", "incidents"));
    let result = total("Past the target", numbers::count(misses.missed), source);
    let method = "linked incidents whose time to restore is longer than the shared target of their class and product; \
                  those without a class or an end are left out";
    without_chance(title(about, "Missed targets behind"), FORMULA, method, apart(lines), result, about.now)
}

pub fn severities(about: &Subject) -> Receipt {
    let of = |severity| linked(about).filter(|linked| linked.told.severity == severity).collect::<Vec<_>>();
    let lines = measured(about).severities.into_iter().map(|count| {
        let label = count.severity.map_or_else(|| "Not known".to_owned(), |severity| capital(severity.word()));
        group(label, &of(count.severity), String::new())
    });
    let lines = leading_blank(lines.collect());
    let known = linked(about).filter(|linked| linked.told.severity.is_some()).count() as u32;
    let result = total("With a severity", numbers::count(known), String::new());
    let method = "linked signals by the severity that their tool gives them";
    without_chance(title(about, "Severities behind"), FORMULA, method, lines, result, about.now)
}

pub fn sources(about: &Subject) -> Receipt {
    let of = |name: &str| linked(about).filter(|linked| linked.told.source == name).collect::<Vec<_>>();
    let sources = measured(about).sources;
    let lines = sources.iter().map(|source| group(source.name.clone(), &of(&source.name), String::new())).collect();
    let result = total("Sources", numbers::count(sources.len() as u32), String::new());
    let method = "connections that the linked signals come from; what several say independently is surer";
    without_chance(title(about, "Sources behind"), FORMULA, method, leading_blank(lines), result, about.now)
}

pub fn recency(about: &Subject) -> Receipt {
    const SPANS: [(&str, u32, u32); 4] = [
        ("The last 30 days", 0, 30),
        ("30 to 90 days ago", 30, 90),
        ("90 days to a year ago", 90, 365),
        ("Longer ago", 365, u32::MAX),
    ];
    let lines = SPANS.iter().filter_map(|(label, from, to)| {
        let within = |linked: &&Linked| (*from..*to).contains(&panel::days_old(linked, about.now));
        let found: Vec<&Linked> = linked(about).filter(within).collect();
        (!found.is_empty()).then(|| group((*label).to_owned(), &found, String::new()))
    });
    let lines = leading_blank(lines.collect());
    let (shown, source) = match measured(about).recency {
        None => ("None".to_owned(), String::new()),
        Some(recency) => {
            let days = |days| numbers::counted(days, "day", "days");
            let newest = if recency.newest == 0 { "Today".to_owned() } else { format!("{} ago", days(recency.newest)) };
            (newest, format!("half are older than {}", days(recency.median)))
        }
    };
    let method = "whole days since each linked signal happened";
    let result = total("The newest", shown, source);
    without_chance(title(about, "How recent is the evidence for"), FORMULA, method, lines, result, about.now)
}

pub fn against(about: &Subject) -> Receipt {
    let own: Vec<&Linked> = about.against.iter().filter(|linked| !linked.piece.duplicate).collect();
    let mut by_kind: BTreeMap<Kind, Vec<&Linked>> = BTreeMap::new();
    own.iter().for_each(|linked| by_kind.entry(linked.piece.kind).or_default().push(linked));
    let lines = by_kind
        .into_iter()
        .map(|(kind, of_kind)| group(super::people::plural(kind).to_owned(), &of_kind, String::new()));
    let lines = leading_blank(lines.collect());
    let people = numbers::counted(measured(about).against.people, "person", "people");
    let result = total("Speak against it", numbers::count(own.len() as u32), format!("from {people}"));
    let method = "linked signals that a person marked as speaking against it; beside this they only lower the confidence \
                  that is suggested, and count in formulas that ask for them";
    without_chance(title(about, "What speaks against"), FORMULA, method, lines, result, about.now)
}

fn measured(about: &Subject) -> EvidencePanel {
    panel::panel(about.evidence, about.against, about.used.cloned(), about.now)
}

/// Lines that aren't added up.
fn apart(mut lines: Vec<ReceiptLine>) -> Vec<ReceiptLine> {
    lines.iter_mut().for_each(|line| line.operator = String::new());
    lines
}

fn word(trend: RateTrend) -> &'static str {
    match trend {
        RateTrend::New => "new: the first came in the last eight weeks",
        RateTrend::Growing => "growing",
        RateTrend::Steady => "steady",
        RateTrend::Fading => "fading",
    }
}
