//! The page: its packages and its build, each only when what it depends on has changed.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::command::{exists, npm};

/// Installs the page's packages exactly as locked.
pub fn packages() -> Result<()> {
    if !exists("node") {
        bail!("Node.js 20 or later is needed for the page, and there is no `node` on the path.");
    }
    let stamp = Path::new("ui/node_modules/.installed-for");
    let lock = hash(&[Path::new("ui/package-lock.json")])?;
    if std::fs::read_to_string(stamp).is_ok_and(|there| there == lock) {
        return Ok(());
    }
    npm(&["ci", "--no-audit", "--no-fund"]).run("the page's packages")?;
    Ok(std::fs::write(stamp, lock)?)
}

/// Builds `ui/dist`, which the window shows.
pub fn build() -> Result<()> {
    packages()?;
    let stamp = Path::new("ui/dist/.built-from");
    let sources = hash(&[
        Path::new("ui/src"),
        Path::new("ui/index.html"),
        Path::new("ui/package-lock.json"),
        Path::new("ui/vite.config.ts"),
    ])?;
    if std::fs::read_to_string(stamp).is_ok_and(|there| there == sources) {
        return Ok(());
    }
    npm(&["run", "build"]).run("the page")?;
    Ok(std::fs::write(stamp, sources)?)
}

/// Names and contents of all files under `paths` as one short text.
fn hash(paths: &[&Path]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        add(path, &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    hasher.write(path.to_string_lossy().as_bytes());
    if path.is_dir() {
        let mut entries: Vec<_> = std::fs::read_dir(path)?.collect::<Result<_, _>>()?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            add(&entry.path(), hasher)?;
        }
    } else {
        hasher.write(&std::fs::read(path).with_context(|| format!("{} can't be read", path.display()))?);
    }
    Ok(())
}
