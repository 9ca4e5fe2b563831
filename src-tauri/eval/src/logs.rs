//! How well lines of logs are told apart: group accuracy, the share of lines whose group holds exactly the lines that
//! have the same event in the labels.

use std::collections::HashMap;
use std::path::Path;

use anyhow::Result;
use serde::Deserialize;
use themes::text::templates;

use crate::sets;

#[derive(Deserialize)]
struct Line {
    #[serde(rename = "Content")]
    content: String,
    #[serde(rename = "EventId")]
    event: String,
}

pub fn measure_all(folder: &Path) -> Result<()> {
    println!("{:<40} {:>6} {:>6} {:>6} {:>9}", "set", "lines", "events", "groups", "accuracy");
    let mut sum = 0.0;
    let files = sets::files(folder)?;
    for file in &files {
        let lines: Vec<Line> = sets::rows(file)?;
        let contents: Vec<&str> = lines.iter().map(|line| line.content.as_str()).collect();
        let groups = templates(&contents);
        let events: Vec<&str> = lines.iter().map(|line| line.event.as_str()).collect();
        let accuracy = accuracy(&events, &groups);
        let (of_events, of_groups) = (sizes(&events).len(), sizes(&groups).len());
        println!("{:<40} {:>6} {of_events:>6} {of_groups:>6} {accuracy:>9.3}", sets::name(file), lines.len());
        sum += accuracy;
    }
    println!("mean of {} sets: {:.3}", files.len(), sum / files.len() as f64);
    Ok(())
}

fn sizes<T: std::hash::Hash + Eq + Copy>(of: &[T]) -> HashMap<T, usize> {
    let mut sizes = HashMap::new();
    of.iter().for_each(|one| *sizes.entry(*one).or_default() += 1);
    sizes
}

/// The share of lines whose group and event hold the same lines: both are as large as what they share.
fn accuracy(events: &[&str], groups: &[u32]) -> f64 {
    let (of_events, of_groups) = (sizes(events), sizes(groups));
    let pairs: Vec<(&str, u32)> = events.iter().copied().zip(groups.iter().copied()).collect();
    let both = sizes(&pairs);
    let right = |(pair, shared): (&(&str, u32), &usize)| {
        if of_events[pair.0] == *shared && of_groups[&pair.1] == *shared { *shared } else { 0 }
    };
    both.iter().map(right).sum::<usize>() as f64 / events.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_groups_with_exactly_the_lines_of_an_event_count() {
        assert_eq!(accuracy(&["a", "a", "b", "c"], &[0, 0, 1, 1]), 0.5);
        assert_eq!(accuracy(&["a", "a", "b", "c"], &[0, 3, 1, 2]), 0.5);
        assert_eq!(accuracy(&["a", "a"], &[7, 7]), 1.0);
    }
}
