//! Whether corrections teach: half of a set is grouped, some misplaced texts are put right as a person would, and the
//! other half is placed among them, once without and once with the corrections.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use themes::course::Course;
use themes::embed::{HIDDEN, Model};
use themes::grouping::{Centres, group};
use themes::matrix::Rows;
use themes::place::{BY_PERSON, CANDIDATES, Members, candidates, place};
use themes::text;

use crate::Place;
use crate::sets::{self, Set};

/// One set, ready to be placed.
struct Halves {
    first: Rows,
    groups: Vec<Option<u32>>,
    least: f32,
    labels: Vec<u32>,
    second: Rows,
    second_labels: Vec<u32>,
}

/// Prints one line for each set of the folder.
pub fn measure_all(place: &Place, texts: usize, looked_at: usize) -> Result<()> {
    let model = Model::load(&place.model)?;
    println!(
        "{:<16} {:>6} {:>9} {:>13} {:>12} {:>12}",
        "set", "texts", "put right", "right before", "right after", "of unsorted"
    );
    for set in sets::read(&place.folder)? {
        let halves = halves(&set, &model, texts)?;
        let names = majority(&halves.groups, &halves.labels);
        let before = placed(&halves, &halves.groups, &BTreeSet::new());
        let corrected = corrections(&halves, &names, looked_at);
        let after = placed(&halves, &corrected.groups, &corrected.texts);
        // What belongs nowhere can't be right or wrong; both runs are judged on what the first one placed.
        let judged: Vec<usize> = (0..before.len()).filter(|at| before[*at].is_some()).collect();
        let right = |places: &[Option<u32>], names: &BTreeMap<u32, u32>| {
            let right =
                |at: &&usize| places[**at].is_some_and(|group| names.get(&group) == Some(&halves.second_labels[**at]));
            judged.iter().filter(right).count() as f64 / judged.len().max(1) as f64
        };
        println!(
            "{:<16} {:>6} {:>9} {:>12.1}% {:>11.1}% {:>11.1}%",
            set.name,
            halves.labels.len() + before.len(),
            corrected.texts.len(),
            100.0 * right(&before, &names),
            100.0 * right(&after, &corrected.names),
            100.0 * (before.len() - judged.len()) as f64 / before.len().max(1) as f64,
        );
    }
    Ok(())
}

fn halves(set: &Set, model: &Model, most: usize) -> Result<Halves> {
    let step = set.texts.len().div_ceil(most).max(1);
    let chosen: Vec<usize> = (0..set.texts.len()).step_by(step).collect();
    let cleaned: Vec<String> = chosen.iter().map(|at| text::clean(&set.texts[*at])).collect();
    let vectors = model.embed(&cleaned, |_, _| true).context("stopped")?;
    let all = Rows::from_floats(HIDDEN, &sets::as_stored(&vectors));
    let (first, second): (Vec<usize>, Vec<usize>) = (0..chosen.len()).partition(|at| at % 2 == 0);
    let rows = all.select(first.iter().copied());
    let words = first.iter().map(|at| text::words(&cleaned[*at])).collect();
    let grouping = group(rows.clone(), words, &Course::default()).context("stopped")?;
    let labels = |of: &[usize]| of.iter().map(|at| set.labels[chosen[*at]]).collect();
    Ok(Halves {
        groups: grouping.groups(),
        least: grouping.least_belonging,
        first: rows,
        labels: labels(&first),
        second: all.select(second.iter().copied()),
        second_labels: labels(&second),
    })
}

/// The label that most texts of each group have.
fn majority(groups: &[Option<u32>], labels: &[u32]) -> BTreeMap<u32, u32> {
    let mut counts: BTreeMap<u32, BTreeMap<u32, u32>> = BTreeMap::new();
    for (group, label) in groups.iter().zip(labels) {
        if let Some(group) = group {
            *counts.entry(*group).or_default().entry(*label).or_default() += 1;
        }
    }
    let most = |counts: &BTreeMap<u32, u32>| {
        counts.iter().max_by_key(|(label, count)| (**count, std::cmp::Reverse(**label))).map(|(label, _)| *label)
    };
    counts.iter().filter_map(|(group, counts)| Some((*group, most(counts)?))).collect()
}

/// What a person put right: which texts, the groups afterwards, and what each is about.
struct Corrected {
    texts: BTreeSet<usize>,
    groups: Vec<Option<u32>>,
    names: BTreeMap<u32, u32>,
}

/// A person looks at every so-manieth text. One that is in a group about something else is moved to the largest group
/// of its label; where there is none, it begins one, as a split does.
fn corrections(halves: &Halves, names: &BTreeMap<u32, u32>, percent: usize) -> Corrected {
    let size = |group: u32| halves.groups.iter().filter(|of| **of == Some(group)).count();
    let mut home: BTreeMap<u32, (usize, u32)> = BTreeMap::new();
    for (group, label) in names {
        let own = (size(*group), *group);
        let best = home.entry(*label).or_insert(own);
        *best = own.max(*best);
    }
    let mut next = names.keys().max().map_or(0, |last| last + 1);
    let mut corrected = Corrected { texts: BTreeSet::new(), groups: halves.groups.clone(), names: names.clone() };
    for at in (0..halves.groups.len()).step_by((100 / percent.clamp(1, 100)).max(1)) {
        let label = halves.labels[at];
        if halves.groups[at].is_some_and(|group| names.get(&group) == Some(&label)) {
            continue;
        }
        let (_, group) = *home.entry(label).or_insert_with(|| {
            next += 1;
            (0, next - 1)
        });
        corrected.names.insert(group, label);
        corrected.groups[at] = Some(group);
        corrected.texts.insert(at);
    }
    corrected
}

fn placed(halves: &Halves, groups: &[Option<u32>], corrected: &BTreeSet<usize>) -> Vec<Option<u32>> {
    let mut of_group: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        if let Some(group) = group {
            of_group.entry(*group).or_default().push(at);
        }
    }
    let numbers: Vec<u32> = of_group.keys().copied().collect();
    let members: Vec<Members> = of_group
        .values()
        .map(|of| Members {
            rows: halves.first.select(of.iter().copied()),
            weights: of.iter().map(|at| if corrected.contains(at) { BY_PERSON } else { 1.0 }).collect(),
            removed: Rows::new(HIDDEN),
        })
        .collect();
    let mut middles = Rows::new(HIDDEN);
    for members in &members {
        middles.push(&Centres::new(&members.rows, &vec![0; members.rows.len()]).into_rows().row(0));
    }
    let near = candidates(&halves.second, &middles, CANDIDATES, &Course::default()).unwrap_or_default();
    (0..halves.second.len())
        .map(|row| {
            let groups: Vec<(u32, &Members)> = near[row].iter().map(|at| (*at, &members[*at as usize])).collect();
            place(&halves.second, row, &groups, halves.least).group.map(|at| numbers[at as usize])
        })
        .collect()
}
