//! How a number of the Pulse came about, down to the records.

use insight::links::{RULE, State};
use insight::measure::{How, Item, Measured, Of};
use insight::restore::{self, Class};
use insight::weeks;

use super::restore::route_of;
use super::{Question, tiles, words};
use crate::api::Engine;
use crate::api::types::{
    CountedRecord, LeftOutRecord, MetricState, MetricUnit, MetricValue, PulseMetric, PulseNumber, PulseQuery,
    PulseReceipt, Route,
};
use crate::api::words::counted;
use crate::error::{Problem, Result};
use crate::model::{Severity, Time};

/// Records listed; the rest is counted.
const MOST: usize = 500;

impl Engine {
    /// Explains a number of the whole period, or of one ISO week of it ("2026-W48").
    pub async fn pulse_receipt(
        &self,
        query: PulseQuery,
        of: PulseNumber,
        week: Option<String>,
    ) -> Result<PulseReceipt> {
        let book = self.target_book().await?;
        let mut question = self.pulse_question(&query).await?;
        if let Some(wanted) = &week {
            let all = weeks::weeks(question.period, question.zone);
            let found = all.into_iter().find(|week| week.label().eq_ignore_ascii_case(wanted.trim()));
            let week = found.ok_or_else(|| {
                Problem::bad_input(format!("The week {wanted} isn't part of the period.")).todo("Choose another one.")
            })?;
            question.period = week.window.within(question.period);
        }
        let receipt = match of {
            PulseNumber::Metric(metric) => question.metric_receipt(metric, week.is_some()),
            PulseNumber::Restore(class) => {
                let (classes, _) = question.restore_classes(&book);
                let restored = classes.into_iter().nth(usize::from(class.code())).unwrap_or_default();
                question.restore_receipt(class, &restored)
            }
        };
        Ok(PulseReceipt { text: text(&receipt), ..receipt })
    }
}

impl Question {
    fn metric_receipt(&self, metric: PulseMetric, one_week: bool) -> PulseReceipt {
        let measured = self.measured(metric);
        let state =
            if one_week { measured.in_week(self.period, self.zone) } else { measured.over(self.period, self.zone) };
        let items = measured.items(self.period);
        let left_out = measured.left_out(self.period);
        PulseReceipt {
            title: words::title(metric).to_owned(),
            formula: formula(metric),
            how: how(metric),
            counted: items.iter().rev().take(MOST).filter_map(|item| self.counted(metric, &measured, item)).collect(),
            counted_total: items.len() as u32,
            left_out: left_out
                .iter()
                .rev()
                .take(MOST)
                .filter_map(|one| {
                    Some(LeftOutRecord { record: self.known.record(one.of)?, why: words::left_out(one.why) })
                })
                .collect(),
            left_out_total: left_out.len() as u32,
            result: self.state(metric, &measured, self.period, state),
            ..self.blank()
        }
    }

    fn blank(&self) -> PulseReceipt {
        PulseReceipt {
            title: String::new(),
            formula: String::new(),
            how: Vec::new(),
            from: Time(self.period.from),
            to: Time(self.period.to),
            zone: self.zone.name(),
            result: MetricState::TooFew { n: 0, records: Vec::new() },
            counted: Vec::new(),
            counted_total: 0,
            left_out: Vec::new(),
            left_out_total: 0,
            text: String::new(),
        }
    }

    fn counted(&self, metric: PulseMetric, measured: &Measured, item: &Item) -> Option<CountedRecord> {
        let doubt = item.doubt.map(|doubt| format!(", {}", words::doubt(doubt))).unwrap_or_default();
        let said = match (measured.how, metric) {
            (How::Durations, PulseMetric::Recovery) => {
                format!(
                    "{} until {} was over",
                    words::duration(item.value as i64),
                    self.fallout_in_words(item.of, true)
                )
            }
            (How::Durations, _) => format!("{} from the first commit{doubt}", words::duration(item.value as i64)),
            (How::Rate, _) => "deployed".to_owned(),
            (How::Share, PulseMetric::Rework) if item.value > 0.0 => "repaired something".to_owned(),
            (How::Share, PulseMetric::Rework) => "was planned".to_owned(),
            (How::Share, PulseMetric::Caused) => self.cause_in_words(item.of),
            (How::Share, _) if item.value > 0.0 => {
                format!("caused {} (confirmed)", self.fallout_in_words(item.of, true))
            }
            (How::Share, _) if item.upper > 0.0 => {
                format!("may have caused {} (suggested)", self.fallout_in_words(item.of, false))
            }
            (How::Share, _) => "caused no incident that is known".to_owned(),
        };
        let value = if measured.how == How::Share { (item.value + item.upper) / 2.0 } else { item.value };
        Some(CountedRecord { record: self.known.record(item.of)?, value, said })
    }

    /// The incidents of a deployment: `INC-1, INC-2`.
    fn fallout_in_words(&self, of: Of, confirmed: bool) -> String {
        let Of::Change(position) = of else { return String::new() };
        let operation = &self.known.operation;
        let Some(carried) = operation.deliveries.carried(position as usize) else { return String::new() };
        let fallout = operation.fallout(carried.delivery).iter().filter(|one| one.confirmed == confirmed);
        let labels =
            fallout.filter_map(|one| operation.incidents.get(one.incident as usize)).map(|one| one.label.as_str());
        labels.collect::<Vec<_>>().join(", ")
    }

    fn cause_in_words(&self, of: Of) -> String {
        let Of::Incident(position) = of else { return String::new() };
        let operation = &self.known.operation;
        let links = operation.links.of_incident(position as usize);
        let named = |state: State| {
            let found = links.iter().find(|link| link.state == state)?;
            operation.change_of(found.delivery).map(|change| change.label.as_str())
        };
        match (named(State::Confirmed), named(State::Suggested)) {
            (Some(change), _) => format!("caused by {change} (confirmed)"),
            (None, Some(change)) => format!("may be caused by {change} (suggested)"),
            (None, None) => "no change is known to have caused it".to_owned(),
        }
    }

    fn restore_receipt(&self, class: Severity, restored: &Class) -> PulseReceipt {
        let sum = restored.summary();
        let incidents = || restored.restored.iter().rev();
        let record = |position: u32| self.known.incident(position as usize);
        let open = restored.open.iter().filter(|one| one.in_period);
        let still_open = open.filter_map(|one| {
            let late = if one.past_target { "past its target, so it counts as missed" } else { "within its target" };
            Some(LeftOutRecord {
                record: record(one.incident)?,
                why: format!("Open for {}, {late}.", words::duration(one.age)),
            })
        });
        let given_up = restored.given_up.iter().filter_map(|position| {
            let why = "It was closed without being resolved.".to_owned();
            Some(LeftOutRecord { record: record(*position)?, why })
        });
        let left_out: Vec<LeftOutRecord> = still_open.chain(given_up).collect();
        let result = match sum.median {
            Some(median) => MetricState::Value(MetricValue {
                n: sum.n as u32,
                unit: MetricUnit::Milliseconds,
                value: median,
                upper: None,
                p90: sum.p90,
                confirmed: None,
                suggested: None,
                pending: 0,
                settles_at: None,
                basis: format!("{} in time, {} missed", sum.in_time, sum.missed),
                notes: Vec::new(),
            }),
            None => MetricState::TooFew {
                n: sum.n as u32,
                records: incidents().filter_map(|one| record(one.incident)).collect(),
            },
        };
        PulseReceipt {
            title: format!("Time to restore, {}", class.word()),
            formula: restore::FORMULA.to_owned(),
            how: restore_how(restored.target),
            counted: incidents()
                .take(MOST)
                .filter_map(|one| {
                    let late = if one.in_time { "in time" } else { "missed" };
                    let route = match route_of(one.route) {
                        Route::Development => ", by a deployment",
                        Route::Operations => ", without a deployment",
                        Route::Unknown => "",
                    };
                    let said = format!("{}{route}, {late}", words::duration(one.took));
                    Some(CountedRecord { record: record(one.incident)?, value: one.took as f64, said })
                })
                .collect(),
            counted_total: restored.restored.len() as u32,
            left_out_total: left_out.len() as u32,
            left_out: left_out.into_iter().take(MOST).collect(),
            result,
            ..self.blank()
        }
    }
}

pub(super) fn formula(metric: PulseMetric) -> String {
    let own = tiles::metric(metric).formula();
    match metric {
        PulseMetric::FailRate | PulseMetric::Recovery | PulseMetric::Caused => format!("{own}, {RULE}"),
        PulseMetric::LeadTime | PulseMetric::Frequency | PulseMetric::Rework => own.to_owned(),
    }
}

/// The formula in words.
pub(super) fn how(metric: PulseMetric) -> Vec<String> {
    let lines: &[&str] = match metric {
        PulseMetric::LeadTime => &[
            "From the first commit of each change to the end of the deployment that first brought it to production.",
            "Where the first commit isn't known, from the opening of the pull request.",
            "The number is the median; nine in ten are within the second one.",
        ],
        PulseMetric::Frequency => {
            &["Deployments to production that went through, by Mondays to Fridays of the time that the sources cover."]
        }
        PulseMetric::FailRate => &[
            "Deployments that caused at least one incident, of all that are older than 72 hours.",
            "The lower end counts what a record or a person confirms, the upper one also the likeliest suggestion of each incident.",
            "Several incidents of one deployment count once.",
        ],
        PulseMetric::Recovery => &[
            "Of each deployment that surely caused incidents: from the start of the first to the end of the last.",
            "Resolved counts, not closed. What is still open is left out.",
        ],
        PulseMetric::Rework => &[
            "Deployments that weren't planned but repair something, of all: emergency changes, reverts, rollbacks, hotfixes and what names the incident it repairs.",
        ],
        PulseMetric::Caused => &[
            "Incidents that a change caused, of all that began in the time.",
            "The lower end counts what a record or a person confirms, the upper one also what is suggested.",
        ],
    };
    lines.iter().map(|line| (*line).to_owned()).collect()
}

pub(super) fn restore_how(target: Option<i64>) -> Vec<String> {
    let target = match target {
        Some(target) => format!("The target is {}.", words::duration(target)),
        None => "Each incident is held against the target of its product.".to_owned(),
    };
    vec![
        "From the start of each incident to its resolution, not to its closing.".to_owned(),
        target,
        "What is open past its target counts as missed; what is open within it isn't counted yet.".to_owned(),
    ]
}

/// The receipt for copying.
fn text(receipt: &PulseReceipt) -> String {
    let result = match &receipt.result {
        MetricState::Value(value) => in_words(value),
        MetricState::TooFew { n, .. } => format!("too few for a number (n = {n})"),
        MetricState::Pending { n, settles_at } => format!("pending: {n} settle by {}", settles_at.rfc3339()),
        MetricState::NoData { why, .. } => format!("no data: {why}"),
    };
    let mut lines = vec![
        format!("{}: {result}", receipt.title),
        format!("{} to {}, days of {}", receipt.from.rfc3339(), receipt.to.rfc3339(), receipt.zone),
        format!("Formula: {}", receipt.formula),
    ];
    lines.extend(receipt.how.iter().cloned());
    lines.push(format!("Counted: {}", counted(receipt.counted_total, "records")));
    let record = |label: &str, title: &str, said: &str| format!("  {label}  {title}  {said}");
    lines.extend(receipt.counted.iter().map(|one| record(&one.record.label, &one.record.title, &one.said)));
    if receipt.left_out_total > 0 {
        lines.push(format!("Left out: {}", counted(receipt.left_out_total, "records")));
        lines.extend(receipt.left_out.iter().map(|one| record(&one.record.label, &one.record.title, &one.why)));
    }
    lines.join("\n")
}

/// `17.4 to 21.7 % (n = 23)`.
fn in_words(value: &MetricValue) -> String {
    let p90 = value.p90.map(|p90| format!(", nine in ten within {}", words::duration(p90 as i64)));
    format!("{}{} (n = {})", words::figure(value.value, value.upper, value.unit), p90.unwrap_or_default(), value.n)
}
