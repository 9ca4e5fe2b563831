//! The first screen of the Pulse: five numbers, the timeline, the restore targets.

use insight::change_types;
use insight::links::State;
use insight::records::ChangeKind;

use super::Question;
use crate::api::Engine;
use crate::api::types::{ChangeType, MetricTile, PulseMetric, PulseOverview, PulseQuery};
use crate::error::Result;
use crate::model::Time;

/// The tiles in the order of the screen.
const TILES: [PulseMetric; 5] =
    [PulseMetric::LeadTime, PulseMetric::Frequency, PulseMetric::FailRate, PulseMetric::Recovery, PulseMetric::Rework];

impl Engine {
    pub async fn pulse(&self, query: PulseQuery) -> Result<PulseOverview> {
        let book = self.target_book().await?;
        let question = self.pulse_question(&query).await?;
        let (restore, without_class) = question.restore(&book);
        let caused: MetricTile = question.tile(PulseMetric::Caused);
        let in_scope = || {
            let all = question.known.operation.incidents.iter().enumerate();
            all.filter(|(_, incident)| question.scope.holds(incident.service))
        };
        let waits = |position: usize| {
            question.known.operation.links.of_incident(position).iter().any(|link| link.state == State::Suggested)
        };
        Ok(PulseOverview {
            from: Time(question.period.from),
            to: Time(question.period.to),
            zone: question.zone.name(),
            tiles: TILES.map(|metric| question.tile(metric)).into(),
            timeline: question.timeline(query.timeline_to),
            restore,
            without_class,
            caused: caused.state,
            change_types: question.change_types(),
            to_review: in_scope()
                .filter(|(position, incident)| question.period.holds(incident.began) && waits(*position))
                .count() as u32,
            open: in_scope().filter(|(_, incident)| incident.is_open()).count() as u32,
        })
    }
}

impl Question {
    fn change_types(&self) -> Vec<ChangeType> {
        let found = change_types::success(&self.known.operation, &self.scope, self.period, self.now.0);
        found
            .into_iter()
            .map(|(kind, success)| ChangeType {
                name: match kind {
                    ChangeKind::Standard => "standard",
                    ChangeKind::Normal => "normal",
                    ChangeKind::Emergency => "emergency",
                }
                .to_owned(),
                n: success.n,
                confirmed: success.confirmed,
                suggested: success.suggested,
                success: success.share(),
                pending: success.pending,
            })
            .collect()
    }
}
