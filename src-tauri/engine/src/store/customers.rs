//! SQL of customers: lists that were imported, whom tools and addresses name, and what people decided about it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Statement, params};

use super::bulk::on_connection;
use super::{Store, Write, told};
use crate::error::Result;
use crate::import::Company;
use crate::mapping::{Told, Why, is_public, plain_company};
use crate::model::{Customer, CustomerId, Sign, SignalId, Time};

/// Rows of each list that are shown.
pub const MOST_SHOWN: usize = 500;

/// What an import of a list did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    pub new: u32,
    pub changed: u32,
    pub unchanged: u32,
}

/// Stores a list. A customer of the same name is updated by what its row says; what the row leaves empty stays.
pub async fn write_list(write: &mut Write<'_>, companies: &[Company], now: Time) -> Result<Listed> {
    write.companies_changed();
    on_connection(write, |raw| {
        let mut writer = ListWriter::new(raw)?;
        let mut listed = Listed::default();
        for company in companies {
            let (id, known) = writer.customer(&company.name)?;
            let changed = writer.row(id, company, now)? | writer.signs(id, company)?;
            match (known, changed) {
                (false, _) => listed.new += 1,
                (true, true) => listed.changed += 1,
                (true, false) => listed.unchanged += 1,
            }
        }
        Ok(listed)
    })
    .await
}

struct ListWriter<'c> {
    find: Statement<'c>,
    add: Statement<'c>,
    update: Statement<'c>,
    signs: Statement<'c>,
    add_sign: Statement<'c>,
    remove_sign: Statement<'c>,
}

impl<'c> ListWriter<'c> {
    fn new(raw: &'c Connection) -> rusqlite::Result<Self> {
        Ok(ListWriter {
            find: raw.prepare("SELECT id, imported_at IS NOT NULL FROM customer WHERE name = ?")?,
            add: raw.prepare("INSERT INTO customer (name) VALUES (?) RETURNING id")?,
            update: raw.prepare(
                "UPDATE customer SET domain = COALESCE(?2, domain), plan = COALESCE(?3, plan),
                   renews_on = COALESCE(?4, renews_on), amount = COALESCE(?5, amount),
                   currency = CASE WHEN ?5 IS NULL THEN currency ELSE ?6 END, imported_at = COALESCE(imported_at, ?7)
                 WHERE id = ?1 AND (imported_at IS NULL OR domain IS NOT COALESCE(?2, domain)
                   OR plan IS NOT COALESCE(?3, plan) OR renews_on IS NOT COALESCE(?4, renews_on)
                   OR amount IS NOT COALESCE(?5, amount) OR (?5 IS NOT NULL AND currency IS NOT ?6))",
            )?,
            signs: raw.prepare("SELECT value FROM customer_sign WHERE sign = ? AND customer_id = ?")?,
            add_sign: raw.prepare("INSERT INTO customer_sign (sign, value, customer_id) VALUES (?, ?, ?)")?,
            remove_sign: raw.prepare("DELETE FROM customer_sign WHERE sign = ? AND value = ? AND customer_id = ?")?,
        })
    }

    /// The row of this name, made where needed, and whether a list named it before.
    fn customer(&mut self, name: &str) -> rusqlite::Result<(u32, bool)> {
        let found = self.find.query_row([name], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        match found {
            Some(found) => Ok(found),
            None => Ok((self.add.query_row([name], |row| row.get(0))?, false)),
        }
    }

    /// True when something differs from what was there.
    fn row(&mut self, id: u32, company: &Company, now: Time) -> rusqlite::Result<bool> {
        let renews_on = company.renews_on.map(|day| day.to_string());
        let domain = company.domains.first();
        let all = params![id, domain, company.plan, renews_on, company.revenue, company.currency, now.0];
        Ok(self.update.execute(all)? > 0)
    }

    /// The signs that the row names take the place of those of the same sort.
    fn signs(&mut self, id: u32, company: &Company) -> rusqlite::Result<bool> {
        let names = std::iter::once(&company.name).chain(&company.other_names).map(|name| plain_company(name));
        let names: BTreeSet<String> = names.filter(|name| !name.is_empty()).collect();
        // The name alone says nothing of further names, as a file without domains says nothing of domains.
        let only_name = company.other_names.is_empty();
        let changed = self.sign(id, Sign::Organisation, &names, only_name)?
            | self.sign(id, Sign::Domain, &company.domains.iter().cloned().collect(), company.domains.is_empty())?
            | self.sign(id, Sign::Number, &company.numbers.iter().cloned().collect(), company.numbers.is_empty())?;
        Ok(changed)
    }

    fn sign(&mut self, id: u32, sign: Sign, wanted: &BTreeSet<String>, keeps: bool) -> rusqlite::Result<bool> {
        let rows = self.signs.query_map(params![sign.code(), id], |row| row.get(0))?;
        let stored: BTreeSet<String> = rows.collect::<rusqlite::Result<_>>()?;
        let mut changed = false;
        for gone in stored.difference(wanted).filter(|_| !keeps) {
            self.remove_sign.execute(params![sign.code(), gone, id])?;
            changed = true;
        }
        for new in wanted.difference(&stored) {
            self.add_sign.execute(params![sign.code(), new, id])?;
            changed = true;
        }
        Ok(changed)
    }
}

/// Names of the list that are stored as imported already, in lower case.
pub async fn imported_names(store: &Store) -> Result<HashSet<String>> {
    let names: Vec<String> =
        sqlx::query_scalar("SELECT name FROM customer WHERE imported_at IS NOT NULL").fetch_all(&store.readers).await?;
    Ok(names.into_iter().map(|name| name.to_lowercase()).collect())
}

/// Key: `<sign> <value>`. An empty name: nobody; None takes the choice away.
pub async fn apply_choice(write: &mut Write<'_>, key: &str, customer: Option<&str>) -> Result<()> {
    let Some((sign, value)) = key.split_once(' ') else { return Ok(()) };
    let Some(sign) = Sign::from_word(sign) else { return Ok(()) };
    write.companies_changed();
    let Some(name) = customer.map(str::trim) else {
        sqlx::query("DELETE FROM customer_choice WHERE sign = ? AND value = ?")
            .bind(sign.code())
            .bind(value)
            .execute(&mut **write)
            .await?;
        return Ok(());
    };
    let id: Option<CustomerId> = match name {
        "" => None,
        name => {
            sqlx::query("INSERT INTO customer (name) VALUES (?) ON CONFLICT DO NOTHING")
                .bind(name)
                .execute(&mut **write)
                .await?;
            sqlx::query_scalar("SELECT id FROM customer WHERE name = ?").bind(name).fetch_optional(&mut **write).await?
        }
    };
    sqlx::query(
        "INSERT INTO customer_choice (sign, value, customer_id) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET customer_id = excluded.customer_id",
    )
    .bind(sign.code())
    .bind(value)
    .bind(id)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// One customer with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub id: CustomerId,
    pub customer: Customer,
    /// From a list.
    pub imported: bool,
    /// A list's revenue in a currency that isn't added up.
    pub amount: Option<(i64, String)>,
    pub domains: Vec<String>,
    pub signals: u32,
}

/// Signals whose customer isn't known, or that fit several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    pub sign: Sign,
    /// As people read it: an organisation's name, or a domain.
    pub value: String,
    /// The value in the form in which choices are kept.
    pub key: String,
    pub signals: u32,
    pub newest: SignalId,
    /// Of the first [`MOST_SHOWN`] alone.
    pub newest_title: String,
    /// Names of the customers it fits, when there are several.
    pub fits: Vec<String>,
}

impl Unmatched {
    fn new(sign: Sign, key: String, value: String) -> Self {
        let newest = SignalId(0);
        Unmatched { sign, value, key, signals: 0, newest, newest_title: String::new(), fits: Vec::new() }
    }
}

/// A decision that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub sign: Sign,
    pub value: String,
    /// None: nobody.
    pub customer: Option<String>,
}

/// Everything there is to know of customers.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// Those with signals or from a list.
    pub customers: Vec<Row>,
    pub unmatched: Vec<Unmatched>,
    pub choices: Vec<Choice>,
}

pub async fn overview(store: &Store) -> Result<Overview> {
    let mut read = store.readers.acquire().await?;
    let mut all = on_connection(&mut read, |raw| {
        Ok(Overview { customers: customers(raw)?, unmatched: unmatched(raw)?, choices: choices(raw)? })
    })
    .await?;
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for row in store.columns().rows.iter().filter(|row| row.present() && row.customer != 0) {
        *counts.entry(row.customer).or_default() += 1;
    }
    for row in &mut all.customers {
        row.signals = counts.get(&row.id.0).copied().unwrap_or(0);
    }
    all.customers.retain(|row| row.imported || row.signals > 0);
    all.customers.sort_by_cached_key(|row| {
        (std::cmp::Reverse(row.customer.revenue), std::cmp::Reverse(row.signals), row.customer.name.to_lowercase())
    });
    Ok(all)
}

fn customers(raw: &Connection) -> rusqlite::Result<Vec<Row>> {
    let mut all = raw.prepare(
        "SELECT c.id, c.name, c.domain, c.revenue, c.plan, c.renews_on, c.imported_at IS NOT NULL, c.amount, c.currency,
           (SELECT group_concat(s.value, ' ') FROM customer_sign s WHERE s.sign = 1 AND s.customer_id = c.id)
         FROM customer c",
    )?;
    let rows = all.query_map([], |row| {
        let domain: Option<String> = row.get(2)?;
        let revenue: Option<i64> = row.get(3)?;
        let renews_on: Option<String> = row.get(5)?;
        let (amount, currency): (Option<i64>, Option<String>) = (row.get(7)?, row.get(8)?);
        let listed: Option<String> = row.get(9)?;
        let domains = listed.or_else(|| domain.clone()).unwrap_or_default();
        Ok(Row {
            id: CustomerId(row.get(0)?),
            imported: row.get(6)?,
            amount: amount.zip(currency).filter(|_| revenue.is_none()),
            domains: domains.split_whitespace().map(str::to_owned).collect(),
            signals: 0,
            customer: Customer {
                name: row.get(1)?,
                domain,
                revenue,
                plan: row.get(4)?,
                renews_on: renews_on.and_then(|day| day.parse().ok()),
                number: None,
            },
        })
    })?;
    rows.collect()
}

fn unmatched(raw: &Connection) -> rusqlite::Result<Vec<Unmatched>> {
    let companies = told::companies(raw)?;
    let mut all = raw.prepare(
        "SELECT t.id, t.own_id, c.name, t.number, t.domain
         FROM told t LEFT JOIN customer c ON c.id = t.own_id ORDER BY t.id",
    )?;
    let mut rows = all.query([])?;
    let mut open: Vec<(u32, Unmatched, Vec<CustomerId>)> = Vec::new();
    while let Some(row) = rows.next()? {
        let own = row.get::<_, Option<u32>>(1)?.map(CustomerId);
        let (name, number, domain): (Option<String>, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let told = Told { own: own.zip(name.as_deref()), number: &number, domain: &domain };
        let several = match companies.resolve(&told).why {
            Why::Several(several) => several,
            Why::AsTold if companies.has_list() => Vec::new(),
            Why::Unknown if !is_public(&domain) => Vec::new(),
            _ => continue,
        };
        let (sign, key) = told.sign();
        let value = name.clone().unwrap_or_else(|| domain.clone());
        open.push((row.get(0)?, Unmatched::new(sign, key, value), several));
    }
    let ids: Vec<u32> = open.iter().map(|(id, ..)| *id).collect();
    let said = told::said(raw, "told_id", &ids)?;
    let mut name_of = raw.prepare("SELECT name FROM customer WHERE id = ?")?;
    let mut found: BTreeMap<(Sign, String), (Unmatched, Time)> = BTreeMap::new();
    for (id, new, several) in open {
        let Some(said) = said.get(&id) else { continue };
        let (one, newest_at) = found
            .entry((new.sign, new.key.clone()))
            .or_insert_with(|| (Unmatched { newest: said.newest, ..new }, said.newest_at));
        one.signals = one.signals.saturating_add(said.signals);
        if said.newest_at > *newest_at {
            (*newest_at, one.newest) = (said.newest_at, said.newest);
        }
        for customer in several {
            let name: String = name_of.query_row([customer.0], |row| row.get(0))?;
            if !one.fits.contains(&name) {
                one.fits.push(name);
            }
        }
    }
    let mut unmatched: Vec<Unmatched> = found.into_values().map(|(one, _)| one).collect();
    unmatched.sort_by_key(|one| (one.fits.is_empty(), std::cmp::Reverse(one.signals)));
    let mut title = raw.prepare("SELECT title FROM signal WHERE id = ?")?;
    for one in unmatched.iter_mut().take(MOST_SHOWN) {
        one.newest_title = title.query_row([one.newest.0], |row| row.get(0))?;
    }
    Ok(unmatched)
}

fn choices(raw: &Connection) -> rusqlite::Result<Vec<Choice>> {
    let mut all = raw.prepare(
        "SELECT o.sign, o.value, c.name FROM customer_choice o LEFT JOIN customer c ON c.id = o.customer_id
         ORDER BY o.value, o.sign",
    )?;
    let rows = all.query_map([], |row| {
        let sign = Sign::from_code(row.get(0)?).unwrap_or(Sign::Organisation);
        Ok(Choice { sign, value: row.get(1)?, customer: row.get(2)? })
    })?;
    rows.collect()
}
