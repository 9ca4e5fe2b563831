//! What needs no running: formatting, lints, the page's types, licences, spelling.

use anyhow::Result;

use crate::command::{Step, cargo, npm, program, root};
use crate::{packages, page};

/// Every check with the name that messages use. Builds the page and the two tools first, where they are missing.
pub fn all() -> Result<Vec<(&'static str, Step)>> {
    let deny = tool("cargo-deny", "0.20.2", "cargo-deny")?;
    let typos = tool("typos-cli", "1.52.0", "typos")?;
    Ok(vec![
        ("formatting", cargo(&["fmt", "--all", "--check"])),
        ("lints", cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])),
        ("the page's types", npm(&["run", "check"])),
        ("the page's lints", npm(&["run", "lint"])),
        ("licences and sources", program(&deny, &["check", "bans", "licenses", "sources"])),
        ("spelling", program(&typos, &[])),
    ])
}

pub fn check() -> Result<()> {
    packages::ensure(&[packages::BUILD])?;
    page::build()?;
    for (what, step) in all()? {
        step.run(what)?;
    }
    Ok(())
}

/// The path of a tool that Cargo builds once, below the target folder, so that every clone checks with the same one.
fn tool(package: &str, version: &str, name: &str) -> Result<String> {
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
    Ok(folder.join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)).display().to_string())
}
