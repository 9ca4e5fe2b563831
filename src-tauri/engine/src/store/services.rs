//! SQL of services, the products they belong to, and the rules that lead to them. What people decide comes in through
//! the journal.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::bulk::on_connection;
use super::{Store, Write, told};
use crate::error::Result;
use crate::mapping::{Meaning, Place, Rule, Rules};
use crate::model::{ConnectionId, ProductId, RuleField, ServiceId, SignalId, Status, Time};

/// Values without a service that are shown.
pub const MOST_SHOWN: usize = 500;

/// A rule as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredRule {
    /// The connection's uid; None: of every connection.
    pub connection: Option<String>,
    pub field: RuleField,
    pub pattern: String,
    /// The service's name; empty: left out.
    pub service: String,
    pub position: i64,
}

/// Stores a rule, or takes it away. A service of its name is made where needed.
pub async fn apply_rule(write: &mut Write<'_>, uid: &str, rule: Option<StoredRule>) -> Result<()> {
    write.rules_changed();
    let Some(rule) = rule else {
        sqlx::query("DELETE FROM service_rule WHERE uid = ?").bind(uid).execute(&mut **write).await?;
        return Ok(());
    };
    let service = match rule.service.trim() {
        "" => None,
        name => Some(named(write, name).await?),
    };
    // A rule of a connection that was never made here fits nothing.
    sqlx::query(
        "INSERT INTO service_rule (uid, position, connection_id, field, pattern, service_id)
         SELECT ?1, ?2, (SELECT id FROM connection WHERE uid = ?3), ?4, ?5, ?6
         WHERE ?3 IS NULL OR EXISTS (SELECT 1 FROM connection WHERE uid = ?3)
         ON CONFLICT (uid) DO UPDATE SET position = excluded.position, connection_id = excluded.connection_id,
           field = excluded.field, pattern = excluded.pattern, service_id = excluded.service_id",
    )
    .bind(uid)
    .bind(rule.position)
    .bind(rule.connection)
    .bind(rule.field.code())
    .bind(rule.pattern)
    .bind(service)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// Puts a service into a product, or with None or an empty name out of any. Both are made where needed.
pub async fn apply_product(write: &mut Write<'_>, service: &str, product: Option<&str>) -> Result<()> {
    let service = named(write, service).await?;
    let product: Option<ProductId> = match product.map_or("", str::trim) {
        "" => None,
        name => {
            sqlx::query("INSERT INTO product (name) VALUES (?) ON CONFLICT DO NOTHING")
                .bind(name)
                .execute(&mut **write)
                .await?;
            sqlx::query_scalar("SELECT id FROM product WHERE name = ?").bind(name).fetch_optional(&mut **write).await?
        }
    };
    sqlx::query("UPDATE service SET product_id = ? WHERE id = ?")
        .bind(product)
        .bind(service)
        .execute(&mut **write)
        .await?;
    write.delta.products.push((service, product));
    Ok(())
}

async fn named(write: &mut Write<'_>, name: &str) -> Result<ServiceId> {
    sqlx::query("INSERT INTO service (name) VALUES (?) ON CONFLICT DO NOTHING")
        .bind(name)
        .execute(&mut **write)
        .await?;
    Ok(sqlx::query_scalar("SELECT id FROM service WHERE name = ?").bind(name).fetch_one(&mut **write).await?)
}

/// The name that a service is stored under, upper and lower case aside.
pub async fn stored_name(read: &mut SqliteConnection, name: &str) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("SELECT name FROM service WHERE name = ?").bind(name).fetch_optional(read).await?)
}

/// One service with what leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    pub id: ServiceId,
    pub name: String,
    pub product: Option<String>,
    pub signals: u32,
    pub open: u32,
    /// Names by which tools call it, other than its own.
    pub told: Vec<String>,
    pub has_rule: bool,
}

/// Signals without a service whose tool says the same in its most telling field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmapped {
    pub connection: ConnectionId,
    pub field: RuleField,
    /// Empty for signals whose tool says nothing at all.
    pub value: String,
    pub signals: u32,
    pub newest: SignalId,
    /// Of the first [`MOST_SHOWN`] alone.
    pub newest_title: String,
    pub newest_at: Time,
}

/// The service of that name in any case; none for an empty name.
pub async fn known(read: &mut SqliteConnection, name: &str) -> Result<Option<ServiceId>> {
    Ok(sqlx::query_scalar("SELECT id FROM service WHERE name = ? COLLATE NOCASE")
        .bind(name)
        .fetch_optional(read)
        .await?)
}

/// Which product a service belongs to; those of none are left out.
pub async fn products(read: &mut SqliteConnection) -> Result<Vec<(ServiceId, ProductId)>> {
    let rows =
        sqlx::query_as("SELECT id, product_id FROM service WHERE product_id IS NOT NULL").fetch_all(read).await?;
    Ok(rows)
}

pub async fn product_names(read: &mut SqliteConnection) -> Result<BTreeMap<ProductId, String>> {
    let rows: Vec<(ProductId, String)> = sqlx::query_as("SELECT id, name FROM product").fetch_all(read).await?;
    Ok(rows.into_iter().collect())
}

/// Everything there is to know of services.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    pub services: Vec<Service>,
    /// Those of the most signals first.
    pub unmapped: Vec<Unmapped>,
    pub unmapped_signals: u32,
    /// In their order.
    pub rules: Vec<Rule>,
}

pub async fn overview(store: &Store) -> Result<Overview> {
    let mut read = store.readers.acquire().await?;
    let mut all = on_connection(&mut read, |raw| {
        let rules = told::rules(raw)?;
        let unmapped = unmapped(raw, &rules)?;
        let mut services = services(raw)?;
        for rule in rules.iter() {
            if let Some(service) = rule.service.and_then(|id| services.get_mut(&id)) {
                service.has_rule = true;
            }
        }
        let rules = rules.iter().cloned().collect();
        Ok(Overview { services: services.into_values().collect(), rules, ..unmapped })
    })
    .await?;
    count(store, &mut all.services);
    // What a rule or another name took everything from is no service of anybody's any more.
    all.services.retain(|service| service.signals > 0 || service.has_rule || service.product.is_some());
    all.services.sort_by_cached_key(|service| service.name.to_lowercase());
    Ok(all)
}

fn services(raw: &Connection) -> rusqlite::Result<BTreeMap<ServiceId, Service>> {
    let mut all = raw.prepare(
        "SELECT s.id, s.name, p.name FROM service s LEFT JOIN product p ON p.id = s.product_id ORDER BY s.id",
    )?;
    let mut services = BTreeMap::new();
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let id = ServiceId(row.get(0)?);
        let (name, product) = (row.get(1)?, row.get(2)?);
        services.insert(id, Service { id, name, product, signals: 0, open: 0, told: Vec::new(), has_rule: false });
    }
    let mut names = raw.prepare(
        "SELECT DISTINCT p.service_id, p.service FROM place p JOIN service s ON s.id = p.service_id
         WHERE p.service <> '' AND p.service <> s.name COLLATE NOCASE ORDER BY p.service",
    )?;
    let mut rows = names.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(service) = services.get_mut(&ServiceId(row.get(0)?)) {
            service.told.push(row.get(1)?);
        }
    }
    Ok(services)
}

/// From memory: the table would have to be read whole.
fn count(store: &Store, services: &mut [Service]) {
    let mut counts: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for row in store.columns().rows.iter().filter(|row| row.present() && row.service != 0) {
        let (all, open) = counts.entry(row.service).or_default();
        *all += 1;
        *open += u32::from(row.status_code() == Status::Open.code());
    }
    for service in services {
        (service.signals, service.open) = counts.get(&service.id.0).copied().unwrap_or_default();
    }
}

/// A signal with several labels counts for each of them.
fn unmapped(raw: &Connection, rules: &Rules) -> rusqlite::Result<Overview> {
    let mut places = raw.prepare(
        "SELECT id, connection_id, service, project, component, label FROM place WHERE service_id IS NULL ORDER BY id",
    )?;
    let mut rows = places.query([])?;
    let mut open: Vec<(u32, ConnectionId, Place)> = Vec::new();
    while let Some(row) = rows.next()? {
        let connection = ConnectionId(row.get(1)?);
        let place = Place { service: row.get(2)?, project: row.get(3)?, component: row.get(4)?, label: row.get(5)? };
        if rules.meaning(connection, &place) == Meaning::Unmapped {
            open.push((row.get(0)?, connection, place));
        }
    }
    let ids: Vec<u32> = open.iter().map(|(id, ..)| *id).collect();
    let said = told::said(raw, "place_id", &ids)?;
    let mut found: BTreeMap<(ConnectionId, RuleField, String), Unmapped> = BTreeMap::new();
    let mut signals = 0_u32;
    for (id, connection, place) in &open {
        let Some(said) = said.get(id) else { continue };
        signals = signals.saturating_add(said.signals);
        let field = place.telling();
        let mut values: Vec<&str> = place.values(field).collect();
        if values.is_empty() {
            values.push("");
        }
        for value in values {
            let one = found.entry((*connection, field, value.to_lowercase())).or_insert_with(|| Unmapped {
                connection: *connection,
                field,
                value: value.to_owned(),
                signals: 0,
                newest: said.newest,
                newest_title: String::new(),
                newest_at: said.newest_at,
            });
            one.signals = one.signals.saturating_add(said.signals);
            if said.newest_at > one.newest_at {
                (one.newest, one.newest_at) = (said.newest, said.newest_at);
            }
        }
    }
    let mut unmapped: Vec<Unmapped> = found.into_values().collect();
    unmapped.sort_by_key(|one| std::cmp::Reverse(one.signals));
    let mut title = raw.prepare("SELECT title FROM signal WHERE id = ?")?;
    for one in unmapped.iter_mut().take(MOST_SHOWN) {
        one.newest_title = title.query_row([one.newest.0], |row| row.get(0))?;
    }
    Ok(Overview { unmapped, unmapped_signals: signals, ..Overview::default() })
}
