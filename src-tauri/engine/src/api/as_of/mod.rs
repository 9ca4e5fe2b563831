//! What an opportunity was worth at the end of a past day, beside today, which rank it had, and by which evidence.
//!
//! Reading order: `shared` and `state` (decisions put together op by op), `view` (what counts of them, and what it comes
//! to), `told` (a decision in words), `others` (everybody's place), `evidence` (what was linked), `answer` (the walk
//! through all decisions), `text`. The journal keeps by what was ranked too, so a value of then is calculated by the
//! method of then, and so are those it is ranked among.

mod answer;
mod evidence;
mod others;
mod shared;
mod state;
mod text;
mod told;
mod view;

use chrono::{Days, NaiveDate};
use insight::weeks::Zone;

use self::answer::{Asked, answer};
use self::others::Others;
use super::Engine;
use super::measuring::{Yardsticks, first_day};
use super::opportunities::{Everything, reference};
use super::outcome::zone_of;
use super::ranking::off_thread;
use super::receipts::place;
use super::types::ValueAt;
use crate::error::{Problem, Result};
use crate::model::{OpportunityId, Time};
use crate::score::measures::may_be_in;
use crate::store::past_values::PastOp;
use crate::store::{past_values, settings};

impl Engine {
    /// The value at the end of `date`, 2026-10-01, beside today's; `zone` is where the reader's days end. Refuses days
    /// that haven't come.
    pub async fn value_at(&self, id: OpportunityId, date: String, zone: String) -> Result<ValueAt> {
        let zone = zone_of(&zone)?;
        let all = self.everything().await?;
        let now = all.now;
        let day = past_day(&date, zone.date(now.0))?;
        let at = end_of(day, zone, now);
        let record = all.record(id)?;
        let settings = settings::read(self.store.reader()).await?;
        let mut read = self.store.reader().begin().await?;
        let ops = past_values::ops(&mut read, &record.uid).await?;
        let known = past_values::signals(&mut read, &state::signal_keys(&ops)?).await?;
        let evidence = shared::method_at(&ops, at, &settings.currency)?.uses_evidence();
        let others = past_values::everybody(&mut read, at, evidence).await?;
        let of_others = past_values::signals(&mut read, &state::signal_keys(&others)?).await?;
        drop(read);
        let asked = Asked {
            opportunity: reference(record),
            uid: record.uid.clone(),
            service: record.service.clone(),
            day,
            at,
            zone,
            now,
            reach_unit: settings.reach_unit,
            currency: settings.currency,
            yardsticks: self.past_yardsticks(&ops).await?,
            ops,
            known,
            others: Others { ops: others, records: all.records().cloned().collect(), known: of_others },
            place: (place(&all, record), ranked(&all)),
        };
        off_thread(move || answer(&asked)).await?
    }

    /// With the use of all days that the ops lie on; None where no formula that they tell of measures.
    async fn past_yardsticks(&self, ops: &[PastOp]) -> Result<Option<Yardsticks>> {
        let measures = |op: &PastOp| op.entity == "formula" && op.value.as_deref().is_some_and(may_be_in);
        if !ops.iter().any(measures) {
            return Ok(None);
        }
        let first = ops.iter().map(|op| op.at).min().and_then(first_day);
        Ok(Some(self.yardsticks(first).await?))
    }
}

fn ranked(all: &Everything) -> u32 {
    u32::try_from(all.ranking.len()).unwrap_or(u32::MAX)
}

/// The day's last instant; now, while it isn't over.
fn end_of(day: NaiveDate, zone: Zone, now: Time) -> Time {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    Time(zone.midnight(next) - 1).min(now)
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
