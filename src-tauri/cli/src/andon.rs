//! Flags on services and products that stop the export of their opportunities.

use clap::Subcommand;
use engine::api::Engine;
use engine::api::types::{AndonFix, AndonList, AndonPlace};
use engine::error::Result;
use engine::model::{OpportunityId, SignalId};

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
        #[arg(long, value_parser = read::opportunity, required_unless_present_any = ["signal", "none"])]
        opportunity: Option<OpportunityId>,
        /// A change or deployment, by the number of its signal.
        #[arg(long, conflicts_with = "opportunity")]
        signal: Option<u32>,
        /// What was linked isn't a fix.
        #[arg(long, conflicts_with_all = ["opportunity", "signal"])]
        none: bool,
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
        Andon::Fix { place, opportunity, signal, .. } => {
            let fix = opportunity.map(|id| AndonFix::Opportunity { id });
            let fix = fix.or(signal.map(|id| AndonFix::Signal { id: SignalId(id) }));
            engine.fix_andon(place, fix).await?
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
