//! Telling the people who asked, as a script does it.

use std::time::Duration;

use support::fake_redmine::{Issues, serve};

use crate::laptop::Laptop;

#[tokio::test(flavor = "multi_thread")]
async fn people_who_asked_are_told_once_in_their_ticket_or_in_another_way() {
    let issues = Issues::default();
    for (number, author) in [(1, "Ines Okafor"), (2, "Paul Ebner")] {
        issues.add_issue(&format!("Export misses {number} entries"), "");
        issues.set_author(number, author);
    }
    let server = serve(&issues, Duration::ZERO).await;
    let address = server.uri();
    let laptop = Laptop::with_secret("key");
    let account = ["--vendor", "redmine", "--name", "Desk", "--url", &address, "--project", "shop"];
    laptop.done(&[&["connections", "add"], account.as_slice()].concat());
    laptop.done(&["pull", "--all"]);
    laptop.done(&["opportunities", "new", "Keep month-end sync running"]);
    laptop.done(&["opportunities", "evidence", "OPP-1", "1", "2"]);
    assert_eq!(laptop.fails(&["loop", "draft", "OPP-1"]).0, 5, "nothing is decided");
    laptop.done(&["opportunities", "stage", "OPP-1", "delivered"]);

    let waiting = laptop.done(&["loop", "waiting"]);
    assert!(waiting.contains("Ines Okafor") && waiting.contains("2 asked, 0 told, 2 to tell now"), "{waiting}");
    let draft = laptop.done(&["loop", "draft", "OPP-1", "--to", "Ines Okafor"]);
    assert!(draft.contains("Hello Ines,") && !draft.contains("Hello Paul"), "{draft}");
    assert_eq!(laptop.fails(&["loop", "send", "OPP-1"]).0, 3, "nobody was named");
    let preview = laptop.done(&["loop", "send", "OPP-1", "--all", "--preview"]);
    assert!(preview.contains("Throughline reference: tl-") && preview.ends_with("Nothing was sent.\n"), "{preview}");
    assert_eq!(issues.notes(1).len() + issues.notes(2).len(), 0);

    let sent = laptop.done(&["loop", "send", "OPP-1", "--to", "ines okafor", "--text", "It is there."]);
    assert_eq!(sent.trim(), "Reply 1 to Ines Okafor on 1: sent");
    assert!(issues.notes(1)[0].starts_with("It is there."));
    let (code, said) = laptop.fails(&["loop", "send", "OPP-1", "--to", "Ines Okafor"]);
    assert_eq!((code, said.lines().next()), (5, Some("Ines Okafor knows that it has shipped.")));
    laptop.done(&["loop", "told", "OPP-1", "--to", "Paul Ebner", "--by", "phone", "--note", "He was glad."]);
    let ledger = laptop.json(&["loop", "list", "OPP-1"]);
    assert_eq!((&ledger["counts"]["told"], &ledger["counts"]["due"]), (&2.into(), &0.into()));
    assert_eq!(issues.notes(2).len(), 0, "a call writes nothing there");

    let time = laptop.done(&["loop", "time"]);
    assert!(time.starts_with("Too few to say, n = 2; 0 people were never told"), "{time}");
    laptop.done(&["loop", "templates", "planned", "Hello {name}, it is {item}."]);
    assert!(laptop.done(&["loop", "templates"]).contains("letter, planned, your own"));
    laptop.done(&["loop", "days", "30"]);
    assert_eq!(laptop.json(&["loop", "templates"])["days"], 30);
    assert_eq!(laptop.fails(&["loop", "told", "OPP-1", "--to", "Nobody", "--by", "mail"]).0, 4);
}
