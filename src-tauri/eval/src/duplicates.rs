//! How well duplicates are found: for each issue with a known duplicate, whether that is among the ten reports
//! most like it.

use std::collections::HashMap;

use anyhow::{Context, Result};
use cpu_time::ProcessTime;
use serde::Deserialize;
use themes::embed::{HIDDEN, Model};
use themes::similar::{Index, Report};
use themes::text;

use crate::Place;
use crate::sets;

/// How many titles are looked at.
const FIRST: usize = 10;

/// What the file with the pairs is called beside that with the issues.
const PAIRS: &str = "-combined";

#[derive(Deserialize)]
struct Issue {
    #[serde(rename = "Issue id")]
    id: String,
    #[serde(rename = "Summary")]
    title: String,
    #[serde(rename = "Description")]
    body: String,
}

#[derive(Deserialize)]
struct Pair {
    #[serde(rename = "Issue id")]
    id: String,
    /// One or several, with commas between them.
    #[serde(rename = "Duplicate id")]
    others: String,
}

pub fn measure_all(place: &Place) -> Result<()> {
    let model = Model::load(&place.model)?;
    println!(
        "{:<20} {:>6} {:>6} {:>10} {:>6} {:>6} {:>12}",
        "set", "titles", "asked", "Recall@10", "pairs", "of them", "CPU ms/query"
    );
    for file in sets::files(&place.folder)?.iter().filter(|file| !sets::name(file).ends_with(PAIRS)) {
        let name = sets::name(file);
        let issues: Vec<Issue> = sets::rows(file)?;
        let pairs: Vec<Pair> = sets::rows(&file.with_file_name(format!("{name}{PAIRS}.csv")))
            .with_context(|| format!("{name}.csv needs {name}{PAIRS}.csv beside it, with its duplicates"))?;
        let titles: Vec<String> = issues.iter().map(|issue| text::clean(&issue.title)).collect();
        let vectors = sets::vectors(&name, &titles, &model, place.vectors.as_deref())?;
        let report = |at: usize| Report { title: &titles[at], body: &issues[at].body };
        let reports: Vec<Report> = (0..issues.len()).map(report).collect();
        let index = Index::new(&reports, &vectors);
        let place_of: HashMap<&str, usize> =
            issues.iter().zip(0..).map(|(issue, at)| (issue.id.as_str(), at)).collect();
        let began = ProcessTime::now();
        let mut tally = Tally::default();
        for pair in &pairs {
            let Some(asked) = place_of.get(pair.id.as_str()) else { continue };
            let others = pair.others.split(',').filter_map(|other| place_of.get(other.trim()));
            let others: Vec<u32> = others.filter(|other| *other != asked).map(|other| *other as u32).collect();
            let near = index.nearest(report(*asked), &vectors[asked * HIDDEN..][..HIDDEN], FIRST + 1);
            let near: Vec<u32> =
                near.into_iter().map(|near| near.0).filter(|near| *near as usize != *asked).take(FIRST).collect();
            tally.add(&near, &others);
        }
        let each = began.elapsed().as_secs_f64() * 1e3 / tally.asked.max(1) as f64;
        tally.print(&name, titles.len(), each);
    }
    Ok(())
}

#[derive(Default)]
struct Tally {
    asked: usize,
    found: usize,
    pairs: usize,
    pairs_found: usize,
}

impl Tally {
    /// Counts one issue, if any of its duplicates is among the titles.
    fn add(&mut self, near: &[u32], others: &[u32]) {
        let found = others.iter().filter(|other| near.contains(other)).count();
        self.asked += usize::from(!others.is_empty());
        self.found += usize::from(found > 0);
        self.pairs += others.len();
        self.pairs_found += found;
    }

    fn print(&self, name: &str, titles: usize, each: f64) {
        let share = |some: usize, all: usize| some as f64 / all.max(1) as f64;
        println!(
            "{name:<20} {titles:>6} {:>6} {:>10.3} {:>6} {:>7.3} {each:>12.2}",
            self.asked,
            share(self.found, self.asked),
            self.pairs,
            share(self.pairs_found, self.pairs)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issue_without_a_known_duplicate_is_not_asked() {
        let mut tally = Tally::default();
        tally.add(&[1, 2], &[2, 9]);
        tally.add(&[1, 2], &[7]);
        tally.add(&[1, 2], &[]);
        assert_eq!((tally.asked, tally.found, tally.pairs, tally.pairs_found), (2, 1, 3, 1));
    }
}
