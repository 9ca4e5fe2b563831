//! Resolves the services, customers and reporters that records name, making those not known yet.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Statement, params};

use crate::model::{Customer, CustomerId, Person, ReporterId, ServiceId};

/// Remembers every name it resolved, so that a page asks the tables once a name.
pub(super) struct People<'c> {
    find_service: Statement<'c>,
    add_service: Statement<'c>,
    find_customer: Statement<'c>,
    add_customer: Statement<'c>,
    learn_customer: Statement<'c>,
    find_reporter: Statement<'c>,
    add_reporter: Statement<'c>,
    learn_reporter: Statement<'c>,
    services: HashMap<String, u32>,
    customers: HashMap<String, u32>,
    reporters: HashMap<String, u32>,
    learnt: HashMap<u32, Customer>,
    /// Revenues that differ from what was stored before.
    pub(super) revenues: Vec<(CustomerId, Option<i64>)>,
}

impl<'c> People<'c> {
    pub(super) fn new(raw: &'c Connection) -> rusqlite::Result<Self> {
        Ok(People {
            find_service: raw.prepare("SELECT id FROM service WHERE name = ?")?,
            add_service: raw.prepare("INSERT INTO service (name) VALUES (?) RETURNING id")?,
            find_customer: raw.prepare("SELECT id FROM customer WHERE name = ?")?,
            add_customer: raw.prepare("INSERT INTO customer (name) VALUES (?) RETURNING id")?,
            learn_customer: raw.prepare(
                "UPDATE customer SET domain = COALESCE(?2, domain), revenue = COALESCE(?3, revenue),
                   plan = COALESCE(?4, plan), renews_on = COALESCE(?5, renews_on)
                 WHERE id = ?1 AND ((?2 IS NOT NULL AND domain IS NOT ?2) OR (?3 IS NOT NULL AND revenue IS NOT ?3)
                   OR (?4 IS NOT NULL AND plan IS NOT ?4) OR (?5 IS NOT NULL AND renews_on IS NOT ?5))
                 RETURNING revenue",
            )?,
            find_reporter: raw.prepare("SELECT id FROM reporter WHERE identity = ?")?,
            add_reporter: raw.prepare("INSERT INTO reporter (identity, name, email) VALUES (?, ?, ?) RETURNING id")?,
            learn_reporter: raw.prepare(
                "UPDATE reporter SET name = CASE ?2 WHEN '' THEN name ELSE ?2 END, customer_id = COALESCE(?3, customer_id)
                 WHERE id = ?1 AND ((?2 <> '' AND name <> ?2) OR (?3 IS NOT NULL AND customer_id IS NOT ?3))",
            )?,
            services: HashMap::new(),
            customers: HashMap::new(),
            reporters: HashMap::new(),
            learnt: HashMap::new(),
            revenues: Vec::new(),
        })
    }

    /// None for a record that names no service.
    pub(super) fn service(&mut self, name: Option<&str>) -> rusqlite::Result<Option<ServiceId>> {
        let name = name.map_or("", str::trim);
        let id = named(&mut self.services, &mut self.find_service, &mut self.add_service, name)?;
        Ok(id.map(ServiceId))
    }

    pub(super) fn customer(&mut self, customer: Option<&Customer>) -> rusqlite::Result<Option<CustomerId>> {
        let name = customer.map_or("", |customer| customer.name.trim());
        let id = named(&mut self.customers, &mut self.find_customer, &mut self.add_customer, name)?;
        Ok(id.map(CustomerId))
    }

    /// One person is one e-mail address, or one name at one customer.
    pub(super) fn reporter(
        &mut self,
        person: Option<&Person>,
        customer: Option<&Customer>,
    ) -> rusqlite::Result<Option<ReporterId>> {
        let Some(person) = person else { return Ok(None) };
        let Some(identity) = identity(person, customer) else { return Ok(None) };
        if let Some(id) = self.reporters.get(&identity) {
            return Ok(Some(ReporterId(*id)));
        }
        let known: Option<u32> = self.find_reporter.query_row([&identity], |row| row.get(0)).optional()?;
        let id = match known {
            Some(id) => id,
            None => {
                let email = person.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
                self.add_reporter.query_row(params![identity, person.name.trim(), email], |row| row.get(0))?
            }
        };
        self.reporters.insert(identity, id);
        Ok(Some(ReporterId(id)))
    }

    /// Stores what a new or changed record says about its customer and reporter. What it doesn't say stays.
    pub(super) fn learn(
        &mut self,
        customer: Option<(CustomerId, &Customer)>,
        reporter: Option<(ReporterId, &Person)>,
    ) -> rusqlite::Result<()> {
        if let Some((id, told)) = customer
            && self.learnt.get(&id.0) != Some(told)
        {
            let renews_on = told.renews_on.map(|day| day.to_string());
            let changed: Option<Option<i64>> = self
                .learn_customer
                .query_row(params![id.0, told.domain, told.revenue, told.plan, renews_on], |row| row.get(0))
                .optional()?;
            self.revenues.extend(changed.map(|revenue| (id, revenue)));
            self.learnt.insert(id.0, told.clone());
        }
        if let Some((id, person)) = reporter {
            self.learn_reporter.execute(params![id.0, person.name.trim(), customer.map(|(id, _)| id.0)])?;
        }
        Ok(())
    }
}

/// Lower-case e-mail address, else "name @ customer"; None for a person without either.
fn identity(person: &Person, customer: Option<&Customer>) -> Option<String> {
    if let Some(email) = person.email.as_deref().map(str::trim).filter(|email| !email.is_empty()) {
        return Some(email.to_lowercase());
    }
    let name = person.name.trim();
    let customer = customer.map_or("", |customer| customer.name.trim());
    (!name.is_empty()).then(|| format!("{} @ {}", name.to_lowercase(), customer.to_lowercase()))
}

fn named(
    cache: &mut HashMap<String, u32>,
    find: &mut Statement<'_>,
    add: &mut Statement<'_>,
    name: &str,
) -> rusqlite::Result<Option<u32>> {
    if name.is_empty() {
        return Ok(None);
    }
    if let Some(id) = cache.get(name) {
        return Ok(Some(*id));
    }
    let known: Option<u32> = find.query_row([name], |row| row.get(0)).optional()?;
    let id = match known {
        Some(id) => id,
        None => add.query_row([name], |row| row.get(0))?,
    };
    cache.insert(name.to_owned(), id);
    Ok(Some(id))
}
