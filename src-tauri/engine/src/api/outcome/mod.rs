//! Outcome checks: did the signals fall after the delivery?
//!
//! Reading order: `asked` (what a check is about), `series` (its weeks), `reading` (their verdict), `words`, `receipts`,
//! `list`, `calibration`, `due` (what waits for people), `decisions`.

mod asked;
mod calibration;
mod decisions;
mod due;
mod list;
mod reading;
mod receipts;
mod series;
mod words;

use insight::weeks::Zone;

use self::asked::Asked;
use super::Engine;
use super::types::{OutcomeNumber, OutcomeReceipt, OutcomeView};
use crate::error::{Problem, Result};
use crate::model::OpportunityId;

impl Engine {
    /// The check of one opportunity; `zone` is where the reader's weeks begin.
    pub async fn outcome(&self, id: OpportunityId, zone: String) -> Result<OutcomeView> {
        let asked = self.outcome_asked(id, &zone).await?;
        self.outcome_view(&asked).await
    }

    /// How a number of the check came about.
    pub async fn outcome_receipt(&self, id: OpportunityId, zone: String, of: OutcomeNumber) -> Result<OutcomeReceipt> {
        let asked = self.outcome_asked(id, &zone).await?;
        let view = self.outcome_view(&asked).await?;
        receipts::receipt(&view, of, asked.today).ok_or_else(|| {
            Problem::not_found("This number isn’t there yet.").todo("Open it again when the check has begun.")
        })
    }

    async fn outcome_asked(&self, id: OpportunityId, zone: &str) -> Result<Asked> {
        let zone = zone_of(zone)?;
        let mut all = self.outcomes_asked(zone, Some(id)).await?;
        all.pop().ok_or_else(|| super::opportunities::absent(id))
    }
}

pub(in crate::api) fn zone_of(zone: &str) -> Result<Zone> {
    Zone::parse(zone).ok_or_else(|| {
        Problem::bad_input(format!("“{zone}” is no time zone."))
            .todo("Use a name such as Europe/Berlin, or an offset such as +02:00.")
    })
}
