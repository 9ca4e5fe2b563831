//! Databases that are seeded once and then copied.

use std::collections::hash_map::DefaultHasher;
use std::fs::File;
use std::hash::{Hash, Hasher};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use tempfile::TempDir;

/// The version of an installed Debian package; panics with the names of all that are needed when it is missing.
pub fn version(package: &str) -> String {
    let asked = Command::new("dpkg-query").args(["-W", "-f", "${db:Status-Status} ${Version}", package]).output();
    let told = asked.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    match told.strip_prefix("installed ") {
        Some(version) => version.to_owned(),
        None => panic!(
            "The real servers need the Debian packages {}. `cargo xtask test` installs them.",
            super::PACKAGES.join(" ")
        ),
    }
}

/// The folder of a seeded `tool`, made by `fill` if it isn't there yet. Another version or another seed is another
/// folder. `fill` works in a folder that gets its name only when everything in it is done.
pub fn seeded(tool: &str, version: &str, seed: &str, fill: impl FnOnce(&Path)) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    (version, seed).hash(&mut hasher);
    let shelf = target().join("servers");
    let done = shelf.join(format!("{tool}-{:016x}", hasher.finish()));
    if !done.exists() {
        std::fs::create_dir_all(&shelf).expect("the shelf is made");
        // One seeding at a time: each of them keeps a small machine busy.
        let turn = File::create(shelf.join("turn")).expect("the lock file is made");
        turn.lock().expect("the turn comes");
        if done.exists() {
            return done;
        }
        let draft = TempDir::new_in(&shelf).expect("a folder is made");
        // Not by a macro: the runner of the tests keeps what those print for itself.
        let _ = writeln!(std::io::stderr(), "Setting up {tool}, once and for all; it takes up to a minute or two.");
        let began = Instant::now();
        fill(draft.path());
        let _ = writeln!(std::io::stderr(), "{tool} is set up, after {} s.", began.elapsed().as_secs());
        std::fs::rename(draft.keep(), &done).expect("the result gets its name");
    }
    done
}

/// Runs one step of a seeding; panics with its output when it fails. Gives its standard output.
pub fn step(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?} starts: {error}"));
    let (told, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?} failed:\n{told}\n{wrong}");
    told.into_owned()
}

/// Where this build lies.
fn target() -> PathBuf {
    let program = std::env::current_exe().expect("this program has a place");
    let found = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists()).map(Path::to_path_buf);
    found.unwrap_or_else(std::env::temp_dir)
}
