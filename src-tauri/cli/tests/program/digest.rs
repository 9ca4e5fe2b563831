//! Digests from a terminal.

use super::laptop::Laptop;

#[test]
fn a_destination_is_set_up_looked_at_tried_and_taken_away() {
    let laptop = Laptop::new();
    assert!(laptop.done(&["digest", "list"]).contains("Nothing is sent anywhere."));
    assert_eq!(laptop.done(&["digest", "send"]), "Nothing is due.\n");
    let add = ["digest", "add", "mail", "--name", "Team list", "--server", "127.0.0.1:1", "--security", "none"];
    let (code, _) = laptop.fails(&add);
    assert_eq!(code, 2, "a mail needs a sender and recipients");
    let whom = ["--from", "digest@example.com", "--to", "team@example.com", "--weekly", "fri 16:30"];
    assert_eq!(laptop.done(&[&add[..], &whom].concat()), "Set up “Team list” for digests\n");
    let list = laptop.json(&["digest", "list"]);
    assert_eq!(list["destinations"][0]["form"]["when"], "fri 16:30");
    assert_eq!(list["destinations"][0]["ready"], true);
    let preview = laptop.done(&["digest", "preview", "team list"]);
    assert!(preview.starts_with("The week in My workspace: "), "{preview}");
    assert!(preview.contains("A quiet week"), "{preview}");

    let (code, said) = laptop.fails(&["digest", "test", "Team list"]);
    assert_eq!(code, 7, "{said}");
    assert!(said.contains("The message is kept and wasn't sent."), "{said}");
    assert_eq!(laptop.json(&["digest", "log"])[0]["state"], "failed");
    assert_eq!(laptop.fails(&["digest", "test", "Nobody"]).0, 4);
    laptop.done(&["digest", "remove", "Team list"]);
    assert_eq!(laptop.json(&["digest", "list"])["destinations"], serde_json::json!([]));
    laptop.done(&["undo"]);
    assert_eq!(laptop.json(&["digest", "list"])["destinations"][0]["form"]["name"], "Team list");
}
