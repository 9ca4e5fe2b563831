//! What records tell of their place and their customer, kept once for all that tell the same, with what it means now.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::people::People;
use crate::mapping::{self, Companies, Meaning, Place, Rule, Rules, Told};
use crate::model::{ConnectionId, Customer, CustomerId, RuleField, ServiceId, Sign, SignalId, Time};

/// What a record tells of its customer: its own tool's row for it, its number there, the domain of the address.
type Telling = (Option<CustomerId>, String, String);

/// Rows met before, with what they mean.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    places: HashMap<(ConnectionId, Place), (u32, Option<ServiceId>)>,
    told: HashMap<Telling, (u32, Option<CustomerId>)>,
}

impl People<'_> {
    /// The row of the place a record names, and the service it means.
    pub(super) fn place(
        &mut self,
        connection: ConnectionId,
        service: Option<&str>,
        facts: &BTreeMap<String, String>,
    ) -> rusqlite::Result<(u32, Option<ServiceId>)> {
        let key = (connection, Place::of(service, facts));
        if let Some(known) = self.known.resolved.places.get(&key) {
            return Ok(*known);
        }
        let place = &key.1;
        let all = params![connection.0, place.service, place.project, place.component, place.label];
        let stored: Option<(u32, Option<u32>)> = self
            .raw
            .prepare(
                "SELECT id, service_id FROM place
                 WHERE connection_id = ? AND service = ? AND project = ? AND component = ? AND label = ?",
            )?
            .query_row(all, |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let found = match stored {
            Some((id, service)) => (id, service.map(ServiceId)),
            None => {
                let service = self.meaning(connection, place)?;
                let mut add = self.raw.prepare(
                    "INSERT INTO place (connection_id, service, project, component, label, service_id)
                     VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                )?;
                let of = service.map(|id| id.0);
                let all = params![connection.0, place.service, place.project, place.component, place.label, of];
                (add.query_row(all, |row| row.get(0))?, service)
            }
        };
        self.known.resolved.places.insert(key, found);
        Ok(found)
    }

    /// The service of a place by the rules, else by the tool's own name for it.
    pub(super) fn meaning(&mut self, connection: ConnectionId, place: &Place) -> rusqlite::Result<Option<ServiceId>> {
        let rules = match self.known.rules.take() {
            Some(rules) => rules,
            None => rules(self.raw)?,
        };
        let meaning = rules.meaning(connection, place);
        self.known.rules = Some(rules);
        match meaning {
            Meaning::Service(id) => Ok(Some(id)),
            Meaning::LeftOut | Meaning::Unmapped => Ok(None),
            Meaning::Own => self.service(Some(&place.service)),
        }
    }

    /// The row of what a record tells of its customer, and whom that means; neither for a record that tells nothing.
    pub(super) fn told(
        &mut self,
        own: Option<(CustomerId, &Customer)>,
        email: Option<&str>,
    ) -> rusqlite::Result<(Option<u32>, Option<CustomerId>)> {
        let domain = email.and_then(mapping::domain_of).unwrap_or_default();
        if own.is_none() && domain.is_empty() {
            return Ok((None, None));
        }
        let number = own.and_then(|(_, told)| told.number.clone()).unwrap_or_default();
        let key = (own.map(|(id, _)| id), number, domain);
        if let Some((id, customer)) = self.known.resolved.told.get(&key) {
            return Ok((Some(*id), *customer));
        }
        let (number, domain) = (&key.1, &key.2);
        let of = own.map(|(id, _)| id.0);
        let stored: Option<(u32, Option<u32>)> = self
            .raw
            .prepare(
                "SELECT id, customer_id FROM told
                 WHERE COALESCE(own_id, 0) = COALESCE(?, 0) AND number = ? AND domain = ?",
            )?
            .query_row(params![of, number, domain], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (id, customer) = match stored {
            Some((id, customer)) => (id, customer.map(CustomerId)),
            None => {
                let companies = match &mut self.known.companies {
                    Some(companies) => companies,
                    none => none.insert(companies(self.raw)?),
                };
                let own = own.map(|(id, told)| (id, told.name.trim()));
                let customer = companies.resolve(&Told { own, number, domain }).customer;
                let mut add = self.raw.prepare(
                    "INSERT INTO told (own_id, number, domain, customer_id) VALUES (?, ?, ?, ?) RETURNING id",
                )?;
                let all = params![of, number, domain, customer.map(|id| id.0)];
                (add.query_row(all, |row| row.get(0))?, customer)
            }
        };
        self.known.resolved.told.insert(key, (id, customer));
        Ok((Some(id), customer))
    }
}

/// All rules, in their order.
pub(super) fn rules(raw: &Connection) -> rusqlite::Result<Rules> {
    let mut all = raw.prepare("SELECT uid, position, connection_id, field, pattern, service_id FROM service_rule")?;
    let rule = |row: &Row<'_>| {
        Ok(Rule {
            uid: row.get(0)?,
            position: row.get(1)?,
            connection: row.get::<_, Option<u32>>(2)?.map(ConnectionId),
            field: RuleField::from_code(row.get(3)?).unwrap_or(RuleField::Service),
            pattern: row.get(4)?,
            service: row.get::<_, Option<u32>>(5)?.map(ServiceId),
        })
    };
    Ok(Rules::new(all.query_map([], rule)?.collect::<rusqlite::Result<_>>()?))
}

/// Everything that says whom somebody means.
pub(super) fn companies(raw: &Connection) -> rusqlite::Result<Companies> {
    let mut known = Companies::default();
    let mut customers = raw.prepare("SELECT id, domain, imported_at IS NOT NULL FROM customer")?;
    let mut rows = customers.query([])?;
    while let Some(row) = rows.next()? {
        let (id, domain, imported) = (CustomerId(row.get(0)?), row.get::<_, Option<String>>(1)?, row.get(2)?);
        if imported {
            known.imported(id);
        } else if let Some(domain) = domain.as_deref().and_then(mapping::bare_domain) {
            known.told_domain(&domain, id);
        }
    }
    let sign = |code: u8| Sign::from_code(code).unwrap_or(Sign::Organisation);
    let mut signs = raw.prepare("SELECT sign, value, customer_id FROM customer_sign")?;
    let mut rows = signs.query([])?;
    while let Some(row) = rows.next()? {
        known.sign(sign(row.get(0)?), row.get(1)?, CustomerId(row.get(2)?));
    }
    let mut choices = raw.prepare("SELECT sign, value, customer_id FROM customer_choice")?;
    let mut rows = choices.query([])?;
    while let Some(row) = rows.next()? {
        known.choice(sign(row.get(0)?), row.get(1)?, row.get::<_, Option<u32>>(2)?.map(CustomerId));
    }
    Ok(known)
}

/// How many signals say the same, and the newest of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub(super) signals: u32,
    pub(super) newest: SignalId,
    pub(super) newest_at: Time,
}

/// Counts the signals of the rows `ids` in one pass; `column` is `place_id` or `told_id`.
pub(super) fn said(raw: &Connection, column: &str, ids: &[u32]) -> rusqlite::Result<HashMap<u32, Said>> {
    let mut found: HashMap<u32, Said> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let list: Vec<String> = ids.iter().map(u32::to_string).collect();
    let mut signals = raw.prepare(&format!(
        "SELECT {column}, id, happened_at FROM signal WHERE {column} IN (SELECT value FROM json_each(?))"
    ))?;
    let mut rows = signals.query([format!("[{}]", list.join(","))])?;
    while let Some(row) = rows.next()? {
        let (signal, at) = (SignalId(row.get(1)?), Time(row.get(2)?));
        let one = found.entry(row.get(0)?).or_insert(Said { signals: 0, newest: signal, newest_at: at });
        one.signals = one.signals.saturating_add(1);
        if at > one.newest_at {
            (one.newest, one.newest_at) = (signal, at);
        }
    }
    Ok(found)
}
