//! The Pulse as tables for people, each with how its numbers came about.

use std::collections::BTreeSet;

use super::Saved;
use crate::api::pulse::receipts::{formula, how, restore_how};
use crate::api::pulse::words::{duration, figure, percent};
use crate::api::types::{
    FlowRow, MetricState, MetricTile, MetricUnit, MetricWeek, ProblemRow, PulseMetric, RestoreClass, WeekState,
};
use crate::export::files::{Cell, Head, Report, Sheet};
use crate::score::numbers::{count, counted, number};

/// Problems listed; the rest is counted.
const PROBLEMS: usize = 20;

pub(super) fn report(saved: &Saved) -> Report {
    let overview = &saved.overview;
    Report {
        title: format!("Pulse of {}", saved.workspace),
        lead: vec![
            format!(
                "About {}, {} days: {} to {}.",
                saved.about,
                saved.days,
                overview.from.rfc3339(),
                overview.to.rfc3339()
            ),
            format!("Days are those of {}. Shown per service and kind of change, never per person.", overview.zone),
            format!("Saved {} by {}. It doesn't change any more.", saved.at.rfc3339(), saved.by),
        ],
        parts: vec![numbers(saved), weeks(saved), restore(saved), went_well(saved), problems(saved), flow(saved)],
    }
}

fn head(name: &str, right: bool, share: f32) -> Head {
    Head { name: name.to_owned(), right, share }
}

fn numbers(saved: &Saved) -> Sheet {
    let row = |tile: &MetricTile| {
        let (value, p90, n, about) = told(&tile.state);
        let made = format!("{} ({})", how(tile.metric).join(" "), formula(tile.metric));
        vec![Cell::of(&tile.title).under(made), Cell::of(value).under(about), Cell::of(p90), Cell::of(n)]
    };
    Sheet {
        title: "Five numbers, and incidents caused by change".to_owned(),
        lead: vec![
            "Under each name stands how it is computed. A range goes from what is confirmed to what is only \
                    suggested."
                .to_owned(),
        ],
        heads: vec![
            head("Number", false, 0.5),
            head("Value or median", false, 0.28),
            head("Nine in ten within", true, 0.14),
            head("n", true, 0.08),
        ],
        rows: saved.tiles().map(row).collect(),
        empty: String::new(),
    }
}

/// Value, p90, n and what there is to say about it.
fn told(state: &MetricState) -> (String, String, String, String) {
    match state {
        MetricState::Value(value) => {
            let p90 = value.p90.map(|p90| duration(p90 as i64)).unwrap_or_default();
            let mut about = vec![value.basis.clone()];
            if let (Some(confirmed), Some(suggested)) = (value.confirmed, value.suggested) {
                about.push(format!("{} confirmed, {} more suggested", count(confirmed), count(suggested)));
            }
            if value.pending > 0 {
                about.push(format!("{} too young to count", count(value.pending)));
            }
            about.extend(value.notes.iter().cloned());
            (figure(value.value, value.upper, value.unit), p90, count(value.n), about.join("; "))
        }
        MetricState::TooFew { n, .. } => {
            ("Too few".to_owned(), String::new(), count(*n), "fewer than five say nothing".to_owned())
        }
        MetricState::Pending { n, settles_at } => {
            ("Pending".to_owned(), String::new(), count(*n), format!("settles {}", settles_at.rfc3339()))
        }
        MetricState::NoData { why, todo } => {
            ("No data".to_owned(), String::new(), String::new(), format!("{why} {todo}"))
        }
    }
}

fn weeks(saved: &Saved) -> Sheet {
    let tiles: Vec<&MetricTile> = saved.tiles().collect();
    let all: BTreeSet<&str> = tiles.iter().flat_map(|tile| tile.weeks.iter().map(|week| week.week.as_str())).collect();
    let cell = |tile: &MetricTile, name: &str| {
        let week = tile.weeks.iter().find(|week| week.week == name);
        week.map_or_else(|| Cell::of("No data"), |week| weekly(week, tile))
    };
    let row = |name: &&str| {
        std::iter::once(Cell::of(*name)).chain(tiles.iter().map(|tile| cell(tile, name))).collect::<Vec<_>>()
    };
    let mut heads = vec![head("Week", false, 0.1)];
    heads.extend(tiles.iter().map(|tile| head(&tile.title, true, 0.15)));
    Sheet {
        title: "Week by week".to_owned(),
        lead: vec!["ISO weeks; the first and the last may be cut by the period.".to_owned()],
        heads,
        rows: all.iter().map(row).collect(),
        empty: "No number has weeks in this time.".to_owned(),
    }
}

fn weekly(week: &MetricWeek, tile: &MetricTile) -> Cell {
    let value = match (week.state, week.value) {
        (WeekState::Value, Some(value)) => figure(value, week.upper, unit_of(tile.metric)),
        (WeekState::TooFew, _) => "Too few".to_owned(),
        (WeekState::Pending, _) => "Pending".to_owned(),
        (WeekState::NoData | WeekState::Value, _) => "No data".to_owned(),
    };
    Cell::of(value).under(format!("n = {}", count(week.n)))
}

fn unit_of(metric: PulseMetric) -> MetricUnit {
    match metric {
        PulseMetric::LeadTime | PulseMetric::Recovery => MetricUnit::Milliseconds,
        PulseMetric::Frequency => MetricUnit::PerWorkingDay,
        PulseMetric::FailRate | PulseMetric::Rework | PulseMetric::Caused => MetricUnit::Share,
    }
}

fn restore(saved: &Saved) -> Sheet {
    let classes = &saved.overview.restore;
    let without = match saved.overview.without_class {
        0 => "Every incident has a class.".to_owned(),
        n => format!("{} without a class, counted nowhere here.", counted(n, "incident", "incidents")),
    };
    let row = |class: &RestoreClass| {
        let span = |millis: Option<i64>, none: &str| millis.map_or_else(|| none.to_owned(), duration);
        let few = if class.n == 0 { "None" } else { "Too few" };
        let most = class.p90.unwrap_or(0).max(class.target.unwrap_or(0)) as f32;
        let part = |millis: i64| if most > 0.0 { millis as f32 / most } else { 0.0 };
        let bar = class.median.zip(class.p90).map(|(median, p90)| [0.0, part(median), part(p90)]);
        let judged = class.in_time + class.missed;
        let share = class.share.map_or_else(|| "Too few".to_owned(), percent);
        vec![
            Cell::of(class.class.word()),
            Cell { bar, ..Cell::of(span(class.median, few)) },
            Cell::of(span(class.p90, "")),
            Cell::of(span(class.target, "Several")),
            Cell::of(share).under(format!("{} of {}", count(class.in_time), count(judged))),
            Cell::of(count(class.n)),
            Cell::of(count(class.open.len() as u32))
                .under(format!("{} past the target", count(class.open_past_target))),
            Cell::of(span(class.held_median, "Not told")),
        ]
    };
    let mut lead = vec!["Against targets that product and operations share.".to_owned()];
    lead.extend(restore_how(None));
    lead.push(without);
    Sheet {
        title: "Time to restore".to_owned(),
        lead,
        heads: vec![
            head("Class", false, 0.11),
            head("Median", true, 0.15),
            head("Nine in ten within", true, 0.14),
            head("Target", true, 0.12),
            head("In time", true, 0.13),
            head("n", true, 0.08),
            head("Open now", true, 0.14),
            head("Median on hold", true, 0.13),
        ],
        rows: classes.iter().map(row).collect(),
        empty: "No incident in this time.".to_owned(),
    }
}

fn went_well(saved: &Saved) -> Sheet {
    let rows = saved.overview.change_types.iter().map(|kind| {
        let well =
            kind.success.map_or_else(|| "Too few".to_owned(), |(low, high)| figure(low, Some(high), MetricUnit::Share));
        vec![
            Cell::of(&kind.name),
            Cell::of(well),
            Cell::of(count(kind.confirmed)),
            Cell::of(count(kind.suggested)),
            Cell::of(count(kind.n)),
            Cell::of(count(kind.pending)),
        ]
    });
    Sheet {
        title: "Changes that went well".to_owned(),
        lead: vec![
            "Changes older than 72 hours that caused no incident, of all of their type: from what is confirmed \
                    and suggested to what is confirmed."
                .to_owned(),
        ],
        heads: vec![
            head("Type", false, 0.25),
            head("Went well", true, 0.2),
            head("Caused one", true, 0.15),
            head("May have", true, 0.14),
            head("n", true, 0.13),
            head("Pending", true, 0.13),
        ],
        rows: rows.collect(),
        empty: "No change of this time is old enough to be judged.".to_owned(),
    }
}

fn problems(saved: &Saved) -> Sheet {
    let list = &saved.problems;
    let most = list.problems.first().map_or(1, |row| row.signals.max(1)) as f32;
    let row = |row: &ProblemRow| {
        let bar = row.signals as f32 / most;
        vec![
            Cell::of(&row.title).under(row.service.as_deref().unwrap_or("no service")),
            Cell { bar: Some([0.0, bar, bar]), ..Cell::of(count(row.signals)) },
            Cell::of(percent(row.share)),
            Cell::of(percent(row.share_so_far)),
            Cell::of(count(row.episodes)),
            Cell::of(row.restore.map_or_else(|| "Not told".to_owned(), duration)),
        ]
    };
    let mut lead = vec![
        "Incidents and alerts of the same kind and service whose titles read the same, numbers and names apart, and \
         that came back after they were over."
            .to_owned(),
    ];
    if let Some(share) = list.top_share {
        lead.push(format!(
            "The first {} cause {} of {}.",
            count(list.top),
            percent(share),
            counted(list.records, "incident or alert", "incidents and alerts")
        ));
    }
    if list.problems.len() > PROBLEMS {
        lead.push(format!("{} more come back.", count((list.problems.len() - PROBLEMS) as u32)));
    }
    Sheet {
        title: "Recurring problems".to_owned(),
        lead,
        heads: vec![
            head("Problem", false, 0.42),
            head("Signals", true, 0.13),
            head("Share", true, 0.1),
            head("Share so far", true, 0.11),
            head("Episodes", true, 0.1),
            head("Median to restore", true, 0.14),
        ],
        rows: list.problems.iter().take(PROBLEMS).map(row).collect(),
        empty: "Nothing came back in this time.".to_owned(),
    }
}

fn flow(saved: &Saved) -> Sheet {
    let share = |share: Option<f64>, of: u32| match share {
        Some(share) => Cell::of(percent(share)).under(format!("n = {}", count(of))),
        None => Cell::of("Not told"),
    };
    let row = |row: &FlowRow| {
        let span = |millis: Option<i64>| millis.map(duration).unwrap_or_default();
        let moved = match row.hand_overs {
            Some(mean) => Cell::of(number(mean)).under(format!("n = {}", count(row.hand_overs_of))),
            None => Cell::of("Not told"),
        };
        vec![
            Cell::of(row.service.as_deref().unwrap_or("No service")).under(row.warning.as_deref().unwrap_or_default()),
            Cell::of(count(row.open)),
            Cell::of(span(row.age)),
            Cell::of(span(row.oldest)),
            share(row.waiting, row.waiting_of),
            share(row.on_hold, row.on_hold_of),
            moved,
            Cell::of(row.batch.map(number).unwrap_or_default()).under(format!("n = {}", count(row.batches))),
            Cell::of(count(row.emergencies)).under(format!("of {}", count(row.changes))),
        ]
    };
    Sheet {
        title: "How work flows".to_owned(),
        lead: vec![
            "Open work now, whenever it began. Waiting is the share of its time that a change waits between ready and \
             done; on hold and hand-overs between groups are those of what was resolved in the period."
                .to_owned(),
            "“Not told” means that no tool says so, which isn't zero.".to_owned(),
        ],
        heads: vec![
            head("Service", false, 0.24),
            head("Open", true, 0.07),
            head("Half older than", true, 0.11),
            head("Oldest", true, 0.1),
            head("Waits", true, 0.09),
            head("On hold", true, 0.09),
            head("Hand-overs", true, 0.1),
            head("Changes a deployment", true, 0.11),
            head("Emergencies", true, 0.09),
        ],
        rows: saved.flow.rows.iter().map(row).collect(),
        empty: "No work of any service in this time.".to_owned(),
    }
}
