//! Programs that read a source, from PyPI: each in a Python environment of its own, made once under the target folder.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use super::seed;

/// Puts `program` of the PyPI package `package` into the folder `taps` of a workspace.
pub async fn install(package: &str, version: &str, program: &str, workspace: &Path) {
    let (what, wanted) = (format!("{package}=={version}"), version.to_owned());
    let tool = program.to_owned();
    let made = tokio::task::spawn_blocking(move || {
        seed::seeded(&tool, &wanted, &what, |folder| {
            seed::step(Command::new("python3").args(["-m", "venv"]).arg(folder));
            let python = folder.join("bin/python");
            seed::step(Command::new(python).args(["-m", "pip", "install", "-q", "--no-compile", &what]));
        })
    });
    let made = made.await.expect("the environment is made");
    let taps = workspace.join("taps");
    std::fs::create_dir_all(&taps).expect("the folder is made");
    // The environment got its name after it was filled, so its scripts don't know where their Python lies.
    let bin = made.join("bin");
    let script = format!("#!/bin/sh\nexec '{0}/python' '{0}/{program}' \"$@\"\n", bin.display());
    let place = taps.join(program);
    std::fs::write(&place, script).expect("the script is written");
    std::fs::set_permissions(place, std::fs::Permissions::from_mode(0o755)).expect("it may be run");
}
