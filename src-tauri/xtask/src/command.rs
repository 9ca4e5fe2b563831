//! Starting other programs, with a line that says what is going on and a sentence when it fails.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// The top of the repository.
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).map_or(here.clone(), PathBuf::from)
}

/// A program to be started at the top of the repository.
pub struct Step {
    command: Command,
    shown: String,
}

pub fn program(name: &str, arguments: &[&str]) -> Step {
    let mut command = Command::new(name);
    command.args(arguments).current_dir(root());
    Step { command, shown: format!("{name} {}", arguments.join(" ")) }
}

pub fn cargo(arguments: &[&str]) -> Step {
    program(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()), arguments)
}

/// Cargo with clippy's driver as the compiler: what it builds is linted on the way, instead of all being read a second
/// time for the lints alone.
pub fn linting_cargo(arguments: &[&str]) -> Step {
    let cargo_itself = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let driver = PathBuf::from(cargo_itself).with_file_name(format!("clippy-driver{}", std::env::consts::EXE_SUFFIX));
    let driver = if driver.is_file() { driver } else { PathBuf::from("clippy-driver") };
    cargo(arguments).env("RUSTC_WORKSPACE_WRAPPER", &driver.display().to_string())
}

/// npm in the ui folder.
pub fn npm(arguments: &[&str]) -> Step {
    let mut all = vec!["--prefix", "ui"];
    all.extend(arguments);
    program(if cfg!(windows) { "npm.cmd" } else { "npm" }, &all)
}

impl Step {
    pub fn args(mut self, arguments: impl IntoIterator<Item = String>) -> Self {
        self.command.args(arguments);
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it with its output on the terminal; `what` names it in messages.
    pub fn run(mut self, what: &str) -> Result<()> {
        let began = Instant::now();
        eprintln!("── {what}: {}", self.shown);
        let status = self.command.status().with_context(|| format!("{what}: {} can't be started", self.shown))?;
        if !status.success() {
            bail!("{what} failed ({status}): {}", self.shown);
        }
        eprintln!("   {what}: done in {:.0} s", began.elapsed().as_secs_f64());
        Ok(())
    }

    /// Runs it and gives what it printed; its errors still go to the terminal.
    pub fn output(mut self) -> Result<String> {
        let output = self.command.stderr(Stdio::inherit()).output().with_context(|| self.shown.clone())?;
        if !output.status.success() {
            bail!("{} failed ({})", self.shown, output.status);
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs it with its output shown, and gives whether it ended well and its lines without colours.
    pub fn run_reading(self, what: &str) -> Result<(bool, Vec<String>)> {
        self.read(what, |line| println!("{line}"))
    }

    /// The same without showing what it printed; its errors still go to the terminal.
    pub fn run_reading_quietly(self, what: &str) -> Result<(bool, Vec<String>)> {
        self.read(what, |_| {})
    }

    fn read(mut self, what: &str, show: fn(&str)) -> Result<(bool, Vec<String>)> {
        eprintln!("── {what}: {}", self.shown);
        let mut child = self
            .command
            .env("NO_COLOR", "1")
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{what}: {} can't be started", self.shown))?;
        let mut lines = Vec::new();
        for line in BufReader::new(child.stdout.take().context("its output")?).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            show(&line);
            lines.push(line);
        }
        Ok((child.wait()?.success(), lines))
    }

    /// What it printed when it ended well; shows nothing.
    pub fn output_quiet(mut self) -> Option<String> {
        let output = self.command.stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// Whether a program of that name is on the path.
pub fn exists(name: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path)
            .any(|folder| folder.join(name).is_file() || folder.join(format!("{name}.exe")).is_file())
    })
}
