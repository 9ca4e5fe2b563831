//! `cargo xtask bench`: builds what measures in the profile for measuring, and runs it.

use anyhow::Result;

use crate::command::{cargo, program};
use crate::{packages, page, run};

const PROFILE: &str = "measure";

pub fn bench(what: &str, arguments: Vec<String>) -> Result<()> {
    let bench = format!("bench_{what}");
    if what == "window" {
        return of_the_window(&bench, arguments);
    }
    let package =
        ["run", "--profile", PROFILE, "-p", "throughline-bench", "--features", "tantivy", "--bin", &bench, "--"];
    cargo(&package).args(arguments).run("the benchmark")
}

/// It finds the app beside itself. Both are built in one go: the app after it would have other features and be built
/// a second time with all below it.
fn of_the_window(bench: &str, arguments: Vec<String>) -> Result<()> {
    packages::ensure(&[packages::BUILD, packages::WINDOW])?;
    page::build()?;
    let build = ["build", "--profile", PROFILE, "-p", "throughline", "-p", "throughline-bench"];
    let programs = ["--bin", "throughline-app", "--bin", bench];
    cargo(&[&build[..], &programs[..]].concat()).run("the app and the benchmark")?;
    program(&run::binary(PROFILE, bench), &[]).args(arguments).run("the benchmark")
}
