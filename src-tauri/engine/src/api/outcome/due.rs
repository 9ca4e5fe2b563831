//! Checks whose verdict waits for people: it became due, or turned after they had answered.

use insight::weeks::Zone;

use super::asked::Asked;
use crate::api::Engine;
use crate::api::types::{OpportunityRef, OutcomeReading, OutcomeState, OutcomeVerdict, OutcomeView};
use crate::error::Result;
use crate::model::{Stage, Time};

/// A verdict, or the day when one will be there.
pub(in crate::api) struct Due {
    /// Of the opportunity.
    pub uid: String,
    pub opportunity: OpportunityRef,
    /// "fell", "unchanged", "rose", "back again", "not clear"; "runs" while it isn't there yet.
    pub word: &'static str,
    /// Since when it is so; of a check that runs, when it ends.
    pub at: Time,
    pub headline: String,
    pub sentence: String,
    pub goal: String,
}

impl Engine {
    /// Checks that ended and nobody settled, those whose signals came back since, and those that end by `by`; the
    /// reader's days are those of `zone`.
    pub(in crate::api) async fn outcomes_due(&self, zone: Zone, by: Time) -> Result<Vec<Due>> {
        let mut found = Vec::new();
        for asked in self.outcomes_asked(zone, None).await? {
            // What is assessed again or rejected has left the check behind.
            if matches!(asked.record.stage, Stage::Delivered | Stage::Verified) {
                let view = self.outcome_view(&asked).await?;
                found.extend(due(&view, &asked, zone).filter(|due| due.at <= by));
            }
        }
        found.sort_by_key(|due| (due.word == "runs", due.at, due.opportunity.id));
        Ok(found)
    }
}

fn due(view: &OutcomeView, asked: &Asked, zone: Zone) -> Option<Due> {
    let reading = view.reading.as_ref()?;
    let answered = view.settled.as_ref().map(|settled| settled.at);
    let known = view.watch.as_ref().and_then(|watch| midnight(watch.known_on.as_deref()?, zone));
    let back = known.filter(|at| answered.is_none_or(|answered| *at > answered));
    let (word, at) = match (back, answered, view.state) {
        (Some(at), ..) => ("back again", at),
        (None, None, OutcomeState::Ended) if asked.record.stage == Stage::Delivered => {
            (verdict(reading), midnight(view.ends.as_deref()?, zone)?)
        }
        (None, None, OutcomeState::Running) => ("runs", midnight(view.ends.as_deref()?, zone)?),
        _ => return None,
    };
    Some(Due {
        uid: asked.record.uid.clone(),
        opportunity: view.opportunity.clone(),
        word,
        at,
        headline: reading.headline.trim_end_matches('.').to_owned(),
        sentence: reading.sentence.clone(),
        goal: view.goal_in_words.clone(),
    })
}

fn verdict(reading: &OutcomeReading) -> &'static str {
    match reading.verdict {
        OutcomeVerdict::Fell => "fell",
        OutcomeVerdict::Unchanged => "unchanged",
        OutcomeVerdict::Rose => "rose",
        OutcomeVerdict::TooEarly | OutcomeVerdict::TooFew | OutcomeVerdict::NoData => "not clear",
    }
}

/// When an ISO date begins in the reader's zone.
fn midnight(date: &str, zone: Zone) -> Option<Time> {
    Some(Time(zone.midnight(date.parse().ok()?)))
}
