//! Flags on services and products that stop the export of their opportunities.

use clap::Subcommand;
use engine::api::Engine;
use engine::api::types::{AndonFix, AndonList, AndonPlace, FixChoice, HistoryEntry};
use engine::error::Result;
use engine::model::{ItemId, OpportunityId, SignalId};

use crate::done::Done;
use crate::read;
use crate::show::{self, Table};
use crate::workspace;

#[derive(Debug, Subcommand)]
pub enum Andon {
    List,
    /// Stop exports of a service, or of a product: `andon raise "product Payments" "Refunds fail"`.
    Raise {
        #[arg(value_parser = place)]
        place: AndonPlace,
        reason: String,
    },
    /// Link what puts it right, which lets exports go.
    Fix {
        #[arg(value_parser = place)]
        place: AndonPlace,
        /// An opportunity, OPP-31 or 31.
        #[arg(long, value_parser = read::opportunity, required_unless_present_any = ["signal", "item", "none"])]
        opportunity: Option<OpportunityId>,
        /// A change or deployment, by the number of its signal.
        #[arg(long, conflicts_with = "opportunity")]
        signal: Option<u32>,
        /// An item in a tracker, by its number as `andon find` lists it.
        #[arg(long, conflicts_with_all = ["opportunity", "signal"])]
        item: Option<u32>,
        /// What was linked isn't a fix: exports are stopped again.
        #[arg(long, conflicts_with_all = ["opportunity", "signal", "item"])]
        none: bool,
    },
    /// What could be the fix: changes, deployments, items and opportunities, by words or number.
    Find {
        #[arg(value_parser = place)]
        place: AndonPlace,
        words: Vec<String>,
    },
    /// Who raised, fixed, unlinked and lifted when.
    History {
        #[arg(value_parser = place)]
        place: AndonPlace,
    },
    /// Take the flag down.
    Lift {
        #[arg(value_parser = place)]
        place: AndonPlace,
        reason: String,
    },
}

pub async fn perform(engine: &Engine, what: Andon) -> Result<Done> {
    let done = match what {
        Andon::List => {
            let list = engine.andon().await?;
            let text = listed(&list);
            return Ok(Done::new(&list, text));
        }
        Andon::Raise { place, reason } => engine.raise_andon(place, reason).await?,
        Andon::Fix { place, opportunity, signal, item, .. } => {
            let fix = opportunity.map(|id| AndonFix::Opportunity { id });
            let fix = fix.or(signal.map(|id| AndonFix::Signal { id: SignalId(id) }));
            let fix = fix.or(item.map(|id| AndonFix::Item { id: ItemId(id) }));
            engine.fix_andon(place, fix).await?
        }
        Andon::Find { place, words } => {
            let choices = engine.andon_fixes(place, words.join(" ")).await?;
            return Ok(Done::new(&choices, offered(&choices)));
        }
        Andon::History { place } => {
            let entries = engine.andon_history(place).await?;
            return Ok(Done::new(&entries, told(&entries)));
        }
        Andon::Lift { place, reason } => engine.lift_andon(place, reason).await?,
    };
    Ok(workspace::step(&done))
}

/// `product Payments`, `service checkout`, or a service's name alone.
fn place(text: &str) -> std::result::Result<AndonPlace, String> {
    Ok(AndonPlace::from_key(text).unwrap_or_else(|| AndonPlace::Service { name: text.to_owned() }))
}

fn listed(list: &AndonList) -> String {
    let mut table = Table::new(&["Where", "State", "*Why", ">Opportunities", "Since"]);
    for flag in &list.flags {
        let state = match (&flag.fix, &flag.lifted) {
            (_, Some(reason)) => format!("lifted: {reason}"),
            (Some(fix), None) => format!("fix: {fix}"),
            (None, None) => "stops exports".to_owned(),
        };
        let since = show::time(flag.raised_at);
        table.row([flag.place.key(), state, flag.reason.clone(), flag.opportunities.to_string(), since]);
    }
    table.text("No flag was raised.")
}

/// Each with what `andon fix` takes for it.
fn offered(choices: &[FixChoice]) -> String {
    let mut table = Table::new(&["*Link it with", "Called", "*Title", "Of", "When"]);
    for one in choices {
        let with = match one.fix {
            AndonFix::Opportunity { id } => format!("--opportunity {}", id.label()),
            AndonFix::Signal { id } => format!("--signal {id}"),
            AndonFix::Item { id } => format!("--item {id}"),
        };
        table.row([with, one.label.clone(), one.title.clone(), one.detail.clone(), show::time(one.at)]);
    }
    table.text("Nothing is called that.")
}

fn told(entries: &[HistoryEntry]) -> String {
    let mut table = Table::new(&["When", "Who", "*What", ""]);
    for one in entries {
        let undone = if one.undone { "undone" } else { "" };
        table.row([show::time(one.at), one.actor.clone(), one.what.clone(), undone.to_owned()]);
    }
    table.text("Nothing was decided yet.")
}
