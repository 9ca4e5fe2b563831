//! What each column of a file becomes: the person's choice, and the proposal it starts from.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::columns::ColumnSeen;
use super::headers;
use crate::model::{Kind, Severity};

/// What a column of a file becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    ExternalId,
    Title,
    Body,
    HappenedAt,
    UpdatedAt,
    ResolvedAt,
    Kind,
    Severity,
    Status,
    Service,
    Customer,
    CustomerDomain,
    Revenue,
    Plan,
    ReporterName,
    ReporterEmail,
    Url,
    /// How often it went to another group.
    HandOvers,
    /// Minutes on hold.
    OnHold,
    LeaveOut,
}

impl Target {
    /// As a sentence names it: "Subject and Summary both become the title".
    pub fn noun(self) -> &'static str {
        match self {
            Target::ExternalId => "the ID",
            Target::Title => "the title",
            Target::Body => "the text",
            Target::HappenedAt => "when it happened",
            Target::UpdatedAt => "when it was updated",
            Target::ResolvedAt => "when it was resolved",
            Target::Kind => "the kind",
            Target::Severity => "the severity",
            Target::Status => "the status",
            Target::Service => "the service",
            Target::Customer => "the customer",
            Target::CustomerDomain => "the customer's domain",
            Target::Revenue => "the revenue",
            Target::Plan => "the plan",
            Target::ReporterName => "the reporter",
            Target::ReporterEmail => "the reporter's e-mail",
            Target::Url => "the link",
            Target::HandOvers => "the number of hand-overs",
            Target::OnHold => "the minutes on hold",
            Target::LeaveOut => "nothing",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    DayFirst,
    MonthFirst,
    YearFirst,
}

/// How a file is read. The preview proposes one; the person changes it and asks again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Mapping {
    /// One per column, in the file's order.
    pub columns: Vec<Target>,
    /// What rows become when no column says.
    pub kind: Kind,
    pub date_order: DateOrder,
    /// `1.234,56` when true, `1,234.56` when false.
    pub decimal_comma: bool,
    /// Values of the severity column that aren't words we know, e.g. ("P1", critical).
    pub severities: Vec<(String, Severity)>,
}

impl Mapping {
    /// The column that becomes `target`, by its place.
    pub(super) fn place(&self, target: Target) -> Option<usize> {
        self.columns.iter().position(|t| *t == target)
    }

    /// Why no row can be imported this way, in a sentence for the person.
    pub(super) fn blocked(&self, names: &[String]) -> Option<String> {
        for (place, target) in self.columns.iter().enumerate() {
            let first = self.place(*target).unwrap_or(place);
            if *target != Target::LeaveOut && first < place {
                let name = |place: usize| names.get(place).map_or("", String::as_str);
                let both = format!("{} and {} both become {}.", name(first), name(place), target.noun());
                return Some(format!("{both} Choose one of them."));
            }
        }
        if self.place(Target::Title).or(self.place(Target::Body)).is_none() {
            return Some("No column becomes the title.".to_string());
        }
        if self.place(Target::HappenedAt).or(self.place(Target::UpdatedAt)).is_none() {
            return Some("No column says when it happened.".to_string());
        }
        None
    }
}

/// Proposes a mapping by the columns' names, then by their values for what is still missing.
pub(super) fn propose(file_name: &str, columns: &[ColumnSeen]) -> Mapping {
    let mut targets = by_name(columns);
    by_value(columns, &mut targets);
    let chosen = |target: Target| columns.iter().zip(&targets).filter(move |(_, t)| **t == target).map(|(c, _)| c);
    let dates = || [Target::HappenedAt, Target::UpdatedAt, Target::ResolvedAt].into_iter().flat_map(chosen);
    let sum = |count: fn(&ColumnSeen) -> u32| dates().map(count).sum::<u32>();
    let (day, month, year) = (sum(|c| c.day_first), sum(|c| c.month_first), sum(|c| c.year_first));
    let date_order = if year > day.max(month) {
        DateOrder::YearFirst
    } else if month > day {
        DateOrder::MonthFirst
    } else {
        DateOrder::DayFirst
    };
    let commas: u32 = chosen(Target::Revenue).map(|column| column.decimal_commas).sum();
    let points: u32 = chosen(Target::Revenue).map(|column| column.decimal_points).sum();
    let kind = headers::kind_of(file_name, columns.iter().map(|column| column.name.as_str()));
    Mapping { kind, date_order, decimal_comma: commas > points, severities: Vec::new(), columns: targets }
}

/// The best-fitting name wins a target; every other column that would fit it is left out.
fn by_name(columns: &[ColumnSeen]) -> Vec<Target> {
    let mut targets = vec![Target::LeaveOut; columns.len()];
    let mut best: std::collections::BTreeMap<Target, (usize, usize)> = std::collections::BTreeMap::new();
    for (place, column) in columns.iter().enumerate() {
        let Some((target, rank)) = headers::target_of(&column.name) else { continue };
        if !column.fits(target) {
            continue;
        }
        let entry = best.entry(target).or_insert((rank, place));
        *entry = (*entry).min((rank, place));
    }
    for (target, (_, place)) in best {
        if let Some(slot) = targets.get_mut(place) {
            *slot = target;
        }
    }
    targets
}

fn by_value(columns: &[ColumnSeen], targets: &mut [Target]) {
    type Test = fn(&ColumnSeen) -> bool;
    let tests: [(Target, Test); 6] = [
        (Target::HappenedAt, |column| column.mostly(column.dates)),
        (Target::ReporterEmail, |column| column.mostly(column.emails)),
        (Target::Url, |column| column.mostly(column.links)),
        (Target::Revenue, |column| column.mostly(column.amounts)),
        (Target::ExternalId, ColumnSeen::looks_like_ids),
        (Target::Title, ColumnSeen::looks_like_titles),
    ];
    for (target, test) in tests {
        if targets.contains(&target) || (target == Target::Title && targets.contains(&Target::Body)) {
            continue;
        }
        let free = |(place, column): (usize, &ColumnSeen)| {
            (targets.get(place) == Some(&Target::LeaveOut) && test(column)).then_some(place)
        };
        if let Some(slot) = columns.iter().enumerate().find_map(free).and_then(|place| targets.get_mut(place)) {
            *slot = target;
        }
    }
}
