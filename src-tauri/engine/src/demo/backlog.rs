//! The invented team's tracker: an item for each opportunity that was sent there.

use super::ideas::{PLANS, Plan};
use crate::connectors::TrackerItem;
use crate::model::{Stage, StatusCategory, Time};

/// Name, address and project of the tracker's connection.
pub const TRACKER: (&str, &str, &str) = ("Backlog", "https://backlog.pellworth.example", "portal");

/// Each sent idea by its position, when it was sent, and its item as the tracker tells it now.
pub fn sent(now: Time) -> impl Iterator<Item = (usize, Time, TrackerItem)> {
    PLANS.iter().enumerate().filter_map(move |(idea, plan)| {
        let mut reached = plan.stages.iter().filter(|(stage, _)| is_in_tracker(*stage));
        let (_, sent) = reached.next()?;
        let (stage, changed) = plan.stages.last()?;
        let days_ago = |days: i64| now.plus(-days * Time::DAY - Time::HOUR);
        Some((idea, days_ago(*sent), item(idea, plan, *stage, days_ago(*changed))))
    })
}

fn is_in_tracker(stage: Stage) -> bool {
    matches!(stage, Stage::Exported | Stage::InProgress | Stage::Delivered | Stage::Verified)
}

fn item(idea: usize, plan: &Plan, stage: Stage, updated_at: Time) -> TrackerItem {
    let number = 4_102 + 37 * idea;
    let (status, category) = match stage {
        Stage::InProgress => ("In progress", StatusCategory::InProgress),
        Stage::Delivered | Stage::Verified => ("Released", StatusCategory::Done),
        _ => ("To do", StatusCategory::ToDo),
    };
    TrackerItem {
        external_id: number.to_string(),
        label: format!("#{number}"),
        title: plan.title.to_owned(),
        url: format!("{}/issues/{number}", TRACKER.1),
        status: status.to_owned(),
        category,
        updated_at,
    }
}
