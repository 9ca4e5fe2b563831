//! Whether what was delivered worked.

use clap::{Args, Subcommand};
use engine::api::Engine;
use engine::api::types::{
    CalibrationRow, GoalMeasure, OutcomeAnswer, OutcomeGoal, OutcomeList, OutcomeNumber, OutcomePlan, OutcomeReading,
    OutcomeReceipt, OutcomeRole, OutcomeView,
};
use engine::error::{Problem, Result};
use engine::model::OpportunityId;

use crate::done::Done;
use crate::pulse::zone;
use crate::show::{Table, count};
use crate::{read, workspace};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Outcome {
    #[command(subcommand)]
    pub what: Option<What>,
    /// Without it: all checks.
    #[arg(value_parser = read::opportunity)]
    pub opportunity: Option<OpportunityId>,
    /// Where weeks begin: Europe/Berlin, or +02:00; this computer's when left out.
    #[arg(long)]
    pub zone: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum What {
    /// What is expected, as a number: one of the four, or none.
    Goal(Goal),
    /// How it compares; what isn't named is as proposed.
    Plan {
        #[arg(value_parser = read::opportunity)]
        id: OpportunityId,
        /// Weeks on each side, 3 to 26.
        #[arg(long)]
        weeks: Option<u32>,
        /// The day of delivery, 2026-10-14.
        #[arg(long, value_name = "DATE")]
        shipped: Option<String>,
        /// Without holding it against other signals.
        #[arg(long)]
        alone: bool,
    },
    /// Settle a check: verified (it worked), again (back to assessing), follow_up (a new opportunity), or open.
    Settle {
        #[arg(value_parser = read::opportunity)]
        id: OpportunityId,
        #[arg(value_parser = ["verified", "again", "follow_up", "open"])]
        answer: String,
        #[arg(long, default_value = "")]
        note: String,
    },
    /// How a number came about: change, others, goal, watch or usage.
    Receipt {
        #[arg(value_parser = read::opportunity)]
        id: OpportunityId,
        #[arg(value_parser = read::json_word::<OutcomeNumber>, default_value = "change")]
        of: OutcomeNumber,
        #[arg(long)]
        zone: Option<String>,
    },
    /// How value estimates held, by framework.
    Calibration,
}

#[derive(Debug, Args)]
pub struct Goal {
    #[arg(value_parser = read::opportunity)]
    id: OpportunityId,
    #[command(flatten)]
    amount: Amount,
    /// Counts the use of a feature instead of the signals.
    #[arg(long, value_name = "FEATURE")]
    feature: Option<String>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Amount {
    /// So many a week or fewer.
    #[arg(long)]
    at_most: Option<f64>,
    /// So many a week or more.
    #[arg(long)]
    at_least: Option<f64>,
    /// So many percent less.
    #[arg(long, value_name = "PERCENT")]
    fall_by: Option<f64>,
    /// So many percent more.
    #[arg(long, value_name = "PERCENT")]
    rise_by: Option<f64>,
    /// Takes the goal away.
    #[arg(long)]
    none: bool,
}

impl Goal {
    fn goal(&self) -> Option<OutcomeGoal> {
        let all = [
            (GoalMeasure::AtMost, self.amount.at_most),
            (GoalMeasure::AtLeast, self.amount.at_least),
            (GoalMeasure::FallBy, self.amount.fall_by),
            (GoalMeasure::RiseBy, self.amount.rise_by),
        ];
        let (measure, amount) = all.into_iter().find_map(|(measure, amount)| Some((measure, amount?)))?;
        Some(OutcomeGoal { measure, amount, feature: self.feature.clone() })
    }
}

pub async fn perform(engine: &Engine, wanted: Outcome) -> Result<Done> {
    let reader = zone(wanted.zone.as_deref());
    match wanted.what {
        None => match wanted.opportunity {
            Some(id) => {
                let view = engine.outcome(id, reader).await?;
                Ok(Done::new(&view, check(&view)))
            }
            None => {
                let list = engine.outcomes(reader).await?;
                Ok(Done::new(&list, listed(&list)))
            }
        },
        Some(What::Goal(goal)) => Ok(workspace::step(&engine.set_outcome_goal(goal.id, goal.goal()).await?)),
        Some(What::Plan { id, weeks, shipped, alone }) => {
            let plan = OutcomePlan { weeks, shipped_on: shipped, alone };
            Ok(workspace::step(&engine.plan_outcome(id, plan).await?))
        }
        Some(What::Settle { id, answer, note }) => {
            let answer = match answer.as_str() {
                "verified" => Some(OutcomeAnswer::Verified),
                "again" => Some(OutcomeAnswer::Again),
                "follow_up" => Some(OutcomeAnswer::FollowUp),
                "open" => None,
                other => return Err(Problem::bad_input(format!("A check can’t be settled as {other}."))),
            };
            Ok(workspace::step(&engine.settle_outcome(id, answer, note).await?))
        }
        Some(What::Receipt { id, of, zone: wanted }) => {
            let receipt = engine.outcome_receipt(id, zone(wanted.as_deref()), of).await?;
            Ok(Done::new(&receipt, explained(&receipt)))
        }
        Some(What::Calibration) => {
            let rows = engine.outcomes(reader).await?.calibration;
            Ok(Done::new(&rows, calibrated(&rows)))
        }
    }
}

fn listed(list: &OutcomeList) -> String {
    let mut table = Table::new(&["Opportunity", "*Title", "*Check", ">Before", ">After", "On goal"]);
    for row in &list.rows {
        let goal = row.goal.map_or_else(String::new, |goal| format!("{} of {} weeks", goal.weeks, goal.of));
        table.row([
            row.opportunity.label.clone(),
            row.opportunity.title.clone(),
            row.headline.clone(),
            format!("{:.1}", row.before),
            format!("{:.1}", row.after),
            goal,
        ]);
    }
    table.text("Nothing was delivered yet.")
}

fn check(view: &OutcomeView) -> String {
    let mut text = format!("{} {}\n", view.opportunity.label, view.opportunity.title);
    match (&view.shipped, &view.ends) {
        (Some(shipped), Some(ends)) => text.push_str(&format!(
            "Delivered {shipped}, says {}. {} weeks a side, until before {ends}.\n",
            view.shipped_by, view.weeks
        )),
        _ => text.push_str("Not delivered yet: the check begins with the delivery.\n"),
    }
    if !view.goal_in_words.is_empty() {
        text.push_str(&format!("Goal: {}\n", view.goal_in_words));
    }
    if !view.caution.is_empty() {
        text.push_str(&format!("{}\n", view.caution));
    }
    text.extend(view.reading.iter().map(said));
    if let Some(usage) = &view.usage {
        text.push_str(&format!("\nUse of {}\n{}", usage.feature, said(&usage.reading)));
    }
    text
}

fn said(reading: &OutcomeReading) -> String {
    let mut text = format!("\n{} {}\n", reading.headline, reading.sentence);
    if let Some(goal) = &reading.goal {
        text.push_str(&format!("{} of {} weeks met the goal.\n", goal.weeks, goal.of));
    }
    let mut table = Table::new(&["Week from", ">Count", ">Others", "Role"]);
    for week in &reading.weeks {
        table.row([week.monday.clone(), count(week.count), count(week.others), role(week.role).to_owned()]);
    }
    text.push('\n');
    text.push_str(&table.text("No weeks yet."));
    text
}

fn role(role: OutcomeRole) -> &'static str {
    match role {
        OutcomeRole::Earlier => "",
        OutcomeRole::Before => "before",
        OutcomeRole::Shipping => "delivered, left out",
        OutcomeRole::After => "after",
        OutcomeRole::Later => "watched",
        OutcomeRole::Unread => "not read, left out",
        OutcomeRole::Running => "not over",
    }
}

fn explained(receipt: &OutcomeReceipt) -> String {
    let mut text = format!("{}: {}\n\n", receipt.title, receipt.value);
    text.extend(receipt.inputs.iter().map(|input| format!("{}: {}\n", input.label, input.value)));
    text.push('\n');
    text.extend(receipt.method.iter().map(|step| format!("{step}\n")));
    text.extend(receipt.published.iter().map(|one| format!("After {one}\n")));
    text
}

fn calibrated(rows: &[CalibrationRow]) -> String {
    let mut table = Table::new(&["*Framework", ">Checks", ">Ranges that held it", ">Likely was off by"]);
    for row in rows {
        let held = row.held.map_or_else(|| "too few".to_owned(), |held| format!("{held} of {}", row.n));
        let bias = row.bias.map_or_else(|| "too few".to_owned(), |bias| format!("{:+.0} %", bias * 100.0));
        table.row([row.framework.clone(), count(row.n), held, bias]);
    }
    table.text("No check with a goal and an estimate has ended.")
}
