//! The Pulse, as a script uses it, over the demo's invented year.

use serde_json::Value;

use crate::laptop::Laptop;

fn laptop() -> Laptop {
    let laptop = Laptop::new();
    laptop.done(&["demo"]);
    laptop
}

#[test]
fn numbers_links_receipts_and_targets() {
    let laptop = laptop();
    let shown = laptop.done(&["--demo", "pulse", "--days", "365"]);
    for words in
        ["Change lead time", "Deployment frequency", "Change fail rate", "critical", "links wait to look through"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let all = laptop.json(&["--demo", "pulse", "--days", "365"]);
    let mine = laptop.json(&["--demo", "pulse", "--days", "365", "--service", "booking"]);
    let n = |overview: &Value| overview["tiles"][1]["state"]["n"].as_u64().unwrap_or_default();
    assert!(0 < n(&mine) && n(&mine) < n(&all));
    let product = laptop.json(&["--demo", "pulse", "--days", "365", "--product", "shipping"]);
    assert!(n(&mine) < n(&all) && n(&product) < n(&all) && n(&product) > 0);
    assert_eq!(laptop.fails(&["--demo", "pulse", "--service", "nowhere"]).0, 4);
    assert_eq!(laptop.fails(&["--demo", "pulse", "--zone", "Mars/Olympus"]).0, 3);

    let receipt = laptop.done(&["--demo", "pulse", "receipt", "fail_rate", "--days", "365"]);
    assert!(
        receipt.starts_with("Change fail rate: ") && receipt.contains("Formula: fail rate 1, links 1"),
        "{receipt}"
    );
    assert!(laptop.done(&["--demo", "pulse", "receipt", "critical"]).starts_with("Time to restore, critical: "));

    let saved = laptop.json(&["--demo", "pulse", "export", "--format", "md", "--days", "365", "--service", "booking"]);
    let text = std::fs::read_to_string(saved["path"].as_str().unwrap()).unwrap();
    assert!(text.contains("About booking, 365 days") && text.contains("## Recurring problems"), "{text}");

    assert!(laptop.done(&["--demo", "pulse", "targets"]).contains("2 h"));
    laptop.done(&["--demo", "pulse", "targets", "critical", "--to", "90m", "--product", "Payments"]);
    assert!(laptop.done(&["--demo", "pulse", "targets"]).contains("1 h 30 min"));
    laptop.done(&["--demo", "undo"]);
    assert!(!laptop.done(&["--demo", "pulse", "targets"]).contains("1 h 30 min"));
}

#[test]
fn a_link_is_looked_through_and_the_verdict_stays() {
    let laptop = laptop();
    let list = |view: &str| laptop.json(&["--demo", "pulse", "links", "--view", view, "--days", "365"]);
    let before = list("to_review");
    let first = &before["incidents"][0];
    let number = |value: &Value| value["id"].to_string();
    let (incident, change) = (number(&first["incident"]), number(&first["candidates"][0]["change"]));
    laptop.done(&["--demo", "pulse", "links", "confirm", &incident, &change]);
    let confirmed = list("confirmed");
    assert_eq!(confirmed["counts"]["to_review"].as_u64().map(|n| n + 1), before["counts"]["to_review"].as_u64());
    let found = |view: &Value| {
        view["incidents"].as_array().is_some_and(|all| all.iter().any(|one| number(&one["incident"]) == incident))
    };
    assert!(found(&confirmed));
    laptop.done(&["--demo", "pulse", "links", "forget", &incident, &change]);
    assert_eq!(list("to_review")["counts"], before["counts"]);
    laptop.done(&["--demo", "pulse", "links", "refuse", &incident]);
    assert!(found(&list("refused")) && !found(&list("to_review")));
    assert_eq!(laptop.fails(&["--demo", "pulse", "links", "refuse", &incident]).0, 5);
}
