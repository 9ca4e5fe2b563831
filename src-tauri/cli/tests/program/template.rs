//! Templates of drafts, as a script keeps them in a file.

use crate::laptop::Laptop;

#[test]
fn a_template_is_shown_checked_kept_and_taken_back() {
    let laptop = Laptop::with_secret("key");
    laptop.done(&["opportunities", "new", "Export every row"]);
    let desk = ["--name", "Desk", "--url", "http://127.0.0.1:9", "--project", "shop"];
    laptop.done(&[&["connections", "add", "--vendor", "redmine"], desk.as_slice()].concat());
    let usual = laptop.done(&["template", "show", "Desk"]);
    assert!(usual.contains("{{ heading(\"Problem\") }}"), "{usual}");
    assert!(laptop.done(&["template", "show", "Desk", "--names"]).contains("statement: the problem"));

    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.txt");
    let path = file.to_str().expect("a path");
    std::fs::write(&file, "h2. Mine\n{{ titel }}").expect("the file is written");
    let checked = laptop.run(&["template", "check", "Desk", path]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&checked.stdout).starts_with("Line 2, column 4: "));
    assert_eq!(laptop.run(&["template", "set", "Desk", path]).status.code(), Some(3));

    std::fs::write(&file, "h2. Mine\n{{ title }} *now*").expect("the file is written");
    let made = laptop.done(&["template", "check", "Desk", path, "--on", "OPP-1"]);
    assert!(made.contains("h2. Mine\nExport every row *now*"), "{made}");
    assert!(laptop.done(&["template", "set", "Desk", path]).contains("Changed the template of “Desk”"));
    let shown = laptop.done(&["export", "OPP-1", "--to", "Desk", "--preview"]);
    assert!(shown.contains("h2. Mine\nExport every row *now*"), "{shown}");
    laptop.done(&["template", "reset", "Desk"]);
    assert_eq!(laptop.done(&["template", "show", "Desk"]), usual);
    laptop.done(&["undo"]);
    assert!(laptop.done(&["template", "show", "Desk"]).contains("h2. Mine"));
}
