//! Services, their products, and the rules that lead to them.

use clap::{Args, Subcommand};
use engine::api::Engine;
use engine::api::types::{PlaceValue, RuleForm, RuleView};
use engine::error::{Problem, Result};
use engine::model::{ConnectionId, RuleField};

use crate::done::Done;
use crate::show::{self, Table, count};
use crate::{connections, read, workspace};

#[derive(Debug, Subcommand)]
pub enum Services {
    List,
    /// What tools say of signals that have no service, most signals first.
    Unmapped,
    /// Give everything that says a value a service, from now on and in what is stored.
    Assign {
        #[command(flatten)]
        place: PlaceArgs,
        /// An existing or new service; empty leaves the value out.
        #[arg(long)]
        to: String,
    },
    /// Put a service into a product; an empty name takes it out.
    Product {
        service: String,
        product: String,
    },
    /// Rules in the order in which they are tried; the first that fits wins.
    #[command(subcommand)]
    Rule(Rules),
}

#[derive(Debug, Args)]
pub struct PlaceArgs {
    /// service, project, component, label or anything.
    #[arg(value_parser = read::rule_field)]
    field: RuleField,
    /// What the tool says; nothing for "anything", which stands for everything else of a connection. In a rule, * stands for any characters.
    #[arg(default_value = "")]
    value: String,
    /// Only what this connection says.
    #[arg(long)]
    connection: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Rules {
    List,
    /// Behind the others.
    Add {
        #[command(flatten)]
        place: PlaceArgs,
        /// An existing or new service; empty leaves out what fits.
        #[arg(long)]
        to: String,
    },
    /// By its number in the list.
    Remove {
        number: usize,
    },
}

pub async fn perform(engine: &Engine, what: Services) -> Result<Done> {
    Ok(match what {
        Services::List => return list(engine).await,
        Services::Unmapped => return unmapped(engine).await,
        Services::Assign { place, to } => {
            let place = PlaceValue { connection: of(engine, &place).await?, field: place.field, value: place.value };
            workspace::step(&engine.assign_service(place, to).await?)
        }
        Services::Product { service, product } => workspace::step(&engine.set_product(service, product).await?),
        Services::Rule(Rules::List) => {
            let rules = engine.services().await?.rules;
            Done::new(&rules, table(&rules))
        }
        Services::Rule(Rules::Add { place, to }) => {
            let connection = of(engine, &place).await?;
            let rule = RuleForm { connection, field: place.field, pattern: place.value, service: to };
            workspace::step(&engine.add_rule(rule).await?)
        }
        Services::Rule(Rules::Remove { number }) => {
            let rules = engine.services().await?.rules;
            let rule = number.checked_sub(1).and_then(|place| rules.get(place)).ok_or_else(|| {
                Problem::not_found(format!("There is no rule {number}."))
                    .todo("See their numbers with `throughline services rule list`.")
            })?;
            workspace::step(&engine.remove_rule(rule.uid.clone()).await?)
        }
    })
}

async fn of(engine: &Engine, place: &PlaceArgs) -> Result<Option<ConnectionId>> {
    Ok(match &place.connection {
        Some(name) => Some(connections::named(engine, name).await?.id),
        None => None,
    })
}

async fn list(engine: &Engine) -> Result<Done> {
    let view = engine.services().await?;
    let mut table = Table::new(&["*Service", "Product", ">Signals", ">Open", "Also called"]);
    for service in &view.services {
        table.row([
            service.name.clone(),
            service.product.clone().unwrap_or_default(),
            count(service.signals),
            count(service.open),
            service.told.join(", "),
        ]);
    }
    let mut text = table.text("No signal names a service yet.");
    if view.unmapped_values > 0 {
        let values = show::counted(view.unmapped_values, "value", "values");
        text.push_str(&format!("{values} without a service; see `throughline services unmapped`.\n"));
    }
    Ok(Done::new(&view.services, text))
}

async fn unmapped(engine: &Engine) -> Result<Done> {
    let view = engine.services().await?;
    let mut table = Table::new(&["*Value", "Field", "From", ">Signals", "*Newest", "Like"]);
    for one in &view.unmapped {
        let named = one.place.field != RuleField::Anything;
        table.row([
            if named { one.place.value.clone() } else { "everything else".to_owned() },
            if named { show::word(one.place.field) } else { String::new() },
            one.connection.clone(),
            count(one.signals),
            one.newest_title.clone(),
            one.suggestion.clone().unwrap_or_default(),
        ]);
    }
    Ok(Done::new(&view.unmapped, table.text("Every signal has a service, or was left out.")))
}

fn table(rules: &[RuleView]) -> String {
    let mut table = Table::new(&[">No", "From", "Field", "*Value", "*Service"]);
    for (number, rule) in (1_u32..).zip(rules) {
        let service = Some(rule.form.service.clone()).filter(|name| !name.is_empty());
        table.row([
            number.to_string(),
            rule.connection.clone().unwrap_or_else(|| "all".to_owned()),
            show::word(rule.form.field),
            rule.form.pattern.clone(),
            service.unwrap_or_else(|| "(left out)".to_owned()),
        ]);
    }
    table.text("There is no rule: the tools' own names stand.")
}
