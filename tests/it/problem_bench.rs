//! Records of operations, as a tool would tell them.

use engine::api::types::{ProblemQuery, ProblemRow};
use engine::model::{Kind, Record, Severity, Status, Time};
use support::time;

use crate::theme_bench::{Bench, NOW, ticket};

/// An hour ago, or so many.
pub fn ago(hours: i64) -> Time {
    time(NOW).plus(-hours * Time::HOUR)
}

/// A record of a service that began so many hours ago and lasted so many; None: it isn't over.
pub fn record(id: usize, kind: Kind, title: &str, hours_ago: i64, lasted: Option<i64>) -> Record {
    let at = ago(hours_ago);
    Record {
        external_id: format!("{}-{id}", &kind.word()[..3].to_uppercase()),
        kind,
        title: title.to_owned(),
        severity: (kind == Kind::Incident).then_some(Severity::High),
        status: if lasted.is_some() { Status::Resolved } else { Status::Open },
        happened_at: at,
        updated_at: at,
        resolved_at: lasted.map(|hours| at.plus(hours * Time::HOUR)),
        service: Some("identity".to_owned()),
        customer: None,
        ..ticket(id, title, 0)
    }
}

/// A fact that a tool tells beside.
pub fn with(mut record: Record, facts: &[(&str, &str)]) -> Record {
    record.facts.extend(facts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    record
}

pub async fn problems(bench: &Bench) -> Vec<ProblemRow> {
    bench.engine.problems(ProblemQuery::default()).await.unwrap().problems
}
