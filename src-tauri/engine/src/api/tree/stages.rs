//! When opportunities reached their stages: what the timeline draws.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::nodes::day;
use crate::api::Engine;
use crate::api::types::StageTimes;
use crate::error::Result;
use crate::model::{OpportunityId, Stage, Time};
use crate::store::opportunities;
use crate::store::tree::{self as stored, Rows};

impl Engine {
    /// Of every opportunity, deleted ones too, by number.
    pub async fn stage_times(&self) -> Result<Vec<StageTimes>> {
        let mut read = self.store.reader().begin().await?;
        let records = opportunities::all(&mut read).await?;
        let mut reached: HashMap<OpportunityId, Vec<(Stage, Time)>> = HashMap::new();
        for (id, at, stage) in stored::stages(&mut read).await? {
            reached.entry(id).or_default().push((stage, at));
        }
        let rows = stored::all(&mut read).await?;
        Ok(records
            .into_iter()
            .map(|record| {
                let later = reached.remove(&record.id).unwrap_or_default();
                let stages = std::iter::once((Stage::Captured, record.created_at)).chain(later).collect();
                StageTimes { id: record.id, stages, due: due(&rows, &record.uid) }
            })
            .collect())
    }
}

/// The days by which tests in force under an opportunity should have a verdict and have none, the next one first.
fn due(rows: &Rows, opportunity: &str) -> Vec<NaiveDate> {
    let solutions = rows.solutions.iter().filter(|one| one.parent == opportunity && one.dropped.is_none());
    let parents: Vec<&str> = solutions.map(|one| one.uid.as_str()).chain([opportunity]).collect();
    let assumptions =
        rows.assumptions.iter().filter(|one| one.dropped.is_none() && parents.contains(&one.parent.as_str()));
    let assumptions: Vec<&str> = assumptions.map(|one| one.uid.as_str()).collect();
    let open = rows
        .tests
        .iter()
        .filter(|one| one.dropped.is_none() && one.verdict.is_none() && assumptions.contains(&one.parent.as_str()));
    let mut days: Vec<NaiveDate> = open.filter_map(|one| day(one.due_on.as_deref())).collect();
    days.sort();
    days
}
