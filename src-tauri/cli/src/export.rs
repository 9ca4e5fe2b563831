//! The way out: to a tracker through the outbox, or into a file.

use engine::api::Engine;
use engine::api::types::{AndonFlag, ExportFormat, ExportPreview, OpportunityQuery, OutboxEntry};
use engine::error::{Problem, Result};
use engine::model::{ConnectionId, OpportunityId, OutboxId};

use crate::args::{Export, Outbox};
use crate::connections;
use crate::done::Done;
use crate::show::{self, Table};

pub async fn export(engine: &Engine, wanted: Export) -> Result<Done> {
    if matches!(wanted.what.as_slice(), [only] if only.eq_ignore_ascii_case("list")) {
        if wanted.to.is_some() {
            return Err(Problem::bad_input("The list goes into a file.")
                .todo("Give --format csv, markdown, json, html or pdf."));
        }
        return save(engine, wanted.format.unwrap_or(ExportFormat::Csv)).await;
    }
    let parsed = |what: &String| {
        OpportunityId::parse(what).ok_or_else(|| {
            Problem::bad_input(format!("{what} is no opportunity.")).todo("Write OPP-31, or `list` alone.")
        })
    };
    let ids = wanted.what.iter().map(parsed).collect::<Result<Vec<OpportunityId>>>()?;
    let Some(to) = &wanted.to else {
        return Err(Problem::bad_input("Say where to send it.").todo("Give --to and the name of a connection."));
    };
    let connection = connections::named(engine, to).await?;
    let [id] = ids[..] else { return several(engine, ids, connection.id, wanted).await };
    let mut preview = engine.preview_export(id, connection.id).await?;
    if let Some(project) = wanted.project {
        preview.draft.project = project;
    }
    if wanted.preview {
        let flags = engine.andon_of(id).await?;
        return Ok(Done::new(&preview, describe(&preview, &flags)));
    }
    let entry = engine.send_export(id, connection.id, preview.draft, wanted.anyway).await?;
    Ok(told(&entry))
}

async fn several(engine: &Engine, ids: Vec<OpportunityId>, to: ConnectionId, wanted: Export) -> Result<Done> {
    if wanted.preview {
        let preview = engine.preview_exports(ids, to).await?;
        let mut table = Table::new(&["Opportunity", "*Item", "Stays because", "Missing"]);
        for row in &preview.rows {
            let stays = row.stays.clone().unwrap_or_default();
            table.row([row.opportunity.label.clone(), row.title.clone(), stays, row.gaps.join(". ")]);
        }
        return Ok(Done::new(&preview, format!("{}Nothing was sent.\n", table.text(""))));
    }
    let project = match wanted.project {
        Some(project) => project,
        // Where the last one went.
        None => engine.preview_exports(Vec::new(), to).await?.project,
    };
    let queued = engine.queue_exports(ids, to, project, wanted.anyway).await?;
    let sent = engine.send_waiting(to, false).await?;
    let mut text = String::new();
    for left in &queued.left_out {
        text.push_str(&format!("{} stays: {}\n", OpportunityId(left.id).label(), show::line(&left.reason)));
    }
    text.push_str(&format!("{}\n", show::line(&sent.message)));
    Ok(Done::new(&(&queued, &sent), text).despite(sent.problem.as_ref()))
}

pub async fn save(engine: &Engine, format: ExportFormat) -> Result<Done> {
    let file = engine.save_opportunities(format, OpportunityQuery::default()).await?;
    let rows = show::counted(file.rows, "opportunity", "opportunities");
    Ok(Done::new(&file, format!("Saved {rows} as {}", file.path)))
}

fn describe(preview: &ExportPreview, flags: &[AndonFlag]) -> String {
    let draft = &preview.draft;
    let mut text = format!("{}\n\n{}\n\n", show::line(&draft.title), show::lines(&draft.description));
    if !draft.labels.is_empty() {
        text.push_str(&format!("Labels: {}\n", show::line(&draft.labels.join(", "))));
    }
    text.push_str(&format!("{} characters", show::count(preview.characters)));
    if preview.redactions > 0 {
        let taken = show::counted(preview.redactions, "address or number", "addresses and numbers");
        text.push_str(&format!(", {taken} taken out of quoted text"));
    }
    text.push_str(". Nothing was sent.\n");
    for missing in preview.readiness.missing().chain(preview.missing.iter().map(String::as_str)) {
        text.push_str(&format!("Missing: {}\n", show::line(missing)));
    }
    for flag in flags {
        let place = flag.place.key();
        let find =
            format!("`throughline andon find \"{place}\" WORDS` finds the fix of {place}, `andon fix` links it.");
        text.push_str(&format!("{}\n", show::line(&find)));
    }
    if !preview.readiness.ready {
        text.push_str("It isn't ready: sending it needs --anyway and a reason.\n");
    }
    for item in &preview.already {
        text.push_str(&format!("There already: {} {}\n", show::line(&item.label), show::line(&item.url)));
    }
    text
}

/// One outbox entry after something happened to it.
fn told(entry: &OutboxEntry) -> Done {
    let state = show::word(entry.state);
    let text = match &entry.item {
        Some(item) => format!(
            "{} is {} in {}: {}\n",
            entry.opportunity.label,
            show::line(&item.label),
            show::line(&entry.connection_name),
            show::line(&item.url)
        ),
        None => format!("Outbox entry {} for {}: {state}\n", entry.id, entry.opportunity.label),
    };
    Done::new(entry, text).despite(entry.problem.as_ref())
}

pub async fn outbox(engine: &Engine, what: Option<Outbox>) -> Result<Done> {
    match what.unwrap_or(Outbox::List) {
        Outbox::Settle { id } => Ok(told(&engine.settle_outbox(OutboxId(id)).await?)),
        Outbox::Send { to, again } => {
            let connection = connections::named(engine, &to).await?;
            let sent = engine.send_waiting(connection.id, again).await?;
            Ok(Done::new(&sent, format!("{}\n", show::line(&sent.message))).despite(sent.problem.as_ref()))
        }
        Outbox::Cancel { id } => Ok(told(&engine.cancel_outbox(OutboxId(id)).await?)),
        Outbox::List => {
            let entries = engine.outbox().await?;
            let mut table = Table::new(&[">ID", "Opportunity", "To", "State", "Item", "Changed", "*Title"]);
            for entry in &entries {
                table.row([
                    entry.id.to_string(),
                    entry.opportunity.label.clone(),
                    entry.connection_name.clone(),
                    show::word(entry.state),
                    entry.item.as_ref().map(|item| item.label.clone()).unwrap_or_default(),
                    show::time(entry.changed_at),
                    entry.title.clone(),
                ]);
            }
            Ok(Done::new(&entries, table.text("The outbox is empty.")))
        }
    }
}
