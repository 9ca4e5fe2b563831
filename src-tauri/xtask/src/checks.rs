//! What needs no running: formatting, lints, the page's types.

use anyhow::Result;

use crate::command::{cargo, exists, npm};
use crate::{packages, page};

pub fn check() -> Result<()> {
    packages::ensure(&[packages::BUILD])?;
    page::build()?;
    cargo(&["fmt", "--all", "--check"]).run("formatting")?;
    cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]).run("lints")?;
    npm(&["run", "check"]).run("the page's types")?;
    npm(&["run", "lint"]).run("the page's lints")?;
    for (tool, arguments) in [("deny", &["check"][..]), ("typos", &[][..])] {
        if tool == "deny" && exists("cargo-deny") {
            cargo(&["deny", "check", "bans", "licenses", "sources"]).run("licences and sources")?;
        } else if exists(tool) {
            crate::command::program(tool, arguments).run("spelling")?;
        } else {
            eprintln!("   {tool} isn't installed (cargo install cargo-deny typos-cli), so it was not run.");
        }
    }
    Ok(())
}
