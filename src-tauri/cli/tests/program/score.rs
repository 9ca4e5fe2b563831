//! Scores from a script: frameworks, formulas, what-ifs and capacity.

use crate::laptop::Laptop;

/// Two opportunities with WSJF and effort: the second one ranks first in WSJF, the first one in RICE.
fn scored() -> Laptop {
    let laptop = Laptop::new();
    for title in ["One charge per order", "Resend from the phone"] {
        laptop.done(&["opportunities", "new", title]);
    }
    laptop.done(&["score", "OPP-1", "--reach", "450", "--impact", "3", "--effort", "2"]);
    laptop.done(&["score", "OPP-2", "--reach", "100", "--impact", "2", "--effort", "1"]);
    for (id, value) in [("OPP-1", "5"), ("OPP-2", "13")] {
        let value = format!("user_value={value}");
        laptop.done(&["score", "set", id, &value, "time_criticality=8", "risk_reduction=5", "job_size=2..3..4"]);
    }
    laptop
}

#[test]
fn another_framework_ranks_and_keeps_what_was_entered() {
    let laptop = scored();
    assert!(laptop.done(&["score", "use", "wsjf"]).contains("Ranked by WSJF"));
    let list = laptop.json(&["opportunities", "list"]);
    assert_eq!(
        (&list["rows"][0]["label"], &list["rows"][0]["inputs"]["reach"]["likely"]),
        (&"OPP-2".into(), &100.0.into())
    );
    assert!(laptop.done(&["score", "frameworks"]).contains("Ranked by WSJF."));
    let shown = laptop.json(&["score", "show", "OPP-1"]);
    assert_eq!((&shown["working"], &shown["rank"]), (&"(5 + 8 + 5) ÷ 3".into(), &2.into()));
    assert_eq!(shown["learn"]["name"], "job_size");
    assert!(laptop.done(&["score", "show", "OPP-1", "--in", "rice"]).contains("675"));
}

#[test]
fn a_formula_is_checked_saved_and_used_by_its_name() {
    let laptop = scored();
    let file = laptop.folder().join("quarter.txt");
    std::fs::write(&file, "value = reach * (impact + 1").expect("is written");
    let path = file.to_str().expect("is a path");
    let checked = laptop.run(&["score", "formula", "check", path]);
    let said = String::from_utf8_lossy(&checked.stdout);
    assert_eq!(checked.status.code(), Some(1), "{said}");
    assert!(said.contains("Line 1, character 28: a closing bracket is missing."), "{said}");
    std::fs::write(&file, "value = reach * impact\n").expect("is written");
    laptop.done(&["score", "formula", "save", "Worth of a quarter", path]);
    laptop.done(&["score", "use", "worth of a quarter"]);
    assert_eq!(laptop.json(&["opportunities", "list"])["rows"][0]["value"]["p50"], 1350.0);
    assert!(laptop.done(&["score", "formula", "list"]).contains("yes"));
    let names = laptop.done(&["score", "formula", "names"]);
    assert!(names.contains("incident_minutes") && names.contains("people_against"), "{names}");
}

#[test]
fn a_what_if_changes_nothing_and_capacity_names_the_best_set() {
    let laptop = scored();
    let order = laptop.json(&["score", "whatif", "--weight", "reach=0", "--capacity", "5"]);
    assert_eq!((&order["rows"][0]["opportunity"]["label"], &order["cut"]["fits"]), (&"OPP-2".into(), &1.into()));
    assert_eq!(laptop.json(&["opportunities", "list"])["rows"][0]["label"], "OPP-1");
    assert!(laptop.done(&["score", "capacity", "9"]).contains("The best set takes 8.7 weeks"));
    laptop.done(&["score", "whatif", "--weight", "reach=0", "--use"]);
    assert_eq!(laptop.json(&["opportunities", "list"])["rows"][0]["label"], "OPP-2");
}
