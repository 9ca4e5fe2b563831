//! One number with its weeks.

use insight::dora::{self, Metric};
use insight::measure::{Figure, How, Measured, State};
use insight::weeks::{self, Window};

use super::{Question, words};
use crate::api::types::{
    MetricState, MetricTile, MetricUnit, MetricValue, MetricWeek, PulseMetric, PulseRecord, WeekState,
};
use crate::model::Time;

pub fn metric(metric: PulseMetric) -> Metric {
    match metric {
        PulseMetric::LeadTime => Metric::LeadTime,
        PulseMetric::Frequency => Metric::Frequency,
        PulseMetric::FailRate => Metric::FailRate,
        PulseMetric::Recovery => Metric::Recovery,
        PulseMetric::Rework => Metric::Rework,
        PulseMetric::Caused => Metric::Caused,
    }
}

impl Question {
    pub fn measured(&self, of: PulseMetric) -> Measured {
        dora::measure(metric(of), &self.known.operation, &self.scope, self.now.0)
    }

    pub fn tile(&self, metric: PulseMetric) -> MetricTile {
        let measured = self.measured(metric);
        let weeks = match measured.lack {
            Some(_) => Vec::new(),
            None => self.weeks(&measured),
        };
        let state = self.state(metric, &measured, self.period, measured.over(self.period, self.zone));
        MetricTile { metric, title: words::title(metric).to_owned(), state, weeks }
    }

    /// A number as it crosses the door.
    pub fn state(&self, metric: PulseMetric, measured: &Measured, window: Window, state: State) -> MetricState {
        match state {
            State::Value(figure) => {
                let (pending, settles) = measured.young(window);
                MetricState::Value(MetricValue {
                    n: figure.n as u32,
                    unit: unit(measured.how),
                    value: figure.value,
                    upper: figure.upper,
                    p90: figure.p90,
                    confirmed: shares(measured.how, figure.confirmed),
                    suggested: shares(measured.how, figure.suggested),
                    pending: pending as u32,
                    settles_at: settles.map(Time),
                    basis: words::basis(metric, &figure, self.changes_stand_for_deployments()),
                    notes: words::notes(&figure),
                })
            }
            State::TooFew(n) => MetricState::TooFew { n: n as u32, records: self.named(measured, window) },
            State::Pending { n, settles } => MetricState::Pending { n: n as u32, settles_at: Time(settles) },
            State::NoData(lack) => {
                let (why, todo) = words::lack(lack, metric);
                MetricState::NoData { why: why.to_owned(), todo: todo.to_owned() }
            }
        }
    }

    /// ISO weeks of the period in the reader's zone; the first and the last are cut to it.
    fn weeks(&self, measured: &Measured) -> Vec<MetricWeek> {
        let all = weeks::weeks(self.period, self.zone).into_iter();
        all.map(|week| {
            let window = week.window.within(self.period);
            let state = measured.in_week(window, self.zone);
            let n = measured.items(window).len() as u32;
            let figure: Option<Figure> = if let State::Value(figure) = state { Some(figure) } else { None };
            MetricWeek {
                week: week.label(),
                from: Time(window.from),
                to: Time(window.to),
                state: match state {
                    State::Value(_) => WeekState::Value,
                    State::TooFew(_) => WeekState::TooFew,
                    State::Pending { .. } => WeekState::Pending,
                    State::NoData(_) => WeekState::NoData,
                },
                n,
                value: figure.map(|figure| figure.value),
                upper: figure.and_then(|figure| figure.upper),
            }
        })
        .collect()
    }

    fn named(&self, measured: &Measured, window: Window) -> Vec<PulseRecord> {
        measured.items(window).iter().rev().filter_map(|item| self.known.record(item.of)).collect()
    }

    fn changes_stand_for_deployments(&self) -> bool {
        dora::changes_stand_for_deployments(&self.known.operation, &self.scope)
    }
}

fn unit(how: How) -> MetricUnit {
    match how {
        How::Durations => MetricUnit::Milliseconds,
        How::Share => MetricUnit::Share,
        How::Rate => MetricUnit::PerWorkingDay,
    }
}

fn shares(how: How, n: usize) -> Option<u32> {
    (how == How::Share).then_some(n as u32)
}
