//! The files of attached images: beside the workspace, named by the SHA-256 of their content, so that each is stored once
//! and never changes. None is ever deleted, since undo, history and backups may ask for it.
//!
//! Backups share one folder of copies. A backup adds those it lacks; a restore brings back those the workspace lacks.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest as _, Sha256};

use super::Store;
use crate::error::{Problem, Result};

impl Store {
    /// Writes the bytes down, whole or not at all, and gives the name under which they are found again.
    pub fn keep_image(&self, bytes: &[u8]) -> Result<String> {
        keep(self.file(), bytes)
    }

    /// The bytes that were stored under `name`; where they are lost or damaged, those of the backups.
    pub fn image_bytes(&self, name: &str) -> Result<Vec<u8>> {
        let own = folder(self.file());
        if let Some(bytes) = read_whole(&own, name)? {
            return Ok(bytes);
        }
        let Some(bytes) = read_whole(&in_backups(self.file()), name)? else {
            return Err(Problem::not_found("The file of this image isn't on this laptop.")
                .kept("Its notes are all here.")
                .todo(format!("Put {name} back into {}, or attach the image again.", own.display())));
        };
        fs::create_dir_all(&own)?;
        put(&own, name, &bytes)?;
        Ok(bytes)
    }
}

/// Writes the bytes down beside `workspace`, and gives their name.
pub(super) fn keep(workspace: &Path, bytes: &[u8]) -> Result<String> {
    let name = name_of(bytes);
    let folder = folder(workspace);
    fs::create_dir_all(&folder)?;
    // One that is there but damaged is written anew.
    if read_whole(&folder, &name)?.is_none() {
        put(&folder, &name, bytes)?;
    }
    Ok(name)
}

/// The bytes of one, of the backups where the workspace lost them; none when both did.
pub(super) fn find(workspace: &Path, name: &str) -> Result<Option<Vec<u8>>> {
    match read_whole(&folder(workspace), name)? {
        Some(bytes) => Ok(Some(bytes)),
        None => read_whole(&in_backups(workspace), name),
    }
}

/// Copies the images of one workspace that another doesn't hold.
pub(super) fn take_over(from: &Path, to: &Path) -> Result<()> {
    copy_missing(&folder(from), &folder(to))
}

/// Copies images that the backups don't hold yet.
pub(super) fn back_up(workspace: &Path) -> Result<()> {
    copy_missing(&folder(workspace), &in_backups(workspace))
}

/// Copies images back that the workspace doesn't hold.
pub(super) fn bring_back(workspace: &Path) -> Result<()> {
    copy_missing(&in_backups(workspace), &folder(workspace))
}

/// One that turns out damaged is left where it is: a bad copy would hide that the other side lacks it.
fn copy_missing(from: &Path, to: &Path) -> Result<()> {
    let entries = match fs::read_dir(from) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    fs::create_dir_all(to)?;
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !is_name(&name) || to.join(&name).exists() {
            continue;
        }
        if let Some(bytes) = read_whole(from, &name)? {
            put(to, &name, &bytes)?;
        }
    }
    Ok(())
}

/// The file's bytes, if it is there and holds what its name says.
fn read_whole(folder: &Path, name: &str) -> Result<Option<Vec<u8>>> {
    if !is_name(name) {
        return Ok(None);
    }
    match fs::read(folder.join(name)) {
        Ok(bytes) => Ok(Some(bytes).filter(|bytes| name_of(bytes) == name)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Under its name there is never half a file, whenever the power goes.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    // Whoever else writes the same image right now has a file of their own.
    static WRITTEN: AtomicU64 = AtomicU64::new(0);
    let turn = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let unfinished = folder.join(format!("{name}.{}-{turn}.unfinished", std::process::id()));
    let mut file = create_private(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, folder.join(name))?;
    // The name itself must outlast a power cut too. Windows can't open folders, and needs no such call.
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

/// Readable by this person alone.
fn create_private(path: &Path) -> Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}

fn name_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn is_name(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn folder(workspace: &Path) -> PathBuf {
    let stem = workspace.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    workspace.with_file_name(format!("{stem}-images"))
}

fn in_backups(workspace: &Path) -> PathBuf {
    super::backup::folder_of(workspace).join("images")
}
