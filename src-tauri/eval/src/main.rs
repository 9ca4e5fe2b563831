//! Measures how well themes are found: `cargo xtask eval themes FOLDER`, a folder of CSV files with the columns
//! text and label. Everything runs on one thread with one setting for all files.

mod measures;
mod sets;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use cpu_time::ProcessTime;
use themes::embed::{HIDDEN, Model};
use themes::grouping::{Grouping, group};
use themes::matrix::Rows;
use themes::text;

use sets::Set;

#[derive(Parser)]
#[command(name = "cargo xtask eval themes", about = "How well themes are found in labelled texts")]
struct Arguments {
    /// A folder of CSV files with the columns text and label
    folder: PathBuf,
    /// Where the language model is
    #[arg(long, default_value = "target/model")]
    model: PathBuf,
    /// The label of texts that belong nowhere; they are left out of the agreement and sought as unsorted
    #[arg(long)]
    outside: Option<String>,
    /// Also show what each resolution gives
    #[arg(long)]
    cuts: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let model = Model::load(&arguments.model)?;
    println!(
        "{:<16} {:>6} {:>6} {:>6} {:>8} {:>5} {:>5} {:>5} {:>6} {:>9} {:>9} {:>7}",
        "set", "texts", "labels", "groups", "unsorted", "NMI", "AMI", "ARI", "AUROC", "embed/s", "group s", "MB"
    );
    for set in sets::read(&arguments.folder)? {
        measure(&set, &model, &arguments)?;
    }
    Ok(())
}

fn measure(set: &Set, model: &Model, arguments: &Arguments) -> Result<()> {
    let began = ProcessTime::now();
    let cleaned: Vec<String> = set.texts.iter().map(|text| text::clean(text)).collect();
    let vectors = vectors(set, &cleaned, model)?;
    let embedding = began.elapsed().as_secs_f64();
    let began = ProcessTime::now();
    let rows = Rows::from_floats(HIDDEN, &vectors);
    drop(vectors);
    let tokens: Vec<Vec<String>> = cleaned.iter().map(|text| text::words(text)).collect();
    let grouping = group(&rows, &tokens);
    let seconds = began.elapsed().as_secs_f64();
    print_line(set, &grouping, arguments, set.texts.len() as f64 / embedding, seconds);
    Ok(())
}

/// The vectors, kept in a file beside the model's between runs when `THEMES_VECTORS` names a folder.
fn vectors(set: &Set, cleaned: &[String], model: &Model) -> Result<Vec<f32>> {
    let kept = std::env::var_os("THEMES_VECTORS").map(|folder| Path::new(&folder).join(&set.name));
    if let Some(bytes) = kept.as_ref().and_then(|file| std::fs::read(file).ok()) {
        return Ok(bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect());
    }
    let vectors = model.embed(cleaned, |_, _| true).context("stopped")?;
    if let Some(file) = kept {
        std::fs::write(file, vectors.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>())?;
    }
    Ok(vectors)
}

fn print_line(set: &Set, grouping: &Grouping, arguments: &Arguments, embedded: f64, seconds: f64) {
    let outside = |at: usize| arguments.outside.as_ref() == Some(&set.label_names[set.labels[at] as usize]);
    let inside: Vec<usize> = (0..set.texts.len()).filter(|at| !outside(*at)).collect();
    let labels: Vec<u32> = inside.iter().map(|at| set.labels[*at]).collect();
    let agreement = |groups: &[u32]| {
        let groups: Vec<u32> = inside.iter().map(|at| groups[*at]).collect();
        measures::agreement(&labels, &groups)
    };
    let cut = &grouping.cuts[grouping.chosen];
    let found = agreement(&cut.groups);
    let unsorted = grouping.groups().iter().filter(|group| group.is_none()).count() as f64 / set.texts.len() as f64;
    let far = |is_outside: bool| -> Vec<f32> {
        (0..set.texts.len()).filter(|at| outside(*at) == is_outside).map(|at| -grouping.belonging[at]).collect()
    };
    let (strangers, others) = (far(true), far(false));
    let auroc =
        if strangers.is_empty() { String::from("-") } else { format!("{:.3}", measures::auroc(&strangers, &others)) };
    println!(
        "{:<16} {:>6} {:>6} {:>6} {:>7.1}% {:>5.3} {:>5.3} {:>5.3} {auroc:>6} {embedded:>9.0} {seconds:>9.1} {:>7}",
        set.name,
        set.texts.len(),
        set.label_names.len(),
        cut.group_count(),
        unsorted * 100.0,
        found.nmi,
        found.ami,
        found.ari,
        peak_megabytes()
    );
    if arguments.cuts {
        for cut in &grouping.cuts {
            let found = agreement(&cut.groups);
            println!(
                "    resolution {:>5} {:>6} groups, margin {:.4}, AMI {:.3}, ARI {:.3}",
                cut.resolution,
                cut.group_count(),
                cut.margin,
                found.ami,
                found.ari
            );
        }
    }
}

/// The most memory this program held so far; 0 where the system doesn't tell.
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: u64 = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0);
    kilobytes / 1024
}
