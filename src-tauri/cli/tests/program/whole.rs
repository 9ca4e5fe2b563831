//! The main job, imports, passwords, the network and what a script reads.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::laptop::{ACCOUNTS, Laptop};

const AUTHORITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/tls/authority.pem");

/// With the fixture's nine signals.
fn laptop_with_signals() -> Laptop {
    let laptop = Laptop::new();
    laptop.done(&["import", ACCOUNTS]);
    laptop
}

#[test]
fn the_main_job_without_a_window() {
    let laptop = laptop_with_signals();
    let listed = laptop.json(&["signals", "list", "--search", "stops 5000"]);
    assert_eq!(listed["total"], 2);
    let ids: Vec<String> = listed["rows"].as_array().expect("rows").iter().map(|row| row["id"].to_string()).collect();

    let accepted = laptop.done(&["signals", "accept", &ids[0], &ids[1], "--new", "Export every row"]);
    assert!(accepted.contains("OPP-1"), "{accepted}");
    laptop.done(&["opportunities", "edit", "OPP-1", "hypothesis", "Nobody exports twice"]);
    let scored =
        laptop.done(&["score", "OPP-1", "--reach", "450", "--impact", "3", "--confidence", "100%", "--effort", "2"]);
    assert!(scored.contains("675"), "{scored}");
    assert!(laptop.done(&["receipt", "OPP-1"]).contains("675"));
    let past = laptop.done(&["value", "OPP-1", "--at", "2020-01-31", "--zone", "UTC"]);
    assert!(past.contains("end of day: no value, without reach, impact, effort"), "{past}");
    assert!(
        past.contains("Today: 675 RICE points, rank 1 of 1, 2 signals") && past.contains("2 signals linked"),
        "{past}"
    );
    assert!(past.contains("not among the 0 ranked") && past.contains("Evidence"), "{past}");

    let ranked = laptop.json(&["opportunities", "list"]);
    assert_eq!(ranked["rows"][0]["value"]["p50"], 675.0);
    assert_eq!(ranked["rows"][0]["evidence"]["voices"], 2);
    for format in ["csv", "markdown", "json"] {
        let saved = laptop.json(&["export", "list", "--format", format]);
        let text = std::fs::read_to_string(saved["path"].as_str().expect("a path")).expect("the file is there");
        assert!(text.contains("Export every row"), "{text}");
    }
    assert_eq!(laptop.json(&["signals", "list"])["total"], 7);
}

#[test]
fn undo_and_redo_reach_across_runs() {
    let laptop = laptop_with_signals();
    laptop.done(&["signals", "decline", "1", "2", "--reason", "too_rare"]);
    assert_eq!(laptop.json(&["signals", "list"])["total"], 7);
    laptop.done(&["undo"]);
    assert_eq!(laptop.json(&["signals", "list"])["total"], 9);
    laptop.done(&["redo"]);
    assert_eq!(laptop.json(&["signals", "list", "--state", "declined"])["total"], 2);
    assert!(laptop.done(&["history"]).contains("Declined 2 signals"));
}

#[test]
fn a_dry_run_says_what_would_happen_and_writes_nothing() {
    let laptop = Laptop::new();
    let told = laptop.done(&["import", ACCOUNTS, "--dry-run"]);
    assert!(told.contains("7 clean, 3 with a note, 2 left out."), "{told}");
    assert!(told.contains("“31/02/2026” is not a date"), "{told}");
    assert_eq!(laptop.json(&["status"])["workspace"]["signals"], 0);
}

#[test]
fn columns_can_be_matched_by_hand() {
    let laptop = Laptop::new();
    let preview = laptop.json(&["import", ACCOUNTS, "--dry-run", "--map", "Agent=title", "--kind", "feedback"]);
    assert_eq!(preview["mapping"]["columns"][7], "title");
    assert_eq!(preview["mapping"]["columns"][2], "leave_out");
    assert_eq!(preview["first_rows"][0]["kind"], "feedback");
    let (code, told) = laptop.fails(&["import", ACCOUNTS, "--map", "Colour=title"]);
    assert_eq!((code, told.lines().next()), (3, Some("key-accounts-nov.csv has no column Colour.")));
}

#[test]
fn each_failure_has_its_exit_code_and_sentence() {
    let laptop = laptop_with_signals();
    let picture = laptop.path("shot.png");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n").expect("written");
    let picture = picture.display().to_string();
    let cases: [(&[&str], i32, &str); 9] = [
        (&["import", &picture], 3, "shot.png is a picture (PNG), not a table."),
        (&["signals", "show", "99"], 4, ""),
        (&["import", "/nowhere/x.csv"], 4, "There is no file /nowhere/x.csv."),
        (&["pull", "Nothing"], 4, "There is no connection called Nothing."),
        (&["export", "OPP-1"], 3, "Say where to send it."),
        (&["export", "nonsense", "--to", "x"], 3, "nonsense is no opportunity."),
        (&["signals", "decline", "1"], 2, ""),
        (&["signals", "accept", "1"], 2, ""),
        (&["pull"], 2, ""),
    ];
    for (arguments, code, sentence) in cases {
        let (exit, told) = laptop.fails(arguments);
        assert_eq!(exit, code, "{arguments:?}: {told}");
        assert!(told.starts_with(sentence), "{arguments:?}: {told}");
    }
}

#[test]
fn a_problem_is_json_when_json_is_asked_for() {
    let laptop = Laptop::new();
    let (code, told) = laptop.fails(&["--json", "import", "/nowhere/x.csv"]);
    let problem: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!((code, &problem["kind"]), (4, &Value::from("not_found")));
}

#[test]
fn a_secret_is_never_an_argument_and_never_on_disk() {
    let laptop = Laptop::new();
    let mut adding =
        laptop.command(&["connections", "add", "--vendor", "redmine", "--name", "Desk", "--url", "http://127.0.0.1:9"]);
    let mut child = adding.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("starts");
    child.stdin.take().expect("open").write_all(b"hunter2-secret\n").expect("written");
    let output = child.wait_with_output().expect("ends");
    assert!(output.status.success());
    assert!(!String::from_utf8_lossy(&output.stdout).contains("hunter2"));
    for entry in std::fs::read_dir(laptop.folder()).expect("listed").flatten().filter(|entry| entry.path().is_file()) {
        let bytes = std::fs::read(entry.path()).expect("read");
        assert!(!bytes.windows(14).any(|window| window == b"hunter2-secret"), "{:?}", entry.path());
    }
    let output = laptop.command(&["pull", "desk"]).env("THROUGHLINE_SECRET", "x").output().expect("starts");
    assert_eq!(output.status.code(), Some(7), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn a_vault_keeps_secrets_from_command_to_command_for_whoever_has_its_passphrase() {
    let laptop = Laptop::new();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        std::fs::write(elsewhere.path().join(name), text).expect("written");
        elsewhere.path().join(name).display().to_string()
    };
    let (right, wrong) = (file("right", "six quiet otters\n"), file("wrong", "six loud otters\n"));
    let with = |passphrase: &str, arguments: &[&str]| {
        let mut command = laptop.command(arguments);
        command.env("THROUGHLINE_PASSPHRASE_FILE", passphrase).env("THROUGHLINE_NEW_PASSPHRASE_FILE", &wrong);
        let output = command.output().expect("starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, told) = laptop.fails(&["secrets", "keep", "vault"]);
    assert_eq!((code, told.lines().next()), (3, Some("There is no terminal to type the passphrase on.")));
    assert_eq!(with(&right, &["secrets", "keep", "vault"]).0, Some(0));

    let mut adding =
        laptop.command(&["connections", "add", "--vendor", "redmine", "--name", "Desk", "--url", "http://127.0.0.1:9"]);
    adding.env("THROUGHLINE_SECRET", "hunter2").env("THROUGHLINE_PASSPHRASE_FILE", &right);
    assert!(adding.status().expect("starts").success());

    // The key is there: the tool is what can't be reached.
    assert_eq!(with(&right, &["pull", "desk"]).0, Some(7));
    let (code, told) = with(&wrong, &["pull", "desk"]);
    assert_eq!((code, told.lines().next()), (Some(6), Some("This passphrase doesn't open the vault.")));
    let (code, told) = laptop.fails(&["pull", "desk"]);
    assert_eq!((code, told.lines().next()), (6, Some("The vault with your passwords and keys is locked.")));

    assert_eq!(with(&right, &["secrets", "change-passphrase"]).0, Some(0));
    assert_eq!(with(&right, &["pull", "desk"]).0, Some(6));
    assert_eq!(with(&wrong, &["pull", "desk"]).0, Some(7));
    assert_eq!(with(&wrong, &["secrets", "keep", "session"]).0, Some(5));
    assert_eq!(laptop.json(&["secrets"])["vault"], "locked");
    assert_eq!(with(&wrong, &["secrets", "keep", "session", "--forget"]).0, Some(0));
    assert_eq!(laptop.json(&["secrets"])["vault"], "none");
}

#[test]
fn a_connection_is_read_by_one_command_at_a_time_and_a_killed_one_frees_it() {
    let laptop = Laptop::new();
    // A tool that takes the request and says nothing.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("an address"));
    let mut adding = laptop.command(&["connections", "add", "--vendor", "redmine", "--name", "Desk", "--url", &url]);
    assert!(adding.env("THROUGHLINE_SECRET", "x").status().expect("starts").success());
    let pull = |arguments: &[&str]| {
        let mut command = laptop.command(arguments);
        command.env("THROUGHLINE_SECRET", "x");
        command
    };
    let mut first = pull(&["pull", "--due"]).stderr(Stdio::null()).spawn().expect("starts");
    silent.set_nonblocking(true).expect("set");
    let began = std::time::Instant::now();
    let _held = loop {
        match silent.accept() {
            Ok(held) => break held,
            Err(_) => assert!(began.elapsed().as_secs() < 60, "it never asks"),
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    };
    let output = pull(&["pull", "desk"]).output().expect("starts");
    assert_eq!(output.status.code(), Some(9));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is being read already"));
    let due = pull(&["--json", "pull", "--due"]).output().expect("starts");
    assert_eq!((due.status.code(), String::from_utf8_lossy(&due.stdout).trim()), (Some(0), "[]"));
    first.kill().expect("killed");
    first.wait().expect("ended");
    drop(silent);
    assert_eq!(pull(&["pull", "desk"]).output().expect("starts").status.code(), Some(7));
}

#[test]
fn a_schedule_is_set_by_name_and_shown() {
    let laptop = Laptop::new();
    let url = "http://127.0.0.1:9";
    let mut adding = laptop.command(&["connections", "add", "--vendor", "redmine", "--name", "Desk", "--url", url]);
    assert!(adding.env("THROUGHLINE_SECRET", "x").status().expect("starts").success());
    for (arguments, word) in
        [(&["--every", "15m"][..], "15m"), (&["--daily", "06:30"], "daily 06:30"), (&["--off"], "off")]
    {
        laptop.done(&[&["connections", "schedule", "desk"], arguments].concat());
        let listed = laptop.json(&["connections", "list"]);
        assert_eq!(listed[0]["schedule"], word);
        assert_eq!(listed[0]["next_read"].is_null(), word == "off");
    }
    for arguments in [&["--every", "1m"][..], &["--daily", "25:00"], &[], &["--off", "--every", "1h"]] {
        assert_eq!(laptop.fails(&[&["connections", "schedule", "desk"], arguments].concat()).0, 2, "{arguments:?}");
    }
    assert_eq!(laptop.json(&["pull", "--due"]), Value::Array(vec![]));
}

#[test]
fn one_secret_is_not_shown_to_several_tools() {
    let laptop = Laptop::new();
    for (name, url) in [("A", "http://127.0.0.1:9"), ("B", "http://127.0.0.1:10")] {
        let mut adding = laptop.command(&["connections", "add", "--vendor", "redmine", "--name", name, "--url", url]);
        assert!(adding.env("THROUGHLINE_SECRET", "x").status().expect("starts").success());
    }
    let output = laptop.command(&["pull", "--all"]).env("THROUGHLINE_SECRET", "x").output().expect("starts");
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the secret of one connection"));
}

#[test]
fn a_damaged_workspace_can_be_put_back_from_a_backup() {
    let laptop = laptop_with_signals();
    let backup = laptop.json(&["backup", "now"]);
    let name = backup["name"].as_str().expect("a name").to_owned();
    let file = laptop.path("workspace.db");
    let mut bytes = std::fs::read(&file).expect("read");
    bytes.iter_mut().skip(100).step_by(7).for_each(|byte| *byte ^= 0x55);
    std::fs::write(&file, bytes).expect("written");
    let (code, told) = laptop.fails(&["status"]);
    assert_eq!(code, 10, "{told}");
    assert!(laptop.done(&["backup", "list"]).contains(&name));
    laptop.done(&["backup", "restore", &name]);
    assert_eq!(laptop.json(&["status"])["workspace"]["signals"], 9);
}

#[test]
fn lines_fit_and_nothing_from_outside_moves_the_cursor() {
    let laptop = Laptop::new();
    let file = laptop.path("odd.csv");
    let long = "word ".repeat(80);
    std::fs::write(&file, format!("id,subject,created\n1,\u{1b}[2Jcleared {long},2026-11-03\n")).expect("written");
    laptop.done(&["import", &file.display().to_string()]);
    for arguments in [&["signals", "list"][..], &["signals", "show", "1"]] {
        let text = laptop.done(arguments);
        assert!(!text.contains('\u{1b}'), "{text:?}");
        assert!(text.contains("cleared"), "{text}");
    }
    assert!(laptop.done(&["signals", "list"]).lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn completions_need_no_workspace() {
    let laptop = Laptop::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(laptop.done(&["completions", shell]).contains("throughline"), "{shell}");
    }
    assert_eq!(std::fs::read_dir(laptop.folder()).expect("listed").count(), 0);
}

#[cfg(unix)]
#[test]
fn ctrl_c_stops_an_import_and_keeps_what_was_read() {
    let laptop = Laptop::new();
    let file = laptop.path("many.csv");
    let mut text = String::from("id,subject,created\n");
    for row in 0..60_000 {
        text.push_str(&format!("{row},Row {row},2026-11-03\n"));
    }
    std::fs::write(&file, &text).expect("written");
    let file = file.display().to_string();
    let mut importing = laptop.command(&["import", &file]);
    let child = importing.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    // Rows are there as soon as the log beside the workspace has grown past what making the tables takes.
    let log = laptop.path("workspace.db-wal");
    while std::fs::metadata(&log).map_or(0, |meta| meta.len()) < 3_000_000 {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(interrupted.success());
    let output = child.wait_with_output().expect("ends");
    assert_eq!(output.status.code(), Some(11), "{}", String::from_utf8_lossy(&output.stderr));
    let kept = laptop.json(&["status"])["workspace"]["signals"].as_u64().expect("a count");
    assert!(kept > 0 && kept < 60_000, "{kept}");
    std::fs::write(&file, text.lines().take(1_001).collect::<Vec<_>>().join("\n")).expect("written");
    assert_eq!(laptop.json(&["import", &file])["unchanged"], 1_000);
}

#[test]
fn services_and_customers_have_their_commands() {
    let laptop = laptop_with_signals();
    let unmapped = laptop.json(&["services", "unmapped"]);
    assert_eq!(unmapped[0]["place"]["field"], "anything");
    let name = laptop.json(&["connections", "list"])[0]["name"].as_str().expect("a name").to_owned();
    let assigned = laptop.done(&["services", "assign", "anything", "--connection", &name, "--to", "Desk"]);
    assert!(assigned.contains("Assigned everything else to Desk: 9 signals"), "{assigned}");
    assert!(laptop.done(&["services", "unmapped"]).contains("Every signal has a service"));
    laptop.done(&["services", "product", "desk", "Support"]);
    assert_eq!(laptop.json(&["signals", "list", "--product", "support"])["total"], 9);
    laptop.done(&["services", "rule", "add", "label", "check*", "--to", "checkout"]);
    assert_eq!(laptop.json(&["services", "rule", "list"]).as_array().map(Vec::len), Some(2));
    laptop.done(&["services", "rule", "remove", "2"]);
    assert!(laptop.done(&["services", "unmapped"]).contains("everything else"));
    assert_eq!(laptop.fails(&["services", "rule", "remove", "9"]).0, 4);
    assert_eq!(laptop.fails(&["services", "rule", "add", "label", "", "--to", "x"]).0, 3);
    assert_eq!(laptop.fails(&["services", "assign", "nonsense", "x", "--to", "y"]).0, 2);

    let list = laptop.path("customers.csv");
    std::fs::write(&list, "Firm,Domain,ARR\nAcme,acme.example,1000\n,x.example,1\n").expect("written");
    let list = list.to_str().expect("a path");
    let (code, said) = laptop.fails(&["customers", "import", list]);
    assert_eq!(code, 3, "{said}");
    assert!(laptop.run(&["customers", "import", list, "--dry-run"]).status.code() == Some(3));
    let dry = laptop.json(&["customers", "import", list, "--dry-run", "--map", "Firm=name"]);
    assert_eq!((&dry["clean"], &dry["left_out"]), (&1.into(), &1.into()));
    laptop.done(&["customers", "import", list, "--map", "Firm=name"]);
    assert_eq!(laptop.json(&["customers", "list", "acme"])[0]["customer"]["revenue"], 1000);
    laptop.done(&["customers", "match", "acme.example", "--nobody"]);
    laptop.done(&["customers", "match", "acme.example", "--forget"]);
    assert_eq!(laptop.json(&["customers", "match"])["moved"], 0);
    assert_eq!(laptop.fails(&["customers", "match", "gmail.com", "--to", "Acme"]).0, 3);
    assert_eq!(laptop.fails(&["customers", "match", "acme.example"]).0, 2);
}

#[test]
fn the_network_is_told_shown_and_taken_back() {
    let laptop = Laptop::new();
    laptop.done(&["network", "trust", AUTHORITY]);
    laptop.done(&["network", "proxy", "proxy.example.test:3128", "--user", "maya"]);
    let shown = laptop.json(&["network"]);
    assert_eq!(shown["authorities"][0]["name"], "Pellworth Root CA");
    assert_eq!(shown["proxy"]["address"], "http://proxy.example.test:3128");
    assert_eq!(shown["proxy_password"], false);
    let fingerprint = shown["authorities"][0]["fingerprint"].as_str().expect("text");
    laptop.done(&["network", "distrust", &fingerprint[..8]]);
    laptop.done(&["network", "proxy", "system"]);
    assert!(laptop.done(&["network", "show"]).ends_with("authorities: none\n"));
    assert_eq!(laptop.fails(&["network", "distrust", "abc"]).0, 4);
    assert_eq!(laptop.fails(&["network", "trust", ACCOUNTS]).0, 3);
}
