//! Outcome checks, as a script uses them, over the demo's invented year.

use crate::laptop::Laptop;

#[test]
fn checks_goals_and_calibration() {
    let laptop = Laptop::new();
    laptop.done(&["demo"]);
    let list = laptop.json(&["--demo", "outcome"]);
    let rows = list["rows"].as_array().unwrap();
    assert!(rows.len() >= 2, "{list}");
    let label = rows[0]["opportunity"]["label"].as_str().unwrap().to_owned();
    laptop.done(&["--demo", "outcome", "goal", &label, "--fall-by", "40"]);
    let shown = laptop.done(&["--demo", "outcome", &label, "--zone", "UTC"]);
    for words in ["Goal: fall by 40 %", "delivered, left out", "before", "after"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(laptop.done(&["--demo", "outcome", "receipt", &label]).contains("After Brown, Cai and DasGupta 2001"));
    laptop.done(&["--demo", "outcome", "plan", &label, "--weeks", "9", "--alone"]);
    assert_eq!(laptop.json(&["--demo", "outcome", &label])["weeks"], 9);
    laptop.done(&["--demo", "outcome", "settle", &label, "again", "--note", "Look closer"]);
    assert_eq!(laptop.json(&["--demo", "outcome", &label])["state"], "settled");
    laptop.done(&["--demo", "outcome", "calibration"]);
    assert_eq!(laptop.fails(&["--demo", "outcome", &label, "--zone", "Mars/Olympus"]).0, 3);
}
