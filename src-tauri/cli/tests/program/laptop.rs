//! A folder of its own, and the program that uses it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub const ACCOUNTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/import/key-accounts-nov.csv");

/// Without a keychain, and without the language model: texts are compared by their words.
pub struct Laptop {
    folder: TempDir,
    /// The password that the program is given.
    secret: Option<&'static str>,
}

impl Laptop {
    pub fn new() -> Self {
        Laptop { folder: tempfile::tempdir().expect("a folder"), secret: None }
    }

    pub fn with_secret(secret: &'static str) -> Self {
        Laptop { secret: Some(secret), ..Laptop::new() }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
        command.args(arguments).current_dir(self.folder()).stdin(Stdio::null());
        command.env("THROUGHLINE_FOLDER", self.folder()).env("THROUGHLINE_MODEL", "none").env("TZ", "UTC");
        command.env_remove("THROUGHLINE_SECRET").env_remove("DBUS_SESSION_BUS_ADDRESS");
        command.envs(self.secret.map(|secret| ("THROUGHLINE_SECRET", secret)));
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program starts")
    }

    /// Standard output of a command that must succeed.
    pub fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.done(&[&["--json"], arguments].concat())).expect("JSON")
    }

    /// The exit code and standard error of a command that must fail.
    pub fn fails(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.run(arguments);
        (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
