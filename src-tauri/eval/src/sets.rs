//! Reading labelled texts.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// One file of labelled texts.
pub struct Set {
    /// The file's name without its ending.
    pub name: String,
    pub texts: Vec<String>,
    /// The number of each text's label.
    pub labels: Vec<u32>,
    pub label_names: Vec<String>,
}

/// Every CSV file of a folder, by name; each has a heading and two columns: text and label.
pub fn read(folder: &Path) -> Result<Vec<Set>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{} can't be read", folder.display()))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "csv"));
    files.sort();
    if files.is_empty() {
        bail!("{} holds no CSV files. Put files with the columns text and label there.", folder.display());
    }
    files.iter().map(|file| read_file(file)).collect()
}

fn read_file(file: &Path) -> Result<Set> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut set = Set { name, texts: Vec::new(), labels: Vec::new(), label_names: Vec::new() };
    let mut numbers: HashMap<String, u32> = HashMap::new();
    for row in csv::Reader::from_path(file)?.deserialize() {
        let (text, label): (String, String) = row.with_context(|| file.display().to_string())?;
        let next = numbers.len() as u32;
        let number = *numbers.entry(label.clone()).or_insert(next);
        if number == next {
            set.label_names.push(label);
        }
        set.texts.push(text);
        set.labels.push(number);
    }
    Ok(set)
}
