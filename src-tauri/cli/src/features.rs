//! How features are used, those that lose people while nobody writes, and detours from one to another.

use clap::Subcommand;
use engine::api::Engine;
use engine::api::types::{AcceptInto, DetourList, DetourReceipt, DetourRow, FeatureList, FeatureQuery};
use engine::error::Result;
use engine::model::{OpportunityId, Range};

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
    /// Features that people may do with another one, in the year up to the last day counted.
    Detours {
        /// Only those from or to this service; can be given several times.
        #[arg(long)]
        service: Vec<String>,
    },
    /// What a detour is told from, down to the days.
    Detour { from: String, to: String },
    /// Make an opportunity of the drop of a feature.
    ToOpportunity {
        feature: String,
        /// Of its detour over this one instead.
        #[arg(long, value_name = "FEATURE")]
        detour: Option<String>,
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
        /// Its detour over this one is, instead.
        #[arg(long, value_name = "FEATURE")]
        detour: Option<String>,
        /// It is worth a look again.
        #[arg(long)]
        undo: bool,
    },
}

const UNKNOWN: &str = "No tool counts how features are used, so nothing is known. This isn't zero.\n";

pub async fn perform(engine: &Engine, what: Features) -> Result<Done> {
    let done = match what {
        Features::List { period } => {
            let services = period.services(engine).await?;
            let list = engine.feature_use(FeatureQuery { days: period.days, services, product: None }).await?;
            let text = listed(&list);
            return Ok(Done::new(&list, text));
        }
        Features::Detours { service } => {
            let services = Period { days: 90, service }.services(engine).await?;
            let list = engine.feature_detours(FeatureQuery { services, ..FeatureQuery::default() }).await?;
            let text = detours(&list);
            return Ok(Done::new(&list, text));
        }
        Features::Detour { from, to } => {
            let receipt = engine.detour_receipt(from, to).await?;
            let text = told_from(&receipt);
            return Ok(Done::new(&receipt, text));
        }
        Features::ToOpportunity { feature, detour, into, new } => {
            let into = match into {
                Some(opportunity) => AcceptInto::Existing { opportunity },
                None => AcceptInto::New { title: new },
            };
            match detour {
                Some(to) => engine.accept_detour(feature, to, into).await?,
                None => engine.accept_drop(feature, into).await?,
            }
        }
        Features::Dismiss { feature, detour: Some(to), undo } => engine.dismiss_detour(feature, to, !undo).await?,
        Features::Dismiss { feature, detour: None, undo } => engine.dismiss_drop(feature, !undo).await?,
    };
    Ok(workspace::step(&done))
}

fn listed(list: &FeatureList) -> String {
    let Some(to) = list.to else { return UNKNOWN.to_owned() };
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

fn detours(list: &DetourList) -> String {
    let Some(to) = list.to else { return UNKNOWN.to_owned() };
    let mut table = Table::new(&["*From", "*To", "Of", ">Lost", ">Gained", ">Explained", ">By chance", "State"]);
    for row in &list.detours {
        table.row([
            row.from.feature.clone(),
            row.to.feature.clone(),
            row.segment.clone().unwrap_or_else(|| "everybody".to_owned()),
            show::number(row.from.before - row.from.after),
            show::number(row.to.after - row.to.before),
            shares(row.share),
            format!("{:.0} %", row.chance * 100.0),
            state(row),
        ]);
    }
    let text = table.text("No feature looks as if people did with another one what they did with it.");
    let whys: String = list.detours.iter().map(|row| format!("{}\n", show::line(&row.why))).collect();
    let pairs = show::counted(list.pairs, "pair of features", "pairs of features");
    format!("{text}{whys}Compared {pairs} that lost and gained. Counted up to {to}.\n")
}

/// `84 % (77 to 91)`
fn shares(share: Range) -> String {
    format!("{:.0} % ({:.0} to {:.0})", share.likely * 100.0, share.low * 100.0, share.high * 100.0)
}

fn state(row: &DetourRow) -> String {
    match &row.opportunity {
        Some(opportunity) => opportunity.label.clone(),
        None if row.dismissed => "it is nothing".to_owned(),
        None if row.silent => "silent".to_owned(),
        None => "people write".to_owned(),
    }
}

fn told_from(receipt: &DetourReceipt) -> String {
    let mut table = Table::new(&["Day", ">From", ">To", ">Traffic"]);
    let shown = |people: Option<u32>| people.map_or_else(|| "not counted".to_owned(), count);
    for day in &receipt.days {
        let traffic = day.traffic.map_or_else(String::new, |traffic| format!("{:.0} %", traffic * 100.0));
        table.row([day.day.to_string(), shown(day.from), shown(day.to), traffic]);
    }
    let how: String = receipt.how.iter().map(|line| format!("{}\n", show::line(line))).collect();
    format!("{}\n{how}\n{}", show::line(&receipt.detour.why), table.text("Nothing was counted."))
}
