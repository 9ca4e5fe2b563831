//! Recurring problems, their causes, changes and the use of features, as a script asks for them.

use engine::model::Time;

use crate::laptop::Laptop;

/// Three incidents that come back, and one that doesn't, in the last weeks.
fn laptop_with_trouble() -> Laptop {
    let laptop = Laptop::new();
    let day = |days: i64| Time::system_now().plus(-days * Time::DAY).rfc3339();
    let mut file = String::from("Number,Short description,Opened,Resolved at,State,Business service,Type\n");
    for (number, days) in [(1, 40), (2, 20), (3, 10)] {
        let (opened, title) = (day(days), format!("Sync stuck for {number} min"));
        file.push_str(&format!("INC-{number},{title},{opened},{},Resolved,ledger,Incident\n", day(days - 1)));
    }
    file.push_str(&format!("INC-4,Disk full,{},{},Resolved,ledger,Incident\n", day(9), day(8)));
    let path = laptop.path("incidents.csv");
    std::fs::write(&path, file).expect("the file");
    laptop.done(&["import", &path.display().to_string()]);
    laptop
}

#[test]
fn a_problem_is_found_described_and_made_an_opportunity() {
    let laptop = laptop_with_trouble();
    let list = laptop.json(&["problems", "list"]);
    assert_eq!((&list["records"], &list["problems"][0]["episodes"]), (&4.into(), &3.into()));
    let told = laptop.done(&["problems", "list"]);
    assert!(told.contains("1 problem causes 75 % of 4 incidents and alerts."), "{told}");
    let key = list["problems"][0]["key"].as_str().expect("a key").to_owned();
    let short = &key[..8];

    laptop.done(&["problems", "workaround", short, "Restart the worker"]);
    laptop.done(&["problems", "known-error", short]);
    laptop.done(&["problems", "cost", "--hour", "50..65..80"]);
    laptop.done(&["problems", "cost", short, "--hours", "2"]);
    let told = laptop.done(&["problems", "show", short]);
    for words in
        ["Sync stuck for …", "Workaround: Restart the worker", "Restoring: 3 episodes × 2 h × 50 to 80", "INC-3"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    laptop.done(&["causes", "add", "--problem", short, "technology", "One transaction", "--why", "It grew"]);
    laptop.done(&["causes", "confirm", "--problem", short, "1"]);
    assert!(laptop.done(&["problems", "show", short]).contains("One transaction (confirmed)"));

    let made = laptop.done(&["problems", "to-opportunity", short]);
    assert!(made.starts_with("Made OPP-1 from 3 signals"), "{made}");
    assert!(laptop.done(&["causes", "list", "--opportunity", "1"]).contains("Only one of four dimensions is filled"));
    laptop.done(&["causes", "nothing", "--opportunity", "1", "partners"]);
    assert_eq!(laptop.json(&["causes", "map"])["totals"], serde_json::json!([0, 1, 0, 0]));
    assert!(laptop.done(&["problems", "list"]).contains("OPP-1"));

    assert_eq!(laptop.fails(&["problems", "show", "zzz"]).0, 4);
    assert_eq!(laptop.fails(&["problems", "cost", short, "--hour", "3..2..1"]).0, 3);
    assert_eq!(laptop.fails(&["causes", "list"]).0, 2);
    assert_eq!(laptop.fails(&["problems", "list", "--service", "nowhere"]).0, 4);
}

#[test]
fn changes_and_features_say_what_isnt_known() {
    let laptop = laptop_with_trouble();
    assert!(laptop.done(&["changes", "standard"]).contains("10 times or more in 180 days"));
    assert!(laptop.done(&["changes", "sprint"]).contains("No changes yet."));
    assert!(laptop.done(&["changes", "unrecorded"]).contains("No change records are read"));
    laptop.done(&["changes", "sprint", "--service", "ledger", "--try", "8"]);
    assert!(laptop.done(&["features", "list"]).contains("This isn't zero."));
    assert_eq!(laptop.fails(&["features", "dismiss", "Export"]).0, 4);

    laptop.done(&["demo"]);
    let demo = laptop.done(&["--demo", "features", "list"]);
    assert!(demo.contains("Carrier s") && demo.contains("2 of 30 features unused."), "{demo}");
    let detours = laptop.done(&["--demo", "features", "detours"]);
    assert!(detours.contains("Hold a price") && detours.contains("It may be a detour"), "{detours}");
    let days = laptop.done(&["--demo", "features", "detour", "Hold a price", "Contract rates"]);
    assert!(days.contains("a day from 20") && days.contains("only they can say."), "{days}");
    laptop.done(&["--demo", "features", "dismiss", "Hold a price", "--detour", "Contract rates"]);
    assert!(laptop.done(&["--demo", "features", "detours"]).contains("it is nothing"));
    assert!(laptop.done(&["--demo", "undo"]).starts_with("Undid: The detour from"));
    assert!(laptop.done(&["--demo", "changes", "sprint", "--service", "booking"]).contains("Try "));
    assert!(laptop.done(&["--demo", "problems", "list", "--days", "366"]).contains("Feed of "));
}
