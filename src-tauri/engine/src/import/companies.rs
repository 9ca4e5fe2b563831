//! A list of customers: names, domains, revenue, plan and renewal, read from the same files as records.

use std::collections::HashMap;
use std::io;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::columns::ColumnSeen;
use super::company_cells::Cells;
use super::{DateOrder, Found, RowProblem, Table, headers};
use crate::error::{Problem, ProblemKind, Result};

/// Rows of one list.
const MOST_ROWS: u32 = 200_000;
/// Remarks shown; all rows are counted.
const SHOWN_PROBLEMS: usize = 100;

/// What a column of a list of customers becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CompanyTarget {
    Name,
    /// Further names, as tools may tell them; several are separated by `;`.
    OtherNames,
    /// Several are separated by spaces, commas or `;`.
    Domains,
    /// A tool's own id of the organisation.
    Number,
    Revenue,
    Currency,
    Plan,
    RenewsOn,
    LeaveOut,
}

/// Column names of CRMs and billing tools, in the order of preference within each target.
#[rustfmt::skip]
const NAMES: [(CompanyTarget, &[&str]); 8] = [
    (CompanyTarget::Name, &[
        "customer", "customer name", "company", "company name", "account name", "account", "organization",
        "organisation", "organization name", "organisation name", "name", "client", "firma", "kunde", "kundenname",
    ]),
    (CompanyTarget::OtherNames, &[
        "other names", "aliases", "alias", "also known as", "aka", "legal name", "trading name", "parent names",
    ]),
    (CompanyTarget::Domains, &[
        "domains", "domain", "customer domain", "company domain", "company domain name", "email domain",
        "e mail domain", "email domains", "website", "web site", "company website", "url",
    ]),
    (CompanyTarget::Number, &[
        "organization id", "organisation id", "org id", "company id", "zendesk id", "zendesk organization id",
        "freshdesk id", "intercom id", "external id",
    ]),
    (CompanyTarget::Revenue, &[
        "arr", "revenue", "annual revenue", "annual recurring revenue", "revenue per year", "revenue a year", "acv",
        "annual contract value", "contract value", "account value", "yearly revenue", "umsatz", "jahresumsatz",
    ]),
    (CompanyTarget::Currency, &["currency", "currency code", "currency iso code", "währung"]),
    (CompanyTarget::Plan, &[
        "plan", "segment", "tier", "plan name", "subscription", "subscription plan", "package", "edition", "paket",
    ]),
    (CompanyTarget::RenewsOn, &[
        "renews on", "renewal date", "renewal", "renews", "contract end", "contract end date", "next renewal",
        "end date", "expires", "expires on", "verlängerung", "vertragsende",
    ]),
];

/// How a list of customers is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CompanyMapping {
    /// One per column, in the file's order.
    pub columns: Vec<CompanyTarget>,
    pub date_order: DateOrder,
    /// `1.234,56` when true, `1,234.56` when false.
    pub decimal_comma: bool,
}

/// One customer of a list. What the list leaves empty is None or has no entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct Company {
    pub name: String,
    pub other_names: Vec<String>,
    /// Bare and in lower case; none of them public.
    pub domains: Vec<String>,
    pub numbers: Vec<String>,
    /// A year's, in whole units of `currency`.
    #[ts(type = "number | null")]
    pub revenue: Option<i64>,
    /// Three letters; None: the workspace's.
    pub currency: Option<String>,
    pub plan: Option<String>,
    #[ts(type = "string | null")]
    pub renews_on: Option<NaiveDate>,
}

/// What a list holds. `clean + noted + left_out == rows`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompanyPlan {
    pub rows: u32,
    pub clean: u32,
    pub noted: u32,
    pub left_out: u32,
    /// The first remarks, in the order of the rows.
    pub problems: Vec<RowProblem>,
    /// Each name once: the last row of a name counts.
    pub companies: Vec<Company>,
}

/// Something to tell about a row: the column, what, and what was done about it (empty when the row is left out).
pub(super) struct Remark {
    pub(super) column: Option<usize>,
    pub(super) what: String,
    pub(super) kept: &'static str,
}

impl<S: io::Read + io::Seek> Table<S> {
    /// A mapping to start from.
    pub fn company_proposal(&self) -> CompanyMapping {
        propose(self.columns())
    }

    /// Why no customer can be read with `mapping`, if so.
    pub fn company_blocked(&self, mapping: &CompanyMapping) -> Option<String> {
        if self.rows() == 0 {
            return Some("The file has no rows.".to_owned());
        }
        if self.rows() > MOST_ROWS {
            return Some("The file has more than 200,000 rows. Import it in parts.".to_owned());
        }
        mapping.blocked(&self.names())
    }

    /// Reads all rows by `mapping`. `currency` is the workspace's.
    pub fn companies(
        &mut self,
        mapping: &CompanyMapping,
        currency: &str,
        stop: &dyn Fn() -> bool,
    ) -> Result<CompanyPlan> {
        let names = self.names();
        if names.len() != mapping.columns.len() {
            let (wanted, given) = (names.len(), mapping.columns.len());
            return Err(Problem::bad_input(format!("The file has {wanted} columns, and {given} were matched."))
                .kept("Nothing was changed.")
                .todo("Match the columns again."));
        }
        let mut plan = CompanyPlan::default();
        let mut met = Met::default();
        let mut stopped = false;
        self.each_row(&mut |found| {
            plan.rows += 1;
            match found {
                Found::Broken(broken) => plan.leave_out(broken.number, None, broken.reason),
                Found::Row(row) => {
                    let (company, mut remarks) = Cells::of(&row, mapping).company(currency);
                    match company {
                        None => {
                            let column = mapping.place(CompanyTarget::Name).and_then(|place| names.get(place)).cloned();
                            plan.leave_out(row.number, column, "No name".to_owned());
                        }
                        Some(company) => {
                            met.see(&company, row.number, mapping, &mut remarks);
                            plan.take(row.number, company, remarks, &names, &mut met);
                        }
                    }
                }
            }
            stopped = plan.rows.is_multiple_of(1_000) && stop();
            !stopped
        })?;
        if stopped {
            return Err(Problem::new(ProblemKind::Cancelled, "Stopped.").kept("Nothing was changed."));
        }
        Ok(plan)
    }
}

impl CompanyPlan {
    fn leave_out(&mut self, row: u32, column: Option<String>, what: String) {
        self.left_out += 1;
        self.tell(RowProblem { row, column, what, left_out: true, kept: String::new() });
    }

    fn take(&mut self, row: u32, company: Company, remarks: Vec<Remark>, names: &[String], met: &mut Met) {
        if remarks.is_empty() {
            self.clean += 1;
        } else {
            self.noted += 1;
        }
        for remark in remarks {
            let column = remark.column.and_then(|place| names.get(place).cloned());
            self.tell(RowProblem { row, column, what: remark.what, left_out: false, kept: remark.kept.to_owned() });
        }
        let place = *met.places.entry(company.name.to_lowercase()).or_insert(self.companies.len());
        match self.companies.get_mut(place) {
            Some(earlier) => *earlier = company,
            None => self.companies.push(company),
        }
    }

    fn tell(&mut self, problem: RowProblem) {
        if self.problems.len() < SHOWN_PROBLEMS {
            self.problems.push(problem);
        }
    }
}

/// Names and domains of the rows before.
#[derive(Default)]
struct Met {
    rows: HashMap<String, u32>,
    /// Where a company of this name stands in the plan.
    places: HashMap<String, usize>,
    domains: HashMap<String, String>,
}

impl Met {
    fn see(&mut self, company: &Company, row: u32, mapping: &CompanyMapping, remarks: &mut Vec<Remark>) {
        if let Some(earlier) = self.rows.insert(company.name.to_lowercase(), row) {
            let what = format!("{} is also in row {earlier}", super::cut(&company.name, 40));
            remarks.push(Remark { column: mapping.place(CompanyTarget::Name), what, kept: "The later row counts" });
        }
        for domain in &company.domains {
            let owner = self.domains.entry(domain.clone()).or_insert_with(|| company.name.clone());
            if owner.to_lowercase() != company.name.to_lowercase() {
                let what = format!("{domain} is also {}’s", super::cut(owner, 40));
                let column = mapping.place(CompanyTarget::Domains);
                remarks.push(Remark { column, what, kept: "Kept; you decide whose its mail is" });
            }
        }
    }
}

impl CompanyMapping {
    pub(super) fn place(&self, target: CompanyTarget) -> Option<usize> {
        self.columns.iter().position(|t| *t == target)
    }

    fn blocked(&self, names: &[String]) -> Option<String> {
        for (place, target) in self.columns.iter().enumerate() {
            let first = self.place(*target).unwrap_or(place);
            if *target != CompanyTarget::LeaveOut && first < place {
                let name = |place: usize| names.get(place).map_or("", String::as_str);
                return Some(format!("{} and {} both become the same. Choose one of them.", name(first), name(place)));
            }
        }
        self.place(CompanyTarget::Name).is_none().then(|| "No column becomes the name.".to_owned())
    }
}

/// By the columns' names; the best-fitting name wins a target.
fn propose(columns: &[ColumnSeen]) -> CompanyMapping {
    let mut targets = vec![CompanyTarget::LeaveOut; columns.len()];
    for (target, known) in NAMES {
        let rank = |column: &ColumnSeen| known.iter().position(|name| *name == headers::plain(&column.name));
        let ranked = columns.iter().enumerate().filter_map(|(place, column)| Some((rank(column)?, place)));
        if let Some(slot) = ranked.min().and_then(|(_, place)| targets.get_mut(place)) {
            *slot = target;
        }
    }
    let of =
        |target: CompanyTarget| columns.iter().zip(&targets).find(|(_, t)| **t == target).map(|(column, _)| column);
    let date_order = match of(CompanyTarget::RenewsOn) {
        Some(dates) if dates.year_first > dates.day_first.max(dates.month_first) => DateOrder::YearFirst,
        Some(dates) if dates.month_first > dates.day_first => DateOrder::MonthFirst,
        _ => DateOrder::DayFirst,
    };
    let decimal_comma = of(CompanyTarget::Revenue).is_some_and(|money| money.decimal_commas > money.decimal_points);
    CompanyMapping { columns: targets, date_order, decimal_comma }
}
