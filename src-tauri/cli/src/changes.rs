//! Changes: standard-change candidates, advice for sprints, deployments without a record. Nothing is done in a tool.

use clap::Subcommand;
use engine::api::Engine;
use engine::api::types::{
    ChangesPage, ChangesQuery, FlowList, FlowNumber, FlowPlace, FlowRow, RecordPair, SprintAdvice, StandardCandidate,
    StepDone, UnrecordedList,
};
use engine::error::{Problem, Result};
use engine::model::{SignalId, Time};

use crate::done::Done;
use crate::problems::Period;
use crate::read;
use crate::show::{self, Table, count};
use crate::workspace;

#[derive(Debug, Subcommand)]
pub enum Changes {
    /// Which could become standard changes, and why others can't.
    Standard {
        #[command(flatten)]
        period: Period,
        /// Propose one, by the beginning of its key.
        #[arg(long)]
        propose: Option<String>,
        /// Take a proposal back.
        #[arg(long, conflicts_with = "propose")]
        withdraw: Option<String>,
    },
    /// How many changes fit into a sprint.
    Sprint {
        #[command(flatten)]
        period: Period,
        /// Note that the service (--service) tries so many a sprint; 0 ends the try.
        #[arg(long = "try", requires = "service")]
        tries: Option<u32>,
        /// For so many sprints.
        #[arg(long, default_value_t = 3)]
        sprints: u32,
    },
    /// How work flows, by service and by product: open work, waiting, hand-overs, batch size, rework.
    Flow {
        #[command(flatten)]
        period: Period,
        /// Show how a number came about: open, waiting, on-hold, hand-overs, batch or rework. Of the service
        /// (--service), of the product (--product), or of no service.
        #[arg(long, value_parser = read::json_word::<FlowNumber>)]
        receipt: Option<FlowNumber>,
        #[arg(long, requires = "receipt", conflicts_with = "service")]
        product: Option<String>,
    },
    /// Deployments that no change record speaks of.
    Unrecorded {
        #[command(flatten)]
        period: Period,
        /// Link the deployment to the change record, both by their ids.
        #[arg(long, num_args = 2, value_names = ["DEPLOYMENT", "CHANGE"])]
        link: Option<Vec<u32>>,
        /// It is of another record.
        #[arg(long, num_args = 2, value_names = ["DEPLOYMENT", "CHANGE"], conflicts_with = "link")]
        not: Option<Vec<u32>>,
    },
}

pub async fn perform(engine: &Engine, what: Changes) -> Result<Done> {
    match what {
        Changes::Standard { period, propose, withdraw } => {
            let page = page(engine, &period).await?;
            let Some(beginning) = propose.as_ref().or(withdraw.as_ref()) else {
                let text = standard(&page);
                return Ok(Done::new(&page.standard, text));
            };
            let key = key(&page.standard, beginning)?;
            Ok(workspace::step(&engine.propose_standard_change(key, propose.is_some()).await?))
        }
        Changes::Sprint { period, tries, sprints } => {
            if let (Some(level), Some(service)) = (tries, period.service.first()) {
                let level = Some(level).filter(|level| *level > 0);
                return Ok(workspace::step(&engine.try_change_level(service.clone(), level, sprints).await?));
            }
            let page = page(engine, &period).await?;
            let text = sprint(&page);
            Ok(Done::new(&page.sprints, text))
        }
        Changes::Flow { period, receipt, product } => {
            let services = period.services(engine).await?;
            let query = ChangesQuery { days: period.days, services, product: None };
            let Some(of) = receipt else {
                let list = engine.flow(query).await?;
                return Ok(Done::new(&list, flow(&list)));
            };
            let place = match product {
                Some(name) => FlowPlace::Product { name },
                None => FlowPlace::Service { name: period.service.first().cloned() },
            };
            let receipt = engine.flow_receipt(query, place, of).await?;
            Ok(Done::new(&receipt, show::lines(&receipt.text)))
        }
        Changes::Unrecorded { period, link, not } => {
            if let Some(done) = decided(engine, link.as_deref(), true).await? {
                return Ok(workspace::step(&done));
            }
            if let Some(done) = decided(engine, not.as_deref(), false).await? {
                return Ok(workspace::step(&done));
            }
            let page = page(engine, &period).await?;
            let text = unrecorded(&page.unrecorded);
            Ok(Done::new(&page.unrecorded, text))
        }
    }
}

async fn decided(engine: &Engine, ids: Option<&[u32]>, belongs: bool) -> Result<Option<StepDone>> {
    let Some([deployment, change]) = ids else { return Ok(None) };
    let pair = RecordPair { deployment: SignalId(*deployment), change: SignalId(*change) };
    engine.set_change_records(vec![pair], Some(belongs)).await.map(Some)
}

async fn page(engine: &Engine, period: &Period) -> Result<ChangesPage> {
    let services = period.services(engine).await?;
    engine.changes_page(ChangesQuery { days: period.days, services, product: None }).await
}

fn key(candidates: &[StandardCandidate], beginning: &str) -> Result<String> {
    let wanted = beginning.trim().to_lowercase();
    let found: Vec<&StandardCandidate> = candidates.iter().filter(|one| one.key.starts_with(&wanted)).collect();
    match found.as_slice() {
        [only] => Ok(only.key.clone()),
        [] => Err(Problem::not_found(format!("No kind of change has a key like {beginning:?}."))),
        several => Err(Problem::bad_input(format!("{} kinds of change have a key like it.", several.len()))
            .todo("Write more of the key.")),
    }
}

fn standard(page: &ChangesPage) -> String {
    let mut table =
        Table::new(&["Key", "State", "*What changes", "Service", ">Times", ">Failed", "Likely fail rate", "Why"]);
    for one in &page.standard {
        table.row([
            one.key.chars().take(8).collect(),
            show::word(one.state),
            one.title.clone(),
            one.service.clone().unwrap_or_default(),
            count(one.times),
            count(one.failed),
            format!("{:.1} to {:.1} %", one.fail_low * 100.0, one.fail_high * 100.0),
            one.why.clone(),
        ]);
    }
    format!("{}{}\n", table.text("No change was done twice in 180 days."), page.standard_rule)
}

fn sprint(page: &ChangesPage) -> String {
    let mut table = Table::new(&["Service", ">Sprints", ">Level", "Tries", "*Advice"]);
    for one in &page.sprints {
        table.row([
            one.service.clone().unwrap_or_else(|| "none".to_owned()),
            count(one.points.len() as u32),
            one.level.map_or_else(String::new, count),
            one.tried
                .as_ref()
                .map_or_else(String::new, |tried| format!("{} for {} sprints", tried.level, tried.sprints)),
            one.advice.clone(),
        ]);
    }
    let mut text = table.text("No changes yet.");
    if let [only] = page.sprints.as_slice() {
        text.push_str(&points(only));
    }
    text.push_str(&format!("{}\n", page.sprint_rule));
    text
}

fn points(advice: &SprintAdvice) -> String {
    let mut table = Table::new(&["From", "Sprint", ">Changes", ">Failed", ">Level", "*Step"]);
    for point in &advice.points {
        table.row([
            show::time(point.from),
            show::word(point.word),
            count(point.changes),
            count(point.failed),
            count(point.level),
            point.step.clone().unwrap_or_default(),
        ]);
    }
    table.text("")
}

fn flow(list: &FlowList) -> String {
    let mut text = rows_of("*Service", &list.rows);
    if !list.products.is_empty() {
        text.push_str(&format!("\n{}", rows_of("*Product", &list.products)));
    }
    text
}

fn rows_of(place: &'static str, rows: &[FlowRow]) -> String {
    let header = [
        place,
        ">Open",
        ">Median age",
        ">Oldest",
        ">Waits",
        ">On hold",
        ">Hand-overs",
        ">Changes at once",
        ">Changes",
        ">Emergencies",
        "Look at",
    ];
    let mut table = Table::new(&header);
    let days = |millis: Option<i64>| {
        millis.map_or_else(String::new, |millis| format!("{} d", show::number(millis as f64 / Time::DAY as f64)))
    };
    let percent = |share: Option<f64>| share.map_or_else(String::new, |share| format!("{:.0} %", share * 100.0));
    for row in rows {
        table.row([
            row.service.as_ref().or(row.product.as_ref()).cloned().unwrap_or_else(|| "none".to_owned()),
            count(row.open),
            days(row.age),
            days(row.oldest),
            percent(row.waiting),
            percent(row.on_hold),
            row.hand_overs.map_or_else(String::new, show::number),
            row.batch.map_or_else(String::new, show::number),
            count(row.changes),
            count(row.emergencies),
            row.warning.clone().unwrap_or_default(),
        ]);
    }
    table.text("No work yet.")
}

fn unrecorded(list: &UnrecordedList) -> String {
    if !list.known {
        return format!(
            "No change records are read, so nothing can be said of {}.\n",
            show::counted(list.deployments, "deployment", "deployments")
        );
    }
    let mut table =
        Table::new(&[">ID", "When", "*Deployment", "Service", ">Record", "It may belong to", "Match", "After it"]);
    for row in &list.rows {
        let (id, title, word) = match &row.record {
            Some(record) => (
                record.signal.to_string(),
                format!("{} {}", record.label, record.title),
                format!("{:.2}, {}: {}", record.score, show::word(record.word), record.reasons.join(", ")),
            ),
            None => (String::new(), "No record near it".to_owned(), String::new()),
        };
        table.row([
            row.signal.to_string(),
            show::time(row.at),
            row.title.clone(),
            row.service.clone().unwrap_or_default(),
            id,
            title,
            word,
            row.after.as_ref().map_or_else(String::new, |incident| incident.label.clone()),
        ]);
    }
    let all = show::counted(list.deployments, "deployment", "deployments");
    format!(
        "{}{} of {all} have no change record.\n",
        table.text("Every deployment has its record."),
        count(list.rows.len() as u32)
    )
}
