//! What an opportunity was worth at the end of a past day, its rank and its evidence, beside today.

use clap::Args;
use engine::api::Engine;
use engine::api::types::{LinkThen, ValueAt, ValueThen};
use engine::error::Result;
use engine::model::OpportunityId;

use crate::done::Done;
use crate::pulse::zone;
use crate::read;
use crate::show::{self, Table, count};

#[derive(Debug, Args)]
pub struct Value {
    #[arg(value_parser = read::opportunity)]
    opportunity: OpportunityId,
    /// The day whose end is meant, 2026-10-01.
    #[arg(long, value_name = "DATE")]
    at: String,
    /// Where days end: Europe/Berlin, or +02:00; this computer's when left out.
    #[arg(long)]
    zone: Option<String>,
}

pub async fn perform(engine: &Engine, wanted: Value) -> Result<Done> {
    let view = engine.value_at(wanted.opportunity, wanted.at, zone(wanted.zone.as_deref())).await?;
    Ok(Done::new(&view, text(&view)))
}

fn text(view: &ValueAt) -> String {
    let mut text = format!(
        "{} {}\n{}, end of day: {}\nToday: {}\n\n",
        view.opportunity.label,
        show::line(&view.opportunity.title),
        view.date,
        standing(&view.then),
        standing(&view.now)
    );
    let mut factors = Table::new(&["Factor", ">Then", ">Today", "*Based on"]);
    for factor in &view.factors {
        let from = if factor.now_from.is_empty() { &factor.then_from } else { &factor.now_from };
        let label = format!("{} {}", factor.operator, factor.label).trim().to_owned();
        factors.row([label, factor.then.clone(), factor.now.clone(), from.clone()]);
    }
    text.push_str(&factors.text("Nothing goes into the value."));
    text.push('\n');
    let mut changes = Table::new(&["When", "*What changed in between", "By", ">Before", ">After"]);
    for change in &view.changes {
        let (before, after) = (shown(change.before), shown(change.after));
        changes.row([show::time(change.at), change.what.clone(), change.who.clone(), before, after]);
    }
    text.push_str(&changes.text("Nothing that counts changed in between."));
    text.push('\n');
    let mut evidence = Table::new(&["Kind", "*Evidence", "From", ">Then", ">Today"]);
    for one in &view.evidence {
        let kind = one.kind.word().to_owned();
        evidence.row([kind, one.title.clone(), one.who.clone(), link(one.then), link(one.now)]);
    }
    text.push_str(&evidence.text("No signal was linked then, and none is today."));
    if view.evidence_left > 0 {
        text.push_str(&format!("and {} more\n", count(view.evidence_left)));
    }
    text.push_str("\nEvidence is counted with what is known of its signals today.\n");
    text
}

fn standing(then: &ValueThen) -> String {
    let value = match then.value {
        Some(value) if value.p10 == value.p90 => format!("{} {}", shown(Some(value.p50)), then.points),
        Some(value) => format!(
            "{} {} ({} to {})",
            shown(Some(value.p50)),
            then.points,
            shown(Some(value.p10)),
            shown(Some(value.p90))
        ),
        None => format!("no value, without {}", then.missing.join(", ").to_lowercase()),
    };
    let rank = match then.rank {
        Some(rank) => format!("rank {} of {}", count(rank), count(then.of)),
        None => format!("not among the {} ranked", count(then.of)),
    };
    let (signals, people, against) = (count(then.signals), count(then.people), count(then.against));
    format!("{value}, {rank}, {signals} signals, {people} people, {against} against it, by {}", then.formula)
}

/// How a signal was linked.
fn link(link: Option<LinkThen>) -> String {
    match link {
        None => "-".to_owned(),
        Some(link) if link.against => "against".to_owned(),
        Some(link) => link.importance.to_string(),
    }
}

fn shown(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), show::number)
}
