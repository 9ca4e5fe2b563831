//! Applies rules and lists of customers to everything stored: what each place and each told customer means is found
//! anew, and the signals of those that changed follow in one statement.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::bulk::on_connection;
use super::columns::Delta;
use super::people::{Known, People};
use super::{Store, Write, told, vectors};
use crate::error::Result;
use crate::mapping::{Place, Told};
use crate::model::{ConnectionId, CustomerId, ServiceId, SignalId};

/// The setting that says something was stored whose meaning has yet to be found.
const UNSETTLED: &str = "unsettled";

/// What a transaction changed that may change the meaning of what is stored.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stale {
    pub(super) services: bool,
    pub(super) customers: bool,
    pub(super) themes: bool,
}

impl Write<'_> {
    /// Says that rules changed with this transaction; what they mean is applied before it commits.
    pub fn rules_changed(&mut self) {
        self.known = Known::default();
        self.stale.services = true;
    }

    /// The same for what is known of customers.
    pub fn companies_changed(&mut self) {
        self.known = Known::default();
        self.stale.customers = true;
    }

    /// Says that signals may be in other themes than before.
    pub fn themes_changed(&mut self) {
        self.stale.themes = true;
    }

    /// Applies what changed now instead of at the commit. Gives how many signals belong elsewhere than before.
    pub async fn settle(&mut self) -> Result<u32> {
        let stale = std::mem::take(&mut self.stale);
        if stale.themes {
            self.delta.themes = Some(on_connection(self, vectors::column).await?);
        }
        if !stale.services && !stale.customers {
            return Ok(0);
        }
        let delta = on_connection(self, |raw| {
            let mut delta = Delta::default();
            if stale.services {
                delta.services = places(raw)?;
            }
            if stale.customers {
                delta.revenues = revenues(raw)?;
                delta.customers = customers(raw)?;
            }
            Ok(delta)
        })
        .await?;
        self.known = Known::default();
        let moved = delta.services.len() + delta.customers.len();
        self.delta.services.extend(delta.services);
        self.delta.customers.extend(delta.customers);
        self.delta.revenues.extend(delta.revenues);
        Ok(u32::try_from(moved).unwrap_or(u32::MAX))
    }
}

/// Finishes what pulls and imports left open: a domain told by one signal may say who wrote another. Does nothing
/// when nothing is open.
pub async fn pending(store: &Store) -> Result<()> {
    let open: Option<String> = sqlx::query_scalar("SELECT value FROM setting WHERE key = ?")
        .bind(UNSETTLED)
        .fetch_optional(&store.readers)
        .await?;
    let Some(what) = open else { return Ok(()) };
    let mut write = store.write().await?;
    let all = what == "everything";
    let found = on_connection(&mut write, |raw| {
        raw.execute("DELETE FROM setting WHERE key = ?", [UNSETTLED])?;
        if all { read_again(raw) } else { Ok(Vec::new()) }
    })
    .await?;
    write.delta.customers.extend(found);
    write.known = Known::default();
    write.stale = Stale { services: all, customers: true, themes: false };
    write.settle().await?;
    write.commit().await
}

/// Notes, in the transaction of a page, that [`pending`] has something to do.
pub(super) fn remember(raw: &Connection) -> rusqlite::Result<()> {
    raw.execute("INSERT INTO setting (key, value) VALUES (?, 'told') ON CONFLICT DO NOTHING", [UNSETTLED])?;
    Ok(())
}

/// Gives signals stored by an older version their place and what was told of their customer. Gives those that have
/// another customer now.
fn read_again(raw: &Connection) -> rusqlite::Result<Vec<(SignalId, Option<CustomerId>)>> {
    let mut people = People::new(raw, Known::default())?;
    let mut signals = raw.prepare(
        "SELECT s.id, s.connection_id, v.name, COALESCE(t.facts, '{}'), s.customer_id, c.name, r.email
         FROM signal s LEFT JOIN signal_text t ON t.signal_id = s.id LEFT JOIN service v ON v.id = s.service_id
         LEFT JOIN customer c ON c.id = s.customer_id LEFT JOIN reporter r ON r.id = s.reporter_id
         WHERE s.place_id IS NULL",
    )?;
    let mut rows = signals.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let facts: BTreeMap<String, String> = serde_json::from_str(row.get_ref(3)?.as_str()?).unwrap_or_default();
        let service: Option<String> = row.get(2)?;
        let (place, _) = people.place(ConnectionId(row.get(1)?), service.as_deref(), &facts)?;
        let name: Option<String> = row.get(5)?;
        let customer = crate::model::Customer { name: name.unwrap_or_default(), ..Default::default() };
        let own = row.get::<_, Option<u32>>(4)?.map(|id| (CustomerId(id), &customer));
        let email: Option<String> = row.get(6)?;
        let (told, _) = people.told(own, email.as_deref())?;
        found.push((row.get::<_, u32>(0)?, place, told));
    }
    drop(rows);
    let mut note = raw.prepare("UPDATE signal SET place_id = ?2, told_id = ?3 WHERE id = ?1")?;
    for (signal, place, told) in found {
        note.execute(params![signal, place, told])?;
    }
    let mut differs = raw.prepare(
        "UPDATE signal SET customer_id = (SELECT t.customer_id FROM told t WHERE t.id = told_id)
         WHERE told_id IS NOT NULL AND customer_id IS NOT (SELECT t.customer_id FROM told t WHERE t.id = told_id)
         RETURNING id, customer_id",
    )?;
    let rows =
        differs.query_map([], |row| Ok((SignalId(row.get(0)?), row.get::<_, Option<u32>>(1)?.map(CustomerId))))?;
    rows.collect()
}

/// The signals whose service changed, with the new one.
fn places(raw: &Connection) -> rusqlite::Result<Vec<(SignalId, Option<ServiceId>)>> {
    let mut people = People::new(raw, Known::default())?;
    let mut all = raw.prepare("SELECT id, connection_id, service, project, component, label, service_id FROM place")?;
    let mut rows = all.query([])?;
    let mut changed = Vec::new();
    while let Some(row) = rows.next()? {
        let place = Place { service: row.get(2)?, project: row.get(3)?, component: row.get(4)?, label: row.get(5)? };
        let means = people.meaning(ConnectionId(row.get(1)?), &place)?.map(|id| id.0);
        if means != row.get::<_, Option<u32>>(6)? {
            changed.push((row.get::<_, u32>(0)?, means));
        }
    }
    drop(rows);
    note(raw, "UPDATE place SET service_id = ?2 WHERE id = ?1", &changed)?;
    let moved = follow(
        raw,
        "UPDATE signal SET service_id = (SELECT p.service_id FROM place p WHERE p.id = place_id)
         WHERE place_id IN (SELECT value FROM json_each(?)) RETURNING id, service_id",
        &changed,
    )?;
    Ok(moved.into_iter().map(|(id, service)| (id, service.map(ServiceId))).collect())
}

/// The signals whose customer changed, with the new one.
fn customers(raw: &Connection) -> rusqlite::Result<Vec<(SignalId, Option<CustomerId>)>> {
    let companies = told::companies(raw)?;
    let mut all = raw.prepare(
        "SELECT t.id, t.own_id, c.name, t.number, t.domain, t.customer_id
         FROM told t LEFT JOIN customer c ON c.id = t.own_id",
    )?;
    let mut rows = all.query([])?;
    let mut changed = Vec::new();
    while let Some(row) = rows.next()? {
        let own = row.get::<_, Option<u32>>(1)?.map(CustomerId);
        let (name, number, domain): (Option<String>, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let own = own.zip(name.as_deref());
        let means = companies.resolve(&Told { own, number: &number, domain: &domain }).customer.map(|id| id.0);
        if means != row.get::<_, Option<u32>>(5)? {
            changed.push((row.get::<_, u32>(0)?, means));
        }
    }
    drop(rows);
    note(raw, "UPDATE told SET customer_id = ?2 WHERE id = ?1", &changed)?;
    let moved = follow(
        raw,
        "UPDATE signal SET customer_id = (SELECT t.customer_id FROM told t WHERE t.id = told_id)
         WHERE told_id IN (SELECT value FROM json_each(?)) RETURNING id, customer_id",
        &changed,
    )?;
    reporters(raw, &changed)?;
    Ok(moved.into_iter().map(|(id, customer)| (id, customer.map(CustomerId))).collect())
}

/// People work for the customer of their newest signal that has one.
fn reporters(raw: &Connection, changed: &[(u32, Option<u32>)]) -> rusqlite::Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    raw.execute(
        "WITH met AS MATERIALIZED (
           SELECT DISTINCT reporter_id AS id FROM signal
           WHERE told_id IN (SELECT value FROM json_each(?)) AND reporter_id IS NOT NULL),
         newest AS MATERIALIZED (
           SELECT reporter_id, customer_id,
             row_number() OVER (PARTITION BY reporter_id ORDER BY updated_at DESC, id DESC) AS place
           FROM signal WHERE reporter_id IN (SELECT id FROM met) AND customer_id IS NOT NULL)
         UPDATE reporter SET customer_id = (
           SELECT n.customer_id FROM newest n WHERE n.reporter_id = reporter.id AND n.place = 1)
         WHERE id IN (SELECT id FROM met)",
        [ids(changed)],
    )?;
    Ok(())
}

/// A list's revenue counts while it is in the workspace's currency; another one can't be added up.
fn revenues(raw: &Connection) -> rusqlite::Result<Vec<(CustomerId, Option<i64>)>> {
    let mut changed = raw.prepare(
        "WITH ours AS (SELECT COALESCE((SELECT upper(value) FROM setting WHERE key = 'currency'), 'EUR') AS currency)
         UPDATE customer SET revenue = CASE WHEN COALESCE(currency, (SELECT currency FROM ours)) = (SELECT currency FROM ours)
           THEN amount END
         WHERE amount IS NOT NULL AND revenue IS NOT CASE
           WHEN COALESCE(currency, (SELECT currency FROM ours)) = (SELECT currency FROM ours) THEN amount END
         RETURNING id, revenue",
    )?;
    let rows = changed.query_map([], |row| Ok((CustomerId(row.get(0)?), row.get(1)?)))?;
    rows.collect()
}

fn note(raw: &Connection, sql: &str, changed: &[(u32, Option<u32>)]) -> rusqlite::Result<()> {
    let mut note = raw.prepare(sql)?;
    for (id, means) in changed {
        note.execute(params![id, means])?;
    }
    Ok(())
}

/// One pass over the signals, however many there are.
fn follow(
    raw: &Connection,
    sql: &str,
    changed: &[(u32, Option<u32>)],
) -> rusqlite::Result<Vec<(SignalId, Option<u32>)>> {
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    let mut update = raw.prepare(sql)?;
    let rows = update.query_map([ids(changed)], |row| Ok((SignalId(row.get(0)?), row.get(1)?)))?;
    rows.collect()
}

/// A JSON list.
fn ids(changed: &[(u32, Option<u32>)]) -> String {
    let ids: Vec<String> = changed.iter().map(|(id, _)| id.to_string()).collect();
    format!("[{}]", ids.join(","))
}
