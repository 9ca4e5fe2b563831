//! Programs that read a source, from the Python package index: each in a Python environment of its own, made once
//! under the target folder with exactly the packages that its list of requirements names.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use super::seed;

/// A program that can be installed.
pub struct Program {
    /// What it is called; it is started under this name.
    pub name: &'static str,
    /// Every package with its version, one a line, as `pip freeze` writes them.
    requirements: &'static str,
}

pub const REST_API: Program =
    Program { name: "tap-rest-api-msdk", requirements: include_str!("../../fixtures/taps/tap-rest-api-msdk.txt") };
pub const SPREADSHEETS: Program =
    Program { name: "tap-spreadsheets", requirements: include_str!("../../fixtures/taps/tap-spreadsheets.txt") };
pub const FAKER: Program =
    Program { name: "source-faker", requirements: include_str!("../../fixtures/taps/airbyte-source-faker.txt") };

impl Program {
    /// Puts it into the folder `taps` of a workspace.
    pub async fn install(&'static self, workspace: &Path) {
        let made = tokio::task::spawn_blocking(|| self.environment()).await.expect("the environment is made");
        let taps = workspace.join("taps");
        std::fs::create_dir_all(&taps).expect("the folder is made");
        // The environment got its name after it was filled, so its scripts don't know where their Python lies.
        let bin = made.join("bin");
        let script = format!("#!/bin/sh\nexec '{0}/python' '{0}/{1}' \"$@\"\n", bin.display(), self.name);
        let place = taps.join(self.name);
        std::fs::write(&place, script).expect("the script is written");
        std::fs::set_permissions(place, std::fs::Permissions::from_mode(0o755)).expect("it may be run");
    }

    fn environment(&self) -> std::path::PathBuf {
        let python = python();
        let version = seed::step(Command::new(python).arg("--version"));
        seed::seeded(self.name, &version, self.requirements, |folder| {
            let list = folder.join("requirements.txt");
            std::fs::write(&list, self.requirements).expect("the list is written");
            seed::step(Command::new(python).args(["-m", "venv"]).arg(folder));
            let mut pip = Command::new(folder.join("bin/python"));
            // The list is whole, so nothing has to be looked for.
            pip.args(["-m", "pip", "install", "--quiet", "--no-compile", "--no-deps", "--requirement"]).arg(list);
            seed::step(&mut pip);
        })
    }
}

/// The system's own Python where there is one: others come and go with the tools that manage them.
fn python() -> &'static str {
    if Path::new("/usr/bin/python3").exists() { "/usr/bin/python3" } else { "python3" }
}
