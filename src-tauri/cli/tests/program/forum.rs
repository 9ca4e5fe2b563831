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
fn improvements_answers_and_flags() {
    let laptop = Laptop::new();
    laptop.done(&["improvements", "new", "One on-call", "--owner", "Operations"]);
    assert_eq!(laptop.fails(&["improvements", "move", "1", "do"]).0, 5);
    laptop.done(&["improvements", "edit", "1", "--goal", "Restore under 1 h"]);
    laptop.done(&["improvements", "move", "1", "act", "--verdict", "kept"]);
    let list = laptop.done(&["improvements", "list"]);
    assert!(list.contains("kept") && list.contains("Restore under 1 h"), "{list}");
    assert!(laptop.done(&["improvements", "patterns"]).contains("no data"));

    laptop.done(&["assess", "open"]);
    laptop.done(&["assess", "answer", "3", "3", "3", "3", "3", "3", "3", "3", "3"]);
    assert_eq!(laptop.fails(&["assess", "answer", "3"]).0, 3);
    assert_eq!(laptop.fails(&["assess", "answer", "6"]).0, 2);
    assert!(laptop.done(&["assess", "show"]).contains("open: 1 answer"));

    assert_eq!(laptop.fails(&["andon", "raise", "moon", "Dark"]).0, 4);
    assert!(laptop.done(&["andon", "list"]).contains("No flag was raised."));
}
