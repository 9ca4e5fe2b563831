//! The system's own packages, installed on Debian and its kin when they are missing. Elsewhere they come
//! with the system (macOS, Windows) or are named for the person to install.

use std::io::{BufRead, IsTerminal, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::command::{exists, program};

/// To compile the window.
pub const BUILD: &[&str] = &[
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "libayatana-appindicator3-dev",
    "libssl-dev",
    "build-essential",
    "pkg-config",
];

/// So that tests, which make a workspace each, don't wait for the disk.
pub const MEMORY: &[&str] = &["eatmydata"];

/// To show the window where there is no display, and to drive it.
pub const WINDOW: &[&str] =
    &["webkit2gtk-driver", "xvfb", "xauth", "dbus", "gnome-keyring", "fonts-inter", "fonts-dejavu-core"];

/// The real tools the tests talk to.
pub const SERVERS: &[&str] = &[
    "redmine",
    "redmine-sqlite",
    "ruby-sqlite3",
    "puma",
    "request-tracker5",
    "rt5-db-sqlite",
    "rt5-standalone",
    "libdbd-sqlite3-perl",
    "sqlite3",
    "prometheus",
    "prometheus-alertmanager",
    "python3-venv",
    "python3-aiosmtpd",
];

/// Answers to what those packages would ask while they install themselves.
const ANSWERS: &str = "\
redmine redmine/instances/default/dbconfig-install boolean true
redmine redmine/instances/default/database-type select sqlite3
redmine redmine/default-language select en
request-tracker5 request-tracker5/dbconfig-install boolean true
request-tracker5 request-tracker5/database-type select sqlite3
request-tracker5 request-tracker5/initial-root-password password throughline
request-tracker5 request-tracker5/initial-root-password-confirm password throughline
request-tracker5 request-tracker5/organization string example.test
request-tracker5 request-tracker5/rtname string example.test
request-tracker5 request-tracker5/handle-siteconfig-permissions boolean true
";

/// Makes sure that all packages of `groups` are there. One installation for all: two at once break each other.
pub fn ensure(groups: &[&[&str]]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let wanted: Vec<&str> = groups.concat();
    if !exists("dpkg") {
        eprintln!(
            "This isn't Debian or one of its kin. If a step fails, install what these are called here: {wanted:?}"
        );
        return Ok(());
    }
    let missing: Vec<&str> = wanted.into_iter().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("── {} system packages are missing: {}", missing.len(), missing.join(" "));
    let root = is_root();
    if !root && std::env::var_os("CI").is_none() && !agreed()? {
        bail!(
            "Nothing was installed. Install them yourself and start again:\n  sudo apt-get install {}",
            missing.join(" ")
        );
    }
    let sudo: &[&str] = if root { &[] } else { &["sudo"] };
    apt(sudo, &["update", "-qq"])?;
    preseed(sudo)?;
    let mut install = vec!["install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=900"];
    install.extend(missing);
    apt(sudo, &install)
}

fn installed(package: &str) -> bool {
    program("dpkg-query", &["-W", "-f=${Status}", package])
        .output_quiet()
        .is_some_and(|status| status.trim() == "install ok installed")
}

fn is_root() -> bool {
    program("id", &["-u"]).output().is_ok_and(|id| id.trim() == "0")
}

fn agreed() -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    eprint!("Install them now with apt (asks for your password)? [y/N] ");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn apt(sudo: &[&str], arguments: &[&str]) -> Result<()> {
    let mut line = sudo.to_vec();
    line.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    line.extend(arguments);
    let (first, rest) = line.split_first().context("a command")?;
    program(first, rest).run("system packages")
}

fn preseed(sudo: &[&str]) -> Result<()> {
    let mut line = sudo.to_vec();
    line.push("debconf-set-selections");
    let (first, rest) = line.split_first().context("a command")?;
    let mut child = Command::new(first).args(rest).stdin(Stdio::piped()).spawn().context("debconf-set-selections")?;
    child.stdin.take().context("its input")?.write_all(ANSWERS.as_bytes())?;
    if !child.wait()?.success() {
        bail!("debconf-set-selections refused the answers");
    }
    Ok(())
}
