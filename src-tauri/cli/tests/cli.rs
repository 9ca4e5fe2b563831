//! The built program, run as a person or a script runs it.

// What can't be set up for a test ends the test.
#![allow(clippy::expect_used)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const ACCOUNTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/import/key-accounts-nov.csv");

/// A folder of its own, and the program that uses it.
struct Laptop(TempDir);

impl Laptop {
    fn new() -> Self {
        Laptop(tempfile::tempdir().expect("a folder"))
    }

    /// With the fixture's nine signals.
    fn with_signals() -> Self {
        let laptop = Laptop::new();
        laptop.done(&["import", ACCOUNTS]);
        laptop
    }

    fn folder(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
        command.args(arguments).env("THROUGHLINE_FOLDER", self.folder()).env("TZ", "UTC").stdin(Stdio::null());
        command.env_remove("THROUGHLINE_SECRET").env_remove("DBUS_SESSION_BUS_ADDRESS");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program starts")
    }

    /// Standard output of a command that must succeed.
    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let text = self.done(&[&["--json"], arguments].concat());
        serde_json::from_str(&text).expect("JSON")
    }

    /// The exit code and standard error of a command that must fail.
    fn fails(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.run(arguments);
        (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

#[test]
fn the_main_job_without_a_window() {
    let laptop = Laptop::with_signals();
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
    let laptop = Laptop::with_signals();
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
    let laptop = Laptop::with_signals();
    let picture = laptop.folder().join("shot.png");
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
    let laptop = Laptop::with_signals();
    let backup = laptop.json(&["backup", "now"]);
    let name = backup["name"].as_str().expect("a name").to_owned();
    let file = laptop.folder().join("workspace.db");
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
    let file = laptop.folder().join("odd.csv");
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
    let file = laptop.folder().join("many.csv");
    let mut text = String::from("id,subject,created\n");
    for row in 0..60_000 {
        text.push_str(&format!("{row},Row {row},2026-11-03\n"));
    }
    std::fs::write(&file, &text).expect("written");
    let file = file.display().to_string();
    let mut importing = laptop.command(&["import", &file]);
    let child = importing.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    // Rows are there as soon as the log beside the workspace has grown past its first pages.
    let log = laptop.folder().join("workspace.db-wal");
    while std::fs::metadata(&log).map_or(0, |meta| meta.len()) < 500_000 {
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
    let laptop = Laptop::with_signals();
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
    laptop.done(&["services", "rule", "remove", "1"]);
    assert!(laptop.done(&["services", "unmapped"]).contains("anything"));
    assert_eq!(laptop.fails(&["services", "rule", "remove", "9"]).0, 4);
    assert_eq!(laptop.fails(&["services", "rule", "add", "label", "", "--to", "x"]).0, 3);
    assert_eq!(laptop.fails(&["services", "assign", "nonsense", "x", "--to", "y"]).0, 2);

    let list = laptop.folder().join("customers.csv");
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
