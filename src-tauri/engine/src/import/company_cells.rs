//! One row of a list of customers, with a remark for everything that didn't fit.

use chrono::NaiveDate;

use super::companies::{Company, CompanyMapping, CompanyTarget, Remark};
use super::{RawRow, cut, dates, money};
use crate::mapping::{bare_domain, is_public};

/// Characters of a name.
const LONGEST: usize = 200;
/// Domains or names of one customer.
const MOST: usize = 50;

pub(super) struct Cells<'a> {
    row: &'a RawRow,
    mapping: &'a CompanyMapping,
    remarks: Vec<Remark>,
}

impl<'a> Cells<'a> {
    pub(super) fn of(row: &'a RawRow, mapping: &'a CompanyMapping) -> Self {
        let remark = |what: &String| Remark { column: None, what: what.clone(), kept: "Kept, the last columns empty" };
        Cells { row, mapping, remarks: row.remark.iter().map(remark).collect() }
    }

    /// None for a row without a name. `ours` is the workspace's currency.
    pub(super) fn company(mut self, ours: &str) -> (Option<Company>, Vec<Remark>) {
        let name = self.line(CompanyTarget::Name);
        if name.is_empty() {
            return (None, self.remarks);
        }
        let (revenue, currency) = self.money(ours);
        let plan = Some(self.line(CompanyTarget::Plan)).filter(|plan| !plan.is_empty());
        let company = Company {
            other_names: self.list(CompanyTarget::OtherNames, &[';']),
            domains: self.domains(),
            numbers: self.list(CompanyTarget::Number, &[';', ' ', ',']),
            renews_on: self.renews_on(),
            name,
            revenue,
            currency,
            plan,
        };
        (Some(company), self.remarks)
    }

    fn remark(&mut self, target: CompanyTarget, what: String, kept: &'static str) {
        self.remarks.push(Remark { column: self.mapping.place(target), what, kept });
    }

    fn text(&self, target: CompanyTarget) -> String {
        let cell = self.mapping.place(target).and_then(|place| self.row.cells.get(place));
        cell.map_or(String::new(), |cell| cell.replace('\0', "").trim().to_owned())
    }

    /// One short line without control characters.
    fn line(&mut self, target: CompanyTarget) -> String {
        let text = self.text(target);
        let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        let short = cut(&line, LONGEST);
        if short != line {
            self.remark(target, format!("Longer than {LONGEST} characters"), "Kept, shortened");
        }
        short
    }

    fn list(&mut self, target: CompanyTarget, between: &[char]) -> Vec<String> {
        let text = self.text(target);
        let mut values: Vec<String> = Vec::new();
        for value in text.split(|c| between.contains(&c) || c == '\n' || c == '\r') {
            let value = cut(value.trim(), LONGEST);
            if !value.is_empty() && !values.contains(&value) {
                values.push(value);
            }
        }
        if values.len() > MOST {
            self.remark(target, format!("More than {MOST} entries"), "Kept, the first of them");
            values.truncate(MOST);
        }
        values
    }

    fn domains(&mut self) -> Vec<String> {
        let mut domains: Vec<String> = Vec::new();
        for value in self.list(CompanyTarget::Domains, &[';', ',', ' ', '|']) {
            match bare_domain(&value) {
                Some(domain) if is_public(&domain) => {
                    let what = format!("{domain} is for everybody");
                    self.remark(CompanyTarget::Domains, what, "Kept, this domain left out");
                }
                Some(domain) if !domains.contains(&domain) => domains.push(domain),
                Some(_) => {}
                None => {
                    let what = format!("“{}” is not a domain", cut(&value, 40));
                    self.remark(CompanyTarget::Domains, what, "Kept, this domain left out");
                }
            }
        }
        domains
    }

    /// The amount, and its currency when the list says one.
    fn money(&mut self, ours: &str) -> (Option<i64>, Option<String>) {
        let text = self.text(CompanyTarget::Revenue);
        if text.is_empty() {
            return (None, None);
        }
        let amount = money::parse(&text, self.mapping.decimal_comma).filter(|amount| *amount >= 0);
        let Some(amount) = amount else {
            let what = format!("“{}” is not an amount", cut(&text, 40));
            self.remark(CompanyTarget::Revenue, what, "Kept, revenue empty");
            return (None, None);
        };
        let column = self.text(CompanyTarget::Currency);
        let told = money::currency(&column).or_else(|| money::currency(&text).filter(|_| column.is_empty()));
        if told.is_none() && !column.is_empty() {
            let what = format!("“{}” is not a currency known here", cut(&column, 40));
            self.remark(CompanyTarget::Currency, what, "Kept, revenue empty");
            return (None, None);
        }
        if let Some(other) = told.filter(|told| !told.eq_ignore_ascii_case(ours)) {
            let what = format!("In {other}, and this workspace counts in {ours}");
            self.remark(CompanyTarget::Revenue, what, "Kept, but not added up");
        }
        (Some(amount), told.map(str::to_owned))
    }

    fn renews_on(&mut self) -> Option<NaiveDate> {
        let text = self.text(CompanyTarget::RenewsOn);
        if text.is_empty() {
            return None;
        }
        let found = dates::parse(&text, self.mapping.date_order).ok().and_then(|at| at.utc());
        if found.is_none() {
            let what = format!("“{}” is not a date", cut(&text, 40));
            self.remark(CompanyTarget::RenewsOn, what, "Kept, renewal empty");
        }
        found.map(|at| at.date_naive())
    }
}
