//! What goes where in a tracker, and bringing an item up to date.

use clap::Args;
use engine::api::Engine;
use engine::api::types::{After, FieldRule, FieldsView, ItemView, Told, UpdatePreview};
use engine::error::{Problem, Result};
use engine::model::OpportunityId;

use crate::connections;
use crate::done::Done;
use crate::read;
use crate::show::{self, Table};

#[derive(Debug, Args)]
pub struct Fields {
    /// The connection.
    pub name: String,
    /// Write it with the item and then leave it alone, as value=FIELD; title, description and labels need no field.
    #[arg(long, value_parser = rule)]
    pub set: Vec<(Told, String)>,
    /// Offer later changes for sending too.
    #[arg(long, value_parser = rule)]
    pub keep: Vec<(Told, String)>,
    /// Don't send it.
    #[arg(long, value_parser = read::json_word::<Told>)]
    pub without: Vec<Told>,
}

#[derive(Debug, Args)]
pub struct Update {
    #[arg(value_parser = read::opportunity)]
    pub opportunity: OpportunityId,
    /// Write what is shown into the tracker; nothing is sent otherwise.
    #[arg(long)]
    pub send: bool,
}

/// `value=FIELD`, or `title` alone.
fn rule(text: &str) -> std::result::Result<(Told, String), String> {
    let (from, to) = text.split_once('=').unwrap_or((text, ""));
    Ok((read::json_word(from)?, to.trim().to_owned()))
}

pub async fn fields(engine: &Engine, wanted: Fields) -> Result<Done> {
    let id = connections::named(engine, &wanted.name).await?.id;
    let mut view = engine.connection_fields(id).await?;
    let mut said = String::new();
    if !(wanted.set.is_empty() && wanted.keep.is_empty() && wanted.without.is_empty()) {
        let done = engine.set_connection_fields(id, changed(view.rules, wanted)).await?;
        said = format!("{}\n\n", show::line(&done.message));
        view = engine.connection_fields(id).await?;
    }
    Ok(Done::new(&view, said + &described(&view)))
}

/// A rule for a field of the tracker's own is replaced by one from the same number of ours.
fn changed(mut rules: Vec<FieldRule>, wanted: Fields) -> Vec<FieldRule> {
    let given = |rules: Vec<(Told, String)>, after| rules.into_iter().map(move |(from, to)| (from, to, after));
    let without = wanted.without.into_iter().map(|from| (from, String::new(), After::NotSent));
    for (from, to, after) in
        given(wanted.set, After::SetOnce).chain(given(wanted.keep, After::KeepInStep)).chain(without)
    {
        let always = [Told::Title, Told::Description, Told::Labels].contains(&from);
        let to = if to.is_empty() {
            rules.iter().find(|rule| rule.from == from).map(|rule| rule.to.clone()).unwrap_or_default()
        } else {
            to
        };
        rules.retain(|rule| rule.from != from);
        if always || after != After::NotSent {
            rules.push(FieldRule { from, to, after });
        }
    }
    rules
}

fn described(view: &FieldsView) -> String {
    let mut table = Table::new(&["From here", "Field there", "After the export"]);
    for rule in &view.rules {
        table.row([show::word(rule.from), rule.to.clone(), show::word(rule.after)]);
    }
    let mut text = table.text("");
    for own in &view.own {
        text.push_str(&format!("There is also {}: {}\n", show::line(&own.name), show::line(&own.label)));
    }
    if !view.others.is_empty() {
        text.push_str(&format!("Any other goes by {}.\n", view.others));
    }
    if !view.follows {
        text.push_str("Items of this tool are written once.\n");
    }
    text
}

pub async fn update(engine: &Engine, wanted: Update) -> Result<Done> {
    let items: Vec<ItemView> = engine.items().await?;
    let items: Vec<ItemView> =
        items.into_iter().filter(|item| item.opportunity.id == wanted.opportunity && item.sent_here).collect();
    if items.is_empty() {
        return Err(Problem::not_found(format!("{} was never sent from here.", wanted.opportunity.label()))
            .todo("Send it with `throughline export`."));
    }
    let (mut previews, mut text) = (Vec::new(), String::new());
    for item in items {
        let preview = engine.preview_update(item.id).await?;
        text.push_str(&differences(&preview));
        if wanted.send && !preview.changes.is_empty() {
            let now = engine.send_update(item.id, preview.change.clone()).await?;
            text.push_str(&format!("{} is up to date.\n", show::line(&now.label)));
        }
        previews.push(preview);
    }
    if !wanted.send {
        text.push_str("Nothing was sent.\n");
    }
    Ok(Done::new(&previews, text))
}

fn differences(preview: &UpdatePreview) -> String {
    let item = format!("{} in {}", show::line(&preview.item.label), show::line(&preview.item.connection));
    if preview.changes.is_empty() {
        return format!("{item} has everything that is kept in step.\n");
    }
    let mut text = format!("{item}\n");
    for change in &preview.changes {
        text.push_str(&format!(
            "{}\n  was {}\n  now {}\n",
            change.label,
            show::line(&change.was),
            show::line(&change.now)
        ));
        if let Some(there) = &change.there {
            text.push_str(&format!("  somebody made it {} there\n", show::line(there)));
        }
    }
    text
}
