//! What needs no running: formatting, lints, the page's types, licences, spelling.

use anyhow::{Result, bail};

use crate::command::{Step, cargo, linting_cargo, npm, program, root};
use crate::{model, packages, page};

/// Checks, each with the name that messages use.
type Checks = Result<Vec<(&'static str, Step)>>;

pub fn formatting() -> Step {
    cargo(&["fmt", "--all", "--check"])
}

/// Everything with its tests, linted. What other people's crates are built with depends on what is built together:
/// the app first and its tests after it would build most of them twice.
pub fn build_with_tests(more: &[&str]) -> Step {
    linting_cargo(&["build", "--workspace", "--all-targets"]).args(more.iter().map(|word| (*word).to_owned()))
}

/// What compiler and clippy had to say in [`build_with_tests`], which cargo remembers and tells again.
pub fn lints() -> Result<()> {
    let (ended_well, lines) = build_with_tests(&["--message-format", "json"]).run_reading_quietly("lints")?;
    let said: Vec<String> = lines.iter().filter_map(|line| warning(line)).collect();
    for text in &said {
        eprintln!("{text}");
    }
    if !ended_well || !said.is_empty() {
        bail!("{} lints are open.", said.len());
    }
    Ok(())
}

/// The text of a compiler's message among cargo's JSON lines.
fn warning(line: &str) -> Option<String> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    (line["reason"] == "compiler-message").then(|| line["message"]["rendered"].as_str().unwrap_or_default().to_owned())
}

pub fn of_the_page() -> Checks {
    Ok(vec![("the page's types", npm(&["run", "check"])), ("the page's lints", npm(&["run", "lint"]))])
}

/// Gets the two tools first, where they are missing.
pub fn by_tools() -> Checks {
    let typos = fetched("typos", "1.52.0")?;
    let deny = built("cargo-deny", "0.20.2")?;
    Ok(vec![
        ("spelling", program(&typos, &[])),
        ("licences and sources", program(&deny, &["check", "bans", "licenses", "sources"])),
    ])
}

pub fn check() -> Result<()> {
    packages::ensure(&[packages::BUILD])?;
    page::build()?;
    formatting().run("formatting")?;
    // Quicker by itself than a build, when no test follows.
    cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]).run("lints")?;
    for checks in [of_the_page, by_tools] {
        for (what, step) in checks()? {
            step.run(what)?;
        }
    }
    Ok(())
}

/// The path of a tool that Cargo builds once, below the target folder, so that every clone checks with the same one.
fn built(package: &str, version: &str) -> Result<String> {
    let folder = root().join("target/tools");
    let installed = std::fs::read_to_string(folder.join(".crates.toml")).unwrap_or_default();
    if !installed.contains(&format!("\"{package} {version} ")) {
        let at = folder.display().to_string();
        let exactly = format!("{package}@{version}");
        // Unoptimised: it runs for seconds, and optimising it would take minutes.
        cargo(&["install", "--locked", "--debug", "--root", &at, &exactly])
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .run(package)?;
    }
    Ok(folder.join("bin").join(format!("{package}{}", std::env::consts::EXE_SUFFIX)).display().to_string())
}

/// The path of a tool that Python's package index has ready made, which saves two minutes of building it.
fn fetched(package: &str, version: &str) -> Result<String> {
    let environment = root().join("target/tools").join(format!("{package}-{version}"));
    let programs = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let tool = programs.join(format!("{package}{}", std::env::consts::EXE_SUFFIX));
    if !tool.is_file() {
        program(model::python(), &["-m", "venv", &environment.display().to_string()]).run("a Python environment")?;
        let python = programs.join(format!("python{}", std::env::consts::EXE_SUFFIX)).display().to_string();
        let exactly = format!("{package}=={version}");
        program(&python, &["-m", "pip", "install", "--quiet", "--only-binary=:all:", &exactly]).run(package)?;
    }
    Ok(tool.display().to_string())
}
