//! The README's table of tools says what the registry says.

use std::path::Path;

use engine::connectors::{Vendor, vendors};

const HEAD: &str = "| Tool | Reads | Writes | How it was proved |\n|---|---|---|---|\n";

#[test]
fn every_tool_stands_in_the_readme_with_its_proof() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = std::fs::read_to_string(&file).unwrap();
    let (before, rest) = readme.split_once(HEAD).expect("README.md has the table of tools");
    let (_, after) = rest.split_once("\n\n").expect("text follows the table");
    let table: String = vendors().iter().filter(|vendor| vendor.reads || vendor.writes).map(row).collect();
    let wanted = format!("{before}{HEAD}{table}\n{after}");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, wanted).unwrap();
        return;
    }
    let missing: Vec<&str> = table.lines().filter(|line| !rest.contains(line)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "UPDATE_GOLDEN=1 writes the table anew");
    assert_eq!(readme, wanted, "the table names a tool that isn't there, or in another order");
}

fn row(vendor: &Vendor) -> String {
    let reads = if vendor.reads { vendor.brings } else { "" };
    let writes = if vendor.writes { "backlog items and comments" } else { "" };
    format!("| {} | {reads} | {writes} | {} |\n", vendor.name, vendor.proof)
}
