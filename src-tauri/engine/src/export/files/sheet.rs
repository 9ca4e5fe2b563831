//! A table for people, before it becomes a page or a print.

use super::markdown::evidence;
use super::{Ranked, RankedList, stage_in_words};
use crate::model::Range;
use crate::score::numbers;

/// A table with what stands above it. All text is as people and tools wrote it: whoever writes it out escapes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub title: String,
    /// Sentences under the title: what is shown, what isn't, when and by whom.
    pub lead: Vec<String>,
    pub heads: Vec<Head>,
    /// As many cells in each row as heads.
    pub rows: Vec<Vec<Cell>>,
    /// What stands there when there is no row.
    pub empty: String,
}

/// Several tables under one title.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub title: String,
    pub lead: Vec<String>,
    pub parts: Vec<Sheet>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub name: String,
    /// Numbers stand on the right.
    pub right: bool,
    /// Its share of the width; all of them make 1.
    pub share: f32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    pub text: String,
    /// A second, quieter line.
    pub under: String,
    /// Where the text leads; only http and https addresses are followed.
    pub link: Option<String>,
    /// Low, likely and high as shares of the largest value in the table, 0 to 1.
    pub bar: Option<[f32; 3]>,
}

impl Cell {
    pub fn of(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }

    #[must_use]
    pub fn under(mut self, under: impl Into<String>) -> Cell {
        self.under = under.into();
        self
    }
}

/// The ranked list as a table: value with its range, evidence, stage and delivery.
pub fn opportunities(list: &RankedList) -> Sheet {
    let most = list.opportunities.iter().filter_map(|one| one.value).map(|value| value.p90).fold(0.0, f64::max);
    let head = |name: &str, right, share| Head { name: name.to_owned(), right, share };
    Sheet {
        title: format!("Opportunities of {}", list.workspace),
        lead: lead(list),
        heads: vec![
            head("#", true, 0.05),
            head("Opportunity", false, 0.31),
            head(&format!("Value, {}", list.points), true, 0.16),
            head("Rank holds", false, 0.11),
            head("Evidence", false, 0.17),
            head("Stage", false, 0.09),
            head("Delivery", false, 0.11),
        ],
        rows: list.opportunities.iter().map(|one| row(one, &list.currency, most)).collect(),
        empty: "No opportunity fits.".to_owned(),
    }
}

fn lead(list: &RankedList) -> Vec<String> {
    let n = u32::try_from(list.opportunities.len()).unwrap_or(u32::MAX);
    let hidden = match list.hidden {
        0 => String::new(),
        hidden => format!(", {} left out by filters", numbers::count(hidden)),
    };
    vec![
        format!("{}{hidden}. {}.", numbers::counted(n, "opportunity", "opportunities"), list.filters),
        format!(
            "Reach counts {}. Values are P50 with P10 to P90 from {} draws, seed {}.",
            list.reach_unit,
            numbers::count(list.draws),
            list.seed
        ),
        format!("Saved {} by {}. It doesn't change any more.", list.written_at.rfc3339(), list.by),
    ]
}

fn row(one: &Ranked, currency: &str, most: f64) -> Vec<Cell> {
    let value = one.value.map_or_else(
        || Cell::of("Not set"),
        |value| {
            let range = Range { low: value.p10, likely: value.p50, high: value.p90 };
            let under = if range.is_exact() { String::new() } else { numbers::range_in_words(range) };
            let part = |value: f64| if most > 0.0 { (value / most).clamp(0.0, 1.0) as f32 } else { 0.0 };
            let bar = Some([part(value.p10), part(value.p50), part(value.p90)]);
            Cell { bar, ..Cell::of(numbers::number(value.p50)).under(under) }
        },
    );
    let behind = &one.evidence;
    let mut who = vec![numbers::counted(behind.reporters, "person", "people")];
    who.push(numbers::counted(behind.customers, "customer", "customers"));
    if behind.customers > behind.revenue_unknown {
        who.push(format!("{} a year", numbers::money(behind.revenue, currency)));
    }
    let service = one.service.as_deref().map(|service| format!(", {service}")).unwrap_or_default();
    vec![
        Cell::of(one.rank.map(numbers::count).unwrap_or_default()),
        Cell::of(&one.title).under(format!("{}{service}", one.label)),
        value,
        Cell::of(one.top.map(|top| numbers::share(top.chance)).unwrap_or_default())
            .under(one.top.map(|top| format!("among the best {}", top.k)).unwrap_or_default()),
        Cell::of(evidence(behind)).under(if behind.signals() == 0 { String::new() } else { who.join(", ") }),
        Cell::of(stage_in_words(one.stage)),
        one.delivery.as_ref().map_or_else(
            || Cell::of("Not sent"),
            |item| Cell { link: Some(item.url.clone()), ..Cell::of(&item.label).under(&item.status) },
        ),
    ]
}
