//! Customers: lists of them, and whom organisations and addresses mean.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};
use engine::api::Engine;
use engine::api::types::{CompanyMapping, CompanyPreview, CompanyTarget, DateOrder, ToldValue, UnmatchedValue};
use engine::error::{Problem, Result};
use engine::model::Sign;
use serde::Serialize;

use crate::done::{Done, exit_code};
use crate::files::{give, remarks};
use crate::show::{self, Table, count};
use crate::{read, workspace};

#[derive(Debug, Subcommand)]
pub enum Customers {
    /// Those worth most first.
    List {
        /// Only those whose name or domain holds this.
        #[arg(default_value = "")]
        search: String,
    },
    /// Bring in a list of customers with domains and revenue. Importing it again updates.
    Import(List),
    /// Match everything stored and show who fits nobody or several, or say whom somebody means.
    Match(Match),
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(value_hint = ValueHint::FilePath)]
    file: PathBuf,
    /// Say what would happen and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Which sheet of a workbook; the first when left out.
    #[arg(long)]
    sheet: Option<String>,
    /// A column and what it becomes, e.g. --map "Account=name"; name, other_names, domains, number, revenue, currency,
    /// plan, renews_on or leave_out.
    #[arg(long = "map", value_name = "COLUMN=TARGET", value_parser = read::pair::<CompanyTarget>)]
    map: Vec<(String, CompanyTarget)>,
    /// day_first, month_first or year_first.
    #[arg(long, value_parser = read::json_word::<DateOrder>)]
    date_order: Option<DateOrder>,
    /// comma (1.234,56) or point (1,234.56).
    #[arg(long, value_parser = ["comma", "point"])]
    decimal: Option<String>,
}

#[derive(Debug, Args)]
pub struct Match {
    /// An organisation's name, or a mail domain; nothing shows who is open.
    #[arg(requires = "say")]
    value: Option<String>,
    #[command(flatten)]
    say: Say,
}

#[derive(Debug, Args)]
#[group(id = "say", multiple = false)]
pub struct Say {
    /// An existing or new customer.
    #[arg(long, requires = "value")]
    to: Option<String>,
    /// It is no customer.
    #[arg(long, requires = "value")]
    nobody: bool,
    /// Take back what was said.
    #[arg(long, requires = "value")]
    forget: bool,
}

pub async fn perform(engine: &Engine, what: Customers) -> Result<Done> {
    match what {
        Customers::List { search } => list(engine, search).await,
        Customers::Import(wanted) => import(engine, wanted).await,
        Customers::Match(Match { value: None, .. }) => open(engine).await,
        Customers::Match(Match { value: Some(value), say }) => {
            let customer = match say {
                Say { forget: true, .. } => None,
                Say { to, .. } => Some(to.unwrap_or_default()),
            };
            // A name with a point and no space is a domain.
            let is_domain = value.contains('.') && !value.trim().contains(char::is_whitespace);
            let sign = if is_domain { Sign::Domain } else { Sign::Organisation };
            Ok(workspace::step(&engine.assign_customer(ToldValue { sign, value }, customer).await?))
        }
    }
}

async fn list(engine: &Engine, search: String) -> Result<Done> {
    let view = engine.customers(search).await?;
    let mut table = Table::new(&["*Customer", "Domains", ">Revenue", "Plan", "Renews", ">Signals"]);
    for row in &view.customers {
        let elsewhere = row.amount.as_ref().map(|(amount, currency)| format!("{} {currency}", count(*amount)));
        table.row([
            row.customer.name.clone(),
            row.domains.join(", "),
            row.customer.revenue.map(count).or(elsewhere).unwrap_or_default(),
            row.customer.plan.clone().unwrap_or_default(),
            row.customer.renews_on.map(|day| day.to_string()).unwrap_or_default(),
            count(row.signals),
        ]);
    }
    let mut text = table.text("No customer is known yet.");
    if (view.customers.len() as u32) < view.total {
        text.push_str(&format!("{} of {}.\n", view.customers.len(), count(view.total)));
    }
    Ok(Done::new(&view.customers, text))
}

#[derive(Serialize)]
struct Open {
    moved: u32,
    unmatched: Vec<UnmatchedValue>,
}

async fn open(engine: &Engine) -> Result<Done> {
    let moved = engine.match_customers().await?;
    let unmatched = engine.customers(String::new()).await?.unmatched;
    let mut table = Table::new(&["*Who", ">Signals", "*Newest", "Fits"]);
    for one in &unmatched {
        table.row([one.told.value.clone(), count(one.signals), one.newest_title.clone(), one.fits.join(", ")]);
    }
    let mut text = format!("{} matched anew.\n", show::counted(moved, "signal", "signals"));
    text.push_str(&table.text("Everybody who wrote is known."));
    Ok(Done::new(&Open { moved, unmatched }, text))
}

async fn import(engine: &Engine, wanted: List) -> Result<Done> {
    let mut file = engine.stage_path(&wanted.file).await?;
    file.sheet = wanted.sheet.clone();
    let proposed = engine.preview_customers(file.clone(), None).await?;
    let mapping = chosen(&proposed, &wanted)?;
    if wanted.dry_run {
        let preview = engine.preview_customers(file, Some(mapping)).await?;
        let mut done = Done::new(&preview, describe(&preview));
        if let Some(why) = &preview.blocked {
            done.code = exit_code(Problem::bad_input(why).kind);
        }
        return Ok(done);
    }
    let report = engine.import_customers(file, mapping).await?;
    Ok(Done::new(&report, format!("{}\n{}", show::line(&report.message), remarks(&report.problems))))
}

/// The proposal with what the command line says otherwise.
fn chosen(proposed: &CompanyPreview, wanted: &List) -> Result<CompanyMapping> {
    let mut mapping = proposed.mapping.clone();
    for (name, target) in &wanted.map {
        give(&mut mapping.columns, (&proposed.file.name, &proposed.columns), name, *target, CompanyTarget::LeaveOut)?;
    }
    mapping.date_order = wanted.date_order.unwrap_or(mapping.date_order);
    if let Some(decimal) = &wanted.decimal {
        mapping.decimal_comma = decimal == "comma";
    }
    Ok(mapping)
}

fn describe(preview: &CompanyPreview) -> String {
    let mut columns = Table::new(&["Column", "Becomes", "First values"]);
    for (column, target) in preview.columns.iter().zip(&preview.mapping.columns) {
        columns.row([column.name.clone(), show::word(target), column.first_values.join(", ")]);
    }
    let mut text = columns.text("");
    text.push_str(&format!(
        "\n{} clean, {} with a note, {} left out. {} here already. Nothing was written.\n",
        count(preview.clean),
        count(preview.noted),
        count(preview.left_out),
        count(preview.already_here),
    ));
    if let Some(why) = &preview.blocked {
        text.push_str(&format!("It can't be imported yet: {}\n", show::line(why)));
    }
    text + &remarks(&preview.problems)
}
