//! Who moves in a what-if, and why.

use std::collections::HashMap;

use super::super::Everything;
use super::super::frameworks::weight_today;
use super::segment::Heard;
use crate::api::types::{CutLine, ScoredBy, Segment, WhatIf, WhatIfChange, WhatIfChangeKind, WhatIfRow};
use crate::model::OpportunityId;
use crate::score::{evidence, numbers};

/// Most changes that are told.
const MOST_CHANGES: usize = 6;

/// Writes into each row why it moves, or that it doesn't.
pub fn explain(
    rows: &mut [WhatIfRow],
    asked: &WhatIf,
    by: &ScoredBy,
    today: &ScoredBy,
    all: &Everything,
    heard: &HashMap<OpportunityId, Heard>,
) {
    let other_framework = by.framework != today.framework || by.formula != today.formula;
    let pushed = if other_framework { Vec::new() } else { pushes(rows, by, today, all) };
    for (at, row) in rows.iter_mut().enumerate() {
        row.why = if row.rank.is_none() {
            "it has no value, so it isn't ranked".to_owned()
        } else if let Some(told) = heard.get(&row.opportunity.id).filter(|_| asked.segment != Segment::Everybody) {
            voices(&asked.segment, told)
        } else if row.rank == row.today {
            "no change".to_owned()
        } else if other_framework {
            "another formula".to_owned()
        } else {
            pushed.get(at).cloned().flatten().unwrap_or_else(|| "others move past it".to_owned())
        };
        if asked.capacity.is_some() && row.effort.is_none() {
            row.why = "effort not set, not placed".to_owned();
        }
    }
}

/// What is worth saying: who crosses the line or moves most, then who stays on top.
pub fn changes(rows: &[WhatIfRow], cut: Option<&CutLine>, all: &Everything) -> Vec<WhatIfChange> {
    let mut moved: Vec<(&WhatIfRow, i64)> = rows
        .iter()
        .filter_map(|row| Some((row, i64::from(row.today?) - i64::from(row.rank?))))
        .filter(|(_, by)| *by != 0)
        .collect();
    moved.sort_by_key(|(row, by)| std::cmp::Reverse((crosses(row, cut), by.abs())));
    let mut told: Vec<WhatIfChange> =
        moved.into_iter().take(MOST_CHANGES - 1).map(|(row, by)| moves(row, by, cut, all)).collect();
    let stays = rows.iter().find(|row| row.rank.is_some() && row.rank == row.today);
    told.extend(stays.map(|row| WhatIfChange {
        kind: WhatIfChangeKind::Stays,
        opportunity: row.opportunity.clone(),
        says: format!("stays {}{}", row.rank.map(numbers::count).unwrap_or_default(), holds(row)),
    }));
    told
}

fn moves(row: &WhatIfRow, by: i64, cut: Option<&CutLine>, all: &Everything) -> WhatIfChange {
    let crosses = crosses(row, cut);
    let verb = match (by > 0, crosses) {
        (true, true) => "comes in",
        (true, false) => "moves up",
        (false, true) => "falls out",
        (false, false) => "moves down",
    };
    let (from, to) = (row.today.unwrap_or_default(), row.rank.unwrap_or_default());
    let people = evidence::count(all.pieces_of(row.opportunity.id)).reporters;
    let more = match by > 0 {
        true => holds(row),
        false if people == 0 => String::new(),
        false => format!(". {} asked for it.", numbers::counted(people, "person", "people")),
    };
    WhatIfChange {
        kind: if by > 0 { WhatIfChangeKind::Up } else { WhatIfChangeKind::Down },
        opportunity: row.opportunity.clone(),
        says: format!("{verb}, from {} to {}{more}", numbers::count(from), numbers::count(to)),
    }
}

/// Whether its move takes it over the line, as far as ranks tell.
fn crosses(row: &WhatIfRow, cut: Option<&CutLine>) -> bool {
    cut.is_some_and(|cut| row.today.is_some_and(|today| (today <= cut.after) != row.above))
}

fn holds(row: &WhatIfRow) -> String {
    let top = row.top.map(|top| format!(". It holds the top {} in {} of draws.", top.k, numbers::share(top.chance)));
    top.unwrap_or_default()
}

fn voices(segment: &Segment, heard: &Heard) -> String {
    let name = match segment {
        Segment::Everybody => "all".to_owned(),
        Segment::Plan { plan } => plan.clone(),
        Segment::RevenueFrom { .. } => "these customers".to_owned(),
    };
    match heard.of {
        0 => "nobody is behind it".to_owned(),
        of => format!("{} of {} voices are {name}", numbers::count(heard.voices), numbers::count(of)),
    }
}

/// For each row the input whose other weight pushes it most, compared with what it does to the others: the change of the
/// weight times the logarithm of the likely input.
fn pushes(rows: &[WhatIfRow], by: &ScoredBy, today: &ScoredBy, all: &Everything) -> Vec<Option<String>> {
    let changed: Vec<(&str, f64)> = by
        .weights
        .iter()
        .map(|one| (one.name.as_str(), one.weight - weight_today(today, &one.name)))
        .filter(|(_, by)| *by != 0.0)
        .collect();
    let value = |row: &WhatIfRow, name: &str| {
        let worst = all.judged_of(row.opportunity.id).iter().map(|judged| judged.score()).max().unwrap_or(0);
        if name == "risk" {
            Some(f64::from(worst))
        } else {
            all.facts(row.opportunity.id).range(name).map(|range| range.likely)
        }
    };
    // Risk takes away, so its push goes the other way.
    let push = |row: &WhatIfRow, name: &str, by: f64| {
        let size = value(row, name)?;
        Some(if name == "risk" { -by * (1.0 + size / 25.0).ln() } else { by * size.max(1e-9).ln() })
    };
    let middle = |name: &str, by: f64| {
        let mut all: Vec<f64> = rows.iter().filter_map(|row| push(row, name, by)).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or(0.0)
    };
    let middles: Vec<f64> = changed.iter().map(|(name, by)| middle(name, *by)).collect();
    rows.iter()
        .map(|row| {
            let each = changed.iter().zip(&middles);
            let sized =
                each.filter_map(|((name, by), middle)| Some((*name, *by, (push(row, name, *by)? - middle).abs())));
            let (name, by, _) = sized.max_by(|a, b| a.2.total_cmp(&b.2)).filter(|(_, _, size)| *size > 0.0)?;
            let label =
                all.method.factors.iter().find(|factor| factor.name == name).map_or("risk", |factor| &factor.label);
            let more = if by > 0.0 { "more" } else { "less" };
            Some(format!("{} counts {more}, here {}", label.to_lowercase(), numbers::number(value(row, name)?)))
        })
        .collect()
}
