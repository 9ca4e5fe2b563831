//! Accounts of tools.

use engine::api::Engine;
use engine::api::types::{Cadence, CheckReport, ConnectionForm, ConnectionView, KeeperName};
use engine::connectors::{Account, Vendor};
use engine::error::{Problem, Result};

use crate::args::{AccountArgs, Connections, HowOften};
use crate::done::{CHECK_FAILED, Done};
use crate::show::{self, Table};
use crate::{keepers, matching, secret, workspace};

pub async fn perform(engine: &Engine, what: Connections) -> Result<Done> {
    match what {
        Connections::List => list(engine).await,
        Connections::Vendors => vendors(engine).await,
        Connections::Add { vendor, name, account } => add(engine, vendor, name, account).await,
        Connections::Check { name } => check(engine, &name).await,
        Connections::Streams { name } => matching::streams(engine, &name).await,
        Connections::Match(wanted) => matching::match_fields(engine, wanted).await,
        Connections::Edit { name, new_name, account, new_secret } => {
            edit(engine, &name, new_name, account, new_secret).await
        }
        Connections::Pause { name } => pause(engine, &name, true).await,
        Connections::Resume { name } => pause(engine, &name, false).await,
        Connections::Delete { name } => {
            let found = named(engine, &name).await?;
            Ok(workspace::step(&engine.delete_connection(found.id).await?))
        }
        Connections::Schedule { name, how } => schedule(engine, &name, how).await,
        Connections::SetAside { name } => set_aside(engine, &name).await,
    }
}

/// The connection called `name`, in any case; its number will do too.
pub async fn named(engine: &Engine, name: &str) -> Result<ConnectionView> {
    let all = engine.connections().await?;
    let names: Vec<String> = all.iter().map(|connection| connection.name.clone()).collect();
    let mut fitting: Vec<ConnectionView> =
        all.into_iter().filter(|c| c.name.to_lowercase() == name.to_lowercase() || c.id.to_string() == name).collect();
    if fitting.len() > 1 {
        return Err(Problem::bad_input(format!("{} connections are called {name}.", fitting.len()))
            .todo("Use the number that `throughline connections list` shows."));
    }
    fitting.pop().ok_or_else(|| {
        let there = if names.is_empty() {
            "There is none yet.".to_owned()
        } else {
            format!("There are: {}.", names.join(", "))
        };
        Problem::not_found(format!("There is no connection called {name}.")).todo(there)
    })
}

async fn list(engine: &Engine) -> Result<Done> {
    let all = engine.connections().await?;
    let mut table = Table::new(&[">ID", "Name", "Tool", "State", "Brought", ">Set aside", "Last pull", "Next"]);
    for one in &all {
        table.row([
            one.id.to_string(),
            one.name.clone(),
            one.vendor_name.clone(),
            show::word(one.health),
            one.brought.clone(),
            show::count(one.set_aside),
            show::maybe_time(one.last_sync),
            one.next_read.map_or_else(|| "by hand".to_owned(), show::time),
        ]);
    }
    let mut text = table.text("No tool is connected yet. See `throughline connections vendors`.");
    for one in &all {
        if let Some(problem) = &one.problem {
            text.push_str(&format!("{}: {}\n", show::line(&one.name), show::line(&problem.sentence())));
        }
    }
    Ok(Done::new(&all, text))
}

async fn vendors(engine: &Engine) -> Result<Done> {
    let all = engine.vendors().await?;
    let mut table = Table::new(&["Vendor", "Tool", "Reads", "Writes", "Brings", "Secret", "Settings"]);
    let yes = |on: bool| if on { "yes" } else { "" }.to_owned();
    for one in &all {
        table.row([
            one.id.to_owned(),
            one.name.to_owned(),
            yes(one.reads),
            yes(one.writes),
            one.brings.to_owned(),
            one.secret_label.to_owned(),
            one.settings.iter().map(|setting| setting.name).collect::<Vec<_>>().join(", "),
        ]);
    }
    Ok(Done::new(&all, table.text("")))
}

async fn vendor(engine: &Engine, id: &str) -> Result<Vendor> {
    let all = engine.vendors().await?;
    let ids: Vec<&str> = all.iter().map(|vendor| vendor.id).collect();
    let there = format!("Choose one of: {}.", ids.join(", "));
    all.into_iter()
        .find(|vendor| vendor.id.eq_ignore_ascii_case(id))
        .ok_or_else(|| Problem::bad_input(format!("There is no tool called {id}.")).todo(there))
}

async fn add(engine: &Engine, id: String, name: String, account: AccountArgs) -> Result<Done> {
    let vendor = vendor(engine, &id).await?;
    let secret = ask_secret(&vendor)?;
    let account = Account {
        vendor: vendor.id.to_owned(),
        base_url: account.url.unwrap_or_else(|| vendor.address.to_owned()),
        user: account.user.unwrap_or_default(),
        project: account.project.unwrap_or_default(),
        settings: known_settings(&vendor, account.settings)?.into_iter().collect(),
    };
    let given = secret.is_some();
    let made = engine.add_connection(ConnectionForm { name, account }, secret).await?;
    let mut text =
        format!("Added {}. Try it with `throughline connections check {}`.\n", show::line(&made.name), made.id);
    let secrets = engine.workspace().await?.secrets;
    if given && secrets.keeper == KeeperName::Session {
        text.push_str(&keepers::told(&secrets));
        text.push_str("Until then, give THROUGHLINE_SECRET to each command.\n");
    }
    Ok(Done::new(&made, text))
}

/// Refuses a name the tool doesn't know: a slip of the keys would go unnoticed otherwise.
fn known_settings(vendor: &Vendor, given: Vec<(String, String)>) -> Result<Vec<(String, String)>> {
    let known: Vec<&str> = vendor.settings.iter().map(|setting| setting.name).collect();
    match given.iter().find(|(name, _)| !known.contains(&name.as_str())) {
        None => Ok(given),
        Some((name, _)) if known.is_empty() => {
            Err(Problem::bad_input(format!("{} has no setting {name}.", vendor.name)).todo("Leave --set out."))
        }
        Some((name, _)) => Err(Problem::bad_input(format!("{} has no setting {name}.", vendor.name))
            .todo(format!("It has: {}.", known.join(", ")))),
    }
}

fn ask_secret(vendor: &Vendor) -> Result<Option<String>> {
    if vendor.secret_label.is_empty() {
        return Ok(None);
    }
    let may = if vendor.secret_required { "" } else { " (Enter for none)" };
    secret::ask(&format!("{}{may}", vendor.secret_label))
}

async fn check(engine: &Engine, name: &str) -> Result<Done> {
    let found = named(engine, name).await?;
    let form = ConnectionForm { name: found.name, account: found.account };
    let report: CheckReport = engine.check_connection(form, None, Some(found.id)).await?;
    let mut text = String::new();
    for step in &report.steps {
        let mark = if step.ok { "ok " } else { "NO " };
        text.push_str(&format!("{mark} {}: {}\n", step.title, show::line(&step.found)));
    }
    if let Some(row) = &report.first_row {
        text.push_str(&format!("Newest: {} ({})\n", show::line(&row.title), show::time(row.happened_at)));
    }
    let mut done = Done::new(&report, text);
    done.code = if report.ok { 0 } else { CHECK_FAILED };
    Ok(done)
}

async fn edit(
    engine: &Engine,
    name: &str,
    new_name: Option<String>,
    account: AccountArgs,
    new_secret: bool,
) -> Result<Done> {
    let found = named(engine, name).await?;
    let vendor = vendor(engine, &found.account.vendor).await?;
    let secret = if new_secret { ask_secret(&vendor)? } else { None };
    let mut settings = found.account.settings;
    settings.extend(known_settings(&vendor, account.settings)?);
    let account = Account {
        vendor: found.account.vendor,
        base_url: account.url.unwrap_or(found.account.base_url),
        user: account.user.unwrap_or(found.account.user),
        project: account.project.unwrap_or(found.account.project),
        settings,
    };
    let form = ConnectionForm { name: new_name.unwrap_or(found.name), account };
    let changed = engine.edit_connection(found.id, form, secret).await?;
    Ok(Done::new(&changed, format!("Changed {}.", show::line(&changed.name))))
}

async fn pause(engine: &Engine, name: &str, paused: bool) -> Result<Done> {
    let found = named(engine, name).await?;
    Ok(workspace::step(&engine.pause_connection(found.id, paused).await?))
}

async fn set_aside(engine: &Engine, name: &str) -> Result<Done> {
    let found = named(engine, name).await?;
    let rows = engine.set_aside(found.id).await?;
    let mut table = Table::new(&[">Row", "ID", "*Reason", "Record"]);
    for row in &rows {
        let id = row.external_id.clone().unwrap_or_default();
        table.row([show::count(row.row), id, row.reason.clone(), show::cut(&row.raw, 200)]);
    }
    Ok(Done::new(&rows, table.text("Nothing was set aside.")))
}

async fn schedule(engine: &Engine, name: &str, how: HowOften) -> Result<Done> {
    let found = named(engine, name).await?;
    let cadence = how.every.or(how.daily).unwrap_or(Cadence::Off);
    Ok(workspace::step(&engine.schedule_connection(found.id, cadence).await?))
}
