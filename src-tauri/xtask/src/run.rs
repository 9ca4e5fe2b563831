//! `cargo xtask run`: from a fresh clone to the open app.

use anyhow::Result;

use crate::command::{cargo, npm, program};
use crate::{model, packages, page};

pub fn run() -> Result<()> {
    if has_display() {
        packages::ensure(&[packages::BUILD])?;
        page::build()?;
        fetch_model();
        build()?;
        return program(&binary("debug", "throughline-app"), &[]).run("Throughline");
    }
    eprintln!("There is no display here, so the main job runs in the terminal, on the demo workspace.");
    packages::ensure(&[packages::BUILD, packages::WINDOW])?;
    page::build()?;
    fetch_model();
    build()?;
    main_job()?;
    shots("target/shots")
}

/// Installable packages. The model is a resource of those only, so that building the app doesn't need it.
pub fn package(arguments: Vec<String>) -> Result<()> {
    packages::ensure(&[packages::BUILD])?;
    page::build()?;
    model::ensure()?;
    let tauri = npm(&["exec", "--", "tauri", "build", "--config", "src-tauri/tauri.package.json"]);
    tauri.args(arguments).run("the packages")
}

/// The app works without the model, so that a laptop without a network isn't held up.
fn fetch_model() {
    if let Err(error) = model::ensure() {
        eprintln!("The language model can't be fetched: {error:#}. Texts are compared by their words.");
    }
}

/// Pictures of every screen, taken in the real window under a virtual display.
pub fn shots(folder: &str) -> Result<()> {
    packages::ensure(&[packages::BUILD, packages::WINDOW])?;
    page::build()?;
    build()?;
    let model = crate::command::root().join(model::FOLDER);
    let shots = program(&binary("debug", "shots"), &[folder]).env("THROUGHLINE_MODEL", &model.display().to_string());
    shots.run("pictures of the window")
}

/// The whole workspace, as the tests do: with fewer crates Cargo picks other features and builds all twice.
pub fn build() -> Result<()> {
    cargo(&["build", "--workspace"]).run("the app")
}

/// Demo → decide → rank → export, as a person would on the command line.
fn main_job() -> Result<()> {
    let folder = crate::command::root().join("target/demo-workspace");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let folder = folder.display().to_string();
    let throughline = binary("debug", "throughline");
    let cli = |arguments: &[&str]| {
        let mut all = vec!["--folder", folder.as_str(), "--demo"];
        all.extend(arguments);
        program(&throughline, &all)
    };
    cli(&["demo"]).run("fill the demo workspace")?;
    cli(&["signals", "list", "--limit", "8"]).run("the inbox")?;
    cli(&["themes", "group"]).run("placing the signals in themes")?;
    cli(&["themes", "list"]).run("the themes")?;
    cli(&["opportunities", "list"]).run("the ranked list")?;
    cli(&["receipt", "OPP-1"]).run("a receipt")?;
    for format in ["csv", "markdown", "json"] {
        cli(&["export", "list", "--format", format]).run("an export")?;
    }
    eprintln!("The exports lie in {folder}/exports.");
    Ok(())
}

/// A program that cargo built, in the folder of a profile.
pub fn binary(profile: &str, name: &str) -> String {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::command::root().join("target"), Into::into);
    target.join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX)).display().to_string()
}

fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
