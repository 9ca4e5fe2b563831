//! One window per folder.

use std::fs::File;
use std::path::Path;

/// Held while the window lives; the system lets go of it when the process ends, however it ends.
pub struct Lock {
    _file: File,
}

/// Takes the folder's lock, or says in plain words who has it.
pub fn lock(folder: &Path) -> Result<Lock, String> {
    std::fs::create_dir_all(folder).map_err(|e| format!("the folder {} can't be made: {e}", folder.display()))?;
    let path = folder.join("window.lock");
    let file = File::create(&path).map_err(|e| format!("{} can't be written: {e}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(_) => Err(format!("a Throughline window already has the folder {} open", folder.display())),
    }
}
