//! The page's types are generated from the engine's; a difference fails here.

use std::path::Path;

#[test]
fn the_pages_types_are_those_of_the_engine() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/ipc/gen/types.ts");
    let wanted = engine::api::typescript();
    if std::env::var_os("UPDATE_TYPES").is_some() {
        std::fs::create_dir_all(path.parent().expect("has a folder")).expect("folder is made");
        std::fs::write(&path, &wanted).expect("types are written");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == wanted, "ui/src/ipc/gen/types.ts is not what the engine says: run `cargo xtask types`");
}
