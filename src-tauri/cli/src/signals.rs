//! Signals: listing, reading, deciding.

use engine::api::Engine;
use engine::api::types::{AcceptInto, SignalDetail, SignalQuery, SignalRow, SnoozeUntil, ViewShows};
use engine::error::{Problem, Result};
use engine::model::{SignalId, ThemeId};
use serde::Serialize;

use crate::args::{SignalFilter, Signals, Wake};
use crate::done::Done;
use crate::show::{self, Table};
use crate::{connections, views, workspace};

/// Rows the engine gives at once.
const AT_ONCE: usize = 200;

pub async fn perform(engine: &Engine, what: Signals) -> Result<Done> {
    let ids = |ids: Vec<u32>| ids.into_iter().map(SignalId).collect::<Vec<_>>();
    let done = match what {
        Signals::List { view, filter } => return list(engine, view, *filter).await,
        Signals::Show { id } => return show_one(engine, SignalId(id)).await,
        Signals::Accept(accept) => {
            let into = match (accept.into, accept.new) {
                (Some(opportunity), _) => AcceptInto::Existing { opportunity },
                (None, title) => AcceptInto::New { title: title.unwrap_or_default() },
            };
            engine.accept(ids(accept.ids), into, accept.importance).await?
        }
        Signals::Decline { ids: wanted, reason, note, reply } => {
            engine.decline(ids(wanted), reason, note, reply).await?
        }
        Signals::Merge { ids: wanted, into } => engine.merge(ids(wanted), SignalId(into)).await?,
        Signals::Unmerge { ids: wanted } => engine.unmerge(ids(wanted)).await?,
        Signals::Unlike { one, other, undo } => engine.suggest_pair(SignalId(one), SignalId(other), undo).await?,
        Signals::Snooze { ids: wanted, wake } => {
            let until = snooze_until(engine, &wake).await?;
            let missing = || Problem::bad_input("Say --until, --until-more or --until-deployed.");
            engine.snooze(ids(wanted), until.ok_or_else(missing)?).await?
        }
        Signals::Hidden => return hidden(engine).await,
        Signals::Reopen { ids: wanted } => engine.reopen(ids(wanted)).await?,
    };
    Ok(workspace::step(&done))
}

/// What the arguments say ends a snooze; None when they say nothing.
pub async fn snooze_until(engine: &Engine, wake: &Wake) -> Result<Option<SnoozeUntil>> {
    Ok(match (wake.until, wake.until_more, &wake.until_deployed) {
        (Some(until), ..) => Some(SnoozeUntil::Date { until }),
        (None, Some(count), _) => Some(SnoozeUntil::MoreSignals { count }),
        (None, None, Some(key)) => Some(SnoozeUntil::Deployed { change: engine.named_signal(key).await? }),
        (None, None, None) => None,
    })
}

async fn hidden(engine: &Engine) -> Result<Done> {
    let hidden = engine.hidden().await?;
    let (people, system) = (&hidden.by_people, &hidden.by_system);
    let mut table = Table::new(&["Hidden by people", ">"]);
    for (what, count) in [
        ("declined signals", people.declined),
        ("snoozed signals", people.snoozed),
        ("merged signals", people.merged),
        ("themes that are none", people.not_a_theme),
        ("snoozed themes", people.snoozed_themes),
        ("pairs not suggested again", u32::try_from(people.pairs.len()).unwrap_or(u32::MAX)),
    ] {
        table.row([what.to_owned(), show::count(i64::from(count))]);
    }
    let mut text = table.text("");
    let mut table = Table::new(&["Kept out by the program", ">"]);
    for (what, count) in [
        ("records that couldn't become signals", system.set_aside),
        ("signals that fit no theme", system.unsorted),
        ("signals that wait to be grouped", system.waiting),
    ] {
        table.row([what.to_owned(), show::count(i64::from(count))]);
    }
    text.push('\n');
    text.push_str(&table.text(""));
    for pair in &people.pairs {
        text.push_str(&format!(
            "{} and {}: {} / {}\n",
            pair.one,
            pair.other,
            show::line(&pair.one_title),
            show::line(&pair.other_title)
        ));
    }
    Ok(Done::new(&hidden, text))
}

#[derive(Serialize)]
struct Listed {
    total: usize,
    /// More signals hold the words than a search looks at: the total counts those among so many of the newest.
    #[serde(skip_serializing_if = "Option::is_none")]
    newest: Option<u32>,
    rows: Vec<SignalRow>,
}

async fn list(engine: &Engine, view: Option<String>, filter: SignalFilter) -> Result<Done> {
    let limit = filter.limit;
    let query = match view {
        Some(name) => viewed(engine, &name).await?,
        None => query(engine, filter).await?,
    };
    let (ids, page) = engine.signal_list(query, 0, limit.min(AT_ONCE) as u32).await?;
    let (total, newest, mut rows) = (ids.len(), page.newest, page.rows);
    let further: Vec<SignalId> = ids.into_iter().take(limit).skip(AT_ONCE).map(SignalId).collect();
    for window in further.chunks(AT_ONCE) {
        rows.extend(engine.signal_rows(window.to_vec()).await?);
    }
    let text = table(&rows) + &beyond(rows.len(), total, newest);
    Ok(Done::new(&Listed { total, newest, rows }, text))
}

/// What is said of signals that aren't shown; nothing when all are.
fn beyond(shown: usize, total: usize, newest: Option<u32>) -> String {
    let more = if newest.is_some() { "+" } else { "" };
    let counts = format!("{} of {}{more}", show::count(shown as i64), show::count(total as i64));
    let mut text = match (shown < total, newest) {
        (true, _) => format!("{counts}; --limit shows more.\n"),
        (false, Some(_)) => format!("{counts}.\n"),
        (false, None) => String::new(),
    };
    if let Some(newest) = newest {
        let newest = show::count(newest);
        text.push_str(&format!(
            "A search looks at the newest {newest} signals with its words; older ones hold them too.\n"
        ));
    }
    text
}

async fn viewed(engine: &Engine, name: &str) -> Result<SignalQuery> {
    match views::named(engine, name, |shows| matches!(shows, ViewShows::Inbox { .. })).await?.shows {
        ViewShows::Inbox { query } => Ok(query),
        _ => Err(Problem::not_found(format!("“{name}” shows no signals."))),
    }
}

/// The filters as a query, with names looked up.
pub async fn query(engine: &Engine, filter: SignalFilter) -> Result<SignalQuery> {
    let mut query = SignalQuery {
        text: filter.search,
        kinds: filter.kind,
        severities: filter.severity,
        statuses: filter.status,
        states: filter.state,
        from: filter.since,
        to: filter.until,
        unread_only: filter.unread,
        min_revenue: filter.min_revenue,
        sort: filter.sort,
        themes: filter.theme.into_iter().map(ThemeId).collect(),
        ..SignalQuery::default()
    };
    for name in &filter.connection {
        query.connections.push(connections::named(engine, name).await?.id);
    }
    if !filter.service.is_empty() || !filter.product.is_empty() || !filter.customer.is_empty() {
        // Names are looked up among all signals these states show.
        let facets = engine.facets(SignalQuery { states: query.states.clone(), ..SignalQuery::default() }).await?;
        for name in &filter.service {
            query.services.push(engine::model::ServiceId(id_of(&facets.services, "service", name)?));
        }
        for name in &filter.product {
            query.products.push(engine::model::ProductId(id_of(&facets.products, "product", name)?));
        }
        for name in &filter.customer {
            query.customers.push(engine::model::CustomerId(id_of(&facets.customers, "customer", name)?));
        }
    }
    Ok(query)
}

fn id_of(named: &[engine::api::types::NamedCount], what: &str, name: &str) -> Result<u32> {
    named
        .iter()
        .find(|one| one.name.to_lowercase() == name.to_lowercase())
        .map(|one| one.id)
        .ok_or_else(|| Problem::not_found(format!("No signal here names the {what} {name}.")))
}

fn table(rows: &[SignalRow]) -> String {
    let mut table = Table::new(&[">ID", "Kind", "*Title", "Customer", "Service", "Severity", "When", "State"]);
    for row in rows {
        let state = row.opportunity.as_ref().map_or_else(|| show::word(row.state), |linked| linked.label.clone());
        table.row([
            row.id.to_string(),
            show::word(row.kind),
            row.title.clone(),
            row.customer.clone().unwrap_or_default(),
            row.service.clone().unwrap_or_default(),
            row.severity.map(show::word).unwrap_or_default(),
            show::time(row.happened_at),
            state,
        ]);
    }
    table.text("No signal fits.")
}

async fn show_one(engine: &Engine, id: SignalId) -> Result<Done> {
    let detail = engine.signal(id).await?;
    Ok(Done::new(&detail, describe(&detail)))
}

fn describe(detail: &SignalDetail) -> String {
    let row = &detail.row;
    let mut facts = Table::new(&["", ""]);
    let mut fact = |name: &str, value: String| {
        if !value.is_empty() {
            facts.row([name.to_owned(), value]);
        }
    };
    fact("Kind", show::word(row.kind));
    fact("Severity", row.severity.map(show::word).unwrap_or_default());
    fact("Status", show::word(row.status));
    fact("Decided", show::word(row.state));
    fact("Snoozed until", row.snoozed_until.map(show::time).or(row.waits_for.clone()).unwrap_or_default());
    fact("Back", row.back.clone().unwrap_or_default());
    fact("Reply, not sent", detail.reply.clone().unwrap_or_default());
    fact("Happened", show::time(row.happened_at));
    fact("Resolved", detail.resolved_at.map(show::time).unwrap_or_default());
    fact("Service", row.service.clone().unwrap_or_default());
    if let Some(customer) = &detail.customer {
        let revenue = customer.customer.revenue.map_or(String::new(), |r| format!(", {} a year", show::count(r)));
        fact("Customer", format!("{}{revenue}", customer.customer.name));
    }
    fact("Reporter", detail.reporter.as_ref().map(|person| person.name.clone()).unwrap_or_default());
    fact("From", format!("{} {}", detail.connection, detail.external_id));
    fact("Link", detail.url.clone().unwrap_or_default());
    for (name, value) in &detail.facts {
        fact(name, value.clone());
    }
    for link in &detail.evidence_for {
        let opportunity = &link.opportunity;
        fact("Evidence", format!("{} {}, importance {}", opportunity.label, opportunity.title, link.importance));
    }
    if let Some(suggestion) = &detail.suggestion {
        let because = suggestion.reasons.join(", ");
        fact("Suggestion", format!("link to {}, because {because}", suggestion.opportunity.label));
    }
    let mut text = format!(
        "{}\n{}\n{}\n",
        show::line(&row.title),
        facts.text("").trim_start_matches('\n'),
        show::lines(&detail.body)
    );
    if !detail.similar.is_empty() {
        let similar: Vec<SignalRow> = detail.similar.iter().map(|one| one.row.clone()).collect();
        text.push_str(&format!("\nSimilar\n{}", table(&similar)));
    }
    text
}
