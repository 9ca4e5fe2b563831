//! The forum, improvements, self-assessment and flags, as a script asks for them.

use crate::laptop::Laptop;

#[test]
fn a_meeting_is_prepared_held_and_written_down() {
    let laptop = Laptop::new();
    laptop.done(&[
        "forum",
        "cadence",
        "--weekday",
        "4",
        "--at",
        "14:00",
        "--zone",
        "Europe/Berlin",
        "--time-box",
        "30",
    ]);
    laptop.done(&["forum", "add", "Freeze in December", "--asks", "From when?", "--minutes", "10"]);
    let agenda = laptop.done(&["forum", "agenda"]);
    for words in ["of 30 minutes", "Since last time", "Freeze in December", "From when?"] {
        assert!(agenda.contains(words), "{words}: {agenda}");
    }
    laptop.done(&["forum", "start"]);
    assert!(laptop.done(&["forum", "show", "2"]).contains("1 Write the decision down"));
    let decided = laptop.done(&["forum", "decide", "2", "From the 20th on.", "--way", "1"]);
    assert!(decided.contains("Decided “Freeze in December”"), "{decided}");
    laptop.done(&["forum", "act", "Tell the carriers", "--owner", "Support", "--due", "2027-01-08"]);
    laptop.done(&["forum", "done", "1"]);
    laptop.done(&["forum", "end"]);
    let minutes = laptop.done(&["forum", "minutes", "--last"]);
    assert!(minutes.contains("Freeze in December: Write the decision down. From the 20th on."), "{minutes}");
    let saved = laptop.done(&["forum", "minutes", "--last", "--save", "md"]);
    assert!(saved.starts_with("Saved ") && saved.trim_end().ends_with(".md"), "{saved}");
    assert_eq!(laptop.fails(&["forum", "end"]).0, 5);
    assert_eq!(laptop.fails(&["forum", "show", "99"]).0, 4);
    assert_eq!(laptop.fails(&["forum", "cadence", "--at", "25:00"]).0, 2);
}

#[test]
fn what_was_written_down_is_put_right_and_every_version_is_read() {
    let laptop = Laptop::new();
    laptop.done(&["forum", "add", "Freeze in December"]);
    laptop.done(&["forum", "edit", "2", "--minutes", "15", "--asks", "From when?"]);
    assert_eq!(laptop.fails(&["forum", "rewrite", "2", "Too early"]).0, 5);
    laptop.done(&["forum", "start"]);
    laptop.done(&["forum", "decide", "2", "From the 20th on."]);
    laptop.done(&["forum", "rewrite", "2", "From the 18th on."]);
    let versions = laptop.done(&["forum", "versions", "--item", "2"]);
    let (newer, older) = (versions.find("From the 18th on."), versions.find("From the 20th on."));
    assert!(newer.is_some() && newer < older, "{versions}");
    laptop.done(&["forum", "act", "Tell the carriers", "--owner", "Support", "--due", "2027-01-08"]);
    laptop.done(&["forum", "edit-action", "1", "--text", "Tell all carriers", "--no-due"]);
    let agenda = laptop.json(&["forum", "agenda"]);
    let action = &agenda["actions"][0];
    assert_eq!(
        (action["text"].as_str(), action["owner"].as_str(), action["due"].as_i64()),
        (Some("Tell all carriers"), Some("Support"), None)
    );
    laptop.done(&["forum", "remove-action", "1"]);
    laptop.done(&["undo"]);
    assert!(laptop.done(&["forum", "versions", "--action", "1"]).contains("taken back later"));

    laptop.done(&["forum", "end"]);
    assert!(laptop.done(&["forum", "meetings"]).contains("Decisions"));
    laptop.done(&["forum", "correct", "1", "--decision", "1", "--text", "From the 19th on."]);
    laptop.done(&["forum", "correct", "1", "--action", "1", "--owner", "Operations"]);
    laptop.done(&["forum", "correct", "1", "--notes", "--text", "Support was late."]);
    laptop.done(&["forum", "act", "Ask the warehouse", "--meeting", "1"]);
    let minutes = laptop.done(&["forum", "minutes", "--meeting", "1"]);
    for words in ["From the 19th on.", "Tell all carriers, Operations", "Ask the warehouse", "Support was late."] {
        assert!(minutes.contains(words), "{words}: {minutes}");
    }
    let versions = laptop.json(&["forum", "versions", "--meeting", "1"]);
    assert_eq!(versions.as_array().map(Vec::len), Some(5));
    assert_eq!(laptop.fails(&["forum", "correct", "1"]).0, 3);
    assert_eq!(laptop.fails(&["forum", "correct", "2", "--notes", "--text", "Which?"]).0, 4);
    assert_eq!(laptop.fails(&["forum", "versions"]).0, 2);
}

#[test]
fn improvements_answers_and_flags() {
    let laptop = Laptop::new();
    laptop.done(&["improvements", "new", "One on-call", "--owner", "Operations"]);
    assert_eq!(laptop.fails(&["improvements", "move", "1", "do"]).0, 5);
    laptop.done(&["improvements", "edit", "1", "--goal", "Restore under 1 h"]);
    laptop.done(&["improvements", "move", "1", "act", "--verdict", "kept"]);
    let list = laptop.done(&["improvements", "list"]);
    assert!(list.contains("kept") && list.contains("Restore under 1 h"), "{list}");
    assert!(laptop.done(&["improvements", "patterns"]).contains("no data"));
    let receipt = laptop.done(&["improvements", "patterns", "--receipt", "reopened"]);
    assert!(receipt.contains("This isn’t zero.") && receipt.contains("Not counted: 0"), "{receipt}");
    assert_eq!(laptop.fails(&["improvements", "patterns", "--receipt", "moon"]).0, 4);

    laptop.done(&["assess", "open"]);
    laptop.done(&["assess", "answer", "3", "3", "3", "3", "3", "3", "3", "3", "3"]);
    assert_eq!(laptop.fails(&["assess", "answer", "3"]).0, 3);
    assert_eq!(laptop.fails(&["assess", "answer", "6"]).0, 2);
    assert!(laptop.done(&["assess", "show"]).contains("open: 1 answer"));

    assert_eq!(laptop.fails(&["andon", "raise", "moon", "Dark"]).0, 4);
    assert!(laptop.done(&["andon", "list"]).contains("No flag was raised."));
    assert!(laptop.done(&["andon", "find", "service checkout", "twice"]).contains("Nothing is called that."));
    assert_eq!(laptop.fails(&["andon", "history", "checkout"]).0, 4);
}

#[test]
fn a_flag_is_fixed_by_what_is_found() {
    let laptop = Laptop::new();
    laptop.done(&["demo"]);
    let demo = |arguments: &[&str]| laptop.done(&[&["--demo"], arguments].concat());
    demo(&["andon", "raise", "service identity", "Orders are charged twice"]);
    let found = demo(&["andon", "find", "service identity"]);
    let with = found.lines().nth(1).and_then(|line| line.split("  ").next()).unwrap_or_default().to_owned();
    let (sort, number) = with.trim().split_once(' ').unwrap_or_default();
    demo(&["andon", "fix", "service identity", sort, number]);
    assert!(demo(&["andon", "list"]).contains("fix: "));
    demo(&["andon", "fix", "service identity", "--none"]);
    let history = demo(&["andon", "history", "service identity"]);
    assert!(history.contains("Unlinked “") && history.contains("Stopped exports of service identity"), "{history}");
}
