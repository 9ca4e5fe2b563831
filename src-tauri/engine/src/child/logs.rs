//! What a program wrote into its log before it failed, kept where a person can read it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::papers::private_folder;
use crate::error::Result;

/// Keeps `text` as the log of `program` in `folder`, in the place of an older one. None when there is nothing to keep.
pub fn keep_log(folder: &Path, program: &str, text: &str) -> Result<Option<PathBuf>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    private_folder(folder)?;
    let path = folder.join(format!("{program}.log"));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&path)?.write_all(text.as_bytes())?;
    Ok(Some(path))
}
