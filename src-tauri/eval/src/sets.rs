//! Reading known data, and the vectors kept between runs.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use engine::store::vectors::Packed;
use serde::de::DeserializeOwned;
use themes::embed::{HIDDEN, Model};

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
    files(folder)?.iter().map(|file| read_file(file)).collect()
}

/// The CSV files of a folder, by name.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{} can't be read", folder.display()))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "csv"));
    files.sort();
    if files.is_empty() {
        bail!("{} holds no CSV files. --help says which columns they need.", folder.display());
    }
    Ok(files)
}

/// The file's name without its ending.
pub fn name(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The rows of a CSV file with a heading. What isn't UTF-8 is replaced.
pub fn rows<Row: DeserializeOwned>(file: &Path) -> Result<Vec<Row>> {
    let bytes = std::fs::read(file).with_context(|| format!("{} can't be read", file.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|row| row.with_context(|| file.display().to_string())).collect()
}

/// The texts' vectors, from the file of this name in the folder, if there is one with as many; otherwise computed, and
/// kept there. Rounded to bytes, as the workspace stores them.
pub fn vectors(name: &str, texts: &[String], model: &Model, folder: Option<&Path>) -> Result<Vec<f32>> {
    let kept = folder.map(|folder| folder.join(name));
    if let Some(bytes) = kept.as_ref().and_then(|file| std::fs::read(file).ok())
        && bytes.len() == texts.len() * HIDDEN * 4
    {
        let exact: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
        return Ok(as_stored(&exact));
    }
    let vectors = model.embed(texts, |_, _| true).context("stopped")?;
    if let Some(file) = kept {
        file.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(file, vectors.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>())?;
    }
    Ok(as_stored(&vectors))
}

/// The same vectors after a workspace has stored them and read them back.
pub fn as_stored(vectors: &[f32]) -> Vec<f32> {
    vectors.chunks_exact(HIDDEN).flat_map(|one| Packed::new(one).values()).collect()
}

fn read_file(file: &Path) -> Result<Set> {
    let mut set = Set { name: name(file), texts: Vec::new(), labels: Vec::new(), label_names: Vec::new() };
    let mut numbers: HashMap<String, u32> = HashMap::new();
    for (text, label) in rows::<(String, String)>(file)? {
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
