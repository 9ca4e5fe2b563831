//! What a tap or source can read, and matching the fields of records by hand.

use std::collections::BTreeMap;

use engine::api::Engine;
use engine::api::types::{ConnectionForm, ConnectionView, FieldMapping, ImportPreview, Mapping, OfferedStream};
use engine::error::{Problem, Result};
use serde_json::Value;

use crate::args::Match;
use crate::connections::named;
use crate::done::{Done, exit_code};
use crate::files;
use crate::show::{self, Table};

/// Fields named of each stream.
const FIELDS: usize = 12;

pub async fn streams(engine: &Engine, name: &str) -> Result<Done> {
    let found = named(engine, name).await?;
    let offered = engine.offered_streams(form(&found), None, Some(found.id)).await?;
    let chosen = chosen(&found);
    let mut table = Table::new(&["Read", "Stream", "Like signals", "Later reads", ">Fields", "*Named"]);
    for one in &offered {
        let read = if chosen.is_empty() || chosen.contains(&one.name) { "yes" } else { "" };
        let later = if one.only_changes { "changes" } else { "everything" };
        table.row([
            read.to_owned(),
            one.name.clone(),
            if one.fits { "yes" } else { "" }.to_owned(),
            later.to_owned(),
            show::count(u32::try_from(one.fields.len()).unwrap_or(u32::MAX)),
            some(&one.fields),
        ]);
    }
    Ok(Done::new(&offered, table.text("It offers no stream.")))
}

fn some(fields: &[String]) -> String {
    let more = if fields.len() > FIELDS { ", …" } else { "" };
    format!("{}{more}", fields.iter().take(FIELDS).map(String::as_str).collect::<Vec<_>>().join(", "))
}

pub async fn match_fields(engine: &Engine, wanted: Match) -> Result<Done> {
    let found = named(engine, &wanted.name).await?;
    let has = |setting: &str| found.account.settings.contains_key(setting);
    let by_stream = has("program");
    let stream = match by_stream {
        true => Some(stream(engine, &found, wanted.stream.clone()).await?),
        false => None,
    };
    let mut looking = form(&found);
    if let Some(stream) = &stream {
        looking.account.settings.insert("streams".to_owned(), stream.clone());
    }
    let file = engine.sample_connection(looking, None, Some(found.id)).await?;
    let shown = engine.preview_import(file.clone(), None).await?;
    let kept = found.account.setting("mapping").to_owned();
    let begun = match known(&kept, stream.as_deref())? {
        Some(mapping) => mapping.onto(&names(&shown)),
        None => shown.mapping.clone(),
    };
    let mapping = files::chosen(&shown, begun, &wanted.matching)?;
    let preview = engine.preview_import(file, Some(mapping.clone())).await?;
    let mut text = files::describe(&preview);
    if let Some(why) = &preview.blocked {
        let mut done = Done::new(&preview, text);
        done.code = exit_code(Problem::bad_input(why).kind);
        return Ok(done);
    }
    if !wanted.dry_run {
        let mut form = form(&found);
        let setting = setting(&kept, stream.as_deref(), &mapping, &names(&shown))?;
        form.account.settings.insert("mapping".to_owned(), setting);
        engine.edit_connection(found.id, form, None).await?;
        text.push_str(&format!("Matched. `throughline pull \"{}\"` reads it so.\n", show::line(&found.name)));
    }
    Ok(Done::new(&preview, text))
}

fn form(connection: &ConnectionView) -> ConnectionForm {
    ConnectionForm { name: connection.name.clone(), account: connection.account.clone() }
}

fn chosen(connection: &ConnectionView) -> Vec<String> {
    let names = connection.account.setting("streams").split(',').map(str::trim);
    names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The stream that was named, or the one that looks most like signals.
async fn stream(engine: &Engine, connection: &ConnectionView, named: Option<String>) -> Result<String> {
    let offered = engine.offered_streams(form(connection), None, Some(connection.id)).await?;
    if let Some(name) = named {
        let there = offered.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
        return match offered.iter().any(|one| one.name == name) {
            true => Ok(name),
            false => {
                Err(Problem::not_found(format!("There is no stream {name}.")).todo(format!("There are: {there}.")))
            }
        };
    }
    let chosen = chosen(connection);
    let read: Vec<&OfferedStream> =
        offered.iter().filter(|one| chosen.is_empty() || chosen.contains(&one.name)).collect();
    let likeliest = read.iter().find(|one| one.fits).or(read.first());
    likeliest.map(|one| one.name.clone()).ok_or_else(|| {
        Problem::not_found(format!("“{}” has none of the streams it is to read.", connection.name))
            .todo("See `throughline connections streams`.")
    })
}

fn names(preview: &ImportPreview) -> Vec<String> {
    preview.columns.iter().map(|column| column.name.clone()).collect()
}

/// What is kept of this stream, or of the one list there is.
fn known(kept: &str, stream: Option<&str>) -> Result<Option<FieldMapping>> {
    let part = stream.and_then(|stream| by_stream(kept)?.get(stream).map(Value::to_string));
    match (stream, part) {
        (Some(_), None) if by_stream(kept).is_some() => Ok(None),
        (_, part) => FieldMapping::parse(part.as_deref().unwrap_or(kept)),
    }
}

/// The mappings of the streams; None while one serves all.
fn by_stream(kept: &str) -> Option<BTreeMap<String, Value>> {
    let all: BTreeMap<String, Value> = serde_json::from_str(kept).ok()?;
    (!all.contains_key("fields")).then_some(all)
}

fn setting(kept: &str, stream: Option<&str>, mapping: &Mapping, names: &[String]) -> Result<String> {
    let unwritable = |why: serde_json::Error| Problem::system(format!("The mapping can't be written: {why}."));
    let mapping = FieldMapping::of(mapping, names);
    let Some(stream) = stream else { return serde_json::to_string(&mapping).map_err(unwritable) };
    let mut all = by_stream(kept).unwrap_or_default();
    all.insert(stream.to_owned(), serde_json::to_value(&mapping).map_err(unwritable)?);
    serde_json::to_string(&all).map_err(unwritable)
}
