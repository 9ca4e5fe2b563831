//! What the values of a column look like, counted over the whole file.

use std::collections::HashSet;

use super::mapping::{DateOrder, Target};
use super::{cut, dates, money};

/// Values shown of each column.
const SHOWN: usize = 3;
/// Values compared to find out whether a column's values differ.
const COMPARED: usize = 1_000;

/// One column and its tallies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnSeen {
    pub name: String,
    /// The first values that aren't empty, shortened.
    pub first_values: Vec<String>,
    /// Rows with a value.
    pub filled: u32,
    /// Values that are dates by their form.
    pub(super) dates: u32,
    /// Bare numbers that could be dates.
    number_dates: u32,
    pub(super) day_first: u32,
    pub(super) month_first: u32,
    pub(super) year_first: u32,
    pub(super) emails: u32,
    pub(super) links: u32,
    /// Values that name a currency.
    pub(super) amounts: u32,
    pub(super) decimal_commas: u32,
    pub(super) decimal_points: u32,
    /// Values with a digit and no space, at most 40 characters.
    id_like: u32,
    /// Values of at least two words, at most 200 characters.
    title_like: u32,
    different: HashSet<u64>,
    repeated: u32,
}

impl ColumnSeen {
    pub(super) fn new(name: &str) -> Self {
        ColumnSeen { name: name.to_string(), ..ColumnSeen::default() }
    }

    pub(super) fn see(&mut self, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        self.filled += 1;
        if self.first_values.len() < SHOWN {
            self.first_values.push(cut(&value.split_whitespace().collect::<Vec<_>>().join(" "), 60));
        }
        if value.len() > 300 {
            return;
        }
        self.see_date(value);
        self.emails += u32::from(is_email(value));
        self.links += u32::from(value.starts_with("https://") || value.starts_with("http://"));
        self.amounts += u32::from(money::names_currency(value));
        match money::decimal_comma(value) {
            Some(true) => self.decimal_commas += 1,
            Some(false) => self.decimal_points += 1,
            None => {}
        }
        let words = value.split_whitespace().take(2).count();
        let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
        self.id_like += u32::from(words == 1 && has_digit && value.len() <= 40);
        self.title_like += u32::from(words == 2 && value.len() <= 200);
        if self.different.len() < COMPARED {
            let is_new = self.different.insert(xxhash_rust::xxh3::xxh3_64(value.as_bytes()));
            self.repeated += u32::from(!is_new);
        }
    }

    fn see_date(&mut self, value: &str) {
        let order = dates::order_of(value);
        if order.is_none() && dates::parse(value, DateOrder::DayFirst).is_err() {
            return;
        }
        if value.bytes().all(|byte| byte.is_ascii_digit()) {
            self.number_dates += 1;
            return;
        }
        self.dates += 1;
        match order {
            Some(DateOrder::DayFirst) => self.day_first += 1,
            Some(DateOrder::MonthFirst) => self.month_first += 1,
            Some(DateOrder::YearFirst) => self.year_first += 1,
            None => {}
        }
    }

    /// At least nine tenths of the values.
    pub(super) fn mostly(&self, count: u32) -> bool {
        self.filled > 0 && u64::from(count) * 10 >= u64::from(self.filled) * 9
    }

    pub(super) fn looks_like_ids(&self) -> bool {
        self.mostly(self.id_like) && self.repeated == 0 && self.dates == 0 && self.emails == 0 && self.links == 0
    }

    pub(super) fn looks_like_titles(&self) -> bool {
        self.mostly(self.title_like) && self.dates == 0 && self.repeated <= self.filled / 4
    }

    /// False when no value is what the name promises, as in a "Resolved" column of yes and no.
    pub(super) fn fits(&self, target: Target) -> bool {
        let some = |count: u32| self.filled == 0 || count > 0;
        match target {
            Target::ReporterEmail => some(self.emails),
            Target::Url => some(self.links),
            Target::HappenedAt | Target::UpdatedAt | Target::ResolvedAt => some(self.dates + self.number_dates),
            _ => true,
        }
    }
}

pub(super) fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else { return false };
    let plain =
        |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@');
    text.len() <= 254
        && plain(user)
        && plain(host)
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
}
