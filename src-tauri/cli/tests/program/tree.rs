//! The opportunity tree and the timeline, as a script grows and reads them.

use serde_json::Value;

use crate::laptop::Laptop;

#[test]
fn a_tree_is_grown_tested_moved_and_dropped() {
    let laptop = Laptop::new();
    laptop.done(&["opportunities", "new", "One charge per order"]);
    laptop.done(&["tree", "add", "outcome", "Fewer orders lost", "--measure", "3.1 % lost", "--target", "1.5 %"]);
    laptop.done(&["tree", "move", "OPP-1", "--under", "fewer"]);
    laptop.done(&["tree", "add", "solution", "OPP-1", "Retry key", "--effort", "4", "--chosen"]);
    laptop.done(&["tree", "add", "solution", "OPP-1", "Lock the order"]);
    let weighed = ["--kind", "feasibility", "--importance", "5", "--sureness", "2"];
    laptop.done(&[&["tree", "add", "assumption", "retry key", "Provider honours it"], weighed.as_slice()].concat());
    laptop.done(&["tree", "add", "test", "Provider", "Sandbox", "--expected", "5 of 5", "--due", "2026-12-01"]);
    let drawn = laptop.done(&["tree"]);
    let expected = "Fewer orders lost · 3.1 % lost · 1.5 %\n  OPP-1 One charge per order (captured)\n    Retry key [chosen, 4 weeks]\n      ? Provider honours it [feasibility, planned, 20 of 25]\n        - Sandbox [planned, due 2026-12-01]\n    Lock the order [idea]\n\nTest next: Provider honours it (OPP-1), because importance 5 × unsureness 4 = 20 of 25.\n";
    assert_eq!(drawn, expected);

    assert!(laptop.done(&["tree", "verdict", "sandbox", "failed", "2 of 5"]).contains("It didn’t hold: Sandbox"));
    let branch = laptop.json(&["tree", "show", "OPP-1"]);
    assert_eq!(branch["risks"][0]["says"], Value::from("“Provider honours it” didn’t hold: 2 of 5"));
    laptop.done(&["tree", "move", "lock", "--at", "1"]);
    laptop.done(&["tree", "drop", "retry", "Provider can't"]);
    let in_force = laptop.done(&["tree", "show", "--in-force"]);
    assert!(in_force.contains("Lock the order") && !in_force.contains("Retry key"), "{in_force}");
    laptop.done(&["undo"]);
    assert!(laptop.done(&["tree", "show", "--in-force"]).contains("Retry key"));

    let (code, said) = laptop.fails(&["tree", "move", "lock", "--under", "retry"]);
    assert!(code == 5 && said.contains("A solution can’t hang under a solution."), "{code} {said}");
    assert_eq!(laptop.fails(&["tree", "drop", "nothing", "x"]).0, 4);
    assert_eq!(laptop.fails(&["tree", "choose", "sandbox"]).0, 3);
}

#[test]
fn the_timeline_says_when_stages_were_reached() {
    let laptop = Laptop::new();
    laptop.done(&["opportunities", "new", "One charge per order"]);
    laptop.done(&["opportunities", "stage", "OPP-1", "assessing"]);
    let reached = laptop.json(&["timeline"]);
    assert_eq!(reached[0]["opportunity"]["label"], "OPP-1");
    assert_eq!(reached[0]["times"]["stages"][1][0], "assessing");
    assert!(laptop.done(&["timeline", "--stage", "assessing"]).contains("One charge per order"));
    assert!(laptop.done(&["timeline", "--stage", "ready"]).contains("There is no opportunity yet."));
}
