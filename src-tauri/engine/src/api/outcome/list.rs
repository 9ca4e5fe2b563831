//! All checks, those that need somebody first.

use super::zone_of;
use crate::api::Engine;
use crate::api::types::{OutcomeList, OutcomeRow, OutcomeState, OutcomeVerdict, OutcomeView};
use crate::error::Result;
use crate::model::Stage;

impl Engine {
    /// Of every opportunity that was delivered or that somebody set a goal for; `zone` is where the reader's weeks begin.
    pub async fn outcomes(&self, zone: String) -> Result<OutcomeList> {
        let (mut rows, mut views) = (Vec::new(), Vec::new());
        for asked in self.outcomes_asked(zone_of(&zone)?, None).await? {
            let view = self.outcome_view(&asked).await?;
            rows.push(row(&view, &asked));
            views.push((asked, view));
        }
        rows.sort_by_key(|row| (urgency(row), row.ends.clone(), row.opportunity.id));
        Ok(OutcomeList { rows, calibration: self.calibration(&views).await? })
    }
}

fn row(view: &OutcomeView, asked: &super::asked::Asked) -> OutcomeRow {
    let reading = view.reading.as_ref();
    let headline = match (view.state, reading) {
        (OutcomeState::NotShipped, _) => "Not delivered yet".to_owned(),
        (OutcomeState::Running, Some(reading)) => {
            let ends = view.ends.as_ref().and_then(|date| date.parse().ok());
            let until = ends.map(|ends| super::words::until(ends, asked.today)).unwrap_or_default();
            match reading.verdict {
                OutcomeVerdict::TooEarly | OutcomeVerdict::NoData => until,
                _ => format!("{until}: {}", reading.headline.trim_end_matches('.').to_lowercase()),
            }
        }
        (_, Some(reading)) => reading.headline.trim_end_matches('.').to_owned(),
        (_, None) => String::new(),
    };
    OutcomeRow {
        opportunity: view.opportunity.clone(),
        stage: view.stage,
        state: view.state,
        verdict: reading.map(|reading| reading.verdict),
        headline,
        shipped: view.shipped.clone(),
        ends: view.ends.clone(),
        before: reading.map_or(0.0, |reading| reading.before.per_week),
        after: reading.map_or(0.0, |reading| reading.after.per_week),
        change: reading.and_then(|reading| reading.change),
        goal: reading.and_then(|reading| reading.goal),
        goal_in_words: view.goal_in_words.clone(),
    }
}

/// What came back and what ended without an answer come first; what is settled last.
fn urgency(row: &OutcomeRow) -> u8 {
    match row.state {
        OutcomeState::CameBack => 0,
        OutcomeState::Ended if row.stage != Stage::Verified => 1,
        OutcomeState::Running => 2,
        OutcomeState::NotShipped => 3,
        OutcomeState::Ended => 4,
        OutcomeState::Settled => 5,
    }
}
