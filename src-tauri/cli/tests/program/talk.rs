//! Linking what is there already, and comments, as a script does both.

use std::time::Duration;

use serde_json::Value;
use support::fake_redmine::{Issues, serve};

use crate::laptop::Laptop;

#[tokio::test(flavor = "multi_thread")]
async fn an_item_is_linked_by_its_key_its_address_or_its_words_and_commented_on() {
    let issues = Issues::default();
    let server = serve(&issues, Duration::ZERO).await;
    for title in ["One charge per order", "Refunds arrive late", "Late refunds again"] {
        issues.add_issue(title, "");
    }
    let laptop = Laptop::with_secret("key");
    let address = server.uri();
    laptop.done(&[
        "connections",
        "add",
        "--vendor",
        "redmine",
        "--name",
        "Desk",
        "--url",
        &address,
        "--project",
        "shop",
    ]);
    for title in ["One charge", "Refunds", "Nothing yet"] {
        laptop.done(&["opportunities", "new", title]);
    }

    let told = laptop.done(&["link", "OPP-1", "#1", "--connection", "Desk"]);
    assert!(told.starts_with("Linked OPP-1 to #1 in Desk"), "{told}");
    let (code, told) = laptop.fails(&["link", "OPP-2", "refunds", "late", "--connection", "Desk"]);
    assert!(code == 5 && told.contains("2 items could be meant: #"), "{told}");
    let (code, told) = laptop.fails(&["link", "OPP-2", "#99", "--connection", "Desk"]);
    assert_eq!((code, told.lines().next()), (4, Some("Desk has nothing called “#99”.")));
    let page = format!("{address}/issues/2");
    let found = laptop.json(&["link", "OPP-2", &page, "--connection", "Desk", "--preview"]);
    assert_eq!(found[0]["title"], "Refunds arrive late");
    laptop.done(&["link", "OPP-2", &page, "--connection", "Desk"]);

    let shown = laptop.json(&["comment", "OPP-1", "Twelve *more* asked.", "--preview"]);
    let body = shown["body"].as_str().expect("a body");
    assert!(body.contains("Throughline reference: tl-"), "{body}");
    assert_eq!(issues.notes(1).len(), 0);
    let told = laptop.done(&["comment", "OPP-1", "Twelve *more* asked."]);
    assert_eq!(told.trim(), "Comment 1 on #1 in Desk: sent");
    assert_eq!(issues.notes(1).len(), 1);
    let (code, told) = laptop.fails(&["comment", "OPP-3", "Hello?"]);
    assert_eq!((code, told.lines().next()), (4, Some("OPP-3 is linked to no such item.")));

    issues.lose_next_answer();
    let lost = laptop.run(&["--json", "comment", "OPP-2", "Shipped.", "--item", "#2"]);
    let comment: Value = serde_json::from_slice(&lost.stdout).expect("JSON");
    assert_eq!((lost.status.code(), &comment["state"]), (Some(8), &Value::from("needs_check")));
    assert_eq!(laptop.json(&["comments", "settle", "2"])["state"], "sent");
    assert_eq!(issues.notes(2).len(), 1);
    assert_eq!(laptop.json(&["comments"]).as_array().map(Vec::len), Some(2));
    assert_eq!(laptop.fails(&["comments", "cancel", "2"]).0, 5);
}
