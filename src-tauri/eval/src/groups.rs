//! How well themes agree with labels.

use std::path::Path;

use anyhow::{Context, Result};
use cpu_time::ProcessTime;
use themes::agreement::{Agreement, agreement};
use themes::course::Course;
use themes::embed::{HIDDEN, Model};
use themes::grouping::{Grouping, group};
use themes::matrix::Rows;
use themes::text;

use crate::Place;
use crate::measures::auroc;
use crate::peer::Peer;
use crate::sets::{self, Set};

pub fn measure_all(place: &Place, outside: Option<&str>, cuts: bool, python: Option<&Path>) -> Result<()> {
    let model = Model::load(&place.model)?;
    println!(
        "{:<16} {:>6} {:>6} {:>6} {:>8} {:>5} {:>5} {:>5} {:>6} {:>6} {:>9} {:>9} {:>7}",
        "set",
        "texts",
        "labels",
        "groups",
        "unsorted",
        "NMI",
        "AMI",
        "ARI",
        "AUROC",
        "found",
        "embed/s",
        "group s",
        "MB"
    );
    for set in sets::read(&place.folder)? {
        let began = ProcessTime::now();
        let cleaned: Vec<String> = set.texts.iter().map(|text| text::clean(text)).collect();
        let vectors = sets::vectors(&set.name, &cleaned, &model, place.vectors.as_deref())?;
        let embedded = set.texts.len() as f64 / began.elapsed().as_secs_f64();
        let began = ProcessTime::now();
        let rows = Rows::from_floats(HIDDEN, &vectors);
        drop(vectors);
        let words = cleaned.iter().map(|text| text::words(text)).collect();
        let grouping = group(rows, words, &Course::default()).context("stopped")?;
        let seconds = began.elapsed().as_secs_f64();
        let outside = outside.and_then(|outside| set.label_names.iter().position(|label| label == outside));
        let result = Found { set: &set, grouping: &grouping, outside: outside.map(|outside| outside as u32) };
        result.print(embedded, seconds);
        if cuts {
            result.print_cuts();
        }
        if let Some(python) = python {
            let kept = place.vectors.as_deref().context("BERTopic needs --vectors FOLDER")?.join(&set.name);
            let texts = place.folder.join(format!("{}.csv", set.name));
            result.print_peer(&Peer::run(python, &kept, &texts)?, seconds);
        }
    }
    Ok(())
}

struct Found<'a> {
    set: &'a Set,
    grouping: &'a Grouping,
    /// The label of texts that belong nowhere.
    outside: Option<u32>,
}

impl Found<'_> {
    fn print(&self, embedded: f64, seconds: f64) {
        let cut = &self.grouping.cuts[self.grouping.chosen];
        let found = self.agreement(&cut.groups);
        let groups = self.grouping.groups();
        let unsorted = groups.iter().filter(|group| group.is_none()).count() as f64 / groups.len().max(1) as f64;
        println!(
            "{:<16} {:>6} {:>6} {:>6} {:>7.1}% {:>5.3} {:>5.3} {:>5.3} {} {embedded:>9.0} {seconds:>9.1} {:>7}",
            self.set.name,
            self.set.texts.len(),
            self.set.label_names.len(),
            cut.group_count(),
            unsorted * 100.0,
            found.nmi,
            found.ami,
            found.ari,
            self.strangers(&groups),
            peak_megabytes()
        );
    }

    fn print_cuts(&self) {
        for cut in &self.grouping.cuts {
            let found = self.agreement(&cut.groups);
            println!(
                "    resolution {:>5} {:>6} groups, clearness {:.4}, AMI {:.3}, ARI {:.3}",
                cut.resolution,
                cut.group_count(),
                cut.clearness,
                found.ami,
                found.ari
            );
        }
    }

    fn print_peer(&self, peer: &Peer, seconds: f64) {
        let groups = peer.groups.iter().collect::<std::collections::BTreeSet<_>>().len();
        println!(
            "    BERTopic: {groups} groups, AMI {:.3}, {:.1} s of the processor; ours takes {:.2} of that",
            self.agreement(&peer.groups).ami,
            peer.seconds,
            seconds / peer.seconds
        );
    }

    fn is_outside(&self, at: usize) -> bool {
        self.outside == Some(self.set.labels[at])
    }

    fn agreement(&self, groups: &[u32]) -> Agreement {
        let inside = || (0..groups.len()).filter(|at| !self.is_outside(*at));
        let labels: Vec<u32> = inside().map(|at| self.set.labels[at]).collect();
        let groups: Vec<u32> = inside().map(|at| groups[at]).collect();
        agreement(&labels, &groups)
    }

    /// How well texts that belong nowhere are told from others, and the share of them that is shown as unsorted.
    fn strangers(&self, groups: &[Option<u32>]) -> String {
        let far = |outside: bool| -> Vec<f32> {
            let asked = (0..groups.len()).filter(|at| self.is_outside(*at) == outside);
            asked.map(|at| -self.grouping.belonging[at]).collect()
        };
        let (strangers, others) = (far(true), far(false));
        if strangers.is_empty() {
            return format!("{:>6} {:>6}", "-", "-");
        }
        let found = (0..groups.len()).filter(|at| self.is_outside(*at) && groups[*at].is_none()).count();
        let share = found as f64 / strangers.len() as f64;
        format!("{:>6.3} {:>5.1}%", auroc(&strangers, &others), share * 100.0)
    }
}

/// The most memory this program held so far; 0 where the system doesn't tell.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: u64 = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0);
    kilobytes / 1024
}
