//! The files a program is given for one run: its configuration with its secrets, the catalog and the state. They
//! lie in a folder of their own that only this person can read, and go when the run ends, however it ends.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::connectors::tap::Word;
use crate::error::Result;

/// The folder of one run.
pub struct Papers {
    folder: PathBuf,
}

impl Papers {
    /// In a new folder below `place`. What a run that was killed has left there goes first.
    pub fn new(place: &Path, token: &str) -> Result<Papers> {
        clear(place);
        let folder = place.join(format!("{}-{token}", std::process::id()));
        private_folder(&folder)?;
        Ok(Papers { folder })
    }

    /// Writes the file that stands for `word` on the command line.
    pub fn write(&self, word: Word, text: &str) -> Result<()> {
        let Some(path) = self.path(word) else { return Ok(()) };
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path)?.write_all(text.as_bytes())?;
        Ok(())
    }

    /// The command line of `words`.
    pub fn command_line(&self, words: &[Word]) -> Vec<PathBuf> {
        words
            .iter()
            .map(|word| match word {
                Word::Plain(text) => PathBuf::from(text),
                paper => self.path(*paper).unwrap_or_default(),
            })
            .collect()
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn path(&self, word: Word) -> Option<PathBuf> {
        let name = match word {
            Word::Plain(_) => return None,
            Word::Config => "config.json",
            Word::Catalog => "catalog.json",
            Word::State => "state.json",
        };
        Some(self.folder.join(name))
    }
}

impl Drop for Papers {
    fn drop(&mut self) {
        // A folder that can't be deleted now is deleted before the next run.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A folder that only this person can look into.
pub(super) fn private_folder(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(path)?)
}

/// Deletes the folders of runs whose process is gone; those of this process and of others that live stay.
fn clear(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let owner = name.split('-').next().and_then(|id| id.parse::<i32>().ok());
        if owner.is_some_and(|id| !lives(id)) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(unix)]
fn lives(id: i32) -> bool {
    rustix::process::Pid::from_raw(id).is_some_and(|pid| rustix::process::test_kill_process(pid).is_ok())
}

#[cfg(not(unix))]
fn lives(id: i32) -> bool {
    i64::from(id) == i64::from(std::process::id())
}
