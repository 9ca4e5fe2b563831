//! Sharing out, as a script does it: the whole workspace, the list as a page, and ideas from another tool.

use crate::laptop::Laptop;

#[test]
fn a_workspace_moves_to_another_laptop() {
    let (one, two) = (Laptop::new(), Laptop::new());
    one.done(&["opportunities", "new", "Pay once"]);
    let file = one.path("all.ndjson").display().to_string();
    assert!(one.done(&["workspace", "export", &file]).contains("Passwords and keys are not in it"));
    assert_eq!(one.run(&["workspace", "export", &file]).status.code(), Some(5), "never over a file");
    assert!(two.done(&["workspace", "import", &file]).contains("1 opportunity"));
    assert!(two.done(&["opportunities", "list"]).contains("Pay once"));
    assert_eq!(two.run(&["workspace", "import", &file]).status.code(), Some(5), "only where nothing is");
    assert!(two.done(&["undo"]).contains("Undid: Made OPP-1: Pay once"));
    let text = std::fs::read_to_string(&file).expect("the file");
    std::fs::write(&file, text.replace("Pay once", "Pay later")).expect("the file");
    assert_eq!(Laptop::new().run(&["workspace", "import", &file]).status.code(), Some(3), "an altered one is refused");
}

#[test]
fn ideas_come_from_another_tool_and_go_out_as_a_page() {
    let laptop = Laptop::new();
    let file = laptop.path("features.csv");
    let text = "Feature name,Status,Next step\nDark mode,Next up,x\nFaster search,Released,\n";
    std::fs::write(&file, text).expect("the file");
    let file = file.display().to_string();
    let import = ["opportunities", "import", &file, "--from", "productboard", "--stage", "Next up=ready"];
    let dry = laptop.done(&[&import[..], &["--dry-run"]].concat());
    assert!(dry.contains("read as Productboard") && dry.contains("2 opportunities, 0 with a note"), "{dry}");
    assert!(laptop.done(&["opportunities", "list"]).contains("no opportunity"), "nothing was written");
    assert!(laptop.done(&import).contains("Imported features.csv: 2 opportunities."));
    assert!(laptop.done(&import).contains("0 opportunities. 2 rows were here already."));
    assert!(laptop.done(&["opportunities", "list", "--stage", "ready"]).contains("Dark mode"));
    for (format, ending) in [("html", "html"), ("pdf", "pdf"), ("md", "md"), ("csv", "csv"), ("json", "json")] {
        let said = laptop.done(&["opportunities", "save", "--format", format]);
        assert!(said.contains("2 opportunities") && said.trim_end().ends_with(ending), "{said}");
    }
}
