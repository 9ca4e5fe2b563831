//! Digests from a terminal.

use serde_json::json;

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
    assert_eq!(laptop.json(&["digest", "list"])["destinations"], json!([]));
    laptop.done(&["undo"]);
    assert_eq!(laptop.json(&["digest", "list"])["destinations"][0]["form"]["name"], "Team list");
}

#[test]
fn what_is_given_changes_and_the_rest_stays() {
    let laptop = Laptop::new();
    let add = ["digest", "add", "mail", "--name", "Team list", "--server", "127.0.0.1:1", "--security", "none"];
    let whom = ["--from", "digest@example.com", "--to", "team@example.com", "--weekly", "fri 16:30"];
    laptop.done(&[&add[..], &whom].concat());
    let form = || laptop.json(&["digest", "list"])["destinations"][0]["form"].clone();
    let edit = |given: &[&str]| laptop.done(&[&["digest", "edit", "team list"], given].concat());

    let given = ["--weekly", "tue 08:00", "--andon", "--to", "maya@example.com", "--to", "ops@example.com"];
    assert_eq!(edit(&given), "Changed where “Team list” goes\n");
    let after = form();
    assert_eq!((&after["when"], &after["andon"]), (&json!("tue 08:00"), &json!(true)));
    let mail = json!({
        "host": "127.0.0.1", "port": 1, "security": "none", "user": "", "from": "digest@example.com",
        "to": ["maya@example.com", "ops@example.com"],
    });
    assert_eq!(after["mail"], mail);

    edit(&["--never", "--no-andon"]);
    let quiet = form();
    assert_eq!(
        (&quiet["weekly"], &quiet["when"], &quiet["andon"]),
        (&json!(false), &json!("tue 08:00"), &json!(false))
    );
    edit(&["--weekly", "wed 07:15"]);
    assert_eq!((&form()["weekly"], &form()["when"]), (&json!(true), &json!("wed 07:15")));

    edit(&["--security", "starttls"]);
    assert_eq!(form()["mail"]["port"], 1, "a port of their own stays");
    edit(&["--server", "smtp.example.com"]);
    edit(&["--security", "tls"]);
    assert_eq!((&form()["mail"]["host"], &form()["mail"]["port"]), (&json!("smtp.example.com"), &json!(465)));

    let (code, said) = laptop.fails(&["digest", "edit", "Team list", "--user", "maya"]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("The password for “maya” is missing."), "{said}");
    assert_eq!(laptop.fails(&["digest", "edit", "Team list", "--never", "--weekly", "mon 09:00"]).0, 2);
    assert_eq!(laptop.fails(&["digest", "edit", "Nobody", "--andon"]).0, 4);
    edit(&["--name", "Everybody"]);
    assert_eq!(form()["name"], "Everybody");
    laptop.done(&["undo"]);
    assert_eq!(form()["name"], "Team list");
}

#[test]
fn another_address_is_taken_only_when_asked_for() {
    let laptop = Laptop::with_secret("https://hooks.example.com/services/one");
    laptop.done(&["digest", "add", "slack", "--name", "Room"]);
    let server = || laptop.json(&["digest", "list"])["destinations"][0]["server"].clone();
    let edit = |given: &[&str]| {
        let mut command = laptop.command(&[&["digest", "edit", "Room"], given].concat());
        command
            .env("THROUGHLINE_SECRET", "https://hooks.example.org/services/two")
            .output()
            .expect("the program starts")
    };
    assert!(edit(&["--andon"]).status.success());
    assert_eq!(server(), "hooks.example.com");
    assert!(edit(&["--new-secret"]).status.success());
    assert_eq!(server(), "hooks.example.org");
    let (code, said) = laptop.fails(&["digest", "edit", "Room", "--from", "digest@example.com"]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("“Room” is no destination by mail."), "{said}");
}
