//! How features are used, and those that lose people while nobody writes.

use clap::Subcommand;
use engine::api::Engine;
use engine::api::types::{AcceptInto, FeatureList, FeatureQuery};
use engine::error::Result;
use engine::model::OpportunityId;

use crate::done::Done;
use crate::problems::Period;
use crate::show::{self, Table, count};
use crate::{read, workspace};

#[derive(Debug, Subcommand)]
pub enum Features {
    /// The most used first.
    List {
        #[command(flatten)]
        period: Period,
    },
    /// Make an opportunity of the drop of a feature.
    ToOpportunity {
        feature: String,
        /// It is about this one, OPP-31 or 31; a new one when left out.
        #[arg(long, value_parser = read::opportunity)]
        into: Option<OpportunityId>,
        /// Title of a new opportunity; what happened when left out.
        #[arg(long, conflicts_with = "into", default_value = "")]
        new: String,
    },
    /// The drop is nothing.
    Dismiss {
        feature: String,
        /// It is worth a look again.
        #[arg(long)]
        undo: bool,
    },
}

pub async fn perform(engine: &Engine, what: Features) -> Result<Done> {
    let done = match what {
        Features::List { period } => {
            let services = period.services(engine).await?;
            let list = engine.feature_use(FeatureQuery { days: period.days, services, product: None }).await?;
            let text = listed(&list);
            return Ok(Done::new(&list, text));
        }
        Features::ToOpportunity { feature, into, new } => {
            let into = match into {
                Some(opportunity) => AcceptInto::Existing { opportunity },
                None => AcceptInto::New { title: new },
            };
            engine.accept_drop(feature, into).await?
        }
        Features::Dismiss { feature, undo } => engine.dismiss_drop(feature, !undo).await?,
    };
    Ok(workspace::step(&done))
}

fn listed(list: &FeatureList) -> String {
    let Some(to) = list.to else {
        return "No tool counts how features are used, so nothing is known. This isn't zero.\n".to_owned();
    };
    let mut table =
        Table::new(&["Feature", "Service", "State", ">People a day", ">Change", ">Times a day", ">Adoption", "*Note"]);
    let share = |share: Option<f64>| share.map_or_else(String::new, |share| format!("{:.0} %", share * 100.0));
    for row in &list.features {
        table.row([
            row.feature.clone(),
            row.service.clone().unwrap_or_default(),
            show::word(row.state),
            show::number(row.people),
            row.change.map_or_else(String::new, |change| format!("{:+.0} %", change * 100.0)),
            row.frequency.map_or_else(String::new, show::number),
            share(row.adoption),
            row.silent.as_ref().map_or_else(String::new, |silent| match &silent.opportunity {
                Some(opportunity) => opportunity.label.clone(),
                None if silent.dismissed => "nothing, a person said".to_owned(),
                None => silent.why.clone(),
            }),
        ]);
        for one in &row.segments {
            table.row([
                format!("  {}", one.segment),
                String::new(),
                one.drop.as_ref().map_or_else(String::new, |drop| format!("drop since {}", drop.from)),
                show::number(one.people),
                one.change.map_or_else(String::new, |change| format!("{:+.0} %", change * 100.0)),
                one.frequency.map_or_else(String::new, show::number),
                share(one.adoption),
                String::new(),
            ]);
        }
    }
    let (all, unused) = (list.features.len() as u32, count(list.unused));
    let counted = show::counted(all, "feature", "features");
    let text = table.text("No feature is counted there.");
    format!("{text}{unused} of {counted} unused. Counted up to {to} by {}.\n", list.sources.join(", "))
}
