//! Recurring problems: what comes back, what is known about it, and the way to an opportunity.

use clap::{Args, Subcommand};
use engine::api::types::{AcceptInto, CostRates, EpisodeView, ProblemDetail, ProblemList, ProblemQuery, ProblemRow};
use engine::api::{Engine, duration};
use engine::error::{Problem, Result};
use engine::model::{OpportunityId, ServiceId};

use crate::done::Done;
use crate::read::{self, Input};
use crate::show::{self, Table, count};
use crate::workspace;

#[derive(Debug, Subcommand)]
pub enum Problems {
    /// Those with the most incidents and alerts first.
    List {
        #[command(flatten)]
        period: Period,
    },
    /// One, with its episodes.
    Show {
        /// Its key, or the beginning of it.
        problem: String,
        #[command(flatten)]
        period: Period,
    },
    /// An empty name brings the title of the records back.
    Rename { problem: String, name: String },
    /// Note a way round; an empty one says that there is none.
    Workaround { problem: String, text: String },
    /// The cause is known, the fix is not in place.
    KnownError {
        problem: String,
        /// It isn't known after all.
        #[arg(long)]
        undo: bool,
    },
    /// Set what handling costs: one number, low..likely..high, or none; all none takes the costs away.
    Cost {
        /// Only this problem; those without costs of their own when left out.
        problem: Option<String>,
        #[command(flatten)]
        rates: Box<Rates>,
    },
    /// Make all its incidents and alerts evidence of an opportunity.
    ToOpportunity {
        problem: String,
        /// An opportunity, OPP-31 or 31; a new one when left out.
        #[arg(long, value_parser = read::opportunity)]
        into: Option<OpportunityId>,
        /// Title of a new opportunity; the problem's when left out.
        #[arg(long, conflicts_with = "into", default_value = "")]
        new: String,
        /// 0 to 3.
        #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(0..=3))]
        importance: u8,
        /// Take the tickets that were written about the service while it lasted, too.
        #[arg(long)]
        meanwhile: bool,
    },
}

/// How far back to look, and where.
#[derive(Clone, Debug, Args)]
pub struct Period {
    /// Days up to now.
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=366))]
    pub days: u32,
    /// Only this service; can be given several times.
    #[arg(long)]
    pub service: Vec<String>,
}

impl Period {
    /// The services by their ids.
    pub async fn services(&self, engine: &Engine) -> Result<Vec<ServiceId>> {
        if self.service.is_empty() {
            return Ok(Vec::new());
        }
        let known = engine.services().await?.services;
        let id = |name: &String| {
            let found = known.iter().find(|service| service.name.eq_ignore_ascii_case(name)).map(|service| service.id);
            found.ok_or_else(|| Problem::not_found(format!("There is no service {name:?}.")))
        };
        self.service.iter().map(id).collect()
    }
}

#[derive(Debug, Args)]
pub struct Rates {
    /// An hour of those who restore the service.
    #[arg(long, value_parser = read::range)]
    hour: Option<Input>,
    /// Hours of work on an episode; the time to restore when none.
    #[arg(long, value_parser = read::range)]
    hours: Option<Input>,
    /// An hour of support.
    #[arg(long, value_parser = read::range)]
    support_hour: Option<Input>,
    /// Hours that a ticket takes.
    #[arg(long, value_parser = read::range)]
    ticket_hours: Option<Input>,
    /// Given back to customers, an episode.
    #[arg(long, value_parser = read::range)]
    credits: Option<Input>,
}

impl Rates {
    /// What isn't given stays.
    fn over(&self, before: CostRates) -> CostRates {
        let pick = |given: Option<Input>, before| given.map_or(before, |input| input.0);
        CostRates {
            hour: pick(self.hour, before.hour),
            hours: pick(self.hours, before.hours),
            support_hour: pick(self.support_hour, before.support_hour),
            ticket_hours: pick(self.ticket_hours, before.ticket_hours),
            credits: pick(self.credits, before.credits),
        }
    }
}

pub async fn perform(engine: &Engine, what: Problems) -> Result<Done> {
    let done = match what {
        Problems::List { period } => {
            let list = engine.problems(query(engine, &period).await?).await?;
            let text = listed(&list);
            return Ok(Done::new(&list, text));
        }
        Problems::Show { problem, period } => {
            let query = query(engine, &period).await?;
            let detail = engine.problem(key(engine, &problem).await?, query).await?;
            let text = shown(&detail);
            return Ok(Done::new(&detail, text));
        }
        Problems::Rename { problem, name } => engine.rename_problem(key(engine, &problem).await?, name).await?,
        Problems::Workaround { problem, text } => engine.set_workaround(key(engine, &problem).await?, text).await?,
        Problems::KnownError { problem, undo } => engine.set_known_error(key(engine, &problem).await?, !undo).await?,
        Problems::Cost { problem, rates } => {
            let (key, before) = match problem {
                Some(problem) => {
                    let key = key(engine, &problem).await?;
                    let detail = engine.problem(key.clone(), a_year()).await?;
                    (Some(key), detail.cost.rates)
                }
                None => (None, engine.problems(a_year()).await?.rates),
            };
            engine.set_cost_rates(key, rates.over(before)).await?
        }
        Problems::ToOpportunity { problem, into, new, importance, meanwhile } => {
            let into = match into {
                Some(opportunity) => AcceptInto::Existing { opportunity },
                None => AcceptInto::New { title: new },
            };
            engine.accept_problem(key(engine, &problem).await?, into, importance, meanwhile).await?
        }
    };
    Ok(workspace::step(&done))
}

async fn query(engine: &Engine, period: &Period) -> Result<ProblemQuery> {
    Ok(ProblemQuery { days: period.days, services: period.services(engine).await?, product: None })
}

fn a_year() -> ProblemQuery {
    ProblemQuery { days: 366, ..ProblemQuery::default() }
}

/// The problem whose key begins so.
pub async fn key(engine: &Engine, beginning: &str) -> Result<String> {
    let wanted = beginning.trim().to_lowercase();
    let list = engine.problems(a_year()).await?;
    let found: Vec<&ProblemRow> = list.problems.iter().filter(|row| row.key.starts_with(&wanted)).collect();
    match found.as_slice() {
        [only] => Ok(only.key.clone()),
        [] => Err(Problem::not_found(format!("No recurring problem of the last year has a key like {beginning:?}."))
            .todo("See them with `throughline problems list --days 366`.")),
        several => Err(Problem::bad_input(format!("{} problems have a key like {beginning:?}.", several.len()))
            .todo("Write more of it.")),
    }
}

fn listed(list: &ProblemList) -> String {
    let header =
        ["Key", "State", "*Problem", "Service", ">Episodes", ">Records", ">So far", "To restore", "Known", "A quarter"];
    let mut table = Table::new(&header);
    for row in &list.problems {
        table.row([
            row.key.chars().take(8).collect(),
            show::word(row.trend),
            row.title.clone(),
            row.service.clone().unwrap_or_default(),
            count(row.episodes),
            count(row.signals),
            format!("{:.0} %", row.share_so_far * 100.0),
            row.restore.map_or_else(String::new, duration),
            known(row),
            show::range(row.cost),
        ]);
    }
    let mut text = table.text("Nothing came back in the period.");
    if let Some(share) = list.top_share.filter(|_| list.top > 0) {
        let problems = show::counted(list.top, "problem causes", "problems cause");
        let records = show::counted(list.records, "incident and alert", "incidents and alerts");
        text.push_str(&format!("{problems} {:.0} % of {records}.\n", share * 100.0));
    }
    text
}

fn known(row: &ProblemRow) -> String {
    let opportunity = row.opportunity.as_ref().map(|opportunity| opportunity.label.as_str());
    let words = [opportunity, row.workaround.then_some("workaround"), row.known_error.then_some("cause")];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `1 h 40`, `3.5 d`.
fn shown(detail: &ProblemDetail) -> String {
    let row = &detail.row;
    let mut text = format!("{}  {}\n{}\n", row.key, show::line(&row.title), show::line(&detail.why));
    text.push_str(&format!(
        "{}, {}, {}, {}\n",
        show::word(row.trend),
        show::counted(row.episodes, "episode", "episodes"),
        show::counted(row.signals, "record", "records"),
        show::counted(row.customers, "customer", "customers")
    ));
    if detail.came_back_of > 0 {
        text.push_str(&format!("Came back within 14 days: {} of {}\n", detail.came_back, detail.came_back_of));
    }
    if let Some(days) = detail.days_apart {
        let before =
            detail.days_apart_before.map_or_else(String::new, |days| format!(", {} before", show::number(days)));
        text.push_str(&format!("Days apart: {}{before}\n", show::number(days)));
    }
    if let Some(way) = &detail.workaround {
        let who = if way.by_person { "" } else { " (a record says so)" };
        text.push_str(&format!("Workaround{who}: {}\n", show::line(&way.text)));
    }
    for line in &detail.cost.lines {
        text.push_str(&format!("{}: {}, {}\n", line.name, line.how, show::range(Some(line.amount))));
    }
    let cost = detail.cost.quarter.map_or_else(|| "not set".to_owned(), |cost| show::range(Some(cost)));
    text.push_str(&format!("A quarter costs: {cost} {}\n", show::line(&detail.cost.currency)));
    text.extend(detail.cost.not_counted.iter().map(|sentence| format!("  {sentence}\n")));
    text.extend(detail.causes.warning.iter().map(|warning| format!("{warning}\n")));
    for dimension in detail.causes.dimensions.iter().filter(|one| !one.causes.is_empty()) {
        for cause in &dimension.causes {
            let state = show::word(cause.state);
            text.push_str(&format!("Cause, {}: {} ({state})\n", dimension.name, show::line(&cause.text)));
        }
    }
    let mut table = Table::new(&["When", "Record", "Severity", "To restore", ">Records", "*Caused by"]);
    for episode in &detail.episodes {
        table.row(episode_row(episode));
    }
    text.push_str(&table.text("No episode in the period."));
    text
}

fn episode_row(episode: &EpisodeView) -> [String; 6] {
    let cause = episode.link.as_ref().map_or_else(String::new, |link| {
        format!("{} ({})", link.title, if link.confirmed { "confirmed" } else { "suggested" })
    });
    let open = if episode.ended_at.is_none() { "open or not known" } else { "" };
    [
        show::time(episode.at),
        episode.label.clone(),
        episode.severity.map_or_else(String::new, show::word),
        episode.restore.map_or_else(|| open.to_owned(), duration),
        count(episode.signals),
        cause,
    ]
}
