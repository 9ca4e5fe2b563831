//! Saved views, risks and the checklist before an export, as a script uses them.

use serde_json::Value;

use crate::laptop::{ACCOUNTS, Laptop};

/// With the fixture's nine signals, and an opportunity.
fn laptop_with_signals() -> Laptop {
    let laptop = Laptop::with_secret("key");
    laptop.done(&["import", ACCOUNTS]);
    laptop.done(&["opportunities", "new", "Export every row"]);
    laptop
}

#[test]
fn a_view_is_saved_and_listed_by_its_name() {
    let laptop = laptop_with_signals();
    laptop.done(&["views", "save", "signals", "Stops", "--search", "stops 5000"]);
    laptop.done(&["views", "save", "opportunities", "Nobody's", "--owner", "", "--layout", "timeline"]);
    assert_eq!(laptop.json(&["views", "list"])[1]["shows"]["look"]["layout"], "timeline");
    assert_eq!(laptop.json(&["signals", "list", "--view", "stops"])["total"], 2);
    assert_eq!(laptop.json(&["opportunities", "list", "--view", "Nobody's"])["rows"][0]["label"], "OPP-1");
    laptop.done(&["opportunities", "edit", "OPP-1", "owner", "Maya"]);
    let counts = laptop.json(&["views", "list"]);
    assert_eq!((&counts[0]["count"], &counts[1]["count"]), (&Value::from(2), &Value::from(0)));

    let both = laptop.run(&["signals", "list", "--view", "stops", "--kind", "ticket"]);
    assert_eq!(both.status.code(), Some(2), "a view stands instead of filters");
    laptop.done(&["views", "rename", "Stops", "Halts"]);
    laptop.done(&["views", "delete", "halts"]);
    assert_eq!(laptop.run(&["signals", "list", "--view", "Halts"]).status.code(), Some(4));
    laptop.done(&["undo"]);
    assert_eq!(laptop.json(&["signals", "list", "--view", "Halts"])["total"], 2);
}

#[test]
fn what_is_not_ready_is_refused_until_a_reason_is_given() {
    let laptop = laptop_with_signals();
    let shown = laptop.done(&["opportunities", "show", "OPP-1"]);
    assert!(shown.contains("No risk was judged") && shown.contains("No evidence is linked"), "{shown}");
    let risk =
        ["opportunities", "risk", "OPP-1", "value", "--likelihood", "2", "--impact", "4", "--note", "Nobody asks"];
    assert!(laptop.done(&risk).contains("Judged the value risk of OPP-1 as medium"));
    let moved = laptop.done(&["opportunities", "stage", "OPP-1", "ready"]);
    assert!(moved.contains("Moved OPP-1 to ready") && moved.contains("Missing: No evidence is linked"), "{moved}");

    let desk = ["--name", "Desk", "--url", "http://127.0.0.1:9", "--project", "shop"];
    laptop.done(&[&["connections", "add", "--vendor", "redmine"], desk.as_slice()].concat());
    let refused = laptop.run(&["export", "OPP-1", "--to", "Desk"]);
    assert_eq!(refused.status.code(), Some(5), "{}", String::from_utf8_lossy(&refused.stderr));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("OPP-1 isn't ready"));
    // Several: shown first, and what isn't ready stays.
    laptop.done(&["opportunities", "new", "Refunds overnight"]);
    let shown = laptop.done(&["export", "OPP-1", "OPP-2", "--to", "Desk", "--preview"]);
    assert!(shown.contains("Refunds overnight") && shown.contains("Nothing was sent"), "{shown}");
    let stayed = laptop.done(&["export", "OPP-1", "OPP-2", "--to", "Desk"]);
    assert!(stayed.contains("OPP-2 stays: ") && stayed.contains("Nothing waits"), "{stayed}");
    assert!(laptop.done(&["outbox", "send", "--to", "Desk"]).contains("Nothing waits"));
    // Nobody answers there, so the entry fails; but it was tried, and the reason is kept.
    let tried = laptop.run(&["export", "OPP-1", "--to", "Desk", "--anyway", "It burns"]);
    assert_ne!(tried.status.code(), Some(5));
    assert!(laptop.done(&["opportunities", "show", "OPP-1"]).contains("It burns"));
}
