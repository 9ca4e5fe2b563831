//! One row of a file becomes one record, with a remark for everything that didn't fit.

use std::collections::BTreeMap;

use super::dates::NoDate;
use super::mapping::{DateOrder, Mapping, Target};
use super::{RawRow, columns, cut, dates, money, words};
use crate::model::{Customer, Kind, Person, Record, Severity, Status, Time};

/// Characters of a title; the rest stays in the text.
const LONGEST_TITLE: usize = 500;
/// Characters of an ID, a name, a plan.
const LONGEST_NAME: usize = 200;

/// Begins an ID that was made here.
const MADE: &str = "row-";

/// Something to tell about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remark {
    /// Column it is about; None for the row as a whole.
    pub(super) column: Option<usize>,
    pub(super) what: String,
    /// What was done about it; empty when the row is left out.
    pub(super) kept: &'static str,
}

impl Remark {
    pub(super) fn column_name(&self, names: &[String]) -> Option<String> {
        self.column.and_then(|place| names.get(place).cloned())
    }
}

/// A row that becomes a record, or the remark that says why not.
pub(super) enum Read {
    Record(Box<Record>, Vec<Remark>),
    LeftOut(Remark),
}

/// Reads rows by one mapping.
pub(super) struct RowReader<'a> {
    mapping: &'a Mapping,
    /// The file holds bytes that are no characters.
    damaged: bool,
    severities: BTreeMap<String, Severity>,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(mapping: &'a Mapping, damaged: bool) -> Self {
        let severities = mapping.severities.iter().map(|(word, severity)| (fold(word), *severity)).collect();
        RowReader { mapping, damaged, severities }
    }

    pub(super) fn read(&self, row: RawRow) -> Read {
        let mut cells = Cells { row: &row, mapping: self.mapping, remarks: Vec::new() };
        cells.whole_row(self.damaged);
        let Some((title, body)) = self.words(&mut cells) else {
            return Read::LeftOut(Remark { column: None, what: "No title and no text".into(), kept: "" });
        };
        let (happened_at, updated_at) = match cells.times() {
            Ok(times) => times,
            Err(remark) => return Read::LeftOut(remark),
        };
        let resolved_at = cells.date(Target::ResolvedAt).and_then(|at| cells.resolved(at, happened_at));
        let (customer, reporter) = (cells.customer(), cells.reporter());
        let record = Record {
            external_id: cells.external_id(),
            kind: cells
                .word(Target::Kind, words::kind, "is not a kind known here", self.kind_kept())
                .unwrap_or(self.mapping.kind),
            severity: self.severity(&mut cells),
            status: cells.status(resolved_at),
            url: cells.link(),
            service: cells.name(Target::Service),
            title,
            body,
            happened_at,
            updated_at,
            resolved_at,
            customer,
            reporter,
            facts: cells.facts(),
            raw: String::new(),
        };
        let remarks = cells.remarks;
        Read::Record(Box::new(Record { raw: row.raw, ..record }), remarks)
    }

    /// Title and text; each stands in for the other when it is empty.
    fn words(&self, cells: &mut Cells) -> Option<(String, String)> {
        let (title, body) = (cells.text(Target::Title), cells.text(Target::Body));
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let title_mapped = self.mapping.place(Target::Title).is_some();
        let source = if title.is_empty() { body.lines().find(|line| !line.trim().is_empty())? } else { &title };
        let full = one_line(source);
        let short = cut(&full, LONGEST_TITLE);
        if title.is_empty() && title_mapped {
            cells.remark(Target::Title, "Empty".into(), "Kept, start of the text used");
        }
        if body.is_empty() && self.mapping.place(Target::Body).is_some() {
            cells.remark(Target::Body, "Empty".into(), "Kept, title used");
        }
        let cut_short = short != full && !title.is_empty();
        if cut_short {
            cells.remark(
                Target::Title,
                format!("Longer than {LONGEST_TITLE} characters"),
                "Kept, all of it in the text",
            );
        }
        let body = match (body.is_empty(), cut_short) {
            (true, _) => title,
            (false, true) => format!("{title}\n\n{body}"),
            (false, false) => body,
        };
        Some((short, body))
    }

    fn severity(&self, cells: &mut Cells) -> Option<Severity> {
        let known = |text: &str| self.severities.get(&fold(text)).copied().or_else(|| words::severity(text));
        cells.word(Target::Severity, known, "is not a severity known here", "Kept, severity empty")
    }

    fn kind_kept(&self) -> &'static str {
        match self.mapping.kind {
            Kind::Incident => "Kept as an incident",
            Kind::Alert => "Kept as an alert",
            Kind::Error => "Kept as an error",
            Kind::Change => "Kept as a change",
            Kind::Deployment => "Kept as a deployment",
            Kind::Ticket => "Kept as a ticket",
            Kind::Feedback => "Kept as feedback",
        }
    }
}

/// Upper and lower case don't matter in the person's own severity words.
fn fold(word: &str) -> String {
    word.trim().to_lowercase()
}

/// The cells of one row by what they become, collecting remarks.
struct Cells<'a> {
    row: &'a RawRow,
    mapping: &'a Mapping,
    remarks: Vec<Remark>,
}

impl Cells<'_> {
    fn remark(&mut self, target: Target, what: String, kept: &'static str) {
        self.remarks.push(Remark { column: self.mapping.place(target), what, kept });
    }

    fn whole_row(&mut self, damaged: bool) {
        if let Some(what) = &self.row.remark {
            self.remarks.push(Remark { column: None, what: what.clone(), kept: "Kept, the last columns empty" });
        }
        for (column, cell) in self.row.cells.iter().enumerate() {
            if self.mapping.columns.get(column).is_none_or(|target| *target == Target::LeaveOut) {
                continue;
            }
            let column = Some(column);
            if damaged && cell.contains('\u{FFFD}') {
                let what = "Some bytes are no UTF-8 characters".to_string();
                self.remarks.push(Remark { column, what, kept: "Kept, � in their place" });
            }
            if cell.contains('\0') {
                let what = "Some characters are NUL, which is no text".to_string();
                self.remarks.push(Remark { column, what, kept: "Kept without them" });
            }
        }
    }

    /// Trimmed, without NUL, line ends as `\n`.
    fn text(&self, target: Target) -> String {
        let cell =
            self.mapping.place(target).and_then(|place| self.row.cells.get(place)).map_or("", |cell| cell.trim());
        if !cell.contains(['\0', '\r']) {
            return cell.to_string();
        }
        cell.replace('\0', "").replace("\r\n", "\n").replace('\r', "\n").trim().to_string()
    }

    /// One short line, or nothing.
    fn name(&mut self, target: Target) -> Option<String> {
        let text = self.text(target);
        if text.is_empty() {
            return None;
        }
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let short = cut(&line, LONGEST_NAME);
        if short != line {
            self.remark(target, format!("Longer than {LONGEST_NAME} characters"), "Kept, shortened");
        }
        Some(short)
    }

    fn word<T>(
        &mut self,
        target: Target,
        known: impl Fn(&str) -> Option<T>,
        otherwise: &str,
        kept: &'static str,
    ) -> Option<T> {
        let text = self.text(target);
        let found = known(&text);
        if found.is_none() && !text.is_empty() {
            self.remark(target, format!("{} {otherwise}", quoted(&text)), kept);
        }
        found
    }

    /// When it happened and when it was updated; each stands in for the other.
    fn times(&mut self) -> Result<(Time, Time), Remark> {
        let updated = self.date(Target::UpdatedAt);
        let order = self.mapping.date_order;
        let text = self.text(Target::HappenedAt);
        let column = self.mapping.place(Target::HappenedAt);
        let happened = match (text.is_empty(), updated) {
            (false, _) => dates::parse(&text, order).map_err(|why| Remark {
                column,
                what: no_date(&text, why, order),
                kept: "",
            })?,
            (true, Some(updated)) => {
                if column.is_some() {
                    self.remark(Target::HappenedAt, "Empty".into(), "Kept, the date of the update used");
                }
                updated
            }
            (true, None) => return Err(Remark { column, what: "No date".into(), kept: "" }),
        };
        Ok((happened, updated.unwrap_or(happened)))
    }

    fn date(&mut self, target: Target) -> Option<Time> {
        let text = self.text(target);
        if text.is_empty() {
            return None;
        }
        let order = self.mapping.date_order;
        match dates::parse(&text, order) {
            Ok(time) => Some(time),
            Err(why) => {
                self.remark(target, no_date(&text, why, order), "Kept, this date empty");
                None
            }
        }
    }

    fn resolved(&mut self, at: Time, happened: Time) -> Option<Time> {
        if at < happened {
            self.remark(Target::ResolvedAt, "Resolved before it happened".into(), "Kept, this date empty");
            return None;
        }
        Some(at)
    }

    fn status(&mut self, resolved_at: Option<Time>) -> Status {
        let default = if resolved_at.is_some() { Status::Resolved } else { Status::Open };
        let kept = if resolved_at.is_some() { "Kept as resolved" } else { "Kept as open" };
        self.word(Target::Status, words::status, "is not a status known here", kept).unwrap_or(default)
    }

    fn link(&mut self) -> Option<String> {
        let text = self.text(Target::Url);
        if text.is_empty() {
            return None;
        }
        let url = url::Url::parse(&text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        if url.is_none() {
            self.remark(Target::Url, format!("{} is not a web address", quoted(&text)), "Kept, link empty");
        }
        url.map(String::from)
    }

    fn customer(&mut self) -> Option<Customer> {
        let domain = self.name(Target::CustomerDomain).map(|domain| bare_domain(&domain));
        let (plan, revenue) = (self.name(Target::Plan), self.revenue());
        let Some(name) = self.name(Target::Customer).or_else(|| domain.clone()) else {
            if revenue.is_some() {
                self.remark(Target::Revenue, "No customer to go with it".into(), "Kept, revenue empty");
            }
            return None;
        };
        Some(Customer { name, domain, revenue, plan, renews_on: None, number: None })
    }

    fn revenue(&mut self) -> Option<i64> {
        let text = self.text(Target::Revenue);
        if text.is_empty() {
            return None;
        }
        let amount = money::parse(&text, self.mapping.decimal_comma);
        if amount.is_none() {
            self.remark(Target::Revenue, format!("{} is not a number", quoted(&text)), "Kept, revenue empty");
        }
        amount
    }

    /// What the Pulse reads beside: how often it went to another group, how long it was on hold.
    fn facts(&mut self) -> BTreeMap<String, String> {
        let told = [(Target::HandOvers, "hand_overs"), (Target::OnHold, "on_hold_minutes")];
        told.into_iter().filter_map(|(target, name)| Some((name.to_owned(), self.count(target)?.to_string()))).collect()
    }

    fn count(&mut self, target: Target) -> Option<u32> {
        let text = self.text(target);
        let count = text.parse().ok();
        if count.is_none() && !text.is_empty() {
            self.remark(target, format!("{} is not a whole number", quoted(&text)), "Kept, without this number");
        }
        count
    }

    fn reporter(&mut self) -> Option<Person> {
        let mut email = self.text(Target::ReporterEmail);
        if !email.is_empty() && !columns::is_email(&email) {
            self.remark(
                Target::ReporterEmail,
                format!("{} is not an e-mail address", quoted(&email)),
                "Kept, e-mail empty",
            );
            email.clear();
        }
        let email = Some(email).filter(|email| !email.is_empty());
        let name = self.name(Target::ReporterName).or_else(|| email.clone())?;
        Some(Person { name, email })
    }

    /// The source's own id, or one made from the row's content, so that the same row has the same id next time.
    fn external_id(&mut self) -> String {
        let text = self.text(Target::ExternalId);
        if !text.is_empty() && text.chars().count() <= LONGEST_NAME && !text.contains('\n') {
            return text;
        }
        if self.mapping.place(Target::ExternalId).is_some() {
            let what = if text.is_empty() { "Empty" } else { "Too long for an ID" };
            self.remark(Target::ExternalId, what.into(), "Kept, ID made from the row's content");
        }
        let mut hash = xxhash_rust::xxh3::Xxh3::new();
        for (place, cell) in self.row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            hash.update(&(place as u64).to_le_bytes());
            hash.update(&(cell.len() as u64).to_le_bytes());
            hash.update(cell.as_bytes());
        }
        format!("{MADE}{:032x}", hash.digest128())
    }
}

/// True for an ID that was made from a row's content.
pub(super) fn is_made(external_id: &str) -> bool {
    let digits = external_id.strip_prefix(MADE).unwrap_or_default();
    digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `https://www.example.com/about` → `example.com`.
fn bare_domain(text: &str) -> String {
    let text = text.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    text.split('/').next().unwrap_or(text).to_lowercase()
}

fn no_date(text: &str, why: NoDate, order: DateOrder) -> String {
    let quoted = quoted(text);
    match (why, order) {
        (NoDate::NotADate, _) => format!("{quoted} is not a date"),
        (NoDate::TooFar, _) => format!("{quoted} is outside the years 1900 to 2200"),
        (NoDate::OtherOrder, DateOrder::MonthFirst) => format!("{quoted} is not a date with the month first"),
        (NoDate::OtherOrder, _) => format!("{quoted} is not a date with the day first"),
    }
}

fn quoted(text: &str) -> String {
    format!("“{}”", cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), 40))
}
