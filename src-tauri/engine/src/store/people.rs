//! Resolves the services, customers and reporters that records name, making those not known yet.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Statement, params};

use super::told::Resolved;
use crate::mapping::{Companies, Rules};
use crate::model::{Customer, CustomerId, Person, ReporterId, ServiceId};

/// What is known already of those who were named before: their ids, and what was last told of them. Ids stay
/// true because nobody is ever deleted, so a commit hands this on to the next page; a rollback throws it away.
#[derive(Debug, Default)]
pub(super) struct Known {
    services: HashMap<String, u32>,
    customers: HashMap<String, (CustomerId, Customer)>,
    /// With their name and customer.
    reporters: HashMap<String, (ReporterId, String, Option<CustomerId>)>,
    pub(super) resolved: Resolved,
    /// Read when the first new place or organisation comes.
    pub(super) rules: Option<Rules>,
    pub(super) companies: Option<Companies>,
}

/// The id of somebody a record names, and whether the record tells something of them that isn't stored.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<I> {
    pub(super) id: I,
    pub(super) news: bool,
}

pub(super) struct People<'c> {
    pub(super) raw: &'c Connection,
    find_service: Statement<'c>,
    add_service: Statement<'c>,
    find_customer: Statement<'c>,
    add_customer: Statement<'c>,
    learn_customer: Statement<'c>,
    find_reporter: Statement<'c>,
    add_reporter: Statement<'c>,
    learn_reporter: Statement<'c>,
    pub(super) known: Known,
    /// Revenues that differ from what was stored before.
    pub(super) revenues: Vec<(CustomerId, Option<i64>)>,
    /// A domain was told that may say who wrote signals stored before.
    pub(super) told_domains: bool,
}

impl<'c> People<'c> {
    pub(super) fn new(raw: &'c Connection, known: Known) -> rusqlite::Result<Self> {
        Ok(People {
            raw,
            find_service: raw.prepare("SELECT id FROM service WHERE name = ?")?,
            add_service: raw.prepare("INSERT INTO service (name) VALUES (?) RETURNING id")?,
            find_customer: raw.prepare("SELECT id FROM customer WHERE name = ?")?,
            add_customer: raw.prepare("INSERT INTO customer (name, domain, revenue, plan, renews_on) VALUES (?, ?, ?, ?, ?) RETURNING id")?,
            // What a list of customers says stands; a tool fills what it leaves open.
            learn_customer: raw.prepare(
                "WITH news AS (SELECT
                   CASE WHEN imported_at IS NULL THEN COALESCE(?2, domain) ELSE COALESCE(domain, ?2) END AS domain,
                   CASE WHEN imported_at IS NULL THEN COALESCE(?3, revenue) WHEN amount IS NULL THEN COALESCE(revenue, ?3)
                     ELSE revenue END AS revenue,
                   CASE WHEN imported_at IS NULL THEN COALESCE(?4, plan) ELSE COALESCE(plan, ?4) END AS plan,
                   CASE WHEN imported_at IS NULL THEN COALESCE(?5, renews_on) ELSE COALESCE(renews_on, ?5) END AS renews_on
                   FROM customer WHERE id = ?1)
                 UPDATE customer SET domain = news.domain, revenue = news.revenue, plan = news.plan,
                   renews_on = news.renews_on FROM news
                 WHERE id = ?1 AND (customer.domain IS NOT news.domain OR customer.revenue IS NOT news.revenue
                   OR customer.plan IS NOT news.plan OR customer.renews_on IS NOT news.renews_on)
                 RETURNING customer.revenue",
            )?,
            find_reporter: raw.prepare("SELECT id FROM reporter WHERE identity = ?")?,
            add_reporter: raw.prepare(
                "INSERT INTO reporter (identity, name, email, customer_id) VALUES (?, ?, ?, ?) RETURNING id",
            )?,
            learn_reporter: raw.prepare(
                "UPDATE reporter SET name = CASE ?2 WHEN '' THEN name ELSE ?2 END, customer_id = COALESCE(?3, customer_id)
                 WHERE id = ?1 AND ((?2 <> '' AND name <> ?2) OR (?3 IS NOT NULL AND customer_id IS NOT ?3))",
            )?,
            known,
            revenues: Vec::new(),
            told_domains: false,
        })
    }

    /// None for a record that names no service.
    pub(super) fn service(&mut self, name: Option<&str>) -> rusqlite::Result<Option<ServiceId>> {
        let name = name.map_or("", str::trim);
        if name.is_empty() {
            return Ok(None);
        }
        if let Some(id) = self.known.services.get(name) {
            return Ok(Some(ServiceId(*id)));
        }
        let stored: Option<u32> = self.find_service.query_row([name], |row| row.get(0)).optional()?;
        let id = match stored {
            Some(id) => id,
            None => self.add_service.query_row([name], |row| row.get(0))?,
        };
        self.known.services.insert(name.to_owned(), id);
        Ok(Some(ServiceId(id)))
    }

    pub(super) fn customer(&mut self, customer: Option<&Customer>) -> rusqlite::Result<Option<Named<CustomerId>>> {
        let Some(told) = customer.filter(|customer| !customer.name.trim().is_empty()) else { return Ok(None) };
        let name = told.name.trim();
        if let Some((id, before)) = self.known.customers.get(name) {
            return Ok(Some(Named { id: *id, news: before != told }));
        }
        let stored: Option<u32> = self.find_customer.query_row([name], |row| row.get(0)).optional()?;
        if let Some(id) = stored {
            // Nothing told yet: whatever the record says may be news.
            let before = Customer { name: told.name.clone(), ..Customer::default() };
            let named = Named { id: CustomerId(id), news: before != *told };
            self.known.customers.insert(name.to_owned(), (named.id, before));
            return Ok(Some(named));
        }
        let renews_on = told.renews_on.map(|day| day.to_string());
        let all = params![name, told.domain, told.revenue, told.plan, renews_on];
        let id = CustomerId(self.add_customer.query_row(all, |row| row.get(0))?);
        self.revenues.push((id, told.revenue));
        self.told_domain(told);
        self.known.customers.insert(name.to_owned(), (id, told.clone()));
        Ok(Some(Named { id, news: false }))
    }

    /// One person is one e-mail address, or one name at one customer as it was told. `at` is whom they work for.
    pub(super) fn reporter(
        &mut self,
        person: Option<&Person>,
        at: Option<CustomerId>,
        told: Option<&Customer>,
    ) -> rusqlite::Result<Option<Named<ReporterId>>> {
        let Some(person) = person else { return Ok(None) };
        let Some(identity) = identity(person, told) else { return Ok(None) };
        let name = person.name.trim();
        if let Some((id, before, from)) = self.known.reporters.get(&identity) {
            return Ok(Some(Named { id: *id, news: before != name || *from != at }));
        }
        let stored: Option<u32> = self.find_reporter.query_row([&identity], |row| row.get(0)).optional()?;
        if let Some(id) = stored {
            let named = Named { id: ReporterId(id), news: true };
            self.known.reporters.insert(identity, (named.id, String::new(), None));
            return Ok(Some(named));
        }
        let email = person.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
        let all = params![identity, name, email, at.map(|id| id.0)];
        let id = ReporterId(self.add_reporter.query_row(all, |row| row.get(0))?);
        self.known.reporters.insert(identity, (id, name.to_owned(), at));
        Ok(Some(Named { id, news: false }))
    }

    /// Stores what a record says about its customer. What it doesn't say stays.
    pub(super) fn learn_customer(&mut self, id: CustomerId, told: &Customer) -> rusqlite::Result<()> {
        let renews_on = told.renews_on.map(|day| day.to_string());
        let changed: Option<Option<i64>> = self
            .learn_customer
            .query_row(params![id.0, told.domain, told.revenue, told.plan, renews_on], |row| row.get(0))
            .optional()?;
        if changed.is_some() {
            self.told_domain(told);
        }
        self.revenues.extend(changed.map(|revenue| (id, revenue)));
        self.known.customers.insert(told.name.trim().to_owned(), (id, told.clone()));
        Ok(())
    }

    /// What is known of customers has to be read again once a domain is told.
    fn told_domain(&mut self, told: &Customer) {
        if told.domain.is_some() {
            self.known.companies = None;
            self.told_domains = true;
        }
    }

    pub(super) fn learn_reporter(
        &mut self,
        id: ReporterId,
        person: &Person,
        at: Option<CustomerId>,
        told: Option<&Customer>,
    ) -> rusqlite::Result<()> {
        let name = person.name.trim();
        self.learn_reporter.execute(params![id.0, name, at.map(|id| id.0)])?;
        if let Some(identity) = identity(person, told) {
            self.known.reporters.insert(identity, (id, name.to_owned(), at));
        }
        Ok(())
    }
}

/// Lower-case e-mail address, else "name @ customer"; None for a person without either.
fn identity(person: &Person, customer: Option<&Customer>) -> Option<String> {
    if let Some(email) = person.email.as_deref().map(str::trim).filter(|email| !email.is_empty()) {
        return Some(if email.is_ascii() { email.to_ascii_lowercase() } else { email.to_lowercase() });
    }
    let name = person.name.trim();
    let customer = customer.map_or("", |customer| customer.name.trim());
    (!name.is_empty()).then(|| format!("{} @ {}", name.to_lowercase(), customer.to_lowercase()))
}
