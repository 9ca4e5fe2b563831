//! How the product behaves in operation: numbers, links to look through, receipts, targets.

use chrono::Local;
use clap::{Args, Subcommand};
use engine::api::types::{
    ExportFormat, IncidentLinks, LinkReview, LinkState, LinkVerdict, LinkView, MetricState, MetricTile, MetricUnit,
    MetricValue, PulseMetric, PulseNumber, PulseOverview, PulseQuery, RestoreClass, RestoreTargets,
};
use engine::api::{Engine, duration};
use engine::error::{Problem, Result};
use engine::model::{ProductId, Severity, SignalId, Time};

use crate::done::Done;
use crate::show::{self, Table, count};
use crate::{read, workspace};

#[derive(Debug, Args)]
pub struct Pulse {
    #[command(flatten)]
    pub about: About,
    #[command(subcommand)]
    pub what: Option<What>,
}

/// What it is about; everything when nothing is said.
#[derive(Debug, Args)]
pub struct About {
    #[arg(long, global = true)]
    pub product: Option<String>,
    #[arg(long, global = true)]
    pub service: Option<String>,
    /// Days up to now, today included.
    #[arg(long, global = true, default_value_t = 90)]
    pub days: u32,
    /// Whose midnights begin days and weeks: Europe/Berlin, or +02:00. This computer's when left out.
    #[arg(long, global = true)]
    pub zone: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum What {
    /// Incidents with the changes that caused them or may have.
    Links {
        /// to_review, confirmed, refused, without or all.
        #[arg(long, value_parser = read::json_word::<LinkView>, default_value = "to_review")]
        view: LinkView,
        #[command(subcommand)]
        say: Option<Say>,
    },
    /// How a number came about, down to the records.
    Receipt {
        /// lead_time, frequency, fail_rate, recovery, rework, caused, or a class: critical, high, medium, low.
        #[arg(value_parser = number)]
        number: PulseNumber,
        /// One ISO week, such as 2026-W48; the whole period when left out.
        #[arg(long)]
        week: Option<String>,
    },
    /// Save the Pulse with its tables and how each number came about.
    Export {
        /// csv, markdown (or md), json, html or pdf.
        #[arg(long, value_parser = read::format, default_value = "html")]
        format: ExportFormat,
    },
    /// How soon incidents of each class are to be resolved.
    Targets {
        /// Change one: critical, high, medium or low.
        #[arg(value_parser = read::severity, requires = "to")]
        class: Option<Severity>,
        /// 90m, 4h or 3d; `usual` takes the own one away.
        #[arg(long, value_parser = target)]
        to: Option<Target>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Say {
    /// The change caused the incident. Both by their numbers here.
    Confirm { incident: u32, change: u32 },
    /// It didn't; without a change, none of those that are suggested did.
    Refuse { incident: u32, change: Option<u32> },
    /// Leave it open again.
    Forget { incident: u32, change: u32 },
}

/// Minutes; None: the usual target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target(Option<u32>);

fn target(text: &str) -> std::result::Result<Target, String> {
    let text = text.trim().to_lowercase();
    if text == "usual" {
        return Ok(Target(None));
    }
    let told = [("m", 1), ("h", 60), ("d", 24 * 60)].into_iter().find_map(|(unit, minutes): (_, u32)| {
        let number: u32 = text.strip_suffix(unit)?.trim().parse().ok()?;
        number.checked_mul(minutes)
    });
    told.map(|minutes| Target(Some(minutes))).ok_or_else(|| "write it as 90m, 4h, 3d or usual".to_owned())
}

fn number(text: &str) -> std::result::Result<PulseNumber, String> {
    let metric = read::json_word::<PulseMetric>(text).map(PulseNumber::Metric);
    metric.or_else(|_| read::json_word::<Severity>(text).map(PulseNumber::Restore)).map_err(|_| {
        "one of lead_time, frequency, fail_rate, recovery, rework, caused, critical, high, medium, low".to_owned()
    })
}

pub async fn perform(engine: &Engine, pulse: Pulse) -> Result<Done> {
    let query = query(engine, &pulse.about).await?;
    let ids = |incident: u32, change: u32| (SignalId(incident), SignalId(change));
    match pulse.what {
        None => {
            let overview = engine.pulse(query).await?;
            let text = overview_text(&overview);
            Ok(Done::new(&overview, text))
        }
        Some(What::Links { view, say: None }) => {
            let review = engine.pulse_links(query, view).await?;
            let text = review_text(&review);
            Ok(Done::new(&review, text))
        }
        Some(What::Links { say: Some(say), .. }) => {
            let done = match say {
                Say::Confirm { incident, change } => {
                    let (incident, change) = ids(incident, change);
                    engine.judge_link(incident, change, Some(LinkVerdict::Confirmed)).await?
                }
                Say::Refuse { incident, change: Some(change) } => {
                    let (incident, change) = ids(incident, change);
                    engine.judge_link(incident, change, Some(LinkVerdict::Refused)).await?
                }
                Say::Refuse { incident, change: None } => engine.refuse_links(SignalId(incident)).await?,
                Say::Forget { incident, change } => {
                    let (incident, change) = ids(incident, change);
                    engine.judge_link(incident, change, None).await?
                }
            };
            Ok(workspace::step(&done))
        }
        Some(What::Receipt { number, week }) => {
            let receipt = engine.pulse_receipt(query, number, week).await?;
            let text = show::lines(&receipt.text);
            Ok(Done::new(&receipt, text))
        }
        Some(What::Export { format }) => {
            let file = engine.save_pulse(format, query).await?;
            let text =
                format!("Saved the Pulse with {} to {}.\n", show::counted(file.rows, "number", "numbers"), file.path);
            Ok(Done::new(&file, text))
        }
        Some(What::Targets { class, to }) => targets(engine, query.product, class.zip(to)).await,
    }
}

async fn query(engine: &Engine, about: &About) -> Result<PulseQuery> {
    let named = |name: &str, wanted: &str| name.to_lowercase() == wanted.trim().to_lowercase();
    let absent = |what: &str, name: &str| {
        Problem::not_found(format!("There is no {what} “{name}” here."))
            .todo("See them with `throughline services list`.")
    };
    let mut query = PulseQuery { days: about.days, zone: zone(about.zone.as_deref()), ..PulseQuery::default() };
    if let Some(wanted) = &about.product {
        let all = engine.restore_targets().await?;
        let found = all.into_iter().find(|one| one.product.is_some() && named(&one.name, wanted));
        query.product = Some(found.and_then(|one| one.product).ok_or_else(|| absent("product", wanted))?);
    }
    if let Some(wanted) = &about.service {
        let found = engine.services().await?.services.into_iter().find(|one| named(&one.name, wanted));
        query.service = Some(found.ok_or_else(|| absent("service", wanted))?.id);
    }
    Ok(query)
}

/// A name keeps its midnights when clocks change; an offset is all that this computer may tell.
pub fn zone(wanted: Option<&str>) -> String {
    let named = || std::env::var("TZ").ok().map(|name| name.trim_start_matches(':').to_owned());
    let is_name = |name: &String| name == "UTC" || (name.contains('/') && !name.starts_with('/'));
    match wanted {
        Some(zone) => zone.to_owned(),
        None => named().filter(is_name).unwrap_or_else(|| Local::now().offset().to_string()),
    }
}

fn overview_text(overview: &PulseOverview) -> String {
    let mut text = format!("{} to {}\n\n", show::time(overview.from), show::time(overview.to));
    let mut table = Table::new(&["*Number", "*Value", ">n", "About"]);
    let caused = MetricTile {
        metric: PulseMetric::Caused,
        title: "Incidents caused by change".to_owned(),
        state: overview.caused.clone(),
        weeks: Vec::new(),
    };
    for tile in overview.tiles.iter().chain([&caused]) {
        let (value, n, about) = state(&tile.state);
        table.row([tile.title.clone(), value, n, about]);
    }
    text.push_str(&table.text(""));
    text.push('\n');
    text.push_str(&restore_text(&overview.restore));
    let mut types = Table::new(&["*Changes", ">Went well", ">n", ">Pending"]);
    for one in &overview.change_types {
        let well = one.success.map_or_else(|| "too few".to_owned(), |(low, high)| shares(low, high));
        types.row([one.name.clone(), well, count(one.n), count(one.pending)]);
    }
    if !overview.change_types.is_empty() {
        text.push('\n');
        text.push_str(&types.text(""));
    }
    let (open, waiting) = (overview.open, overview.to_review);
    text.push_str(&format!("\n{} open. ", show::counted(open, "incident is", "incidents are")));
    text.push_str(&format!("{} to look through.\n", show::counted(waiting, "link waits", "links wait")));
    text
}

fn restore_text(classes: &[RestoreClass]) -> String {
    let mut table =
        Table::new(&["*Restored", ">Median", ">9 in 10", ">Target", ">In time", ">n", ">Open", ">Too late"]);
    let maybe = |millis: Option<i64>, none: &str| millis.map_or_else(|| none.to_owned(), duration);
    for class in classes {
        let few = if class.n == 0 { "none" } else { "too few" };
        table.row([
            show::word(class.class),
            maybe(class.median, few),
            maybe(class.p90, ""),
            maybe(class.target, "several"),
            class
                .share
                .map_or_else(String::new, |share| format!("{} %", show::number((share * 1_000.0).round() / 10.0))),
            count(class.n),
            count(class.open.len() as u32),
            count(class.open_past_target),
        ]);
    }
    table.text("")
}

/// The number, its n, and what there is to say about it.
fn state(state: &MetricState) -> (String, String, String) {
    match state {
        MetricState::Value(value) => (figure(value), count(value.n), value.basis.clone()),
        MetricState::TooFew { n, .. } => {
            ("too few".to_owned(), count(*n), "fewer than five; see its receipt".to_owned())
        }
        MetricState::Pending { n, settles_at } => {
            ("pending".to_owned(), count(*n), format!("settles {}", show::time(*settles_at)))
        }
        MetricState::NoData { why, .. } => ("no data".to_owned(), String::new(), why.clone()),
    }
}

fn figure(value: &MetricValue) -> String {
    match value.unit {
        MetricUnit::Milliseconds => {
            let p90 = value.p90.map(|p90| format!(", 9 in 10 in {}", duration(p90 as i64))).unwrap_or_default();
            format!("{}{p90}", duration(value.value as i64))
        }
        MetricUnit::PerWorkingDay => format!("{} a working day", show::number(value.value)),
        MetricUnit::Share => shares(value.value, value.upper.unwrap_or(value.value)),
    }
}

/// `9.4 to 14.2 %`.
fn shares(low: f64, high: f64) -> String {
    let percent = |share: f64| show::number((share * 1_000.0).round() / 10.0);
    let (low, high) = (percent(low), percent(high));
    if low == high { format!("{low} %") } else { format!("{low} to {high} %") }
}

/// `2 h 10 min`, `3 d 4 h`.
fn review_text(review: &LinkReview) -> String {
    let mut table = Table::new(&[">Incident", "*Title", ">Change", "*May be caused by", ">Score", "*Because"]);
    for incident in &review.incidents {
        rows(incident, &mut table);
    }
    let counts = review.counts;
    let mut text = table.text("Nothing here.");
    text.push_str(&format!(
        "\n{} to look through, {} confirmed, {} with a refused one, {} without any, of {}.\n",
        count(counts.to_review),
        count(counts.confirmed),
        count(counts.refused),
        count(counts.without),
        show::counted(counts.all, "incident", "incidents")
    ));
    text
}

fn rows(incident: &IncidentLinks, table: &mut Table) {
    let mut first = true;
    let mut own = || match std::mem::take(&mut first) {
        true => [incident.incident.id.to_string(), format!("{} {}", incident.incident.label, incident.incident.title)],
        false => [String::new(), String::new()],
    };
    for candidate in &incident.candidates {
        let said = match candidate.state {
            LinkState::Confirmed => "confirmed".to_owned(),
            LinkState::Refused => "refused".to_owned(),
            LinkState::Suggested => format!("{:.2}", candidate.score),
        };
        let [id, title] = own();
        let change = format!("{} {}", candidate.change.label, candidate.change.title);
        let because = candidate.reasons.first().cloned().unwrap_or_default();
        table.row([id, title, candidate.change.id.to_string(), change, said, because]);
    }
    if let Some(none) = &incident.none {
        let [id, title] = own();
        table.row([id, title, String::new(), String::new(), String::new(), none.clone()]);
    }
}

async fn targets(engine: &Engine, product: Option<ProductId>, change: Option<(Severity, Target)>) -> Result<Done> {
    if let Some((class, Target(minutes))) = change {
        return Ok(workspace::step(&engine.set_restore_target(product, class, minutes).await?));
    }
    let all = engine.restore_targets().await?;
    let mut table = Table::new(&["*Of", ">Critical", ">High", ">Medium", ">Low", "Clock"]);
    for one in &all {
        table.row(target_cells(one));
    }
    Ok(Done::new(&all, table.text("")))
}

fn target_cells(of: &RestoreTargets) -> Vec<String> {
    let name = if of.name.is_empty() { "everything".to_owned() } else { of.name.clone() };
    let targets = of.targets.iter().map(|target| duration(i64::from(target.minutes) * Time::MINUTE));
    let clock = if of.hours.is_some() { "business hours" } else { "around the clock" };
    std::iter::once(name).chain(targets).chain([clock.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read() {
        assert_eq!(
            ["90m", "4h", "3d", "usual"].map(target),
            [Some(90), Some(240), Some(4_320), None].map(|m| Ok(Target(m)))
        );
        assert!(["", "4", "h", "4294967295d"].iter().all(|text| target(text).is_err()));
    }

    #[test]
    fn numbers_are_named() {
        assert_eq!(number("lead-time"), Ok(PulseNumber::Metric(PulseMetric::LeadTime)));
        assert_eq!(number("Critical"), Ok(PulseNumber::Restore(Severity::Critical)));
        assert!(number("velocity").is_err());
    }
}
