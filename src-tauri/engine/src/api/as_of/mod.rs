//! What an opportunity was worth at the end of a past day, beside today.
//!
//! Reading order: `state` (decisions put together op by op), `view` (what counts of them, and what it comes to), `told`
//! (a decision in words), `answer` (the walk through all of them), `text`. The journal keeps by what was ranked too, so
//! a value of then is calculated by the method of then.

mod answer;
mod state;
mod text;
mod told;
mod view;

use chrono::NaiveDate;

use self::answer::{Asked, answer};
use super::Engine;
use super::opportunities::{absent, reference};
use super::outcome::zone_of;
use super::ranking::off_thread;
use super::types::ValueAt;
use crate::error::{Problem, Result};
use crate::model::OpportunityId;
use crate::store::{opportunities, past_values, settings};

impl Engine {
    /// The value at the end of `date`, 2026-10-01, beside today's; `zone` is where the reader's days end. Refuses days
    /// that haven't come.
    pub async fn value_at(&self, id: OpportunityId, date: String, zone: String) -> Result<ValueAt> {
        let zone = zone_of(&zone)?;
        let now = self.now();
        let day = past_day(&date, zone.date(now.0))?;
        let settings = settings::read(self.store.reader()).await?;
        let mut read = self.store.reader().begin().await?;
        let record = opportunities::one(&mut read, id).await?.ok_or_else(|| absent(id))?;
        let ops = past_values::ops(&mut read, &record.uid).await?;
        let known = past_values::signals(&mut read, &state::signal_keys(&ops)?).await?;
        drop(read);
        let asked = Asked {
            opportunity: reference(&record),
            uid: record.uid,
            day,
            zone,
            now,
            reach_unit: settings.reach_unit,
            currency: settings.currency,
            ops,
            known,
        };
        off_thread(move || answer(&asked)).await?
    }
}

fn past_day(date: &str, today: NaiveDate) -> Result<NaiveDate> {
    let day: NaiveDate = date.trim().parse().map_err(|_| {
        Problem::bad_input(format!("“{}” is no date.", date.trim())).todo("Write it as year-month-day: 2026-10-01.")
    })?;
    if day > today {
        return Err(Problem::bad_input(format!("{day} hasn't come yet.")).todo("Choose today or a day before."));
    }
    Ok(day)
}
