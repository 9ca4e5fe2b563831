//! How value estimates held: a value was promised for the goal, and so much of the goal happened.
//!
//! An estimate's range is brought to its likely value: 0.6 … 1 … 1.4. What happened is the change that was seen over the
//! change that the goal asked for: 1 is exactly the goal, 0.5 half of it. Nothing here is counted by person.

use outcome::calibration::{self, Past};

use super::asked::Asked;
use super::reading::plain_goal;
use crate::api::Engine;
use crate::api::past;
use crate::api::types::{CalibrationPast, CalibrationRow, OutcomeState, OutcomeVerdict, OutcomeView};
use crate::error::Result;
use crate::model::Time;
use crate::score::inputs::Inputs;
use crate::score::{Framework, Method, ValueSpread};

impl Engine {
    /// By framework, those that no estimate was made in left out.
    pub(super) async fn calibration(&self, views: &[(Asked, OutcomeView)]) -> Result<Vec<CalibrationRow>> {
        let mut happened = Vec::new();
        for (asked, view) in views {
            let Some(share) = goal_reached(view) else { continue };
            let inputs = self.inputs_at_delivery(asked).await?;
            happened.push((asked, view, share, inputs));
        }
        let mut rows = Vec::new();
        for method in Framework::PUBLISHED.iter().filter_map(|framework| Method::published(*framework)) {
            let mut pasts = Vec::new();
            for (asked, view, share, inputs) in &happened {
                let value = past::value_of(&method, &asked.record.uid, inputs, asked.now);
                pasts.extend(value.filter(|value| value.p50 > 0.0).map(|value| one(view, value, *share)));
            }
            if !pasts.is_empty() {
                rows.push(row(&method, pasts));
            }
        }
        Ok(rows)
    }

    /// What was estimated when it was delivered; what somebody entered afterwards knew the result.
    async fn inputs_at_delivery(&self, asked: &Asked) -> Result<Inputs> {
        let shipped = asked.shipped.map_or(asked.now, |shipped| Time(asked.zone.midnight(shipped.on) + Time::DAY));
        let mut inputs = Inputs::new();
        for entered in past::read(&self.store, &asked.record).await?.entered {
            if entered.at > shipped {
                continue;
            }
            match entered.range {
                Some(range) => inputs.insert(entered.name, range),
                None => inputs.remove(&entered.name),
            };
        }
        Ok(inputs)
    }
}

/// The change seen over the change asked for, of a check that is over and has a verdict.
fn goal_reached(view: &OutcomeView) -> Option<f64> {
    let reading = match view.usage.as_ref() {
        Some(usage) => &usage.reading,
        None => view.reading.as_ref()?,
    };
    let over = !matches!(view.state, OutcomeState::Running | OutcomeState::NotShipped);
    let told = matches!(reading.verdict, OutcomeVerdict::Fell | OutcomeVerdict::Unchanged | OutcomeVerdict::Rose);
    let goal = plain_goal(view.goal.as_ref()?);
    let before = outcome::week::Level { count: reading.before.count, weeks: reading.before.weeks };
    let asked = goal.ratio(before)? - 1.0;
    let seen = reading.change?.seen?;
    (over && told && asked.abs() > 1e-9).then(|| seen / asked)
}

fn one(view: &OutcomeView, value: ValueSpread, happened: f64) -> CalibrationPast {
    let (low, high) = (value.p10 / value.p50, value.p90 / value.p50);
    let held = Past { low, likely: 1.0, high, happened }.held();
    CalibrationPast { opportunity: view.opportunity.clone(), value: value.p50, low, high, happened, held }
}

fn row(method: &Method, pasts: Vec<CalibrationPast>) -> CalibrationRow {
    let plain: Vec<Past> = pasts
        .iter()
        .map(|past| Past { low: past.low, likely: 1.0, high: past.high, happened: past.happened })
        .collect();
    let found = calibration::of(&plain);
    CalibrationRow {
        framework: method.name.clone(),
        n: found.n as u32,
        held: found.held.map(|(held, ..)| held as u32),
        low: found.held.map(|(_, low, _)| low),
        high: found.held.map(|(.., high)| high),
        bias: found.bias,
        pasts,
    }
}
